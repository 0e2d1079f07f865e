"""The running project shows daily work: meetings of many, visits, addenda, a catalogue that has been changed."""

import pytest
from django.db.models import F
from django.utils.timezone import localdate

from clients.guard import find_identifiers
from exchange.demo.running_plan import ADVICE, CAFE
from exchange.demo.running_work import CAFE_TYPE, FORMER, OWN_LABEL
from interventions.models import GroupSession, Intervention, InterventionType, Session, SessionAddendum
from interventions.querysets import open_types


@pytest.fixture
def project(world, db):
    return world[1].project


def test_every_session_says_how_people_met(project):
    kinds = set(Session.objects.filter(project=project).values_list("kind", flat=True))
    assert kinds == {"individual", "phone", "online", "group", "drop_in", "material_help"}


def test_sessions_of_a_group_are_one_meeting(project):
    groups = GroupSession.objects.filter(project=project).with_people_counted()
    assert len(groups) >= 5
    assert max(group.citizens for group in groups) > 3
    assert {group.logged_for.name for group in groups} == {ADVICE}
    assert any(group.without_code for group in groups)
    of_groups = Session.objects.filter(project=project).exclude(group=None)
    assert not of_groups.exclude(held_on=F("group__held_on")).exists()
    assert not of_groups.exclude(note="").filter(attendance="no_show").exists()


def test_old_notes_are_locked_new_ones_are_not_and_some_have_an_addendum(project):
    sessions = Session.objects.filter(project=project).exclude(note="").select_related("project")
    assert {session.is_locked for session in sessions} == {True, False}
    addenda = SessionAddendum.objects.filter(project=project).select_related("session__project")
    assert addenda.exists()
    assert all(each.session.is_locked and each.session.note for each in addenda)
    assert all(find_identifiers(each.text) == [] for each in addenda)


def test_visits_are_those_of_the_cafe(project):
    visits = Intervention.objects.filter(project=project, type__is_drop_in=True)
    assert visits.count() >= 5
    assert {visit.provider.name for visit in visits} == {CAFE}
    assert Intervention.objects.filter(project=project, type__is_material_help=True).count() >= 2
    assert not visits.filter(sessions__held_on__lt=F("starts_on")).exists()


def test_the_catalogue_has_an_own_label_and_a_replaced_type(project):
    assert InterventionType.objects.get(project=project, name=OWN_LABEL).national.name == CAFE_TYPE
    former = InterventionType.objects.get(project=project, name=FORMER)
    assert former.replaced_by.is_open_on(localdate())
    assert former not in open_types(project)
