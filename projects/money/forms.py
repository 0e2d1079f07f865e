from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from projects.models import BudgetLine
from projects.money.amounts import HIGHEST, parsed, written
from projects.pages import PageForm, capitalised

GRANTED_FOR = [(value, label) for value, label in BudgetLine.choices if value != BudgetLine.RESERVE]


class AmountField(forms.Field):
    """Kroner in Danish or English notation; its value is whole øre, and an amount is shown as people type it."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    default_validators = [
        MinValueValidator(1, _("Write an amount above 0.")),
        MaxValueValidator(HIGHEST, _("The amount is too high. Check the number of digits.")),
    ]

    def __init__(self, **kwargs: Any) -> None:
        words = {"label": _("Amount in kroner"), "help_text": _("For example 7,630,963 or 7,630,963.50.")}
        super().__init__(**{**words, **kwargs})

    def to_python(self, value: Any) -> int | None:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return parsed(text)
        except ValueError:
            message = _("“%(text)s” is not understood. Write the whole amount in kroner, for example 23,300,000.")
            raise ValidationError(message, params={"text": text}) from None

    def prepare_value(self, value: Any) -> Any:
        return written(value) if isinstance(value, int) else value


class MoneyForm(PageForm):
    """The fields are named as the rows' own, so that a service takes them as they are."""

    note = forms.CharField(label=_("Note"), max_length=200, required=False, help_text=_("Nothing about a citizen."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name != "note"])  # the note comes last


class FrameworkForm(MoneyForm):
    amount_oere = AmountField()
    decided_on = forms.DateField(label=_("Decided on"), initial=localdate)


class EarmarkForm(MoneyForm):
    line = forms.ChoiceField(label=_("What the money is for"), choices=[("", ""), *capitalised(BudgetLine.choices)])
    amount_oere = AmountField()
    decided_on = forms.DateField(label=_("Decided on"), initial=localdate)


class GrantForm(MoneyForm):
    applicant = forms.CharField(label=_("Applicant"), max_length=150, help_text=_("The organisation that applied."))
    title = forms.CharField(label=_("Project title"), max_length=200)
    line = forms.ChoiceField(
        label=_("What the money is for"),
        choices=[("", _("not split")), *capitalised(GRANTED_FOR)],
        required=False,
        help_text=_("Choose “not split” where the grant is for several things at once."),
    )
    amount_oere = AmountField()
    granted_on = forms.DateField(label=_("Granted on"), initial=localdate)


class PaymentForm(MoneyForm):
    amount_oere = AmountField()
    paid_on = forms.DateField(label=_("Paid on"), initial=localdate)


class RemoveForm(PageForm):
    removed_because = forms.CharField(
        label=_("Why"), max_length=200, help_text=_("It stands in the history. Nothing about a citizen.")
    )


class LapseForm(PageForm):
    lapsed_on = forms.DateField(
        label=_("The grant lapsed on"),
        required=False,
        help_text=_("The last day on which money can be paid out. Leave it empty if the grant has not lapsed."),
    )
