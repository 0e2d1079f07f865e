"""The people of the demonstration: one login per role, two where the work takes two."""

import datetime as dt
from collections import defaultdict

from django.contrib.auth.hashers import make_password

from accounts.demonstration import DEMO_LOGINS, DEMO_PASSWORD
from accounts.models import User
from projects.access import INSTALLATION_ROLES, Role
from projects.models import Organisation, Project
from projects.services import grant_by_command

People = dict[Role, list[User]]


def make_people() -> People:
    """An account for each published login. The password is hashed once: hashing is slow on purpose."""
    hashed = make_password(DEMO_PASSWORD)
    people: People = defaultdict(list)
    for login in DEMO_LOGINS:
        user = User.objects.create_user(login.email, name=login.name)
        user.password = hashed
        user.save()
        people[Role(login.role)].append(user)
    return people


def make_former_worker() -> User:
    """Who registered in the closed projects: an account that is closed and was never given a password."""
    return User.objects.create_user("tidligere@demo.example", name="Tidligere Medarbejder Demo", is_active=False)


def grant_installation_roles(people: People, *, starts_on: dt.date) -> None:
    for role in sorted(INSTALLATION_ROLES):
        for user in people[role]:
            grant_by_command(user=user, role=role, starts_on=starts_on)


def grant_host_roles(people: People, project: Project, host: Organisation) -> None:
    """The first coordinator and the first lead belong to the project's municipality."""
    for role in (Role.COORDINATOR, Role.LEAD):
        grant_by_command(
            user=people[role][0], role=role, project=project, organisation=host, starts_on=project.starts_on
        )


def grant_caseworkers(people: People, project: Project, organisations: list[Organisation]) -> None:
    """One caseworker for each of the organisations."""
    for user, organisation in zip(people[Role.CASEWORKER], organisations, strict=True):
        grant_by_command(
            user=user, role=Role.CASEWORKER, project=project, organisation=organisation, starts_on=project.starts_on
        )
