"""Kroner as people write and read them, and øre in between."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils import translation

from projects.money.amounts import HIGHEST, kroner, parsed, written
from projects.money.forms import AmountField, GrantForm

WRITTEN = {
    "7.630.963": 763_096_300,
    "7.630.963,50": 763_096_350,
    "7,630,963.50": 763_096_350,
    "7,630,963": 763_096_300,
    "7 630 963,50": 763_096_350,
    "7\N{NO-BREAK SPACE}630\N{NO-BREAK SPACE}963": 763_096_300,
    "7630963": 763_096_300,
    "7630963,50": 763_096_350,
    "7630963.50": 763_096_350,
    "7.630": 763_000,
    "7,630": 763_000,
    "0,01": 1,
    "0.10": 10,
    "500,-": 50_000,
    "500 kr.": 50_000,
    "500 kr": 50_000,
    "500,50 KR.": 50_050,
    "500 dkk": 50_000,
    "  500  ": 50_000,
    "007": 700,
}
NOT_UNDERSTOOD = [
    "", " ", "kr.", "23,3 mio.", "23.3", "23,3", "1,2345", "1.23.456", "1.2345", "12.34.567", "1.234.56", "1,234,56",
    "1.234,5", "1.234,567", "1.234.567.89", "1 234 56", "1.234 567", "-5", "−5", "+5", "5e3", "0x10", "5 €", "fem",
    "٥٠٠", "５００", "1_000", ".50", ",50", "5.", "5,", "500\0", "½", "9" * 13, "9" * 5000, "1.234.567.890.123.456",
]  # fmt: skip


@pytest.mark.parametrize("text", WRITTEN)
def test_an_amount_is_understood(text):
    assert parsed(text) == WRITTEN[text]


@pytest.mark.parametrize("text", NOT_UNDERSTOOD, ids=lambda text: repr(text[:20]))
def test_what_could_mean_something_else_is_refused(text):
    with pytest.raises(ValueError, match="is no amount"):
        parsed(text)


@pytest.mark.parametrize("oere", [1, 99, 100, 101, 1000_00, 123_456_789, 2**53 + 1, HIGHEST - 1, HIGHEST])
@pytest.mark.parametrize("language", ["da", "en"])
def test_what_is_shown_is_understood_again(oere, language):
    with translation.override(language):
        assert parsed(written(oere)) == parsed(kroner(oere)) == oere


@pytest.mark.parametrize(
    ("oere", "language", "shown"),
    [
        (763_096_300, "da", "7.630.963 kr."),
        (763_096_350, "da", "7.630.963,50 kr."),
        (763_096_305, "en", "7,630,963.05 kroner"),
        (5, "da", "0,05 kr."),
        (0, "da", "0 kr."),
        (-1050, "da", "−10,50 kr."),
        (-100, "da", "−1 kr."),
    ],
)
def test_oere_are_shown_only_where_there_are_any(oere, language, shown):
    with translation.override(language):
        assert kroner(oere).replace("\N{NO-BREAK SPACE}", " ") == shown


def test_a_missing_amount_is_a_dash_in_a_template():
    template = Template("{% load money %}{{ nothing|kroner }} {{ some|kroner }}")
    with translation.override("da"):
        assert template.render(Context({"nothing": None, "some": 100})) == "– 1\N{NO-BREAK SPACE}kr."


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize("text", ["7.630.963,50", " 7,630,963.50 kr. "])
def test_the_field_gives_whole_oere(text):
    assert AmountField().clean(text) == 763_096_350


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "required"),
        ("   ", "required"),
        (None, "required"),
        ("23,3 mio.", "“23,3 mio.” is not understood. Write the whole amount in kroner, for example 23,300,000."),
        ("0", "above 0"),
        ("0,00", "above 0"),
        ("100.000.000.000,01", "too high"),
    ],
)
def test_the_field_says_what_is_wrong(text, message):
    with pytest.raises(ValidationError) as caught:
        AmountField().clean(text)
    [said] = caught.value.messages
    assert message in said


def test_the_field_takes_the_highest_amount():
    assert AmountField().clean("100.000.000.000") == HIGHEST


def test_an_optional_amount_may_be_missing():
    assert AmountField(required=False).clean("") is None


def test_a_form_shows_an_amount_as_it_is_typed():
    class Form(forms.Form):
        amount = AmountField()

    with translation.override("da"):
        assert 'value="7.630.963,50"' in str(Form(initial={"amount": 763_096_350})["amount"])
        assert 'value="7,6 mio."' in str(Form({"amount": "7,6 mio."})["amount"])


def test_a_mended_form_shows_what_was_typed_without_touching_it():
    assert 'value="&lt;b&gt;"' in str(GrantForm({"amount_oere": "<b>"})["amount_oere"])


def test_a_grant_is_offered_no_reserve():
    keys = [key for key, _label in GrantForm().fields["line"].choices]
    assert keys == ["", "municipal", "ngo", "implementation", "dissemination", "other"]


def test_the_note_comes_last():
    assert list(GrantForm().fields)[-1] == "note"
