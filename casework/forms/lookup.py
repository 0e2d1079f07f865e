import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from casework.forms import fields
from casework.lookup import AGE_BANDS
from clients.models import Gender, ReferralSource
from projects.models import Project
from projects.pages import PageForm

OLDEST_BAND = "46+"


class MonthField(forms.CharField):
    """A month as the browser's own picker writes it (2026-03); the value is its first day."""

    widget = forms.TextInput(attrs={"type": "month", "placeholder": "2026-03", "autocomplete": "off"})

    def clean(self, value: Any) -> dt.date | None:
        typed = str(super().clean(value) or "").strip()
        try:
            return dt.date.fromisoformat(f"{typed}-01") if typed else None
        except ValueError:
            raise ValidationError(_("Write the month as year and month, for example 2026-03.")) from None


class LookupForm(PageForm):
    """One's own words for the citizen, or what is known of a stranger. Sent by GET, and kept nowhere."""

    words = fields.guarded_text(_("Code, own alias or own reference"), 60)
    age_band = forms.ChoiceField(label=_("Age"), required=False)
    gender = forms.ChoiceField(label=_("Gender"), choices=[("", "–"), *Gender.choices], required=False)
    source = forms.ModelChoiceField(
        ReferralSource.objects.none(), label=_("Referred by"), required=False, empty_label="–"
    )
    month = MonthField(label=_("Enrolled in the month"), required=False)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bands = [(key, _("Over 45") if key == OLDEST_BAND else key.replace("-", "–")) for key in AGE_BANDS]
        self.fields["age_band"].choices = [("", "–"), *bands]  # type: ignore[attr-defined]
        self.fields["source"].queryset = ReferralSource.objects.filter(project=project)  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.label = str(field.label).partition(" (")[0]  # nothing here must be filled in, and the page says so

    @property
    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "words" and value}
