from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clients.guard import refuse_identifiers
from interventions.forms import SessionForm
from projects.pages import PageForm


class CorrectionForm(SessionForm):
    """A session as it stands. `seen` says which state of it the person corrects."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("acting_for", None)  # it stays with the organisation that logged it

    def clean(self) -> dict[str, Any] | None:
        """What was sent without its state might overwrite what nobody has looked at."""
        if not self.cleaned_data.get("seen"):
            self.see(self.initial["seen"])
            raise ValidationError(gettext("The form was open for too long. Look it through and send it once more."))
        return super().clean()

    def see(self, state: str) -> None:
        """From now on the person corrects this state, which the page shows beside what they wrote."""
        self.data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict, once the form was sent
        self.data["seen"] = state  # type: ignore[index]


class AddendumForm(PageForm):
    text = forms.CharField(
        label=_("Addendum"),
        max_length=500,
        validators=[refuse_identifiers],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("No names, numbers or addresses. The citizen may ask to read it."),
    )
