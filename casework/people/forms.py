"""Forms about how a citizen takes part, where the citizen lives, and on what ground the record is kept."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import fields
from clients.given import GivenHow
from clients.guard import refuse_identifiers
from clients.records import LegalBasis
from projects.models import Municipality, Organisation
from projects.pages import PageForm, capitalised


class EndAnonymityForm(PageForm):
    wished_on = forms.DateField(label=_("The day the citizen said so"), initial=fields.today)
    told_how = forms.ChoiceField(
        label=_("How the citizen said it"), choices=capitalised(GivenHow.choices), initial=GivenHow.SPOKEN,
        widget=forms.RadioSelect,
    )  # fmt: skip


class HomeForm(PageForm):
    home_municipality = forms.ModelChoiceField(
        Municipality.objects.all(), label=_("Home municipality"), required=False, empty_label=_("Not known"),
        help_text=_("Not knowing it never stands in the way of anything."),
    )  # fmt: skip


class AgreementForm(PageForm):
    approved_by = forms.CharField(
        label=_("Approved by"), max_length=100, validators=[refuse_identifiers],
        help_text=_("The office and its title, for example the head of the social services. Never a person's name."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    starts_on = forms.DateField(label=_("From"), initial=fields.today)
    ends_on = forms.DateField(
        label=_("Last day"), required=False, help_text=_("Leave it empty when the agreement sets no limit.")
    )
    payment_terms = fields.guarded_text(
        _("Payment"), 200, _("What the home municipality pays, for example an amount for the course.")
    )
    has_capacity = forms.BooleanField(
        label=_("The project has a place for the citizen"), required=False,
        help_text=_("The course can start once the place is there."),
    )  # fmt: skip


class LegalBasisForm(PageForm):
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Organisation"), empty_label=None, widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the organisation."),
            "invalid_choice": _("The organisation has no access to the citizen."),
        },
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("Legal basis"), choices=capitalised(LegalBasis.Kind.choices), widget=forms.RadioSelect,
        error_messages={"required": _("Choose the legal basis.")},
    )  # fmt: skip
    act = forms.ChoiceField(
        label=_("Which act"), choices=[("", "–"), *capitalised(LegalBasis.Act.choices)], required=False,
        help_text=_("Only where the basis is the law."),
    )  # fmt: skip
    since = forms.DateField(label=_("From"), initial=fields.today)

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        if len(organisations) == 1:
            self.fields["organisation"].initial = organisations[0]
