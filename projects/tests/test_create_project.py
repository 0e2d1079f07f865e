import argparse
import datetime as dt
import io

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command, get_commands, load_command_class

from projects.management.base import iso_day, project_of_code, refusal, refusal_of
from projects.models import Project

pytestmark = pytest.mark.django_db
GOOD = {"--name": "Exit Aarhus", "--municipality": "0751", "--start": "2021-01-01"}


def arguments(code="AAR", **changed):
    options = {**GOOD, **{f"--{name}": value for name, value in changed.items()}}
    return [code, *(part for option in options.items() for part in option if option[1] is not None)]


def run(*given):
    out = io.StringIO()
    call_command("create_project", *given, stdout=out)
    return out.getvalue()


def test_a_project_with_all_that_can_be_said():
    printed = run(*arguments(end="2023-12-31", programme="EXIT2020"))
    project = Project.objects.get()
    assert "AAR" in printed
    assert (project.code, project.name, project.municipality_id) == ("AAR", "Exit Aarhus", "0751")
    assert (project.starts_on, project.ends_on) == (dt.date(2021, 1, 1), dt.date(2023, 12, 31))
    assert project.programme.code == "EXIT2020"
    host = project.partnerships.get()
    assert (host.organisation.name, host.is_host) == ("Aarhus Kommune", True)


def test_a_project_without_end_and_programme():
    run(*arguments())
    project = Project.objects.get()
    assert (project.ends_on, project.programme) == (None, None)


BAD = [
    arguments(code="aar"),
    arguments(code="A"),
    arguments(municipality="9999"),
    arguments(municipality="Aarhus"),
    arguments(start="01-01-2021"),
    arguments(start="2021-02-30"),
    arguments(start=None),
    arguments(name=None),
    arguments(end="2020-12-31"),
    arguments(end="snart"),
    arguments(programme="EXIT1999"),
    arguments(name="x" * 151),
    [],
]


@pytest.mark.parametrize("given", BAD)
def test_bad_arguments_are_one_line_exit_2_and_no_project(given):
    with pytest.raises(CommandError) as error:
        run(*given)
    assert error.value.returncode == 2
    assert "\n" not in str(error.value)
    assert not Project.objects.exists()


def test_a_code_is_used_once():
    run(*arguments())
    with pytest.raises(CommandError) as error:
        run(*arguments(name="Another"))
    assert error.value.returncode == 2
    assert Project.objects.count() == 1


@pytest.mark.parametrize("given", [BAD[0], BAD[2], BAD[4], BAD[8], BAD[-1]])
def test_from_the_command_line(given, capsys):
    command = load_command_class(get_commands()["create_project"], "create_project")
    with pytest.raises(SystemExit) as end:
        command.run_from_argv(["manage.py", "create_project", *given])
    assert end.value.code == 2
    printed = capsys.readouterr()
    assert (printed.out, len(printed.err.splitlines())) == ("", 1)


@pytest.mark.parametrize(
    ("written", "day"), [("2021-01-31", dt.date(2021, 1, 31)), ("2024-02-29", dt.date(2024, 2, 29))]
)
def test_a_day_as_an_argument(written, day):
    assert iso_day(written) == day


@pytest.mark.parametrize("written", ["31-01-2021", "2021-02-29", "", "i dag"])
def test_what_is_no_day(written):
    with pytest.raises(argparse.ArgumentTypeError):
        iso_day(written)


def test_a_project_by_its_code():
    run(*arguments())
    assert project_of_code("AAR").name == "Exit Aarhus"
    for code in ("aar", "AA", ""):
        with pytest.raises(CommandError) as error:
            project_of_code(code)
        assert error.value.returncode == 2


def test_a_message_of_several_lines_becomes_one():
    assert str(refusal("one\n  two")) == "one two"
    assert str(refusal_of(ValidationError({"name": ["one."], "code": ["two."]}))) == "one. two."
