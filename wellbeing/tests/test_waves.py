"""Waves: the first answer, then each first answer at least 45 days after the last one counted."""

import datetime as dt
from itertools import pairwise

import pytest
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

from clients.services import end_enrolment, enrol
from projects.models import Programme
from wellbeing.models import WellbeingResponse
from wellbeing.services import correct_answer, record_answer
from wellbeing.waves import number_new, number_waves, renumber

DAY = dt.timedelta(days=1)
FIRST = dt.date(2026, 1, 1)


def on(*numbers):
    return [FIRST + number * DAY for number in numbers]


@pytest.mark.parametrize(
    ("days", "waves"),
    [
        ((), []),
        ((0,), [1]),
        ((0, 44), [1, None]),
        ((0, 45), [1, 2]),
        ((0, 46), [1, 2]),
        ((0, 0), [1, None]),
        ((0, 44, 45), [1, None, 2]),
        ((0, 44, 88, 89), [1, None, 2, None]),
        ((0, 30, 60, 90, 120), [1, None, 2, None, 3]),
        ((0, 45, 89, 90), [1, 2, None, 3]),
        ((0, 400), [1, 2]),
    ],
)
def test_waves_of_days(days, waves):
    assert number_waves(on(*days), 45) == waves


@pytest.mark.parametrize(
    ("interval", "waves"), [(1, [1, 2, 3]), (30, [1, 2, 3]), (31, [1, None, 2]), (90, [1, None, None])]
)
def test_the_interval_is_the_programme_s(interval, waves):
    assert number_waves(on(0, 30, 60), interval) == waves


def naive(days, interval):
    """The rule read word by word, without state: whether an answer counts depends on the last that did."""

    def last_counted(index):
        return next((earlier for earlier in range(index - 1, -1, -1) if counts(earlier)), None)

    def counts(index):
        before = last_counted(index)
        return before is None or days[index] >= days[before] + interval * DAY

    return [sum(counts(each) for each in range(index + 1)) if counts(index) else None for index in range(len(days))]


@given(st.lists(st.integers(0, 300), max_size=9), st.integers(1, 60))
def test_against_the_rule_read_word_by_word(numbers, interval):
    days = on(*sorted(numbers))
    assert number_waves(days, interval) == naive(days, interval)


@given(st.lists(st.integers(0, 2000), min_size=1, max_size=30))
def test_counted_answers_lie_apart_and_no_answer_is_passed_over(numbers):
    days = on(*sorted(numbers))
    waves = number_waves(days, 45)
    counted = [day for day, wave in zip(days, waves, strict=True) if wave is not None]
    assert [wave for wave in waves if wave is not None] == list(range(1, len(counted) + 1))
    assert all(later - earlier >= 45 * DAY for earlier, later in pairwise(counted))
    for day, wave in zip(days, waves, strict=True):
        if wave is None:
            assert any(dt.timedelta(0) <= day - each < 45 * DAY for each in counted)


@pytest.fixture
def answer(cast):
    def make(days_ago, items=(3, 3, 3, 3, 3), client=None):
        return record_answer(
            client or cast.client,
            answered_on=localdate() - days_ago * DAY,
            items=items,
            recorded_for=cast.municipality,
            by=cast.coordinator,
        )

    return make


def waves_of(client):
    answers = WellbeingResponse.objects.current().filter(client=client).order_by("answered_on", "nth")
    return [(answer.score, answer.wave) for answer in answers]


def test_an_earlier_answer_numbers_the_later_ones_anew(cast, answer):
    answer(100, [1] * 5), answer(50, [2] * 5)
    assert waves_of(cast.client) == [(20, 1), (40, 2)]
    answer(140, [3] * 5)
    assert waves_of(cast.client) == [(60, 1), (20, None), (40, 2)]


def test_two_answers_a_day_the_one_registered_first_counts(cast, answer):
    first, second = answer(10, [1] * 5), answer(10, [2] * 5)
    assert (first.nth, second.nth) == (1, 2)
    assert waves_of(cast.client) == [(20, 1), (40, None)]


