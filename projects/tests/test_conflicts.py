import datetime as dt

import pytest
from django import forms

from projects.conflicts import Concern, concern, differences, in_words, plain
from projects.models import Project
from projects.opened import Opened, opened_by_seal


class Form(forms.Form):
    words = forms.CharField(required=False)
    day = forms.DateField(label="Day", required=False)
    kind = forms.ChoiceField(choices=[("", ""), ("Group", [("a", "First")]), ("b", "Second")], required=False)


def sent(**data):
    form = Form(data)
    assert form.is_valid()
    return form


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        ("", ""),
        (0, "0"),
        (True, "True"),
        (dt.date(2026, 1, 2), "2026-01-02"),
        (["b", "a"], ["a", "b"]),
        (Project(pk=7), "7"),
    ],
)
def test_values_are_compared_as_text(value, expected):
    assert plain(value) == expected


def test_the_order_of_choices_is_no_difference():
    assert plain({"b", "a"}) == plain(["a", "b"])


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("kind", "a", "First"),
        ("kind", "b", "Second"),
        ("kind", "", "–"),
        ("kind", "gone", "–"),
        ("day", "2026-01-02", "2. januar 2026"),
        ("day", "", "–"),
        ("words", "Ro", "Ro"),
        ("words", "", "–"),
    ],
)
def test_in_words(name, value, expected):
    assert in_words(Form().fields[name], value) == expected


def test_several_choices_and_ticks_in_words():
    several = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")])
    assert (in_words(several, ["a", "b"]), in_words(several, [])) == ("A, B", "–")
    assert [in_words(forms.BooleanField(), value) for value in ("True", "False")] == ["Ja", "Nej"]


STOOD = {"words": "Før", "day": "", "kind": "a"}


def test_what_changed_stands_in_the_form_s_order_in_words():
    form = sent(words="Mit", day="2026-01-02", kind="b")
    found = differences(form, STOOD, {"kind": "", "words": "Deres", "day": ""})
    assert [(each.name, each.was, each.now, each.mine) for each in found] == [
        ("words", "Før", "Deres", "Mit"),
        ("kind", "First", "–", "Second"),
    ]


def test_unchanged_and_alike_are_no_differences():
    assert differences(sent(words="Mit", kind="b"), STOOD, STOOD) == []
    assert differences(sent(words="Deres", kind="a"), STOOD, STOOD | {"words": "Deres"}) == []


def test_an_untouched_field_that_somebody_changed_is_shown_too():
    """Sending it as it was would undo the other one's change."""
    (found,) = differences(sent(words="Før", kind="a"), STOOD, STOOD | {"words": "Deres"})
    assert (found.was, found.now, found.mine) == ("Før", "Deres", "Før")


def test_a_field_that_the_form_does_not_show_is_not_told():
    assert differences(sent(), {"secret": "a"}, {"secret": "b"}) == []


def test_a_concern_names_the_row_s_values_and_others():
    project = Project(code="AAR", starts_on=dt.date(2026, 1, 2))
    found = concern(project, "code", "starts_on", others=["b", "a"])
    assert found == Concern(project, {"code": "AAR", "starts_on": dt.date(2026, 1, 2), "others": ["b", "a"]})
    assert found.stands() == {"code": "AAR", "starts_on": "2026-01-02", "others": ["a", "b"]}


def test_a_seal_opens_only_whole():
    opened = Opened(by=7, at="/p/AAR/", stood={"words": "Æble" * 200})
    assert opened_by_seal(opened.seal()) == opened
    assert opened_by_seal(opened.seal()[:-1]) is None
    assert opened_by_seal("") is None
    assert len(opened.seal()) < 300
