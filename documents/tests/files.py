"""Papers for the files that are read back: one with everything in it, and papers made at random."""

import datetime as dt
from dataclasses import replace
from fractions import Fraction

from django.utils import translation
from hypothesis import strategies as st

from documents.paper import Exhibit, Paper, Section
from documents.tables import (
    EMPTY,
    SUPPRESSED,
    Cell,
    Column,
    Note,
    Row,
    Table,
    count_cell,
    number_cell,
    signed_cell,
)
from documents.tests.samples import long_table, paper, share_table

DAY = dt.date(2023, 11, 30)
HOSTILE = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "  =1+1",
    "＝1+1",
    "\r\n=1",
]
LOOKS_LIKE_SOMETHING = ["1.5", "2023-11-30", "#N/A", "TRUE", "'", '"', ";", "a;b", 'a"b', "a\nb", "<b>&amp;", "0007"]
LONG_TITLE = "First score of those who answered once and of those who answered again, by group and by wave"


def change_table() -> Table:
    """Means, signed changes, a row that is hidden, and one without a base."""
    pairs = {"2": (Fraction(100, 3), Fraction(130, 3)), "3": (Fraction(45), Fraction(137, 3)), "4": (None, None)}
    rows = tuple(Row(key, f"Måling {key}", pair_cells(*means)) for key, means in pairs.items())
    drop = Row("5", "Måling 5", pair_cells(Fraction(50), Fraction(95, 2)))
    level = Row("6", "Måling 6", pair_cells(Fraction(50), Fraction(149, 3)))
    hidden = Row("7", "Måling 7", dict.fromkeys(("n", "mean_first", "mean", "change"), SUPPRESSED))
    return Table(
        id="who5_change",
        title=LONG_TITLE,
        source="Projektets WHO-5-svar",
        row_label="Måling",
        columns=(
            Column("n", "Borgere (n)"),
            Column("mean_first", "Gennemsnit i første måling"),
            Column("mean", "Gennemsnit i denne måling"),
            Column("change", "Ændring"),
        ),
        rows=(*rows, drop, level, hidden),
        notes=(Note("Kun borgere, der svarede begge gange. " * 6),),
        count_columns=("n",),
    )


def pair_cells(first, mean):
    change = None if first is None else mean - first
    return {
        "n": count_cell(None if first is None else 1025),
        "mean_first": number_cell(first),
        "mean": number_cell(mean),
        "change": signed_cell(change),
    }


def facts_table() -> Table:
    """Units that differ from row to row, side by side, with a place left open."""
    return Table(
        id="citizen_facts",
        title="Fakta om borgerne",
        source="Projektets egne registreringer",
        columns=(Column("AAR", "Nye skridt"), Column("ODE", "Vejen")),
        rows=(
            Row("registered", "Borgere", {"AAR": count_cell(1234), "ODE": count_cell(7)}),
            Row("months", "Deltagelse", {"AAR": number_cell(Fraction(99, 10), 1, "mdr.")}),
            Row("age", "Alder", {"AAR": number_cell(Fraction(95, 3), 0, "år"), "ODE": EMPTY}),
        ),
        count_columns=(),
    )


def grants_table() -> Table:
    """Words beside kroner."""
    rows = (
        Row("AAR", "Aarhus Kommune", {"project": Cell(None, "=Nye skridt"), "grant": count_cell(12_345_678)}),
        Row("ODE", "-Odense", {"project": Cell(None, "Vejen"), "grant": count_cell(-5000)}),
    )
    return Table(
        id="grants",
        title="Bevillinger: [alle] / nogle?",
        source="",
        row_label="Ansøger",
        columns=(Column("project", "Projekttitel"), Column("grant", "Bevilling (kr.)")),
        rows=rows,
        total={"grant": count_cell(12_340_678)},
        count_columns=(),
    )


def withheld_table() -> Table:
    return replace(share_table(), rows=(), total=None, unknown=None, notes=(Note("Udeladt."),), is_withheld=True)


def everything(**facts) -> Paper:
    """Two projects with the same tables, hidden and withheld ones, empty ones, long ones."""
    sections = (
        Section("all", "Samlet", (), (Exhibit(facts_table()), Exhibit(grants_table()), Exhibit(long_table()))),
        Section(
            "aar",
            "Nye skridt",
            ("Projektet har 78 borgere.", "De er unge."),
            (Exhibit(share_table()), Exhibit(change_table())),
            code="AAR",
        ),
        Section("ode", "Vejen", (), (Exhibit(share_table({})), Exhibit(withheld_table())), code="ODE"),
    )
    return paper(**({"sections": sections, "as_of": DAY} | facts))


texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff") | st.sampled_from("=+-@'\";·–_\n\t"),
    max_size=60,
)
fractions = st.fractions(-(10**9), 10**9, max_denominator=10**4)


def in_danish(make):
    """A cell's display follows the language that is active while it is made."""
    return translation.override("da")(make)


cells = st.one_of(
    st.builds(in_danish(count_cell), st.none() | st.integers(0, 10**9)),
    st.builds(in_danish(number_cell), fractions, st.integers(0, 3), st.sampled_from(["", "mdr.", "år", "kr."])),
    st.builds(in_danish(signed_cell), fractions),
    st.just(SUPPRESSED),
    st.just(EMPTY),
    st.builds(lambda text: Cell(None, text), texts),
)
keys = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)


@st.composite
def tables(draw) -> Table:
    columns = draw(st.lists(keys, min_size=1, max_size=5, unique=True))
    row_keys = draw(st.lists(keys, max_size=6, unique=True))
    rows = [Row(key, draw(texts), {column: draw(cells) for column in columns}) for key in row_keys]
    return Table(
        id=draw(keys),
        title=draw(texts),
        source=draw(texts),
        row_label=draw(texts),
        columns=tuple(Column(key, draw(texts)) for key in columns),
        rows=tuple(rows),
        notes=tuple(Note(text) for text in draw(st.lists(texts, max_size=3))),
        total=draw(st.none() | st.fixed_dictionaries(dict.fromkeys(columns, cells))),
        unknown=draw(st.none() | st.integers(0, 99)),
        count_columns=(columns[-1],),
    )


@st.composite
def papers(draw) -> Paper:
    made = draw(st.lists(tables(), min_size=1, max_size=3))
    sections = tuple(
        Section("s", "S", (), (Exhibit(table),), code=draw(st.sampled_from(["", "AAR"]))) for table in made
    )
    return paper(sections=sections, title=draw(texts), running=draw(texts), as_of=draw(st.none() | st.just(DAY)))
