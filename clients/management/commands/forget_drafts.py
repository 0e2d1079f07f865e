from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.core.management.base import BaseCommand

from clients.drafts.models import Draft
from clients.drafts.services import forget_out_of_reach


class Command(BaseCommand):
    help = (
        "Delete drafts that were left for seven days or whose writers have lost sight of the citizen, and sessions "
        "that are over with what they kept. For a daily timer."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        old, _by_model = Draft.objects.too_old().delete()
        lost = forget_out_of_reach(Draft.objects.all())
        SessionStore.clear_expired()
        self.stdout.write(f"{old} old drafts and {lost} out of reach deleted.")
