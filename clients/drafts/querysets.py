import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.timezone import localdate

from projects.models import Membership

if TYPE_CHECKING:
    from clients.drafts.models import Draft  # noqa: F401

DAYS = 7


class DraftQuerySet(models.QuerySet["Draft"]):
    def too_old(self) -> "DraftQuerySet":
        """Not touched for seven days."""
        return self.filter(updated_at__lt=timezone.now() - dt.timedelta(days=DAYS))

    def reached_by(self, user: Any) -> "DraftQuerySet":
        """Drafts of `user` about citizens whom they see today; those about no citizen, in projects of theirs."""
        from clients.models import Client

        own = Membership.objects.valid_on(localdate()).filter(user_id=user.pk)
        about_nobody = Q(client=None, project__in=own.values("project"))
        return self.filter(Q(client__in=Client.objects.visible_to(user)) | about_nobody, user=user)
