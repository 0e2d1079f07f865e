"""Every number of tests/data/reproduction.json through the project's own report, as displayed."""

import pytest

from exchange.demo.codes import code_at
from exchange.tests.demonstration import (
    CODES,
    PRINTED_BY_COMMAND,
    PROJECTS,
    REPRODUCTION,
    by_label,
    load_closed_and_forget,
    loaded,
    rows,
    shown,
    table,
)

pytestmark = pytest.mark.django_db  # alone, the module has its database made too

DISTRIBUTIONS = ("age_distribution", "gender_distribution")
BASES = ("total", "unknown", "contradiction")


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return loaded()


def facts():
    for code, project in PROJECTS.items():
        for row, text in project["citizen_facts"].items():
            yield code, "citizen_facts", row, "value", text


def distributions():
    for code, project in PROJECTS.items():
        for table_id in DISTRIBUTIONS:
            for row in (row for row in project[table_id] if row not in BASES):
                percent, count = project[table_id][row]
                yield code, table_id, row, "percent", str(percent)
                yield code, table_id, row, "count", str(count)


def numbers_of_interventions():
    for code, project in PROJECTS.items():
        for row, count in project["interventions_per_citizen"].items():
            if row != "2+3":
                yield code, "interventions_per_citizen", row, "count", str(count)


def waves():
    for code, project in PROJECTS.items():
        for row, (n, mean) in ((row, value) for row, value in project["who5_by_wave"].items() if row != "last"):
            yield code, "who5_by_wave", row, "mean", str(mean)
            if n != "free":
                yield code, "who5_by_wave", row, "n", str(n)


def changes():
    for code, project in PROJECTS.items():
        for row, (n, change) in project["who5_change"].items():
            yield code, "who5_change", row, "n", str(n)
            yield code, "who5_change", row, "change", change


def onward():
    for code, project in PROJECTS.items():
        for row, count in project.get("referrals_onward", {}).items():
            yield code, "referrals_onward", row, "count", str(count)


PRINTED = [*facts(), *distributions(), *numbers_of_interventions(), *waves(), *changes(), *onward()]


@pytest.mark.parametrize(
    ("code", "table_id", "row", "column", "text"), PRINTED, ids=["-".join(cell[:4]) for cell in PRINTED]
)
def test_printed_number(demo, code, table_id, row, column, text):
    assert shown(demo.reports, code, table_id, row, column) == text


def test_the_comparison_leaves_no_number_of_the_file_out():
    """Each project holds exactly the parts that the tests of this module go through."""
    about = {"code", "name", "municipality", "programme", "as_of", "visitation", "organisations", "notes"}
    compared = {
        "citizen_facts", *DISTRIBUTIONS, "citizens_by_intervention", "interventions_per_citizen", "who5_by_wave",
        "who5_change", "referrals_onward",
    }  # fmt: skip
    assert {key for project in PROJECTS.values() for key in project} - about == compared
    assert len(PRINTED) == 124


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("table_id", DISTRIBUTIONS)
def test_total_and_unknown(demo, code, table_id):
    found, printed = table(demo.reports, code, table_id), PROJECTS[code][table_id]
    assert (found["total"]["percent"]["display"], found["total"]["count"]["display"]) == ("100", str(printed["total"]))
    assert found["unknown"] == printed["unknown"]


TYPES = [
    (code, type, count)
    for code, project in PROJECTS.items()
    for type, count in project["citizens_by_intervention"].items()
]


@pytest.mark.parametrize(("code", "type", "count"), TYPES, ids=[f"{code}-{type}" for code, type, _ in TYPES])
def test_citizens_by_intervention(demo, code, type, count):
    found = by_label(demo.reports, code, "citizens_by_intervention")[type]["count"]
    if isinstance(count, str):
        assert type == "Koordineringsforløb"
        assert found["value"] in range(25, 29)
    else:
        assert found["display"] == str(count)


@pytest.mark.parametrize("code", CODES)
def test_no_other_type_is_printed(demo, code):
    assert set(by_label(demo.reports, code, "citizens_by_intervention")) == set(
        PROJECTS[code]["citizens_by_intervention"]
    )


def test_aarhus_two_and_three_together(demo):
    cells = rows(demo.reports, "AAR", "interventions_per_citizen")
    assert cells["2"]["count"]["value"] + cells["3"]["count"]["value"] == 4


@pytest.mark.parametrize("code", CODES)
def test_the_last_wave(demo, code):
    last = PROJECTS[code]["who5_by_wave"]["last"]
    assert list(rows(demo.reports, code, "who5_by_wave")) == [str(wave) for wave in range(1, last + 1)]
    assert list(rows(demo.reports, code, "who5_change")) == [str(wave) for wave in range(2, last + 1)]


@pytest.mark.parametrize("code", CODES)
def test_fewer_than_ten_are_never_shown(demo, code):
    shown_waves = rows(demo.reports, code, "who5_by_wave").values()
    assert all(cells["n"]["value"] >= 10 for cells in shown_waves)


@pytest.mark.parametrize("code", CODES)
def test_about_the_project(demo, code):
    report, project = demo.reports[code], PROJECTS[code]
    assert report["project"] == {key: project[key] for key in ("code", "name", "municipality")}
    assert (report["as_of"], report["audience"]) == (project["as_of"], "internal")


