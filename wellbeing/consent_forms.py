from django import forms
from django.utils.translation import gettext_lazy as _

from clients.given import GivenHow
from projects.pages import PageForm, capitalised


class YesForm(PageForm):
    given_on = forms.DateField(label=_("The day the citizen said so"))
    given_how = forms.ChoiceField(
        label=_("How the citizen said it"), choices=capitalised(GivenHow.choices), initial=GivenHow.SPOKEN,
        widget=forms.RadioSelect,
    )  # fmt: skip


def agreed_field() -> forms.ChoiceField:
    """Asked beside an answer while no yes is on record; no choice is no hindrance."""
    return forms.ChoiceField(
        label=_("Has the citizen said yes to answering?"), required=False, initial="",
        choices=[
            ("", _("Not asked yet")),
            (GivenHow.SPOKEN, _("Yes, spoken")),
            (GivenHow.WRITTEN, _("Yes, in writing")),
        ],
        help_text=_("Answering is voluntary. The yes is kept with today's date and can be withdrawn at any time."),
    )  # fmt: skip
