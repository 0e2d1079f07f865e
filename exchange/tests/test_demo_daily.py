"""The running project's day: a contact person for everybody, somebody who covers, and something of most kinds due."""

import pytest

from casework.due import KINDS
from casework.due.day import Scope, asked_by, due_groups
from clients.assignments.querysets import own_citizens, with_worker
from clients.models import Assignment, Client, Cover, Enrolment
from projects.access import Role


@pytest.fixture
def people(world, db):
    return world[0]


@pytest.fixture
def project(world, db):
    return world[1].project


def test_everybody_who_is_enrolled_was_given_a_contact_person(project):
    enrolled = Enrolment.objects.filter(project=project, ends_on=None).values("client")
    assert not Client.objects.filter(pk__in=enrolled, assignments=None).exists()
    assert Assignment.objects.filter(project=project).exclude(client__in=enrolled).count() == 0


def test_some_have_changed_and_say_why(project):
    changed = Assignment.objects.filter(project=project).exclude(reason="")
    assert changed.exists()
    assert all(each.client.assignments.count() == 2 for each in changed)


def test_a_contact_person_has_lost_the_citizen_by_a_withdrawal(project):
    clients = with_worker(Client.objects.filter(project=project, assignments__isnull=False))
    assert clients.filter(worker_reaches=False).exists()
    assert clients.filter(worker_reaches=True).count() > 20


def test_the_adviser_is_away_and_the_cafe_s_worker_covers(people, project):
    cafe_worker, adviser = people[Role.CASEWORKER]
    cover = Cover.objects.in_force().get(project=project)
    assert (cover.person, cover.colleague) == (adviser, cafe_worker)
    moved = own_citizens(cafe_worker, project).filter(listed_for=adviser.pk)
    assert set(moved) <= set(Client.objects.visible_to(cafe_worker))


def test_each_worker_s_day_has_something_and_most_kinds_occur(people, project):
    """Appointments lie ahead, contact periods are young and every course has an answer from its first day."""
    found = set()
    for user in (*people[Role.COORDINATOR], *people[Role.CASEWORKER]):
        groups = due_groups(asked_by(user, project), Scope.ALL)
        assert groups, user
        found |= {group.kind.key for group in groups}
    assert set(KINDS) - found <= {"passed", "contact-period", "who5-first"}
