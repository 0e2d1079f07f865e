"""The project report computed anew, from the workbook's raw rows, by figures.md alone.

No Django and none of the application: where this and the application agree, two readings of the page agree.
"""

import datetime as dt
import math
import re
from collections import Counter
from fractions import Fraction

NATIONAL = [
    "Rådgivning og vejledning", "Rådgivning til fagperson", "Koordineringsforløb", "Case management", "CTI-forløb",
    "Individuel terapi", "Gruppeterapi", "Sociale aktiviteter", "Bisidning/følgeskab",
    "Beskæftigelses- og uddannelsesrettet indsats", "Jobcoaching", "Brobygning", "Åben café", "Sundhedsklinik",
    "Gratis tøj",
]  # fmt: skip
MATERIAL_HELP = {"Gratis tøj"}
BANDS = [("18-25", 18, 25), ("26-30", 26, 30), ("31-35", 31, 35), ("36-45", 36, 45), ("46+", 46, 999)]
GENDERS = {"Kvinde": "woman", "Mand": "man", "Non-binær": "non_binary"}
CHALLENGES = [
    "economy", "housing", "network", "daily_activities", "physical_health", "mental_health", "substance_use",
    "education_and_work", "other",
]  # fmt: skip
INTERVAL, MINIMUM = 45, 10


def report(sheets, as_of, project_ends_on=None):
    """{table id: {"rows": {key: cells}, "total": cells or None, "unknown": number or None}} on that day."""
    day = min(filter(None, [as_of, project_ends_on]))
    registration = Registration(sheets, day)
    return {
        "citizen_facts": facts(registration),
        "age_distribution": shares(registration.ages(), [key for key, _low, _high in BANDS]),
        "gender_distribution": shares(registration.genders(), list(GENDERS.values())),
        "citizens_by_intervention": counts(registration.received(), registration.types()),
        "interventions_per_citizen": counts(registration.types_per_citizen(), ["0", "1", "2", "3", "4+"]),
        "citizens_by_challenge": counts(Counter(), CHALLENGES),  # a workbook holds no sessions
        **wellbeing(registration),
        "referral_sources": shares(registration.sources(), registration.source_names()),
        "referrals_onward": counts(registration.onward(), ["anti_trafficking", "other_offer"]),
    }


class Registration:
    """The rows that exist on `day`: those that begin after it do not, and a later end is none."""

    def __init__(self, sheets, day):
        self.day = day
        self.sheets = {name: [clean(row) for row in rows] for name, rows in sheets.items()}
        self.citizens = {row["Borger-ID"]: row for row in self.sheets["Borgere"] if date(row["Startdato"]) <= day}

    def rows(self, sheet, heading):
        return [row for row in self.sheets.get(sheet, []) if date(row[heading]) <= self.day]

    def days(self):
        """The days of participation of each citizen."""
        return {key: (self.until(row) - date(row["Startdato"])).days for key, row in self.citizens.items()}

    def until(self, row):
        end = row.get("Slutdato")
        return self.day if end is None else min(self.day, date(end))

    def ages(self):
        return [band(number(row.get("Alder"))) for row in self.citizens.values()]

    def genders(self):
        return [GENDERS.get(row.get("Køn")) for row in self.citizens.values()]

    def sources(self):
        return [row.get("Henvist fra") for row in self.citizens.values()]

    def source_names(self):
        return sorted({row["Henvist fra"] for row in self.sheets["Borgere"] if row.get("Henvist fra")})

    def types(self):
        return sorted({type_name(row["Indsats"]) for row in self.sheets.get("Indsatser", [])})

    def pairs(self):
        """Who received what by the day, each once."""
        return {(row["Borger-ID"], type_name(row["Indsats"])) for row in self.rows("Indsatser", "Startdato")}

    def received(self):
        """By each row's own date, also where it lies before the citizen's enrolment."""
        return Counter(type_ for _citizen, type_ in self.pairs())

    def types_per_citizen(self):
        each = Counter(citizen for citizen, type_ in self.pairs() if type_ not in MATERIAL_HELP)
        return Counter("4+" if each[key] >= 4 else str(each[key]) for key in self.citizens)

    def onward(self):
        return Counter(
            kind
            for row in self.citizens.values()
            for heading, kind in (("Menneskehandel", "anti_trafficking"), ("Øvrige tilbud", "other_offer"))
            if row.get(heading) == "Ja"
        )

    def series(self):
        """The scores that count as waves, of each citizen in order."""
        answers = {}
        for row in self.rows("Trivsel", "Dato"):
            items = [number(row.get(f"Spørgsmål {place}")) for place in range(1, 6)]
            if None not in items:
                answers.setdefault(row["Borger-ID"], []).append((date(row["Dato"]), 4 * sum(items)))
        return [counted(sorted(own, key=lambda pair: pair[0])) for own in answers.values()]


