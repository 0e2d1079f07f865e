import logging

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from clients.guard import REFUSED_AS_REFERENCE, GuardedCharField, GuardedReferenceField, GuardedTextField
from clients.models import ClientReference
from clients.services import set_reference

IDENTIFYING = {"cpr": "010180-1234", "phone": "22 33 44 55", "email": "x@example.org", "address": "Nørregade 12"}

GUARDED = [
    (model, field.name)
    for model in apps.get_models()
    for field in model._meta.get_fields()
    if isinstance(field, GuardedTextField | GuardedCharField)
]

# Texts that are about no citizen: people who sign in, organisations, projects, the national catalogue, choices.
ELSEWHERE = {"accounts", "projects", "audit", "auth", "account", "sessions", "contenttypes"}
PLAIN = {("clients", "client", "code"),
         ("clients", "draft", "address"),  # a form's own
         *(("clients", "offer", name) for name in ("name", "purpose", "contact")),  # what an offer makes public
         ("interventions", "nationalinterventiontype", "name"),
         ("interventions", "nationalinterventiontype", "key")}  # fmt: skip


def errors_of(model, name, text):
    others = [field.name for field in model._meta.fields if field.name != name]
    with pytest.raises(ValidationError) as refusal:
        model(**{name: text}).clean_fields(exclude=others)
    return refusal.value


def test_the_guarded_fields_are_found():
    found = {(model._meta.model_name, name) for model, name in GUARDED}
    assert {("session", "note"), ("course", "own_words"), ("clientreference", "alias")} <= found


@pytest.mark.parametrize(("model", "name"), GUARDED)
@pytest.mark.parametrize("kind", IDENTIFYING)
def test_every_guarded_field_refuses_what_identifies(model, name, kind):
    error = errors_of(model, name, f"Se {IDENTIFYING[kind]}.")
    assert [each.code for each in error.error_dict[name]] == [kind]
    assert IDENTIFYING[kind] not in str(error)


@pytest.mark.parametrize("kind", IDENTIFYING)
def test_a_reference_may_be_eight_digits_but_nobodys_number_or_address(kind):
    text = IDENTIFYING[kind]
    own = ClientReference(reference=text)
    others = [field.name for field in ClientReference._meta.fields if field.name != "reference"]
    if kind in REFUSED_AS_REFERENCE:
        with pytest.raises(ValidationError):
            own.clean_fields(exclude=others)
    else:
        own.clean_fields(exclude=others)
        assert own.reference == text


def test_every_free_text_about_a_citizen_is_guarded():
    unguarded = {
        (model._meta.app_label, model._meta.model_name, field.name)
        for model in apps.get_models()
        if model._meta.app_label not in ELSEWHERE
        for field in model._meta.fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, GuardedCharField | GuardedTextField | GuardedReferenceField)
        and not field.choices
    }
    assert unguarded == PLAIN


@pytest.mark.parametrize("text", IDENTIFYING.values())
def test_a_refused_text_reaches_neither_log_nor_message(cast, caplog, text):
    with caplog.at_level(logging.DEBUG), pytest.raises(ValidationError) as refusal:
        set_reference(cast.client, cast.ngo, reference="", alias=text, by=cast.caseworker)
    assert text not in caplog.text
    assert text not in str(refusal.value)
    assert not cast.client.references.exists()
