"""How long the figures take, as ratios to SQL written by hand for the same numbers, and to pandas.

Usage: python -m benchmarks.figures [--rounds NUMBER] [--pandas]

Needs the database that `python -m benchmarks.country` filled. The numbers are compared first: nothing is timed that is
not equal. Then the two sides take turns, so that what else the machine does falls on both.
"""

import argparse
import datetime as dt
import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import django
from django.db import connection

from benchmarks.by_hand import SQL
from benchmarks.clock import spent, without_parallel_workers

DAY = dt.date(2023, 11, 30)
Rows = set[tuple[Any, ...]]


def figures() -> dict[str, Callable[[list[int], dt.date], Any]]:
    """Every figure function by name."""
    from reports.figures import interventions, population, referrals, status, wellbeing

    functions = [
        population.participation, population.ages, population.genders, interventions.citizens_by_type,
        interventions.types_per_citizen, interventions.citizens_by_challenge, wellbeing.waves, wellbeing.attrition,
        wellbeing.answers, referrals.sources, referrals.onward, status.standing,
    ]  # fmt: skip
    return {function.__name__: function for function in functions}


# A project's figure as the rows that SQL gives of it, the project's id before each; what is nowhere is in neither.
PLAIN: dict[str, Callable[[Any], Iterable[tuple[Any, ...]]]] = {
    "participation": lambda found: [(found.registered, found.under_one_day, found.days)],
    "ages": lambda found: [*found.counts.items(), (None, found.unknown)],
    "genders": lambda found: [*found.counts.items(), ("", found.unknown)],
    "citizens_by_type": lambda found: [(one.name, one.citizens, one.cases) for one in found],
    "types_per_citizen": lambda found: found.items(),
    "citizens_by_challenge": lambda found: found.items(),
    "waves": lambda found: [(one.number, one.n, one.total, one.first_total) for one in found],
    "attrition": lambda found: [
        (is_back, one.n, one.total, one.squares) for is_back, one in ((False, found.single), (True, found.repeated))
    ],
    "answers": lambda found: [(found.number, found.without_score)],
    "sources": lambda found: [*((one.name, one.citizens) for one in found.sources), (None, found.unknown)],
    "onward": lambda found: found.items(),
}
KEPT_WHEN_ZERO = ("citizens_by_type",)
WITHOUT_KEY = ("participation", "answers")  # one row a project: counts from the first column on


def by_hand(name: str, ids: list[int], day: dt.date = DAY) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(SQL[name], {"ids": ids, "day": day})
        return cursor.fetchall()


def rows_of(name: str, found: Any) -> Rows:
    """What the figure function found, as rows."""
    rows = {(one, *row) for one, figure in found.items() for row in PLAIN[name](figure)}
    first = 1 if name in WITHOUT_KEY else 2
    return rows if name in KEPT_WHEN_ZERO else {row for row in rows if any(row[first:])}


def differences(ids: list[int], day: dt.date = DAY) -> dict[str, Rows]:
    """By figure, the rows that only one side gives; empty where the ORM and the hand-written SQL agree."""
    found = {name: function(ids, day) for name, function in figures().items()}
    standing, rows = found.pop("standing"), by_hand("standing", ids, day)
    different = {name: rows_of(name, value) ^ set(by_hand(name, ids, day)) for name, value in found.items()}
    counts = {status: count for status, count in standing.counts.items() if count}
    told = {(counts == {row[0]: row[1] for row in rows}, standing.left, standing.came_back)}
    different["standing"] = told ^ {(True, sum(row[2] for row in rows), sum(row[3] for row in rows))}
    return {name: rows for name, rows in different.items() if rows}


@dataclass
class Timing:
    """Milliseconds of processor time of each round, of ours and of theirs."""

    ours: list[float] = field(default_factory=list)
    theirs: list[float] = field(default_factory=list)

    def row(self, name: str) -> str:
        fastest, median = (of(self.ours) / of(self.theirs) for of in (min, statistics.median))
        times = " | ".join(f"{of(side):,.1f}" for side in (self.ours, self.theirs) for of in (min, statistics.median))
        return f"| {name} | {fastest:.2f} | {median:.2f} | {times} |"


