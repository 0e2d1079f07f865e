from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clients.guard import refuse_identifiers
from interventions.models import InterventionType
from interventions.querysets import offered_by, open_types
from projects.pages import PageForm


class OwnTypeForm(PageForm):
    name = forms.CharField(label=_("Name"), max_length=100, validators=[refuse_identifiers])
    is_material_help = forms.BooleanField(
        label=_("Material help"),
        required=False,
        help_text=_("Things that are handed out, like free clothes. Reports do not count it as a type received."),
    )
    is_drop_in = forms.BooleanField(
        label=_("Drop-in"),
        required=False,
        help_text=_("A place to come by, like an open café. A visit is then logged with one tap."),
    )


class ChangeTypeForm(PageForm):
    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        validators=[refuse_identifiers],
        help_text=_("What the project calls it. What was given before is shown under the new name."),
    )
    closed_on = forms.DateField(
        label=_("Closed from"),
        required=False,
        help_text=_("From that day it is no longer offered. What was given stays, and counts as before."),
    )
    replaced_by = forms.ModelChoiceField(
        InterventionType.objects.none(),
        label=_("Replaced by"),
        required=False,
        help_text=_("It is offered instead from that day. Each type goes on counting under its own name."),
    )

    def __init__(self, *args: Any, type: InterventionType, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["replaced_by"]
        present = offered_by(type.project).filter(replaces=type)
        others = Q(pk__in=open_types(type.project).exclude(pk=type.pk)) | Q(pk__in=present)
        field.queryset = offered_by(type.project).filter(others)  # type: ignore[attr-defined]
        field.empty_label = gettext("None")  # type: ignore[attr-defined]
