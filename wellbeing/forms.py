from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.acting import ActingForm
from projects.pages import PageForm
from wellbeing.consent_forms import agreed_field
from wellbeing.consents import present_consent
from wellbeing.instrument import ITEMS, OPTIONS, STATEMENTS
from wellbeing.models import WellbeingResponse

ITEM_NAMES = [f"item_{number}" for number in range(1, ITEMS + 1)]


class ItemField(forms.TypedChoiceField):
    """One of the five statements in the instrument's own words; no choice is no answer."""

    def __init__(self, statement: Any) -> None:
        super().__init__(
            label=statement,
            choices=[(str(points), words) for points, words in OPTIONS],
            coerce=int,
            empty_value=None,
            required=False,
            widget=forms.RadioSelect,
        )


class ItemsForm(PageForm):
    """The five statements. Their wording is the instrument's, so nothing is added to it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, statement in zip(ITEM_NAMES, STATEMENTS, strict=True):
            self.fields[name] = ItemField(statement)

    @property
    def statements(self) -> list[forms.BoundField]:
        return [self[name] for name in ITEM_NAMES]

    @property
    def items(self) -> list[int | None]:
        return [self.cleaned_data[name] for name in ITEM_NAMES]


class AnswerForm(ActingForm, ItemsForm):
    answered_on = forms.DateField(label=_("Date"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if present_consent(self.client) is None:
            self.fields["agreed_how"] = agreed_field()


class CorrectionForm(ItemsForm):
    """The answers of `answer` to begin with, or none."""

    def __init__(self, *args: Any, answer: WellbeingResponse, is_empty: bool = False, **kwargs: Any) -> None:
        initial = {} if is_empty else dict(zip(ITEM_NAMES, map(str_or_none, answer.items), strict=True))
        super().__init__(*args, initial=initial, **kwargs)


def str_or_none(value: int | None) -> str | None:
    return None if value is None else str(value)
