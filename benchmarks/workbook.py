"""A registration workbook of any size, the same from every run: what a large municipality might hand over.

Per citizen 2.5 interventions, 3 WHO-5 answers and half a CTI course, so 10,000 citizens have 60,000 rows beside their
own. Nobody in it is real: ids are numbers, and every value is drawn from the short lists below.
"""

import datetime as dt
import random
from pathlib import Path

from openpyxl import Workbook

HEADINGS = {
    "Borgere": [
        "Borger-ID", "Køn", "Alder", "Startdato", "Slutdato", "Henvist fra", "Målsætning", "Menneskehandel",
        "Øvrige tilbud",
    ],
    "Indsatser": ["Borger-ID", "Indsats", "Udfører", "Startdato", "Slutdato"],
    "Trivsel": ["Borger-ID", "Dato", *(f"Spørgsmål {number}" for number in range(1, 6))],
    "CTI-forløb": ["Borger-ID", "Mål", "Kontaktstart", "Start", "Slut", "Afslutningsårsag"],
}  # fmt: skip
GENDERS = ["Kvinde", "Kvinde", "Kvinde", "Mand", "Non-binær", None]
TYPES = ["Rådgivning og vejledning", "Gruppeterapi", "Individuel terapi", "Gratis tøj", "Malergruppe"]
SOURCES = ["Jobcenter", "Politiet", "Sig selv", "Sundhedsplejen", None]
GOALS = ["Exit", "Forbedret livssituation"]
FIRST_DAY = dt.date(2020, 1, 1)
Rows = dict[str, list[list[object]]]


def write(path: Path, citizens: int, *, changed: bool = False) -> int:
    """Save the workbook of `citizens`; returns its rows. `changed` answers differ from the others' in one item."""
    rows = workbook_rows(citizens, changed=changed)
    book = Workbook(write_only=True)
    for name, headings in HEADINGS.items():
        sheet = book.create_sheet(name)
        for row in [headings, *rows[name]]:
            sheet.append(row)
    book.save(path)
    return sum(len(sheet) for sheet in rows.values())


def workbook_rows(citizens: int, *, changed: bool = False) -> Rows:
    chance = random.Random(citizens)
    rows: Rows = {name: [] for name in HEADINGS}
    for number in range(1, citizens + 1):
        reference, start = f"B-{number:05}", FIRST_DAY + dt.timedelta(days=chance.randrange(900))
        rows["Borgere"].append(_citizen(chance, reference, start))
        rows["Indsatser"] += [_intervention(chance, reference, start) for _nth in range(2 + number % 2)]
        rows["Trivsel"] += [_answer(chance, reference, start, nth, changed) for nth in range(3)]
        rows["CTI-forløb"] += [_course(chance, reference, start)] if number % 2 else []
    return rows


def _citizen(chance: random.Random, reference: str, start: dt.date) -> list[object]:
    return [
        reference, chance.choice(GENDERS), chance.randrange(18, 66), start,
        chance.choice([None, start + dt.timedelta(days=chance.randrange(30, 900))]), chance.choice(SOURCES),
        chance.choice([*GOALS, None]), chance.choice(["Ja", "Nej", "Nej", "Nej", None]), chance.choice(["Ja", "Nej"]),
    ]  # fmt: skip


def _intervention(chance: random.Random, reference: str, start: dt.date) -> list[object]:
    first = start + dt.timedelta(days=chance.randrange(400))
    last = chance.choice([None, first + dt.timedelta(days=chance.randrange(200))])
    return [reference, chance.choice(TYPES), chance.choice(["En forening", None]), first, last]


def _answer(chance: random.Random, reference: str, start: dt.date, nth: int, changed: bool) -> list[object]:
    items = [chance.randrange(6) for _item in range(5)]
    if changed:
        items[0] = 5 - items[0]
    return [reference, start + dt.timedelta(days=60 * nth + chance.randrange(10)), *items]


def _course(chance: random.Random, reference: str, start: dt.date) -> list[object]:
    first = start + dt.timedelta(days=chance.randrange(20, 60))
    last = chance.choice([None, first + dt.timedelta(days=270)])
    return [reference, chance.choice(GOALS), start, first, last, "Gennemført" if last else None]
