"""Search before create: one's own citizens are found, nobody else's, and the search keeps no words."""

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Value
from django.db.models.functions import Concat
from django.utils.timezone import localdate

from audit.models import Action, AuditEvent
from casework.lookup import found_by_facts
from casework.merging.services import merge_citizens
from casework.registration import register_citizen
from casework.tests.addresses import lookup, of, register
from casework.tests.test_citizens_list import many
from clients.models import Client
from clients.services import enrol, register_client, set_reference, source_named
from projects.models import Project


def found(response):
    return re.findall(r'class="row-main code" href="/p/\w+/citizens/([^/]+)/"', response.text)


def days(offset):
    return localdate() + dt.timedelta(days=offset)


@pytest.fixture
def search(team, fetch):
    def send(user=None, project=None, **asked):
        words = "&".join(f"{name}={value}" for name, value in asked.items())
        return fetch(user or team.coordinator, f"{lookup(project or team.project)}?{words}")

    return send


@pytest.fixture
def citizen(team):
    def make(organisation=None, project=None, starts_on=None, **facts):
        return register_client(
            project=project or team.project, organisation=organisation or team.municipality,
            starts_on=starts_on or localdate(), by=team.coordinator, **facts,
        )  # fmt: skip

    return make


def test_registering_begins_with_a_search(team, fetch):
    response = fetch(team.coordinator, lookup(team.project))
    assert response.status_code == 200
    assert f'href="{register(team.project)}"' in response.text
    assert "Nobody was found" not in response.text


@pytest.mark.parametrize("words", ["{code}", "{small}", "Anem", "M-1"])
def test_a_citizen_is_found_by_code_alias_and_reference(team, search, words):
    set_reference(team.client, team.municipality, reference="M-1", alias="Anemone", by=team.coordinator)
    asked = words.format(code=team.client.code, small=team.client.code.lower())
    assert found(search(words=asked)) == [team.client.code]


def test_a_code_out_of_reach_says_nothing_more_than_one_that_does_not_exist(team, search):
    answers = []
    for code in (team.municipal_client.code, team.other_client.code, "AAR-2222-2"):
        text = search(user=team.caseworker, words=code).text
        answers.append(re.sub(r"\b\w{64}\b", "", text).replace(code, ""))  # without the form's own tokens
    assert answers[0] == answers[1] == answers[2]
    assert "Nobody was found" in answers[0]


def test_nobody_is_found_by_another_organisation_s_words(team, search):
    set_reference(team.client, team.municipality, reference="M-1", alias="Anemone", by=team.coordinator)
    for words in ("Anemone", "M-1"):
        assert found(search(user=team.caseworker, words=words)) == []


def test_a_former_code_finds_its_citizen(team, search, citizen):
    former = citizen()
    merge_citizens(team.client, former, by=team.coordinator)
    assert found(search(words=former.code)) == [team.client.code]


def test_the_better_a_citizen_fits_the_earlier_it_stands(team, search, citizen):
    shelter, other = source_named(team.project, "Shelter"), source_named(team.project, "Other")
    year = localdate().year - 28
    best = citizen(birth_year=year, gender="woman", source=shelter)
    unknown = citizen(gender="woman")
    for wrong in ({"gender": "man"}, {"gender": "woman", "source": other}, {"gender": "woman", "birth_year": 1960}):
        citizen(**wrong)
    asked = {"age_band": "26-30", "gender": "woman", "source": shelter.pk}
    Client.objects.filter(pk__in=[team.client.pk]).update(gender="man")
    assert found(search(**asked)) == [best.code, unknown.code]


def test_nobody_is_found_for_being_unknown_alone(team, search, citizen):
    unknown = citizen()
    assert unknown.code not in found(search(gender="man"))


def test_the_age_is_that_of_today_or_of_the_first_enrolment(team, search, citizen):
    year = localdate().year
    aged = citizen(starts_on=days(-390), birth_year=year - 26)
    assert aged.code in found(search(age_band="18-25"))
    assert aged.code in found(search(age_band="26-30"))
    assert aged.code not in found(search(age_band="31-35"))
    assert citizen(birth_year=year - 60).code in found(search(age_band="46%2B"))


def test_the_month_is_that_of_any_enrolment(team, search, citizen):
    stay = citizen(starts_on=days(-200))
    assert stay.code in found(search(month=days(-200).strftime("%Y-%m")))
    assert stay.code not in found(search(month=days(-100).strftime("%Y-%m")))
    stay.enrolments.update(ends_on=days(-150))
    enrol(stay, starts_on=days(-100), by=team.coordinator)
    assert stay.code in found(search(month=days(-100).strftime("%Y-%m")))


@pytest.mark.parametrize("month", ["March", "2026-13", "2026", "0000-01", "%00"])
def test_a_month_is_year_and_month(search, month):
    response = search(month=month)
    assert (response.status_code, found(response)) == (422, [])


@pytest.mark.parametrize("words", ["010180-1234", "22334455", "x@example.org", "Skovvej 12"])
def test_what_identifies_somebody_is_refused_and_kept_nowhere(search, words):
    response = search(words=words)
    assert response.status_code == 422
    assert f'value="{words}"' not in response.text
    assert "This looks like" in response.text
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.detail) == (Action.REFUSED, {"fields": ["words"]})


