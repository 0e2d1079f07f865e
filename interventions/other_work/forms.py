from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from clients.focus_areas import CHALLENGES
from clients.guard import refuse_identifiers
from clients.querysets import acting_organisations
from interventions.other_work.fields import CitizenField
from interventions.other_work.models import MOST_PEOPLE, OutreachContact, ProfessionalTraining, Workplace
from interventions.other_work.querysets import partners_of, working_organisations
from projects.access import Permission
from projects.models import Organisation, Project
from projects.pages import PageForm, capitalised


def _choose(choices: Any) -> list[tuple[str, Any]]:
    return [("", ""), *capitalised(choices)]


def _count(label: Any, **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, max_value=MOST_PEOPLE, **{"min_value": 1, **kwargs})


def _text(label: Any, length: int, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, validators=[refuse_identifiers], **kwargs)


class EntryForm(PageForm):
    """The fields are named as the rows' own, so that a service takes them as they are.

    `acting_for` is asked only of who works for several of the project's organisations, and not in a correction.
    """

    held_on = forms.DateField(label=_("Date"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=1440)
    acting_for = forms.ModelChoiceField(Organisation.objects.none(), label=_("On behalf of"), empty_label=None)

    def __init__(self, *args: Any, user: Any, project: Project, is_correction: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.project = user, project
        self.organisations = working_organisations(user, project)
        field = self.fields.pop("acting_for")
        if not is_correction and len(self.organisations) > 1:
            field.queryset = self.organisations  # type: ignore[attr-defined]
            self.fields["acting_for"] = field  # last: what was done comes first

    @property
    def organisation(self) -> Organisation:
        return self.cleaned_data.get("acting_for") or self.organisations[0]

    @property
    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "acting_for"}


class OutreachForm(EntryForm):
    channel = forms.ChoiceField(
        label=pgettext_lazy("outreach", "How"), choices=_choose(OutreachContact.Channel.choices)
    )
    people = _count(_("People reached"))
    field_order = ["held_on", "channel", "people", "minutes"]


class TrainingForm(EntryForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=_choose(ProfessionalTraining.Kind.choices))
    topic = _text(_("Topic"), 150)
    workplace = forms.ChoiceField(label=_("Workplace"), choices=_choose(Workplace.choices))
    department = _text(_("Department"), 100, required=False)
    professionals = _count(_("Professionals"))
    knowledge_persons = _count(_("Knowledge persons"), min_value=0, initial=0)
    field_order = ["held_on", "minutes", "kind", "workplace", "topic", "department"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("knowledge_persons", 0) > data.get("professionals", MOST_PEOPLE):
            self.add_error(
                "knowledge_persons", gettext("There are more of them than professionals. Correct one number.")
            )
        return data


class MeetingForm(EntryForm):
    topic = _text(_("Topic"), 150)
    attending = forms.ModelMultipleChoiceField(
        Organisation.objects.none(), label=_("Partners who attended"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    others = _count(_("Other organisations"), min_value=0, initial=0)
    departments = _text(_("Their departments"), 200, required=False)
    field_order = ["held_on", "minutes", "topic", "attending", "others", "departments"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["attending"].queryset = partners_of(self.project)  # type: ignore[attr-defined]


class ConsultationForm(EntryForm):
    workplace = forms.ChoiceField(label=_("Workplace"), choices=_choose(Workplace.choices))
    department = _text(_("Department"), 100, required=False)
    about = forms.MultipleChoiceField(
        label=_("What it was about"), choices=CHALLENGES, required=False, widget=forms.CheckboxSelectMultiple
    )
    client = CitizenField(
        label=_("Citizen it was about"), max_length=60, required=False,
        help_text=_("Code, or your own alias or reference. Leave it empty if it was about nobody in the project."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    field_order = ["held_on", "minutes", "workplace", "department", "client", "about"]

    def __init__(self, *args: Any, is_correction: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, is_correction=is_correction, **kwargs)
        self.fields["client"].look_among(self.user, self.project)  # type: ignore[attr-defined]
        if is_correction:
            del self.fields["client"]

    def clean(self) -> dict[str, Any]:
        """The organisation that counselled is one with a link to the citizen."""
        data = super().clean() or {}
        if (client := data.get("client")) and not self.errors:
            linked = acting_organisations(self.user, client, Permission.INTERVENTION_LOG)
            if self.organisation not in linked:
                message = gettext("%(organisation)s does not work with this citizen. Choose another organisation.")
                self.add_error("client", message % {"organisation": self.organisation})
        return data


class RemoveForm(PageForm):
    removed_because = _text(_("Why"), 200, help_text=_("It stands in the history. Nothing about a citizen."))


class FilterForm(forms.Form):
    """What the page shows; an address that means nothing is told at its field, and nothing is shown."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, project: Project, kinds: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = gettext("All")
        self.fields["kind"].choices = [("", everything), *kinds]  # type: ignore[attr-defined]
        organisation: Any = self.fields["organisation"]
        organisation.queryset, organisation.empty_label = partners_of(project), everything

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            raise ValidationError(
                {"until": gettext("The last day lies before the first. Correct one of the two dates.")}
            )
        return data
