import datetime as dt

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone

from clients.models.citizen import Client
from projects.models import Project

UNDOABLE_FOR = dt.timedelta(days=30)


class ClientMerge(models.Model):
    """Two codes of one citizen made one: what moved from the `former` code to the `kept` one, so that it can be undone.

    `moved` holds the ids of the rows by kind and field, and the last id of each kind, so that later rows are known;
    `changes` what a date or a fact was before and after; `swapped` pairs of references that changed places, without
    their words.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    kept = models.ForeignKey(Client, models.CASCADE, related_name="merges")
    former = models.ForeignKey(Client, models.CASCADE, related_name="+")
    merged_at = models.DateTimeField(default=timezone.now, editable=False)
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    moved = models.JSONField(default=list, blank=True)
    changes = models.JSONField(default=list, blank=True, encoder=DjangoJSONEncoder)
    swapped = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["-merged_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["former"], condition=Q(undone_at=None), name="clients_merged_into_one_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(kept=models.F("former")), name="clients_merge_is_of_two"),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="clients_undone_merge_has_day_and_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.former} → {self.kept}"

    @property
    def undoable_until(self) -> dt.datetime:
        return self.merged_at + UNDOABLE_FOR

    @property
    def is_undoable(self) -> bool:
        """Within 30 days, and not undone already."""
        return self.undone_at is None and timezone.now() <= self.undoable_until
