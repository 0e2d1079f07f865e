"""Group sessions: one entry for many citizens, made to be filled in on a phone in a café."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from audit.models import Action
from audit.services import record
from clients.finding import with_own_names
from clients.guard import refuse_identifiers
from clients.models import Client
from interventions.forms import key_of
from interventions.groups import services
from interventions.groups.correcting import correct_group_session
from interventions.groups.forms import GroupForm, MeetingFields
from interventions.groups.picking import Pick, codes_of_last, picks
from interventions.models import GroupSession
from interventions.models.kinds import SessionKind
from projects.access import AccessView, Permission
from projects.conflicts import Concern, concern
from projects.pages import FormPage

LONGEST_SEARCH = 60


class NewGroupSession(FormPage):
    """Searching and ticking those of last time send the form to this same page, which gives it back as it was
    filled in; nothing of it, neither a code nor a note, ever stands in an address."""

    permission = Permission.INTERVENTION_LOG
    is_sent_once = True
    template_name: ClassVar[str] = "interventions/group_form.html"
    title = _("Log a group session")
    verb = _("Save group session")
    shown: GroupForm

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if "find" in request.POST or "repeat" in request.POST:
            return self.show(self._as_filled_in())
        return super().post(request, **kwargs)

    def form(self, data: Any = None) -> GroupForm:
        last = GroupSession.objects.led_by_own(self.user, self.project).select_related("type").first()
        begun = {"held_on": localdate(), "kind": SessionKind.GROUP}
        if last is not None:
            begun |= {"type": key_of(last.type), "minutes": last.minutes}
        return GroupForm(data, user=self.user, project=self.project, initial=begun)

    def _as_filled_in(self) -> GroupForm:
        """What was typed and ticked, not checked yet; those of last time ticked too, where that was asked for."""
        sent = self.request.POST
        filled = {name: sent.getlist(name) if name in ("citizens", "challenges") else sent.get(name) for name in sent}
        form = GroupForm(None, user=self.user, project=self.project, initial=filled)
        if "repeat" in sent:
            last = codes_of_last(self.user, self.project, form.type_of(sent.get("type", "")))
            form.initial["citizens"] = [*sent.getlist("citizens"), *last]
        return form

    def save(self, form: Any) -> str:
        self.group = services.log_group_session(
            self.project, logged_for=form.organisation, is_confirmed=form.is_confirmed, by=self.user, **form.facts()
        )
        return reverse("interventions:group", args=[self.project.code, self.group.pk])

    def done(self) -> str:
        number = self.group.sessions.count()
        message = ngettext(
            "The group session is logged for %(number)s citizen.",
            "The group session is logged for %(number)s citizens.",
            number,
        )
        return message % {"number": number}

    def cancel_url(self) -> str:
        return reverse("interventions:quick", args=[self.project.code])

    def show(self, form: Any, status: int = 200) -> HttpResponse:
        self.shown = form
        return super().show(form, status)

    def context(self) -> dict[str, Any]:
        words = self.request.POST.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]
        refusals: list[str] = []
        try:
            refuse_identifiers(words)
        except ValidationError as error:
            words, refusals = "", error.messages
        return {"picks": self._picks(words), "words": words, "refusals": refusals}

    def _picks(self, words: str) -> list[Pick]:
        found = picks(self.user, self.project, ticked=self.shown.ticked, words=words)
        about: dict[str, Any] = {"by": self.user, "project_id": self.project.pk}
        if words:
            record(Action.SEARCHED, [], subject_type="client", found=len(found), **about)
        if found:
            record(Action.LISTED, [pick.client for pick in found], **about)
        return found


class GroupSessionPage(AccessView, is_abstract=True):
    """A page about one meeting, for the organisation that led it."""

    group: GroupSession

    def prepare(self, **kwargs: Any) -> None:
        own = GroupSession.objects.led_by_own(self.user, self.project).select_related("type", "logged_for")
        self.group = get_object_or_404(own.prefetch_related("topics"), pk=kwargs["pk"])

    def group_url(self) -> str:
        return reverse("interventions:group", args=[self.project.code, self.group.pk])


class GroupSessionDetail(GroupSessionPage):
    """What was logged of the meeting."""

    permission = Permission.INTERVENTION_LOG

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        citizens = list(self.citizens())
        record(Action.VIEWED, self.group, by=self.user, clients=[client.pk for client in citizens])
        context = {"group": self.group, "citizens": citizens, "hidden": self.group.sessions.count() - len(citizens)}
        return render(request, "interventions/group.html", context)

    def citizens(self) -> Any:
        """Those who took part and are still within reach."""
        reached = Client.objects.visible_to(self.user).filter(sessions__group=self.group)
        named: Any = with_own_names(reached, self.user)
        return named.order_by("own_alias", "code")


class CorrectGroupSession(GroupSessionPage, FormPage):
    permission = Permission.INTERVENTION_LOG
    template_name: ClassVar[str] = "interventions/correct_group.html"
    title = _("Correct the group session")
    verb = _("Save group session")

    def concerns(self) -> Concern:
        topics = [topic.challenge for topic in self.group.topics.all()]
        return concern(self.group, "held_on", "minutes", "kind", "without_code", "note", challenges=topics)

    def form(self, data: Any = None) -> MeetingFields:
        return MeetingFields(data, initial=self.concerns().values)

    def save(self, form: Any) -> str:
        correct_group_session(self.group, is_confirmed=form.is_confirmed, by=self.user, **form.facts())
        return self.group_url()

    def done(self) -> str:
        return gettext("The group session is corrected.")

    def cancel_url(self) -> str:
        return self.group_url()

    def context(self) -> dict[str, Any]:
        return {"group": self.group, "lead": str(self.group.type)}
