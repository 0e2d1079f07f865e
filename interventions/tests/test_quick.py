"""Logging in few steps: whom one met last, a form that is filled in already, a visit with one tap."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from audit.models import Action, AuditEvent
from clients.models import Client, ClientLink, Consent
from clients.services import give_consent, register_client, set_reference, withdraw_consent
from interventions.catalogue.services import change_type
from interventions.models import Intervention, NationalInterventionType, Session
from interventions.services import (
    end_intervention,
    log_intervention,
    log_session,
    log_session_of_type,
    log_visit,
    offer_own_type,
    offer_type,
)
from projects.access import Role
from projects.services import grant_by_command

DAY = dt.timedelta(days=1)


def offer(cast, key):
    return offer_type(cast.project, national=NationalInterventionType.objects.get(key=key), by=cast.lead)


@pytest.fixture
def work(cast):
    kind = offer(cast, "counselling")
    start = localdate() - 30 * DAY
    return log_intervention(client=cast.client, type=kind, starts_on=start, logged_for=cast.ngo, by=cast.caseworker)


@pytest.fixture
def held(cast, work):
    """Log a session of the NGO, so many days ago."""

    def log(days, by=None, **facts):
        day = localdate() - days * DAY
        return log_session(work, held_on=day, logged_for=cast.ngo, by=by or cast.caseworker, **facts)

    return log


def address(cast, name="quick", *args):
    return reverse(f"interventions:{name}", args=[cast.project.code, *args])


def form_of(cast, desk, query=""):
    return desk(cast.caseworker).get(address(cast, "quick_session", cast.client.code) + query).context["form"]


def codes(response):
    return [client.code for client in response.context["shown"]]


def test_whom_one_met_last_stands_first(cast, held, desk):
    second = register_client(
        project=cast.project, organisation=cast.municipality, starts_on=localdate() - DAY, by=cast.coordinator
    )
    give_consent(second, cast.ngo, starts_on=localdate(), by=cast.coordinator)
    assert codes(desk(cast.caseworker).get(address(cast))) == [second.code, cast.client.code]
    held(5, by=cast.colleague)
    assert codes(desk(cast.caseworker).get(address(cast))) == [cast.client.code, second.code]


def test_one_s_own_meetings_come_before_the_colleagues(cast, work, held, desk):
    other = register_client(
        project=cast.project, organisation=cast.municipality, starts_on=localdate(), by=cast.coordinator
    )
    give_consent(other, cast.ngo, starts_on=localdate(), by=cast.coordinator)
    begun = log_intervention(
        client=other, type=work.type, starts_on=localdate(), logged_for=cast.ngo, by=cast.colleague
    )
    log_session(begun, held_on=localdate(), logged_for=cast.ngo, by=cast.colleague)
    held(20)
    assert codes(desk(cast.caseworker).get(address(cast))) == [cast.client.code, other.code]
    assert codes(desk(cast.colleague).get(address(cast))) == [other.code, cast.client.code]


def test_it_names_them_as_one_s_own_organisation_does(cast, desk):
    set_reference(cast.client, cast.ngo, reference="", alias="Anemone", by=cast.caseworker)
    assert "Anemone" in desk(cast.caseworker).get(address(cast)).content.decode()
    assert "Anemone" not in desk(cast.coordinator).get(address(cast)).content.decode()
    assert codes(desk(cast.caseworker).get(address(cast), {"q": "anem"})) == [cast.client.code]
    assert codes(desk(cast.coordinator).get(address(cast), {"q": "anem"})) == []


def test_the_list_and_a_search_are_logged(cast, desk):
    desk(cast.caseworker).get(address(cast), {"q": cast.client.code})
    listed, searched = AuditEvent.objects.order_by("-pk")[:2]
    assert (searched.action, searched.detail) == (Action.SEARCHED, {"found": 1})
    assert (listed.action, listed.client_ids) == (Action.LISTED, [cast.client.pk])


def test_an_identifying_search_is_refused(cast, desk):
    response = desk(cast.caseworker).get(address(cast), {"q": "010190-1234"})
    assert response.status_code == 422
    assert 'value="010190-1234"' not in response.content.decode()
    assert AuditEvent.objects.latest("pk").action == Action.REFUSED


@pytest.mark.parametrize(
    ("who", "status"), [("lead", 403), ("outsider", 404), ("stranger", 404), ("officer", 404), ("evaluator", 404)]
)
def test_who_may_not_log(cast, desk, who, status):
    drop_in = offer(cast, "drop_in")
    signed_in = desk(getattr(cast, who))
    assert signed_in.get(address(cast)).status_code == status
    assert signed_in.get(address(cast, "quick_session", cast.client.code)).status_code == status
    assert signed_in.post(address(cast, "visit", cast.client.code, drop_in.pk)).status_code == status
    assert not Session.objects.exists()


def test_another_organisation_finds_nobody(cast, desk):
    drop_in = offer(cast, "drop_in")
    signed_in = desk(cast.other_caseworker)
    assert codes(signed_in.get(address(cast))) == []
    assert signed_in.get(address(cast), {"citizen": cast.client.code}).status_code == 404
    assert signed_in.get(address(cast, "quick_session", cast.client.code)).status_code == 404
    assert signed_in.post(address(cast, "visit", cast.client.code, drop_in.pk)).status_code == 404


def test_a_link_with_the_code_leads_to_the_form(cast, desk):
    response = desk(cast.caseworker).get(address(cast), {"citizen": f" {cast.client.code.lower()} "})
    assert response.url == address(cast, "quick_session", cast.client.code)


@pytest.mark.parametrize("code", ["", "AAR-NONE-X", "../..", "\0", "a/b"])
def test_a_link_to_nobody(cast, desk, code):
    assert desk(cast.caseworker).get(address(cast), {"citizen": code}).status_code == 404


def test_the_form_is_like_the_last_session_today(cast, work, held, desk):
    held(9, minutes=20)
    held(3, minutes=45, kind="phone", challenges=["housing"], note="Not to be repeated")
    assert form_of(cast, desk).initial == {
        "type": f"own-{work.type_id}", "held_on": localdate(), "attendance": "attended", "minutes": 45, "kind": "phone",
    }  # fmt: skip


def test_repeating_takes_what_it_was_about_too_and_never_the_note(cast, work, held, desk):
    held(3, minutes=45, challenges=["housing"], note="Not to be repeated")
    form = form_of(cast, desk, "?again")
    assert form.initial["challenges"] == ["housing"]
    assert not form["note"].value()
    page = address(cast, "new_session", cast.client.code, work.pk)
    initial = desk(cast.caseworker).get(f"{page}?again").context["form"].initial
    assert (initial["challenges"], initial["minutes"]) == (["housing"], 45)
    assert "challenges" not in desk(cast.caseworker).get(page).context["form"].initial


def test_a_missed_session_and_another_organisation_s_are_no_example(cast, work, held, desk):
    held(1, minutes=10, attendance="no_show")
    log_session(work, held_on=localdate(), minutes=99, logged_for=cast.municipality, by=cast.coordinator)
    assert "minutes" not in form_of(cast, desk).initial


def test_without_a_session_what_runs_is_suggested(cast, work, desk):
    assert form_of(cast, desk).initial["type"] == f"own-{work.type_id}"
    end_intervention(work, ends_on=localdate() - DAY, by=cast.caseworker)
    assert "type" not in form_of(cast, desk).initial


def test_without_anything_it_is_what_one_did_last(cast, work, held, desk):
    held(2, minutes=25)
    give_consent(cast.municipal_client, cast.ngo, starts_on=localdate(), by=cast.coordinator)
    page = address(cast, "quick_session", cast.municipal_client.code)
    initial = desk(cast.caseworker).get(page).context["form"].initial
    assert (initial["type"], initial["minutes"]) == (f"own-{work.type_id}", 25)


def test_what_runs_is_this_citizen_s_and_as_long_as_one_s_last_session(cast, work, held, desk):
    held(2, minutes=25)
    give_consent(cast.municipal_client, cast.ngo, starts_on=localdate(), by=cast.coordinator)
    own = log_intervention(
        client=cast.municipal_client, type=offer(cast, "bridging"), starts_on=localdate() - 60 * DAY,
        logged_for=cast.ngo, by=cast.caseworker,
    )  # fmt: skip
    page = address(cast, "quick_session", cast.municipal_client.code)
    initial = desk(cast.caseworker).get(page).context["form"].initial
    assert (initial["type"], initial["minutes"]) == (f"own-{own.type_id}", 25)


@pytest.mark.parametrize("one_tap", [False, True])
def test_what_runs_for_another_citizen_takes_no_session_of_this_one(cast, one_tap):
    """Both receive the same type from the same organisation; each session is its own citizen's."""
    type = offer(cast, "drop_in")
    facts = {"type": type, "logged_for": cast.municipality, "by": cast.coordinator}
    log_intervention(client=cast.municipal_client, starts_on=localdate() - 9 * DAY, **facts)
    if one_tap:
        session = log_visit(cast.client, **facts)
    else:
        session = log_session_of_type(cast.client, held_on=localdate(), **facts)
    assert (session.client, session.intervention.client) == (cast.client, cast.client)
    assert not cast.municipal_client.sessions.exists()


