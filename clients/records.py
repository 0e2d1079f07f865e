"""Records beside the citizen's facts: the wish to be anonymous no more, legal grounds, the home municipality's word."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.given import GivenHow
from clients.guard import GuardedCharField
from projects.base import ServiceModel
from projects.models import Municipality, Organisation, Project


class EndOfAnonymity(ServiceModel):
    """The citizen's wish to take part like others from now on. There is no way back: what is written stays."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    client = models.OneToOneField("clients.Client", models.CASCADE, related_name="end_of_anonymity")
    wished_on = models.DateField(_("date of the wish"))
    told_how = models.CharField(_("told"), max_length=10, choices=GivenHow.choices)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"{self.client}: {self.wished_on}"


class LegalBasis(models.Model):
    """On what ground one organisation keeps what it knows of a citizen. The newest one holds; the others stay.

    It is no consent to share and none to the questionnaire: those are records of their own.
    """

    class Kind(models.TextChoices):
        LAW = "law", _("the law")
        CONSENT = "consent", _("the citizen's consent")

    class Act(models.TextChoices):
        SOCIAL_SERVICES = "social_services", _("the Act on Social Services")
        OTHER = "other", _("another act")

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    client = models.ForeignKey("clients.Client", models.CASCADE, related_name="legal_bases")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    kind = models.CharField(_("legal basis"), max_length=10, choices=Kind.choices)
    act = models.CharField(_("which act"), max_length=20, choices=Act.choices, blank=True)
    since = models.DateField(_("from"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="law") & ~Q(act="")) | Q(kind="consent", act=""),
                name="clients_law_names_its_act",
                violation_error_message=_("The law needs its act, a consent has none."),
            )
        ]

    def __str__(self) -> str:
        return str(self.get_act_display() if self.act else self.get_kind_display())


class HomeAgreement(models.Model):
    """What the citizen's home municipality has agreed to, where that is not the project's own (source 004)."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    client = models.ForeignKey("clients.Client", models.CASCADE, related_name="home_agreements")
    municipality = models.ForeignKey(Municipality, models.PROTECT, verbose_name=_("home municipality"))
    approved_by = GuardedCharField(_("approved by"), max_length=100)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    payment_terms = GuardedCharField(_("payment"), max_length=200, blank=True)
    has_capacity = models.BooleanField(_("there is room in the project"), default=False)

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="clients_agreement_ends_after_start",
                violation_error_message=_("The last day lies before the first. Correct one of the two dates."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality}, {self.starts_on}"
