import datetime as dt
import io
import json
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command, get_commands, load_command_class

from clients.models import Client
from exchange.workbook.wording import WORDS, counted
from tests.workbooks import citizen, course, intervention, saved, sheets

pytestmark = pytest.mark.django_db
NONE = {
    "citizens": 0, "interventions": 0, "answers": 0, "courses": 0, "referral_sources": 0, "intervention_types": 0,
}  # fmt: skip


@pytest.fixture
def path(tmp_path):
    def write(*rows, **children):
        file = tmp_path / "registrations.xlsx"
        file.write_bytes(saved(sheets(rows, **children)).getvalue())
        return str(file)

    return write


def run(*arguments):
    """The command's exit code and what it printed."""
    out, code = io.StringIO(), 0
    try:
        call_command("import_registrations", *arguments, stdout=out)
    except SystemExit as end:
        code = end.code
    return code, out.getvalue()


def test_json_tells_what_was_created(import_project, path):
    file = path(citizen(**{"Henvist fra": "Reden"}), interventions=[intervention(), intervention()])
    code, printed = run("--project", "VIB", file, "--format", "json")
    said = json.loads(printed)
    assert code == 0
    assert said["errors"] == []
    assert [(issue["sheet"], issue["row"], issue["column"]) for issue in said["warnings"]] == [
        ("Indsatser", 3, "Indsats")
    ]
    assert said["created"] == NONE | {
        "citizens": 1, "interventions": 2, "referral_sources": 1, "intervention_types": 1,
    }  # fmt: skip
    assert said["updated"] == NONE
    assert Client.objects.count() == 1


def test_json_lists_every_bad_row_and_writes_nothing(import_project, path):
    code, printed = run("--project", "VIB", path(citizen(Alder=17), citizen("2", Køn="?")), "--format", "json")
    said = json.loads(printed)
    assert code == 1
    assert [(issue["sheet"], issue["row"], issue["column"]) for issue in said["errors"]] == [
        ("Borgere", 2, "Alder"),
        ("Borgere", 3, "Køn"),
    ]
    assert set(said) == {"errors", "warnings", "created", "updated"}
    assert set(said["errors"][0]) == {"sheet", "row", "column", "message"}
    assert said["created"] == said["updated"] == NONE
    assert not Client.objects.exists()


def test_text_lists_every_bad_row(import_project, path):
    code, printed = run("--project", "VIB", path(citizen(Alder=17), courses=[course("9")]))
    assert code == 1
    lines = printed.splitlines()
    assert len(lines) == 3
    assert "Borgere" in lines[0]
    assert " 2, Alder: " in lines[0]
    assert " 2, Borger-ID: " in lines[1]
    assert not Client.objects.exists()


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_dry_run_says_the_same_and_writes_nothing(import_project, path, form):
    file = path(citizen(), interventions=[intervention(Indsats="Malergruppe")])
    code, tried = run("--project", "VIB", file, "--dry-run", "--format", form)
    assert code == 0
    assert not Client.objects.exists()
    _code, done = run("--project", "VIB", file, "--format", form)
    assert done.splitlines() == tried.splitlines()[: None if form == "json" else -1]
    assert Client.objects.count() == 1


def test_text_names_what_is_new_to_the_project(import_project, path):
    _code, printed = run("--project", "VIB", path(citizen(**{"Henvist fra": "Reden"})))
    assert "Reden" in printed
    _code, again = run("--project", "VIB", path(citizen(**{"Henvist fra": "Reden"})))
    assert "Reden" not in again


def test_an_unreadable_file_is_an_error_of_the_file(import_project, tmp_path):
    file = tmp_path / "list.xlsx"
    file.write_text("Borger-ID;Startdato")
    code, printed = run("--project", "VIB", str(file), "--format", "json")
    (error,) = json.loads(printed)["errors"]
    assert (code, error["sheet"], error["row"]) == (1, "", None)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--project", "NONE", "here.xlsx"],
        ["--project", "VIB", "/nowhere/at-all.xlsx"],
        ["--project", "VIB", "/"],
        ["--project", "VIB"],
        ["here.xlsx"],
        ["--project", "VIB", "here.xlsx", "--format", "xml"],
    ],
)
def test_bad_arguments_are_one_line_and_exit_2(import_project, arguments):
    with pytest.raises(CommandError) as error:
        call_command("import_registrations", *arguments)
    assert error.value.returncode == 2
    assert str(error.value).count("\n") == 0


@pytest.mark.parametrize("arguments", [["--project", "NONE", __file__], ["--project", "NONE"]])
def test_from_the_command_line_a_bad_argument_is_one_line(import_project, arguments, capsys):
    command = load_command_class(get_commands()["import_registrations"], "import_registrations")
    with pytest.raises(SystemExit) as end:
        command.run_from_argv(["manage.py", "import_registrations", *arguments])
    assert end.value.code == 2
    printed = capsys.readouterr()
    assert len(printed.err.splitlines()) == 1
    assert printed.out == ""


def test_the_command_starts_without_a_database_row(settings):
    """As a person starts it: the process, its help and its exit code."""
    process = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, settings.BASE_DIR / "manage.py", "import_registrations", "--help"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0
    assert "--dry-run" in process.stdout


@pytest.mark.parametrize("kind", list(NONE))
@pytest.mark.parametrize("count", [1, 2, 1200])
def test_every_kind_has_words(kind, count):
    assert set(WORDS) == set(NONE)
    (words,) = counted({**NONE, kind: count})
    assert words.startswith(f"{count} ")


def test_a_day_to_come_is_no_reason_to_refuse(import_project, path):
    code, _printed = run("--project", "VIB", path(citizen(Startdato=dt.date(2090, 1, 1))))
    assert code == 0
