"""Cover: it begins and ends by itself, moves lists one step, and opens nothing."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.timezone import localdate

from clients.assignments.querysets import assigned_to, own_citizens, workers_of
from clients.assignments.services import arrange_cover, assign, end_cover
from clients.models import Client, Cover
from clients.services import withdraw_consent


def day(offset):
    return localdate() + dt.timedelta(days=offset)


@pytest.fixture
def at(monkeypatch):
    """Sets the clock to a Copenhagen wall time."""

    def set_clock(date, hour=12, minute=0):
        moment = dt.datetime.combine(date, dt.time(hour, minute), tzinfo=ZoneInfo("Europe/Copenhagen"))
        monkeypatch.setattr(timezone, "now", lambda: moment.astimezone(dt.UTC))

    return set_clock


def covered(cast, person="caseworker", colleague="colleague", first=0, last=5, by=None):
    person, colleague = getattr(cast, person), getattr(cast, colleague)
    return arrange_cover(
        project=cast.project, person=person, colleague=colleague, starts_on=day(first), ends_on=day(last),
        by=by or person,
    )  # fmt: skip


def lists(cast, *names):
    """Whose lists hold which citizens, on a request of its own each."""
    return [list(own_citizens(getattr(cast, name), cast.project)) for name in names]


def test_the_citizens_move_for_those_days_and_come_back_by_themselves(cast, at):
    today = localdate()
    assign(cast.client, worker=cast.caseworker, since=today, by=cast.coordinator)
    covered(cast, first=2, last=4)
    moments = [(1, 23, 30), (2, 0, 5), (4, 23, 30), (5, 0, 5)]
    seen = []
    for offset, hour, minute in moments:
        at(today + dt.timedelta(days=offset), hour, minute)
        seen.append(lists(cast, "caseworker", "colleague"))
    theirs, moved = [[cast.client], []], [[], [cast.client]]
    assert seen == [theirs, moved, moved, theirs]


def test_only_those_whom_the_colleague_sees_move(cast):
    """The municipality's own citizen stays: NGO one has no link to it."""
    for client in (cast.client, cast.municipal_client):
        assign(client, worker=cast.coordinator, since=localdate(), by=cast.coordinator)
    covered(cast, "coordinator", "caseworker")
    assert assigned_to(cast.coordinator, cast.project, seen_by=cast.caseworker, told_to=cast.coordinator) == (1, 2)
    assert lists(cast, "coordinator", "caseworker") == [[cast.municipal_client], [cast.client]]
    assert list(Client.objects.visible_to(cast.caseworker)) == [cast.client]


def test_a_cover_opens_nothing_and_survives_no_withdrawal(cast):
    assign(cast.client, worker=cast.coordinator, since=localdate(), by=cast.coordinator)
    covered(cast, "coordinator", "other_caseworker")
    assert lists(cast, "coordinator", "other_caseworker") == [[cast.client], []]
    end_cover(Cover.objects.get(), by=cast.coordinator)
    covered(cast, "coordinator", "caseworker")
    withdraw_consent(cast.client.consents.get(), by=cast.coordinator)
    assert lists(cast, "coordinator", "caseworker") == [[cast.client], []]


def test_a_person_names_a_colleague_for_themselves_and_a_coordinator_for_anybody(cast):
    covered(cast)
    covered(cast, "other_caseworker", "coordinator", by=cast.coordinator)
    assert Cover.objects.count() == 2


@pytest.mark.parametrize("who", ["colleague", "other_caseworker", "lead", "outsider", "stranger", "administrator"])
def test_nobody_else_arranges_it_or_ends_it(cast, who):
    user = getattr(cast, who)
    with pytest.raises(PermissionDenied):
        covered(cast, colleague="coordinator", by=user)
    cover = covered(cast, colleague="coordinator")
    with pytest.raises(PermissionDenied):
        end_cover(cover, by=user)


@pytest.mark.parametrize("part", ["person", "colleague"])
@pytest.mark.parametrize("who", ["lead", "outsider", "stranger"])
def test_both_work_with_citizens_in_the_project(cast, who, part):
    people = {"person": "caseworker", "colleague": "colleague", part: who}
    with pytest.raises(ValidationError) as refused:
        covered(cast, **people, by=cast.coordinator)
    assert list(refused.value.error_dict) == [part]
    assert getattr(cast, who) not in workers_of(cast.project)


