import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from exchange.management.progress import ProgressLines
from exchange.workbook import Plan, import_workbook, plan
from exchange.workbook.issues import Issue
from exchange.workbook.wording import counted
from projects.management.base import PlainCommand, project_of_code, refusal
from projects.models import Project


class Command(PlainCommand):
    help = "Take over a registration workbook, whole or not at all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--project", required=True, metavar="CODE")
        parser.add_argument("file", type=Path, metavar="FILE.xlsx")
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen and write nothing.")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("da"):
            project = project_of_code(options["project"])
            result = self._run(project, options["file"], is_trial=options["dry_run"])
            if options["format"] == "json":
                self.stdout.write(json.dumps(result.as_json(), ensure_ascii=False, indent=2))
            else:
                self.stdout.write("\n".join(_lines(result)))
        if result.errors:
            sys.exit(1)

    def _run(self, project: Project, file: Path, *, is_trial: bool) -> Plan:
        progress = ProgressLines(self.stderr)
        try:
            with file.open("rb") as stream:
                if is_trial:
                    return plan(project, stream, progress=progress)
                return import_workbook(project, stream, by=None, progress=progress)
        except OSError:
            raise refusal(_("The file %(file)s can't be opened.") % {"file": file}) from None
        finally:
            progress.end()


def _lines(result: Plan) -> Iterator[str]:
    for issue in result.errors:
        yield _("Error: %(issue)s") % {"issue": _line(issue)}
    for issue in result.warnings:
        yield _("Warning: %(issue)s") % {"issue": _line(issue)}
    if result.errors:
        yield _("Nothing has been written. Correct the file and import it again.")
        return
    for heading, counts in ((_("Created"), result.created), (_("Updated"), result.updated)):
        yield f"{heading}: {', '.join(counted(counts)) or _('nothing')}"
    for heading, names in ((_("New sources"), result.new_sources), (_("New types"), result.new_types)):
        if names:
            yield f"{heading}: {', '.join(names)}"
    if not result.is_written:
        yield _("Nothing has been written; this was a trial.")


def _line(issue: Issue) -> str:
    row = "" if issue.row is None else _("row %(row)s") % {"row": issue.row}
    place = ", ".join(part for part in (issue.sheet, row, issue.column) if part)
    return f"{place}: {issue.message}" if place else issue.message
