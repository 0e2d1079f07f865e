"""The page for logging a group: it gives back what was filled in, and keeps out of every address."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from audit.models import Action, AuditEvent
from clients.models import Client, ClientLink, Consent
from clients.services import give_consent, set_reference, withdraw_consent
from interventions.groups.services import log_group_session
from interventions.models import GroupSession, NationalInterventionType, Session
from interventions.services import offer_type
from projects.access import Role
from projects.services import grant_by_command

DAY = dt.timedelta(days=1)
SECRET = "canary-of-the-group"


@pytest.fixture
def type(cast):
    return offer_type(cast.project, national=NationalInterventionType.objects.get(key="group_therapy"), by=cast.lead)


@pytest.fixture
def last(cast, type):
    """The municipality's group of last week, with both citizens."""
    codes = [cast.client.code, cast.municipal_client.code]
    facts = {"held_on": localdate() - 7 * DAY, "minutes": 75, "note": SECRET, "without_code": 2}
    return log_group_session(
        cast.project, type=type, codes=codes, logged_for=cast.municipality, by=cast.coordinator, **facts
    )


def page(cast, name="new_group", *args):
    return reverse(f"interventions:{name}", args=[cast.project.code, *args])


def data(type, *clients, **changes):
    codes = [client.code for client in clients]
    return {"type": f"own-{type.pk}", "held_on": localdate().isoformat(), "citizens": codes, **changes}


def ticked(response):
    return [pick.client.code for pick in response.context["picks"] if pick.is_ticked]


def shown(response):
    return [pick.client.code for pick in response.context["picks"]]


def test_the_form_begins_like_the_last_group(cast, type, last, desk):
    form = desk(cast.coordinator).get(page(cast)).context["form"]
    assert form.initial == {"held_on": localdate(), "kind": "group", "type": f"own-{type.pk}", "minutes": 75}


def test_citizens_within_reach_can_be_ticked_by_alias_or_code(cast, desk):
    set_reference(cast.client, cast.ngo, reference="", alias="Anemone", by=cast.caseworker)
    response = desk(cast.caseworker).get(page(cast))
    assert shown(response) == [cast.client.code]
    assert "Anemone" in response.content.decode()
    assert "Anemone" not in desk(cast.coordinator).get(page(cast)).content.decode()


def test_those_met_last_come_first(cast, type, desk):
    by = {"logged_for": cast.municipality, "by": cast.coordinator, "type": type}
    for client, days in ((cast.client, 3), (cast.municipal_client, 8)):
        log_group_session(cast.project, codes=[client.code], held_on=localdate() - days * DAY, **by)
    assert shown(desk(cast.coordinator).get(page(cast))) == [cast.client.code, cast.municipal_client.code]
    log_group_session(cast.project, codes=[cast.municipal_client.code], held_on=localdate(), **by)
    assert shown(desk(cast.coordinator).get(page(cast))) == [cast.municipal_client.code, cast.client.code]


def test_saving_leads_to_the_group(cast, type, desk):
    sent = data(type, cast.client, cast.municipal_client, minutes="60", without_code="4", challenges=["housing"])
    response = desk(cast.coordinator).post(page(cast), sent, follow=True)
    made = GroupSession.objects.get()
    assert response.redirect_chain == [(page(cast, "group", made.pk), 302)]
    text = response.content.decode()
    assert "logged for 2 citizens" in text
    assert "And 4 people without a code" in text
    assert "Housing" in text


def test_searching_keeps_what_is_filled_in_and_saves_nothing(cast, type, desk):
    sent = data(type, cast.client, q=cast.municipal_client.code, find="1", minutes="33", note="Half a no",
                challenges=["economy"], without_code="2")  # fmt: skip
    response = desk(cast.coordinator).post(page(cast), sent)
    assert response.status_code == 200
    form = response.context["form"]
    assert not form.errors
    names = ("minutes", "note", "challenges", "without_code", "type")
    assert [form[name].value() for name in names] == ["33", "Half a no", ["economy"], "2", f"own-{type.pk}"]
    assert ticked(response) == [cast.client.code]
    assert shown(response) == [cast.client.code, cast.municipal_client.code]
    assert not GroupSession.objects.exists()