def test_what_is_wrong_with_the_type_is_said_of_the_type(cast):
    """Only what is wrong with the day is said of the session's day."""
    closed = change_type(offer(cast, "counselling"), name="Counselling", closed_on=localdate(), by=cast.lead)
    with pytest.raises(ValidationError) as refused:
        log_session_of_type(
            cast.client, type=closed, held_on=localdate(), logged_for=cast.municipality, by=cast.coordinator
        )
    assert list(refused.value.message_dict) == ["type"]


def sent(type, **changes):
    return {"type": f"own-{type.pk}", "held_on": localdate().isoformat(), "attendance": "attended", **changes}


def test_it_is_saved_in_what_runs(cast, work, desk):
    page = address(cast, "quick_session", cast.client.code)
    response = desk(cast.caseworker).post(page, sent(work.type, minutes="15", kind="phone"))
    assert response.url.endswith(f"{cast.client.code}/#interventions")
    session = Session.objects.get()
    assert (session.intervention, session.minutes, session.kind) == (work, 15, "phone")


def test_what_does_not_run_begins_with_it(cast, work, desk):
    national = NationalInterventionType.objects.get(key="accompaniment")
    data = sent(work.type) | {"type": f"national-{national.pk}"}
    desk(cast.caseworker).post(address(cast, "quick_session", cast.client.code), data)
    begun = Session.objects.get().intervention
    assert (begun.type.national, begun.starts_on, begun.provider) == (national, localdate(), cast.ngo)
    assert Intervention.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"held_on": "2999-01-01"}, "held_on"), ({"note": "a@example.org"}, "note"), ({"type": "own-0"}, "type")],
)
def test_a_refusal_keeps_what_was_typed_and_begins_nothing(cast, desk, changes, field):
    type = offer(cast, "bridging")
    page = address(cast, "quick_session", cast.client.code)
    response = desk(cast.caseworker).post(page, sent(type, minutes="17") | changes)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert response.context["form"]["minutes"].value() == "17"
    assert not Intervention.objects.exists()


