import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from exchange.demo.load import is_empty, load_history
from exchange.reproduction import comparison
from exchange.reproduction.markdown import as_markdown
from exchange.reproduction.ours import our_numbers
from exchange.reproduction.published import published
from projects.management.base import PlainCommand, refusal

DOCUMENT = settings.BASE_DIR / "docs" / "reproduction.md"


class Command(PlainCommand):
    help = "Set what the published sources print beside what our reports say of the demonstration; keeps no row."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--output", type=Path, default=DOCUMENT, metavar="PATH")
        parser.add_argument("--data", type=Path, default=comparison.FILE, metavar="PATH")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise refusal(_("Demonstration data is not loaded in production."))
        if not is_empty():
            raise refusal(_("The database is not empty: demonstration data needs one without people and projects."))
        ours = numbers_of_the_demonstration()
        document = as_markdown(comparison.compare(published(), ours))
        for path, text in ((options["data"], as_json(ours)), (options["output"], document)):
            try:
                path.write_text(text)
            except OSError as error:
                raise refusal(f"{path}: {error.strerror}") from None


def numbers_of_the_demonstration() -> dict[str, list[str]]:
    """Load, read and roll back: nothing of it stays."""
    with transaction.atomic():
        load_history()
        ours = our_numbers()
        transaction.set_rollback(True)
    return ours


def as_json(ours: Mapping[str, list[str]]) -> str:
    return json.dumps(ours, ensure_ascii=False, indent=1) + "\n"
