"""What the room of WHO-5 tells of a citizen."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate

from clients.services import give_consent, withdraw_consent
from wellbeing.sections import citizen_section
from wellbeing.services import correct_answer, record_answer
from wellbeing.story import story


def events_for(user, client):
    return story(user, client, citizen_section(user, client))


def day(offset):
    return localdate() + dt.timedelta(days=offset)


@pytest.fixture
def answer(cast):
    def record(points, offset=0, client=None, organisation=None, by=None):
        return record_answer(
            client or cast.client, answered_on=day(offset), items=points,
            recorded_for=organisation or cast.municipality, by=by or cast.coordinator,
        )  # fmt: skip

    return record


def told(user, client):
    with translation.override("en"):
        return [(event.day, event.title, event.detail) for event in events_for(user, client)]


def test_answers_with_the_newest_first(cast, answer):
    answer([1, 1, 1, 1, 1], -9)
    answer([5, 5, 5, 5, 5], -2)
    answer([2, 2, 2, 2, 2], -4)
    assert told(cast.coordinator, cast.client) == [
        (day(-2), "WHO-5: 100 points", "No immediate risk"),
        (day(-4), "WHO-5: 40 points", "Risk"),
        (day(-9), "WHO-5: 20 points", "High risk"),
    ]


def test_an_answer_with_an_item_left_out(cast, answer):
    answer([1, None, 1, 1, 1])
    assert told(cast.coordinator, cast.client) == [(day(0), "WHO-5 without a score", "")]


def test_a_correction_stands_in_the_place_of_what_it_corrects(cast, answer):
    first = answer([1, 1, 1, 1, 1], -9)
    correct_answer(first, items=[3, 3, 3, 3, 3], recorded_for=cast.municipality, by=cast.coordinator)
    assert [(title, when) for when, title, _risk in told(cast.coordinator, cast.client)] == [
        ("WHO-5: 60 points", day(-9))
    ]


def test_it_leads_to_the_answer_and_names_who_recorded_it(cast, answer):
    made = answer([1, 1, 1, 1, 1])
    (event,) = events_for(cast.coordinator, cast.client)
    assert event.url == reverse("wellbeing:answer", args=["AAR", cast.client.code, made.pk])
    assert event.organisation == cast.municipality


@pytest.mark.parametrize(("covers", "seen"), [(False, 0), (True, 1)])
def test_another_organisations_answer_needs_a_consent_that_covers_it(cast, answer, covers, seen):
    give_consent(
        cast.municipal_client, cast.ngo, starts_on=day(0), covers_wellbeing=covers, covers_notes=True,
        by=cast.coordinator,
    )  # fmt: skip
    answer([1, 1, 1, 1, 1], client=cast.municipal_client)
    assert len(events_for(cast.caseworker, cast.municipal_client)) == seen


@pytest.mark.parametrize("who", ["outsider", "other_caseworker", "lead", "evaluator", "administrator", "stranger"])
def test_others_are_told_nothing(cast, answer, who):
    answer([1, 1, 1, 1, 1])
    assert events_for(getattr(cast, who), cast.client) == []


def test_nothing_after_a_withdrawal_not_even_ones_own(cast, answer):
    answer([1, 1, 1, 1, 1], organisation=cast.ngo, by=cast.caseworker)
    assert len(events_for(cast.caseworker, cast.client)) == 1
    withdraw_consent(cast.client.consents.get(), by=cast.coordinator)
    assert events_for(cast.caseworker, cast.client) == []
    assert len(events_for(cast.coordinator, cast.client)) == 1


@pytest.mark.parametrize("count", [1, 12])
def test_the_number_of_queries_does_not_grow(cast, answer, django_assert_num_queries, count):
    for number in range(count):
        answer([1, 1, 1, 1, 1], -number)
    told = citizen_section(cast.coordinator, cast.client)
    with django_assert_num_queries(0):  # all of it stands in the section
        assert len({event.organisation for event in story(cast.coordinator, cast.client, told)}) == 1