def milliseconds(work: Callable[[], Any]) -> float:
    began = spent()
    work()
    return 1000 * (spent() - began)


def timed(ids: list[int], rounds: int) -> dict[str, Timing]:
    """Each figure against its SQL, then all of the project report's figures together."""
    from reports.figures.gathering import gather

    pairs = {name: (lambda f=f: f(ids, DAY), lambda n=name: by_hand(n, ids)) for name, f in figures().items()}
    pairs["gather"] = (lambda: gather(ids, DAY), lambda: [by_hand(name, ids) for name in PLAIN])
    return {name: in_turn(*pair, rounds) for name, pair in pairs.items()}


def in_turn(ours: Callable[[], Any], theirs: Callable[[], Any], rounds: int) -> Timing:
    timing = Timing()
    for number in range(rounds):
        sides = [(timing.ours, ours), (timing.theirs, theirs)]
        for times, work in sides if number % 2 else reversed(sides):
            times.append(milliseconds(work))
    return timing


def overview(ids: list[int], rounds: int) -> Timing:
    """The whole report of the programme, its tables included, against the SQL of its figures."""
    from projects.models import Programme
    from reports.reports.overview import programme_overview

    programme = Programme.objects.get(code="EXIT2020")
    return in_turn(
        lambda: programme_overview(programme, as_of=DAY), lambda: [by_hand(name, ids) for name in PLAIN], rounds
    )


def with_pandas(ids: list[int], rounds: int) -> dict[str, Timing]:
    """All figures of the project report: pandas beside them, with and without reading the rows."""
    from benchmarks import frames
    from reports.figures.gathering import gather

    kept = frames.read(ids, DAY)
    found = frames.compute(kept, DAY)
    for name, rows in found.items():
        ours = {row[:3] if name == "citizens_by_type" else row for row in rows_of(name, figures()[name](ids, DAY))}
        if ours != rows:
            raise SystemExit(f"{name}: pandas has other numbers: {sorted(ours ^ rows, key=str)[:6]}")
    return {
        "gather against pandas, rows read": in_turn(
            lambda: gather(ids, DAY), lambda: frames.compute(frames.read(ids, DAY), DAY), rounds
        ),
        "gather against pandas, rows at hand": in_turn(
            lambda: gather(ids, DAY), lambda: frames.compute(kept, DAY), rounds
        ),
    }


HEAD = """
{title}

| figure | ratio, fastest | ratio, median | ours, fastest (ms) | ours, median | other, fastest | other, median |
|---|--:|--:|--:|--:|--:|--:|"""


def measure(title: str, ids: list[int], rounds: int, *, has_pandas: bool) -> None:
    if different := differences(ids):
        raise SystemExit(f"The numbers differ, so nothing is timed: {different}")
    print(HEAD.format(title=title), flush=True)
    timings = timed(ids, rounds)
    if len(ids) > 1:
        timings["overview"] = overview(ids, rounds)
    if has_pandas:
        timings |= with_pandas(ids, 3)
    for name, timing in timings.items():
        print(timing.row(name), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Time the figures against SQL written by hand, and pandas.")
    parser.add_argument("--rounds", type=int, default=5, help="for the country; one project takes four times as many")
    parser.add_argument("--pandas", action="store_true", help="needs benchmarks/requirements.txt")
    arguments = parser.parse_args()
    django.setup()
    from projects.models import Project

    without_parallel_workers()
    ids = list(Project.objects.order_by("code").values_list("pk", flat=True))
    one = ids[len(ids) // 2]
    measure("One project", [one], 4 * arguments.rounds, has_pandas=arguments.pandas)
    measure(f"All {len(ids)} projects", ids, arguments.rounds, has_pandas=arguments.pandas)


if __name__ == "__main__":
    main()
