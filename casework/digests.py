"""The weekly mail: how much is waiting, and a link. It says nothing of anybody, and nothing of the field."""

import datetime as dt
import logging
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import ngettext

from accounts.models import User
from casework.due.day import count_due
from casework.models import Digest
from projects.access import Permission, memberships_with
from projects.models import Project

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """`skipped`: had one this week already, or nothing is waiting. `failed`: the mail could not be sent."""

    sent: int = 0
    skipped: int = 0
    failed: int = 0


def send_digests() -> Outcome:
    """One mail a week to each person who wants it and for whom something is waiting.

    A second run in the same week sends what the first could not, and nothing twice.
    """
    monday = localdate() - dt.timedelta(days=localdate().weekday())
    outcomes = [_send_to(user, monday) for user in receivers()]
    return Outcome(*(outcomes.count(word) for word in ("sent", "skipped", "failed")))


def receivers() -> QuerySet[User]:
    """Those who have citizens in some project today and want the mail."""
    working = memberships_with(Permission.CLIENT_VIEW).filter(user=OuterRef("pk"))
    return User.objects.filter(Exists(working), wants_digest=True).order_by("pk")


def waiting_for(user: User) -> int:
    """The lines of the person's day in each of their projects, added up."""
    working = memberships_with(Permission.CLIENT_VIEW).filter(user=user, project=OuterRef("pk"))
    projects = Project.objects.select_related("programme").filter(Exists(working))
    return sum(count_due(user, project) for project in projects)


def _send_to(user: User, monday: dt.date) -> str:
    """The row and the mail belong together: a mail that fails leaves no row, and the next run tries again."""
    try:
        with transaction.atomic():
            number = waiting_for(user)
            if not number or not Digest.objects.get_or_create(user=user, week_starts_on=monday)[1]:
                return "skipped"
            _mail(user, number)
            return "sent"
    except OSError:  # what a mail server's refusal and a broken line have in common
        logger.warning("The weekly mail to account %s could not be sent.", user.pk)
        return "failed"


def _mail(user: Any, number: int) -> None:
    context = {
        "name": user.name,
        "number": number,
        "site_name": settings.SITE_NAME,
        "link": settings.ORIGIN + reverse("home"),
        "settings_link": settings.ORIGIN + reverse("projects:own_settings"),
    }
    with translation.override(user.language):
        subject = ngettext(
            "%(site_name)s: %(number)d thing is waiting for you",
            "%(site_name)s: %(number)d things are waiting for you",
            number,
        )
        send_mail(subject % context, render_to_string("casework/digest.txt", context), None, [user.email])
