from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.assignments.querysets import AssignmentQuerySet, CoverQuerySet
from clients.guard import GuardedCharField
from projects.models import Project, ends_not_before_start


class Assignment(models.Model):
    """Who is a citizen's contact person from a day on, until the next row; without a worker, nobody is.

    It says in whose lists the citizen stands. It opens nothing: a person without a live link to the
    citizen sees nothing of it, assigned or not.
    """

    class Reason(models.TextChoices):
        CITIZEN = "citizen", _("the citizen wished it")
        WORKLOAD = "workload", _("the work is shared out anew")
        LEFT = "left", _("the contact person stopped working here")
        LEAVE = "leave", _("a long absence")
        HANDED_OVER = "handed_over", _("another organisation takes over")
        OTHER = "other", _("other")

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    client = models.ForeignKey("clients.Client", models.CASCADE, related_name="assignments")
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="assignments",
        verbose_name=_("contact person"),
    )  # fmt: skip
    backup = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("second person"),
    )  # fmt: skip
    since = models.DateField(_("since"))
    reason = models.CharField(_("reason for the change"), max_length=12, choices=Reason.choices, blank=True)
    reason_text = GuardedCharField(_("more about the reason"), max_length=200, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        indexes = [models.Index(fields=["client", "-since"], include=["worker"], name="clients_assignment_latest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(backup=None) | (Q(worker__isnull=False) & ~Q(backup=F("worker"))),
                name="clients_backup_is_another_person",
                violation_error_message=_("The second person must be another one than the contact person."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worker or '–'}, {self.since}"


class Cover(models.Model):
    """A colleague who takes a person's lists in one project while the person is away, both days included.

    Like an assignment it steers lists and opens nothing; it ends by itself.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="covers")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="covers", verbose_name=_("who is away")
    )
    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="covers_for", verbose_name=_("who covers")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)  # called off before its last day
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = CoverQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        indexes = [models.Index(fields=["project", "person", "ends_on"], name="clients_cover_by_person")]
        constraints = [
            ends_not_before_start("clients_cover_ends_after_start"),
            models.CheckConstraint(
                condition=~Q(person=F("colleague")),
                name="clients_cover_by_another",
                violation_error_message=_("Nobody can cover for themselves. Choose a colleague."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.colleague} – {self.person}, {self.starts_on}–{self.ends_on}"
