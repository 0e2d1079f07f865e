from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.baseline.models import (
    ASKED,
    Baseline,
    Danish,
    Housing,
    Income,
    Known,
    Motivation,
    PaidSex,
    Setting,
)
from clients.anonymity import drop_texts
from clients.guard import refuse_identifiers
from clients.models import Client
from projects.pages import PageForm

WORDS = ("language", "motivation_words")
MOST_BESIDE = 5  # choices that stand beside one another


def question(label: Any, choices: list[tuple[str, Any]], help_text: Any = "") -> forms.ChoiceField:
    """A fact to choose, what was not asked being the first choice; more than five choices fold into a list."""
    not_asked = ("", pgettext_lazy("baseline", "Not asked"))
    return forms.ChoiceField(
        label=label, choices=[not_asked, *choices], required=False, initial="", help_text=help_text,
        widget=forms.Select if len(choices) > MOST_BESIDE else forms.RadioSelect,
    )  # fmt: skip


class BaselineForm(PageForm):
    settings = forms.MultipleChoiceField(
        label=_("Forms of prostitution"), choices=Setting.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("As the citizen tells it. Several can be chosen."),
    )  # fmt: skip
    paid_sex = question(_("Payment for sex in the last month"), PaidSex.choices)
    motivation = question(_("Motivation"), Motivation.choices)
    motivation_words = forms.CharField(
        label=_("Motivation in the citizen's own words"), max_length=500, required=False,
        validators=[refuse_identifiers], widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("No names, numbers or addresses."),
    )  # fmt: skip
    income = question(_("Source of income"), Income.choices, _("The main one."))
    debt = question(_("Debt"), Known.choices)
    housing = question(_("Housing"), Housing.choices)
    children = question(_("Children"), Known.choices, _("Only whether there are any. Nothing more is kept."))
    danish = question(_("Danish language"), Danish.choices)
    language = forms.CharField(
        label=_("Own language"), max_length=60, required=False, validators=[refuse_identifiers],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    interpreter = question(_("Needs an interpreter"), Known.choices)
    informed_on = forms.DateField(
        label=_("The citizen was told about confidentiality and what is written down"), required=False,
        help_text=_("The day it was done. Your name is kept beside it."),
    )  # fmt: skip

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drop_texts(self, client, *WORDS)


def present(baseline: Baseline | None) -> dict[str, Any]:
    """What stands there, by the form's fields; before a baseline is made, that nothing was asked."""
    names = (*ASKED, *WORDS, "informed_on")
    if baseline is None:
        return dict.fromkeys(names) | {"settings": []}
    chosen = [each.setting for each in baseline.settings.all()]
    return {name: getattr(baseline, name) for name in names} | {"settings": chosen}
