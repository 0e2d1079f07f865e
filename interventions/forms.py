from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clients.acting import ActingForm
from clients.anonymity import drop_texts
from clients.focus_areas import CHALLENGES
from clients.guard import refuse_identifiers
from interventions.models import InterventionType, NationalInterventionType, Session
from interventions.querysets import not_yet_offered_by, offered_by
from projects.models import Organisation, Project
from projects.pages import PageForm

AnyType = InterventionType | NationalInterventionType


class TypeField(forms.ChoiceField):
    """A type of the project's, or one from the national catalogue that it does not offer yet."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(error_messages={"required": _("Choose a type.")}, **kwargs)
        self.types: dict[str, AnyType] = {}

    def offer(self, project: Project, **only: bool) -> None:
        """Let the person choose among the types to which `only` applies."""
        own = {f"own-{each.pk}": each for each in offered_by(project).filter(**only)}
        national = {f"national-{each.pk}": each for each in not_yet_offered_by(project).filter(**only)}
        self.types = {**own, **national}
        choices: list[Any] = [("", ""), *((key, each.name) for key, each in own.items())]
        if national:
            choices.append((gettext("From the national catalogue"), [(k, each.name) for k, each in national.items()]))
        self.choices = choices

    def clean(self, value: Any) -> Any:
        return self.types.get(super().clean(value))


class InterventionForm(ActingForm):
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


class SessionForm(ActingForm):
    held_on = forms.DateField(label=_("Date"))
    attendance = forms.ChoiceField(label=_("How it went"), choices=Session.Attendance.choices, widget=forms.RadioSelect)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=1440, required=False)
    challenges = forms.MultipleChoiceField(
        label=_("What it was about"), choices=CHALLENGES, required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label=_("Short note"),
        max_length=500,
        required=False,
        validators=[refuse_identifiers],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("No names, numbers or addresses. The citizen may ask to read it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drop_texts(self, self.client, "note")


class EndForm(PageForm):
    ends_on = forms.DateField(label=_("End"))


class OwnTypeForm(PageForm):
    name = forms.CharField(label=_("Name"), max_length=100, validators=[refuse_identifiers])
    is_material_help = forms.BooleanField(
        label=_("Material help"),
        required=False,
        help_text=_("Things that are handed out, like free clothes. Reports do not count it as a type received."),
    )
