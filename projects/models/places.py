import datetime as dt

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from projects.querysets import OrganisationQuerySet, PartnershipQuerySet, ProjectQuerySet


def ends_not_before_start(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
        name=name,
        violation_error_message=_("The end lies before the start. Correct one of the two dates."),
    )


AUTHORITY_NAMES = {"0101": "Københavns Kommune", "0400": "Bornholms Regionskommune"}


class Municipality(models.Model):
    """One of the 98 Danish municipalities, by its four-digit code."""

    code = models.CharField(max_length=4, primary_key=True)
    name = models.CharField(_("name"), max_length=60, unique=True)
    region = models.CharField(_("region"), max_length=30)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def authority(self) -> str:
        """The name of the municipal authority, as on its letters."""
        return AUTHORITY_NAMES.get(self.code, f"{self.name} Kommune")


class Organisation(models.Model):
    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("municipality")
        NGO = "ngo", _("NGO")

    name = models.CharField(_("name"), max_length=150, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, blank=True)
    letterhead = models.TextField(_("letterhead"), blank=True, help_text=_("Lines under the name on a report."))

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Programme(models.Model):
    """A funding initiative; it carries the method's rules for its projects."""

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(_("name"), max_length=150)
    starts_on = models.DateField(_("start"))
    ends_on = models.DateField(_("end"))
    planned_end_on = models.DateField(_("planned end"), null=True, blank=True)
    phases = models.PositiveSmallIntegerField(_("phases"), default=3)
    months_per_phase = models.PositiveSmallIntegerField(_("months per phase"), default=4)
    who5_interval_days = models.PositiveSmallIntegerField(_("days between WHO-5 waves"), default=45)
    who5_minimum = models.PositiveSmallIntegerField(_("fewest answers in a wave"), default=10)

    class Meta:
        constraints = [ends_not_before_start("projects_programme_ends_after_start")]

    def __str__(self) -> str:
        return self.name


_BETWEEN_A_DAY_AND_A_YEAR = [MinValueValidator(1), MaxValueValidator(365)]


class Project(models.Model):
    class Visitation(models.TextChoices):
        CENTRAL = "central", _("central: the municipality's coordinators visitate")
        DECENTRAL = "decentral", _("decentral: each partner registers its own")

    code = models.CharField(
        _("code"),
        max_length=8,
        unique=True,
        validators=[
            RegexValidator(r"^[A-ZÆØÅ][A-ZÆØÅ0-9]{1,7}\Z", _("2 to 8 capital letters and digits, a letter first."))
        ],
    )
    name = models.CharField(_("name"), max_length=150)
    municipality = models.ForeignKey(Municipality, models.PROTECT)
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="projects")
    starts_on = models.DateField(_("start"))
    ends_on = models.DateField(_("end"), null=True, blank=True)
    lapsed_on = models.DateField(_("grant lapsed"), null=True, blank=True)
    visitation = models.CharField(
        _("visitation"), max_length=10, choices=Visitation.choices, default=Visitation.DECENTRAL
    )
    silent_days = models.PositiveSmallIntegerField(
        _("days without contact until a citizen counts as silent"), default=28, validators=_BETWEEN_A_DAY_AND_A_YEAR
    )
    note_lock_days = models.PositiveSmallIntegerField(
        _("days until a note can no longer be changed"), default=14, validators=_BETWEEN_A_DAY_AND_A_YEAR
    )
    organisations = models.ManyToManyField(Organisation, through="Partnership", related_name="projects")

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [ends_not_before_start("projects_project_ends_after_start")]

    def __str__(self) -> str:
        return self.name

    @property
    def last_day(self) -> dt.date | None:
        """The day that every later as-of day is read as: the end or the lapse, whichever came first."""
        days = [day for day in (self.ends_on, self.lapsed_on) if day is not None]
        return min(days, default=None)

    @property
    def rules(self) -> Programme:
        """The method's rules: the programme's, else the defaults (3 phases of 4 months, 45 days, 10 answers)."""
        return self.programme or Programme()


class Partnership(models.Model):
    """An organisation's part in a project, from–to. The host is the municipality's own organisation."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="partnerships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="partnerships")
    is_host = models.BooleanField(_("host"), default=False)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    answer_days = models.PositiveSmallIntegerField(
        _("days to answer a referral"), default=7, validators=_BETWEEN_A_DAY_AND_A_YEAR
    )

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        ordering = ["-is_host", "organisation__name"]
        constraints = [
            ends_not_before_start("projects_partnership_ends_after_start"),
            models.UniqueConstraint(fields=["project"], condition=Q(is_host=True), name="projects_one_host"),
            models.UniqueConstraint(fields=["project", "organisation"], name="projects_partner_once"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.project}"
