"""What a session keeps for somebody who was signed out."""

import pytest
from django.contrib.sessions.backends.db import SessionStore

from accounts import unsent
from accounts.models import User
from accounts.unsent import Unsent, forget, keep, settle, unsent_at


@pytest.fixture
def session(db):
    return SessionStore()


ANNA, BO = User(pk=1), User(pk=2)


def kept(session, by=ANNA, at="/form/", note="Kaffe"):
    keep(session, Unsent(by.pk, at, {"note": note}, {}), is_signed_in=False)


def test_its_writer_finds_it_at_its_form_as_often_as_they_look(session):
    kept(session)
    for _time in range(2):
        assert unsent_at(session, ANNA, "/form/").values == {"note": "Kaffe"}
    assert unsent_at(session, ANNA, "/other/") is None


def test_two_forms_are_kept_side_by_side_and_forgotten_one_by_one(session):
    kept(session)
    kept(session, at="/other/", note="Te")
    forget(session, "/form/")
    forget(session, "/never/")
    assert unsent_at(session, ANNA, "/form/") is None
    assert unsent_at(session, ANNA, "/other/").values == {"note": "Te"}


def test_another_person_s_look_deletes_it(session):
    kept(session)
    assert unsent_at(session, BO, "/form/") is None
    assert unsent_at(session, ANNA, "/form/") is None
    assert "Kaffe" not in str(session.items())


@pytest.mark.parametrize(("seconds", "is_there"), [(599, True), (601, False)])
def test_ten_minutes(session, monkeypatch, seconds, is_there):
    kept(session)
    now = unsent.time.time()
    monkeypatch.setattr(unsent.time, "time", lambda: now + seconds)
    assert bool(unsent_at(session, ANNA, "/form/")) is is_there


def test_nobody_s_session_ends_with_what_it_keeps_and_somebody_s_does_not(session):
    usual = session.get_expiry_age()
    keep(session, Unsent(1, "/form/", {}, {}), is_signed_in=True)
    assert session.get_expiry_age() == usual
    kept(session)
    assert session.get_expiry_age() == unsent.SECONDS


def test_a_session_without_anything_is_left_alone(session):
    settle(session, ANNA)
    assert not session.modified
