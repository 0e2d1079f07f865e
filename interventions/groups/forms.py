from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.codes import normalised
from clients.guard import refuse_identifiers
from interventions.enrolled import ConfirmedForm
from interventions.forms import AnyType, SessionFields, TypeField
from interventions.models.kinds import SessionKind
from interventions.querysets import logging_organisations
from projects.models import Organisation, Project


def codes_in(value: Any) -> list[str]:
    """What was ticked, as codes are written; PostgreSQL would not even look for a NUL."""
    codes = (normalised(str(each).replace("\0", "")) for each in value or [])
    return [code for code in codes if code]


class CodesField(forms.Field):
    """The codes that were ticked. Who of them is within reach, the service says, or a lost one could not be named."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[str]:
        return codes_in(value)


class MeetingFields(SessionFields, ConfirmedForm):
    """What is said of a meeting of many, besides who took part."""

    without_code = forms.IntegerField(
        label=_("People without a code"),
        min_value=0,
        max_value=500,
        required=False,
        help_text=_("How many came who are not registered. They count as contacts, not as citizens."),
    )
    note = forms.CharField(
        label=_("Note about the group"),
        max_length=500,
        required=False,
        validators=[refuse_identifiers],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("About the meeting, not about one of those who came. No names, numbers or addresses."),
    )

    def facts(self) -> dict[str, Any]:
        """What the services take."""
        given = self.cleaned_data
        filled = {"kind": given["kind"] or SessionKind.GROUP, "without_code": given["without_code"] or 0}
        return {name: given[name] for name in ("held_on", "minutes", "challenges", "note")} | filled


class GroupForm(MeetingFields):
    """One meeting of many. `organisation` is, once the form is valid, the one that led it."""

    type = TypeField(label=_("Type"))
    citizens = CodesField(label=_("Who took part"), required=False)
    acting_for = forms.ModelChoiceField(Organisation.objects.none(), label=_("Led by"), empty_label=None)
    field_order = ["type", "held_on", "minutes", "kind", "citizens", "without_code", "challenges", "note", "acting_for"]

    def __init__(self, *args: Any, user: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].offer(project)  # type: ignore[attr-defined]
        self.organisations = logging_organisations(user, project)
        self.fields["acting_for"].queryset = self.organisations  # type: ignore[attr-defined]
        if len(self.organisations) == 1:
            del self.fields["acting_for"]

    def type_of(self, key: str) -> AnyType | None:
        """The type that the key stands for, of those that can be chosen."""
        return self.fields["type"].types.get(key)  # type: ignore[attr-defined]

    @property
    def organisation(self) -> Organisation:
        return self.cleaned_data.get("acting_for") or self.organisations[0]

    @property
    def last_fields(self) -> list[Any]:
        """What is asked only where there is a choice, or something to confirm."""
        return [self[name] for name in ("acting_for", "is_confirmed") if name in self.fields]

    @property
    def ticked(self) -> list[str]:
        """The codes that are ticked, whether the form was sent or is shown for the first time."""
        return codes_in(self["citizens"].value())

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"type": self.cleaned_data["type"], "codes": self.cleaned_data["citizens"]}
