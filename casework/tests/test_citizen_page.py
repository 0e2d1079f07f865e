import datetime as dt
import re

import pytest
from django.utils.timezone import localdate

from audit.models import Action, AuditEvent
from casework.services import start_course
from casework.tests.addresses import of
from clients.models import Client, ClientLink, Consent
from clients.onward import refer_onward
from clients.services import (
    change_facts,
    end_enrolment,
    enrol,
    give_consent,
    set_reference,
    source_named,
    withdraw_consent,
)
from interventions.models import NationalInterventionType
from interventions.services import log_intervention, log_session, offer_type
from projects.models import Organisation
from wellbeing.services import record_answer

COORDINATORS_LINKS = ["facts", "end_enrolment", "give_consent", "onward"]
EVERYBODYS_LINKS = ["appointment", "reference"]


def day(offset):
    return localdate() + dt.timedelta(days=offset)


def main_part(response):
    return response.text[response.text.index("<main") :]


def test_it_opens_with_code_alias_phase_and_next_appointment(team, fetch):
    set_reference(team.client, team.ngo, reference="N-1", alias="Birk", by=team.caseworker)
    change_facts(team.client, next_appointment_on=day(4), next_appointment_place="cafe", by=team.coordinator)
    text = main_part(fetch(team.caseworker, of(team.client)))
    head = text[: text.index('id="facts"')]
    for shown in [team.client.code, "Birk", "No CTI course", "at a café"]:
        assert shown in head
    assert "N-1" in text


def test_it_tells_the_facts(team, fetch):
    source = source_named(team.project, "Shelter")
    change_facts(team.client, source=source, wish="improve", by=team.coordinator)
    text = main_part(fetch(team.caseworker, of(team.client)))
    for shown in ["Woman", "30 years", "Shelter", "Improve the present life situation"]:
        assert shown in text


def test_unknown_facts_say_so(team, fetch):
    assert main_part(fetch(team.coordinator, of(team.municipal_client))).count("Not stated") == 4


def test_the_age_is_that_of_the_first_enrolment(team, fetch):
    end_enrolment(team.client, ends_on=day(-300), by=team.coordinator)
    enrol(team.client, starts_on=day(-1), by=team.coordinator)
    assert "30 years" in fetch(team.coordinator, of(team.client)).text


@pytest.mark.parametrize("route", COORDINATORS_LINKS + EVERYBODYS_LINKS)
def test_links_to_what_one_may_do_only(team, fetch, route):
    link = f'href="{of(team.client, route)}"'
    assert link in fetch(team.coordinator, of(team.client)).text
    assert (link in fetch(team.caseworker, of(team.client)).text) is (route in EVERYBODYS_LINKS)


def test_enrolling_again_is_offered_when_nothing_is_open(team, fetch):
    again, end = (f'href="{of(team.client, route)}"' for route in ("enrol", "end_enrolment"))
    text = fetch(team.coordinator, of(team.client)).text
    assert again not in text
    assert end in text
    end_enrolment(team.client, ends_on=day(0), by=team.coordinator)
    text = fetch(team.coordinator, of(team.client)).text
    assert again in text
    assert end not in text


def test_the_story_stands_before_what_seldom_changes(team, fetch):
    text = fetch(team.coordinator, of(team.client)).text
    order = ["courses", "interventions", "wellbeing", "story", "facts", "enrolments", "reference", "onward", "access"]
    places = [text.index(f'id="{name}"') for name in order]
    assert places == sorted(places)


def test_every_jump_leads_to_a_part_of_the_page(team, fetch):
    text = fetch(team.coordinator, of(team.client)).text
    jumps = re.findall(r'<li><a href="#([a-z]+)">', text)
    assert jumps == ["courses", "interventions", "wellbeing", "story", "facts", "referrals", "access"]
    assert all(f'<section id="{jump}"' in text for jump in jumps)


def test_who_has_access_and_since_when(team, fetch):
    give_consent(team.client, team.other_ngo, starts_on=day(-3), expires_on=day(9), covers_notes=True,
                 covers_wellbeing=True, by=team.coordinator)  # fmt: skip
    withdraw_consent(team.client.consents.get(organisation=team.ngo), by=team.coordinator)
    text = fetch(team.coordinator, of(team.client)).text
    access = text[text.index('id="access"') : text.index('id="legal-basis"')]
    assert access.index(team.municipality.name) < access.index("NGO two") < access.index("NGO one")
    assert "intake" in access
    assert "reads notes, sees WHO-5" in " ".join(access.split())
    assert access.count("withdrawn") == 1
    assert access.count("/withdraw/") == 1


