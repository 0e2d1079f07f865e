"""How long the import of a large municipality's workbook takes, beside openpyxl's own time to read the same file.

    .venv/bin/python benchmarks/import_workbook.py [--citizens 10000] [--rounds 3]

Every round reads with openpyxl, imports into a new database, imports the same file again and imports one in which
every answer differs, in turn; the table shows the shortest of each. The database is a file of SQLite's in a temporary
folder, or a test database on the server that DATABASE_URL names. Time is the process's own on SQLite; on a server,
whose work is another process's, it is the clock's. Memory is the highest resident size of a process that does nothing
but that one import.
"""

import argparse
import datetime as dt
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import django
from openpyxl import load_workbook

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exitcase.settings")

from benchmarks.workbook import write  # noqa: E402

STEPS = ("openpyxl alone", "import", "the same again", "all answers changed")
Measured = dict[str, tuple[float, int, float]]  # seconds, queries, megabytes


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--citizens", type=int, default=10_000)
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = write(Path(folder) / "a.xlsx", given.citizens)
        write(Path(folder) / "b.xlsx", given.citizens, changed=True)
        size = (Path(folder) / "a.xlsx").stat().st_size / 1e6
        rounds = [one_round(folder) for _number in range(given.rounds)]
    about = rows - given.citizens
    print(f"{given.citizens:,} citizens and {about:,} rows about them, {size:.1f} MB, {given.rounds} rounds")
    print_table(rounds, rows)


def one_round(folder: str) -> Measured:
    """In a process of its own, so that its memory is its own."""
    receiver, sender = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=measure, args=(folder, sender))
    process.start()
    sender.close()
    measured: Measured = receiver.recv()
    process.join()
    return measured


def measure(folder: str, sender: "multiprocessing.connection.Connection") -> None:
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/round.sqlite3")
    django.setup()
    from django.db import connection

    if connection.vendor == "sqlite":
        Path(folder, "round.sqlite3").unlink(missing_ok=True)
        connection.settings_dict["TEST"]["NAME"] = f"{folder}/round.sqlite3"
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    sender.send(measured_steps(folder))
    connection.creation.destroy_test_db(name, verbosity=0)


def measured_steps(folder: str) -> Measured:
    from django.db import connection

    from exchange.workbook import import_workbook

    project = new_project()
    first, other = Path(folder) / "a.xlsx", Path(folder) / "b.xlsx"
    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    work: list[Callable[[], object]] = [
        lambda: read_alone(first),
        *(lambda file=file: import_workbook(project, file, by=None) for file in (first, first, other)),
    ]
    measured: Measured = {}
    for step, do in zip(STEPS, work, strict=True):
        count = QueryCount()
        begun = clock()
        with connection.execute_wrapper(count):
            do()
        seconds = clock() - begun
        measured[step] = seconds, count.queries, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return measured


class QueryCount:
    def __init__(self) -> None:
        self.queries = 0

    def __call__(self, execute, sql, params, many, context):
        self.queries += 1
        return execute(sql, params, many, context)


def new_project() -> object:
    from projects.models import Municipality, Programme
    from projects.services import create_project

    return create_project(
        code="VIB", name="Project V", municipality=Municipality.objects.get(code="0791"),
        starts_on=dt.date(2020, 1, 1), programme=Programme.objects.get(code="EXIT2020"), by=None,
    )  # fmt: skip


def read_alone(path: Path) -> int:
    """Every cell's value, as openpyxl gives it in its fastest way; returns how many."""
    book = load_workbook(path, read_only=True, data_only=True)
    cells = sum(len(row) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True))
    book.close()
    return cells


def print_table(rounds: list[Measured], rows: int) -> None:
    alone = min(measured[STEPS[0]][0] for measured in rounds)
    print("\n| step | seconds | ratio | queries | per 1,000 rows | peak memory, MB |\n|---|---|---|---|---|---|")
    for step in STEPS:
        seconds = min(measured[step][0] for measured in rounds)
        _seconds, queries, _memory = rounds[0][step]
        memory = max(measured[step][2] for measured in rounds)
        ratio, often = seconds / alone, 1000 * queries / rows
        print(f"| {step} | {seconds:.1f} | {ratio:.2f} | {queries:,} | {often:.1f} | {memory:.0f} |")
    before, after = (max(measured[step][2] for measured in rounds) for step in STEPS[:2])
    print(f"\nMemory that the first import adds: {(after - before) * 1024 / rows:.1f} KB a row")


if __name__ == "__main__":
    main()
