"""The cast of every test: who works where, and one citizen per organisation. Names are roles."""

import datetime as dt
from dataclasses import dataclass

import pytest
from django.utils.timezone import localdate

from accounts.models import User
from clients.models import Client
from clients.services import give_consent, register_client
from projects.access import Role
from projects.models import Municipality, Organisation, Programme, Project
from projects.services import add_partner, create_project, grant_by_command
from tests.memory import Memory

PASSWORD = "a long enough password"


@pytest.fixture(autouse=True)
def _plain_settings(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.WHITENOISE_AUTOREFRESH = True  # no collected files are needed
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    for engine in settings.TEMPLATES:
        engine["OPTIONS"]["string_if_invalid"] = MissingVariable()


class MissingVariable(str):
    """A template that names a variable which does not exist is a defect, so it raises."""

    __slots__ = ()

    def __contains__(self, item):
        return item == "%s"

    def __mod__(self, name):
        raise AssertionError(f"The template variable {name!r} does not exist.")


@dataclass
class Cast:
    """Two projects: AAR (municipality, NGO one, NGO two) and ODE (another municipality, NGO two)."""

    project: Project
    other_project: Project
    municipality: Organisation
    ngo: Organisation
    other_ngo: Organisation
    coordinator: User  # municipality, AAR
    caseworker: User  # NGO one, AAR
    colleague: User  # NGO one, AAR
    other_caseworker: User  # NGO two, AAR
    lead: User  # municipality, AAR
    outsider: User  # coordinator of the other municipality, ODE: signed in, and a stranger to AAR
    evaluator: User
    administrator: User
    second_administrator: User
    officer: User  # data protection officer
    stranger: User  # an account without any membership
    client: Client  # AAR: intake by the municipality, consent to NGO one
    municipal_client: Client  # AAR: intake by the municipality only
    other_client: Client  # ODE


def person(name: str) -> User:
    return User.objects.create_user(f"{name}@example.org", PASSWORD, name=name.replace("-", " ").capitalize())


@pytest.fixture
def programme(db):
    return Programme.objects.get(code="EXIT2020")


@pytest.fixture(scope="session")
def memory():
    return Memory()


@pytest.fixture
def cast(programme, memory):
    return memory.recall((make_cast, programme.pk), lambda: make_cast(programme))


def make_cast(programme: Programme) -> Cast:
    start = localdate() - dt.timedelta(days=400)
    project = create_project(
        code="AAR", name="Project A", municipality=Municipality.objects.get(code="0751"), starts_on=start,
        programme=programme, visitation="central", by=None,
    )  # fmt: skip
    other_project = create_project(
        code="ODE", name="Project O", municipality=Municipality.objects.get(code="0461"), starts_on=start,
        programme=programme, by=None,
    )  # fmt: skip
    municipality = project.partnerships.get(is_host=True).organisation
    ngo = Organisation.objects.create(name="NGO one", kind="ngo")
    other_ngo = Organisation.objects.create(name="NGO two", kind="ngo")
    add_partner(project, ngo, starts_on=start, by=None)
    add_partner(project, other_ngo, starts_on=start, by=None)
    add_partner(other_project, other_ngo, starts_on=start, by=None)

    def member(name, role, organisation=None, where=project):
        user = person(name)
        place = {"project": where, "organisation": organisation} if organisation else {}
        grant_by_command(user=user, role=role, starts_on=start, **place)
        return user

    other_municipality = other_project.partnerships.get(is_host=True).organisation
    coordinator = member("coordinator", Role.COORDINATOR, municipality)
    outsider = member("outsider", Role.COORDINATOR, other_municipality, other_project)

    def citizen(where, organisation, by, **facts):
        return register_client(project=where, organisation=organisation, starts_on=start, by=by, **facts)

    client = citizen(project, municipality, coordinator, birth_year=start.year - 30, gender="woman")
    give_consent(client, ngo, starts_on=start, by=coordinator)
    return Cast(
        project=project,
        other_project=other_project,
        municipality=municipality,
        ngo=ngo,
        other_ngo=other_ngo,
        coordinator=coordinator,
        caseworker=member("caseworker", Role.CASEWORKER, ngo),
        colleague=member("colleague", Role.CASEWORKER, ngo),
        other_caseworker=member("other-caseworker", Role.CASEWORKER, other_ngo),
        lead=member("lead", Role.LEAD, municipality),
        outsider=outsider,
        evaluator=member("evaluator", Role.EVALUATOR),
        administrator=member("administrator", Role.ADMINISTRATOR),
        second_administrator=member("second-administrator", Role.ADMINISTRATOR),
        officer=member("officer", Role.DATA_PROTECTION_OFFICER),
        stranger=person("stranger"),
        client=client,
        municipal_client=citizen(project, municipality, coordinator),
        other_client=citizen(other_project, other_municipality, outsider),
    )


@pytest.fixture
def as_user(client):
    """The test client, signed in as the given person."""

    def sign_in(user):
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
