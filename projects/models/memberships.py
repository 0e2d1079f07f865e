from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.access import INSTALLATION_ROLES, Role
from projects.base import ServiceModel
from projects.models.places import Organisation, Project, ends_not_before_start
from projects.querysets import MembershipQuerySet


class Membership(ServiceModel):
    """One person's role for one organisation in one project, from–to (the last day included).

    Proposed by one person and approved by another; the person concerned is neither. `proposed_by` is null
    for what a command on the server set up.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("project")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("organisation")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now, editable=False)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "role", "project", "organisation"], name="projects_membership_reach")]
        constraints = [
            ends_not_before_start("projects_membership_ends_after_start"),
            models.CheckConstraint(
                condition=(
                    Q(role__in=sorted(INSTALLATION_ROLES), project=None, organisation=None)
                    | (~Q(role__in=sorted(INSTALLATION_ROLES)) & Q(project__isnull=False, organisation__isnull=False))
                ),
                name="projects_membership_place_fits_role",
                violation_error_message=_(
                    "Coordinator, caseworker and project lead need a project and an organisation; "
                    "the other roles have neither."
                ),
            ),
            models.CheckConstraint(
                condition=(Q(proposed_by=None) | ~Q(proposed_by=F("user")))
                & (Q(approved_by=None) | ~Q(approved_by=F("user"))),
                name="projects_nobody_grants_themselves",
                violation_error_message=_("Nobody can propose or approve a membership of their own."),
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | Q(proposed_by=None) | ~Q(approved_by=F("proposed_by")),
                name="projects_two_people_decide",
                violation_error_message=_("The person who proposed a membership cannot also approve it."),
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None) | Q(declined_at=None), name="projects_approved_or_declined"
            ),
        ]

    def __str__(self) -> str:
        place: Iterable[str] = [str(part) for part in (self.organisation, self.project) if part is not None]
        return ", ".join([str(Role(self.role).label), *place])
