"""Marked words planted in every text about a citizen turn up nowhere for those who may not see that citizen."""

import io
import logging
import re
from urllib.parse import quote

import pytest
from django.apps import apps
from django.core import mail
from django.test import Client as Browser
from django.urls import reverse
from django.utils.timezone import localdate
from pypdf import PdfReader

from audit.models import AuditEvent
from casework.baseline.models import Baseline
from casework.baseline.services import save_baseline
from clients.assignments.services import assign
from clients.guard import GuardedCharField, GuardedReferenceField, GuardedTextField
from clients.models import Assignment, Client, ClientReference, HomeAgreement, IntakeDecision, Proposal, Referral
from clients.services import set_reference
from clients.visitation.services import decide_intake, decline
from cti.models import Course, PlannedActivity
from interventions.models import GroupSession, Intervention, Session, SessionAddendum
from interventions.other_work.models import ProfessionalConsultation
from interventions.services import log_intervention
from tests.routes import ROUTES

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MARK = "ZQX"

# Every guarded text of the data model: what is planted in it, or why it is not about one citizen.
PLANTED = {
    ("clientreference", "reference"): "ZQXREFERENCE",
    ("clientreference", "alias"): "ZQXALIAS",
    ("intakedecision", "reason_text"): "ZQXINTAKE",
    ("proposal", "remark"): "ZQXREMARK",
    ("proposal", "reason_text"): "ZQXDECLINED",
    ("intervention", "provider_text"): "ZQXPROVIDER",
    ("assignment", "reason_text"): "ZQXREASON",
    ("session", "note"): "ZQXNOTE",
    ("sessionaddendum", "text"): "ZQXADDENDUM",
    ("groupsession", "note"): "ZQXGROUP",
    ("course", "own_words"): "ZQXWORDS",
    ("referral", "wish"): "ZQXWISH",
    ("referral", "decline_text"): "ZQXREASON",
    ("professionalconsultation", "department"): "ZQXDEPARTMENT",
    ("plannedactivity", "activity"): "ZQXACTIVITY",
    ("plannedactivity", "provider_text"): "ZQXHELPER",
    ("baseline", "language"): "ZQXLANGUAGE",
    ("baseline", "motivation_words"): "ZQXMOTIVATION",
    ("homeagreement", "approved_by"): "ZQXAPPROVED",
    ("homeagreement", "payment_terms"): "ZQXPAYMENT",
}
OF_THE_PROJECT = {  # rows of the project's own figures and work, which name nobody
    ("referralsource", "name"),
    ("interventiontype", "name"),
    ("professionaltraining", "topic"),
    ("professionaltraining", "department"),
    ("networkmeeting", "topic"),
    ("networkmeeting", "departments"),
    *((kind, "removed_because") for kind in (
        "outreachcontact", "professionaltraining", "networkmeeting", "professionalconsultation"
    )),
}  # fmt: skip
CODE = "ZQX-CODE-Z"
EVERY_MARK = {CODE, *PLANTED.values()}
UNSEEING = ["other_caseworker", "lead", "evaluator", "administrator", "officer", "stranger", "outsider"]


@pytest.fixture
def rows(cast, rows):
    set_reference(cast.client, cast.municipality, reference="R1", alias="A1", by=cast.coordinator)
    Client.objects.filter(pk=cast.client.pk).update(code=CODE)
    rows.client.code = cast.client.code = CODE
    ClientReference.objects.update(reference="ZQXREFERENCE", alias="ZQXALIAS")
    other = log_intervention(
        client=cast.client, type=rows.intervention.type, starts_on=localdate(), provider_text="x",
        logged_for=cast.municipality, by=cast.coordinator,
    )  # fmt: skip
    Intervention.objects.filter(pk=other.pk).update(provider_text="ZQXPROVIDER")
    for worker in (cast.coordinator, cast.caseworker):  # two, for the page to tell of a change
        assign(cast.client, worker=worker, since=localdate(), reason="other", by=cast.coordinator)
    Assignment.objects.update(reason_text="ZQXREASON")
    Session.objects.update(note="ZQXNOTE")
    GroupSession.objects.update(note="ZQXGROUP")
    SessionAddendum.objects.create(
        project=cast.project, client=cast.client, session=rows.session, text="ZQXADDENDUM", written_by=cast.coordinator
    )
    ProfessionalConsultation.objects.update(department="ZQXDEPARTMENT")
    Course.objects.filter(client=cast.client).update(own_words="ZQXWORDS")
    decide_intake(cast.client, decision="awaiting", decided_on=localdate(), by=cast.coordinator)
    IntakeDecision.objects.update(reason_text="ZQXINTAKE", reason="other")
    decline(rows.proposal, reason="no_room", by=cast.coordinator)
    Proposal.objects.update(remark="ZQXREMARK", reason_text="ZQXDECLINED")
    PlannedActivity.objects.update(activity="ZQXACTIVITY", provider_text="ZQXHELPER")
    save_baseline(rows.course, by=cast.coordinator)
    Baseline.objects.update(language="ZQXLANGUAGE", motivation_words="ZQXMOTIVATION")
    HomeAgreement.objects.update(approved_by="ZQXAPPROVED", payment_terms="ZQXPAYMENT")
    Referral.objects.filter(client=cast.client).update(wish="ZQXWISH", decline_text="ZQXREASON")
    return rows


