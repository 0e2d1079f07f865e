import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exchange.workbook import import_workbook, plan
from tests.workbooks import answer, citizen, course, intervention, saved, sheets

pytestmark = pytest.mark.django_db
BATCHED = ("INSERT", "UPDATE")  # SQLite takes them in pieces of 999 values


def book(size, gender="Kvinde"):
    numbers = range(size)
    return saved(
        sheets(
            [citizen(n, Køn=gender, Menneskehandel="Ja", **{"Henvist fra": f"S{n % 5}"}) for n in numbers],
            [intervention(n, Slutdato=None if gender == "Kvinde" else "2022-01-01") for n in numbers],
            [answer(n, [1, 2, 3, 4, 5 if gender == "Kvinde" else 4]) for n in numbers],
            [course(n, Start="2021-05-01" if gender == "Kvinde" else "2021-06-01") for n in numbers],
        )
    )


def queries(project, *args, **kwargs):
    """How many reading queries an import makes, and how many writing ones."""
    with CaptureQueriesContext(connection) as captured:
        assert import_workbook(project, book(*args, **kwargs), by=None).errors == []
    statements = [query["sql"].split()[0] for query in captured.captured_queries]
    return sum(word not in BATCHED for word in statements), sum(word in BATCHED for word in statements)


def test_reading_is_constant_and_writing_grows_by_batches_only(import_project):
    few_reads, few_writes = queries(import_project, 200)
    many_reads, many_writes = queries(import_project, 1000)
    assert many_reads == few_reads <= 40
    # 800 more citizens are 800 rows in each of nine tables, and are written in far fewer statements than rows.
    assert many_writes - few_writes < 120


def test_changing_everything_is_written_in_batches_too(import_project):
    queries(import_project, 200)
    reads, writes = queries(import_project, 200, gender="Mand")
    again, _writes = queries(import_project, 1000, gender="Mand")
    assert reads <= 40
    assert again - reads <= 5
    assert writes < 60


def test_a_plan_reads_the_same_however_long_the_file(import_project, django_assert_max_num_queries):
    for size in (5, 200):
        with django_assert_max_num_queries(18):
            plan(import_project, book(size))


@pytest.mark.parametrize("size", [200, 1000])
def test_the_same_file_again_writes_nothing_and_reads_the_same(import_project, size):
    queries(import_project, size)
    reads, writes = queries(import_project, size)
    assert reads <= 40
    assert writes == 1  # the event that says who imported


def test_a_changed_file_reads_the_same_at_every_size_and_writes_by_batches(import_project):
    """Every citizen's facts, intervention, answer, course and phases change."""
    counts = {}
    for size in (200, 1000):
        queries(import_project, size)
        counts[size] = queries(import_project, size, gender="Mand")
        queries(import_project, size)  # back again
    (few_reads, few_writes), (many_reads, many_writes) = counts.values()
    assert abs(many_reads - few_reads) <= 5
    assert many_writes - few_writes < 160


def test_an_answer_more_of_each_citizen_is_numbered_by_batches(import_project):
    """Waves of citizens who have earlier answers are numbered anew in the database, a statement for each wave."""
    counts = {}
    for size in (100, 900):
        numbers = range(size)
        people = [citizen(n) for n in numbers]
        import_workbook(import_project, saved(sheets(people, answers=[answer(n) for n in numbers])), by=None)
        more = [answer(n, Dato=day) for n in numbers for day in ("2021-05-01", "2021-09-01")]
        with CaptureQueriesContext(connection) as captured:
            import_workbook(import_project, saved(sheets(people, answers=more)), by=None)
        counts[size] = len(captured)
    assert set(import_project.wellbeing_responses.values_list("wave", flat=True)) == {1, 2}
    assert counts[900] - counts[100] < 25
