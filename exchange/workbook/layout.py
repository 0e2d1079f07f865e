"""The registration workbook's sheets and columns (figures.md, "The registration workbook").

Sheet names, headings and values are Danish in every language: they are the file's own words.
"""

from dataclasses import dataclass
from typing import Any

from clients.guard import REFUSED_AS_REFERENCE
from clients.models import Gender, Goal
from cti.models import EndReason
from exchange.workbook import cells
from exchange.workbook.cells import Parser
from exchange.workbook.rows import AnswerRow, CitizenRow, CourseRow, InterventionRow, Row

CITIZENS, INTERVENTIONS, ANSWERS, COURSES = "Borgere", "Indsatser", "Trivsel", "CTI-forløb"
ID = "Borger-ID"

GENDERS = {"Kvinde": Gender.WOMAN, "Mand": Gender.MAN, "Non-binær": Gender.NON_BINARY}
GOALS = {"Exit": Goal.LEAVE, "Forbedret livssituation": Goal.IMPROVE}
YES_NO = {"Ja": True, "Nej": False}
END_REASONS = {
    "Gennemført": EndReason.COMPLETED,
    "Mål nået": EndReason.GOAL_REACHED,
    "Borgeren stoppede": EndReason.CLIENT_STOPPED,
    "Mistet kontakt": EndReason.CONTACT_LOST,
    "Flyttet": EndReason.MOVED,
    "Overført": EndReason.TRANSFERRED,
    "Andet": EndReason.OTHER,
}


@dataclass(frozen=True)
class Column:
    """`empty` is what an empty cell means where the cell may be empty."""

    heading: str
    field: str
    parse: Parser
    is_required: bool = False
    empty: Any = None


@dataclass(frozen=True)
class Sheet:
    name: str
    row_type: type[Row]
    columns: tuple[Column, ...]
    is_required: bool = False

    def column(self, heading: str) -> Column | None:
        return next((column for column in self.columns if column.heading.casefold() == heading.casefold()), None)


# An id of eight digits is a plain number in an own list, not somebody's telephone.
REFERENCE = Column(ID, "reference", cells.text(60, refused=REFUSED_AS_REFERENCE), is_required=True)
START = Column("Startdato", "starts_on", cells.day, is_required=True)
END = Column("Slutdato", "ends_on", cells.day)

SHEETS = (
    Sheet(
        CITIZENS,
        CitizenRow,
        (
            REFERENCE,
            Column("Køn", "gender", cells.choice(GENDERS), empty=""),
            Column("Alder", "age", cells.age),
            START,
            END,
            Column("Henvist fra", "source", cells.text(100), empty=""),
            Column("Målsætning", "wish", cells.choice(GOALS), empty=""),
            Column("Menneskehandel", "is_anti_trafficking", cells.choice(YES_NO), empty=False),
            Column("Øvrige tilbud", "is_other_offer", cells.choice(YES_NO), empty=False),
        ),
        is_required=True,
    ),
    Sheet(
        INTERVENTIONS,
        InterventionRow,
        (
            REFERENCE,
            Column("Indsats", "type", cells.text(100), is_required=True),
            Column("Udfører", "provider", cells.text(100), empty=""),
            START,
            END,
        ),
    ),
    Sheet(
        ANSWERS,
        AnswerRow,
        (
            REFERENCE,
            Column("Dato", "answered_on", cells.day, is_required=True),
            *(Column(f"Spørgsmål {number}", f"item_{number}", cells.item) for number in range(1, 6)),
        ),
    ),
    Sheet(
        COURSES,
        CourseRow,
        (
            REFERENCE,
            Column("Mål", "goal", cells.choice(GOALS), is_required=True),
            Column("Kontaktstart", "contact_starts_on", cells.day),
            Column("Start", "starts_on", cells.day),
            Column("Slut", "ends_on", cells.day),
            Column("Afslutningsårsag", "end_reason", cells.choice(END_REASONS), empty=""),
        ),
    ),
)
SHEET_NAMES = tuple(sheet.name for sheet in SHEETS)


def sheet_named(title: str) -> Sheet | None:
    return next((sheet for sheet in SHEETS if sheet.name.casefold() == title.strip().casefold()), None)
