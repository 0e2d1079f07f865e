"""Naming a citizen's contact person, and a colleague who covers. Both steer lists; neither opens access."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import User
from audit.models import Action
from audit.services import record
from clients.anonymity import check_no_text
from clients.assignments.models import Assignment, Cover
from clients.assignments.querysets import people_reaching, workers_of
from clients.models import Client
from clients.services import not_in_the_future
from documents.numbers import long_date
from projects.access import Permission, has_permission
from projects.models import Project


@transaction.atomic
def assign(
    client: Client,
    *,
    worker: User | None,
    backup: User | None = None,
    since: dt.date,
    reason: str = "",
    reason_text: str = "",
    by: Any,
) -> Assignment:
    """Name the contact person from `since` on, and a second person; without a worker, nobody is from then on.

    Raises ValidationError for somebody who does not reach the citizen today, for a day to come, before the
    first enrolment or before the last change, and where another one or nobody takes over without a reason.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    not_in_the_future("since", since)
    last = client.assignments.first()
    _check_day(client, last, since)
    _check_reach(client, worker=worker, backup=backup)
    if last is not None and last.worker_id not in (None, getattr(worker, "pk", None)) and not reason:
        raise ValidationError({"reason": _("Choose why the contact person changes.")})
    check_no_text(client, reason_text=reason_text)
    assignment = Assignment(
        project=client.project, client=client, worker=worker, backup=backup, since=since, reason=reason,
        reason_text=reason_text,
    )  # fmt: skip
    assignment.full_clean()
    assignment.save()
    record(Action.CHANGED, assignment, by=by)
    return assignment


def _check_day(client: Client, last: Assignment | None, since: dt.date) -> None:
    first = client.enrolments.order_by("starts_on").first()
    if first is not None and since < first.starts_on:
        message = _("The citizen was first enrolled on %(day)s. Choose that day or a later one.")
        raise ValidationError({"since": message % {"day": long_date(first.starts_on)}})
    if last is not None and since < last.since:
        message = _("The last change is of %(day)s. Choose that day or a later one.")
        raise ValidationError({"since": message % {"day": long_date(last.since)}})


def _check_reach(client: Client, **people: User | None) -> None:
    reaching = people_reaching(client)
    for name, person in people.items():
        if person is not None and not reaching.filter(pk=person.pk).exists():
            message = _("%(name)s does not see this citizen. Choose somebody who does.")
            raise ValidationError({name: message % {"name": person.name}})


@transaction.atomic
def arrange_cover(
    *, project: Project, person: User, colleague: User, starts_on: dt.date, ends_on: dt.date, by: Any
) -> Cover:
    """Let `colleague` take over `person`'s lists from `starts_on` to `ends_on`, both included.

    One arranges it for oneself; a coordinator also for others (else PermissionDenied). Raises ValidationError
    where one of the two does not work with citizens in the project, the days are over, `person` is covered
    already or covers for somebody then, or `colleague` is away: lists move one step, never two.
    """
    if by.pk != person.pk and not has_permission(by, Permission.COVER_ARRANGE, project):
        raise PermissionDenied
    Project.objects.select_for_update().get(pk=project.pk)
    _check_workers(project, person=person, colleague=colleague)
    if ends_on < localdate():
        raise ValidationError({"ends_on": _("Those days are over. Choose today or a later day.")})
    _check_others(Cover.objects.filter(project=project).during(starts_on, ends_on), person, colleague)
    cover = Cover(project=project, person=person, colleague=colleague, starts_on=starts_on, ends_on=ends_on)
    cover.full_clean()
    cover.save()
    record(Action.CREATED, cover, by=by)
    return cover


def _check_workers(project: Project, **people: User) -> None:
    workers = workers_of(project)
    for name, person in people.items():
        if not workers.filter(pk=person.pk).exists():
            message = _("%(name)s does not work with citizens in this project. Choose somebody who does.")
            raise ValidationError({name: message % {"name": person.name}})


def _check_others(covers: Any, person: User, colleague: User) -> None:
    """The covers of the same days that this one would run into."""
    already = covers.filter(person=person).select_related("colleague").first()
    if already is not None:
        message = _("%(colleague)s covers already from %(first)s to %(last)s. End that first, or choose other days.")
        raise ValidationError({"starts_on": message % _words(already)})
    helping = covers.filter(colleague=person).select_related("person", "colleague").first()
    if helping is not None:
        message = _("%(person)s is to cover for %(other)s then. Let somebody else do that first.")
        raise ValidationError({"starts_on": message % {"person": person.name, "other": helping.person.name}})
    if covers.filter(person=colleague).exists():
        message = _("%(name)s is away then. Choose another colleague.")
        raise ValidationError({"colleague": message % {"name": colleague.name}})


def _words(cover: Cover) -> dict[str, str]:
    days = {"first": long_date(cover.starts_on), "last": long_date(cover.ends_on)}
    return {"colleague": cover.colleague.name, **days}


@transaction.atomic
def end_cover(cover: Cover, *, by: Any) -> Cover:
    """Call it off at once: the lists are the person's own again.

    Raises PermissionDenied for who is neither of the two nor a coordinator, ValidationError when it is over.
    """
    cover = Cover.objects.select_for_update().select_related("project").get(pk=cover.pk)
    is_theirs = by.pk in (cover.person_id, cover.colleague_id)
    if not is_theirs and not has_permission(by, Permission.COVER_ARRANGE, cover.project):
        raise PermissionDenied
    if cover.ended_at is not None or cover.ends_on < localdate():
        raise ValidationError(_("The cover is over already."))
    cover.ended_at = timezone.now()
    cover.save(update_fields=["ended_at"])
    record(Action.ENDED, cover, by=by)
    return cover
