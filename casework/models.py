from django.conf import settings
from django.db import models
from django.utils import timezone

from casework.baseline.models import Baseline as Baseline
from casework.baseline.models import BaselineSetting as BaselineSetting
from cti.models import Course
from interventions.models import Intervention


class CourseIntervention(models.Model):
    """The intervention that a CTI course runs as, for example "CTI-forløb" or "Case management"."""

    course = models.OneToOneField(Course, models.CASCADE, related_name="runs_as")
    intervention = models.OneToOneField(Intervention, models.CASCADE, related_name="course_link")

    def __str__(self) -> str:
        return str(self.intervention)


class Digest(models.Model):
    """That a person has had the mail of a week; the row goes when the mail could not be sent."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    week_starts_on = models.DateField()  # the Monday
    sent_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "week_starts_on"], name="casework_one_digest_a_week")]

    def __str__(self) -> str:
        return f"{self.user}, {self.week_starts_on}"
