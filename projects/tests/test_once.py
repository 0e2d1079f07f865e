import pytest
from django.contrib.sessions.backends.db import SessionStore

from projects.once import KEPT, is_known, new_key, once, result_of


@pytest.fixture
def session(db):
    store = SessionStore()
    store.create()
    return store


def test_a_key_is_known_once_it_is_given_out(session):
    key = new_key(session)
    assert is_known(session, key)
    assert result_of(session, key) == ""
    assert not is_known(session, "guessed")
    assert result_of(session, "guessed") == ""


def test_a_key_makes_its_thing_once(session):
    key, made = new_key(session), []
    session.save()
    answers = [once(session, key, lambda: made.append(1) or "AAR-1") for _ in range(3)]
    assert answers == ["AAR-1"] * 3
    assert made == [1]


def test_two_windows_of_one_session_take_turns(session):
    """Both have loaded the session before either sent; the second reads the first one's result."""
    key = new_key(session)
    session.save()
    first, second = SessionStore(session.session_key), SessionStore(session.session_key)
    assert result_of(first, key) == result_of(second, key) == ""
    assert once(first, key, lambda: "AAR-1") == "AAR-1"
    assert once(second, key, lambda: pytest.fail("made twice")) == "AAR-1"


def test_what_fails_can_be_sent_again(session):
    key = new_key(session)
    session.save()

    def refuse():
        raise LookupError

    with pytest.raises(LookupError):
        once(session, key, refuse)
    assert once(session, key, lambda: "AAR-1") == "AAR-1"


def test_the_oldest_keys_are_forgotten(session):
    keys = [new_key(session) for _ in range(KEPT + 5)]
    assert [is_known(session, key) for key in keys] == [False] * 5 + [True] * KEPT
