from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.given import GivenHow
from clients.models import Client
from clients.querysets import OfClientQuerySet
from projects.models import Organisation, Project
from wellbeing.instrument import HIGHEST
from wellbeing.querysets import WellbeingResponseQuerySet


class WellbeingResponse(models.Model):
    """One WHO-5 answer. `score` and `wave` are stored: the wave depends on earlier answers only.

    `nth` orders answers of one day, the one registered first being 1. A correction is a new row that takes
    the old one's `nth`; the old one points to it by `superseded_by` and counts nowhere.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="wellbeing_responses")
    client = models.ForeignKey(Client, models.CASCADE, related_name="wellbeing_responses")
    answered_on = models.DateField(_("date"))
    nth = models.PositiveSmallIntegerField(default=1)
    item_1 = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(HIGHEST)])
    item_2 = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(HIGHEST)])
    item_3 = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(HIGHEST)])
    item_4 = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(HIGHEST)])
    item_5 = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(HIGHEST)])
    score = models.PositiveSmallIntegerField(null=True, editable=False)
    wave = models.PositiveSmallIntegerField(null=True, editable=False)  # null: not counted
    superseded_by = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="supersedes")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_for = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    is_imported = models.BooleanField(default=False, editable=False)

    objects = WellbeingResponseQuerySet.as_manager()

    class Meta:
        ordering = ["answered_on", "nth"]
        indexes = [
            models.Index(
                fields=["client", "answered_on", "nth"], include=["score", "wave"], name="wellbeing_by_client"
            ),
            models.Index(
                fields=["project", "wave", "answered_on"], include=["client", "score"], name="wellbeing_by_wave"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "answered_on", "nth"], condition=Q(superseded_by=None), name="wellbeing_nth_of_day"
            ),
            models.CheckConstraint(
                condition=Q(wave=None) | Q(score__isnull=False, superseded_by=None), name="wellbeing_wave_has_score"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answered_on}: {self.score if self.score is not None else '–'}"

    @property
    def items(self) -> list[int | None]:
        return [self.item_1, self.item_2, self.item_3, self.item_4, self.item_5]


class QuestionnaireConsent(models.Model):
    """The citizen's yes to answering, after hearing the information in its version of that day."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, models.CASCADE, related_name="questionnaire_consents")
    given_on = models.DateField(_("date"))
    given_how = models.CharField(_("given"), max_length=10, choices=GivenHow.choices)
    information_version = models.PositiveSmallIntegerField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_on = models.DateField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = OfClientQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client"], condition=Q(withdrawn_on=None), name="wellbeing_one_questionnaire_consent"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, withdrawn_by=None)
                | Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False),
                name="wellbeing_withdrawal_has_day_and_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.given_on}"
