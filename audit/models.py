from typing import Any, NoReturn

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Action(models.TextChoices):
    """What was done; a search keeps its kind, never its words."""

    VIEWED = "viewed", _("viewed")
    LISTED = "listed", _("listed")
    SEARCHED = "searched", _("searched")
    CREATED = "created", _("created")
    CHANGED = "changed", _("changed")
    ENDED = "ended", _("ended")
    IMPORTED = "imported", _("imported")
    PRINTED = "printed", _("printed")
    EXPORTED = "exported", _("taken out as a file")
    REFUSED = "refused", _("refused")


class AppendOnlyQuerySet(models.QuerySet["AuditEvent"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("Audit events are append-only.")

    def delete(self) -> NoReturn:
        raise TypeError("Audit events are append-only.")


class AuditEvent(models.Model):
    """Who saw or changed what, and when. Plain ids: an event outlives the rows it tells of."""

    at = models.DateTimeField(default=timezone.now, editable=False)
    actor_id = models.BigIntegerField(null=True)  # null: a command on the server
    project_id = models.BigIntegerField(null=True)
    action = models.CharField(max_length=20, choices=Action.choices)
    subject_type = models.CharField(max_length=50)
    subject_ids = models.JSONField(default=list)
    client_ids = models.JSONField(default=list)  # the citizens concerned, also when the subject is a child row
    detail = models.JSONField(default=dict)  # field names and counts; never what was written

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["project_id", "-at"], name="audit_project_at"),
            models.Index(fields=["actor_id", "-at"], name="audit_actor_at"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.subject_type}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("Audit events are append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Audit events are append-only.")
