from django.db import models

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
