from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clients.story import Kind
from projects.models import Organisation


def day_field(label: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"})
    wrong = _("This is not a date. Write it as 2023-11-30.")
    return forms.DateField(label=label, required=False, widget=widget, error_messages={"invalid": wrong})


class StoryForm(forms.Form):
    """What the citizen's story is narrowed to. It stays in the address, so it holds no text."""

    kind = forms.ChoiceField(label=_("Show"), required=False)
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    since = day_field(_("From"))
    until = day_field(_("To"))
    notes = forms.BooleanField(label=_("Only with notes"), required=False)

    def __init__(self, *args: Any, organisations: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = sorted((each.name, str(each.pk)) for each in organisations)
        self._offer("kind", Kind.choices)
        self._offer("organisation", [(pk, name) for name, pk in named])

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        field.choices = [("", gettext("All")), *choices]  # type: ignore[attr-defined]
        field.widget.attrs["class"] = "form-select"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            raise ValidationError({"until": _("The last day lies before the first. Correct one of the two dates.")})
        return data

    def chosen(self) -> dict[str, Any]:
        """The filters in use; none while the form holds an error."""
        return {name: value for name, value in self.cleaned_data.items() if value} if self.is_valid() else {}
