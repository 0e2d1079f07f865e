"""Form pages that keep a draft while somebody writes: by the browser's script, or by a button where none runs."""

from dataclasses import replace
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext

from accounts.unsent import Unsent
from clients.drafts.models import Draft
from clients.drafts.services import draft_of, forget_draft, keep_draft
from projects.once import result_of
from projects.pages import FormPage
from projects.typed import acceptable, fill, typed

BESIDE = "beside_draft"  # a hidden field: the form was filled in while an older draft waited


class DraftPage(FormPage, is_abstract=True):
    """With `keeps_draft`, what is typed is kept on the server for seven days, for its writer alone.

    A draft is posted to the form's own address, so whoever may not open the form can neither keep nor read one.
    """

    keeps_draft: ClassVar[bool] = False
    waiting: Draft | None = None  # a draft beside the form, not in it

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.keeps_draft and "draft" in request.POST:
            return self._discard() if request.POST["draft"] == "discard" else self._keep()
        if self.keeps_draft and self._is_beside_draft():
            self.waiting = self._draft()
        return super().post(request, **kwargs)

    def keep_unsent(self, request: HttpRequest, **kwargs: Any) -> bool:
        """Not from behind the page: the person has not sent it, and a cookie of that answer's would meet the one of
        the form that is being sent at the same moment."""
        return request.POST.get("draft") != "typing" and super().keep_unsent(request, **kwargs)

    def to_be_kept(self) -> Unsent:
        unsent = super().to_be_kept()
        return replace(unsent, values=unsent.values | {BESIDE: "1"}) if self._is_beside_draft() else unsent

    def first_form(self) -> Any:
        form = super().first_form()
        draft = self._draft() if self.keeps_draft else None
        if self.unsent is not None:  # newer than any draft
            self.waiting = draft if BESIDE in self.unsent.values else None
            return form
        if draft is None:
            return form
        if self.request.GET.get("draft") != "continue":
            self.waiting = draft
            return form
        self.stood = draft.stood
        return fill(form, draft.values)

    def is_saved(self) -> None:
        super().is_saved()
        if self.keeps_draft and not self._is_beside_draft():
            forget_draft(self.user, self.request.path)

    def beside(self) -> dict[str, Any]:
        return {"keeps_draft": self.keeps_draft, "draft": self.waiting}

    def about(self) -> Any:
        """The citizen whom the draft is about."""
        return None

    def _draft(self) -> Draft | None:
        return draft_of(self.user, self.request.path)

    def _is_beside_draft(self) -> bool:
        """Sent while an older draft was waiting, which is not what was sent."""
        return BESIDE in self.request.POST

    def _discard(self) -> HttpResponse:
        forget_draft(self.user, self.request.path)
        messages.success(self.request, gettext("The draft is gone."))
        return HttpResponseRedirect(self.request.path)

    def _keep(self) -> HttpResponse:
        form = self.form(self.request.POST)
        values, refused = acceptable(form)
        texts = {name for name in refused if isinstance(form.fields[name], forms.CharField)}
        for name in set(form.errors) - texts:  # half a date is left out; what else is wrong is for later
            del form.errors[name]
        if texts:
            return self._refuse(form)
        is_sent = bool(result_of(self.request.session, self._sent_key()))
        line = "" if is_sent else self._keep_and_say(values)
        if self._is_typing():
            return JsonResponse({"line": line})
        messages.success(self.request, line)
        return self.show(fill(self.form(), typed(form)))

    def _keep_and_say(self, values: dict[str, Any]) -> str:
        stood = self.opened.stood if self.opened else self.stands()
        draft = keep_draft(
            project=self.project, client=self.about(), address=self.request.path, values=values, stood=stood,
            by=self.user,
        )  # fmt: skip
        time = date_format(localtime(draft.updated_at), "TIME_FORMAT")
        return gettext("The draft is saved, %(time)s.") % {"time": time}

    def _refuse(self, form: Any) -> HttpResponse:
        """Nothing is stored; the message stands at its field, by script or on the page."""
        if self._is_typing():
            errors = {form[name].auto_id: texts for name, texts in form.errors.items()}
            return JsonResponse({"errors": errors}, status=422)
        return self.show(form, status=422)

    def _is_typing(self) -> bool:
        return self.request.POST["draft"] == "typing"
