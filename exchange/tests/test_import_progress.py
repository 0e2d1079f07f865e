import io
import json

import pytest
from django.core.management import call_command
from django.core.management.base import OutputWrapper

from exchange.management.progress import ProgressLines
from exchange.workbook import import_workbook, plan
from exchange.workbook.progress import told
from tests.workbooks import answer, citizen, saved, sheets


class Terminal(io.StringIO):
    def isatty(self):
        return True


def lines(stream, *steps):
    progress = ProgressLines(OutputWrapper(stream))
    for step in steps:
        progress(*step)
    progress.end()
    return stream.getvalue()


def test_elsewhere_than_on_a_terminal_each_tenth_is_a_line():
    written = lines(io.StringIO(), *[("Gemmer", done, 2000) for done in range(0, 2001, 50)])
    assert written.splitlines() == [f"Gemmer: {done} / 2.000" for done in [0, *range(200, 1000, 200)]] + [
        f"Gemmer: {done} / 2.000" for done in ("1.000", "1.200", "1.400", "1.600", "1.800", "2.000")
    ]


def test_rows_of_an_unknown_number_are_a_line_each_ten_thousand():
    written = lines(
        io.StringIO(), *[("Læser", done, None) for done in range(0, 25_000, 1000)], ("Læser", 25_000, 25_000)
    )
    assert written.splitlines() == ["Læser: 0", "Læser: 10.000", "Læser: 20.000", "Læser: 25.000 / 25.000"]


def test_a_terminal_has_one_line_that_is_gone_at_the_end():
    written = lines(Terminal(), ("Læser arket Borgere", 1000, None), ("Gemmer", 1, 2), ("Gemmer", 2, 2))
    assert "\n" not in written
    assert [part.rstrip() for part in written.split("\r")] == [
        "", "Læser arket Borgere: 1.000", "Gemmer: 1 / 2", "Gemmer: 2 / 2", "", "",
    ]  # fmt: skip
    longest = len("Læser arket Borgere: 1.000")
    assert written.split("\r")[2] == "Gemmer: 1 / 2".ljust(longest)  # nothing of a longer line stays


def test_nothing_done_leaves_the_terminal_alone():
    assert lines(Terminal()) == ""


def test_rows_pass_unchanged_and_are_told_of():
    heard = []
    assert list(told(iter(range(2500)), "x", lambda *step: heard.append(step), 2500)) == list(range(2500))
    assert heard == [("x", 0, 2500), ("x", 1000, 2500), ("x", 2000, 2500), ("x", 2500, 2500)]


@pytest.mark.django_db
def test_an_import_tells_of_every_step_in_its_order(import_project):
    heard = []
    file = saved(sheets([citizen(number) for number in range(3)], answers=[answer(number) for number in range(3)]))
    plan(import_project, file, progress=lambda *step: heard.append(step))
    planned = list(dict.fromkeys(what for what, _done, _total in heard))
    assert planned == [
        *(f"Læser arket {name}" for name in ("Borgere", "Indsatser", "Trivsel", "CTI-forløb")),
        *(f"Tjekker arket {name}" for name in ("Borgere", "Indsatser", "Trivsel", "CTI-forløb")),
        "Sammenligner med det, der er gemt",
    ]
    heard.clear()
    file.seek(0)
    import_workbook(import_project, file, by=None, progress=lambda *step: heard.append(step))
    written = [(done, total) for what, done, total in heard if what == "Gemmer"]
    # Of each citizen: a code, a link, a reference, an enrolment and an answer.
    assert written == [(done, 15) for done in (3, 6, 9, 12, 15)]


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["text", "json"])
def test_progress_is_on_standard_error_alone(import_project, tmp_path, form):
    path = tmp_path / "registrations.xlsx"
    path.write_bytes(saved(sheets([citizen()])).getvalue())
    out, err = io.StringIO(), io.StringIO()
    call_command("import_registrations", "--project", "VIB", str(path), "--format", form, stdout=out, stderr=err)
    assert "Læser arket Borgere: 1 / 1" in err.getvalue().splitlines()
    assert "Læser" not in out.getvalue()
    if form == "json":
        assert json.loads(out.getvalue())["created"]["citizens"] == 1
