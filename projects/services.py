import datetime as dt
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


def may_decide(user: Any, membership: Membership) -> bool:
    """Whether `user` may approve or decline: not their own, not what they proposed themselves.

    A project's memberships are decided by its leads; an administrator decides where there is no lead yet,
    and the memberships that belong to no project.
    """
    if user.pk in (membership.user_id, membership.proposed_by_id):
        return False
    if not has_permission(user, Permission.MEMBERSHIP_APPROVE, membership.project):
        return False
    if has_permission(user, Permission.PROJECT_CONFIGURE, membership.project) and membership.project is not None:
        return True
    return membership.project is None or not _has_lead(membership.project)


def _has_lead(project: Project) -> bool:
    return Membership.objects.valid_on(timezone.localdate()).filter(project=project, role=Role.LEAD).exists()


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
    """The last day that the membership is valid; raises ValidationError when it lies before the start."""
    membership.ends_on = ends_on
    record(Action.ENDED, write(membership), by=by)
    return membership
