import datetime as dt

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from clients.guard import refuse_identifiers
from projects.typed import acceptable, fill, typed


class Form(forms.Form):
    words = forms.CharField(max_length=20, validators=[refuse_identifiers])
    day = forms.DateField()
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")])
    kinds = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple)
    is_so = forms.BooleanField(required=False)
    secret = forms.CharField(widget=forms.PasswordInput)
    file = forms.FileField()
    unseen = forms.CharField(widget=forms.HiddenInput)


WHOLE = "words=Kaffe&day=2026-01-02&kind=b&kinds=a&kinds=b&is_so=on&secret=x&unseen=y&key=z&csrfmiddlewaretoken=t"


def sent(query):
    return Form(QueryDict(query), {"file": SimpleUploadedFile("a.txt", b"x")})


def test_what_is_seen_is_typed_and_no_password_file_or_hidden_field():
    assert typed(sent(WHOLE)) == {
        "words": "Kaffe", "day": "2026-01-02", "kind": "b", "kinds": ["a", "b"], "is_so": True,
    }  # fmt: skip


def test_a_form_is_filled_and_complains_of_nothing():
    form = fill(Form(initial={"day": dt.date(2020, 1, 1), "words": "Før"}), {"day": "2026-01-02", "gone": "x"})
    assert (form["day"].value(), form["words"].value()) == ("2026-01-02", "Før")
    assert "gone" not in form.initial
    assert form.errors == {}


def test_filling_gives_back_exactly_what_was_typed():
    filled = fill(Form(), typed(sent(WHOLE)))
    assert [filled[name].value() for name in ("words", "kind", "kinds", "is_so")] == ["Kaffe", "b", ["a", "b"], True]


@pytest.mark.parametrize("words", ["010180-1234", "x" * 21, "nul\0"])
def test_a_text_that_its_field_refuses_is_not_accepted(words):
    form = Form(QueryDict(mutable=True))
    form.data["words"] = words
    values, refused = acceptable(form)
    assert list(refused) == ["words"]
    assert "words" not in values


@pytest.mark.parametrize(("name", "value"), [("day", "12/"), ("day", "010180-1234"), ("kind", "c"), ("kinds", "c")])
def test_what_is_no_date_and_no_choice_is_left_out(name, value):
    values, refused = acceptable(sent(f"{name}={value}"))
    assert name not in values
    assert list(refused) == [name]


def test_what_is_empty_can_be_filled_in_later():
    values, refused = acceptable(sent(""))
    assert refused == {}
    assert values == {"words": None, "day": None, "kind": None, "kinds": [], "is_so": False}
