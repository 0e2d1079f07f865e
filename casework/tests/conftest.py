import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from accounts.models import User


@pytest.fixture(autouse=True)
def _in_english():
    """Words are compared as they are written in the code, whatever translations are compiled."""
    with translation.override("en"):
        yield


@pytest.fixture
def team(cast):
    """The cast, reading English."""
    User.objects.update(language="en")
    for name, value in vars(cast).items():
        if isinstance(value, User):
            value.language = "en"
        setattr(cast, name, value)
    return cast


@pytest.fixture
def fetch(as_user):
    """What `user` gets at `address`: the response, or its text by `.text`."""

    def get(user, address, data=None, **headers):
        client = as_user(user)
        response = client.get(address, headers=headers) if data is None else client.post(address, data)
        response.text = response.content.decode()
        return response

    return get


@pytest.fixture
def at(monkeypatch):
    """Sets the clock to a Copenhagen wall time."""

    def set_clock(year, month, day, hour=12, minute=0):
        moment = dt.datetime(year, month, day, hour, minute, tzinfo=ZoneInfo("Europe/Copenhagen"))
        monkeypatch.setattr(timezone, "now", lambda: moment.astimezone(dt.UTC))

    return set_clock