@pytest.mark.parametrize(
    ("first", "last", "words"), [(-5, -1, "Those days are over"), (5, 3, "The end lies before the start")]
)
def test_days_out_of_order_are_refused(cast, first, last, words):
    with pytest.raises(ValidationError, match=words):
        covered(cast, first=first, last=last)


def test_nobody_covers_for_themselves(cast):
    with pytest.raises(ValidationError, match="Nobody can cover for themselves"):
        covered(cast, colleague="caseworker")


@pytest.mark.parametrize(("first", "last", "is_free"), [(5, 9, False), (-2, 0, False), (6, 9, True)])
def test_one_person_has_one_cover_a_day(cast, first, last, is_free):
    covered(cast, first=0, last=5)
    if is_free:
        covered(cast, colleague="coordinator", first=first, last=last)
    else:
        with pytest.raises(ValidationError, match="covers already from"):
            covered(cast, colleague="coordinator", first=first, last=last)


def test_a_later_cover_leaves_the_days_before_it_free(cast):
    covered(cast, first=10, last=12)
    assert covered(cast, colleague="coordinator", first=6, last=9)


def test_a_colleague_s_cover_moves_nobody_else_s_citizens(cast):
    assign(cast.client, worker=cast.caseworker, since=localdate(), by=cast.coordinator)
    covered(cast, "colleague", "coordinator")
    assert lists(cast, "caseworker", "colleague", "coordinator") == [[cast.client], [], []]


def test_how_many_move_is_told_of_whom_one_sees_alone(cast):
    for client in (cast.client, cast.municipal_client):
        assign(client, worker=cast.coordinator, since=localdate(), by=cast.coordinator)

    def numbers(person, told_to):
        return assigned_to(person, cast.project, seen_by=cast.coordinator, told_to=told_to)

    assert numbers(cast.coordinator, cast.coordinator) == (2, 2)
    assert numbers(cast.coordinator, cast.caseworker) == (1, 1)
    assert numbers(cast.caseworker, cast.coordinator) == (0, 0)


def test_who_is_away_covers_for_nobody(cast):
    covered(cast)
    with pytest.raises(ValidationError, match="is away then"):
        covered(cast, "coordinator", "caseworker", first=5, last=8)


def test_who_covers_cannot_be_away_as_well(cast):
    covered(cast)
    with pytest.raises(ValidationError, match="is to cover for"):
        covered(cast, "colleague", "coordinator")


def test_ended_early_the_lists_are_the_person_s_own_again(cast):
    assign(cast.client, worker=cast.caseworker, since=localdate(), by=cast.coordinator)
    cover = covered(cast)
    assert lists(cast, "caseworker") == [[]]
    end_cover(cover, by=cast.colleague)
    assert lists(cast, "caseworker", "colleague") == [[cast.client], []]
    with pytest.raises(ValidationError, match="over already"):
        end_cover(cover, by=cast.caseworker)
    covered(cast)  # the days are free again


@pytest.mark.parametrize(("last", "is_over"), [(1, False), (0, False), (-1, True)])
def test_a_cover_is_over_after_its_last_day(cast, last, is_over):
    cover = covered(cast, first=0, last=0)
    Cover.objects.update(starts_on=day(-5), ends_on=day(last))
    assert Cover.objects.not_over().exists() is not is_over
    assert Cover.objects.in_force().exists() is not is_over
    if is_over:
        with pytest.raises(ValidationError, match="over already"):
            end_cover(cover, by=cast.colleague)
    else:
        assert end_cover(cover, by=cast.colleague).ended_at
        assert not Cover.objects.not_over().exists()


def test_a_cover_of_another_project_moves_nothing_here(cast):
    assign(cast.client, worker=cast.caseworker, since=localdate(), by=cast.coordinator)
    Cover.objects.create(
        project=cast.other_project, person=cast.caseworker, colleague=cast.colleague, starts_on=day(0), ends_on=day(1)
    )
    assert lists(cast, "caseworker", "colleague") == [[cast.client], []]


def test_a_cover_of_another_project_keeps_nobody_from_covering_here(cast):
    """One person may work in two projects, and be away from one of them only."""
    for person, colleague in (("caseworker", "coordinator"), ("colleague", "caseworker")):
        people = {"person": getattr(cast, person), "colleague": getattr(cast, colleague)}
        Cover.objects.create(project=cast.other_project, **people, starts_on=day(0), ends_on=day(5))
    assert covered(cast).project == cast.project
