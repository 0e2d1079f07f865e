"""A draft is its writer's alone, and is kept no longer than the writer sees the citizen or seven days."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from audit.models import Action, AuditEvent
from clients.drafts.models import Draft
from clients.drafts.services import draft_of, forget_draft, forget_out_of_reach, keep_draft
from clients.models import Client
from clients.services import withdraw_consent
from projects.models import Membership

ADDRESS = "/p/AAR/citizens/x/sessions/new/"


@pytest.fixture
def draft(cast):
    return kept(cast, cast.caseworker)


def kept(cast, by, client="client", address=ADDRESS, note="Kaffe"):
    client = getattr(cast, client) if client else None
    return keep_draft(project=cast.project, client=client, address=address, values={"note": note}, stood={}, by=by)


def age(draft, **days):
    Draft.objects.filter(pk=draft.pk).update(updated_at=timezone.now() - dt.timedelta(**days))


def test_each_person_has_one_draft_of_a_form(cast, draft):
    again, other = kept(cast, cast.caseworker, note="Te"), kept(cast, cast.colleague)
    assert again.pk == draft.pk != other.pk
    assert draft_of(cast.caseworker, ADDRESS).values == {"note": "Te"}
    assert draft_of(cast.colleague, ADDRESS).values == {"note": "Kaffe"}
    assert draft_of(cast.coordinator, ADDRESS) is None


def test_each_form_has_a_draft_of_its_own(cast, draft):
    other = kept(cast, cast.caseworker, address="/p/AAR/other/")
    forget_draft(cast.caseworker, ADDRESS)
    assert list(Draft.objects.all()) == [other]


def test_beginning_one_is_logged_without_a_word_of_it(cast, draft):
    kept(cast, cast.caseworker, note="Te")
    events = AuditEvent.objects.filter(subject_type="draft")
    assert [(event.action, event.actor_id, event.client_ids) for event in events] == [
        (Action.CREATED, cast.caseworker.pk, [cast.client.pk])
    ]
    assert "Kaffe" not in str(list(events.values()))


@pytest.mark.parametrize(("days", "is_there"), [(6.9, True), (7.1, False)])
def test_seven_days_on_reading(cast, draft, days, is_there):
    age(draft, days=days)
    assert bool(draft_of(cast.caseworker, ADDRESS)) is is_there
    assert Draft.objects.exists() is is_there


def test_writing_on_begins_the_seven_days_anew(cast, draft):
    age(draft, days=6)
    kept(cast, cast.caseworker)
    assert timezone.now() - Draft.objects.get().updated_at < dt.timedelta(minutes=1)


def test_a_withdrawn_consent_deletes_the_drafts_of_those_who_lose_the_citizen(cast, draft):
    own, elsewhere = kept(cast, cast.coordinator), kept(cast, cast.coordinator, "municipal_client", "/p/AAR/y/")
    withdraw_consent(cast.client.consents.get(), by=cast.coordinator)
    assert set(Draft.objects.all()) == {own, elsewhere}


def test_an_ended_membership_takes_the_draft_away_on_reading(cast, draft):
    Membership.objects.filter(user=cast.caseworker).update(ends_on=timezone.localdate() - dt.timedelta(days=1))
    assert draft_of(cast.caseworker, ADDRESS) is None
    assert not Draft.objects.exists()


def test_a_draft_about_nobody_needs_the_project(cast):
    draft = kept(cast, cast.coordinator, client=None)
    assert draft_of(cast.coordinator, ADDRESS) == draft
    Membership.objects.filter(user=cast.coordinator).update(ends_on=timezone.localdate() - dt.timedelta(days=1))
    assert draft_of(cast.coordinator, ADDRESS) is None


def test_a_draft_goes_with_its_citizen(cast):
    """As it would with its writer."""
    draft = kept(cast, cast.coordinator, "municipal_client")
    links = cast.municipal_client
    for related in (links.links, links.enrolments):
        related.all().delete()
    Client.objects.filter(pk=links.pk).delete()
    assert not Draft.objects.filter(pk=draft.pk).exists()


def test_forgetting_says_how_many(cast, draft):
    kept(cast, cast.stranger)
    kept(cast, cast.other_caseworker)
    assert forget_out_of_reach(Draft.objects.all()) == 2
    assert list(Draft.objects.all()) == [draft]


def test_the_daily_command(cast, draft, capsys):
    age(kept(cast, cast.coordinator), days=8)
    kept(cast, cast.stranger)
    call_command("forget_drafts")
    assert capsys.readouterr().out == "1 old drafts and 1 out of reach deleted.\n"
    assert list(Draft.objects.all()) == [draft]


def test_the_daily_command_ends_sessions_that_are_over(client, cast):
    client.force_login(cast.caseworker, backend="allauth.account.auth_backends.AuthenticationBackend")
    over = Session.objects.get()
    Session.objects.update(expire_date=timezone.now() - dt.timedelta(minutes=1))
    call_command("forget_drafts")
    assert not Session.objects.filter(pk=over.pk).exists()
