import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.reports import Audience


class AsOfForm(forms.Form):
    as_of = forms.DateField(
        label=_("Figures as of"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"}),
        error_messages={"invalid": _("This is not a date. Write it as 2023-11-30.")},
    )

    @property
    def day(self) -> dt.date | None:
        """None is today; also while the field has an error."""
        return self.cleaned_data.get("as_of")


class PrintForm(AsOfForm):
    """`audiences` are those that the report may be printed for; the first is meant where none is named."""

    def __init__(self, *args: Any, audiences: Sequence[Audience], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.audiences = audiences
        self.fields["audience"] = forms.ChoiceField(choices=[(one, one) for one in audiences], required=False)

    def clean_audience(self) -> Audience:
        return self.cleaned_data["audience"] or self.audiences[0]
