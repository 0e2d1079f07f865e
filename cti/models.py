import datetime as dt
from typing import cast

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clients.focus_areas import FocusArea
from clients.guard import GuardedCharField, GuardedTextField
from clients.models import Client, Goal
from cti.querysets import CourseQuerySet
from projects.models import Organisation, Project


class EndReason(models.TextChoices):
    COMPLETED = "completed", _("completed")
    GOAL_REACHED = "goal_reached", _("goal reached")
    CLIENT_STOPPED = "client_stopped", _("the citizen stopped")
    CONTACT_LOST = "contact_lost", _("contact lost")
    MOVED = "moved", _("moved")
    TRANSFERRED = "transferred", _("transferred")
    OTHER = "other", _("other")


class Course(models.Model):
    """A CTI course: a contact period outside the clock, then phases of equal length (source 003)."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="courses")
    client = models.ForeignKey(Client, models.CASCADE, related_name="courses")
    contact_starts_on = models.DateField(_("contact period from"), null=True, blank=True)
    starts_on = models.DateField(_("start"), null=True, blank=True)
    ends_on = models.DateField(_("end"), null=True, blank=True)
    end_reason = models.CharField(_("reason for the end"), max_length=20, choices=EndReason.choices, blank=True)
    own_words = GuardedTextField(_("the goal in the citizen's own words"), blank=True, max_length=1000)
    is_imported = models.BooleanField(default=False, editable=False)

    objects = CourseQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-contact_starts_on", "-pk"]
        indexes = [
            models.Index(fields=["client"], include=["starts_on", "ends_on"], name="cti_course_by_client"),
            models.Index(fields=["project", "starts_on"], name="cti_course_by_project"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(contact_starts_on__isnull=False) | Q(starts_on__isnull=False),
                name="cti_course_has_a_beginning",
            ),
            models.CheckConstraint(
                condition=Q(contact_starts_on=None) | Q(starts_on=None) | Q(starts_on__gte=F("contact_starts_on")),
                name="cti_course_starts_after_contact",
                violation_error_message=_("The course starts before its contact period. Correct one of the two dates."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None)
                | (
                    (Q(starts_on=None) | Q(ends_on__gte=F("starts_on")))
                    & (Q(contact_starts_on=None) | Q(ends_on__gte=F("contact_starts_on")))
                ),
                name="cti_course_ends_after_start",
                violation_error_message=_("The end lies before the start. Correct one of the two dates."),
            ),
            models.CheckConstraint(
                condition=Q(end_reason="") | Q(ends_on__isnull=False), name="cti_reason_only_with_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client}: {self.starts_on or self.contact_starts_on}"

    @property
    def begins_on(self) -> dt.date:
        """The first day of the contact period, else of the course; the constraint says that there is one."""
        return cast(dt.date, self.contact_starts_on or self.starts_on)


class CourseGoal(models.Model):
    """The course's goal from a day on. Outcomes use the first one, a status the one on its day."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="goals")
    goal = models.CharField(_("goal"), max_length=10, choices=Goal.choices)
    since = models.DateField(_("since"))

    class Meta:
        ordering = ["since", "pk"]
        constraints = [models.UniqueConstraint(fields=["course", "since"], name="cti_one_goal_a_day")]

    def __str__(self) -> str:
        return str(self.get_goal_display())


class Phase(models.Model):
    """One of the course's phases with its planned days, both included; computed from the course's start."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="phases")
    number = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["course", "number"], name="cti_phase_once")]

    def __str__(self) -> str:
        return f"{self.number}"


class PhaseFocus(models.Model):
    """A focus area chosen for a phase."""

    phase = models.ForeignKey(Phase, models.CASCADE, related_name="focus")
    area = models.CharField(max_length=20, choices=FocusArea.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["phase", "area"], name="cti_focus_once_per_phase")]

    def __str__(self) -> str:
        return str(self.get_area_display())


class PlannedActivity(models.Model):
    """A line of the activity plan: what is to be done in a phase, by whom, and how far it is."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        STARTED = "started", _("started")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    phase = models.ForeignKey(Phase, models.CASCADE, related_name="activities")
    area = models.CharField(_("focus area"), max_length=20, choices=FocusArea.choices)
    activity = GuardedCharField(_("activity"), max_length=200)
    provider = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("provider")
    )
    provider_text = GuardedCharField(_("who else does it"), max_length=100, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.PLANNED)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.activity)
