from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from projects.models import Partnership, Project
from projects.pages import PageForm, capitalised

SETTINGS = ("visitation", "silent_days", "note_lock_days")


def days_field(label: Any, help_text: Any = "") -> forms.IntegerField:
    wrong = _("Write a number of days from 1 to 365.")
    return forms.IntegerField(
        label=label, min_value=1, max_value=365, help_text=help_text,
        error_messages={"required": wrong, "invalid": wrong, "min_value": wrong, "max_value": wrong},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 3, "autocomplete": "off"}),
    )  # fmt: skip


def name_of(partnership: Partnership) -> str:
    return f"answer_days_{partnership.pk}"


def present(project: Project, partnerships: Iterable[Partnership]) -> dict[str, Any]:
    """The settings as they stand, by the form's fields."""
    settings = {name: getattr(project, name) for name in SETTINGS}
    return settings | {name_of(each): each.answer_days for each in partnerships}


class ProjectSettingsForm(PageForm):
    visitation = forms.ChoiceField(
        label=_("Visitation"), choices=capitalised(Project.Visitation.choices), widget=forms.RadioSelect,
        help_text=_("Who registers new citizens. Citizens who are registered already stay where they are."),
        error_messages={"required": _("Choose who visitates.")},
    )  # fmt: skip
    silent_days = days_field(
        _("Days without contact until a citizen counts as silent"),
        _("Silent citizens stand on My day of those who work with them."),
    )
    note_lock_days = days_field(
        _("Days until a note can no longer be changed"), _("After that, a correction is an addendum beneath the note.")
    )

    def __init__(self, *args: Any, project: Project, partnerships: Iterable[Partnership], **kwargs: Any) -> None:
        super().__init__(*args, initial=present(project, partnerships), **kwargs)
        self.partnerships = {name_of(each): each for each in partnerships}
        for name, partnership in self.partnerships.items():
            label = gettext("Days to answer a referral: %(organisation)s") % {"organisation": partnership.organisation}
            self.fields[name] = days_field(label)

    @property
    def settings(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in SETTINGS}

    @property
    def answer_days(self) -> dict[Partnership, int]:
        return {partnership: self.cleaned_data[name] for name, partnership in self.partnerships.items()}


class OwnSettingsForm(PageForm):
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect,
        help_text=_("Of the pages and the e-mails that you get. Reports are Danish."),
        error_messages={"required": _("Choose a language.")},
    )  # fmt: skip
    wants_digest = forms.BooleanField(
        label=_("Send me an e-mail once a week about what is waiting for me"), required=False,
        help_text=_("It holds a number and a link, and nothing about any citizen."),
    )  # fmt: skip
