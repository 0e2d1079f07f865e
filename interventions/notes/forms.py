from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.guard import refuse_identifiers
from interventions.forms import SessionForm
from projects.pages import PageForm


class CorrectionForm(SessionForm):
    """A session as it stands."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("acting_for", None)  # it stays with the organisation that logged it


class AddendumForm(PageForm):
    text = forms.CharField(
        label=_("Addendum"),
        max_length=500,
        validators=[refuse_identifiers],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("No names, numbers or addresses. The citizen may ask to read it."),
    )
