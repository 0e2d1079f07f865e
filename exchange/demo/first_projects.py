"""The four projects of 2013–2016 as quotas that add up to the status statement of source 000.

The source prints sums over the four; here they are spread about as their inhabitants are. The project description
(source 004 §8) names the municipalities' administrations, Reden and Kompetencecenter Prostitution as those who
recruit; the rest (names of administrations, sources, dates) is invented.
"""

import datetime as dt

from exchange.demo.plans import COUNSELLING, CTI_COURSE, Frame, Provider, StatusPlan

STATED_ON = dt.date(2014, 3, 18)
OPENED, ENDED = dt.date(2013, 6, 1), dt.date(2016, 12, 31)  # source 003, "Kort om projektet"
# Thousands, about as at the end of 2012, when the four had 1,273,052 together (source 004 §3).
INHABITANTS = {"KBH12": 558, "AAR12": 319, "ODE12": 193, "AAL12": 203}
SOURCES = {
    "Kompetencecenter Prostitution": 3,
    "Borgeren selv": 3,
    "Reden": 3,
    "Rusmiddelcenter": 2,
    "Herberg": 1,
    "Jobcenter": 1,
}


def _frame(code: str, city: str, municipality: str, host: str, partner: str) -> Frame:
    return Frame(
        code=code,
        name=f"Exit Prostitution {city}",
        municipality=municipality,
        visitation="decentral",
        opens_on=OPENED,
        ends_on=ENDED,
        host=host,
        partners={partner: None},
        intake=(host, partner, host),
        providers={CTI_COURSE: Provider((host,)), COUNSELLING: Provider((host, partner))},
        sources=SOURCES,
    )


COPENHAGEN = _frame("KBH12", "København", "0101", "Københavns Kommune, Socialforvaltningen", "Reden København")
AARHUS = _frame("AAR12", "Aarhus", "0751", "Aarhus Kommune, Sociale Forhold og Beskæftigelse", "Reden Aarhus")
ODENSE = _frame("ODE12", "Odense", "0461", "Odense Kommune, Social- og Arbejdsmarkedsforvaltningen", "Reden Odense")
AALBORG = _frame(
    "AAL12", "Aalborg", "0851", "Aalborg Kommune, Familie- og Beskæftigelsesforvaltningen", "Reden Aalborg"
)  # fmt: skip


def _plan(frame: Frame, *by_status: int, later: int) -> StatusPlan:
    leaving, improving, orientation, referred_on, support = by_status
    return StatusPlan(
        **vars(frame), in_course_exit=leaving, in_course_improve=improving, orientation=orientation,
        referred_on=referred_on, support=support, later=later,
    )  # fmt: skip


# In a course to leave, in one to improve, in orientation, referred on, support or counselling.
FIRST_PROJECTS = (
    _plan(COPENHAGEN, 5, 13, 10, 7, 5, later=20),
    _plan(AARHUS, 3, 7, 6, 4, 3, later=12),
    _plan(ODENSE, 1, 5, 3, 2, 3, later=7),
    _plan(AALBORG, 2, 4, 4, 2, 2, later=7),
)
