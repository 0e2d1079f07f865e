"""The project's other work: what it does for nobody's course and counts all the same.

Nothing here names a person. An entry is superseded, never edited, as money is (docs/decisions/0018): a correction is a
new row that `replaces` the old one, and a removed row stays with who removed it and why.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from clients.focus_areas import CHALLENGES
from clients.guard import GuardedCharField
from clients.models import Client
from documents.numbers import long_date
from interventions.other_work.querysets import ConsultationQuerySet, EntryQuerySet
from projects.base import ServiceModel
from projects.models import Organisation, Project

MOST_PEOPLE = 10_000
_A_DAY_S_MINUTES = [MinValueValidator(1), MaxValueValidator(1440)]
_FEW_ENOUGH = MaxValueValidator(MOST_PEOPLE)


class Workplace(models.TextChoices):
    """Where a professional works; more than that is not asked."""

    SOCIAL_SERVICES = "social_services", _("social services")
    JOB_CENTRE = "job_centre", _("job centre")
    HEALTH = "health", _("health services")
    SUBSTANCE_TREATMENT = "substance_treatment", _("treatment of substance use")
    HOUSING = "housing", _("shelter or supported housing")
    EDUCATION = "education", _("school or education")
    POLICE = "police", _("police or probation service")
    NGO = "ngo", _("voluntary organisation")
    OTHER = "other", _("another workplace")


class WorkEntry(ServiceModel):
    """One thing done on one day for one organisation, who entered it, and what became of it.

    `listed` names the one fact that is a list, where there is one; its rows stand in a table of their own.
    """

    listed: ClassVar[str] = ""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    held_on = models.DateField(_("date"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), validators=_A_DAY_S_MINUTES)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now, editable=False)
    # Restricted, so that a citizen can be deleted with all versions of an entry.
    replaces = models.OneToOneField("self", models.RESTRICT, null=True, blank=True, related_name="replaced_by")
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_because = GuardedCharField(_("reason"), max_length=200, blank=True)

    objects: ClassVar[Any] = EntryQuerySet.as_manager()

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["project", "held_on"], name="%(class)s_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None, removed_because="")
                | (Q(removed_at__isnull=False, removed_by__isnull=False) & ~Q(removed_because="")),
                name="%(app_label)s_%(class)s_removed_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name}, {self.held_on}"

    @property
    def kind_name(self) -> str:
        return capfirst(str(self._meta.verbose_name))

    @property
    def is_current(self) -> bool:
        return self.removed_at is None and not hasattr(self, "replaced_by")

    def clean(self) -> None:
        """Raises ValidationError for a day to come, or one outside the project's own time."""
        if self.held_on is None:
            return
        if self.held_on > timezone.localdate():
            raise ValidationError({"held_on": _("The date has not come yet. Choose today or an earlier day.")})
        if self.held_on < self.project.starts_on:
            self._refuse_day(_("The project began on %(day)s. Choose that day or a later one."), self.project.starts_on)
        if self.project.last_day is not None and self.held_on > self.project.last_day:
            self._refuse_day(
                _("The project ended on %(day)s. Choose that day or an earlier one."), self.project.last_day
            )

    def _refuse_day(self, message: Any, day: dt.date) -> None:
        raise ValidationError({"held_on": message % {"day": long_date(day)}})

    def listed_rows(self, values: Iterable[Any]) -> list[models.Model]:
        """The rows of the fact that is a list, not yet stored."""
        return []


class OutreachContact(WorkEntry):
    """Contacts that never became a citizen (source 002: "SMS … annonce"): how, how many, how long."""

    class Channel(models.TextChoices):
        SMS = "sms", _("text message")
        ONLINE = "online", _("advertisement or online")
        CLINIC = "clinic", _("visit to a brothel or clinic")
        STREET = "street", _("street")
        DROP_IN = "drop_in", _("drop-in")
        PHONE = "phone", _("telephone")
        EMAIL = "email", _("e-mail")
        OTHER = "other", _("another way")

    channel = models.CharField(_("how"), max_length=10, choices=Channel.choices)
    people = models.PositiveIntegerField(_("people reached"), validators=[MinValueValidator(1), _FEW_ENOUGH])

    class Meta(WorkEntry.Meta):
        abstract = False
        verbose_name = _("outreach")