def test_a_day_before_the_enrolment_is_asked_about_at_its_field(cast, desk):
    type = offer(cast, "bridging")
    data = sent(type, held_on=(localdate() - 401 * DAY).isoformat())
    response = desk(cast.caseworker).post(address(cast, "quick_session", cast.client.code), data)
    assert list(response.context["form"].errors) == ["held_on"]
    assert not Intervention.objects.exists()


class TestOneTap:
    @pytest.fixture
    def drop_in(self, cast):
        return offer(cast, "drop_in")

    def tap(self, cast, desk, type, who="caseworker"):
        return desk(getattr(cast, who)).post(address(cast, "visit", cast.client.code, type.pk), follow=True)

    def test_a_visit_is_an_intervention_and_a_session(self, cast, desk, drop_in):
        assert "is logged for today" in self.tap(cast, desk, drop_in).content.decode()
        session = Session.objects.get()
        assert (session.kind, session.attendance, session.held_on) == ("drop_in", "attended", localdate())
        assert (session.intervention.type, session.intervention.starts_on) == (drop_in, localdate())

    def test_clothes_are_material_help(self, cast, desk):
        self.tap(cast, desk, offer(cast, "free_clothes"))
        assert Session.objects.get().kind == "material_help"

    def test_a_second_tap_logs_nothing_more(self, cast, desk, drop_in):
        self.tap(cast, desk, drop_in)
        assert "logged today already" in self.tap(cast, desk, drop_in, "colleague").content.decode()
        assert Session.objects.count() == Intervention.objects.count() == 1
        self.tap(cast, desk, drop_in, "coordinator")
        assert Session.objects.filter(logged_for=cast.municipality).count() == 1

    def test_only_the_same_visit_of_the_same_citizen_is_logged_already(self, cast, drop_in):
        facts = {"logged_for": cast.municipality, "by": cast.coordinator}
        assert log_visit(cast.municipal_client, type=drop_in, **facts)
        assert log_visit(cast.client, type=offer(cast, "free_clothes"), **facts)
        assert log_visit(cast.client, type=drop_in, **facts)
        assert log_visit(cast.client, type=drop_in, **facts) is None

    def test_tomorrow_is_another_visit_of_the_same_intervention(self, cast, desk, drop_in):
        yesterday = localdate() - DAY
        begun = log_intervention(
            client=cast.client, type=drop_in, starts_on=yesterday, logged_for=cast.ngo, by=cast.caseworker
        )
        log_session(begun, held_on=yesterday, logged_for=cast.ngo, by=cast.caseworker)
        self.tap(cast, desk, drop_in)
        assert begun.sessions.count() == 2

    def test_what_is_more_than_a_visit_has_no_tap(self, cast, desk):
        assert self.tap(cast, desk, offer(cast, "counselling")).status_code == 404
        closed = offer(cast, "drop_in")
        change_type(closed, name=closed.name, closed_on=localdate(), by=cast.lead)
        assert self.tap(cast, desk, closed).status_code == 404
        foreign = offer_own_type(cast.other_project, name="Elsewhere", is_drop_in=True, by=None)
        assert self.tap(cast, desk, foreign).status_code == 404
        assert not Session.objects.exists()

    def test_looking_logs_nothing(self, cast, desk, drop_in):
        assert desk(cast.caseworker).get(address(cast, "visit", cast.client.code, drop_in.pk)).status_code == 405

    def test_who_acts_for_two_organisations_is_asked_for_which(self, cast, desk, drop_in):
        place = {"project": cast.project, "organisation": cast.other_ngo, "starts_on": localdate()}
        grant_by_command(user=cast.caseworker, role=Role.CASEWORKER, **place)
        give_consent(cast.client, cast.other_ngo, starts_on=localdate(), by=cast.coordinator)
        response = self.tap(cast, desk, drop_in)
        assert response.context["form"]["type"].value() == f"own-{drop_in.pk}"
        assert not Session.objects.exists()

    def test_the_citizen_s_page_has_a_button_for_those_who_may_log(self, cast, desk, drop_in):
        page = reverse("casework:citizen", args=[cast.project.code, cast.client.code])
        button = address(cast, "visit", cast.client.code, drop_in.pk)
        assert button in desk(cast.caseworker).get(page).content.decode()
        withdraw_consent(Consent.objects.get(client=cast.client), by=cast.coordinator)
        assert desk(cast.caseworker).get(page).status_code == 404


def test_the_list_costs_the_same_at_any_size(cast, held, desk):
    browser, counts = desk(cast.coordinator), []
    for size in (1, 40):
        clients = Client.objects.bulk_create(
            Client(project=cast.project, code=f"AAR-{size}-{number}") for number in range(size)
        )
        ClientLink.objects.bulk_create(
            ClientLink(project=cast.project, client=client, organisation=cast.municipality, basis="intake",
                       opens_on=localdate()) for client in clients
        )  # fmt: skip
        with CaptureQueriesContext(connection) as captured:
            browser.get(address(cast))
        counts.append(len(captured))
    assert counts[0] == counts[1] < 25
