"""Where a citizen can be shown on to: offers outside the project, and the rules for choosing among its partners."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clients.directory.querysets import OfferQuerySet, RoutingRuleQuerySet
from projects.models import Organisation, Project, ends_not_before_start

_AGES = [MinValueValidator(18), MaxValueValidator(120)]


class Offer(models.Model):
    """An offer outside the project. Its texts are public and about the offer: a service's own phone may stand there.

    An offer without a project is national: every project sees it.
    """

    project = models.ForeignKey(Project, models.CASCADE, null=True, blank=True, related_name="offers")
    name = models.CharField(_("name"), max_length=100)
    purpose = models.CharField(_("what it is for"), max_length=200, blank=True)
    contact = models.CharField(_("the offer's own contact"), max_length=200, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            ends_not_before_start("clients_offer_ends_after_start"),
            models.UniqueConstraint(
                fields=["project", "name"],
                name="clients_offer_once_per_project",
                violation_error_message=_("There is an offer of that name already. Change that one."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RoutingRule(models.Model):
    """Citizens of these ages are proposed to one organisation (source 002: 18–30 years to one partner)."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="routing_rules")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    age_from = models.PositiveSmallIntegerField(_("from age"), validators=_AGES)
    age_to = models.PositiveSmallIntegerField(_("to age"), validators=_AGES)

    objects = RoutingRuleQuerySet.as_manager()

    class Meta:
        ordering = ["age_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(age_to__gte=F("age_from")),
                name="clients_routing_ages_in_order",
                violation_error_message=_("The second age is below the first. Correct one of them."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.age_from}–{self.age_to}: {self.organisation}"

    def clean(self) -> None:
        """Raises ValidationError where another rule has some of the same ages: two rules propose nobody."""
        if self.age_from is None or self.age_to is None:
            return
        others = RoutingRule.objects.filter(project=self.project, age_from__lte=self.age_to, age_to__gte=self.age_from)
        if other := others.exclude(pk=self.pk).first():
            message = _("There is a rule for %(first)s–%(last)s years already. Remove it first, or choose other ages.")
            raise ValidationError(message, params={"first": other.age_from, "last": other.age_to})
