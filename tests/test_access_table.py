"""Role × address × method: what everybody gets everywhere, and that no address is left out."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from projects.access import PUBLIC_ROUTES, AccessView, Permission
from tests.routes import EVERYBODY, OK, ROUTES, all_routes

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def statuses(address, user):
    """What `user` (None: nobody) gets by GET and by POST; what a POST writes is taken back."""
    client = Client(raise_request_exception=True)
    if user is not None:
        client.force_login(user, backend=BACKEND)
    results = []
    for send in (client.get, client.post):
        with transaction.atomic():
            response = send(address)
            transaction.set_rollback(True)
        results.append(response.status_code)
    return tuple(results)


def expected(access, who):
    outcome = access.who[who]
    if isinstance(outcome, tuple):
        return outcome
    return (access.get, access.post) if outcome == OK else (outcome, outcome)


@pytest.mark.parametrize("name", ROUTES)
def test_everybody_gets_what_the_table_says(cast, rows, name):
    access = ROUTES[name]
    address = reverse(name, kwargs=access.kwargs(rows))
    got = {who: statuses(address, getattr(cast, who)) for who in access.who}
    if name == "home":  # leads on to the one project or the one page that a person has
        got = {who: (200 if get == 302 else get, post) for who, (get, post) in got.items()}
    assert got == {who: expected(access, who) for who in access.who}
    assert statuses(address, None) == access.anonymous
    if name not in PUBLIC_ROUTES:
        leads_to_sign_in(Client(), address)
        leads_to_sign_in(session_of_a_closed_account(cast, access), address)


def leads_to_sign_in(client, address):
    for send in (client.get, client.post):
        assert send(address).url.startswith("/login/?next=/")


def session_of_a_closed_account(cast, access):
    """A session that could open the address until the account was closed."""
    client = Client()
    user = getattr(cast, next(who for who, outcome in access.who.items() if outcome == OK))
    client.force_login(user, backend=BACKEND)
    User.objects.filter(pk=user.pk).update(is_active=False)
    return client


def test_no_route_is_missing_from_the_table_and_none_is_there_twice():
    names = [name for name, _route, _view in all_routes()]
    assert sorted(names) == sorted(ROUTES)


def test_every_view_declares_its_permission_or_is_known_to_be_public():
    for name, route, callback in all_routes():
        view = getattr(callback, "view_class", None)
        if name in PUBLIC_ROUTES:
            assert view is None or not issubclass(view, AccessView), route
        else:
            assert issubclass(view, AccessView), route
            assert isinstance(view.permission, Permission), route


def test_the_public_routes_are_these_and_open_to_all():
    assert set(PUBLIC_ROUTES) <= set(ROUTES)
    open_to_all = {name for name, access in ROUTES.items() if access.who == EVERYBODY}
    assert open_to_all - set(PUBLIC_ROUTES) == {"home", "reproduction", "projects:own_settings"}


def test_no_view_answers_more_methods_than_get_and_post():
    for _name, route, callback in all_routes():
        view = getattr(callback, "view_class", None)
        if view is not None and issubclass(view, AccessView):
            assert not [method for method in ("put", "patch", "delete", "trace") if hasattr(view, method)], route


@pytest.mark.parametrize("route", [route for name, route, _view in all_routes() if "<str:project>" in route])
def test_a_project_s_address_always_passes_the_project_check(route):
    assert route.startswith("p/<str:project>/")


def test_there_is_no_admin_and_nothing_decides_on_a_superuser():
    assert not apps.is_installed("django.contrib.admin")
    words = re.compile(r"is_superuser|is_staff|contrib\.admin|user_passes_test|login_not_required")
    sources = [
        path for room in settings.BASE_DIR.iterdir() if (room / "__init__.py").exists() for path in room.rglob("*.py")
    ]
    assert len(sources) > 100
    found = [str(path) for path in sources if "tests" not in path.parts and words.search(path.read_text())]
    assert found == []
