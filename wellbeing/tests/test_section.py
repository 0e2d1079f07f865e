import datetime as dt

import pytest
from django.template.loader import render_to_string
from django.utils.timezone import localdate

from clients.querysets import permissions_for
from clients.services import withdraw_consent
from wellbeing.sections import citizen_section
from wellbeing.services import correct_answer, record_answer

QUERIES = 5  # the consent, answers, which can be corrected, whether all are in sight, what the person may do


@pytest.fixture
def record(cast):
    def make(days, items=(3, 3, 3, 3, 3), organisation=None):
        day = localdate() - dt.timedelta(days=days)
        for_ = organisation or cast.municipality
        return record_answer(cast.client, answered_on=day, items=items, recorded_for=for_, by=cast.coordinator)

    return make


def drawn(cast, section):
    can = permissions_for(cast.coordinator, cast.client)
    names = {"project": cast.project, "client": cast.client, "can": can}
    return render_to_string("wellbeing/citizen_section.html", {**section, **names})


def test_an_empty_section(cast):
    section = citizen_section(cast.coordinator, cast.client)
    assert (section["wellbeing"].rows, section["wellbeing"].curve) == ([], None)
    assert "No answer yet" in drawn(cast, section)


def test_the_newest_answer_first(cast, record):
    record(100, [1] * 5), record(10, [2] * 5)
    assert [row.answer.score for row in citizen_section(cast.coordinator, cast.client)["wellbeing"].rows] == [40, 20]


@pytest.mark.parametrize(
    ("answers", "has_curve"),
    [([[1] * 5], False), ([[1] * 5, [None, 1, 1, 1, 1]], False), ([[1] * 5, [2] * 5], True)],
)
def test_a_curve_needs_two_scores(cast, record, answers, has_curve):
    for number, items in enumerate(answers):
        record(100 - number, items)
    section = citizen_section(cast.coordinator, cast.client)
    assert (section["wellbeing"].curve is not None) is has_curve
    assert ("<svg" in drawn(cast, section)) is has_curve


def test_the_table_tells_why_an_answer_does_not_count(cast, record):
    record(100, [1] * 5), record(99, [4] * 5), record(98, [None, 1, 1, 1, 1])
    text = drawn(cast, citizen_section(cast.coordinator, cast.client))
    for words in (
        "not counted: less than 45 days since the last",
        "not counted: an answer is missing",
        "+60",
        "clear rise",
    ):
        assert words in text


def test_a_corrected_answer_says_so(cast, record):
    correct_answer(record(10), items=[1] * 5, recorded_for=cast.municipality, by=cast.coordinator)
    section = citizen_section(cast.coordinator, cast.client)
    assert [row.answer.score for row in section["wellbeing"].rows] == [20]
    assert "corrected" in drawn(cast, section)


def test_a_partial_view_says_so(cast, record):
    own = record(10, [1] * 5, cast.ngo)
    record(100, [4] * 5)
    section = citizen_section(cast.caseworker, cast.client)
    assert [row.answer for row in section["wellbeing"].rows] == [own]
    assert section["wellbeing"].rows[0].since_first is None
    text = drawn(cast, section)
    assert "your own organisation has recorded" in text
    assert "80" not in text.split("<tbody>")[1].split("</tbody>")[0].replace(cast.client.code, "")
    assert "your own organisation" not in drawn(cast, citizen_section(cast.coordinator, cast.client))


@pytest.mark.parametrize("size", [2, 15])
def test_the_number_of_queries_does_not_grow(cast, record, django_assert_num_queries, size):
    for number in range(size):
        record(10 * number)
    with django_assert_num_queries(QUERIES):
        drawn(cast, citizen_section(cast.coordinator, cast.client))


@pytest.mark.parametrize("name", ["outsider", "other_caseworker", "lead", "stranger"])
def test_others_get_nothing(cast, record, name):
    record(10)
    section = citizen_section(getattr(cast, name), cast.client)["wellbeing"]
    assert (section.rows, section.curve, section.correctable) == ([], None, set())


def test_nothing_after_the_consent_is_withdrawn(cast, record):
    record(10, organisation=cast.ngo)
    withdraw_consent(cast.client.consents.get(), by=cast.coordinator)
    assert citizen_section(cast.caseworker, cast.client)["wellbeing"].rows == []


def test_others_answers_are_not_told_of_by_the_number_of_the_wave(cast, record):
    """The own answer is the second wave of all and, on its own, the first; the next is too near to the own one only."""
    record(200, [4] * 5)
    record(100, [1] * 5, cast.ngo), record(60, [2] * 5), record(40, [3] * 5, cast.ngo)
    mine = citizen_section(cast.caseworker, cast.client)
    assert [row.answer.wave for row in mine["wellbeing"].rows] == [2, 1]
    assert [row.since_first and row.since_first.points for row in mine["wellbeing"].rows] == [40, None]
    assert "not counted" not in drawn(cast, mine)
    everything = citizen_section(cast.coordinator, cast.client)["wellbeing"].rows
    assert [row.answer.wave for row in everything] == [3, None, 2, 1]


def test_whoever_sees_all_answers_sees_the_stored_waves(cast, record):
    for days in (200, 170, 150, 90, 44, 10):
        record(days)
    stored = list(cast.client.wellbeing_responses.order_by("-answered_on").values_list("wave", flat=True))
    rows = citizen_section(cast.coordinator, cast.client)["wellbeing"].rows
    assert [row.answer.wave for row in rows] == stored == [None, 4, 3, 2, None, 1]
