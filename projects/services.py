import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.models import Action
from audit.services import record
from projects.access import Permission, Role, has_permission
from projects.base import write
from projects.models import Membership, Municipality, Organisation, Partnership, Programme, Project


@transaction.atomic
def create_project(
    *,
    code: str,
    name: str,
    municipality: Municipality,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
    programme: Programme | None = None,
    visitation: str = Project.Visitation.DECENTRAL,
    host: Organisation | None = None,
    by: User | None,
) -> Project:
    """A project with its municipality's organisation as host (made, when the municipality has none yet)."""
    project = Project(
        code=code, name=name, municipality=municipality, starts_on=starts_on, ends_on=ends_on,
        programme=programme, visitation=visitation,
    )  # fmt: skip
    project.full_clean()
    project.save()
    host = host or municipal_organisation(municipality)
    Partnership.objects.create(project=project, organisation=host, is_host=True, starts_on=starts_on)
    record(Action.CREATED, project, by=by)
    return project


def municipal_organisation(municipality: Municipality) -> Organisation:
    """The municipality's own organisation, the oldest where there are several."""
    kind = Organisation.Kind.MUNICIPALITY
    existing = Organisation.objects.filter(kind=kind, municipality=municipality).order_by("pk").first()
    return existing or Organisation.objects.create(name=municipality.authority, kind=kind, municipality=municipality)


@transaction.atomic
def add_partner(
    project: Project, organisation: Organisation, *, starts_on: dt.date, ends_on: dt.date | None = None, by: User | None
) -> Partnership:
    partnership = Partnership(project=project, organisation=organisation, starts_on=starts_on, ends_on=ends_on)
    partnership.full_clean()
    partnership.save()
    record(Action.CREATED, partnership, by=by)
    return partnership


@transaction.atomic
def new_organisation(*, name: str, by: User | None) -> Organisation:
    """An NGO that no project has worked with before; raises ValidationError on `name` where it is known already."""
    name = name.strip()
    if Organisation.objects.filter(name__iexact=name).exists():
        raise ValidationError({"name": _("There is an organisation of that name already. Choose it in the list.")})
    organisation = Organisation(name=name, kind=Organisation.Kind.NGO)
    organisation.full_clean()
    organisation.save()
    record(Action.CREATED, organisation, by=by)
    return organisation


@transaction.atomic
def propose_membership(
    *,
    user: User,
    role: str,
    project: Project | None = None,
    organisation: Organisation | None = None,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
    by: User | None,
) -> Membership:
    """A membership that gives nothing until somebody else approves it.

    Raises ValidationError when the organisation takes no part in the project, or `by` is `user`.
    """
    if project and organisation and not project.partnerships.filter(organisation=organisation).exists():
        raise ValidationError({"organisation": _("The organisation takes no part in the project.")})
    membership = write(
        Membership(
            user=user,
            role=role,
            project=project,
            organisation=organisation,
            starts_on=starts_on,
            ends_on=ends_on,
            proposed_by=by,
        )  # fmt: skip
    )
    record(Action.CREATED, membership, by=by, role=str(role))
    return membership


@transaction.atomic
def change_project_settings(
    project: Project, *, answer_days: dict[Partnership, int], by: User, **settings: Any
) -> Project:
    """Set visitation, silent_days and note_lock_days, and each named partnership's days to answer a referral.

    The log keeps what each was before and is now. Raises ValidationError for days below 1 or above 365.
    """
    changed = _set(project, settings)
    if changed:
        record(Action.CHANGED, project, by=by, changed=changed)
    for partnership, days in answer_days.items():
        if changed := _set(partnership, {"answer_days": days}):
            record(Action.CHANGED, partnership, by=by, changed=changed)
    return project


def _set(row: Project | Partnership, values: dict[str, Any]) -> dict[str, list[Any]]:
    """Save what differs; returns the former and the present value of each field that did."""
    changed = {name: [getattr(row, name), value] for name, value in values.items() if getattr(row, name) != value}
    for name, (_before, now) in changed.items():
        setattr(row, name, now)
    if changed:
        row.full_clean()
        row.save(update_fields=list(changed))
    return changed


def may_decide(user: Any, membership: Membership) -> bool:
    return bool(decidable(user, [membership]))


def decidable(user: Any, memberships: Iterable[Membership]) -> list[Membership]:
    """Those of `memberships` that `user` may approve or decline: not their own, not what they proposed.

    A project's memberships are decided by its leads; an administrator decides where there is no lead yet,
    and the memberships that belong to no project.
    """
    memberships = list(memberships)
    projects = {membership.project_id for membership in memberships}
    leads = Membership.objects.valid_on(timezone.localdate()).filter(role=Role.LEAD, project__in=projects - {None})
    led = set(leads.values_list("project_id", flat=True))
    return [membership for membership in memberships if _may_decide(user, membership, membership.project_id in led)]


def _may_decide(user: Any, membership: Membership, has_lead: bool) -> bool:
    if user.pk in (membership.user_id, membership.proposed_by_id):
        return False
    if not has_permission(user, Permission.MEMBERSHIP_APPROVE, membership.project):
        return False
    return not has_lead or has_permission(user, Permission.PROJECT_CONFIGURE, membership.project)


@transaction.atomic
def approve_membership(membership: Membership, *, by: User) -> Membership:
    """Raises PermissionDenied where `by` may not decide, ValidationError where it is decided already."""
    _decide(membership, by)
    membership.approved_by, membership.approved_at = by, timezone.now()
    record(Action.CHANGED, write(membership), by=by, decision="approved")
    return membership


@transaction.atomic
def decline_membership(membership: Membership, *, by: User) -> Membership:
    """Raises PermissionDenied where `by` may not decide, ValidationError where it is decided already."""
    _decide(membership, by)
    membership.declined_at = timezone.now()
    record(Action.CHANGED, write(membership), by=by, decision="declined")
    return membership


def _decide(membership: Membership, by: User) -> None:
    membership.refresh_from_db(from_queryset=Membership.objects.select_for_update())
    if not may_decide(by, membership):
        raise PermissionDenied
    if membership.approved_at or membership.declined_at:
        raise ValidationError(_("The membership has been decided already. Open the list again to see how."))


@transaction.atomic
def grant_by_command(
    *,
    user: User,
    role: str,
    project: Project | None = None,
    organisation: Organisation | None = None,
    starts_on: dt.date,
) -> Membership:
    """What somebody with the server's own command line sets up: the first administrator, the demonstration."""
    membership = Membership(
        user=user, role=role, project=project, organisation=organisation,
        starts_on=starts_on, approved_at=timezone.now(),
    )  # fmt: skip
    record(Action.CREATED, write(membership), by=None, role=str(role))
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, ends_on: dt.date, by: User) -> Membership:
    """The last day that the membership is valid. Raises ValidationError when it lies before the start, or after
    the end that was approved: more time takes a new membership, which somebody else approves."""
    membership.refresh_from_db(from_queryset=Membership.objects.select_for_update())
    if membership.ends_on is not None and ends_on >= membership.ends_on:
        raise ValidationError({"ends_on": _("The membership ends no later already. Propose a new one for more time.")})
    membership.ends_on = ends_on
    record(Action.ENDED, write(membership), by=by)
    return membership
