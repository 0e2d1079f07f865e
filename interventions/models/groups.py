from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.focus_areas import CHALLENGES
from clients.guard import GuardedCharField
from interventions.models.catalogue import InterventionType
from interventions.models.kinds import SessionKind
from interventions.models.locking import LocksLater
from interventions.querysets import GroupSessionQuerySet
from projects.models import Organisation, Project


class GroupSession(LocksLater, models.Model):
    """One meeting of many: each citizen who took part has a Session of their own that points here.

    `without_code` are people who came and are no citizens of the project; they count as contacts and in no figure
    of citizens. The note is about the group, never about one of them.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="group_sessions")
    type = models.ForeignKey(InterventionType, models.PROTECT, related_name="group_sessions", verbose_name=_("type"))
    held_on = models.DateField(_("date"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(1440)]
    )
    kind = models.CharField(_("kind"), max_length=14, choices=SessionKind.choices, default=SessionKind.GROUP)
    without_code = models.PositiveSmallIntegerField(
        _("people without a code"), default=0, validators=[MaxValueValidator(500)]
    )
    note = GuardedCharField(_("note about the group"), max_length=500, blank=True)
    logged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    logged_for = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("led by"))
    logged_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = GroupSessionQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(fields=["project", "logged_for", "-held_on"], name="interventions_group_latest")]

    def __str__(self) -> str:
        return f"{self.type}, {self.held_on}"


class GroupSessionTopic(models.Model):
    """One thing that a group session was about; each citizen's own session repeats it."""

    group = models.ForeignKey(GroupSession, models.CASCADE, related_name="topics")
    challenge = models.CharField(max_length=20, choices=CHALLENGES)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "challenge"], name="interventions_group_topic_once")]

    def __str__(self) -> str:
        return str(self.get_challenge_display())
