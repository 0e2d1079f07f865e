from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.guard import GuardedCharField
from clients.models.citizen import Client, Gender, Goal, ReferralSource
from clients.models.stays import Enrolment
from clients.querysets import OfClientQuerySet
from clients.visitation.querysets import ProposalQuerySet
from projects.models import Organisation, Project


class Judgement(models.TextChoices):
    """What the person who visitates makes of one criterion; never more than a judgement (source 003)."""

    YES = "yes", _("yes")
    NO = "no", _("no")
    UNKNOWN = "unknown", _("not known")


class IntakeDecision(models.Model):
    """What was decided about one stay in the project, by whom and why. A later decision is a row of its own.

    The target group (source 002: 18 or older, lawful residence, difficulties that go with prostitution) is judged
    and never a wall: somebody outside it can be admitted, with a reason.
    """

    class Decision(models.TextChoices):
        ADMITTED = "admitted", _("admitted")
        NOT_ADMITTED = "not_admitted", _("not admitted")
        REFERRED_ELSEWHERE = "referred_elsewhere", _("referred elsewhere")
        AWAITING = "awaiting", _("awaiting")

    class Reason(models.TextChoices):
        JUDGED_AS_A_WHOLE = "judged_as_a_whole", _("judged as a whole")
        OUTSIDE_TARGET_GROUP = "outside_target_group", _("outside the target group")
        ANOTHER_OFFER_FITS = "another_offer_fits", _("another offer fits better")
        NO_ROOM = "no_room", _("no room at present")
        CITIZENS_CHOICE = "citizens_choice", _("the citizen's own choice")
        MORE_TO_KNOW = "more_to_know", _("more must be known first")
        OTHER = "other", _("other")

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, models.CASCADE, related_name="intake_decisions")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="intake_decisions")
    decision = models.CharField(_("decision"), max_length=20, choices=Decision.choices)
    decided_on = models.DateField(_("decided"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    is_adult = models.CharField(max_length=8, choices=Judgement.choices, default=Judgement.UNKNOWN)
    has_lawful_residence = models.CharField(max_length=8, choices=Judgement.choices, default=Judgement.UNKNOWN)
    has_related_difficulties = models.CharField(max_length=8, choices=Judgement.choices, default=Judgement.UNKNOWN)
    is_grey_zone = models.BooleanField(_("grey zone"), default=False)
    reason = models.CharField(_("reason"), max_length=24, choices=Reason.choices, blank=True)
    reason_text = GuardedCharField(_("in a few words"), max_length=200, blank=True)
    decided_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_on", "-pk"]
        indexes = [models.Index(fields=["client", "-decided_on"], name="clients_intake_by_client")]

    def __str__(self) -> str:
        return str(self.get_decision_display())


class Proposal(models.Model):
    """A citizen whom a partner proposes to the host's coordinators, where visitation is central.

    Nobody is registered by it: it has no code, no figure counts it, and it is read by the proposing organisation
    and the host's coordinators alone.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("awaits an answer")
        ADMITTED = "admitted", _("admitted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class HowToMeet(models.TextChoices):
        COMES_ALONG = "comes_along", _("we come along")
        WE_CALL = "we_call", _("we call you")
        DROP_IN = "drop_in", _("the citizen drops in")
        AT_OURS = "at_ours", _("come to us")

    class Reason(models.TextChoices):
        OUTSIDE_TARGET_GROUP = "outside_target_group", _("outside the target group")
        ANOTHER_OFFER_FITS = "another_offer_fits", _("another offer fits better")
        NO_ROOM = "no_room", _("no room at present")
        CITIZENS_CHOICE = "citizens_choice", _("the citizen's own choice")
        NOT_MET = "not_met", _("we did not meet the citizen")
        OTHER = "other", _("other")

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_on = models.DateField(_("proposed"))
    birth_year = models.PositiveSmallIntegerField(
        _("birth year"), null=True, blank=True, validators=[MinValueValidator(1900), MaxValueValidator(2100)]
    )
    gender = models.CharField(_("gender"), max_length=12, choices=Gender.choices, blank=True)
    source = models.ForeignKey(ReferralSource, models.PROTECT, null=True, blank=True, related_name="+")
    wish = models.CharField(_("wish"), max_length=10, choices=Goal.choices, blank=True)
    how_to_meet = models.CharField(_("how we meet"), max_length=12, choices=HowToMeet.choices)
    remark = GuardedCharField(_("remark"), max_length=200, blank=True)
    citizen_agrees = models.BooleanField(_("the citizen agrees that we follow along"), default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=24, choices=Reason.choices, blank=True)
    reason_text = GuardedCharField(_("in a few words"), max_length=200, blank=True)
    # Who came of it; only its own page, within reach, tells the code.
    client = models.ForeignKey(Client, models.CASCADE, null=True, blank=True, related_name="proposals")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_on", "-pk"]
        indexes = [models.Index(fields=["project", "state", "proposed_on"], name="clients_proposal_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", closed_on=None, closed_by=None)
                | (~Q(state="waiting") & Q(closed_on__isnull=False, closed_by__isnull=False)),
                name="clients_closed_proposal_has_day_and_person",
            ),
            models.CheckConstraint(
                condition=Q(state="admitted") | Q(client=None), name="clients_only_admission_makes_a_citizen"
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason=""), name="clients_declined_proposal_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.proposed_on}"

    @property
    def days_waited(self) -> int:
        return (timezone.localdate() - self.proposed_on).days
