"""Starting and ending a CTI course, together with the intervention it runs as."""

from typing import Any, ClassVar

from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework import services
from casework.course_forms import EndCourseForm, NewCourseForm, StartForm
from clients.pages import ClientFormPage
from cti.models import Course
from cti.views import CourseFormPage, course_url
from projects.access import Permission
from projects.conflicts import Concern, concern


class StartPage(ClientFormPage, is_abstract=True):
    """The start of a course, with or without a contact period before it."""

    permission = Permission.COURSE_START
    title = _("Start the CTI course")
    lead = _("Three phases of equal length begin, and the intervention that the course runs as.")
    verb = _("Start the course")
    form_class: ClassVar[type[StartForm]] = StartForm

    def form(self, data: Any = None) -> StartForm:
        form = self.form_class(
            data, user=self.user, client=self.client, permission=self.permission, project=self.project
        )
        form.initial.update(starts_on=localdate(), goal=self.client.wish, runs_as=usual_type(form))
        return form

    def begin(self, form: Any, course: Course | None) -> str:
        course = services.start_course(
            self.client,
            goal=form.cleaned_data.get("goal", ""),
            starts_on=form.cleaned_data["starts_on"],
            course=course,
            runs_as=form.cleaned_data["runs_as"],
            provider=form.organisation,
            by=self.user,
        )
        return course_url(self.project.code, self.client, course.pk)

    def done(self) -> str:
        return gettext("The course has started. Choose focus areas for the first phase together with the citizen.")


def usual_type(form: StartForm) -> str:
    """The choice to begin with: what is called a CTI course, for most courses run as that."""
    types = form.fields["runs_as"].types  # type: ignore[attr-defined]
    return next((key for key, each in types.items() if "CTI" in each.name), "")


class StartNewCourse(StartPage):
    permission = Permission.COURSE_START
    is_sent_once = True
    anchor: ClassVar[str] = "courses"
    form_class = NewCourseForm

    def save(self, form: Any) -> str:
        return self.begin(form, None)


class StartAfterContact(StartPage, CourseFormPage):
    permission = Permission.COURSE_START
    is_sent_once = True

    def save(self, form: Any) -> str:
        return self.begin(form, self.course)

    def cancel_url(self) -> str:
        return self.course_url()


class EndCourse(CourseFormPage):
    permission = Permission.COURSE_RUN
    lead = _("The intervention that the course runs as ends on the same day.")
    title = _("End the course")
    verb = _("End the course")

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        if self.course.starts_on is None:
            self.title = self.verb = _("End the contact period")
            self.lead = _("No course follows. What is logged is kept.")

    def concerns(self) -> Concern:
        return concern(self.course, "ends_on", "end_reason")

    def form(self, data: Any = None) -> EndCourseForm:
        return EndCourseForm(data, initial={"ends_on": localdate()})

    def save(self, form: Any) -> str:
        services.end_course(self.course, by=self.user, **form.cleaned_data)
        return self.course_url()

    def done(self) -> str:
        if self.course.starts_on is None:
            return gettext("The contact period is ended.")
        return gettext("The course is ended.")
