"""The pages' common parts: a form page that never loses what was typed, and forms in one style."""

import logging
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext

from projects.conflicts import ChangedMeanwhileError
from projects.models import Programme
from projects.once import is_known, new_key, once, result_of
from projects.writing import WritingPage

_capfirst = lazy(capfirst, str)


def capitalised(choices: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Labels that are written small in a sentence, as they stand alone in a list."""
    return [(value, _capfirst(label)) for value, label in choices]


logger = logging.getLogger(__name__)


def programme_of_code(code: str) -> Programme:
    """Raises Http404; a NUL character is left out, which PostgreSQL would not even look for."""
    return get_object_or_404(Programme, code=code.replace("\0", ""))


class PageForm(forms.Form):
    """A form whose optional fields say so and whose dates use the browser's own picker."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        optional = gettext("(optional)")  # its own line: gettext's tools find no text within an f-string
        for field in self.fields.values():
            if not field.required and not isinstance(field.widget, forms.CheckboxInput | forms.HiddenInput):
                field.label = f"{field.label} {optional}"
            if isinstance(field, forms.DateField):
                field.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def unmark(self, *names: str) -> None:
        """These fields are not called optional: they have an answer anyway, or are asked for now and then."""
        for name in set(names) & set(self.fields):
            self.fields[name].label = self.base_fields[name].label

    def refuse(self, error: ValidationError) -> None:
        """Show a service's ValidationError: at its fields where the form has them, else above the form."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            for each in errors:
                self.add_error(name if name in self.fields else None, each)


class FormPage(WritingPage, is_abstract=True):
    """One form, one action. A subclass gives `form()`, `save()` and the words; a refused form comes back
    whole, with its messages and status 422.

    Where sending the form again would make another row, `is_sent_once` gives it a key: a second sending
    leads to what the first one made. Where the form changes a row, `concerns()` names it: what somebody else has
    changed meanwhile is shown, with status 409, before it is overwritten.
    """

    template_name: ClassVar[str] = "components/form_page.html"
    title: Any = ""
    lead: Any = ""
    verb: Any = ""
    is_dangerous: ClassVar[bool] = False
    is_sent_once: ClassVar[bool] = False

    def form(self, data: Any = None) -> PageForm:
        raise NotImplementedError

    def save(self, form: Any) -> str:
        """Do it; returns the address to go to. A ValidationError is shown on the form."""
        raise NotImplementedError

    def done(self) -> str:
        """The line that says it has happened."""
        return ""

    def cancel_url(self) -> str:
        return ""

    def context(self) -> dict[str, Any]:
        return {}

    def beside(self) -> dict[str, Any]:
        """What a kind of form page shows beside the form, whatever the subclass's own context is."""
        return {"keeps_draft": False, "draft": None}

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(self.first_form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        key = self._sent_key()
        if self.is_seal_broken() or (key and not is_known(request.session, key)):
            return self._ask_again()
        if address := result_of(request.session, key):
            return self._sent_already(address)
        form = self.form(request.POST)
        if "theirs" in request.POST:
            return self.show(self.with_theirs(form))
        if form.is_valid():
            try:
                return self._save(form, key)
            except ChangedMeanwhileError:
                return self.show(form, status=409)
            except ValidationError as error:
                form.refuse(error)
            except IntegrityError:
                self._collide(form)
        return self.show(form, status=422)

    def _sent_key(self) -> str:
        return self.request.POST.get("key", "") if self.is_sent_once else ""

    def _save(self, form: PageForm, key: str) -> HttpResponse:
        saved: list[str] = []

        @transaction.atomic
        def save() -> str:
            self.refuse_if_changed(form)
            saved.append(self.save(form))
            self.is_saved()
            return saved[0]

        address = once(self.request.session, key, save) if key else save()
        if not saved:  # another window was first, this very moment
            return self._sent_already(address)
        if done := self.done():
            messages.success(self.request, done)
        return HttpResponseRedirect(address)

    def _collide(self, form: PageForm) -> None:
        """What the services' own checks let through, two windows have sent at the same moment. The database names
        in its error what was typed, so that error goes no further."""
        logger.warning("The database refused a row of %s.", type(self).__name__)
        form.add_error(None, gettext("Somebody saved the same at this very moment. Look it through and send it again."))

    def _sent_already(self, address: str) -> HttpResponse:
        messages.info(self.request, gettext("The form was sent before. It is saved, and only once."))
        return HttpResponseRedirect(address)

    def _ask_again(self) -> HttpResponse:
        """A key that this session never gave out, or has forgotten: what was typed comes back with a new one."""
        form = self.form(self.request.POST)
        form.add_error(None, gettext("The form was open for too long. Look it through and send it once more."))
        return self.show(form, status=422)

    def _key(self) -> str:
        """For a form that is about to be shown: the key that it was sent with, else a new one."""
        sent = self._sent_key()
        return sent if is_known(self.request.session, sent) else new_key(self.request.session)

    def show(self, form: PageForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "title": self.title,
            "lead": self.lead,
            "verb": self.verb,
            "is_dangerous": self.is_dangerous,
            "key": self._key() if self.is_sent_once else "",
            "opened": self.seal(),
            "differences": self.differences,
            "cancel_url": self.cancel_url(),
            **self.beside(),
            **self.context(),
        }
        return render(self.request, self.template_name, context, status=status)