def test_giving_consent_is_offered_while_somebody_lacks_it(team, fetch):
    link = f'href="{of(team.client, "give_consent")}"'
    assert link in fetch(team.coordinator, of(team.client)).text
    give_consent(team.client, team.other_ngo, starts_on=day(0), by=team.coordinator)
    assert link not in fetch(team.coordinator, of(team.client)).text


def test_onward_referrals_are_listed(team, fetch):
    assert "Not referred onward." in fetch(team.coordinator, of(team.client)).text
    refer_onward(team.client, kind="anti_trafficking", referred_on=day(0), by=team.coordinator)
    assert "Anti-trafficking action plan" in fetch(team.coordinator, of(team.client)).text


def test_viewing_is_told(team, fetch):
    fetch(team.caseworker, of(team.client))
    event = AuditEvent.objects.get(action=Action.VIEWED)
    assert (event.actor_id, event.client_ids, event.project_id) == (
        team.caseworker.pk, [team.client.pk], team.project.pk,
    )  # fmt: skip


def test_a_refused_look_is_not_told_as_seen(team, fetch):
    fetch(team.other_caseworker, of(team.client))
    assert not AuditEvent.objects.filter(action=Action.VIEWED).exists()


def test_another_organisations_words_stay_with_it(team, fetch):
    set_reference(team.client, team.municipality, reference="CANARY-1", alias="Canary-a", by=team.coordinator)
    text = fetch(team.caseworker, of(team.client)).text
    assert "Canary-a" not in text
    assert "CANARY-1" not in text


@pytest.mark.parametrize("covers_notes", [False, True])
def test_another_organisations_notes_need_a_consent_that_covers_them(team, fetch, covers_notes):
    give_consent(team.municipal_client, team.ngo, starts_on=day(-9), covers_notes=covers_notes, by=team.coordinator)
    fill(team, team.municipal_client, 1)
    assert "canary note" in fetch(team.coordinator, of(team.municipal_client)).text
    assert ("canary note" in fetch(team.caseworker, of(team.municipal_client)).text) is covers_notes


def fill(team, client, count):
    """`count` of everything that a citizen's page shows."""
    kinds = [offer_type(team.project, national=each, by=team.coordinator) for each in
             NationalInterventionType.objects.filter(is_course=False)[:count]]  # fmt: skip
    for number in range(count):
        provider, by = team.municipality, team.coordinator
        intervention = log_intervention(
            client=client, type=kinds[number % len(kinds)], starts_on=day(-90), provider=provider, logged_for=provider,
            by=by,
        )  # fmt: skip
        log_session(intervention, held_on=day(-number), note="canary note", challenges=["economy", "housing"],
                    logged_for=provider, by=by)  # fmt: skip
        record_answer(client, answered_on=day(-50 * number), items=[1, 2, 3, 4, 5], recorded_for=provider, by=by)
        refer_onward(client, kind="other_offer", referred_on=day(-number), by=by)


def test_the_number_of_queries_does_not_grow(team, as_user, django_assert_max_num_queries):
    runs_as = offer_type(
        team.project, national=NationalInterventionType.objects.filter(is_course=True)[0], by=team.coordinator
    )
    start_course(
        team.client, goal="leave", starts_on=day(-100), runs_as=runs_as, provider=team.municipality, by=team.coordinator
    )
    client = as_user(team.coordinator)
    fill(team, team.client, 2)
    with django_assert_max_num_queries(40) as few:
        client.get(of(team.client))
    fill(team, team.client, 6)
    for number in range(6):
        partner = Organisation.objects.create(name=f"Partner {number}", kind="ngo")
        team.project.partnerships.create(organisation=partner, starts_on=day(-9))
        give_consent(team.client, partner, starts_on=day(0), by=team.coordinator)
    with django_assert_max_num_queries(40) as lots:
        client.get(of(team.client))
    assert len(few) == len(lots)


def test_every_link_row_of_a_citizen_is_shown(team, fetch):
    assert ClientLink.objects.filter(client=team.client).count() == 2
    assert Consent.objects.filter(client=team.client).count() == 1
    text = fetch(team.caseworker, of(team.client)).text
    assert "NGO one" in text
    assert team.municipality.name in text
    assert Client.objects.visible_to(team.other_caseworker).count() == 0
