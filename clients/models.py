from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.assignments.models import Assignment, Cover
from clients.directory.models import Offer, RoutingRule
from clients.drafts.models import Draft
from clients.given import GivenHow
from clients.guard import GuardedCharField, GuardedReferenceField
from clients.querysets import ClientLinkQuerySet, ClientQuerySet, ConsentQuerySet, OfClientQuerySet
from clients.records import EndOfAnonymity, HomeAgreement, LegalBasis
from clients.referrals.models import Referral
from projects.base import ServiceModel
from projects.models import Municipality, Organisation, Project, ends_not_before_start

__all__ = [
    "Assignment",
    "Client",
    "ClientLink",
    "ClientMerge",
    "ClientReference",
    "Consent",
    "Cover",
    "Draft",
    "EndOfAnonymity",
    "Enrolment",
    "Gender",
    "Goal",
    "HomeAgreement",
    "IntakeDecision",
    "Judgement",
    "LegalBasis",
    "Offer",
    "OnwardReferral",
    "Proposal",
    "Referral",
    "ReferralSource",
    "RoutingRule",
]


class Goal(models.TextChoices):
    LEAVE = "leave", _("leave prostitution")
    IMPROVE = "improve", _("improve the present life situation")


class Gender(models.TextChoices):
    WOMAN = "woman", _("Woman")
    MAN = "man", _("Man")
    NON_BINARY = "non_binary", _("Non-binary")


class ReferralSource(models.Model):
    """Where citizens come from, as this project names it."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="referral_sources")
    name = GuardedCharField(_("name"), max_length=100)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["project", "name"], name="clients_source_once_per_project")]

    def __str__(self) -> str:
        return str(self.name)


class Client(models.Model):
    """A citizen: a code and a few facts; never a name, CPR number, phone, e-mail or address."""

    class Place(models.TextChoices):
        OUR_OFFICE = "our_office", _("at our office")
        PARTNER = "partner", _("at a partner's")
        CAFE = "cafe", _("at a café")
        OUTDOORS = "outdoors", _("outdoors")
        HOME = "home", _("at the citizen's home")
        PHONE = "phone", _("by phone")
        ONLINE = "online", _("online")

    project = models.ForeignKey(Project, models.PROTECT, related_name="clients")
    code = models.CharField(_("code"), max_length=16, unique=True)
    birth_year = models.PositiveSmallIntegerField(
        _("birth year"), null=True, blank=True, validators=[MinValueValidator(1900), MaxValueValidator(2100)]
    )
    gender = models.CharField(_("gender"), max_length=12, choices=Gender.choices, blank=True)
    source = models.ForeignKey(
        ReferralSource, models.PROTECT, null=True, blank=True, related_name="clients", verbose_name=_("referred by")
    )
    wish = models.CharField(_("wish"), max_length=10, choices=Goal.choices, blank=True)
    is_anonymous = models.BooleanField(_("takes part anonymously"), default=False)
    home_municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("home municipality")
    )
    next_appointment_on = models.DateField(_("next appointment"), null=True, blank=True)
    next_appointment_time = models.TimeField(_("time"), null=True, blank=True)
    next_appointment_place = models.CharField(_("where"), max_length=12, choices=Place.choices, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ClientQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["project", "-created_at"], name="clients_project_newest")]

    def __str__(self) -> str:
        return self.code


class ClientReference(models.Model):
    """An organisation's own reference and alias for a citizen; no other organisation sees them."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, models.CASCADE, related_name="references")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    reference = GuardedReferenceField(_("own reference"), max_length=60, blank=True)
    alias = GuardedCharField(_("own alias"), max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "organisation"], name="clients_one_reference_per_organisation"),
            models.UniqueConstraint(
                fields=["project", "organisation", "reference"],
                condition=~Q(reference=""),
                name="clients_reference_once_per_organisation",
                violation_error_message=_("Another citizen already has this reference. Choose another one."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.alias or self.reference)


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


# Models of this room that stand in modules of their own; they point to those above.
from clients.merging.models import ClientMerge  # noqa: E402
from clients.visitation.models import IntakeDecision, Judgement, Proposal  # noqa: E402
