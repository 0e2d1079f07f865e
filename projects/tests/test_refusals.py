"""Every refused attempt stands in the log: who, which page, which citizen; and nothing that was typed."""

import pytest
from django.urls import reverse

from audit.models import Action, AuditEvent


def refused():
    return list(AuditEvent.objects.filter(action=Action.REFUSED).order_by("pk"))


def citizen(client, page="casework:citizen"):
    return reverse(page, args=["AAR", client.code])


@pytest.mark.parametrize(
    ("who", "status"),
    [("other_caseworker", 404), ("lead", 403), ("stranger", 404), ("outsider", 404), ("administrator", 404)],
)
@pytest.mark.parametrize("method", ["get", "post", "head"])
def test_an_attempt_at_a_citizen_names_the_citizen(as_user, cast, who, status, method):
    user = getattr(cast, who)
    assert getattr(as_user(user), method)(citizen(cast.client, "casework:facts")).status_code in (403, status)
    (event,) = refused()
    assert (event.actor_id, event.client_ids) == (user.pk, [cast.client.pk])
    assert (event.subject_type, event.subject_ids) == ("client", [])
    assert event.detail == {"page": "casework:facts"}
    assert event.project_id == (cast.project.pk if who in ("other_caseworker", "lead") else None)


def test_another_citizen_s_child_row_names_the_citizen_of_the_address(as_user, cast):
    consent = cast.client.consents.get()
    address = reverse("casework:withdraw_consent", args=["AAR", cast.municipal_client.code, consent.pk])
    assert as_user(cast.coordinator).post(address).status_code == 404
    assert [event.client_ids for event in refused()] == [[cast.municipal_client.pk]]
    consent.refresh_from_db()
    assert consent.withdrawn_on is None


@pytest.mark.parametrize("code", ["AAR-2222-2", "Hverdagen", "%00"])
def test_what_was_typed_is_not_kept(as_user, cast, code):
    assert as_user(cast.coordinator).get(f"/p/AAR/citizens/{code}/").status_code == 404
    (event,) = refused()
    assert (event.subject_type, event.client_ids) == ("page", [])
    assert code not in str(AuditEvent.objects.filter(pk=event.pk).values())


@pytest.mark.parametrize(
    ("who", "address", "page"),
    [
        ("lead", "/people/", "projects:people"),
        ("coordinator", "/log/", "projects:log"),
        ("outsider", "/p/AAR/figures/", "reports:figures"),
        ("caseworker", "/p/AAR/import/", "exchange:import"),
    ],
)
def test_an_attempt_at_another_page_is_kept_too(as_user, cast, who, address, page):
    assert as_user(getattr(cast, who)).get(address).status_code in (403, 404)
    (event,) = refused()
    assert (event.actor_id, event.subject_type, event.detail) == (getattr(cast, who).pk, "page", {"page": page})


def test_who_is_not_signed_in_leaves_no_event(client, cast):
    before = AuditEvent.objects.count()
    assert client.get(citizen(cast.client)).status_code == 302
    assert AuditEvent.objects.count() == before


def test_what_is_allowed_is_no_refusal(as_user, cast):
    assert as_user(cast.coordinator).get(citizen(cast.client)).status_code == 200
    assert as_user(cast.coordinator).post(citizen(cast.client)).status_code == 405
    assert refused() == []


def test_the_officer_reads_it(as_user, cast):
    as_user(cast.lead).get("/people/")
    as_user(cast.other_caseworker).get(citizen(cast.client))
    cast.officer.language = "en"
    cast.officer.save()
    text = as_user(cast.officer).get("/log/?action=refused").content.decode()
    assert text.count("refused</td>") == 2
    assert "a page" in text