@pytest.mark.parametrize(
    ("table_id", "row"),
    [("citizen_facts", row) for row in ("registered", "mean_participation_months", "under_one_day", "mean_age_years")]
    + [("interventions_per_citizen", row) for row in ("0", "1", "2", "3", "4+")]
    + [("who5_by_wave", "1"), ("who5_by_wave", "4")],
)
def test_copenhagen_prints_the_same_after_january(demo, table_id, row):
    """Every enrolment has ended by then; a later day is read as that of the lapse."""
    assert demo.later_reports["KBH"]["as_of"] == "2023-03-10"
    assert rows(demo.later_reports, "KBH", table_id)[row] == rows(demo.reports, "KBH", table_id)[row]


@pytest.mark.parametrize("code", ["AAR", "ESB", "ODE"])
def test_the_others_are_read_as_of_their_last_day(demo, code):
    assert demo.later_reports[code]["as_of"] == "2023-12-31"
    assert rows(demo.later_reports, code, "citizen_facts")["registered"]["value"]["value"] == int(
        PROJECTS[code]["citizen_facts"]["registered"]
    )


STATEMENT = REPRODUCTION["status_statement"]
GRANTS = {applicant: (title, kroner) for applicant, title, kroner in REPRODUCTION["grants"]}
APPLICANTS = [applicant for applicant in GRANTS if applicant != "total"]
WAYS = ("programmes", "by_command")  # through the report itself and through `manage.py report`


def of_programme(demo, way, kind):
    """The reports by kind, in the shape of those by code."""
    return {kind: getattr(demo, way)[kind]}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("applicant", APPLICANTS)
def test_grant(demo, way, applicant):
    cells = by_label(of_programme(demo, way, "overview"), "overview", "grants")[applicant]
    title, kroner = GRANTS[applicant]
    assert cells["title"]["display"] == title
    assert cells["grant"] == {"value": kroner, "display": f"{kroner:,}".replace(",", ".")}


@pytest.mark.parametrize("way", WAYS)
def test_grants_in_all(demo, way):
    found = table(of_programme(demo, way, "overview"), "overview", "grants")
    assert found["total"]["grant"] == {"value": GRANTS["total"][1], "display": "30.630.963"}
    assert [row["label"] for row in found["rows"]] == APPLICANTS


@pytest.mark.parametrize("way", WAYS)
def test_projects_stand_in_one_order_in_every_database(demo, way):
    """By code: a Danish collation would put AAR last."""
    overview = getattr(demo, way)["overview"]
    facts = table({"overview": overview}, "overview", "citizen_facts")
    assert [column["key"] for column in facts["columns"]] == sorted(CODES)
    assert [one["project"]["code"] for one in overview["projects"]] == sorted(CODES)


SIDE_BY_SIDE = [
    (code, row, text)
    for code in CODES
    for row, text in PROJECTS[code]["citizen_facts"].items()
    if row != "under_one_day"  # Table 1 does not print it
]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("code", "row", "text"), SIDE_BY_SIDE, ids=[f"{code}-{row}" for code, row, _ in SIDE_BY_SIDE])
def test_facts_side_by_side(demo, way, code, row, text):
    assert shown(of_programme(demo, way, "overview"), "overview", "citizen_facts", row, code) == text


STATUSES = {row: count for row, count in STATEMENT["status"].items() if row != "registered"}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("row", STATUSES)
def test_status(demo, way, row):
    cell = rows(of_programme(demo, way, "status"), "status", "status")[row]["count"]
    assert cell == {"value": STATUSES[row], "display": str(STATUSES[row])}


@pytest.mark.parametrize("way", WAYS)
def test_status_of_all_registered(demo, way):
    found = table(of_programme(demo, way, "status"), "status", "status")
    assert found["total"]["count"]["value"] == STATEMENT["status"]["registered"] == sum(STATUSES.values())
    assert [row["key"] for row in found["rows"]] == list(STATUSES)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("row", STATEMENT["economy_kroner"])
def test_economy(demo, way, row):
    kroner = STATEMENT["economy_kroner"][row]
    cell = rows(of_programme(demo, way, "status"), "status", "economy")[row]["value"]
    assert cell == {"value": kroner, "display": f"{kroner:,}".replace(",", ".")}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", PRINTED_BY_COMMAND)
def test_about_the_programme(demo, way, kind):
    programme, as_of = PRINTED_BY_COMMAND[kind]
    found = getattr(demo, way)[kind]
    assert (found["report"], found["programme"]["code"], found["as_of"]) == (kind, programme, as_of)
    assert found["audience"] == "internal"


def test_nothing_else_of_the_file_is_left_out():
    about = {"purpose", "format", "feasible"}
    assert set(REPRODUCTION) - about == {"projects", "grants", "status_statement"}
    assert set(STATEMENT) == {"programme", "as_of", "municipalities", "status", "economy_kroner", "note", "projects"}
    assert STATEMENT["programme"] == PRINTED_BY_COMMAND["status"][0]


@pytest.fixture(scope="module")
def again(demo, django_db_blocker):
    """The closed projects loaded a second time into an empty database, with other row ids than the first time."""
    with django_db_blocker.unblock():
        return load_closed_and_forget()


@pytest.mark.parametrize("code", CODES)
def test_two_loads_give_the_same_report(demo, again, code):
    assert again.reports[code] == demo.reports[code]
    assert again.later_reports[code] == demo.later_reports[code]


@pytest.mark.parametrize("code", CODES)
def test_two_loads_give_the_same_codes(demo, again, code):
    assert again.codes[code] == demo.codes[code]
    assert len(set(demo.codes[code])) == int(PROJECTS[code]["citizen_facts"]["registered"])


def test_codes_are_known_for_good():
    """A bookmark or a printed card of the demonstration stays right from one load to the next."""
    assert [code_at("AAR", number) for number in range(3)] == ["AAR-FUY2-2", "AAR-7U6P-H", "AAR-XTCA-R"]
