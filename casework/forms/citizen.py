from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import fields
from clients.models import Client, Consent
from projects.models import Organisation
from projects.pages import PageForm


class FactsForm(PageForm):
    birth_year = fields.birth_year_field()
    is_adult_confirmed = fields.adult_field()
    gender = fields.gender_field()
    source = fields.source_field()
    other_source = fields.other_source_field()
    wish = fields.wish_field()

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        names = ("birth_year", "gender", "source", "wish")
        super().__init__(*args, initial={name: getattr(client, name) for name in names}, **kwargs)
        fields.offer_sources(self, client.project)


class AppointmentForm(PageForm):
    next_appointment_on = forms.DateField(
        label=_("Next appointment"), required=False, help_text=_("Leave it empty when there is none.")
    )
    next_appointment_time = fields.time_field()
    next_appointment_place = fields.place_field()

    def clean(self) -> dict[str, Any]:
        """Whoever takes the day away takes the appointment away."""
        if self.initial.get("next_appointment_on") and not self.data.get("next_appointment_on"):
            self.cleaned_data |= {"next_appointment_time": None, "next_appointment_place": ""}
        return self.cleaned_data


class EnrolForm(PageForm):
    starts_on = forms.DateField(label=_("Start date"), initial=fields.today)


class EndEnrolmentForm(PageForm):
    ends_on = forms.DateField(label=_("End date"), initial=fields.today)


class ConsentForm(PageForm):
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Organisation"), empty_label=None, widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the organisation that the citizen says yes to."),
            "invalid_choice": _("The organisation has access already, or takes no part in the project."),
        },
    )  # fmt: skip
    covers_notes = forms.BooleanField(label=_("May read the notes of other organisations' sessions"), required=False)
    covers_wellbeing = forms.BooleanField(label=_("May see the citizen's WHO-5"), required=False)
    given_how = forms.ChoiceField(
        label=_("How the consent was given"), choices=fields.capitalised(Consent.How.choices),
        initial=Consent.How.SPOKEN, widget=forms.RadioSelect,
    )  # fmt: skip
    starts_on = forms.DateField(label=_("From"), initial=fields.today)
    expires_on = forms.DateField(
        label=_("Last day"), required=False, help_text=_("Leave it empty when the citizen sets no limit.")
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        if len(organisations) == 1:
            self.fields["organisation"].initial = organisations[0]


class ReferenceForm(PageForm):
    """The own alias and reference of one organisation."""

    alias = fields.guarded_text(
        _("Own alias"), 60, _("What you call the citizen, never a name. Only your organisation sees it.")
    )
    reference = fields.own_reference()
