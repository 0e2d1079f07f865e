"""Money from the rows to the tables: lines, what was not split, framework, earmarks, and the grants of a programme."""

import pytest
from django.utils.translation import override

from projects.models import Programme
from projects.money import services
from projects.tests.money import earmark, framework, grant, payment
from reports.figures import money
from reports.figures.money import Economy, ProjectGrant
from reports.tables.money import economy, grants, kroner_cell
from reports.tests.world import AS_OF, World, day


@pytest.fixture(autouse=True)
def _danish():
    with override("da"):
        yield


@pytest.fixture
def programme(db):
    return Programme.objects.get(code="EXIT2020")


@pytest.fixture
def world(programme):
    return World()


def shown(table, column="value"):
    return {row.key: row.cells[column].display for row in table.rows}


def notes(table):
    return " ".join(note.text for note in table.notes)


EARLY = {"granted_on": day("2021-02-01")}


def test_a_project_has_its_total_its_payments_and_the_lines_it_was_split_into(world):
    grant(world.project, 4000, line="municipal", **EARLY)
    grant(world.project, 1000, line="municipal", **EARLY)
    grant(world.project, 500, line="ngo", **EARLY)
    payment(world.project, 750, paid_on=day("2022-01-01"))
    assert shown(economy(money.of_project(world.project.pk, AS_OF))) == {
        "framework": "–", "granted_municipal": "5.000", "granted_ngo": "500", "granted_implementation": "–",
        "granted_dissemination": "–", "granted_other": "–", "granted_total": "5.500", "paid_out": "750",
        "not_granted": "–",
    }  # fmt: skip


def test_a_project_that_was_not_split_says_so(world):
    grant(world.project, 7_630_963, **EARLY)
    table = economy(money.of_project(world.project.pk, AS_OF))
    assert shown(table)["granted_total"] == "7.630.963"
    assert {shown(table)[f"granted_{line}"] for line in ("municipal", "ngo", "other")} == {"–"}
    assert "7.630.963 kr." in notes(table)


def test_a_programme_has_everything_and_a_line_that_nobody_got_is_zero(programme, world):
    framework(programme, 46_000, decided_on=day("2020-06-01"))
    grant(world.project, 23_300, line="municipal", **EARLY)
    grant(programme, 1_800, line="implementation", **EARLY)
    payment(world.project, 12_200, paid_on=day("2022-01-01"))
    table = economy(money.of_programme(programme.pk, AS_OF))
    assert shown(table) == {
        "framework": "46.000", "granted_municipal": "23.300", "granted_ngo": "0", "granted_implementation": "1.800",
        "granted_dissemination": "0", "granted_other": "0", "granted_total": "25.100", "paid_out": "12.200",
        "not_granted": "20.900",
    }  # fmt: skip
    assert "49 pct." in notes(table)
    assert "27 pct." in notes(table)


def test_a_programme_with_money_that_was_not_split_does_not_know_the_rest(programme, world):
    grant(world.project, 7_000, **EARLY)
    grant(programme, 100, line="dissemination", **EARLY)
    table = economy(money.of_programme(programme.pk, AS_OF))
    assert (shown(table)["granted_dissemination"], shown(table)["granted_ngo"]) == ("100", "–")


def test_only_what_had_happened_by_the_day_counts(programme, world):
    grant(world.project, 100, granted_on=AS_OF)
    grant(world.project, 10, granted_on=day("2023-12-01"))
    payment(world.project, 20, paid_on=AS_OF)
    payment(world.project, 2, paid_on=day("2023-12-01"))
    framework(programme, 1_000, decided_on=day("2021-01-01"))
    framework(programme, 2_000, decided_on=day("2023-12-01"))
    found = money.of_programme(programme.pk, AS_OF)
    assert (found.granted_total, found.paid_out, found.framework) == (100_00, 20_00, 1_000_00)


def test_a_correction_and_a_removal_apply_backwards(world):
    wrong = grant(world.project, 100, **EARLY)
    services.replace_row(
        wrong, line="", applicant="Kommunen", title="En vej videre", amount_oere=70_00, by=None, **EARLY
    )
    gone = payment(world.project, 30, paid_on=day("2022-01-01"))
    services.remove_row(gone, because="Entered twice", by=None)
    found = money.of_project(world.project.pk, day("2021-02-01"))
    assert (found.granted_total, found.paid_out) == (70_00, 0)


def test_what_is_earmarked_stands_beside_what_was_granted(programme, world):
    earmark(programme, "ngo", 6_000, decided_on=day("2021-01-01"))
    earmark(programme, "ngo", 6_400, decided_on=day("2021-05-01"))
    earmark(programme, "reserve", 900, decided_on=day("2021-01-01"))
    grant(world.project, 6_100, line="ngo", **EARLY)
    table = economy(money.of_programme(programme.pk, AS_OF))
    assert "6.400 kr." in notes(table)
    assert "6.100 kr." in notes(table)
    assert "900 kr." in notes(table)
    assert shown(table)["granted_total"] == "6.100"


def test_money_of_others_stays_theirs(programme, world):
    other = World("OTH")
    grant(other.project, 100, **EARLY)
    payment(other.project, 10, paid_on=day("2022-01-01"))
    assert money.of_project(world.project.pk, AS_OF) == Economy({}, 0, is_of_project=True)
    assert money.of_programme(Programme.objects.get(code="EXIT2012").pk, AS_OF).granted_total == 0


def test_no_money_at_all(world):
    table = economy(money.of_project(world.project.pk, AS_OF))
    assert (shown(table)["granted_total"], shown(table)["paid_out"]) == ("0", "0")
    assert len(table.notes) == 1
    assert list(table.counts()) == []


@pytest.mark.parametrize(
    ("oere", "kroner"),
    [(None, None), (0, 0), (49, 0), (50, 1), (149, 1), (150, 2), (-50, -1), (763_096_300, 7_630_963)],
)
def test_kroner_are_whole_and_rounded_half_away_from_zero(oere, kroner):
    assert kroner_cell(oere).value == kroner


def test_the_grants_of_a_programme(programme):
    first, second = World("BBB"), World("AAA")
    grant(first.project, 100, applicant="B Kommune", title="Vejen", line="ngo", **EARLY)
    grant(first.project, 50, applicant="B Kommune", title="Vejen", line="municipal", **EARLY)
    grant(first.project, 7, applicant="C Forening", title="Stien", **EARLY)
    grant(second.project, 30, applicant="A Kommune", title="Broen", **EARLY)
    grant(programme, 999, line="other", **EARLY)
    found = money.project_grants(programme.pk, AS_OF)
    assert found == (
        ProjectGrant("AAA", "A Kommune", "Broen", 30_00),
        ProjectGrant("BBB", "B Kommune", "Vejen", 150_00),
        ProjectGrant("BBB", "C Forening", "Stien", 7_00),
    )
    table = grants(found)
    assert [(row.key, row.label, row.cells["title"].display) for row in table.rows] == [
        ("AAA", "A Kommune", "Broen"), ("BBB", "B Kommune", "Vejen"), ("BBB-2", "C Forening", "Stien"),
    ]  # fmt: skip
    assert shown(table, "grant") == {"AAA": "30", "BBB": "150", "BBB-2": "7"}
    assert (table.total["grant"].value, table.total["title"].display) == (187, "")
