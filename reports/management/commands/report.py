import datetime as dt
import functools
import os
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from projects.models import Programme, Project
from reports.printing import FORMATS, LANGUAGE, print_report
from reports.reports import KINDS, AsOfInFuture

AUDIENCES = ("internal", "public")
STANDARD_OUTPUT = "-"
BAD_ARGUMENT = 2


class Command(BaseCommand):
    help = "Writes a report to a file. Any bad argument is one line on standard error and exit status 2."
    requires_system_checks: list[str] = []  # the figures do not depend on them, and they cost a second

    def add_arguments(self, parser: CommandParser) -> None:
        parser.error = functools.partial(_one_line, parser)  # type: ignore[method-assign]
        parser.add_argument("kind", help=", ".join(KINDS))
        parser.add_argument("--project", help="the project's code")
        parser.add_argument("--programme", help="the programme's code")
        parser.add_argument("--as-of", help="YYYY-MM-DD; today if left out")
        parser.add_argument("--audience", default="internal", help=", ".join(AUDIENCES))
        parser.add_argument("--format", help=", ".join(FORMATS))
        parser.add_argument("--output", help="a path, or - for standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(LANGUAGE):
            _one_of("report", options["kind"], tuple(KINDS))
            _all_given(options, ("format", "output"))
            _one_of("--format", options["format"], tuple(FORMATS))
            _one_of("--audience", options["audience"], AUDIENCES)
            output = _output(options["output"], options["format"])
            self._print(_subject(options), _day(options["as_of"]), output, options)

    def _print(self, subject: Project | Programme, day: dt.date | None, output: str, options: dict[str, Any]) -> None:
        try:
            with transaction.atomic():  # what could not be written was not printed
                _report, content = print_report(
                    options["kind"], subject, format=options["format"], audience=options["audience"], as_of=day, by=None
                )
                if output == STANDARD_OUTPUT:
                    self.stdout.write(content.decode(), ending="")
                else:
                    write_whole(Path(output), content)
        except AsOfInFuture as error:
            raise _bad(str(error)) from error
        except OSError as error:
            text = gettext("The report cannot be written to %(path)s (%(reason)s). Choose another path.")
            raise _bad(text % {"path": output, "reason": error.strerror or error}) from error


def write_whole(path: Path, content: bytes) -> None:
    """All of `content`, or the file as it was. Raises OSError."""
    if path.exists() and not path.is_file():
        path.write_bytes(content)  # a device or a pipe; for a folder this raises
        return
    target = path.resolve()
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        os.replace(beside, target)
    finally:
        beside.unlink(missing_ok=True)


def _bad(message: str) -> CommandError:
    return CommandError(" ".join(message.split()), returncode=BAD_ARGUMENT)


def _one_line(parser: CommandParser, message: str) -> NoReturn:
    if parser.called_from_command_line:
        parser.exit(BAD_ARGUMENT, f"CommandError: {' '.join(message.split())}\n")
    raise _bad(message)


def _all_given(options: dict[str, Any], names: tuple[str, ...]) -> None:
    for name in names:
        if not options[name]:
            raise _bad(gettext("--%(name)s is missing.") % {"name": name})


def _one_of(name: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        text = gettext("%(name)s is “%(value)s”. Use %(choices)s.")
        raise _bad(text % {"name": name, "value": value, "choices": ", ".join(choices)})


def _output(path: str, format: str) -> str:
    if path == STANDARD_OUTPUT and not FORMATS[format].is_text:
        text = gettext("%(format)s cannot be written to standard output. Give the path of a file with --output.")
        raise _bad(text % {"format": format.upper()})
    return path


def _subject(options: dict[str, Any]) -> Project | Programme:
    """The project or the programme that is named: one of the two, and one that has such a report."""
    possible = KINDS[options["kind"]]
    given = [name for name in ("project", "programme") if options[name]]
    if len(given) == 2:
        raise _bad(gettext("Give --project or --programme, not both."))
    if not given and len(possible) == 2:
        raise _bad(gettext("--project or --programme is missing."))
    wanted = "project" if Project in possible else "programme"
    if not given:
        raise _bad(gettext("--%(name)s is missing.") % {"name": wanted})
    if (given == ["project"] and Project not in possible) or (given == ["programme"] and Programme not in possible):
        text = gettext("The report %(kind)s is of a %(name)s. Give --%(name)s.")
        raise _bad(text % {"kind": options["kind"], "name": wanted})
    return _project(options["project"]) if given == ["project"] else _programme(options["programme"])


def _project(code: str) -> Project:
    project = Project.objects.select_related("municipality", "programme").filter(code=code).first()
    if project is None:
        raise _bad(gettext("There is no project with the code “%(code)s”. Check --project.") % {"code": code})
    return project


def _programme(code: str) -> Programme:
    programme = Programme.objects.filter(code=code).first()
    if programme is None:
        raise _bad(gettext("There is no programme with the code “%(code)s”. Check --programme.") % {"code": code})
    return programme


def _day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise _bad(gettext("“%(text)s” is not a date. Write --as-of as 2023-11-30.") % {"text": text})
    return day
