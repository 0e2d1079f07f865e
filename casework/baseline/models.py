"""What is known of a citizen at the start of a course: every fact may be left out, and "not known" is an answer."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clients.guard import GuardedCharField, GuardedTextField
from clients.models import Client
from clients.querysets import OfClientQuerySet
from cti.models import Course
from projects.models import Project

UNKNOWN = "unknown"
NOT_KNOWN = pgettext_lazy("baseline", "Not known")


class Known(models.TextChoices):
    YES = "yes", pgettext_lazy("baseline", "Yes")
    NO = "no", pgettext_lazy("baseline", "No")
    UNKNOWN = UNKNOWN, NOT_KNOWN


class Setting(models.TextChoices):
    """The five forms of the guide (source 003) and the grey zone (source 002)."""

    CLINIC = "clinic", _("Massage clinic")
    ESCORT = "escort", _("Escort")
    PRIVATE = "private", _("Private or discreet")
    STREET = "street", _("Street")
    BAR = "bar", _("Bar")
    GREY_ZONE = "grey_zone", _("Grey zone")
    UNKNOWN = UNKNOWN, NOT_KNOWN


class Income(models.TextChoices):
    WORK = "work", _("Wages from a job")
    EDUCATION_GRANT = "education_grant", _("State education grant")
    UNEMPLOYMENT_BENEFIT = "unemployment_benefit", _("Unemployment benefit")
    SOCIAL_ASSISTANCE = "social_assistance", _("Social assistance")
    SICKNESS_BENEFIT = "sickness_benefit", _("Sickness benefit")
    REHABILITATION = "rehabilitation", _("Rehabilitation or resource course")
    PENSION = "pension", _("Pension")
    SUPPORTED = "supported", _("Supported by somebody else")
    NONE = "none", _("No other income")
    OTHER = "other", _("Something else")
    UNKNOWN = UNKNOWN, NOT_KNOWN


class Danish(models.TextChoices):
    GOOD = "good", _("Good")
    SOME = "some", _("Some")
    NONE = "none", pgettext_lazy("Danish", "None")
    UNKNOWN = UNKNOWN, NOT_KNOWN


class Housing(models.TextChoices):
    OWN = "own", _("A home of their own")
    WITH_OTHERS = "with_others", _("With family or friends")
    SUPPORTED = "supported", _("Supported housing")
    SHELTER = "shelter", _("Shelter or crisis centre")
    AT_THE_WORKPLACE = "at_the_workplace", _("Where the work is done")
    HOMELESS = "homeless", _("Without a home")
    OTHER = "other", _("Something else")
    UNKNOWN = UNKNOWN, NOT_KNOWN


class PaidSex(models.TextChoices):
    YES = "yes", pgettext_lazy("baseline", "Yes")
    NO = "no", pgettext_lazy("baseline", "No")
    NOT_SAID = "not_said", _("Does not want to say")
    UNKNOWN = UNKNOWN, NOT_KNOWN


class Motivation(models.TextChoices):
    MOTIVATED = "motivated", _("Motivated for change")
    TO_BE_MOTIVATED = "to_be_motivated", _("May become motivated")
    UNKNOWN = UNKNOWN, NOT_KNOWN


class Baseline(models.Model):
    """One a course. What nobody has asked is empty; what was asked and is not known says so."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, models.CASCADE, related_name="baselines")
    course = models.OneToOneField(Course, models.CASCADE, related_name="baseline")
    income = models.CharField(_("source of income"), max_length=25, choices=Income.choices, blank=True)
    debt = models.CharField(_("debt"), max_length=10, choices=Known.choices, blank=True)
    danish = models.CharField(_("Danish"), max_length=10, choices=Danish.choices, blank=True)
    language = GuardedCharField(_("own language"), max_length=60, blank=True)
    interpreter = models.CharField(_("needs an interpreter"), max_length=10, choices=Known.choices, blank=True)
    housing = models.CharField(_("housing"), max_length=20, choices=Housing.choices, blank=True)
    children = models.CharField(_("children"), max_length=10, choices=Known.choices, blank=True)
    paid_sex = models.CharField(
        _("payment for sex in the last month"), max_length=10, choices=PaidSex.choices, blank=True
    )
    motivation = models.CharField(_("motivation"), max_length=20, choices=Motivation.choices, blank=True)
    motivation_words = GuardedTextField(_("motivation in words"), max_length=500, blank=True)
    informed_on = models.DateField(_("told about confidentiality"), null=True, blank=True)
    informed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfClientQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(informed_on=None, informed_by=None)
                | Q(informed_on__isnull=False, informed_by__isnull=False),
                name="casework_information_has_day_and_person",
            )
        ]

    def __str__(self) -> str:
        return str(self.course)


class BaselineSetting(models.Model):
    """One form of prostitution that the citizen has told of."""

    baseline = models.ForeignKey(Baseline, models.CASCADE, related_name="settings")
    setting = models.CharField(max_length=12, choices=Setting.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["baseline", "setting"], name="casework_setting_once")]

    def __str__(self) -> str:
        return str(self.get_setting_display())


# The facts that a complete baseline answers; words and the information are beside them.
ASKED = ("income", "debt", "danish", "interpreter", "housing", "children", "paid_sex", "motivation")
