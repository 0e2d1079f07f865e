import datetime as dt
import re

import pytest
from django.utils.timezone import localdate

from audit.models import Action, AuditEvent
from casework.services import start_course
from casework.tests.addresses import citizens
from clients.models import Client, ClientLink, Enrolment
from clients.services import change_facts, end_enrolment, enrol, register_client, set_reference
from cti.services import open_contact_period
from interventions.models import NationalInterventionType
from interventions.services import log_intervention, log_session, offer_type


def listed(response):
    return re.findall(r'class="code" href="/p/\w+/citizens/([^/]+)/"', response.text)


def day(offset):
    return localdate() + dt.timedelta(days=offset)


def offered(team, **kind):
    return offer_type(team.project, national=NationalInterventionType.objects.filter(**kind)[0], by=team.coordinator)


def many(team, count):
    """`count` more citizens of the municipality, each with a link and an enrolment, in bulk."""
    made = Client.objects.bulk_create(
        Client(project=team.project, code=f"AAR-{number:04}-X", birth_year=1980) for number in range(count)
    )
    ClientLink.objects.bulk_create(
        ClientLink(project=team.project, client=each, organisation=team.municipality, basis="intake", opens_on=day(-9))
        for each in made
    )
    Enrolment.objects.bulk_create(Enrolment(project=team.project, client=each, starts_on=day(-9)) for each in made)


def short(date):
    """As a table shows it in English."""
    return f"{date.day} {date:%b %Y}"


def test_the_newest_come_first_and_only_ones_own(team, fetch):
    assert listed(fetch(team.coordinator, citizens(team.project))) == [team.municipal_client.code, team.client.code]
    assert listed(fetch(team.caseworker, citizens(team.project))) == [team.client.code]
    assert listed(fetch(team.other_caseworker, citizens(team.project))) == []
    assert listed(fetch(team.outsider, citizens(team.other_project))) == [team.other_client.code]


def test_a_row_shows_what_is_known(team, fetch):
    set_reference(team.client, team.municipality, reference="M-1", alias="Anemone", by=team.coordinator)
    change_facts(team.client, next_appointment_on=day(6), by=team.coordinator)
    counselling = offered(team, is_course=False)
    intervention = log_intervention(
        client=team.client, type=counselling, starts_on=day(-30), provider=team.municipality,
        logged_for=team.municipality, by=team.coordinator,
    )  # fmt: skip
    for held_on, attendance in [(day(-20), "attended"), (day(-5), "no_show"), (day(-8), "attended")]:
        log_session(
            intervention, held_on=held_on, attendance=attendance, logged_for=team.municipality, by=team.coordinator
        )
    text = fetch(team.coordinator, citizens(team.project)).text
    row = text[text.index(team.client.code) :]
    for shown in ["Anemone", "Woman, 30 years", short(day(-8)), short(day(6)), short(day(-400))]:
        assert shown in row
    assert short(day(-5)) not in row


@pytest.mark.parametrize(("offset", "shown"), [(0, "<strong>today</strong>"), (-1, ">passed "), (1, None)])
def test_an_appointment_that_has_passed_is_marked(team, fetch, offset, shown):
    Client.objects.filter(pk=team.client.pk).update(next_appointment_on=day(offset))
    text = fetch(team.caseworker, citizens(team.project)).text
    assert (">passed " in text) is (offset < 0)
    assert shown is None or shown in text


@pytest.mark.parametrize(("begun", "number"), [(10, 1), (130, 2), (250, 3), (390, 3)])
def test_the_phase_is_the_one_reached_today(team, fetch, begun, number):
    runs_as = offered(team, is_course=True)
    start_course(
        team.client, goal="leave", starts_on=day(-begun), runs_as=runs_as, provider=team.municipality,
        by=team.coordinator,
    )  # fmt: skip
    assert f"Phase {number} of 3" in fetch(team.caseworker, citizens(team.project)).text


def test_a_contact_period_is_named(team, fetch):
    open_contact_period(team.client, goal="leave", contact_starts_on=day(-3), by=team.coordinator)
    assert "Contact period" in fetch(team.caseworker, citizens(team.project)).text


def test_a_citizen_who_came_back_is_shown_by_the_latest_stay(team, fetch):
    end_enrolment(team.client, ends_on=day(-20), by=team.coordinator)
    assert f"ended {short(day(-20))}" in fetch(team.caseworker, citizens(team.project)).text
    enrol(team.client, starts_on=day(-10), by=team.coordinator)
    text = fetch(team.caseworker, citizens(team.project)).text
    assert short(day(-10)) in text
    assert "ended" not in text[text.index("<tbody>") :]


def test_no_organisation_sees_anothers_alias(team, fetch):
    set_reference(team.client, team.municipality, reference="CANARY-1", alias="Canary-a", by=team.coordinator)
    set_reference(team.client, team.ngo, reference="CANARY-2", alias="Canary-b", by=team.caseworker)
    coordinators, caseworkers = (fetch(who, citizens(team.project)).text for who in (team.coordinator, team.caseworker))
    assert "Canary-a" in coordinators
    assert "Canary-b" not in coordinators
    assert "Canary-b" in caseworkers
    assert "Canary-a" not in caseworkers


@pytest.mark.parametrize(
    ("words", "who", "is_found"),
    [
        ("{code}", "coordinator", True),
        ("{lower}", "coordinator", True),
        ("{middle}", "coordinator", True),
        ("anem", "coordinator", True),
        ("M-1", "coordinator", True),
        ("Birk", "coordinator", False),
        ("Birk", "caseworker", True),
        ("anem", "caseworker", False),
        ("nobody", "coordinator", False),
        ("%", "coordinator", False),
    ],
)
def test_a_search_finds_by_code_and_own_words(team, fetch, words, who, is_found):
    set_reference(team.client, team.municipality, reference="M-1", alias="Anemone", by=team.coordinator)
    set_reference(team.client, team.ngo, reference="N-1", alias="Birk", by=team.caseworker)
    code = team.client.code
    words = words.format(code=code, lower=code.lower(), middle=code.split("-")[1])
    response = fetch(getattr(team, who), f"{citizens(team.project)}?q={words.replace('%', '%25')}")
    assert listed(response) == ([code] if is_found else [])
    assert is_found or "No citizen fits the search." in response.text


@pytest.mark.parametrize(
    "parameters", ["status=no&sort=-x&page=y", "sort=--code", "page=99", "page=-1", "sort=", "status=%00", "q=%00"]
)
def test_an_odd_address_is_still_a_list(team, fetch, parameters):
    assert fetch(team.coordinator, f"{citizens(team.project)}?{parameters}").status_code == 200


@pytest.mark.parametrize(("status", "who"), [("enrolled", "municipal_client"), ("ended", "client")])
def test_the_list_is_narrowed_by_enrolment(team, fetch, status, who):
    end_enrolment(team.client, ends_on=day(-20), by=team.coordinator)
    response = fetch(team.coordinator, f"{citizens(team.project)}?status={status}")
    assert listed(response) == [getattr(team, who).code]
    assert ">1 citizen\n" in response.text


@pytest.mark.parametrize("sort", ["code", "newest", "age", "since", "course", "contact", "next"])
def test_every_column_orders_both_ways_with_unknowns_last(team, fetch, sort):
    third = register_client(
        project=team.project, organisation=team.municipality, starts_on=day(-3), birth_year=1950,
        next_appointment_on=day(3), by=team.coordinator,
    )  # fmt: skip
    rising = listed(fetch(team.coordinator, f"{citizens(team.project)}?sort={sort}"))
    falling = listed(fetch(team.coordinator, f"{citizens(team.project)}?sort=-{sort}"))
    assert set(rising) == set(falling) == {team.client.code, team.municipal_client.code, third.code}
    if sort == "age":
        assert [rising[0], falling[0]] == [team.client.code, third.code]
        assert rising[-1] == falling[-1] == team.municipal_client.code
    if sort == "next":
        assert rising[0] == falling[0] == third.code


def test_the_ordered_column_says_so(team, fetch):
    text = fetch(team.coordinator, f"{citizens(team.project)}?sort=-code&q=AAR").text
    assert text.count("aria-sort") == 1
    assert 'aria-sort="descending"><a href="/p/AAR/citizens/?sort=code&amp;q=AAR">' in text


def test_pages_are_counted(team, fetch):
    many(team, 41)
    first = fetch(team.coordinator, citizens(team.project))
    second = fetch(team.coordinator, f"{citizens(team.project)}?page=2")
    assert (len(listed(first)), len(listed(second))) == (25, 18)
    assert "25 of 43 citizens" in first.text
    assert "18 of 43 citizens" in second.text
    assert "?page=2" in first.text
    assert "Page 2 of 2" in second.text


def test_the_number_of_queries_does_not_grow(team, as_user, django_assert_max_num_queries):
    client = as_user(team.coordinator)
    many(team, 25)
    with django_assert_max_num_queries(14) as few:
        client.get(citizens(team.project))
    Client.objects.filter(code__endswith="-X").delete()
    many(team, 3000)
    with django_assert_max_num_queries(14) as lots:
        client.get(citizens(team.project))
    assert len(few) == len(lots)


def test_an_empty_list_says_how_to_begin(team, fetch):
    assert "take" not in fetch(team.other_caseworker, citizens(team.project)).text
    assert "as soon as a citizen consents" in fetch(team.other_caseworker, citizens(team.project)).text
    Client.objects.filter(project=team.other_project).delete()
    assert "Begin by registering the first one" in fetch(team.outsider, citizens(team.other_project)).text


def test_viewing_the_list_is_told_once_with_the_citizens_shown(team, fetch):
    fetch(team.coordinator, citizens(team.project))
    event = AuditEvent.objects.get(action=Action.LISTED)
    assert (event.actor_id, event.project_id, event.subject_type) == (team.coordinator.pk, team.project.pk, "client")
    assert event.client_ids == sorted([team.client.pk, team.municipal_client.pk])


def test_an_empty_list_is_told_too(team, fetch):
    fetch(team.other_caseworker, citizens(team.project))
    event = AuditEvent.objects.get(action=Action.LISTED)
    assert (event.subject_type, event.project_id, event.client_ids) == ("client", team.project.pk, [])


def test_a_search_is_told_without_its_words(team, fetch):
    fetch(team.coordinator, f"{citizens(team.project)}?q=canaryword")
    event = AuditEvent.objects.get(action=Action.SEARCHED)
    assert (event.actor_id, event.project_id, event.detail) == (team.coordinator.pk, team.project.pk, {"found": 0})
    assert "canaryword" not in str(list(AuditEvent.objects.values()))
