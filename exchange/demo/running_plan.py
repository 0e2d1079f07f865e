"""The running project "Nye Skridt": obviously invented, with dates relative to today."""

import datetime as dt
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta

from clients.focus_areas import FocusArea
from clients.models import Client, Gender, Goal, OnwardReferral
from cti.models import EndReason
from exchange.demo.plans import COUNSELLING, CTI_COURSE, GROUP, INDIVIDUAL, SOCIAL, Group, Plan, Provider, Wave

HOST, CAFE, ADVICE = "Randers Kommune", "Værestedet Eksemplet", "Rådgivningen Prøven"
AGE_IN_MONTHS = 14
PLACES = (Client.Place.OUR_OFFICE, Client.Place.PARTNER, Client.Place.CAFE, Client.Place.PHONE)
TREES = (
    "Ahorn", "Ask", "Birk", "Bøg", "Eg", "Elm", "Fyr", "Gran", "Hassel", "Hyld", "Lærk", "Pil", "Poppel", "Røn",
    "Taks", "Tjørn",
)  # fmt: skip


def ago(today: dt.date, months: int, days: int = 0) -> dt.date:
    return today - relativedelta(months=months) - dt.timedelta(days=days)


def running_plan(today: dt.date) -> Plan:
    """Those without a course; the courses stand in COURSES."""
    return Plan(
        code="NYT",
        name="Nye Skridt",
        municipality="0730",
        visitation="central",
        opens_on=ago(today, AGE_IN_MONTHS),
        ends_on=None,
        as_of=today,
        host=HOST,
        partners={CAFE: None, ADVICE: None},
        intake=(HOST,),
        mean_months="5.4",
        mean_age=34,
        bands={"18-25": 8, "26-30": 6, "31-35": 4, "36-45": 6, "46+": 4},
        genders={"woman": 25, "man": 3, "non_binary": 2},
        groups=(
            Group(4, 0, (COUNSELLING,)),
            Group(3, 1),
            Group(8, 4, (COUNSELLING,)),
            Group(5, 6, (COUNSELLING, SOCIAL)),
            Group(5, 7, (COUNSELLING, INDIVIDUAL)),
            Group(7, 8, (COUNSELLING, GROUP)),
        ),
        providers={
            COUNSELLING: Provider((HOST, CAFE)),
            CTI_COURSE: Provider((HOST,)),
            INDIVIDUAL: Provider((ADVICE,)),
            GROUP: Provider((ADVICE,)),
            SOCIAL: Provider((CAFE,)),
        },
        waves=(Wave(16, 640, 640), Wave(11, 480, 440), Wave(7, 320, 284), Wave(4, 196, 164)),
        sources={"Borgeren selv": 9, "Jobcenter": 6, "Rusmiddelcenter": 5, "Værested": 5, "Egen læge": 3},
        onward={OnwardReferral.Kind.OTHER_OFFER: 4},
        material={},
        running=22,
    )


@dataclass(frozen=True)
class CoursePlan:
    """A CTI course and its citizen, known by an alias. Times are (months, days) before today.

    `scores` are WHO-5 answers divided by four, one every ten weeks; None is an answer with an item left out.
    """

    alias: str
    age: int | None
    gender: str
    goal: str
    provider: str
    contact: tuple[int, int]
    start: tuple[int, int] | None
    scores: tuple[int | None, ...]
    own_words: str
    ended: tuple[int, int] | None = None
    end_reason: str = ""


