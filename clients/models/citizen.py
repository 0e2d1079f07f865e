"""The citizen: a code, a few facts, and what each organisation calls the citizen."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.guard import GuardedCharField, GuardedReferenceField
from clients.querysets import ClientQuerySet
from projects.models import Municipality, Organisation, Project


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
