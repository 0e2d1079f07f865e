"""What opens a citizen to an organisation."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clients.given import GivenHow
from clients.models.citizen import Client
from clients.querysets import ClientLinkQuerySet, ConsentQuerySet
from projects.base import ServiceModel
from projects.models import Organisation, Project


class Consent(ServiceModel):
    """The citizen's yes to one organisation's knowing of them, and what it covers."""

    How = GivenHow

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, models.CASCADE, related_name="consents")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    covers_notes = models.BooleanField(_("read notes"), default=False)
    covers_wellbeing = models.BooleanField(_("see WHO-5"), default=False)
    given_how = models.CharField(_("given"), max_length=10, choices=How.choices, default=How.SPOKEN)
    starts_on = models.DateField(_("from"))
    expires_on = models.DateField(_("last day"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("starts_on")),
                name="clients_consent_expires_after_start",
                violation_error_message=_("The last day lies before the first. Correct one of the two dates."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, withdrawn_by=None)
                | Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False),
                name="clients_withdrawal_has_day_and_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.starts_on}"


class ClientLink(ServiceModel):
    """What opens a citizen to an organisation: live from `opens_on` until the day before `closes_on`.

    An intake link belongs to the organisation that visitated; a consent link ends with its consent: the day
    after its last day, or the very day it is withdrawn.
    """

    class Basis(models.TextChoices):
        INTAKE = "intake", _("intake")
        CONSENT = "consent", _("consent")

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, models.CASCADE, related_name="links")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    basis = models.CharField(max_length=10, choices=Basis.choices)
    consent = models.OneToOneField(Consent, models.CASCADE, null=True, blank=True, related_name="link")
    opens_on = models.DateField()
    closes_on = models.DateField(null=True, blank=True)

    objects = ClientLinkQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["client", "organisation"], include=["opens_on", "closes_on"], name="clients_link_by_client"
            ),
            models.Index(fields=["organisation", "project"], name="clients_link_by_organisation"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(basis="intake", consent=None) | Q(basis="consent", consent__isnull=False),
                name="clients_consent_link_has_consent",
            ),
            models.CheckConstraint(
                condition=Q(closes_on=None) | Q(closes_on__gte=F("opens_on")), name="clients_link_closes_after_opening"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client} – {self.organisation}"
