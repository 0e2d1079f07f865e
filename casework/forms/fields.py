"""Fields that several of the citizen's forms share."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clients.guard import refuse_identifiers, refuse_identifying_reference
from clients.models import Client, Gender, Goal, ReferralSource
from projects.models import Project
from projects.pages import capitalised


def today() -> dt.date:
    return localdate()


def guarded_text(label: Any, max_length: int, help_text: Any = "", guard: Any = refuse_identifiers) -> forms.CharField:
    """A short text about a citizen, refused at its field where it identifies anybody."""
    return forms.CharField(
        label=label, max_length=max_length, required=False, help_text=help_text, validators=[guard],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


def own_reference() -> forms.CharField:
    """The organisation's own reference, which may be a number of eight digits."""
    help_text = _("A number from your own system. Only your organisation sees it.")
    return guarded_text(_("Own reference"), 60, help_text, refuse_identifying_reference)


def birth_year_field() -> forms.IntegerField:
    wrong = _("Write the year with four digits, for example 1990.")
    return forms.IntegerField(
        label=_("Birth year"), required=False, min_value=1900, max_value=2100,
        error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4, "autocomplete": "off"}),
    )  # fmt: skip


def adult_field() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("The citizen has turned 18"), required=False,
        help_text=_("Needed only when the citizen turns 18 in the year of the start."),
    )  # fmt: skip


def anonymous_field() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("The citizen takes part anonymously"), required=False,
        help_text=_(
            "Then there is no own alias or reference, no referral, no consent to others, and nothing is written in "
            "words. The citizen can choose an ordinary participation later."
        ),
    )  # fmt: skip


def gender_field() -> forms.ChoiceField:
    return _radio(_("Gender"), [("", _("Not stated")), *Gender.choices])


def wish_field() -> forms.ChoiceField:
    return _radio(_("The citizen's wish"), [("", _("Not stated")), *capitalised(Goal.choices)])


def _radio(label: Any, choices: list[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=forms.RadioSelect, initial="")


def source_field() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        ReferralSource.objects.none(), label=_("Referred by"), required=False, empty_label=_("Not stated")
    )


def other_source_field() -> forms.CharField:
    return guarded_text(_("Another source"), 100, _("Only if it is not in the list. It is added to the list."))


def time_field() -> forms.TimeField:
    """The time of day of an appointment, with the browser's own picker."""
    return forms.TimeField(
        label=_("Time"), required=False, help_text=_("Only if a time is agreed."),
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        error_messages={"invalid": _("Write the time with hours and minutes, for example 14:30.")},
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )  # fmt: skip


def place_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Where"), choices=[("", "–"), *capitalised(Client.Place.choices)], required=False)


def offer_sources(form: forms.Form, project: Project) -> None:
    """The project's own sources in the form's list; without any, the text alone is asked for."""
    sources = ReferralSource.objects.filter(project=project)
    form.fields["source"].queryset = sources  # type: ignore[attr-defined]
    if not sources.exists():
        del form.fields["source"]
        form.fields["other_source"].label = f"{gettext('Referred by')} {gettext('(optional)')}"
        form.fields["other_source"].help_text = _("For example a shelter, a job centre or the citizen's own search.")
