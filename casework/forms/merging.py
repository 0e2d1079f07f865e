from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.codes import normalised
from clients.models import Client
from clients.querysets import own_references
from projects.pages import PageForm


class OtherCodeForm(PageForm):
    other = forms.CharField(
        label=_("The citizen's other code"), max_length=16, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("It will lead to this page, and everything that was logged under it will stand here."),
    )  # fmt: skip

    def clean_other(self) -> str:
        return normalised(self.cleaned_data["other"].replace("\0", ""))


class MergeForm(PageForm):
    """Which reference holds where one's own organisation has two, and the anonymous citizen's yes."""

    is_anonymous_agreed = forms.BooleanField(
        label=_("The citizen, who took part anonymously, has said yes to one code"), required=False
    )

    def __init__(self, *args: Any, user: Any, kept: Client, former: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not former.is_anonymous:
            del self.fields["is_anonymous_agreed"]
        own = {client.pk: _by_organisation(user, client) for client in (kept, former)}
        self.organisations = [key for key in own[kept.pk] if key in own[former.pk]]
        for key in self.organisations:
            pair = (own[kept.pk][key], own[former.pk][key])
            choices = [(value, _in_words(each)) for value, each in zip(("kept", "former"), pair, strict=True)]
            self.fields[f"reference_{key}"] = forms.ChoiceField(
                label=_("Own alias and reference at %(organisation)s") % {"organisation": pair[0].organisation.name},
                choices=choices, initial="kept", widget=forms.RadioSelect,
            )  # fmt: skip

    @property
    def chosen(self) -> dict[int, str]:
        return {key: self.cleaned_data[f"reference_{key}"] for key in self.organisations}


def _by_organisation(user: Any, client: Client) -> dict[int, Any]:
    references = own_references(user).filter(client=client).select_related("organisation")
    return {own.organisation_id: own for own in references}


def _in_words(reference: Any) -> str:
    return ", ".join(word for word in (reference.alias, reference.reference) if word) or "–"
