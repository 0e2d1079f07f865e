from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from casework.forms import fields
from casework.forms.visitation import JUDGEMENT, JudgementFields
from projects.models import Organisation, Project
from projects.pages import PageForm


class OrganisationsField(forms.ModelMultipleChoiceField):
    """A number that no row can have is a wrong choice like any other, and no fault of the database's."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError:
            message = self.error_messages["invalid_choice"] % {"value": "…"}
            raise ValidationError(message, code="invalid_choice") from None


class RegistrationForm(JudgementFields, PageForm):
    """All that is asked when a citizen is registered: one page, one minute, only the start date is needed.

    The decision at intake lies folded; whether the citizen is a new one is asked only where another one is alike.
    """

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Registers for"), empty_label=None)
    starts_on = forms.DateField(label=_("Start date"), initial=fields.today)
    is_anonymous = fields.anonymous_field()
    source = fields.source_field()
    other_source = fields.other_source_field()
    wish = fields.wish_field()
    birth_year = fields.birth_year_field()
    is_adult_confirmed = fields.adult_field()
    gender = fields.gender_field()
    alias = fields.guarded_text(
        _("Own alias"), 60, _("What you call the citizen, never a name. Only your organisation sees it.")
    )
    reference = fields.own_reference()
    next_appointment_on = forms.DateField(label=_("Next appointment"), required=False)
    next_appointment_place = fields.place_field()
    partners = OrganisationsField(
        Organisation.objects.none(), label=_("The citizen consents that these may follow along"), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Reading notes or seeing WHO-5 is a consent of its own, given on the citizen's page."),
    )  # fmt: skip
    is_new_confirmed = forms.BooleanField(label=_("This is another citizen"), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, project: Project, organisations: Any, partners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields.offer_sources(self, project)
        self.unmark(*JUDGEMENT)  # the fold says that all of it is
        self._offer("organisation", organisations, fewest=2)
        self._offer("partners", partners, fewest=1)
        self.organisations = organisations
        self.order_fields([name for name in self.fields if name not in JUDGEMENT])

    def refuse(self, error: ValidationError) -> None:
        if "is_new_confirmed" in getattr(error, "error_dict", {}):
            self.fields["is_new_confirmed"].widget = forms.CheckboxInput()
        super().refuse(error)

    def _offer(self, name: str, organisations: Any, fewest: int) -> None:
        """What there is no choice of is not asked."""
        self.fields[name].queryset = organisations  # type: ignore[attr-defined]
        if len(organisations) < fewest:
            del self.fields[name]

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in JUDGEMENT and field.name != "is_new_confirmed"]

    @property
    def judgement_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in JUDGEMENT]

    @property
    def is_judgement_open(self) -> bool:
        """Whether something in the fold is filled in or wrong."""
        return bool(self["decision"].value()) or any(field.errors for field in self.judgement_fields)

    @property
    def facts(self) -> dict[str, Any]:
        facts = {name: value for name, value in self.cleaned_data.items() if name not in JUDGEMENT}
        return {"organisation": self.organisations[0], "source": None, "intake": self.judgement} | facts
