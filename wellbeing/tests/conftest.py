import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def desk(as_user):
    """The test client of a person who reads English."""

    def sit_down(user):
        user.language = "en"
        user.save(update_fields=["language"])
        return as_user(user)

    return sit_down


@pytest.fixture
def at(monkeypatch):
    """Let it be that moment in Copenhagen."""

    def stop_the_clock(*moment):
        now = dt.datetime(*moment, tzinfo=ZoneInfo("Europe/Copenhagen")).astimezone(dt.UTC)
        monkeypatch.setattr(timezone, "now", lambda: now)
        return now

    return stop_the_clock
