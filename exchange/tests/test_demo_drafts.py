"""Somebody who signs in to the demonstration as the café's worker meets a draft of their own."""

from django.utils.timezone import localdate

from clients.drafts.models import Draft
from clients.guard import find_identifiers
from exchange.tests.demonstration import load_running
from projects.access import Role


def test_the_cafe_s_worker_can_go_on_with_a_session(db, client):
    people, _running = load_running(localdate())
    worker, adviser = people[Role.CASEWORKER]
    draft = Draft.objects.get()
    assert draft.user == worker
    assert find_identifiers(draft.values["note"]) == []
    client.force_login(worker, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Der er en kladde fra kl." in client.get(draft.address).content.decode()
    page = client.get(draft.address + "?draft=continue")
    assert page.context["form"]["note"].value() == draft.values["note"]
    client.force_login(adviser, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Der er en kladde" not in client.get(draft.address).content.decode()
    assert Draft.objects.exists()
