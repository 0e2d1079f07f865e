"""published.json itself: its addresses exist, and its numbers say of the sources what they say of themselves."""

import datetime as dt
import re

import pytest
from django.utils import translation

from exchange.reproduction.ours import EARMARK, RULES, TOTAL, UNKNOWN, Reader, rules
from exchange.reproduction.published import ReportAsked, Shown, published
from exchange.tests.demonstration import PROJECTS, REPRODUCTION
from projects.tests.money import earmark, framework
from reports.catalogue import CATALOGUE
from reports.catalogue.parts import entry_of
from reports.reports import KINDS, programme_status, project_report
from reports.tests.world import AS_OF, World

EXHIBITS = {exhibit.id: exhibit for exhibit in published().exhibits}
ADDRESSES = sorted(
    {one.removeprefix("-") for exhibit in EXHIBITS.values() for number in exhibit.numbers for one in number.ours}
)
OF_REPORTS = [one.split() for one in ADDRESSES if one.split()[0] != RULES and one.split()[1] != EARMARK]
AGES = {"AAR": "tabel-5", "ESB": "tabel-8", "ODE": "tabel-11", "KBH": "tabel-14"}
GENDERS = {"AAR": "tabel-6", "ESB": "tabel-9"}  # Tables 12 and 15 contradict themselves


def printed(exhibit_id, address):
    """What the source prints where our number has this one address."""
    return next(one.printed for one in EXHIBITS[exhibit_id].numbers if one.ours == (address,))


def million(exhibit_id, address):
    return round(float(re.sub(r"[^\d,]", "", printed(exhibit_id, address)).replace(",", ".")) * 10)


@pytest.mark.parametrize("parts", OF_REPORTS, ids=" ".join)
def test_an_address_names_what_a_report_has(parts):
    code, table_id, *rest = parts
    figure = CATALOGUE[table_id]
    assert published().reports[code].kind in figure.reports
    if rest == [UNKNOWN]:
        assert figure.unknown
        return
    row, column = rest
    assert figure.total if row == TOTAL else entry_of(figure.rows, row)
    assert entry_of(figure.columns, column)


@pytest.mark.parametrize("name", [one.split()[1] for one in ADDRESSES if one.startswith(RULES)])
def test_an_address_names_a_rule(name):
    assert rules()[name] > 0


def test_every_report_asked_for_is_one():
    for asked in published().reports.values():
        assert asked.kind in KINDS
        assert dt.date.fromisoformat(asked.as_of)


def test_days_are_those_that_the_sources_print():
    days = {code: asked.as_of for code, asked in published().reports.items() if asked.kind == "project"}
    assert days == {code: project["as_of"] for code, project in PROJECTS.items()}
    assert published().reports["EXIT2012"] == ReportAsked("status", REPRODUCTION["status_statement"]["as_of"])


def test_every_number_has_an_address():
    assert all(number.ours for exhibit in EXHIBITS.values() for number in exhibit.numbers)


def test_only_plain_texts_show_a_number():
    shown = [number.shown for exhibit in EXHIBITS.values() for number in exhibit.numbers if number.shown]
    assert {type(one) for one in shown} == {Shown}
    assert all(one.text.count("{}") == 1 for one in shown)


@pytest.mark.parametrize("code", AGES)
@pytest.mark.parametrize("band", ["18-25", "26-30", "31-35", "36-45", "46+"])
def test_ages_are_printed_as_the_demonstration_was_asked_for(code, band):
    percent, count = PROJECTS[code]["age_distribution"][band]
    assert printed(AGES[code], f"{code} age_distribution {band} percent") == str(percent)
    assert printed(AGES[code], f"{code} age_distribution {band} count") == str(count)


@pytest.mark.parametrize("code", GENDERS)
@pytest.mark.parametrize("gender", ["woman", "man", "non_binary"])
def test_genders_are_printed_as_the_demonstration_was_asked_for(code, gender):
    percent, count = PROJECTS[code]["gender_distribution"][gender]
    assert printed(GENDERS[code], f"{code} gender_distribution {gender} percent") == str(percent)
    assert printed(GENDERS[code], f"{code} gender_distribution {gender} count") == str(count)


@pytest.mark.parametrize("code", PROJECTS)
@pytest.mark.parametrize("fact", ["registered", "mean_participation_months", "mean_age_years"])
def test_table_1_is_printed_as_the_demonstration_was_asked_for(code, fact):
    assert printed("tabel-1", f"EXIT2020 citizen_facts {fact} {code}") == PROJECTS[code]["citizen_facts"][fact]


def test_the_grants_add_up_as_printed():
    grants = [int(printed("tabel-3", f"EXIT2020 grants {code} grant").replace(".", "")) for code in PROJECTS]
    total = int(printed("tabel-3", "EXIT2020 grants total grant").replace(".", ""))
    assert sum(grants) == total == REPRODUCTION["grants"][-1][2]


def test_the_statement_adds_up_as_printed():
    rows = ["in_course_exit", "in_course_improve", "orientation", "support", "referred_on"]
    counts = [int(printed("status", f"EXIT2012 status {row} count")) for row in rows]
    assert sum(counts) == int(printed("status", "EXIT2012 status total count")) == 91


def test_the_money_of_the_statement_does_not_add_up_as_printed():
    """In tenths of a million: 31.4 are named of 32.8."""
    named = [million("oekonomi", f"EXIT2012 economy granted_{line} value") for line in ("municipal", "ngo")]
    named += [million("oekonomi", "EXIT2012 economy granted_implementation value"), 2]
    assert sum(named) == 314
    assert million("oekonomi", "EXIT2012 economy granted_total value") == 328


class ReaderOf(Reader):
    def __init__(self, **reports):
        self.reports = reports


@pytest.fixture
def world(db):
    world = World()
    world.citizens(3, birth_year=1990, gender="woman")
    world.citizens(2, gender="man")
    return world


@pytest.fixture
def reader(world):
    return ReaderOf(TST=project_report(world.project, as_of=AS_OF))


@pytest.mark.parametrize(
    ("address", "value"),
    [
        ("TST citizen_facts registered value", 5),
        ("TST gender_distribution man count", 2),
        ("TST gender_distribution woman percent", 60),
        ("TST gender_distribution total count", 5),
        ("TST age_distribution unknown", 2),
        ("rules minimum", 10),
    ],
)
def test_an_address_is_read(reader, address, value):
    assert reader.cell(address).value == value


@pytest.mark.parametrize(
    ("address", "error"),
    [
        ("ABC citizen_facts registered value", KeyError),
        ("TST nothing registered value", KeyError),
        ("TST citizen_facts nothing value", StopIteration),
        ("TST citizen_facts registered nothing", KeyError),
        ("TST citizen_facts total value", KeyError),  # it has no total
        ("TST citizen_facts registered", ValueError),
        ("rules nothing", KeyError),
    ],
)
def test_an_address_of_nothing_raises(reader, address, error):
    with pytest.raises(error):
        reader.cell(address)


def test_an_earmark_is_read_in_kroner(world):
    programme = world.project.programme
    framework(programme, kroner=46_000_000, decided_on=AS_OF)
    earmark(programme, "ngo", kroner=6_400_000, decided_on=AS_OF)
    with translation.override("da"):
        reader = ReaderOf(EXIT2020=programme_status(programme, as_of=AS_OF))
        assert reader.cell("EXIT2020 earmark ngo").display == "6.400.000"
