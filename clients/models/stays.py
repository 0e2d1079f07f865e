"""A citizen's stays in the project, and where the citizen was shown on to."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clients.directory.models import Offer
from clients.models.citizen import Client
from clients.querysets import OfClientQuerySet
from projects.models import Project, ends_not_before_start


class Enrolment(models.Model):
    """One stay in the project. A citizen who comes back has another; the days of all add up."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="enrolments")
    client = models.ForeignKey(Client, models.CASCADE, related_name="enrolments")
    starts_on = models.DateField(_("start"))
    ends_on = models.DateField(_("end"), null=True, blank=True)
    is_imported = models.BooleanField(default=False, editable=False)

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on"]
        indexes = [
            models.Index(fields=["client", "starts_on"], include=["ends_on"], name="clients_enrolment_by_client"),
            models.Index(fields=["project", "starts_on"], name="clients_enrolment_by_project"),
        ]
        constraints = [
            ends_not_before_start("clients_enrolment_ends_after_start"),
            models.UniqueConstraint(fields=["client"], condition=Q(ends_on=None), name="clients_one_open_enrolment"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on}–{self.ends_on or ''}"


class OnwardReferral(models.Model):
    """A citizen shown on to another offer or to the anti-trafficking action plan."""

    class Kind(models.TextChoices):
        ANTI_TRAFFICKING = "anti_trafficking", _("Anti-trafficking action plan")
        OTHER_OFFER = "other_offer", _("Other offers")

    class Outcome(models.TextChoices):
        STARTED = "started", _("the citizen got help there")
        REFUSED = "refused", _("the offer said no")
        NOT_MET = "not_met", _("the citizen did not go there")
        UNKNOWN = "unknown", _("it is not known")

    project = models.ForeignKey(Project, models.PROTECT, related_name="onward_referrals")
    client = models.ForeignKey(Client, models.CASCADE, related_name="onward_referrals")
    kind = models.CharField(_("referred to"), max_length=20, choices=Kind.choices)
    offer = models.ForeignKey(Offer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("offer"))
    referred_on = models.DateField(_("date"))
    outcome = models.CharField(_("what came of it"), max_length=10, choices=Outcome.choices, blank=True)
    outcome_on = models.DateField(_("date"), null=True, blank=True)
    is_imported = models.BooleanField(default=False, editable=False)

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["-referred_on"]
        indexes = [models.Index(fields=["project", "kind", "referred_on"], name="clients_onward_by_project")]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", outcome_on=None) | ~Q(outcome="") & Q(outcome_on__isnull=False),
                name="clients_onward_outcome_has_day",
            )
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
