"""Somebody at a form: what they would write into it, and what its page says of itself."""

import re

from django import forms
from django.test import Client as Browser
from django.urls import get_resolver, reverse
from django.utils.timezone import localdate

from clients.models import Client
from interventions.other_work.fields import CitizenField
from projects.pages import FormPage
from tests.routes import OK, ROUTES

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def named_views(resolver=None, space=""):
    for entry in (resolver or get_resolver()).url_patterns:
        if hasattr(entry, "url_patterns"):
            yield from named_views(entry, f"{entry.namespace}:" if entry.namespace else space)
        elif view := getattr(entry.callback, "view_class", None):
            yield space + entry.name, view


FORM_PAGES = {name: view for name, view in named_views() if issubclass(view, FormPage)}


def signed_in(user):
    browser = Browser()
    browser.force_login(user, backend=BACKEND)
    return browser


def writer_of(name, cast):
    return getattr(cast, next(who for who, outcome in ROUTES[name].who.items() if outcome == OK))


def address_of(name, rows):
    return reverse(name, kwargs=ROUTES[name].kwargs(rows))


def hidden(response):
    """The fields that the page sends along: its seal, its key."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', response.content.decode())
    return {name: value for name, value in found if name != "next"}


def written(form, text="Kaffe og en snak"):
    """Something right in every field that waits for no special moment."""
    return {bound.name: _something(bound.field, text) for bound in form if not is_waiting(bound)}


def is_waiting(bound):
    """Hidden until an answer has come that asks for it."""
    return type(bound.field.widget) is forms.HiddenInput


def _something(field, text):
    if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        return [_last_choice(field)]
    if hasattr(field, "choices"):
        return _last_choice(field)
    if isinstance(field.widget, forms.MultipleHiddenInput):
        return ["AAR-2222-2"]
    if isinstance(field, CitizenField):
        return Client.objects.visible_to(field.user).filter(project=field.project).first().code
    if isinstance(field, forms.TimeField):
        return "10:00"
    if isinstance(field, forms.DateField):
        return localdate().isoformat()
    if isinstance(field, forms.BooleanField):
        return "on"
    return "anna@example.org" if isinstance(field, forms.EmailField) else _text_or_number(field, text)


def _text_or_number(field, text):
    if isinstance(field, forms.CharField):
        return text[: field.max_length]
    return str(1000 if getattr(field, "min_value", None) is None else field.min_value)


def _last_choice(field):
    """A choice of a group is a choice, too."""
    value, label = list(field.choices)[-1]
    return str(label[-1][0] if isinstance(label, list | tuple) else value)


def values_of(form):
    """What stands in the fields of a form that is shown, those apart that wait for their moment."""
    return {bound.name: bound.value() for bound in form if not is_waiting(bound)}
