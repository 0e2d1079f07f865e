from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clients.codes import normalised
from clients.guard import refuse_identifiers
from clients.models import Client
from clients.querysets import own_references
from projects.pages import PageForm


class OtherCodeForm(PageForm):
    other = forms.CharField(
        label=_("The citizen's other code"), max_length=16, validators=[refuse_identifiers],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("It will lead to this page, and everything that was logged under it will stand here."),
    )  # fmt: skip

    def __init__(self, *args: Any, find: Callable[[str], Client | None], **kwargs: Any) -> None:
        """`find` gives the citizen of a code, where the person reaches one."""
        super().__init__(*args, **kwargs)
        self.find = find

    def clean_other(self) -> Client:
        other = self.find(normalised(self.cleaned_data["other"].replace("\0", "")))
        if other is None:
            message = gettext(
                "Among your citizens there is no other one with this code. Check it character by character."
            )
            raise forms.ValidationError(message)
        return other


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
