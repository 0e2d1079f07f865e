"""A session once it is written: corrected by its own organisation until it is locked, added to afterwards."""

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.timezone import localdate

from audit.models import AuditEvent
from clients.models import Client, Consent
from clients.services import give_consent, withdraw_consent
from interventions.models import NationalInterventionType, Session, SessionAddendum
from interventions.notes.services import add_to_note, correct_session
from interventions.sections import citizen_section
from interventions.services import log_intervention, log_session
from interventions.story import story

DAY = dt.timedelta(days=1)
SECRET = "canary-of-the-addendum"


@pytest.fixture
def work(cast):
    kind = NationalInterventionType.objects.get(key="counselling")
    start = dt.date(2026, 5, 1)
    return log_intervention(client=cast.client, type=kind, starts_on=start, logged_for=cast.ngo, by=cast.caseworker)


@pytest.fixture
def session(cast, work):
    facts = {"held_on": localdate(), "minutes": 30, "kind": "phone", "note": "First note", "challenges": ["housing"]}
    return log_session(work, logged_for=cast.ngo, by=cast.caseworker, **facts)


@pytest.fixture
def locked(cast, session):
    age(session, cast.project.note_lock_days)
    return session


def age(session, days):
    """As if it had been logged so many days earlier."""
    session.logged_at -= days * DAY
    session.save(update_fields=["logged_at"])


def address(cast, name, session, client=None):
    return reverse(f"interventions:{name}", args=[cast.project.code, (client or cast.client).code, session.pk])


def sent(**changes):
    return {"held_on": localdate().isoformat(), "attendance": "attended", "minutes": "45", "note": "Other", **changes}


def refused(call, *args, **facts):
    with pytest.raises(ValidationError) as caught:
        call(*args, **facts)
    return caught.value.messages


def test_the_form_begins_with_what_was_written(cast, session, desk):
    form = desk(cast.caseworker).get(address(cast, "correct_session", session)).context["form"]
    assert {name: form[name].value() for name in ("minutes", "kind", "note", "challenges")} == {
        "minutes": 30, "kind": "phone", "note": "First note", "challenges": ["housing"],
    }  # fmt: skip


def test_everything_can_be_corrected(cast, session, desk):
    data = sent(attendance="no_show", kind="online", challenges=["economy", "network"])
    response = desk(cast.colleague).post(address(cast, "correct_session", session), data, follow=True)
    assert "The session is corrected" in response.content.decode()
    session.refresh_from_db()
    facts = (session.attendance, session.minutes, session.kind, session.note)
    assert facts == ("no_show", 45, "online", "Other")
    assert sorted(topic.challenge for topic in session.topics.all()) == ["economy", "network"]
    assert (session.logged_by, session.logged_for) == (cast.caseworker, cast.ngo)


def test_the_log_names_the_session_and_no_word_of_it(cast, session):
    correct_session(session, held_on=localdate(), attendance="attended", note=SECRET, by=cast.colleague)
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.subject_ids, event.client_ids) == ("changed", [session.pk], [cast.client.pk])
    assert SECRET not in str(event.detail)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"held_on": "2999-01-01"}, "held_on"),
        ({"held_on": "2026-04-30"}, "held_on"),
        ({"note": "call 22 33 44 55"}, "note"),
        ({"minutes": "0"}, "minutes"),
        ({"kind": "telepathy"}, "kind"),
    ],
)
def test_a_correction_obeys_the_rules_of_a_session(cast, session, desk, changes, field):
    response = desk(cast.caseworker).post(address(cast, "correct_session", session), sent(**changes))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    session.refresh_from_db()
    assert session.note == "First note"


@pytest.mark.parametrize("name", ["correct_session", "add_to_note"])
@pytest.mark.parametrize(
    ("who", "status"),
    [("coordinator", 404), ("other_caseworker", 404), ("outsider", 404), ("lead", 403), ("officer", 404)],
)
def test_nobody_else_writes_in_it(cast, session, desk, name, who, status):
    """Nor does the coordinator, who sees the session: another organisation wrote it."""
    page = address(cast, name, session)
    assert desk(getattr(cast, who)).get(page).status_code == status
    assert desk(getattr(cast, who)).post(page, sent(text="Added")).status_code == status
    session.refresh_from_db()
    assert session.note == "First note"
    assert not SessionAddendum.objects.exists()


def test_a_withdrawn_consent_closes_it(cast, session, desk):
    withdraw_consent(Consent.objects.get(client=cast.client), by=cast.coordinator)
    assert desk(cast.caseworker).get(address(cast, "correct_session", session)).status_code == 404


def test_a_session_is_found_under_its_own_citizen_only(cast, session, desk):
    give_consent(cast.municipal_client, cast.ngo, starts_on=localdate(), by=cast.coordinator)
    wrong = address(cast, "correct_session", session, client=cast.municipal_client)
    assert desk(cast.caseworker).get(wrong).status_code == 404


@pytest.mark.parametrize(
    ("moment", "is_locked"),
    [
        ((2026, 6, 14, 23, 30), False),  # the last evening; in UTC it is 21.30
        ((2026, 6, 15, 0, 30), True),  # in UTC still the day before
    ],
)
def test_it_locks_at_midnight_in_copenhagen(cast, work, at, moment, is_locked):
    """Written at 23.30 on the first of June, fourteen days before."""
    session = log_session(work, held_on=dt.date(2026, 6, 1), logged_for=cast.ngo, by=cast.caseworker)
    Session.objects.filter(pk=session.pk).update(logged_at=at(2026, 6, 1, 23, 30))
    at(*moment)
    session = Session.objects.get(pk=session.pk)
    assert session.locks_on == dt.date(2026, 6, 15)
    assert session.is_locked is is_locked


