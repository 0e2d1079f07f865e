"""Registration workbooks as plain rows: one made by hand for each test, or random ones full of edge cases."""

import datetime as dt
import io
import random

from openpyxl import Workbook

HEADINGS = {
    "Borgere": [
        "Borger-ID", "Køn", "Alder", "Startdato", "Slutdato", "Henvist fra", "Målsætning", "Menneskehandel",
        "Øvrige tilbud",
    ],
    "Indsatser": ["Borger-ID", "Indsats", "Udfører", "Startdato", "Slutdato"],
    "Trivsel": ["Borger-ID", "Dato", "Spørgsmål 1", "Spørgsmål 2", "Spørgsmål 3", "Spørgsmål 4", "Spørgsmål 5"],
    "CTI-forløb": ["Borger-ID", "Mål", "Kontaktstart", "Start", "Slut", "Afslutningsårsag"],
}  # fmt: skip
TYPES = ["Rådgivning og vejledning", "gruppeterapi", "Gratis tøj", "CTI-forløb", "Individuel terapi", "Malergruppe"]
PROVIDERS = ["NGO one", "En forening", "", None]
SOURCES = ["Reden", "Politiet", "Sig selv", None, ""]
GOALS = ["Exit", "Forbedret livssituation"]
REASONS = ["Gennemført", "Mål nået", "Borgeren stoppede", "Mistet kontakt", "Flyttet", "Overført", "Andet", None]
FIRST_DAY = dt.date(2021, 1, 1)
DAYS = 1200


def saved(sheets, headings=HEADINGS):
    """The workbook of `sheets` (rows as dicts by heading) as an open .xlsx file."""
    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        columns = headings.get(name, [])
        sheet.append(columns)
        for row in rows:
            sheet.append([row.get(heading) for heading in columns])
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def citizen(reference="1", **cells):
    return {"Borger-ID": reference, "Startdato": dt.date(2021, 3, 1), **cells}


def intervention(reference="1", **cells):
    return {
        "Borger-ID": reference, "Indsats": "Gruppeterapi", "Udfører": "NGO one", "Startdato": dt.date(2021, 4, 1),
        **cells,
    }  # fmt: skip


def answer(reference="1", items=(1, 2, 3, 4, 5), **cells):
    points = {f"Spørgsmål {number}": item for number, item in enumerate(items, start=1)}
    return {"Borger-ID": reference, "Dato": dt.date(2021, 5, 1), **points, **cells}


def course(reference="1", **cells):
    return {"Borger-ID": reference, "Mål": "Exit", "Kontaktstart": dt.date(2021, 5, 1), **cells}


def sheets(citizens=(), interventions=(), answers=(), courses=()):
    return {
        "Borgere": list(citizens), "Indsatser": list(interventions), "Trivsel": list(answers),
        "CTI-forløb": list(courses),
    }  # fmt: skip


class Generator:
    """Valid workbooks from a seed; the small pools make rows collide in every way that is allowed."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.days = {}  # the first day of each citizen

    def workbook(self, size):
        citizens = [self.citizen(number) for number in range(1, size + 1)]
        children = {"Indsatser": self.interventions, "Trivsel": self.answers, "CTI-forløb": self.courses}
        book = {"Borgere": citizens}
        for name, rows_of in children.items():
            book[name] = [row for reference, start in self.days.items() for row in rows_of(reference, start)]
            self.random.shuffle(book[name])
        return book

    def citizen(self, number):
        pick = self.random.choice
        start = FIRST_DAY + dt.timedelta(days=self.random.randrange(DAYS))
        reference = pick([number, f"B-{number}", float(number), f" {number} "])
        self.days[reference] = start
        return {
            "Borger-ID": reference,
            "Køn": pick(["Kvinde", "Kvinde", "Mand", "Non-binær", None]),
            "Alder": pick([18, 18, 25, 26, 30, 31, 35, 36, 45, 46, 71, "31", 52.0, None]),
            "Startdato": self.written(start),
            "Slutdato": self.written(self.later(start, [0, 0, 1, 30, 200, 700, None, None])),
            "Henvist fra": pick(SOURCES),
            "Målsætning": pick([*GOALS, None]),
            "Menneskehandel": pick(["Ja", "Nej", "Nej", None]),
            "Øvrige tilbud": pick(["Ja", "Nej", None]),
        }

    def interventions(self, reference, start):
        rows = []
        for _number in range(self.random.choice([0, 1, 1, 2, 3, 6])):
            # The same start for most, so that rows of one type and even identical rows occur.
            begins = start + dt.timedelta(days=self.random.choice([0, 0, 0, 40, -20, 500]))
            rows.append(
                {
                    "Borger-ID": reference,
                    "Indsats": self.random.choice(TYPES),
                    "Udfører": self.random.choice(PROVIDERS),
                    "Startdato": self.written(begins),
                    "Slutdato": self.written(self.later(begins, [0, 60, None])),
                }
            )
        return rows + rows[: self.random.choice([0, 0, 1])]

    def answers(self, reference, start):
        rows = []
        day = start + dt.timedelta(days=self.random.choice([0, 3, -10]))
        for _number in range(self.random.choice([0, 1, 2, 4, 8])):
            items = [self.random.choice([0, 1, 2, 3, 4, 5, "4", 5.0]) for _item in range(5)]
            if self.random.random() < 0.12:
                items[self.random.randrange(5)] = None
            points = {f"Spørgsmål {number}": item for number, item in enumerate(items, start=1)}
            rows.append({"Borger-ID": reference, "Dato": self.written(day), **points})
            day += dt.timedelta(days=self.random.choice([0, 20, 44, 45, 46, 100]))
        return rows

    def courses(self, reference, start):
        if self.random.random() < 0.5:
            return []
        contact = start + dt.timedelta(days=self.random.choice([0, 10, -30]))
        begins = self.later(contact, [0, 30, None])
        ends = self.later(begins or contact, [0, 100, 365, None])
        keep_contact = begins is None or self.random.random() < 0.6
        return [
            {
                "Borger-ID": reference,
                "Mål": self.random.choice(GOALS),
                "Kontaktstart": self.written(contact) if keep_contact else None,
                "Start": self.written(begins),
                "Slut": self.written(ends),
                "Afslutningsårsag": self.random.choice(REASONS) if ends else None,
            }
        ]

    def later(self, start, distances):
        days = self.random.choice(distances)
        return None if days is None else start + dt.timedelta(days=days)

    def written(self, day):
        """A date as somebody may write it: a date cell, one with a time, or one of the three texts."""
        if day is None:
            return self.random.choice([None, ""])
        at_nine = dt.datetime.combine(day, dt.time(9, 30))
        return self.random.choice([day, at_nine, f"{day:%Y-%m-%d}", f"{day:%d-%m-%Y}", f"{day:%d.%m.%Y}"])
