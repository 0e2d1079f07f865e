"""What daily work changes in the figures, and what it leaves alone: labels, replaced types, groups, visits."""

import datetime as dt

import pytest
from django.utils.timezone import localdate

from interventions.catalogue.services import change_type
from interventions.groups.services import log_group_session
from interventions.models import NationalInterventionType
from interventions.services import log_intervention, log_visit, offer_type
from reports.figures.interventions import citizens_by_challenge, citizens_by_type, types_per_citizen
from reports.figures.population import begun

DAY = dt.timedelta(days=1)


def offer(cast, key):
    return offer_type(cast.project, national=NationalInterventionType.objects.get(key=key), by=cast.lead)


@pytest.fixture
def types(cast):
    return {key: offer(cast, key) for key in ("individual_therapy", "group_therapy")}


@pytest.fixture
def therapy(types):
    return types["group_therapy"]


@pytest.fixture
def group(cast, therapy):
    """Log a group session of the municipality for `clients`."""

    def log(*clients, **facts):
        given = {"type": therapy, "held_on": localdate(), "logged_for": cast.municipality, "by": cast.coordinator}
        return log_group_session(cast.project, codes=[client.code for client in clients], **{**given, **facts})

    return log


def log(cast, type, day):
    return log_intervention(client=cast.client, type=type, starts_on=day, logged_for=cast.ngo, by=cast.caseworker)


def counted(cast):
    return {each.key: each.citizens for each in citizens_by_type([cast.project.pk], localdate())[cast.project.pk]}


def test_a_new_label_keeps_the_key_and_the_history(cast, therapy):
    day = localdate()
    log_intervention(client=cast.client, type=therapy, starts_on=day, logged_for=cast.ngo, by=cast.caseworker)
    change_type(therapy, name="  The Tuesday  group ", by=cast.lead)
    counts = {each.key: each for each in citizens_by_type([cast.project.pk], day)[cast.project.pk]}
    assert (counts["group_therapy"].name, counts["group_therapy"].citizens) == ("The Tuesday group", 1)


def test_each_counts_under_its_own_type(cast, types, therapy):
    day = localdate()
    log(cast, therapy, day - 9 * DAY)
    new = types["individual_therapy"]
    change_type(therapy, name=therapy.name, closed_on=day, replaced_by=new, by=cast.lead)
    log(cast, new, day)
    counts = {each.key: each.citizens for each in citizens_by_type([cast.project.pk], day)[cast.project.pk]}
    assert (counts["group_therapy"], counts["individual_therapy"]) == (1, 1)


def test_people_without_a_code_are_contacts_and_no_citizens(cast, group):
    before = begun([cast.project.pk], localdate()).count()
    made = group(without_code=7, challenges=["economy"])
    assert (made.without_code, made.sessions.count()) == (7, 0)
    day, ids = localdate(), [cast.project.pk]
    assert begun(ids, day).count() == before
    assert citizens_by_challenge(ids, day)[cast.project.pk] == {}
    assert [each.citizens for each in citizens_by_type(ids, day)[cast.project.pk]] == [0, 0]


def test_figures_count_each_citizen_once(cast, group):
    for _ in range(2):
        group(cast.client, cast.municipal_client, challenges=["housing"], without_code=5)
    day, project = localdate(), cast.project.pk
    assert citizens_by_challenge([project], day)[project] == {"housing": 2}
    assert [each.citizens for each in citizens_by_type([project], day)[project]] == [0, 2]


def test_a_visit_counts_and_clothes_count_apart(cast):
    for key in ("drop_in", "free_clothes"):
        log_visit(cast.client, type=offer(cast, key), logged_for=cast.ngo, by=cast.caseworker)
    assert counted(cast) == {"drop_in": 1, "free_clothes": 1}
    assert types_per_citizen([cast.project.pk], localdate())[cast.project.pk][1] == 1
