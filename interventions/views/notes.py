"""A session that is written: corrected while it is open, added to when it is locked."""

from typing import Any, ClassVar

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clients.pages import ClientFormPage
from interventions.models import Session
from interventions.notes import services
from interventions.notes.forms import AddendumForm, CorrectionForm
from projects.access import Permission
from projects.conflicts import Concern, concern


class SessionPage(ClientFormPage, is_abstract=True):
    """A form about one of the citizen's sessions, here `self.session`; only its own organisation's people find it."""

    permission = Permission.INTERVENTION_LOG
    session: Session

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        own = Session.objects.filter(client=self.client, pk=kwargs["pk"]).with_notes_for(self.user).filter(is_own=True)
        session = own.defer(None).select_related("intervention__type", "intervention__client").first()
        if session is None:
            raise Http404
        self.session = session

    def intervention_url(self) -> str:
        place = [self.project.code, self.client.code, self.session.intervention_id]
        return reverse("interventions:intervention", args=place)

    def cancel_url(self) -> str:
        return self.intervention_url()

    def context(self) -> dict[str, Any]:
        return super().context() | {"lead": str(self.session.intervention.type), "session": self.session}


class CorrectSession(SessionPage):
    permission = Permission.INTERVENTION_LOG
    keeps_draft = True
    template_name: ClassVar[str] = "interventions/correct_session.html"
    title = _("Correct the session")
    verb = _("Save session")

    def concerns(self) -> Concern:
        topics = [topic.challenge for topic in self.session.topics.all()]
        return concern(self.session, "held_on", "attendance", "minutes", "kind", "note", challenges=topics)

    def form(self, data: Any = None) -> CorrectionForm:
        initial = self.concerns().values
        return CorrectionForm(data, user=self.user, client=self.client, permission=self.permission, initial=initial)

    def save(self, form: Any) -> str:
        services.correct_session(self.session, is_confirmed=form.is_confirmed, by=self.user, **form.facts())
        return self.intervention_url()

    def done(self) -> str:
        return gettext("The session is corrected.")


class AddToNote(SessionPage):
    permission = Permission.INTERVENTION_LOG
    is_sent_once = True
    keeps_draft = True
    template_name: ClassVar[str] = "interventions/add_to_note.html"
    title = _("Add to the note")
    verb = _("Save addendum")

    def form(self, data: Any = None) -> AddendumForm:
        return AddendumForm(data)

    def save(self, form: Any) -> str:
        services.add_to_note(self.session, text=form.cleaned_data["text"], by=self.user)
        return self.intervention_url()

    def done(self) -> str:
        return gettext("The addendum is saved.")
