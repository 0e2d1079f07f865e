"""The money of the two programmes, in whole kroner.

Of 2012–2016 source 000 prints the sums: 23.3 million for the municipalities, by their inhabitants, and 6.1 for NGOs,
of 6.4 that were earmarked. It names 31.4 of the 32.8 million that were granted; the rest stands here as other. Of
2020–2023 source 002 prints each grant. Days and instalments are invented.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from exchange.demo.first_projects import INHABITANTS
from projects.models import BudgetLine

THOUSAND = 1000
LARGEST = max(INHABITANTS, key=lambda code: INHABITANTS[code])


@dataclass(frozen=True)
class GrantPlan:
    """`project` is a code; empty for what the programme grants to no project."""

    kroner: int
    applicant: str
    title: str
    granted_on: dt.date
    project: str = ""
    line: str = ""


@dataclass(frozen=True)
class PaymentPlan:
    kroner: int
    paid_on: dt.date
    project: str = ""


@dataclass(frozen=True)
class MoneyPlan:
    """`earmarks` are by line and of the day of the framework; `framework` is None where none is printed."""

    programme: str
    decided_on: dt.date
    framework: int | None
    earmarks: Mapping[str, int]
    grants: tuple[GrantPlan, ...]
    payments: tuple[PaymentPlan, ...]


def by_inhabitants(kroner: int) -> dict[str, int]:
    """Whole thousands for each of the four municipalities' projects; the largest has what rounding leaves."""
    together = sum(INHABITANTS.values())
    shares = {code: kroner * number // together // THOUSAND * THOUSAND for code, number in INHABITANTS.items()}
    shares[LARGEST] += kroner - sum(shares.values())
    return shares


APPLICANTS = {
    "KBH12": "Københavns Kommune",
    "AAR12": "Aarhus Kommune",
    "ODE12": "Odense Kommune",
    "AAL12": "Aalborg Kommune",
}
GRANTED_ON = dt.date(2013, 5, 15)
AGENCY = "Socialstyrelsen"


def _first_grants() -> Iterator[GrantPlan]:
    titles = {
        BudgetLine.MUNICIPAL: (23_300_000, "Exit Prostitution: den kommunale indsats"),
        BudgetLine.NGO: (6_100_000, "Exit Prostitution: samarbejdet med NGO’er"),
    }
    for line, (kroner, title) in titles.items():
        for code, share in by_inhabitants(kroner).items():
            yield GrantPlan(share, APPLICANTS[code], title, GRANTED_ON, project=code, line=line)
    shared = "SFI og Socialstyrelsen"
    first = dt.date(2013, 3, 1)
    yield GrantPlan(1_800_000, AGENCY, "Støtte til implementering i kommunerne", first, line=BudgetLine.IMPLEMENTATION)
    yield GrantPlan(200_000, shared, "Formidling af projektets resultater", first, line=BudgetLine.DISSEMINATION)
    yield GrantPlan(1_400_000, AGENCY, "Øvrige bevillinger", first, line=BudgetLine.OTHER)


def _first_payments() -> Iterator[PaymentPlan]:
    """12.2 million by 18 March 2014 (source 000): two instalments to the projects, and the agency's own costs."""
    for kroner, paid_on in ((6_000_000, dt.date(2013, 6, 17)), (5_000_000, dt.date(2014, 1, 15))):
        for code, share in by_inhabitants(kroner).items():
            yield PaymentPlan(share, paid_on, project=code)
    yield PaymentPlan(900_000, dt.date(2013, 12, 16))
    yield PaymentPlan(300_000, dt.date(2014, 2, 17))


FIRST_MONEY = MoneyPlan(
    programme="EXIT2012",
    decided_on=dt.date(2012, 1, 1),
    framework=46_000_000,
    earmarks={BudgetLine.NGO: 6_400_000},
    grants=tuple(_first_grants()),
    payments=tuple(_first_payments()),
)

AWARDED_ON = dt.date(2020, 10, 1)
INSTALMENTS = (dt.date(2021, 2, 1), dt.date(2022, 2, 1), dt.date(2023, 2, 1))
AWARDED = (
    GrantPlan(7_630_963, "Aarhus Kommune", "Exitpakke til mennesker i prostitution", AWARDED_ON, project="AAR"),
    GrantPlan(
        7_000_000, "Esbjerg Kommune", "Støtte til mennesker i prostitution i Esbjerg og omkringliggende kommuner",
        AWARDED_ON, project="ESB",
    ),
    GrantPlan(9_000_000, "Københavns Kommune", "Exitprostitution 2020-2023 København", AWARDED_ON, project="KBH"),
    GrantPlan(
        7_000_000, "Odense Kommune", "Nye veje - et samarbejde mellem Odense Kommune og Reden Odense", AWARDED_ON,
        project="ODE",
    ),
)  # fmt: skip

SECOND_MONEY = MoneyPlan(
    programme="EXIT2020",
    decided_on=dt.date(2020, 1, 1),
    framework=None,
    earmarks={},
    grants=AWARDED,
    # Three instalments; Copenhagen's grant lapsed in March 2023 (source 002 §4.4), so it had only two.
    payments=tuple(
        PaymentPlan(grant.kroner * 3 // 10 // THOUSAND * THOUSAND, day, project=grant.project)
        for grant in AWARDED
        for day in INSTALMENTS[: 2 if grant.project == "KBH" else 3]
    ),
)

MONEY = (FIRST_MONEY, SECOND_MONEY)
