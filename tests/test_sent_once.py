"""A form that makes something makes it once, however often it is sent; the second sending says so."""

import re

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import Invitation
from clients.models import (
    Assignment,
    Client,
    ClientMerge,
    Consent,
    Cover,
    HomeAgreement,
    IntakeDecision,
    LegalBasis,
    Offer,
    OnwardReferral,
    Proposal,
    Referral,
    RoutingRule,
)
from clients.services import withdraw_consent
from cti.models import Course, PlannedActivity
from interventions.models import GroupSession, Intervention, Session
from interventions.other_work.models import (
    NetworkMeeting,
    OutreachContact,
    ProfessionalConsultation,
    ProfessionalTraining,
)
from projects.models import Disbursement, Earmark, Framework, Grant, LapseDecision, Membership
from tests.routes import ROUTES
from tests.writing import FORM_PAGES
from wellbeing.models import QuestionnaireConsent, WellbeingResponse

TODAY = localdate


# route: (who, what it makes, what to send)
FORMS = {
    "casework:register": ("coordinator", Client, lambda c, r: {"starts_on": TODAY()}),
    "casework:give_consent": (
        "coordinator", Consent,
        lambda c, r: {"organisation": c.other_ngo.pk, "given_how": "spoken", "starts_on": TODAY()},
    ),
    "casework:intake": (
        "coordinator", IntakeDecision, lambda c, r: {"decision": "admitted", "decided_on": TODAY()},
    ),
    "casework:merge_with": ("coordinator", ClientMerge, lambda c, r: {}),
    "casework:propose": ("caseworker", Proposal, lambda c, r: {"how_to_meet": "drop_in"}),
    "casework:admit": ("coordinator", Client, lambda c, r: {"starts_on": TODAY(), "decision": "admitted"}),
    "casework:onward": ("coordinator", OnwardReferral, lambda c, r: {"kind": "other_offer", "referred_on": TODAY()}),
    "casework:new_agreement": (
        "coordinator", HomeAgreement, lambda c, r: {"approved_by": "Socialchefen", "starts_on": TODAY()},
    ),
    "casework:legal_basis": (
        "coordinator", LegalBasis,
        lambda c, r: {"organisation": c.ngo.pk, "kind": "consent", "since": TODAY()},
    ),
    "wellbeing:consent": (
        "caseworker", QuestionnaireConsent, lambda c, r: {"given_on": TODAY(), "given_how": "spoken"},
    ),
    "casework:new_referral": (
        "coordinator", Referral, lambda c, r: {"to_organisation": c.ngo.pk, "how_we_meet": "drop_in"},
    ),
    "casework:add_offer": ("lead", Offer, lambda c, r: {"name": "Herberget", "starts_on": TODAY()}),
    "casework:add_routing_rule": (
        "lead", RoutingRule, lambda c, r: {"organisation": c.ngo.pk, "age_from": 31, "age_to": 40},
    ),
    "casework:start_new_course": (
        "coordinator", Course,
        lambda c, r: {"goal": "leave", "starts_on": TODAY(), "runs_as": f"own-{r.course.runs_as.intervention.type_id}"},
    ),
    "casework:assign": ("coordinator", Assignment, lambda c, r: {"worker": c.caseworker.pk, "since": TODAY()}),
    "casework:new_cover": (
        "caseworker", Cover, lambda c, r: {"colleague": c.colleague.pk, "starts_on": TODAY(), "ends_on": TODAY()},
    ),
    "cti:open_contact": ("coordinator", Course, lambda c, r: {"goal": "leave", "contact_starts_on": TODAY()}),
    "cti:new_activity": (
        "caseworker", PlannedActivity, lambda c, r: {"area": "economy", "activity": "Ring", "status": "planned"},
    ),
    "interventions:new": (
        "caseworker", Intervention, lambda c, r: {"type": f"own-{r.intervention.type_id}", "starts_on": TODAY()},
    ),
    "interventions:new_session": (
        "caseworker", Session, lambda c, r: {"held_on": TODAY(), "attendance": "attended", "note": "Kaffe"},
    ),
    "interventions:quick_session": (
        "caseworker", Session,
        lambda c, r: {"type": f"own-{r.intervention.type_id}", "held_on": TODAY(), "attendance": "attended"},
    ),
    "interventions:new_group": (
        "caseworker", GroupSession,
        lambda c, r: {"type": f"own-{r.drop_in.pk}", "held_on": TODAY(), "citizens": [r.client.code]},
    ),
    "other_work:add_outreach": (
        "caseworker", OutreachContact,
        lambda c, r: {"held_on": TODAY(), "channel": "street", "people": 5, "minutes": 60},
    ),
    "other_work:add_training": (
        "caseworker", ProfessionalTraining,
        lambda c, r: {
            "held_on": TODAY(), "kind": "workshop", "topic": "Zqxemne", "workplace": "police", "professionals": 9,
            "knowledge_persons": 0, "minutes": 45,
        },
    ),
    "other_work:add_meetings": (
        "caseworker", NetworkMeeting,
        lambda c, r: {"held_on": TODAY(), "topic": "Zqxemne", "attending": [c.ngo.pk], "others": 0, "minutes": 60},
    ),
    "other_work:add_consultations": (
        "caseworker", ProfessionalConsultation,
        lambda c, r: {"held_on": TODAY(), "workplace": "health", "client": c.client.code, "minutes": 20},
    ),
    "wellbeing:new": (
        "caseworker", WellbeingResponse,
        lambda c, r: {"answered_on": TODAY(), **{f"item_{number}": 3 for number in range(1, 6)}},
    ),
    "projects:invite": ("administrator", Invitation, lambda c, r: {"email": "ny@example.org", "name": "Ny"}),
    "projects:propose": ("administrator", Membership, lambda c, r: {"role": "evaluator", "starts_on": TODAY()}),
    "projects:add_grant": (
        "lead", Grant,
        lambda c, r: {"applicant": "Kommunen", "title": "Vej", "amount_oere": "1.000", "granted_on": TODAY()},
    ),
    "projects:add_payment": ("lead", Disbursement, lambda c, r: {"amount_oere": "1.000", "paid_on": TODAY()}),
    "projects:add_programme_framework": (
        "evaluator", Framework, lambda c, r: {"amount_oere": "1.000", "decided_on": TODAY()},
    ),
    "projects:add_programme_earmark": (
        "evaluator", Earmark, lambda c, r: {"line": "ngo", "amount_oere": "1.000", "decided_on": TODAY()},
    ),
    "projects:add_programme_grant": (
        "evaluator", Grant,
        lambda c, r: {"applicant": "Styrelsen", "title": "Støtte", "amount_oere": "1.000", "granted_on": TODAY()},
    ),
    "projects:add_programme_payment": (
        "evaluator", Disbursement, lambda c, r: {"amount_oere": "1.000", "paid_on": TODAY()},
    ),
    "projects:lapse": ("lead", LapseDecision, lambda c, r: {"lapsed_on": TODAY()}),
}  # fmt: skip
# What cannot be done twice anyway; the key lets a second sending lead on instead of complaining.
# Adding to a note waits until the note is locked; interventions/tests/test_notes_pages.py sends it twice.
GUARDED_BY_THEIR_SERVICE = {"casework:enrol", "casework:start_course", "interventions:add_to_note"} | {
    f"projects:{verb}_{kind}"
    for verb in ("correct", "remove")
    for kind in (
        "grant", "payment", "programme_framework", "programme_earmark", "programme_grant", "programme_payment"
    )
} | {
    f"other_work:{verb}_{kind}"
    for verb in ("correct", "remove") for kind in ("outreach", "training", "meetings", "consultations")
}  # fmt: skip


