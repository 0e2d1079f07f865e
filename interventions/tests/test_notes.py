"""Who reads a session's note: the organisation that logged it, and one whose live consent covers notes."""

import datetime as dt

import pytest
from django.utils.timezone import localdate

from clients.models import ClientLink, Consent
from clients.services import give_consent, withdraw_consent
from interventions.models import NationalInterventionType, Session
from interventions.sections import citizen_section
from interventions.services import log_intervention, log_session
from interventions.story import story
from projects.access import Role
from projects.services import grant_by_command

SECRET = "canary-of-the-note"


@pytest.fixture
def sessions(cast):
    """A session with a note by each of the municipality and NGO one, and one without a note."""
    kind = NationalInterventionType.objects.get(key="counselling")
    start = localdate() - dt.timedelta(days=30)
    work = log_intervention(client=cast.client, type=kind, starts_on=start, logged_for=cast.ngo, by=cast.caseworker)

    def log(organisation, by, note):
        return log_session(work, held_on=localdate(), note=note, logged_for=organisation, by=by)

    return {
        "municipality": log(cast.municipality, cast.coordinator, f"{SECRET} municipality"),
        "ngo": log(cast.ngo, cast.caseworker, f"{SECRET} ngo"),
        "silent": log(cast.ngo, cast.caseworker, ""),
    }


def read_by(user, sessions):
    """What `user` sees of each session: its note, "hidden", "" where there is none; None for no session."""
    rows = {row.pk: row for row in Session.objects.all().with_notes_for(user).visible_to(user)}
    seen = {}
    for name, session in sessions.items():
        row = rows.get(session.pk)
        seen[name] = None if row is None else "hidden" if row.is_note_hidden else row.visible_note[len(SECRET) + 1 :]
    return seen


def with_notes(cast, organisation, covers_notes=True):
    for consent in Consent.objects.filter(client=cast.client, organisation=organisation, withdrawn_on=None):
        withdraw_consent(consent, by=cast.coordinator)
    day = localdate()
    return give_consent(cast.client, organisation, starts_on=day, covers_notes=covers_notes, by=cast.coordinator)


def test_each_reads_its_own_and_sees_that_there_is_another(cast, sessions):
    assert read_by(cast.caseworker, sessions) == {"municipality": "hidden", "ngo": "ngo", "silent": ""}
    assert read_by(cast.coordinator, sessions) == {"municipality": "municipality", "ngo": "hidden", "silent": ""}


def test_a_consent_that_covers_notes_opens_them(cast, sessions):
    with_notes(cast, cast.ngo)
    assert read_by(cast.caseworker, sessions)["municipality"] == "municipality"
    assert read_by(cast.coordinator, sessions)["ngo"] == "hidden"


def test_a_consent_without_notes_opens_the_sessions_only(cast, sessions):
    with_notes(cast, cast.other_ngo, covers_notes=False)
    assert read_by(cast.other_caseworker, sessions) == {"municipality": "hidden", "ngo": "hidden", "silent": ""}


def test_a_withdrawn_consent_closes_all_of_it_at_once(cast, sessions):
    consent = with_notes(cast, cast.other_ngo)
    assert read_by(cast.other_caseworker, sessions)["ngo"] == "ngo"
    withdraw_consent(consent, by=cast.coordinator)
    assert set(read_by(cast.other_caseworker, sessions).values()) == {None}


def test_an_expired_consent_is_no_consent(cast, sessions):
    day = localdate()
    give_consent(
        cast.client,
        cast.other_ngo,
        starts_on=day - dt.timedelta(days=9),
        expires_on=day - dt.timedelta(days=1),
        covers_notes=True,
        by=cast.coordinator,
    )
    assert set(read_by(cast.other_caseworker, sessions).values()) == {None}


def test_a_consent_for_one_citizen_says_nothing_of_another(cast, sessions):
    give_consent(cast.municipal_client, cast.other_ngo, starts_on=localdate(), covers_notes=True, by=cast.coordinator)
    assert set(read_by(cast.other_caseworker, sessions).values()) == {None}


def test_an_own_note_stays_closed_where_the_own_link_has_ended(cast, sessions):
    """A person of two organisations reaches the citizen by the one; the note of the other, whose link is closed,
    is not the person's to read any more."""
    start = localdate() - dt.timedelta(days=20)
    grant_by_command(
        user=cast.caseworker,
        role=Role.CASEWORKER,
        project=cast.project,
        organisation=cast.other_ngo,
        starts_on=start,
    )
    withdraw_consent(Consent.objects.get(client=cast.client, organisation=cast.ngo), by=cast.coordinator)
    give_consent(cast.client, cast.other_ngo, starts_on=localdate(), by=cast.coordinator)
    assert read_by(cast.caseworker, sessions)["ngo"] == "hidden"


@pytest.mark.parametrize("name", ["outsider", "lead", "evaluator", "administrator", "officer", "stranger"])
def test_others_see_no_session(cast, sessions, name):
    assert set(read_by(getattr(cast, name), sessions).values()) == {None}


def test_a_hidden_note_never_leaves_the_database(cast, sessions, django_assert_num_queries):
    with django_assert_num_queries(2):  # the sessions, and their addenda
        rows = list(Session.objects.all().with_notes_for(cast.caseworker).visible_to(cast.caseworker))
    hidden = next(row for row in rows if row.is_note_hidden)
    assert hidden.visible_note == ""
    assert "note" in hidden.get_deferred_fields()
    told = [str(event) for event in story(cast.caseworker, cast.client, citizen_section(cast.caseworker, cast.client))]
    assert not any(f"{SECRET} municipality" in each for each in told)
    assert any(f"{SECRET} ngo" in each for each in told)


def test_the_intake_link_alone_does_not_read_what_others_wrote(cast, sessions):
    link = ClientLink.objects.get(client=cast.client, organisation=cast.municipality)
    assert link.basis == ClientLink.Basis.INTAKE
    assert read_by(cast.coordinator, sessions)["ngo"] == "hidden"