class ProfessionalTraining(WorkEntry):
    """Professionals who were told or taught (source 002: "ca. 1.000 fagpersoner", "15 videnspersoner")."""

    class Kind(models.TextChoices):
        PRESENTATION = "presentation", _("presentation")
        COURSE = "course", _("course")
        WORKSHOP = "workshop", _("workshop")

    kind = models.CharField(_("kind"), max_length=15, choices=Kind.choices)
    topic = GuardedCharField(_("topic"), max_length=150)
    workplace = models.CharField(_("workplace"), max_length=20, choices=Workplace.choices)
    department = GuardedCharField(_("department"), max_length=100, blank=True)
    professionals = models.PositiveIntegerField(_("professionals"), validators=[MinValueValidator(1), _FEW_ENOUGH])
    knowledge_persons = models.PositiveIntegerField(_("of whom became knowledge persons"), default=0)

    class Meta(WorkEntry.Meta):
        abstract = False
        verbose_name = _("training of professionals")
        constraints = [
            *WorkEntry.Meta.constraints,
            models.CheckConstraint(
                condition=Q(knowledge_persons__lte=models.F("professionals")),
                name="interventions_knowledge_persons_took_part",
                violation_error_message=_("There are more knowledge persons than professionals. Correct one number."),
            ),
        ]


class NetworkMeeting(WorkEntry):
    """A meeting of the bridge-building network (source 002: "Brobyggernetværket"), by organisation."""

    listed = "attending"

    topic = GuardedCharField(_("topic"), max_length=150)
    others = models.PositiveSmallIntegerField(_("other organisations"), default=0, validators=[MaxValueValidator(200)])
    departments = GuardedCharField(_("departments or roles"), max_length=200, blank=True)

    class Meta(WorkEntry.Meta):
        abstract = False
        verbose_name = _("network meeting")

    @property
    def attending(self) -> list[Organisation]:
        return [each.organisation for each in self.attendances.all()]

    def listed_rows(self, values: Iterable[Any]) -> list[models.Model]:
        return [MeetingAttendance(meeting=self, organisation=each) for each in values]


class MeetingAttendance(models.Model):
    """One of the project's partners at a network meeting."""

    meeting = models.ForeignKey(NetworkMeeting, models.CASCADE, related_name="attendances")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "organisation"], name="interventions_attending_once")]

    def __str__(self) -> str:
        return str(self.organisation)


class ProfessionalConsultation(WorkEntry):
    """Counselling of a professional, about a citizen or about none (figures.md, "Counselling of a professional").

    About a citizen, all versions of the entry point to the one intervention that counts the citizen and the case.
    """

    listed = "about"

    type = models.ForeignKey("interventions.InterventionType", models.PROTECT, related_name="+")
    workplace = models.CharField(_("workplace"), max_length=20, choices=Workplace.choices)
    department = GuardedCharField(_("department"), max_length=100, blank=True)
    client = models.ForeignKey(Client, models.CASCADE, null=True, blank=True, related_name="+")
    intervention = models.ForeignKey(
        "interventions.Intervention", models.SET_NULL, null=True, blank=True, related_name="consultations"
    )

    objects: ClassVar[Any] = ConsultationQuerySet.as_manager()

    class Meta(WorkEntry.Meta):
        abstract = False
        verbose_name = _("counselling of a professional")
        constraints = [
            *WorkEntry.Meta.constraints,
            models.CheckConstraint(
                condition=Q(intervention=None) | Q(client__isnull=False),
                name="interventions_consultation_of_a_citizen",
            ),
        ]

    @property
    def about(self) -> list[str]:
        return [topic.challenge for topic in self.topics.all()]

    def listed_rows(self, values: Iterable[Any]) -> list[models.Model]:
        return [ConsultationTopic(consultation=self, challenge=each) for each in values]


class ConsultationTopic(models.Model):
    """One thing that a professional was counselled about."""

    consultation = models.ForeignKey(ProfessionalConsultation, models.CASCADE, related_name="topics")
    challenge = models.CharField(max_length=20, choices=CHALLENGES)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consultation", "challenge"], name="interventions_consulted_once")
        ]

    def __str__(self) -> str:
        return str(self.get_challenge_display())