def key_in(response):
    found = re.search(r'<input type="hidden" name="key" value="([^"]+)">', response.content.decode())
    assert found, "the page holds no key"
    return found[1]


@pytest.fixture
def form(as_user, cast, rows):
    """A browser at the route's form: its address, what to send, and how many things there are."""

    def open_form(name):
        who, model, data = FORMS[name]
        user = getattr(cast, who)
        user.language = "en"
        user.save(update_fields=["language"])
        browser, address = as_user(user), reverse(name, kwargs=ROUTES[name].kwargs(rows))
        return browser, address, data(cast, rows), model.objects.count

    return open_form


@pytest.mark.parametrize("name", FORMS)
def test_a_second_sending_leads_to_what_the_first_one_made(form, name):
    browser, address, data, count = form(name)
    data["key"] = key_in(browser.get(address))
    before = count()
    first, second = browser.post(address, data), browser.post(address, data)
    assert (first.status_code, second.status_code) == (302, 302), first.content.decode()
    assert count() == before + 1
    assert second.url == first.url
    assert "saved, and only once" in browser.get(second.url).content.decode()


@pytest.mark.parametrize("name", ["interventions:new_session", "cti:new_activity", "wellbeing:new"])
def test_a_new_form_makes_another(form, name):
    browser, address, data, count = form(name)
    before = count()
    for _ in range(2):
        assert browser.post(address, data | {"key": key_in(browser.get(address))}).status_code == 302
    assert count() == before + 2


@pytest.mark.parametrize("name", FORMS)
def test_a_key_of_another_session_is_asked_for_again(form, name):
    browser, address, data, count = form(name)
    before = count()
    response = browser.post(address, data | {"key": "guessed"})
    assert response.status_code == 422
    assert "open for too long" in response.content.decode()
    assert count() == before
    assert browser.post(address, data | {"key": key_in(response)}).status_code == 302
    assert count() == before + 1


def test_a_mended_form_keeps_its_key_and_is_saved(form):
    browser, address, data, count = form("interventions:new_session")
    key, before = key_in(browser.get(address)), count()
    refused = browser.post(address, data | {"key": key, "held_on": "yesterday"})
    assert (refused.status_code, key_in(refused)) == (422, key)
    assert browser.post(address, data | {"key": key}).status_code == 302
    assert count() == before + 1


def test_what_the_service_refuses_can_be_mended(form, cast):
    browser, address, data, count = form("interventions:new_session")
    key, before = key_in(browser.get(address)), count()
    assert browser.post(address, data | {"key": key, "held_on": "2001-01-01"}).status_code == 422
    assert browser.post(address, data | {"key": key}).status_code == 302
    assert count() == before + 1


def test_a_key_opens_nothing_to_who_has_lost_the_citizen(form, cast, rows):
    browser, address, data, count = form("interventions:new_session")
    data["key"] = key_in(browser.get(address))
    withdraw_consent(rows.consent, by=cast.coordinator)
    before = count()
    assert browser.post(address, data).status_code == 404
    assert count() == before


def test_no_form_that_makes_something_is_forgotten():
    sent_once = {name for name, view in FORM_PAGES.items() if view.is_sent_once}
    assert sent_once == set(FORMS) | GUARDED_BY_THEIR_SERVICE
