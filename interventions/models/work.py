from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from clients.focus_areas import CHALLENGES
from clients.guard import GuardedCharField
from clients.models import Client
from interventions.models.catalogue import InterventionType
from interventions.models.groups import GroupSession
from interventions.models.kinds import InterventionEnd, SessionKind
from interventions.models.locking import LocksLater
from interventions.querysets import AddendumQuerySet, InterventionQuerySet, SessionQuerySet
from projects.models import Organisation, Project, ends_not_before_start


class Intervention(models.Model):
    """What a citizen receives: of a type, by a provider, from–to. Sessions say how it went, where there are any."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="interventions")
    client = models.ForeignKey(Client, models.CASCADE, related_name="interventions")
    type = models.ForeignKey(InterventionType, models.PROTECT, related_name="interventions", verbose_name=_("type"))
    provider = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("provider")
    )
    provider_text = GuardedCharField(_("other provider"), max_length=100, blank=True)
    starts_on = models.DateField(_("start"))
    ends_on = models.DateField(_("end"), null=True, blank=True)
    end_reason = models.CharField(_("reason for the end"), max_length=16, choices=InterventionEnd.choices, blank=True)
    logged_for = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    is_imported = models.BooleanField(default=False, editable=False)

    objects = InterventionQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        indexes = [
            models.Index(fields=["client"], include=["type", "starts_on"], name="interventions_by_client"),
            models.Index(fields=["project", "starts_on"], include=["client", "type"], name="interventions_by_project"),
        ]
        constraints = [
            ends_not_before_start("interventions_ends_after_start"),
            models.CheckConstraint(
                condition=Q(provider=None) | Q(provider_text=""), name="interventions_one_kind_of_provider"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type}, {self.starts_on}"


class Session(LocksLater, models.Model):
    """One meeting in an intervention. A no-show is noted without consequence (source 003)."""

    class Attendance(models.TextChoices):
        ATTENDED = "attended", _("took part")
        CANCELLED = "cancelled", _("cancelled")
        NO_SHOW = "no_show", _("did not come")

    project = models.ForeignKey(Project, models.PROTECT, related_name="sessions")
    client = models.ForeignKey(Client, models.CASCADE, related_name="sessions")
    intervention = models.ForeignKey(Intervention, models.CASCADE, related_name="sessions")
    held_on = models.DateField(_("date"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(1440)]
    )
    attendance = models.CharField(
        _("attendance"), max_length=10, choices=Attendance.choices, default=Attendance.ATTENDED
    )
    kind = models.CharField(_("kind"), max_length=14, choices=SessionKind.choices, blank=True)
    group = models.ForeignKey(GroupSession, models.PROTECT, null=True, blank=True, related_name="sessions")
    note = GuardedCharField(_("short note"), max_length=500, blank=True)
    logged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    logged_for = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    logged_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        indexes = [
            models.Index(
                fields=["intervention", "held_on"], include=["attendance"], name="interventions_session_by_int"
            ),
            models.Index(fields=["project", "held_on"], name="interventions_session_by_proj"),
        ]

    def __str__(self) -> str:
        return f"{self.held_on}"


class SessionTopic(models.Model):
    """One thing a session was about."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="topics")
    challenge = models.CharField(max_length=20, choices=CHALLENGES)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "challenge"], name="interventions_topic_once")]

    def __str__(self) -> str:
        return str(self.get_challenge_display())


class SessionAddendum(models.Model):
    """What the organisation that logged a session adds once its note is locked; read by those who read the note."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, models.CASCADE, related_name="+")
    session = models.ForeignKey(Session, models.CASCADE, related_name="addenda")
    text = GuardedCharField(_("addendum"), max_length=500)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = AddendumQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"{localdate(self.written_at)}"
