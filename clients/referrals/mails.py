"""That there is something to look at, and where: never about whom or what, and nothing of the field in the subject."""

import logging
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from clients.referrals.models import Referral
from projects.access import Permission, memberships_with
from projects.models import Organisation, Project

logger = logging.getLogger(__name__)


def tell_of_sending(referral: Referral, *, by: Any) -> None:
    """To those who may answer it."""
    people = _members(referral.project, referral.to_organisation, Permission.REFERRAL_ANSWER, by)
    transaction.on_commit(partial(_send, people, "received", _page(referral.project)))


def tell_of_answer(referral: Referral, *, by: Any) -> None:
    """To those of the sender's who may refer."""
    people = _members(referral.project, referral.from_organisation, Permission.REFERRAL_SEND, by)
    transaction.on_commit(partial(_send, people, "answered", f"{_page(referral.project)}?show=sent"))


def _page(project: Project) -> str:
    return settings.ORIGIN + reverse("casework:referrals", args=[project.code])


def _members(project: Project, organisation: Organisation, permission: Permission, by: Any) -> list[User]:
    """Everybody who holds `permission` there today, but for who did it."""
    memberships = memberships_with(permission).filter(project=project, organisation=organisation)
    return list(User.objects.filter(pk__in=memberships.values("user")).exclude(pk=by.pk))


def _send(people: list[User], what: str, link: str) -> None:
    for person in people:
        context = {"name": person.name, "link": link, "site_name": settings.SITE_NAME, "what": what}
        with translation.override(person.language):
            subject = _("%(site_name)s: there is something new for you") % context
            text = render_to_string("casework/referrals/mail.txt", context)
        try:
            send_mail(subject, text, None, [person.email])
        except OSError:  # what is told by it has happened, and stands on the page
            logger.exception("A mail about a referral could not be sent.")