def counted(answers):
    """First answers first (a day's own order is the file's); the next at least 45 days after the last counted."""
    waves, last = [], None
    for day, score in answers:
        if last is None or (day - last).days >= INTERVAL:
            waves.append(score)
            last = day
    return waves


def facts(registration):
    days = [number_of for number_of in registration.days().values() if number_of >= 1]
    ages = [number(row["Alder"]) for row in registration.citizens.values() if row.get("Alder") is not None]
    months = mean([Fraction(number_of) / Fraction("30.4375") for number_of in days])
    return table(
        {
            "registered": {"value": cell(len(registration.citizens))},
            "mean_participation_months": {"value": cell(months, 1, unit="mdr.")},
            "under_one_day": {"value": cell(len(registration.citizens) - len(days))},
            "mean_age_years": {"value": cell(mean(ages), unit="år")},
        }
    )


def wellbeing(registration):
    series = registration.series()
    by_wave, change = {}, {}
    for place in range(max(map(len, series), default=0)):
        pairs = [(own[0], own[place]) for own in series if len(own) > place]
        if len(pairs) < MINIMUM:
            continue
        first, now = mean([a for a, _b in pairs]), mean([b for _a, b in pairs])
        by_wave[str(place + 1)] = {"n": cell(len(pairs)), "mean": cell(now)}
        if place:
            change[str(place + 1)] = {
                "n": cell(len(pairs)), "mean_first": cell(first), "mean": cell(now),
                "change": cell(now - first, is_signed=True),
            }  # fmt: skip
    groups = {"single": [own[0] for own in series if len(own) == 1], "repeated": [o[0] for o in series if len(o) > 1]}
    attrition = {key: {"n": cell(len(own)), "mean_first": cell(mean(own))} for key, own in groups.items()}
    return {"who5_by_wave": table(by_wave), "who5_change": table(change), "who5_attrition": table(attrition)}


def shares(values, keys):
    known = Counter(value for value in values if value is not None)
    base = known.total()
    rows = {key: {"percent": cell(percent(known[key], base)), "count": cell(known[key])} for key in keys}
    total = {"percent": cell(percent(base, base)), "count": cell(base)}
    return table(rows, total, sum(value is None for value in values))


def counts(counter, keys):
    return table({key: {"count": cell(counter[key])} for key in keys})


def table(rows, total=None, unknown=None):
    return {"rows": rows, "total": total, "unknown": unknown}


def percent(count, base):
    return Fraction(100 * count, base) if base else None


def mean(values):
    return Fraction(sum(values), len(values)) if values else None


def cell(value, decimals=0, unit="", is_signed=False):
    """The value at full precision, and as a Dane reads it."""
    if value is None:
        return {"value": None, "display": "–"}
    scaled = abs(Fraction(value)) * 10**decimals
    units = math.floor(scaled + Fraction(1, 2))  # half away from zero, for the sign is set apart
    whole, rest = divmod(units, 10**decimals)
    text = re.sub(r"(?<=\d)(?=(\d{3})+$)", ".", str(whole)) + (f",{rest:0{decimals}d}" if decimals else "")
    sign = "" if not units else "−" if value < 0 else "+" if is_signed else ""
    return {"value": float(value), "display": f"{sign}{text} {unit}".strip()}


def band(age):
    return next((key for key, low, high in BANDS if age is not None and low <= age <= high), None)


def type_name(written):
    return next((name for name in NATIONAL if name.lower() == written.lower()), written)


def clean(row):
    """Cells without the blanks that somebody typed; an empty cell is None, an id is a text."""
    cleaned = {key: value.strip() or None if isinstance(value, str) else value for key, value in row.items()}
    reference = cleaned["Borger-ID"]
    cleaned["Borger-ID"] = str(int(reference)) if isinstance(reference, float) else str(reference)
    return cleaned


def number(value):
    return None if value is None else int(value)


def date(value):
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    parts = [int(part) for part in re.split(r"[-.]", value)]
    return dt.date(*parts) if parts[0] > 31 else dt.date(*reversed(parts))
