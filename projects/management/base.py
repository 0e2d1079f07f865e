import argparse
import datetime as dt
import sys
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from projects.models import Project

BAD_ARGUMENT = 2


class PlainCommand(BaseCommand):
    """A command whose bad argument is one line on standard error and exit 2 (figures.md, "Commands")."""

    _called_from_command_line: bool

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.error = self._refuse_arguments  # type: ignore[method-assign]
        return parser

    def _refuse_arguments(self, message: str) -> NoReturn:
        if self._called_from_command_line:
            self.stderr.write(message)
            sys.exit(BAD_ARGUMENT)
        raise refusal(message)

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except CommandError as error:
            if not self._called_from_command_line or options.get("traceback"):
                raise
            self.stderr.write(str(error))
            sys.exit(error.returncode)


def refusal(message: str) -> CommandError:
    return CommandError(" ".join(message.split()), returncode=BAD_ARGUMENT)


def refusal_of(error: ValidationError) -> CommandError:
    """All of a validation's messages in one line."""
    return refusal(" ".join(error.messages))


def project_of_code(code: str) -> Project:
    """Raises CommandError (exit 2) for a code that no project has."""
    project = Project.objects.select_related("programme", "municipality").filter(code=code).first()
    if project is None:
        raise refusal(_("There is no project with the code %(code)s.") % {"code": code})
    return project


def iso_day(written: str) -> dt.date:
    """An argument's type: a day written 2021-01-31."""
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        message = _("“%(written)s” is not a date. Write it like 2021-01-31.") % {"written": written}
        raise argparse.ArgumentTypeError(message) from None
