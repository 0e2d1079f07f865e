from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.guard import GuardedTextField
from clients.referrals.querysets import ReferralQuerySet
from clients.referrals.states import OPEN, State
from projects.base import ServiceModel
from projects.models import Organisation, Project

LONGEST_TEXT = 500


def _person() -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")


class Referral(ServiceModel):
    """A citizen proposed to one organisation of the project, and what came of it.

    It opens nothing by itself. Until it is accepted the receiver sees its card; after that, the citizen through
    the link of the citizen's consent (docs/decisions/0021). `consent` is a consent that was given for this
    referral: its link opens when the referral is accepted.
    """

    class Meeting(models.TextChoices):
        WORKER_COMES = "worker_comes", _("the worker comes along")
        SENDER_CALLS = "sender_calls", _("the sender calls")
        DROP_IN = "drop_in", _("the citizen drops in")
        SHOWS_CARD = "shows_card", _("the citizen shows the card with the code")

    class DeclineReason(models.TextChoices):
        NO_ROOM = "no_room", _("no room now")
        OTHER_OFFER = "other_offer", _("another offer fits better")
        TARGET_GROUP = "target_group", _("outside our target group")
        NOT_REACHED = "not_reached", _("the citizen could not be reached")
        OTHER = "other", _("another reason")

    class WithdrawalReason(models.TextChoices):
        CITIZEN = "citizen", _("the citizen no longer wants it")
        MISTAKE = "mistake", _("it was a mistake")
        CONSENT = "consent", _("the consent was withdrawn")

    class OverrideReason(models.TextChoices):
        DANGER = "danger", _("danger to life or health")
        UNABLE = "unable", _("the citizen is unable to consent now")
        LAW = "law", _("another law demands it")

    class Outcome(models.TextChoices):
        HELPED = "helped", _("the citizen got what was hoped for")
        PARTLY = "partly", _("the citizen got some of it")
        NO_CONTACT = "no_contact", _("they never met")
        STOPPED = "stopped", _("the citizen did not want to go on")

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    client = models.ForeignKey("clients.Client", models.CASCADE, related_name="referrals")
    from_organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    to_organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFTED)
    wish = GuardedTextField(_("what the citizen hopes for"), max_length=LONGEST_TEXT, blank=True)
    how_we_meet = models.CharField(_("how we meet"), max_length=12, choices=Meeting.choices)
    consent = models.OneToOneField(
        "clients.Consent", models.PROTECT, null=True, blank=True, related_name="given_for_referral"
    )
    override_reason = models.CharField(max_length=10, choices=OverrideReason.choices, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_by = _person()
    sent_at = models.DateTimeField(null=True, blank=True)
    answer_due_on = models.DateField(null=True, blank=True)
    answered_by = _person()
    answered_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.CharField(_("reason"), max_length=12, choices=DeclineReason.choices, blank=True)
    decline_text = GuardedTextField(_("more about the reason"), max_length=LONGEST_TEXT, blank=True)
    withdrawn_by = _person()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(_("reason"), max_length=10, choices=WithdrawalReason.choices, blank=True)
    outcome = models.CharField(_("what came of it"), max_length=10, choices=Outcome.choices, blank=True)
    done_on = models.DateField(_("date"), null=True, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]
        indexes = [
            models.Index(fields=["to_organisation", "project", "state"], name="clients_referral_received"),
            models.Index(fields=["from_organisation", "project", "-written_at"], name="clients_referral_sent"),
        ]
        constraints = [
            # Each sender's own: another organisation's referral is neither told of nor in the way.
            models.UniqueConstraint(
                fields=["client", "from_organisation", "to_organisation"],
                condition=Q(state__in=OPEN),
                name="clients_one_open_referral",
                violation_error_message=_("There is an open referral to that organisation already. Use that one."),
            ),
            models.CheckConstraint(
                condition=~Q(from_organisation=F("to_organisation")),
                name="clients_referral_leads_elsewhere",
                violation_error_message=_("Choose another organisation than the one that refers."),
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None, sent_by=None, answer_due_on=None, state__in=[State.DRAFTED, State.WITHDRAWN])
                | (
                    Q(sent_at__isnull=False, sent_by__isnull=False, answer_due_on__isnull=False)
                    & ~Q(state=State.DRAFTED)
                ),
                name="clients_sent_referral_has_day_and_person",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None)
                & ~Q(state__in=[State.ACCEPTED, State.DECLINED, State.DONE])
                | Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(state__in=[State.DRAFTED, State.SENT]),
                name="clients_answer_has_day_and_person",
            ),
            models.CheckConstraint(
                condition=Q(state=State.DECLINED) & ~Q(decline_reason="")
                | ~Q(state=State.DECLINED) & Q(decline_reason=""),
                name="clients_declined_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=State.WITHDRAWN, withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                & ~Q(withdrawn_because="")
                | ~Q(state=State.WITHDRAWN) & Q(withdrawn_at=None, withdrawn_by=None, withdrawn_because=""),
                name="clients_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=State.DONE, done_on__isnull=False) & ~Q(outcome="")
                | ~Q(state=State.DONE) & Q(done_on=None, outcome=""),
                name="clients_done_with_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_organisation} – {self.to_organisation}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN
