import logging

import pytest
from django.test import Client

from accounts.services import invite
from audit.models import AuditEvent


@pytest.fixture
def said(caplog):
    """What Django's own loggers have written."""
    caplog.set_level(logging.INFO)
    return lambda: "\n".join(record.getMessage() for record in caplog.records)


def test_a_refused_citizen_is_logged_by_the_route(as_user, cast, said):
    client = as_user(cast.other_caseworker)
    assert client.get(f"/p/AAR/citizens/{cast.client.code}/").status_code == 404
    assert cast.client.code not in said()
    assert "Not Found: /p/<str:project>/citizens/<str:code>/" in said()


def test_a_missing_permission_is_logged_by_the_route(as_user, cast, said):
    assert as_user(cast.lead).get(f"/p/AAR/citizens/{cast.client.code}/").status_code == 403
    assert cast.client.code not in said()
    assert "Forbidden" in said()


def test_an_open_invitation_s_token_is_not_logged(client, cast, said):
    token = invite(email="new@example.org", name="New", by=cast.administrator).link.rstrip("/").rsplit("/", 1)[1]
    response = client.post(f"/invitation/{token}/", {"password1": "weak", "password2": "weak"})
    assert response.status_code == 422
    assert token not in said()
    assert "/invitation/<str:token>/" in said()


def test_a_form_without_its_token_is_logged_by_the_route(cast, said):
    address = f"/p/AAR/citizens/{cast.client.code}/facts/"
    assert Client(enforce_csrf_checks=True).post(address).status_code == 403
    assert cast.client.code not in said()


@pytest.mark.parametrize("address", ["/Rosenvej-12-Aarhus/", "/p/AAR/citizens/AAR-7KQ4-M/unknown/"])
def test_what_no_page_has_is_not_repeated(client, db, said, address):
    assert client.get(address).status_code == 404
    assert address not in said()
    assert "Not Found: an unknown address" in said()


@pytest.mark.parametrize("record", [{}, {"request": None}])
def test_other_lines_are_left_as_they_are(record):
    from audit.addresses import RouteForAddress

    line = logging.makeLogRecord({"msg": "Broken pipe from %s", "args": ("127.0.0.1",), **record})
    assert RouteForAddress().filter(line)
    assert line.getMessage() == "Broken pipe from 127.0.0.1"


def test_the_filter_writes_no_event(client, db):
    client.get("/unknown/")
    assert not AuditEvent.objects.exists()
