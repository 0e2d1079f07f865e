"""Entering, correcting and removing money: the same three forms in a project and in a programme.

Which kind of money a form is for stands in `projects/urls.py`.
"""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from projects.access import Permission
from projects.conflicts import Concern, concern
from projects.models import Programme, Project
from projects.money.amounts import kroner
from projects.money.forms import LapseForm, MoneyForm, RemoveForm
from projects.money.kinds import FRAMEWORK, GRANT, Kind
from projects.money.services import remove_row, replace_row, set_lapse
from projects.pages import FormPage, programme_of_code


class InProject:
    """The money of the address's project, by its lead."""

    permission = Permission.MONEY_EDIT
    project: Project

    def place(self) -> dict[str, Any]:
        return {"project": self.project}

    def of_place(self) -> dict[str, Any]:
        """As filters, whichever model of money it is."""
        return self.place()

    def cancel_url(self) -> str:
        return reverse("projects:money", args=[self.project.code])


class InProgramme:
    """The programme's own money, by the authority; that of its projects is the leads'."""

    permission = Permission.PROGRAMME_MONEY_EDIT
    kind: Kind
    programme: Programme

    def prepare(self, **kwargs: Any) -> None:
        self.programme = programme_of_code(kwargs["programme"])
        super().prepare(**kwargs)  # type: ignore[misc]

    def place(self) -> dict[str, Any]:
        return {"programme": self.programme}

    def of_place(self) -> dict[str, Any]:
        return self.place() | ({"project": None} if hasattr(self.kind.model, "project") else {})

    def cancel_url(self) -> str:
        return reverse("projects:programme_money", args=[self.programme.code])


class MoneyPage(FormPage, is_abstract=True):
    """A form about money of one `kind`; the line after it says the amount back, as it was understood."""

    is_sent_once = True
    kind: Kind = FRAMEWORK
    amount_oere: int
    saved_words: ClassVar[str]

    def place(self) -> dict[str, Any]:
        raise NotImplementedError

    def of_place(self) -> dict[str, Any]:
        raise NotImplementedError

    def done(self) -> str:
        return str(getattr(self.kind, self.saved_words)) % {"amount": kroner(self.amount_oere)}


class Enter(MoneyPage, is_abstract=True):
    saved_words = "added"
    verb = _("Save")

    def prepare(self, **kwargs: Any) -> None:
        self.title, self.lead = self.kind.add, self.kind.lead

    def form(self, data: Any = None) -> MoneyForm:
        return self.kind.form(data)

    def save(self, form: Any) -> str:
        self.amount_oere = form.cleaned_data["amount_oere"]
        self.kind.enter(**self.place(), **form.cleaned_data, by=self.user)
        return self.cancel_url()


class OfRow(MoneyPage, is_abstract=True):
    """A form about one row, which the place's page has led to. A row that counts no longer leads back there."""

    def prepare(self, **kwargs: Any) -> None:
        rows = self.kind.model._default_manager.filter(**self.of_place())
        self.row = get_object_or_404(rows, pk=kwargs["row"])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.row.is_current:
            return super().get(request, **kwargs)
        messages.info(request, gettext("This has been corrected or removed already. The history below says how."))
        return HttpResponseRedirect(self.cancel_url())


class Correct(OfRow, is_abstract=True):
    saved_words = "corrected"
    lead = _("What stood here before stays in the history. The correction counts from the day that is written here.")
    verb = _("Save the correction")

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        self.title = self.kind.correct

    def form(self, data: Any = None) -> MoneyForm:
        stands = {name: getattr(self.row, name) for name in self.kind.form.base_fields}
        return self.kind.form(data, initial=stands)

    def save(self, form: Any) -> str:
        self.amount_oere = form.cleaned_data["amount_oere"]
        replace_row(self.row, **form.cleaned_data, by=self.user)
        return self.cancel_url()


class Remove(OfRow, is_abstract=True):
    saved_words = "removed"
    is_dangerous = True

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        self.title = self.verb = self.kind.remove
        self.amount_oere = self.row.amount_oere
        self.lead = gettext("%(amount)s counts nowhere any more. It stays in the history, with your reason.") % {
            "amount": kroner(self.amount_oere)
        }

    def form(self, data: Any = None) -> RemoveForm:
        return RemoveForm(data)

    def save(self, form: Any) -> str:
        remove_row(self.row, because=form.cleaned_data["removed_because"], by=self.user)
        return self.cancel_url()


class EnterInProject(InProject, Enter):
    pass


class CorrectInProject(InProject, Correct):
    pass


class RemoveInProject(InProject, Remove):
    pass


class EnterInProgramme(InProgramme, Enter):
    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        if self.kind is GRANT:
            self.lead = _("A grant that goes to no project: implementation support, dissemination.")


class CorrectInProgramme(InProgramme, Correct):
    pass


class RemoveInProgramme(InProgramme, Remove):
    pass


class Lapse(InProject, FormPage):
    """The day on which the project's grant lapsed."""

    is_sent_once = True
    title = _("When the grant lapsed")
    lead = _("After this day nothing is paid out, and reports are made as of this day at the latest.")
    verb = _("Save the day")

    def concerns(self) -> Concern:
        return concern(self.project, "lapsed_on")

    def form(self, data: Any = None) -> LapseForm:
        return LapseForm(data, initial={"lapsed_on": self.project.lapsed_on})

    def save(self, form: Any) -> str:
        set_lapse(self.project, lapsed_on=form.cleaned_data["lapsed_on"], by=self.user)
        return self.cancel_url()

    def done(self) -> str:
        return gettext("The day has been saved.") if self.project.lapsed_on else gettext("The grant has not lapsed.")
