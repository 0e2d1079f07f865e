from typing import Any

from django import forms
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clients.anonymity import drop_texts
from clients.focus_areas import FocusArea
from clients.guard import refuse_identifiers
from clients.models import Client, Goal
from cti.models import Phase, PlannedActivity
from projects.models import Organisation, Project
from projects.pages import PageForm, capitalised


class GoalField(forms.ChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Goal"), choices=capitalised(Goal.choices), widget=forms.RadioSelect, **kwargs)


class ContactForm(PageForm):
    goal = GoalField(help_text=_("It can be changed at any time."))
    contact_starts_on = forms.DateField(label=_("Contact period from"))


class GoalForm(PageForm):
    goal = GoalField()
    since = forms.DateField(label=_("Since"), help_text=_("The day from which the goal holds. Earlier goals are kept."))
    own_words = forms.CharField(
        label=_("In the citizen's own words"),
        max_length=1000,
        required=False,
        validators=[refuse_identifiers],
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("No names, numbers or addresses."),
    )

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drop_texts(self, client, "own_words")


class FocusForm(PageForm):
    areas = forms.MultipleChoiceField(
        label=_("Focus areas"),
        choices=FocusArea.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("3–5 are advised, so that the goals stay realistic. Fewer or more are fine, too."),
    )


class ActivityForm(PageForm):
    area = forms.ChoiceField(label=_("Focus area"))
    activity = forms.CharField(
        label=_("Activity"),
        max_length=200,
        validators=[refuse_identifiers],
        help_text=_("What is to be done. No names, numbers or addresses."),
    )
    provider = forms.ModelChoiceField(Organisation.objects.none(), label=_("Provider"), required=False)
    provider_text = forms.CharField(
        label=_("Who else does it"),
        max_length=100,
        required=False,
        validators=[refuse_identifiers],
        help_text=_("For example the citizen, the job centre or a doctor. Never a person's name."),
    )
    status = forms.ChoiceField(label=_("Status"), choices=PlannedActivity.Status.choices)

    def __init__(self, *args: Any, phase: Phase, project: Project, present: int | None = None, **kwargs: Any) -> None:
        """`present` is the provider that stands there already, kept though it may have left the project."""
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = area_choices(phase)  # type: ignore[attr-defined]
        partners = Organisation.objects.taking_part_in(project, localdate())
        offered = Organisation.objects.filter(Q(pk__in=partners) | Q(pk=present))
        self.fields["provider"].queryset = offered  # type: ignore[attr-defined]
        self.fields["provider"].empty_label = gettext("None of the partners")  # type: ignore[attr-defined]


def area_choices(phase: Phase) -> list[Any]:
    """The phase's own focus areas first, then the others."""
    chosen = set(phase.focus.values_list("area", flat=True))
    first = [choice for choice in FocusArea.choices if choice[0] in chosen]
    rest = [choice for choice in FocusArea.choices if choice[0] not in chosen]
    if not first or not rest:
        return [("", ""), *first, *rest]
    return [
        ("", ""),
        (gettext("Focus areas of the phase"), first),
        (gettext("Other areas"), rest),
    ]
