import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation


@pytest.fixture(autouse=True)
def _in_english():
    """Messages are compared as they are written in the code, whatever translations are compiled."""
    with translation.override("en"):
        yield


@pytest.fixture
def at(monkeypatch):
    """Sets the clock to a Copenhagen wall time."""

    def set_clock(year, month, day, hour=12, minute=0):
        moment = dt.datetime(year, month, day, hour, minute, tzinfo=ZoneInfo("Europe/Copenhagen"))
        monkeypatch.setattr(timezone, "now", lambda: moment.astimezone(dt.UTC))

    return set_clock