def test_every_text_about_a_citizen_is_planted():
    guarded = {
        (model._meta.model_name, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, GuardedCharField | GuardedTextField | GuardedReferenceField)
    }
    assert guarded == set(PLANTED) | OF_THE_PROJECT


def addresses(rows, cast):
    """Every address that answers GET, and the lists once more as a curious person would filter them."""
    for name, access in ROUTES.items():
        if access.get != 405 and name != "account_logout":
            yield reverse(name, kwargs=access.kwargs(rows))
    for words in (CODE, "ZQXALIAS", "ZQXREFERENCE"):
        yield f"/p/AAR/citizens/?q={words}"
        yield f"/people/?q={words}"
        yield f"/p/AAR/register/?words={words}"
        yield f"/p/AAR/log/?q={words}"
    yield "/p/AAR/citizens/?who=all&due=new"
    yield "/p/AAR/today/?who=all"
    yield "/p/AAR/agenda/?who=all"
    yield f"/p/AAR/figures/?as_of={localdate().isoformat()}"
    yield f"/log/?project={cast.project.pk}"
    yield f"/log/?person={cast.coordinator.pk}&action=created"


def text_of(response):
    """What a reader finds in a response: its text, a PDF's text and title, its headers."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    parts = [str(response.headers)]
    if body.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(body))
        parts += [str(reader.metadata), *(page.extract_text() for page in reader.pages)]
    else:
        parts.append(body.decode())
    return "\n".join(parts)


def crawl(user, rows, cast):
    """The marks that `user` meets, by address. What an address or a search field itself says is no news."""
    browser = Browser()
    if user is not None:
        browser.force_login(user, backend=BACKEND)
    met = {}
    for address in addresses(rows, cast):
        response = browser.get(address)
        text = text_of(response)
        text = text.replace(address, "").replace(quote(address), "")  # the latter where it leads to sign in
        if typed := re.search(r"[?&](?:q|words)=(\w+(?:-\w+)*)", address):
            text = text.replace(f'value="{typed[1]}"', "").replace(f"“{typed[1]}”", "")
        if marks := {mark for mark in EVERY_MARK if mark in text}:
            met[address] = marks
    return met


def test_the_coordinator_meets_every_mark(cast, rows):
    """Or the test below would prove nothing."""
    assert set().union(*crawl(cast.coordinator, rows, cast).values()) == EVERY_MARK


@pytest.mark.parametrize("who", [*UNSEEING, None])
def test_nobody_else_meets_one(cast, rows, who, caplog):
    caplog.set_level(logging.INFO)
    assert crawl(who and getattr(cast, who), rows, cast) == {}
    # A 404 is logged by its address, which the person has typed; nothing else may name a citizen.
    assert [
        record for record in caplog.records if MARK in record.getMessage() and record.name != "django.request"
    ] == []


def test_a_partner_who_sees_the_citizen_does_not_meet_another_organisation_s_own_words(cast, rows):
    met = set().union(*crawl(cast.caseworker, rows, cast).values())
    assert CODE in met
    narrower = {"LANGUAGE", "MOTIVATION", "APPROVED", "PAYMENT", "REFERENCE", "ALIAS", "NOTE"}
    assert not met & {f"ZQX{name}" for name in narrower}
    assert not met & {"ZQXREFERENCE", "ZQXALIAS", "ZQXNOTE", "ZQXADDENDUM", "ZQXGROUP"}


def test_a_withdrawn_consent_takes_every_mark_away(cast, rows):
    from clients.services import withdraw_consent

    withdraw_consent(rows.consent, by=cast.coordinator)
    met = crawl(cast.caseworker, rows, cast)
    # What one's own organisation proposed is about nobody who is registered.
    assert met.pop(reverse("casework:proposal", args=["AAR", rows.proposal.pk])) == {"ZQXREMARK", "ZQXDECLINED"}
    assert met == {}


def test_no_mail_and_no_event_holds_one(cast, rows):
    for user in (cast.coordinator, cast.caseworker, cast.administrator, cast.lead):
        crawl(user, rows, cast)
    assert all(MARK not in f"{message.subject} {message.body}" for message in mail.outbox)
    kept = [event for event in AuditEvent.objects.values() if MARK in str(event)]
    assert kept == []
