from typing import Any, ClassVar

from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.baseline.forms import BaselineForm, present
from casework.baseline.models import Baseline
from casework.baseline.querysets import baseline_of, sees_baseline
from casework.baseline.services import save_baseline
from cti.views import CourseFormPage
from projects.access import Permission
from projects.conflicts import Concern


class BaselineView(CourseFormPage):
    """The course's baseline, to read and to change; 404 for those who see the course and not this."""

    permission = Permission.COURSE_RUN
    keeps_draft = True
    template_name: ClassVar[str] = "casework/baseline/form.html"
    title = _("Baseline")
    lead = _("What the citizen would like to tell at the start. Every question can be left out or answered later.")
    verb = _("Save baseline")
    baseline: Baseline | None

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        if not sees_baseline(self.user, self.course, self.permission):
            raise Http404
        self.baseline = baseline_of(self.course)

    def concerns(self) -> Concern:
        """The course's row stands for a baseline that is not made yet, too."""
        return Concern(self.course, present(self.baseline))

    def form(self, data: Any = None) -> BaselineForm:
        return BaselineForm(data, client=self.client, initial=self.concerns().values)

    def context(self) -> dict[str, Any]:
        return super().context() | {"baseline": self.baseline}

    def save(self, form: Any) -> str:
        save_baseline(self.course, by=self.user, **form.cleaned_data)
        return self.course_url()

    def done(self) -> str:
        return gettext("The baseline is saved.")
