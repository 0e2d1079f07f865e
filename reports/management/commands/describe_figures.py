from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from projects.management.base import PlainCommand, refusal
from reports.catalogue import CATALOGUE
from reports.catalogue.markdown import as_markdown

DOCUMENT = settings.BASE_DIR / "docs" / "figures.md"


class Command(PlainCommand):
    help = "Write what every figure of the reports means."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--output", type=Path, default=DOCUMENT, metavar="PATH")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["output"]
        try:
            path.write_text(as_markdown(CATALOGUE))
        except OSError as error:
            raise refusal(f"{path}: {error.strerror}") from None
