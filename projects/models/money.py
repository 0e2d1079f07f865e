"""A programme's money: its framework, what is earmarked and granted of it, and what is paid out.

Amounts are whole øre. A row is superseded, never edited: a correction is a new row that `replaces` the old one,
and a removed row stays with who removed it and why (docs/decisions/0018).
"""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.numbers import long_date
from projects.base import ServiceModel
from projects.models.places import Programme, Project
from projects.money.amounts import HIGHEST, kroner
from projects.money.querysets import DecisionQuerySet, MoneyQuerySet


class BudgetLine(models.TextChoices):
    """What money is for (source 000: the municipal effort, NGOs, implementation support, dissemination)."""

    MUNICIPAL = "municipal", _("municipal effort")
    NGO = "ngo", _("cooperation with NGOs")
    IMPLEMENTATION = "implementation", _("implementation support")
    DISSEMINATION = "dissemination", _("dissemination of results")
    RESERVE = "reserve", _("reserve")
    OTHER = "other", _("other")


class MoneyRow(ServiceModel):
    """One amount with its day, who entered it, and what became of it."""

    dated: ClassVar[str]  # the name of the field that says on which day it happened

    amount_oere = models.BigIntegerField(
        _("amount"), validators=[MinValueValidator(1, _("Write an amount above 0.")), MaxValueValidator(HIGHEST)]
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now, editable=False)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_because = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(amount_oere__gt=0), name="%(app_label)s_%(class)s_amount_above_0"),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None, removed_because="")
                | (Q(removed_at__isnull=False) & ~Q(removed_because="")),
                name="%(app_label)s_%(class)s_removed_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{kroner(self.amount_oere)}, {self.dated_on}"

    @property
    def dated_on(self) -> dt.date | None:
        return getattr(self, self.dated)

    @property
    def is_current(self) -> bool:
        return self.removed_at is None and not hasattr(self, "replaced_by")

    def clean(self) -> None:
        """Raises ValidationError for a day to come: what is entered has happened."""
        if self.dated_on is not None and self.dated_on > timezone.localdate():
            raise ValidationError({self.dated: _("The date has not come yet. Choose today or an earlier day.")})


class Decision(MoneyRow):
    """What a programme's authority decided: the amount in total from that day, until the next decision."""

    dated: ClassVar[str] = "decided_on"
    decided_once_for: ClassVar[tuple[str, ...]]

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="%(class)ss", verbose_name=_("programme"))
    decided_on = models.DateField(_("decided on"))

    objects = DecisionQuerySet.as_manager()

    class Meta(MoneyRow.Meta):
        abstract = True

    def clean(self) -> None:
        super().clean()
        same = {name: getattr(self, name) for name in (*self.decided_once_for, "decided_on")}
        others = type(self).objects.current().filter(**same).exclude(pk=self.pk)
        if self.replaces is not None:
            others = others.exclude(pk=self.replaces.pk)
        if self.decided_on is not None and others.exists():
            raise ValidationError({"decided_on": _("There is a decision of that day already. Correct that one.")})


class Framework(Decision):
    """All the money of a programme (source 000: 46 million kroner)."""

    decided_once_for = ("programme_id",)

    class Meta(Decision.Meta):
        abstract = False


class Earmark(Decision):
    """The part of the framework that is set aside for one line (source 000: 6.4 million for NGOs)."""

    decided_once_for = ("programme_id", "line")

    line = models.CharField(_("line"), max_length=20, choices=BudgetLine.choices)

    class Meta(Decision.Meta):
        abstract = False


class PlacedRow(MoneyRow):
    """Money of a project, of a programme, or of both; a project's is always of the programme it belongs to."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="%(class)ss", verbose_name=_("programme")
    )
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="%(class)ss", verbose_name=_("project")
    )

    objects = MoneyQuerySet.as_manager()

    class Meta(MoneyRow.Meta):
        abstract = True
        constraints = [
            *MoneyRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(programme__isnull=False) | Q(project__isnull=False),
                name="%(app_label)s_%(class)s_has_a_place",
                violation_error_message=_("Money belongs to a project or to a programme. Name one of them."),
            ),
        ]

    def clean(self) -> None:
        super().clean()
        if self.project is not None and self.project.programme_id != self.programme_id:
            raise ValidationError({"programme": _("The project belongs to another programme.")})


class Grant(PlacedRow):
    """Money promised to an applicant. Without a project it is the programme's own: support, dissemination."""

    dated: ClassVar[str] = "granted_on"

    line = models.CharField(_("line"), max_length=20, choices=BudgetLine.choices, blank=True)  # empty: not split
    applicant = models.CharField(_("applicant"), max_length=150)
    title = models.CharField(_("project title"), max_length=200)
    granted_on = models.DateField(_("granted on"))

    class Meta(PlacedRow.Meta):
        abstract = False
        constraints = [
            *PlacedRow.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(line=BudgetLine.RESERVE),
                name="projects_grant_is_no_reserve",
                violation_error_message=_("A reserve is not granted to anybody. Choose what the money is for."),
            ),
        ]


class Disbursement(PlacedRow):
    """Money paid out, on the day it was."""

    dated: ClassVar[str] = "paid_on"

    paid_on = models.DateField(_("paid on"))

    class Meta(PlacedRow.Meta):
        abstract = False

    def clean(self) -> None:
        """Raises ValidationError for a payment before the start, or after the day on which the grant lapsed."""
        super().clean()
        if self.paid_on is None:
            return
        place = self.project or self.programme
        if place is not None and self.paid_on < place.starts_on:
            text = _("The payment is dated before the start (%(start)s). Correct the date.")
            raise ValidationError({"paid_on": text % {"start": long_date(place.starts_on)}})
        lapsed_on = self.project.lapsed_on if self.project else None
        if lapsed_on is not None and self.paid_on > lapsed_on:
            text = _("The grant lapsed on %(day)s. Nothing is paid out after that day; correct the date.")
            raise ValidationError({"paid_on": text % {"day": long_date(lapsed_on)}})


class LapseDecision(ServiceModel):
    """On which day a project's grant lapsed, as it was set, changed or cleared (null) by somebody."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="lapse_decisions")
    lapsed_on = models.DateField(_("grant lapsed"), null=True, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"{self.project}: {self.lapsed_on or '–'}"
