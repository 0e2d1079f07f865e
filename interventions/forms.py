from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clients.acting import ActingForm
from clients.anonymity import drop_texts
from clients.focus_areas import CHALLENGES
from clients.guard import refuse_identifiers
from documents.numbers import long_date
from interventions.enrolled import ConfirmedForm
from interventions.models import InterventionType, NationalInterventionType, Session
from interventions.models.kinds import InterventionEnd, SessionKind
from interventions.querysets import not_yet_offered_by, offered_by
from projects.models import Organisation, Project
from projects.pages import PageForm, capitalised

AnyType = InterventionType | NationalInterventionType


def key_of(type: AnyType) -> str:
    """The type as a value of TypeField."""
    return f"{'own' if isinstance(type, InterventionType) else 'national'}-{type.pk}"


def until_when(type: InterventionType) -> str:
    """A closed type as a choice: it can still be logged from an earlier day."""
    words = {"type": type.name, "day": long_date(type.closed_on or localdate()), "other": type.replaced_by}
    if type.replaced_by:
        return gettext("%(type)s (until %(day)s, then %(other)s)") % words
    return gettext("%(type)s (until %(day)s)") % words


class TypeField(forms.ChoiceField):
    """A type of the project's, or one from the national catalogue that it does not offer yet."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(error_messages={"required": _("Choose a type.")}, **kwargs)
        self.types: dict[str, AnyType] = {}

    def offer(self, project: Project, **only: bool) -> None:
        """Let the person choose among the types to which `only` applies; closed ones last, for earlier days."""
        all_own = offered_by(project).filter(**only).select_related("replaced_by")
        own = [each for each in all_own if not each.is_closed]
        closed = [each for each in all_own if each.is_closed]
        national = list(not_yet_offered_by(project).filter(**only))
        every: list[AnyType] = [*own, *national, *closed]
        self.types = {key_of(each): each for each in every}
        self.choices = [
            ("", ""),
            *((key_of(each), each.name) for each in own),
            *_titled(gettext("From the national catalogue"), [(key_of(each), each.name) for each in national]),
            *_titled(gettext("No longer offered"), [(key_of(each), until_when(each)) for each in closed]),
        ]

    def clean(self, value: Any) -> Any:
        return self.types.get(super().clean(value))


def _titled(title: str, choices: list[tuple[str, str]]) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(title, choices)] if choices else []


class InterventionForm(ConfirmedForm, ActingForm):
    type = TypeField(label=_("Type"))
    provider = forms.ModelChoiceField(Organisation.objects.none(), label=_("Provider"), required=False)
    provider_text = forms.CharField(
        label=_("Other provider"),
        max_length=100,
        required=False,
        validators=[refuse_identifiers],
        help_text=_("If it is none of the partners. Write the name of the place, never of a person."),
    )
    starts_on = forms.DateField(label=_("Start"))
    ends_on = forms.DateField(
        label=_("End"), required=False, help_text=_("Leave it empty while the intervention goes on.")
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drop_texts(self, self.client, "provider_text")
        self.fields["type"].offer(project)  # type: ignore[attr-defined]
        provider = self.fields["provider"]
        provider.queryset = Organisation.objects.taking_part_in(project, localdate())  # type: ignore[attr-defined]
        provider.empty_label = gettext("Not known, or another")  # type: ignore[attr-defined]


class SessionFields(PageForm):
    """What is said of a meeting, whoever took part."""

    held_on = forms.DateField(label=_("Date"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=1440, required=False)
    kind = forms.ChoiceField(
        label=_("How you met"), choices=[("", "–"), *capitalised(SessionKind.choices)], required=False
    )
    challenges = forms.MultipleChoiceField(
        label=_("What it was about"), choices=CHALLENGES, required=False, widget=forms.CheckboxSelectMultiple
    )


class SessionForm(SessionFields, ConfirmedForm, ActingForm):
    attendance = forms.ChoiceField(label=_("How it went"), choices=Session.Attendance.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Short note"),
        max_length=500,
        required=False,
        validators=[refuse_identifiers],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("No names, numbers or addresses. The citizen may ask to read it."),
    )
    field_order = ["type", "held_on", "attendance", "minutes", "kind", "challenges", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drop_texts(self, self.client, "note")

    def facts(self) -> dict[str, Any]:
        """What the services take."""
        names = ("held_on", "attendance", "minutes", "kind", "challenges", "note")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class QuickForm(SessionForm):
    """A session of a type: in the citizen's running intervention, or in one that begins with it."""

    type = TypeField(label=_("Type"))

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].offer(project)  # type: ignore[attr-defined]


class EndForm(ConfirmedForm):
    ends_on = forms.DateField(label=_("End"))
    end_reason = forms.ChoiceField(
        label=_("Reason"), choices=[("", _("Not stated")), *InterventionEnd.choices], required=False
    )


class DatesForm(EndForm):
    starts_on = forms.DateField(label=_("Start"))
    ends_on = forms.DateField(
        label=_("End"), required=False, help_text=_("Leave it empty while the intervention goes on.")
    )
    field_order = ["starts_on", "ends_on", "end_reason"]
