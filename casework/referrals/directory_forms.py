from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from casework.forms import fields
from projects.models import Organisation, Project
from projects.pages import PageForm


class OfferForm(PageForm):
    name = forms.CharField(label=_("Name"), max_length=100)
    purpose = forms.CharField(label=_("What it is for"), max_length=200, required=False)
    contact = forms.CharField(
        label=_("The offer's own contact"), max_length=200, required=False,
        help_text=_("What the offer itself makes public: its phone, hours or address. Never a person's."),
    )  # fmt: skip
    starts_on = forms.DateField(label=_("From"), initial=fields.today)
    ends_on = forms.DateField(
        label=_("Last day"), required=False, help_text=_("Leave it empty while the offer goes on.")
    )


class RoutingForm(PageForm):
    age_from = forms.IntegerField(label=_("From age"), min_value=18, max_value=120)
    age_to = forms.IntegerField(label=_("To age, included"), min_value=18, max_value=120)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Organisation"), empty_label=None, widget=forms.RadioSelect,
        error_messages={"required": _("Choose the organisation that is proposed.")},
    )  # fmt: skip

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partners = Organisation.objects.taking_part_in(project, localdate())
        self.fields["organisation"].queryset = partners.order_by("name")  # type: ignore[attr-defined]
