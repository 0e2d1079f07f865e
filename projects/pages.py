"""The pages' common parts: a form page that never loses what was typed, and forms in one style."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext

from projects.access import AccessView


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

    def refuse(self, error: ValidationError) -> None:
        """Show a service's ValidationError: at its fields where the form has them, else above the form."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            for each in errors:
                self.add_error(name if name in self.fields else None, each)


class FormPage(AccessView, is_abstract=True):
    """One form, one action. A subclass gives `form()`, `save()` and the words; a refused form comes back
    whole, with its messages and status 422."""

    template_name: ClassVar[str] = "components/form_page.html"
    title: Any = ""
    lead: Any = ""
    verb: Any = ""
    is_dangerous: ClassVar[bool] = False

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

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid():
            try:
                address = self.save(form)
            except ValidationError as error:
                form.refuse(error)
            else:
                if done := self.done():
                    messages.success(request, done)
                return HttpResponseRedirect(address)
        return self.show(form, status=422)

    def show(self, form: PageForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "title": self.title,
            "lead": self.lead,
            "verb": self.verb,
            "is_dangerous": self.is_dangerous,
            "cancel_url": self.cancel_url(),
            **self.context(),
        }
        return render(self.request, self.template_name, context, status=status)
