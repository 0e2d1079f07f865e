from typing import Any

from django.core.management.base import CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from casework.digests import send_digests
from projects.management.base import PlainCommand


class Command(PlainCommand):
    """For a timer, once a week or as often as one likes: nobody gets two in one week.

    Exit status 1 when a mail could not be sent; the next run tries that one again.
    """

    help = "Send the weekly mail to those for whom something is waiting."

    def handle(self, *args: Any, **options: Any) -> None:
        outcome = send_digests()
        with translation.override("da"):
            counts = {"sent": outcome.sent, "skipped": outcome.skipped, "failed": outcome.failed}
            words = _("Sent: %(sent)d. Nothing to send: %(skipped)d. Failed: %(failed)d.") % counts
        if outcome.failed:
            raise CommandError(words)
        self.stdout.write(words)
