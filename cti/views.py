from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audit.models import Action
from audit.services import record
from clients.anonymity import ACTIVITY
from clients.models import Client
from clients.pages import ClientFormPage, ClientView
from clients.querysets import acting_organisations
from cti import services
from cti.forms import ActivityForm, ContactForm, FocusForm, GoalForm
from cti.method import GUIDES
from cti.models import Course, Phase, PlannedActivity
from cti.progress import course_progress, goal_on
from projects.access import Permission
from projects.conflicts import Concern, concern


def course_url(project_code: str, client: Client, course_id: int, anchor: str = "") -> str:
    address = reverse("cti:course", args=[project_code, client.code, course_id])
    return f"{address}#{anchor}" if anchor else address


class CoursePage(ClientView, is_abstract=True):
    """A page about one of the citizen's courses, here `self.course`."""

    course: Course

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        found = Course.objects.filter(client=self.client, pk=kwargs["pk"]).with_plan()
        course = found.visible_to(self.user, self.permission).first()
        if course is None:
            raise Http404
        self.course = course

    def course_url(self, anchor: str = "") -> str:
        return course_url(self.project.code, self.client, self.course.pk, anchor)


class CourseFormPage(CoursePage, ClientFormPage, is_abstract=True):
    """A form about the course; it leads back to the course's page."""

    anchor: ClassVar[str] = ""

    def cancel_url(self) -> str:
        return self.course_url(self.anchor)


class PhaseFormPage(CourseFormPage, is_abstract=True):
    """A form about one of the course's phases, here `self.phase`."""

    phase: Phase

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        phase = next((phase for phase in self.course.phases.all() if phase.number == kwargs["number"]), None)
        if phase is None:
            raise Http404
        self.phase = phase

    def cancel_url(self) -> str:
        return self.course_url(f"phase-{self.phase.number}")

    def context(self) -> dict[str, Any]:
        return super().context() | {"lead": phase_title(self.phase)}


def phase_title(phase: Phase) -> str:
    guide = GUIDES.get(phase.number)
    title = gettext("Phase %(number)d") % {"number": phase.number}
    return f"{title}: {guide.name}" if guide else title


class OpenContact(ClientFormPage):
    permission = Permission.COURSE_START
    is_sent_once = True
    anchor: ClassVar[str] = "courses"
    title = _("Open a contact period")
    lead = _("The time in which the citizen and you get to know each other, before the course itself begins.")
    verb = _("Open contact period")

    def form(self, data: Any = None) -> ContactForm:
        return ContactForm(data, initial={"contact_starts_on": localdate(), "goal": self.client.wish})

    def save(self, form: Any) -> str:
        course = services.open_contact_period(self.client, by=self.user, **form.cleaned_data)
        return course_url(self.project.code, self.client, course.pk)

    def done(self) -> str:
        return gettext("The contact period is open.")


class CourseDetail(CoursePage):
    """The course as the method sees it: where it stands, what the phase expects, the plan."""

    permission = Permission.CLIENT_VIEW

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        record(Action.VIEWED, self.course, by=self.user)
        context = {
            "client": self.client,
            "own_aliases": self.own_aliases(),
            "progress": course_progress(self.course, localdate()),
            "goals": list(self.course.goals.all()),
            "may_run": self.may(Permission.COURSE_RUN),
            "may_start": self.may(Permission.COURSE_START),
        }
        return render(request, "cti/course.html", context)

    def may(self, permission: Permission) -> bool:
        return acting_organisations(self.user, self.client, permission).exists()


class ChangeGoal(CourseFormPage):
    permission = Permission.COURSE_RUN
    keeps_draft = True
    title = _("Change the goal")
    verb = _("Save goal")

    def concerns(self) -> Concern:
        present = goal_on(self.course, localdate())
        return concern(self.course, "own_words", goal=present.goal if present else "")

    def form(self, data: Any = None) -> GoalForm:
        return GoalForm(data, client=self.client, initial={"since": localdate(), **self.concerns().values})

    def save(self, form: Any) -> str:
        services.set_goal(self.course, by=self.user, **form.cleaned_data)
        return self.course_url()

    def done(self) -> str:
        return gettext("The goal is saved.")


class ChooseFocus(PhaseFormPage):
    permission = Permission.COURSE_RUN
    template_name: ClassVar[str] = "interventions/form_with_columns.html"
    title = _("Choose focus areas")
    verb = _("Save focus areas")

    def concerns(self) -> Concern:
        return concern(self.phase, areas=[focus.area for focus in self.phase.focus.all()])

    def form(self, data: Any = None) -> FocusForm:
        return FocusForm(data, initial=self.concerns().values)

    def save(self, form: Any) -> str:
        services.choose_focus(self.phase, areas=form.cleaned_data["areas"], by=self.user)
        return self.cancel_url()

    def done(self) -> str:
        return gettext("The focus areas are saved.")


class NewActivity(PhaseFormPage):
    permission = Permission.COURSE_RUN
    is_sent_once = True
    left_out = ACTIVITY
    keeps_draft = True
    title = _("Plan an activity")
    verb = _("Save activity")

    def form(self, data: Any = None) -> ActivityForm:
        initial = {"status": PlannedActivity.Status.PLANNED}
        return ActivityForm(data, phase=self.phase, project=self.project, initial=initial)

    def save(self, form: Any) -> str:
        services.plan_activity(self.phase, by=self.user, **form.cleaned_data)
        return self.cancel_url()

    def done(self) -> str:
        return gettext("The activity is in the plan.")


class ChangeActivity(CourseFormPage):
    permission = Permission.COURSE_RUN
    left_out = ACTIVITY
    keeps_draft = True
    title = _("Change the activity")
    verb = _("Save activity")
    activity: PlannedActivity

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        found = PlannedActivity.objects.filter(phase__course=self.course, pk=kwargs["activity"])
        activity = found.select_related("phase__course").first()
        if activity is None:
            raise Http404
        self.activity = activity

    def concerns(self) -> Concern:
        return concern(self.activity, "area", "activity", "provider", "provider_text", "status")

    def form(self, data: Any = None) -> ActivityForm:
        activity = self.activity
        return ActivityForm(
            data,
            phase=activity.phase,
            project=self.project,
            present=activity.provider_id,
            initial=self.concerns().values,
        )

    def save(self, form: Any) -> str:
        services.change_activity(self.activity, by=self.user, **form.cleaned_data)
        return self.cancel_url()

    def done(self) -> str:
        return gettext("The activity is saved.")

    def cancel_url(self) -> str:
        return self.course_url(f"phase-{self.activity.phase.number}")

    def context(self) -> dict[str, Any]:
        return super().context() | {"lead": phase_title(self.activity.phase)}
