from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from exchange.demo.load import is_empty, load_demo


class Command(BaseCommand):
    def add_arguments(self, parser: CommandParser) -> None:
        parser.description = _("Fill an empty database with invented demonstration data.")
        parser.add_argument(
            "--if-empty", action="store_true", help=_("Do nothing, without an error, when the database is not empty.")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError(_("Demonstration data is not loaded in production."), returncode=2)
        if is_empty():
            self._load()
        elif options["if_empty"]:
            self.stdout.write(_("The database is not empty: nothing to do."))
        else:
            raise CommandError(
                _("The database is not empty: demonstration data needs one without people and projects."), returncode=2
            )

    def _load(self) -> None:
        made = load_demo()
        self.stdout.write(
            _("Demonstration data loaded: %(projects)s projects, %(citizens)s citizens and %(logins)s logins.")
            % {"projects": made.projects, "citizens": made.citizens, "logins": made.logins}
        )
