import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import BooleanField, Case, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Value, When
from django.utils.timezone import localdate

from projects.access import Permission, memberships_with, organisations_of
from projects.models import Organisation, Partnership, Project

if TYPE_CHECKING:
    from clients.visitation.models import Proposal  # noqa: F401


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, user: Any, permission: Permission = Permission.CLIENT_PROPOSE) -> "ProposalQuerySet":
        """One's own organisation's, and those that one answers."""
        own = memberships_with(permission).filter(
            user_id=user.pk, project=OuterRef("project"), organisation=OuterRef("organisation")
        )
        return self.filter(Exists(own) | self._is_answered_by(user))

    def answered_by(self, user: Any) -> "ProposalQuerySet":
        """Those of the projects whose host `user` registers citizens for."""
        return self.filter(self._is_answered_by(user))

    def _is_answered_by(self, user: Any) -> Any:
        host = Partnership.objects.filter(
            project=OuterRef("project"), is_host=True, organisation=OuterRef("organisation")
        )
        answering = memberships_with(Permission.CLIENT_REGISTER).filter(user_id=user.pk, project=OuterRef("project"))
        return Exists(answering.filter(Exists(host)))

    def late(self, answer_days: int) -> "ProposalQuerySet":
        return self.filter(_is_late(answer_days))

    def with_lateness(self, answer_days: int) -> "ProposalQuerySet":
        """`is_late`, and the order of the list: those without an answer first, and among them the oldest."""
        late = ExpressionWrapper(_is_late(answer_days), output_field=BooleanField())
        order = Case(When(state="waiting", then=Value(0)), default=Value(1))
        return self.annotate(is_late=late, order=order).order_by("order", "proposed_on", "pk")


def _is_late(answer_days: int) -> Q:
    """Without an answer for more than `answer_days` days."""
    return Q(state="waiting", proposed_on__lt=localdate() - dt.timedelta(days=answer_days))


def proposing_organisations(user: Any, project: Project) -> QuerySet[Organisation]:
    """The organisations for which `user` may propose citizens today; none where visitation is not central."""
    if project.visitation != Project.Visitation.CENTRAL:
        return Organisation.objects.none()
    own = organisations_of(user, Permission.CLIENT_PROPOSE, project)
    return own.taking_part_in(project, localdate()).order_by("name")


def answer_days(project: Project) -> int:
    """Within how many days the host answers a proposal, as it answers a referral."""
    host = project.partnerships.filter(is_host=True).first()
    return host.answer_days if host else Partnership._meta.get_field("answer_days").default
