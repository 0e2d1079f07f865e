from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.acting import ActingForm
from cti.forms import GoalField
from cti.models import EndReason
from interventions.forms import TypeField
from projects.models import Project
from projects.pages import PageForm


class StartForm(ActingForm):
    """Starting from a contact period, whose goal stands already."""

    starts_on = forms.DateField(
        label=_("Start"), help_text=_("The first day of the first phase. Every date of the course follows from it.")
    )
    runs_as = TypeField(
        label=_("Runs as"),
        help_text=_(
            "The intervention that the course counts as in the reports. It is logged together with the course."
        ),
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["runs_as"].offer(project, is_course=True)  # type: ignore[attr-defined]


class NewCourseForm(StartForm):
    """Starting without a contact period."""

    goal = GoalField(help_text=_("It can be changed at any time."))
    field_order = ["goal", "starts_on", "runs_as", "acting_for"]


class EndCourseForm(PageForm):
    ends_on = forms.DateField(label=_("End"))
    end_reason = forms.ChoiceField(label=_("Reason"), choices=EndReason.choices, widget=forms.RadioSelect)
