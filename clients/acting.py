"""On whose behalf a person does something for a citizen: asked only where there is a choice."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.models import Client
from clients.querysets import acting_organisations
from projects.access import Permission
from projects.models import Organisation
from projects.pages import PageForm


class ActingForm(PageForm):
    """`organisation` is, once the form is valid, the one that the person acts for."""

    acting_for = forms.ModelChoiceField(Organisation.objects.none(), label=_("On behalf of"), empty_label=None)

    def __init__(self, *args: Any, user: Any, client: Client, permission: Permission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client = client
        self.organisations = acting_organisations(user, client, permission)
        field = self.fields.pop("acting_for")
        if len(self.organisations) > 1:
            field.queryset = self.organisations  # type: ignore[attr-defined]
            self.fields["acting_for"] = field  # last: what is done comes first

    @property
    def organisation(self) -> Organisation:
        return self.cleaned_data.get("acting_for") or self.organisations[0]