def test_an_incomplete_answer_counts_nowhere(cast, answer):
    answer(100, [1, 1, 1, 1, None])
    answer(99, [1] * 5)
    assert waves_of(cast.client) == [(None, None), (20, 1)]


def test_a_correction_keeps_its_place_in_the_day(cast, answer):
    first, _second = answer(10, [1] * 5), answer(10, [2] * 5)
    corrected = correct_answer(first, items=[5] * 5, recorded_for=cast.municipality, by=cast.coordinator)
    assert (corrected.nth, corrected.wave) == (1, 1)
    assert waves_of(cast.client) == [(100, 1), (40, None)]


def test_completing_an_answer_counts_it_and_moves_the_others(cast, answer):
    late = answer(100, [1, 1, 1, 1, None])
    answer(70, [2] * 5)
    assert waves_of(cast.client) == [(None, None), (40, 1)]
    correct_answer(late, items=[1] * 5, recorded_for=cast.municipality, by=cast.coordinator)
    assert waves_of(cast.client) == [(20, 1), (40, None)]


def test_taking_an_item_back_gives_the_wave_to_the_next(cast, answer):
    first = answer(10, [1] * 5)
    answer(10, [2] * 5)
    correct_answer(first, items=[None, 1, 1, 1, 1], recorded_for=cast.municipality, by=cast.coordinator)
    assert waves_of(cast.client) == [(None, None), (40, 1)]


def test_enrolled_again_the_series_goes_on(cast, answer):
    answer(200)
    end_enrolment(cast.client, ends_on=localdate() - 150 * DAY, by=cast.coordinator)
    enrol(cast.client, starts_on=localdate() - 100 * DAY, by=cast.coordinator)
    answer(90)
    assert [wave for _, wave in waves_of(cast.client)] == [1, 2]


def test_each_citizen_has_a_series_of_their_own(cast, answer):
    answer(10)
    answer(10, client=cast.municipal_client)
    assert waves_of(cast.municipal_client) == [(60, 1)]


def test_renumbering_many_changes_only_what_is_wrong(cast, answer, django_assert_num_queries):
    for days in (200, 100, 10):
        answer(days), answer(days, client=cast.municipal_client)
    clients = [cast.client.pk, cast.municipal_client.pk]
    with django_assert_num_queries(1):
        assert renumber(clients, 45) == 0
    WellbeingResponse.objects.update(wave=None)
    assert renumber(clients, 45) == 6
    assert renumber(clients, Programme().who5_interval_days) == 0


def test_answers_to_be_stored_get_the_waves_that_renumbering_would_give(cast):
    """Out of order, two on one day, one incomplete, of two citizens."""

    def answers():
        days = [(cast.client, 100, 2, 8), (cast.client, 0, 1, 20), (cast.client, 100, 1, None), (cast.client, 44, 1, 4)]
        return [
            WellbeingResponse(project=cast.project, client=client, answered_on=FIRST + days * DAY, nth=nth, score=score)
            for client, days, nth, score in [*days, (cast.municipal_client, 44, 1, 100)]
        ]

    made = answers()
    number_new(made, 45)
    assert [answer.wave for answer in made] == [2, 1, None, None, 1]
    WellbeingResponse.objects.bulk_create(answers())
    renumber([cast.client.pk, cast.municipal_client.pk], 45)
    assert list(WellbeingResponse.objects.order_by("pk").values_list("wave", flat=True)) == [2, 1, None, None, 1]


def test_many_rows_of_one_wave_are_one_statement(cast, answer, django_assert_num_queries):
    for days in (200, 190, 180):
        answer(days), answer(days, client=cast.municipal_client)
    WellbeingResponse.objects.update(wave=7)
    with django_assert_num_queries(3):  # one that reads, one for the first wave, one for those in between
        assert renumber([cast.client.pk, cast.municipal_client.pk], 45) == 6