def test_the_project_says_how_long(cast, session):
    cast.project.note_lock_days = 3
    cast.project.save()
    age(session, 2)
    assert not Session.objects.get(pk=session.pk).is_locked
    age(session, 1)
    assert Session.objects.get(pk=session.pk).is_locked


def test_what_is_locked_stands(cast, locked, desk):
    response = desk(cast.caseworker).post(address(cast, "correct_session", locked), sent())
    assert response.status_code == 422
    assert "stands as it is. Add to its note instead" in response.content.decode()
    locked.refresh_from_db()
    assert locked.note == "First note"


def test_what_is_open_is_corrected_and_not_added_to(cast, session):
    assert refused(add_to_note, session, text="More", by=cast.caseworker) == [
        "The session can still be corrected. Correct its note instead."
    ]


def test_the_page_offers_what_is_possible(cast, session, desk):
    page = reverse("interventions:intervention", args=[cast.project.code, cast.client.code, session.intervention_id])

    def offered(user):
        text = desk(user).get(page).content.decode()
        return [name for name in ("correct_session", "add_to_note") if f'"{address(cast, name, session)}"' in text]

    assert offered(cast.caseworker) == ["correct_session"]
    assert offered(cast.coordinator) == []
    age(session, cast.project.note_lock_days)
    assert offered(cast.colleague) == ["add_to_note"]


def test_several_addenda_stand_under_the_note_in_their_order(cast, locked, desk):
    for text in ("One more thing", "And another"):
        response = desk(cast.colleague).post(address(cast, "add_to_note", locked), {"text": text}, follow=True)
    shown = response.content.decode()
    assert shown.index("First note") < shown.index("One more thing") < shown.index("And another")
    addendum = SessionAddendum.objects.first()
    assert (addendum.written_by, addendum.client, addendum.project) == (cast.colleague, cast.client, cast.project)


def test_an_addendum_is_sent_once(cast, locked, desk):
    browser, page = desk(cast.caseworker), address(cast, "add_to_note", locked)
    key = re.search(r'name="key" value="([^"]+)"', browser.get(page).content.decode())[1]
    answers = [browser.post(page, {"text": "Once", "key": key}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert SessionAddendum.objects.count() == 1


@pytest.mark.parametrize("text", ["", "someone@example.org", "x" * 501])
def test_an_addendum_is_a_short_guarded_text(cast, locked, desk, text):
    response = desk(cast.caseworker).post(address(cast, "add_to_note", locked), {"text": text})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["text"]
    assert not SessionAddendum.objects.exists()


def addenda_seen_by(user, client):
    return [each.text for event in story(user, client, citizen_section(user, client)) for each in event.addenda]


def test_an_addendum_is_read_by_those_who_read_the_note(cast, locked, desk):
    add_to_note(locked, text=SECRET, by=cast.caseworker)
    assert addenda_seen_by(cast.colleague, cast.client) == [SECRET]
    assert addenda_seen_by(cast.coordinator, cast.client) == []
    page = reverse("casework:citizen", args=[cast.project.code, cast.client.code])
    assert SECRET not in desk(cast.coordinator).get(page).content.decode()


@pytest.mark.parametrize("covers_notes", [True, False])
def test_a_consent_that_covers_notes_opens_addenda(cast, locked, covers_notes):
    add_to_note(locked, text=SECRET, by=cast.caseworker)
    consent = give_consent(
        cast.client, cast.other_ngo, starts_on=localdate(), covers_notes=covers_notes, by=cast.coordinator
    )
    assert addenda_seen_by(cast.other_caseworker, cast.client) == ([SECRET] if covers_notes else [])
    withdraw_consent(consent, by=cast.coordinator)
    assert addenda_seen_by(cast.other_caseworker, cast.client) == []


def test_the_log_names_the_addendum_and_no_word_of_it(cast, locked):
    addendum = add_to_note(locked, text=SECRET, by=cast.colleague)
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.subject_type, event.subject_ids) == ("created", "sessionaddendum", [addendum.pk])
    assert (event.actor_id, event.client_ids) == (cast.colleague.pk, [cast.client.pk])
    assert SECRET not in str(event.detail)


def test_addenda_cost_one_query_however_many(cast, work, session, django_assert_num_queries):
    for _ in range(4):
        another = log_session(work, held_on=localdate(), logged_for=cast.ngo, by=cast.caseworker)
        age(another, 20)
        add_to_note(another, text="More", by=cast.caseworker)
    with django_assert_num_queries(6):  # interventions, one-tap types, what can be repeated, sessions, topics, addenda
        assert len(addenda_seen_by(cast.caseworker, cast.client)) == 4


def anonymous(client):
    Client.objects.filter(pk=client.pk).update(is_anonymous=True)
    client.refresh_from_db()


def test_nothing_is_written_of_who_takes_part_anonymously(cast, work, locked, desk):
    anonymous(cast.client)
    page = reverse("interventions:new_session", args=[cast.project.code, cast.client.code, work.pk])
    assert "note" not in desk(cast.caseworker).get(page).context["form"].fields
    assert desk(cast.caseworker).post(page, sent(note="Smuggled")).status_code == 302
    assert not Session.objects.filter(note="Smuggled").exists()
    work.client.refresh_from_db()
    facts = {"held_on": localdate(), "logged_for": cast.ngo, "by": cast.caseworker}
    assert "takes part anonymously" in refused(log_session, work, note="Smuggled", **facts)[0]
    assert "takes part anonymously" in refused(add_to_note, locked, text="Smuggled", by=cast.caseworker)[0]
