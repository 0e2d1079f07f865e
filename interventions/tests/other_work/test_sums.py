"""What the other work adds up to, counted by hand."""

import pytest
from django.utils.timezone import localdate

from interventions.other_work.listing import Chosen
from interventions.other_work.services import correct_entry, remove_entry
from interventions.other_work.sums import SumRow, sums, total_minutes
from interventions.tests.other_work.conftest import DAY


def found(project, **chosen):
    return [(row.label, row.times, row.people, row.minutes) for row in sums(project, Chosen(**chosen))]


def test_every_kind_is_summed_in_its_order(cast, log):
    log.consultation(minutes=15)
    log.meeting(minutes=120)
    log.training(kind="workshop", professionals=8, knowledge_persons=3, minutes=60)
    log.training(kind="presentation", professionals=20, minutes=45)
    log.training(kind="presentation", professionals=5, knowledge_persons=1, minutes=15)
    log.outreach(channel="phone", people=2, minutes=10)
    log.outreach(channel="sms", people=40, minutes=30)
    log.outreach(channel="sms", people=1, minutes=5)
    assert found(cast.project) == [
        ("Outreach: text message", 2, 41, 35),
        ("Outreach: telephone", 1, 2, 10),
        ("Presentation for professionals", 2, 25, 60),
        ("Workshop for professionals", 1, 8, 60),
        ("Knowledge persons among the professionals", None, 4, None),
        ("Network meetings", 1, None, 120),
        ("Counselling of professionals about no citizen", 1, None, 15),
    ]
    assert total_minutes(sums(cast.project, Chosen())).minutes == 300


def test_corrected_and_removed_entries_count_as_they_stand_now(cast, log):
    correct_entry(log.outreach(people=5), people=6, by=cast.caseworker)
    remove_entry(log.outreach(people=100), because="Fejl", by=cast.caseworker)
    remove_entry(log.meeting(), because="Fejl", by=cast.caseworker)
    assert found(cast.project) == [("Outreach: street", 1, 6, 30)]


def test_counselling_about_a_citizen_is_no_part_of_the_sums(cast, log):
    log.consultation(client=cast.client)
    assert found(cast.project) == []


@pytest.mark.parametrize(
    ("since", "until", "people"), [(None, None, 7), (-2, None, 6), (None, -1, 3), (-2, -1, 2), (-1, -1, None)]
)
def test_both_days_of_a_period_are_included(cast, log, since, until, people):
    for days, number in ((5, 1), (2, 2), (0, 4)):
        log.outreach(people=number, held_on=localdate() - days * DAY)
    since, until = (None if days is None else localdate() + days * DAY for days in (since, until))
    rows = found(cast.project, since=since, until=until)
    assert [row[2] for row in rows] == ([] if people is None else [people])


def test_one_query_a_kind(cast, log, django_assert_num_queries):
    for _ in range(3):
        log.outreach()
        log.training()
        log.meeting()
        log.consultation()
    with django_assert_num_queries(4):
        sums(cast.project, Chosen())
    with django_assert_num_queries(1):
        sums(cast.project, Chosen(kind="meetings"))


def test_hours_have_one_decimal_and_unknown_is_a_dash():
    assert SumRow("x", 1200, None, 100).cells == ("1,200", "–", "1.7")
    assert SumRow("x", None, 3, None).cells == ("–", "3", "–")
