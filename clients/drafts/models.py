from django.conf import settings
from django.db import models
from django.utils import timezone

from clients.drafts.querysets import DraftQuerySet


class Draft(models.Model):
    """What one person has written into one form and not sent yet; seen by nobody else, and part of no record.

    `values` has passed the guard. `stood` is what stood in the row when the form was opened, so that a draft that is
    taken up days later overwrites nothing unseen.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="+")
    client = models.ForeignKey("clients.Client", models.CASCADE, null=True, blank=True, related_name="+")
    address = models.CharField(max_length=300)  # the form's, which names the citizen where it is about one
    values = models.JSONField(default=dict)
    stood = models.JSONField(default=dict)
    updated_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "address"], name="clients_one_draft_per_form")]

    def __str__(self) -> str:
        return self.address
