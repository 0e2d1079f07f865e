"""`manage.py load_demo`: where it refuses, what it says, and that it is all or nothing."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from accounts.demonstration import DEMO_LOGINS, DEMO_PASSWORD
from accounts.models import User
from audit.models import AuditEvent
from clients.models import Client
from exchange.demo import load
from exchange.demo.closed_projects import ODE
from projects.models import Membership, Municipality, Organisation, Project
from projects.services import create_project


@pytest.fixture
def small(db, monkeypatch):
    """One closed project instead of eight, and no money: what is tested here does not depend on how many."""
    monkeypatch.setattr(load, "CLOSED_PROJECTS", (ODE,))
    monkeypatch.setattr(load, "FIRST_PROJECTS", ())
    monkeypatch.setattr(load, "MONEY", ())


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def run(*arguments):
    out = StringIO()
    call_command("load_demo", *arguments, stdout=out)
    return out.getvalue()


def test_the_first_load_and_the_second(small):
    """One load serves both."""
    logins = len(DEMO_LOGINS)
    assert run("--if-empty") == (f"Demonstration data loaded: 2 projects, {47 + 45} citizens and {logins} logins.\n")
    assert Client.objects.count() == 47 + 45
    assert set(Project.objects.values_list("code", flat=True)) == {"ODE", "NYT"}
    assert_logins()
    assert_nobody_else_can_sign_in()
    before = AuditEvent.objects.count()
    with pytest.raises(CommandError, match="not empty") as refused:
        run()
    assert refused.value.returncode == 2
    assert run("--if-empty") == "The database is not empty: nothing to do.\n"
    assert AuditEvent.objects.count() == before


def assert_logins():
    for login in DEMO_LOGINS:
        user = User.objects.get(email=login.email)
        assert user.check_password(DEMO_PASSWORD)
        assert (user.name, user.is_active) == (login.name, True)
    for role in ("coordinator", "lead"):  # two projects each, so that switching shows
        memberships = Membership.objects.filter(role=role).values_list("project__code", flat=True)
        assert sorted(memberships) == ["NYT", "ODE"]


def assert_nobody_else_can_sign_in():
    former = User.objects.exclude(email__in=[login.email for login in DEMO_LOGINS]).get()
    assert (former.is_active, former.has_usable_password()) == (False, False)
    assert not former.memberships.exists()


def make_person():
    User.objects.create_user("somebody@example.org", "a long enough password", name="Somebody")


def make_project():
    municipality = Municipality.objects.get(code="0751")
    create_project(code="NEW", name="New", municipality=municipality, starts_on=ODE.opens_on, by=None)


@pytest.mark.parametrize("make", [make_person, make_project])
def test_one_person_or_one_project_is_not_empty(db, make):
    make()
    assert not load.is_empty()
    with pytest.raises(CommandError) as refused:
        run()
    assert refused.value.returncode == 2
    assert "\n" not in str(refused.value)
    assert Client.objects.count() == 0


def test_what_migrate_loads_is_empty(db):
    Organisation.objects.create(name="NGO", kind="ngo")
    assert Municipality.objects.exists()
    assert load.is_empty()


@pytest.mark.parametrize("arguments", [(), ("--if-empty",)])
def test_production_is_refused(db, settings, arguments):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="not loaded in production") as refused:
        run(*arguments)
    assert refused.value.returncode == 2
    assert load.is_empty()


def test_it_is_all_or_nothing(small, monkeypatch):
    def fails(*arguments):
        assert Client.objects.count() == 47
        raise ZeroDivisionError

    monkeypatch.setattr(load, "load_running_project", fails)
    with pytest.raises(ZeroDivisionError):
        run()
    assert load.is_empty()
    assert Client.objects.count() == 0
    assert not AuditEvent.objects.exists()


def test_an_unknown_argument_is_refused(db):
    with pytest.raises((CommandError, SystemExit, TypeError)):
        run("--everything")
    assert load.is_empty()
