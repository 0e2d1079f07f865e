"""What a demonstration project is made from (plans) and what is made of it (plain records)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from clients.models import Goal

COUNSELLING = "Rådgivning og vejledning"
PROFESSIONAL = "Rådgivning til fagperson"
COORDINATION = "Koordineringsforløb"
CASE_MANAGEMENT = "Case management"
CTI_COURSE = "CTI-forløb"
INDIVIDUAL = "Individuel terapi"
GROUP = "Gruppeterapi"
SOCIAL = "Sociale aktiviteter"
ACCOMPANIMENT = "Bisidning/følgeskab"
EMPLOYMENT = "Beskæftigelses- og uddannelsesrettet indsats"
CLOTHES = "Gratis tøj"

BANDS = {"18-25": (18, 25), "26-30": (26, 30), "31-35": (31, 35), "36-45": (36, 45), "46+": (46, 70)}


@dataclass(frozen=True)
class Group:
    """`count` citizens who received the same types; `months` is their typical participation, 0 a single hour."""

    count: int
    months: int
    types: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wave:
    """`points` is the sum of the scores of the `n` who answered; `first` the sum of their own first scores."""

    n: int
    points: int
    first: int


@dataclass(frozen=True)
class Provider:
    """Who gives a type: whoever registered the citizen, else in turn; `young` gives it to those of 18 to 30."""

    names: tuple[str, ...]
    young: str = ""

    def of(self, age: int | None, registered_by: str, turn: int) -> str:
        if self.young and age is not None and age <= BANDS["26-30"][1]:
            return self.young
        if registered_by in self.names:
            return registered_by
        return self.names[turn % len(self.names)]


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What a project is before it has a citizen."""

    code: str
    name: str
    municipality: str
    visitation: str
    opens_on: dt.date
    ends_on: dt.date | None
    host: str
    partners: Mapping[str, dt.date | None]  # the last day of the partnership
    intake: tuple[str, ...]
    providers: Mapping[str, Provider]  # by type: these types the project offers
    sources: Mapping[str, int]
    lapsed_on: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class Plan(Frame):
    """One project as its report prints it; the groups stand with the briefest contact first.

    Where an age or a gender is unknown, it is that of the first citizens: of them least is known.
    """

    as_of: dt.date
    mean_months: str
    mean_age: int
    bands: Mapping[str, int]
    genders: Mapping[str, int]
    groups: tuple[Group, ...]
    waves: tuple[Wave, ...]
    onward: Mapping[str, int]
    material: Mapping[str, int]
    running: int  # how many are still enrolled on the as-of day

    @property
    def registered(self) -> int:
        return sum(group.count for group in self.groups)


@dataclass(frozen=True, kw_only=True)
class StatusPlan(Frame):
    """One project as its status statement prints it; `later` citizens come after the statement's day."""

    in_course_exit: int
    in_course_improve: int
    orientation: int
    referred_on: int
    support: int
    later: int

    @property
    def registered(self) -> int:
        """By the statement's day."""
        return self.in_course_exit + self.in_course_improve + self.orientation + self.referred_on + self.support


@dataclass(frozen=True)
class Given:
    """An intervention: of a type, by an organisation, from–to (None: still going on)."""

    type: str
    provider: str
    starts_on: dt.date
    ends_on: dt.date | None


@dataclass(frozen=True)
class Answer:
    answered_on: dt.date
    items: tuple[int | None, ...]


@dataclass(frozen=True)
class CourseRecord:
    """A CTI course: contact first, then its phases, where they began; each goal by the day since which it holds."""

    provider: str
    goals: Mapping[dt.date, str]
    contact_on: dt.date | None = None
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    end_reason: str = ""
    own_words: str = ""
    runs_as: str = CTI_COURSE

    @property
    def begins_on(self) -> dt.date:
        return min(day for day in (self.contact_on, self.starts_on) if day is not None)


@dataclass(frozen=True)
class Citizen:
    """`returns` are further enrolments of one who had left, from–to."""

    starts_on: dt.date
    ends_on: dt.date | None
    age: int | None
    gender: str
    source: str
    wish: str
    organisation: str
    given: tuple[Given, ...] = ()
    answers: tuple[Answer, ...] = ()
    onward: str = ""
    onward_on: dt.date | None = None
    courses: tuple[CourseRecord, ...] = ()
    returns: tuple[tuple[dt.date, dt.date | None], ...] = ()

    @property
    def last_day(self) -> dt.date | None:
        """The end of the last enrolment; None while it is open."""
        return self.returns[-1][1] if self.returns else self.ends_on

    @property
    def birth_year(self) -> int | None:
        return None if self.age is None else self.starts_on.year - self.age

    @property
    def goal(self) -> str:
        """The goal of a course: the wish, where one was told."""
        return self.wish or Goal.IMPROVE
