from django.db import models
from django.utils.translation import gettext_lazy as _


class FocusArea(models.TextChoices):
    """The eight focus areas of the CTI guide (source 003); sessions and activity plans share them."""

    ECONOMY = "economy", _("Economy")
    HOUSING = "housing", _("Housing")
    NETWORK = "network", _("Network")
    DAILY_ACTIVITIES = "daily_activities", _("Daily activities")
    PHYSICAL_HEALTH = "physical_health", _("Physical health")
    MENTAL_HEALTH = "mental_health", _("Mental health")
    SUBSTANCE_USE = "substance_use", _("Substance use")
    EDUCATION_AND_WORK = "education_and_work", _("Education and work skills")


# What a session was about: the focus areas and everything else.
CHALLENGES = [*FocusArea.choices, ("other", _("Other"))]