LEAVE, IMPROVE, WOMAN = Goal.LEAVE, Goal.IMPROVE, Gender.WOMAN
COURSES = (
    CoursePlan("Anemone", 24, WOMAN, LEAVE, CAFE, (0, 12), None, (9,), "Jeg vil se, om det her er noget for mig."),
    CoursePlan("Bellis", 31, WOMAN, IMPROVE, HOST, (1, 5), None, (), "Jeg vil gerne have nogen at snakke med."),
    CoursePlan("Cikorie", 42, Gender.MAN, IMPROVE, HOST, (1, 20), (0, 9), (11,), "Jeg vil have styr på mine papirer."),
    CoursePlan("Dild", 28, WOMAN, LEAVE, CAFE, (2, 20), (2, 3), (7,), "Jeg vil kunne betale min husleje."),
    CoursePlan("Engkarse", None, WOMAN, IMPROVE, CAFE, (4, 10), (3, 25), (6, 9), "Jeg vil sove hele natten."),
    # The second phase starts today, or up to three days ago where no month has today's date before it.
    CoursePlan("Forglemmigej", 22, WOMAN, LEAVE, CAFE, (4, 18), (4, 0), (7, 10), "Jeg vil i gang med en uddannelse."),
    CoursePlan("Guldregn", 45, WOMAN, IMPROVE, HOST, (7, 0), (6, 12), (6, 9, 12), "Jeg vil se mine børn noget mere."),
    CoursePlan(
        "Hyacint", 33, Gender.NON_BINARY, LEAVE, CAFE, (9, 20), (9, 3), (8, None, 8, 13), "Jeg vil have en hverdag."
    ),
    CoursePlan("Isop", 29, WOMAN, LEAVE, HOST, (11, 28), (11, 10), (5, 7, 10, 12, 15), "Jeg vil bo et roligt sted."),
    # Planned to have ended, and still running.
    CoursePlan("Kløver", 51, "", IMPROVE, CAFE, (12, 25), (12, 9), (9, 6, 9, None, 11), "Jeg vil passe på min krop."),
    CoursePlan(  # ended later than planned
        "Lavendel", 38, WOMAN, LEAVE, CAFE, (13, 20), (13, 5), (4, 8, 11, 14, 16), "Jeg vil stole på nogen igen.",
        ended=(0, 5), end_reason=EndReason.COMPLETED,
    ),
    CoursePlan(
        "Mynte", 26, WOMAN, IMPROVE, HOST, (8, 20), (8, 0), (10, 13, 16), "Jeg vil have et arbejde, jeg kan lide.",
        ended=(0, 20), end_reason=EndReason.GOAL_REACHED,
    ),
    CoursePlan(
        "Okseøje", 35, WOMAN, LEAVE, CAFE, (7, 15), (7, 0), (8, 7), "Jeg vil prøve det af.",
        ended=(3, 0), end_reason=EndReason.CLIENT_STOPPED,
    ),
)  # fmt: skip
EXPIRING = ("Hyacint", "Isop")  # their consent to a second NGO ends within days
WITHDRAWN = ("Guldregn", "Kløver")

# What is to be done in each focus area, and who does it with the citizen.
ACTIVITIES = {
    FocusArea.ECONOMY: ("Lægge et budget og lave en aftale om gælden", "Gældsrådgivning"),
    FocusArea.HOUSING: ("Skrive sig op til en anden bolig", "Boligrådgivning"),
    FocusArea.NETWORK: ("Tage kontakt til en gammel veninde", ""),
    FocusArea.DAILY_ACTIVITIES: ("Prøve madholdet om onsdagen", CAFE),
    FocusArea.PHYSICAL_HEALTH: ("Få en tid hos lægen og følges derhen", ""),
    FocusArea.MENTAL_HEALTH: ("Begynde på samtaler hver anden uge", ADVICE),
    FocusArea.SUBSTANCE_USE: ("Aftale roligere weekender med rusmiddelcenteret", "Rusmiddelcenter"),
    FocusArea.EDUCATION_AND_WORK: ("Besøge en skole for voksne", "Uddannelsesvejledning"),
}
TOPICS = {
    COUNSELLING: (FocusArea.ECONOMY, FocusArea.HOUSING),
    SOCIAL: (FocusArea.NETWORK, FocusArea.DAILY_ACTIVITIES),
    INDIVIDUAL: (FocusArea.MENTAL_HEALTH,),
    GROUP: (FocusArea.MENTAL_HEALTH, FocusArea.NETWORK),
}
