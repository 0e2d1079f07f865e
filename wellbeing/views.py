from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audit.models import Action
from audit.services import record
from clients.pages import ClientFormPage, ClientView
from projects.access import Permission
from projects.conflicts import Concern, concern
from wellbeing import services
from wellbeing.forms import ITEM_NAMES, AnswerForm, CorrectionForm
from wellbeing.instrument import POPULATION_MEAN, SIGNIFICANT_FOR_ONE, STEM
from wellbeing.models import WellbeingResponse
from wellbeing.querysets import keeper_of
from wellbeing.sections import visible_answers
from wellbeing.series import readings


class QuestionnairePage(ClientFormPage, is_abstract=True):
    """The five statements on the worker's screen; leads on to what the answer says."""

    permission = Permission.WELLBEING_RECORD
    template_name: ClassVar[str] = "wellbeing/answer_form.html"
    anchor: ClassVar[str] = "wellbeing"
    saved: WellbeingResponse

    def context(self) -> dict[str, Any]:
        return super().context() | {"stem": STEM, "answer": None}

    def answer_url(self) -> str:
        return reverse("wellbeing:answer", args=[self.project.code, self.client.code, self.saved.pk])


class NewAnswer(QuestionnairePage):
    permission = Permission.WELLBEING_RECORD
    is_sent_once = True
    title = _("Enter WHO-5")
    verb = _("Save answers")

    def form(self, data: Any = None) -> AnswerForm:
        return AnswerForm(
            data, user=self.user, client=self.client, permission=self.permission, initial={"answered_on": localdate()}
        )

    def save(self, form: Any) -> str:
        self.saved = services.record_answer(
            self.client,
            answered_on=form.cleaned_data["answered_on"],
            items=form.items,
            recorded_for=form.organisation,
            agreed_how=form.cleaned_data.get("agreed_how", ""),
            by=self.user,
        )
        return self.answer_url()

    def done(self) -> str:
        return gettext("The answers are saved.")


class CorrectAnswer(QuestionnairePage):
    permission = Permission.WELLBEING_RECORD
    title = _("Correct WHO-5")
    verb = _("Save correction")
    answer: WellbeingResponse

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        found = WellbeingResponse.objects.filter(client=self.client, pk=self.latest_of(kwargs["pk"]))
        answer = found.select_related("recorded_for").correctable_by(self.user).first()
        if answer is None:
            raise Http404
        self.answer = answer

    def latest_of(self, pk: int) -> int:
        """The answer that the address names. For a correction that is sent: the one that stands in its place, if
        somebody else has corrected it meanwhile."""
        answer = WellbeingResponse.objects.filter(client=self.client, pk=pk).first()
        while self.opened and answer and answer.superseded_by:
            answer = answer.superseded_by
        return answer.pk if answer else pk

    def concerns(self) -> Concern:
        return concern(self.answer, **dict(zip(ITEM_NAMES, self.answer.items, strict=True)))

    def form(self, data: Any = None) -> CorrectionForm:
        return CorrectionForm(data, answer=self.answer, is_empty="empty" in self.request.GET)

    def save(self, form: Any) -> str:
        keeper = keeper_of(self.answer, self.user)
        self.saved = services.correct_answer(self.answer, items=form.items, recorded_for=keeper, by=self.user)
        return self.answer_url()

    def done(self) -> str:
        return gettext("The answers are corrected. The earlier ones are kept, but counted nowhere.")

    def context(self) -> dict[str, Any]:
        return super().context() | {"answer": self.answer}


class AnswerDetail(ClientView):
    """What one answer says: score, risk group, what changed."""

    permission = Permission.CLIENT_VIEW

    def get(self, request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        read = readings(visible_answers(self.user, self.client))
        reading = next((each for each in read if each.answer.pk == pk), None)
        if reading is None:
            raise Http404
        record(Action.VIEWED, reading.answer, by=self.user)
        own = WellbeingResponse.objects.filter(pk=pk).correctable_by(self.user)
        context = {
            "client": self.client,
            "own_aliases": self.own_aliases(),
            "reading": reading,
            "interval_days": self.project.rules.who5_interval_days,
            "population_mean": POPULATION_MEAN,
            "clear_change": SIGNIFICANT_FOR_ONE,
            "is_correctable": own.exists(),
        }
        return render(request, "wellbeing/answer.html", context)