def test_a_search_is_an_event_without_its_words(team, search):
    set_reference(team.client, team.municipality, reference="", alias="Anemone", by=team.coordinator)
    before = AuditEvent.objects.count()
    search(words="Anemone")
    events = list(AuditEvent.objects.order_by("pk")[before:])
    assert [event.action for event in events] == [Action.SEARCHED, Action.LISTED]
    assert (events[0].detail, events[1].client_ids) == ({"found": 1}, [team.client.pk])
    assert "Anemone" not in str([event.detail for event in events])


def test_what_was_searched_for_is_carried_into_the_form(team, search, fetch):
    source = source_named(team.project, "Shelter")
    response = search(gender="man", source=source.pk, age_band="26-30", month="2020-01")
    (address,) = re.findall(r'class="btn btn-primary" href="([^"]+)"', response.text)
    assert address == f"{register(team.project)}?gender=man&amp;source={source.pk}"
    form = fetch(team.coordinator, address.replace("&amp;", "&")).context["form"]
    assert (form["gender"].value(), form["source"].value(), form["birth_year"].value()) == ("man", str(source.pk), None)


def test_a_carried_value_that_cannot_be_chooses_nothing(team, fetch):
    response = fetch(team.coordinator, f"{register(team.project)}?gender=zqx&source=999999")
    assert response.status_code == 200
    assert 'value="999999"' not in response.text
    assert not re.search(r'name="gender" value="zqx"', response.text)


def test_a_partner_goes_on_to_a_proposal(team, fetch):
    text = fetch(team.caseworker, f"{lookup(team.project)}?words=nobody").text
    assert 'href="/p/AAR/proposals/new/"' in text


def test_a_caseworker_of_a_decentral_project_is_told_who_registers(team, fetch):
    Project.objects.filter(pk=team.project.pk).update(visitation="decentral")
    response = fetch(team.caseworker, lookup(team.project))
    assert response.status_code == 403
    assert "the coordinator of your organisation" in response.text


@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("stranger", 404), ("lead", 403), ("evaluator", 404)])
def test_others_search_nothing(team, search, who, status):
    assert search(user=getattr(team, who), words="AAR").status_code == status


def test_the_number_of_queries_is_the_same_for_25_and_for_3000(team, search, django_assert_max_num_queries):
    many(team, 25)
    with django_assert_max_num_queries(40) as few:
        assert len(found(search(age_band="36-45"))) == 25
    many_more(team, 3000)
    with django_assert_max_num_queries(len(few.captured_queries)):
        response = search(age_band="36-45")
    assert len(found(response)) == 25
    assert "more than 25" in response.text


def many_more(team, count):
    """The codes of the first ones make room."""
    Client.objects.filter(code__regex=r"^AAR-\d{4}-X$").update(code=Concat("code", Value("Y")))
    many(team, count)


def test_facts_are_asked_of_ones_own_citizens_only(team, citizen):
    hidden = citizen(gender="non_binary")
    reached = found_by_facts(team.caseworker, team.project, gender="non_binary")
    assert hidden not in reached
    assert hidden in found_by_facts(team.coordinator, team.project, gender="non_binary")
    assert not found_by_facts(team.coordinator, team.project).exists()


# --- The second look, when the form is sent ---------------------------------------------------------------------


@pytest.fixture
def send(team, fetch):
    def open_and_send(user=None, **facts):
        page = fetch(user or team.coordinator, register(team.project))
        key = re.search(r'name="key" value="([^"]+)"', page.text).group(1)
        data = {"key": key, "starts_on": localdate().isoformat(), "birth_year": "1990", "gender": "woman"}
        return fetch(user or team.coordinator, register(team.project), data | facts)

    return open_and_send


def test_whoever_is_alike_is_shown_before_another_one_is_made(team, send, citizen):
    known = citizen(birth_year=1990, gender="woman", starts_on=days(-30))
    before = Client.objects.count()
    response = send(alias="Anemone")
    assert response.status_code == 422
    assert found(response) == [known.code]
    assert "Anemone" in response.text
    assert (Client.objects.count(), AuditEvent.objects.latest("pk").client_ids) == (before, [known.pk])
    assert send(is_new_confirmed="on").status_code == 302
    assert Client.objects.count() == before + 1


@pytest.mark.parametrize(
    ("facts", "days_ago"),
    [({"birth_year": 1990}, 0), ({"birth_year": 1991, "gender": "woman"}, 0),
     ({"birth_year": 1990, "gender": "man"}, 0), ({"birth_year": 1990, "gender": "woman"}, 31)],
)  # fmt: skip
def test_whoever_differs_asks_nothing(team, send, citizen, facts, days_ago):
    citizen(starts_on=days(-days_ago), **facts)
    assert send().status_code == 302


def test_without_a_birth_year_nobody_is_alike(send, citizen):
    citizen(gender="woman")
    assert send(birth_year="").status_code == 302


def test_somebody_out_of_reach_is_never_shown_as_alike(team, send, citizen):
    hidden = citizen(organisation=team.other_ngo, birth_year=1990, gender="woman")
    response = send()
    assert response.status_code == 302
    assert hidden.code not in response.text


def test_nobody_alike_is_registered_unconfirmed(team, citizen):
    """The service says it too, whichever page calls it."""
    citizen(birth_year=1990, gender="woman")
    facts = {"birth_year": 1990, "gender": "woman", "starts_on": localdate()}
    with pytest.raises(ValidationError, match="much alike"):
        register_citizen(project=team.project, organisation=team.municipality, by=team.coordinator, **facts)


def test_the_citizen_s_page_is_one_step_away(team, search, fetch):
    assert f'href="{of(team.client)}"' in search(words=team.client.code).text
