from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.forms import fields
from clients.acting import ActingForm
from clients.directory.models import RoutingRule
from clients.guard import refuse_identifiers
from clients.models import Client, Consent, Offer, OnwardReferral, Referral
from clients.referrals.models import LONGEST_TEXT
from projects.access import Permission
from projects.models import Organisation
from projects.pages import PageForm, capitalised


def guarded_lines(label: Any, help_text: Any) -> forms.CharField:
    """A text about a citizen in several lines, refused at its field where it identifies anybody."""
    return forms.CharField(
        label=label, max_length=LONGEST_TEXT, required=False, help_text=help_text, validators=[refuse_identifiers],
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )  # fmt: skip


def one_of(label: Any, choices: Any, required: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=capitalised(choices), widget=forms.RadioSelect, error_messages={"required": required}
    )


class ReferralForm(ActingForm):
    """What a referral says. The rule's partner is chosen beforehand and can be changed."""

    to_organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Refer to"), empty_label=None, widget=forms.RadioSelect,
        error_messages={"required": _("Choose the organisation to refer to.")},
    )  # fmt: skip
    how_we_meet = one_of(_("How we meet"), Referral.Meeting.choices, _("Choose how the citizen gets there."))
    wish = guarded_lines(
        _("What the citizen hopes for"), _("In the citizen's own words. The receiver reads it on the card.")
    )

    def __init__(self, *args: Any, rule: RoutingRule | None = None, **kwargs: Any) -> None:
        client: Client = kwargs["client"]
        super().__init__(*args, permission=Permission.REFERRAL_SEND, **kwargs)
        partners = Organisation.objects.taking_part_in(client.project, localdate())
        if len(self.organisations) == 1:
            partners = partners.exclude(pk=self.organisations[0].pk)
        field = self.fields["to_organisation"]
        field.queryset = partners.order_by("name")  # type: ignore[attr-defined]
        if rule is not None:
            field.initial = rule.organisation
            field.help_text = _rule_words(rule)

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("to_organisation", "how_we_meet", "wish")}


def _rule_words(rule: RoutingRule) -> str:
    words = gettext(
        "%(organisation)s is proposed, because the project refers citizens of %(first)s–%(last)s years there. "
        "You can choose another."
    )
    return words % {"organisation": rule.organisation, "first": rule.age_from, "last": rule.age_to}


class SendForm(PageForm):
    """Asks for what the referral still needs: nothing where the receiver has access already."""

    given_how = one_of(_("How the citizen consented"), Consent.How.choices, "")
    override_reason = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, needs_consent: bool, may_override: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["given_how"].required = False
        self.fields["override_reason"].label = _("Or send the card without a consent")
        self._offer_override()
        if not needs_consent:
            del self.fields["given_how"]
        if not (needs_consent and may_override):
            del self.fields["override_reason"]

    def _offer_override(self) -> None:
        field = self.fields["override_reason"]
        nobody = ("", gettext("No, the citizen has consented"))
        field.choices = [nobody, *capitalised(Referral.OverrideReason.choices)]  # type: ignore[attr-defined]
        field.help_text = _("It stands in the log, and on a list that the project lead reads. It opens only the card.")

    @property
    def facts(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "consent_given_how": data.get("given_how", ""),
            "override_reason": data.get("override_reason", ""),
        }


class WithdrawForm(PageForm):
    reason = one_of(
        _("Why"),
        [each for each in Referral.WithdrawalReason.choices if each[0] != Referral.WithdrawalReason.CONSENT],
        _("Choose why it is withdrawn."),
    )


class DeclineForm(PageForm):
    reason = one_of(_("Reason"), Referral.DeclineReason.choices, _("Choose a reason."))
    text = guarded_lines(_("More about the reason"), _("The sender reads it. Needed for another reason."))


class FinishForm(PageForm):
    outcome = one_of(_("What came of it"), Referral.Outcome.choices, _("Choose what came of it."))
    done_on = forms.DateField(label=_("Date"), initial=fields.today)


class OnwardForm(PageForm):
    """The action plan, an offer of the directory, or one that the directory lacks."""

    kind = forms.ChoiceField(
        label=_("Referred to"), widget=forms.RadioSelect,
        error_messages={"required": _("Choose where the citizen was referred to.")},
    )  # fmt: skip
    referred_on = forms.DateField(label=_("Date"), initial=fields.today)

    def __init__(self, *args: Any, offers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offers: dict[str, Offer] = {f"offer-{each.pk}": each for each in offers}
        others = OnwardReferral.Kind.OTHER_OFFER
        named = [(key, _described(each)) for key, each in self.offers.items()]
        rest = gettext("Another offer") if named else others.label
        plan = OnwardReferral.Kind.ANTI_TRAFFICKING
        self.fields["kind"].choices = [(plan.value, plan.label), *named, (others.value, rest)]  # type: ignore[attr-defined]

    @property
    def facts(self) -> dict[str, Any]:
        chosen = self.cleaned_data["kind"]
        offer = self.offers.get(chosen)
        kind = OnwardReferral.Kind.OTHER_OFFER if offer else chosen
        return {"kind": kind, "offer": offer, "referred_on": self.cleaned_data["referred_on"]}


def _described(offer: Offer) -> str:
    return " – ".join(part for part in (offer.name, offer.purpose) if part)


class OnwardOutcomeForm(PageForm):
    outcome = one_of(_("What came of it"), OnwardReferral.Outcome.choices, _("Choose what came of it."))
    outcome_on = forms.DateField(label=_("Date"), initial=fields.today)
