"""The last page: what each figure means, in the words of a reader. The rules themselves are the figures' own."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from documents.paper import Definition
from reports.reports import Report

Entry = tuple[str | Promise, str | Promise]

DAY: Entry = (
    _("Day of the report"),
    _(
        "All figures are as of one day. What begins later is not counted, and what ends later counts as still "
        "running. Gender, age and source are as they are known now."
    ),
)
REGISTERED: Entry = (
    _("Registered citizens"),
    _("Different citizens who have been enrolled by the day. One who comes back is the same citizen."),
)
PROJECT: list[Entry] = [
    (_("Age"), _("The year of the first enrolment minus the year of birth.")),
    (
        pgettext_lazy("report", "Participation"),
        _(
            "The days from the start to the end of each enrolment, or to the day of the report, added up. A month is "
            "30.4375 days. Citizens with less than a day are left out of the mean."
        ),
    ),
    (
        _("Received an intervention"),
        _(
            "From the day it starts, unless it has sessions and the citizen has come to none of them. Each type counts "
            "a citizen once. Material help is not among the number of interventions per citizen."
        ),
    ),
    (
        pgettext_lazy("report", "Challenges"),
        _("What the sessions that a citizen came to were about. A citizen counts once under each."),
    ),
    (
        _("WHO-5 index score"),
        _(
            "Five questions about the last two weeks, each answered from 0 to 5; four times their sum, 0–100. "
            "An answer with a question left open has no score."
        ),
    ),
    (
        _("Wave"),
        _(
            "A citizen's first answer is wave 1. The next one is the first answer after the least number of days that "
            "is printed under the table. Means are of all who answered that wave."
        ),
    ),
    (
        pgettext_lazy("report", "Change"),
        _(
            "The mean difference between wave 1 and a later wave, only for the citizens who answered both. "
            "A rise of 10 points or more is clinically significant."
        ),
    ),
    (
        _("Shares and rounding"),
        _(
            "Shares are of the citizens whose answer is known. Every number is computed exactly and rounded once; "
            "a half is rounded away from zero. Shares can therefore add up to 99 or 101."
        ),
    ),
]
STATUS: list[Entry] = [
    (
        _("In a CTI course"),
        _(
            "The course started on or before the day and had not ended by then. Its goal is the one that it had on the "
            "day."
        ),
    ),
    (_("CTI course ended"), _("The citizen has had a course; none is running on the day.")),
    (
        _("In orientation towards a course"),
        _("A contact period has begun that had not ended by the day, and whose course had not started."),
    ),
    (
        _("Referred to other offers"),
        _("Referred on to another offer or to the anti-trafficking action plan by the day."),
    ),
    (
        _("Acute support or counselling"),
        _("Every other registered citizen, also one who has left."),
    ),
]
MONEY: list[Entry] = [
    (
        pgettext_lazy("report", "Granted"),
        _(
            "Money promised by the day. A reserve within the framework is not granted. An amount that has been "
            "corrected since counts as corrected."
        ),
    ),
    (pgettext_lazy("report", "Paid out"), _("Money paid out by the day.")),
]
MADE: Entry = (
    _("How the figures are made"),
    _(
        "The figures are computed from the partners' own registrations in the project, by the same definitions for "
        "all projects. Charts show the same numbers as the tables."
    ),
)
OF_KIND: dict[str, list[Entry]] = {
    "project": [DAY, REGISTERED, *PROJECT, MADE],
    "overview": [DAY, REGISTERED, *PROJECT, *MONEY, MADE],
    "status": [DAY, REGISTERED, *STATUS, *MONEY, MADE],
}
PUBLIC: Entry = (
    pgettext_lazy("report", "Publication"),
    _("A table that would show a number of citizens from 1 to 4 is left out, so that nobody can be recognised."),
)
INTERNAL: Entry = (
    _("Internal report"),
    _("The report can show small numbers that point to a citizen. It must not leave the project."),
)


def definitions(report: Report) -> Iterator[Definition]:
    for term, text in [*OF_KIND[report.kind], INTERNAL if report.audience == "internal" else PUBLIC]:
        yield Definition(str(term), str(text))