def test_the_key_survives_the_search(cast, type, desk):
    browser = desk(cast.coordinator)
    key = re.search(r'name="key" value="([^"]+)"', browser.get(page(cast)).content.decode())[1]
    again = browser.post(page(cast), data(type, q="x", find="1", key=key))
    assert f'value="{key}"' in again.content.decode()
    for _ in range(2):
        assert browser.post(page(cast), data(type, cast.client, key=key)).status_code == 302
    assert GroupSession.objects.count() == 1


def test_a_search_is_logged_without_its_words(cast, type, desk):
    desk(cast.coordinator).post(page(cast), data(type, q="Anemone", find="1"))
    event = AuditEvent.objects.filter(action=Action.SEARCHED).latest("pk")
    assert event.project_id == cast.project.pk
    assert "Anemone" not in str(event.detail)


def test_an_identifying_search_is_not_searched_for(cast, type, desk):
    response = desk(cast.coordinator).post(page(cast), data(type, cast.client, q="010190-1234", find="1"))
    text = response.content.decode()
    assert "a CPR number" in text
    assert "010190" not in text
    assert ticked(response) == [cast.client.code]


def test_those_of_last_time_are_ticked_in_one_tap(cast, type, last, desk):
    response = desk(cast.coordinator).post(page(cast), data(type, repeat="1", minutes="20"))
    assert sorted(ticked(response)) == sorted([cast.client.code, cast.municipal_client.code])
    assert response.context["form"]["minutes"].value() == "20"


def test_last_time_is_of_the_chosen_type_and_of_one_s_own_organisation(cast, type, last, desk):
    other = offer_type(cast.project, national=NationalInterventionType.objects.get(key="drop_in"), by=cast.lead)
    assert ticked(desk(cast.coordinator).post(page(cast), data(other, repeat="1"))) == []
    assert ticked(desk(cast.caseworker).post(page(cast), data(type, repeat="1"))) == []


def test_last_time_leaves_out_whom_one_lost_since(cast, type, desk):
    give_consent(cast.municipal_client, cast.ngo, starts_on=localdate(), by=cast.coordinator)
    log_group_session(
        cast.project, type=type, held_on=localdate(), codes=[cast.client.code, cast.municipal_client.code],
        logged_for=cast.ngo, by=cast.caseworker,
    )  # fmt: skip
    withdraw_consent(Consent.objects.get(client=cast.client), by=cast.coordinator)
    response = desk(cast.caseworker).post(page(cast), data(type, repeat="1"))
    assert ticked(response) == [cast.municipal_client.code]
    assert cast.client.code not in response.content.decode()


def test_who_was_lost_while_the_page_was_open_is_named_and_nothing_is_done(cast, type, desk):
    browser = desk(cast.caseworker)
    browser.get(page(cast))
    withdraw_consent(Consent.objects.get(client=cast.client), by=cast.coordinator)
    response = browser.post(page(cast), data(type, cast.client, minutes="50"))
    assert response.status_code == 422
    assert cast.client.code in response.context["form"].errors["citizens"][0]
    assert response.context["form"]["minutes"].value() == "50"
    assert ticked(response) == []
    assert not GroupSession.objects.exists()
    assert not Session.objects.exists()


def test_a_refused_form_keeps_the_ticks(cast, type, desk):
    sent = data(type, cast.client, cast.municipal_client, held_on="2999-01-01")
    response = desk(cast.coordinator).post(page(cast), sent)
    assert response.status_code == 422
    assert sorted(ticked(response)) == sorted([cast.client.code, cast.municipal_client.code])
    assert "held_on" in response.context["form"].errors


