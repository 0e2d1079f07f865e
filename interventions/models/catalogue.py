import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from clients.guard import GuardedCharField
from interventions.models.kinds import SessionKind
from projects.models import Project


class NationalInterventionType(models.Model):
    """The national catalogue that a project chooses from. Names are Danish: they are the field's own terms."""

    key = models.SlugField(unique=True)
    name = models.CharField(max_length=100, unique=True)
    order = models.PositiveSmallIntegerField()
    is_material_help = models.BooleanField(default=False)
    is_drop_in = models.BooleanField(default=False)
    is_professional_counselling = models.BooleanField(default=False)
    is_course = models.BooleanField(default=False)  # a CTI course can run as this type

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name

    def is_open_on(self, day: dt.date) -> bool:
        return True


class InterventionType(models.Model):
    """A type that one project offers or has given; taken from the national catalogue or its own.

    From `closed_on` it is no longer offered; what was given stays and is counted under it, also where another
    type has replaced it (source 002: "erstattet med individuel terapi").
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="intervention_types")
    national = models.ForeignKey(NationalInterventionType, models.PROTECT, null=True, blank=True)
    name = GuardedCharField(_("name"), max_length=100)
    order = models.PositiveSmallIntegerField(default=0)
    is_material_help = models.BooleanField(_("material help"), default=False)
    is_drop_in = models.BooleanField(_("drop-in"), default=False)
    is_professional_counselling = models.BooleanField(_("counselling of a professional"), default=False)
    is_course = models.BooleanField(_("a CTI course can run as this"), default=False)
    closed_on = models.DateField(_("closed from"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name=_("replaced by")
    )

    class Meta:
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(fields=["project", "name"], name="interventions_type_once_per_project"),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | Q(closed_on__isnull=False) & ~Q(replaced_by=F("id")),
                name="interventions_replaced_is_closed",
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def is_open_on(self, day: dt.date) -> bool:
        return self.closed_on is None or day < self.closed_on

    @property
    def is_closed(self) -> bool:
        return not self.is_open_on(localdate())

    @property
    def one_tap_kind(self) -> str:
        """The kind of session that one tap logs; empty where there is more to say than that it took place."""
        if self.is_material_help:
            return SessionKind.MATERIAL_HELP
        return SessionKind.DROP_IN if self.is_drop_in else ""