def test_a_day_outside_the_enrolment_is_confirmed_with_a_box(cast, type, desk):
    sent = data(type, cast.client, held_on=(localdate() - 401 * DAY).isoformat())
    response = desk(cast.coordinator).post(page(cast), sent)
    assert response.status_code == 422
    assert 'name="is_confirmed"' in response.content.decode()
    assert desk(cast.coordinator).post(page(cast), {**sent, "is_confirmed": "on"}).status_code == 302


@pytest.mark.parametrize("codes", [["\0"], ["aar-xxxx-x"], ["<b>"], [""]])
def test_odd_codes_do_no_harm(cast, type, desk, codes):
    response = desk(cast.coordinator).post(page(cast), {**data(type), "citizens": codes})
    assert response.status_code == 422
    assert "<b>" not in response.content.decode()


def test_who_leads_for_two_organisations_says_for_which(cast, type, desk):
    place = {"project": cast.project, "organisation": cast.other_ngo, "starts_on": localdate() - DAY}
    grant_by_command(user=cast.caseworker, role=Role.CASEWORKER, **place)
    response = desk(cast.caseworker).post(page(cast), data(type, cast.client))
    assert "acting_for" in response.context["form"].errors
    sent = data(type, cast.client, acting_for=cast.other_ngo.pk)
    assert "citizens" in desk(cast.caseworker).post(page(cast), sent).context["form"].errors
    sent["acting_for"] = cast.ngo.pk
    assert desk(cast.caseworker).post(page(cast), sent).status_code == 302
    assert GroupSession.objects.get().logged_for == cast.ngo


@pytest.mark.parametrize(
    ("who", "status"), [("lead", 403), ("outsider", 404), ("stranger", 404), ("administrator", 404), ("officer", 404)]
)
def test_who_may_not_log_opens_nothing(cast, type, last, desk, who, status):
    signed_in = desk(getattr(cast, who))
    for address in (page(cast), page(cast, "group", last.pk)):
        assert signed_in.get(address).status_code == status
    assert signed_in.post(page(cast), data(type, cast.client)).status_code == status
    assert GroupSession.objects.count() == 1


@pytest.mark.parametrize("who", ["caseworker", "other_caseworker"])
def test_another_organisation_does_not_see_the_group(cast, last, desk, who):
    """Not even where it reaches one of those who took part."""
    assert desk(getattr(cast, who)).get(page(cast, "group", last.pk)).status_code == 404
    assert SECRET not in desk(getattr(cast, who)).get(page(cast, "quick")).content.decode()


def test_the_group_names_those_within_reach_and_counts_the_rest(cast, last, desk):
    text = desk(cast.coordinator).get(page(cast, "group", last.pk)).content.decode()
    assert SECRET in text
    assert cast.client.code in text
    assert "no longer reach" not in text
    ClientLink.objects.filter(client=cast.client, organisation=cast.municipality).update(closes_on=localdate())
    text = desk(cast.coordinator).get(page(cast, "group", last.pk)).content.decode()
    assert cast.client.code not in text
    assert "1 more whom you no longer reach" in text
    event = AuditEvent.objects.filter(action=Action.VIEWED, subject_type="groupsession").latest("pk")
    assert event.client_ids == [cast.municipal_client.pk]


def test_the_number_of_queries_does_not_grow(cast, type, last, desk):
    browser, counts = desk(cast.coordinator), []
    for size in (1, 60):
        clients = Client.objects.bulk_create(
            Client(project=cast.project, code=f"AAR-{size}-{number}") for number in range(size)
        )
        ClientLink.objects.bulk_create(
            ClientLink(project=cast.project, client=client, organisation=cast.municipality, basis="intake",
                       opens_on=localdate()) for client in clients
        )  # fmt: skip
        for send in (
            lambda: browser.get(page(cast)),
            lambda clients=clients: browser.post(page(cast), data(type, *clients, q="A", find="1")),
            lambda: browser.get(page(cast, "group", last.pk)),
        ):
            with CaptureQueriesContext(connection) as captured:
                send()
            counts.append(len(captured))
    assert counts[:3] == counts[3:]
    assert max(counts) < 40
