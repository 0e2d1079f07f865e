"""What can be entered, corrected and removed on the pages of money, and in which words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.models import Disbursement, Earmark, Framework, Grant, MoneyRow
from projects.money.forms import EarmarkForm, FrameworkForm, GrantForm, MoneyForm, PaymentForm
from projects.money.services import earmark, grant_money, pay_out, set_framework


@dataclass(frozen=True)
class Kind:
    """`enter` takes the form's fields, the place and `by`; the sentences `*ed` hold the amount."""

    model: type[MoneyRow]
    form: type[MoneyForm]
    enter: Callable[..., MoneyRow]
    add: Any
    lead: Any
    added: Any
    correct: Any
    corrected: Any
    remove: Any
    removed: Any


FRAMEWORK = Kind(
    Framework, FrameworkForm, set_framework,
    add=_("Set the framework"),
    lead=_("All the money of the programme from the day of the decision. It takes the place of an earlier framework."),
    added=_("The framework of %(amount)s has been saved."),
    correct=_("Correct the framework"),
    corrected=_("The framework is %(amount)s after the correction."),
    remove=_("Remove the framework"),
    removed=_("The framework of %(amount)s has been removed."),
)  # fmt: skip
EARMARK = Kind(
    Earmark, EarmarkForm, earmark,
    add=_("Earmark money"),
    lead=_("What is set aside for one thing in total. It takes the place of an earlier amount for the same thing."),
    added=_("The earmark of %(amount)s has been saved."),
    correct=_("Correct the earmark"),
    corrected=_("The earmark is %(amount)s after the correction."),
    remove=_("Remove the earmark"),
    removed=_("The earmark of %(amount)s has been removed."),
)  # fmt: skip
GRANT = Kind(
    Grant, GrantForm, grant_money,
    add=_("Add a grant"),
    lead="",
    added=_("The grant of %(amount)s has been saved."),
    correct=_("Correct a grant"),
    corrected=_("The grant is %(amount)s after the correction."),
    remove=_("Remove a grant"),
    removed=_("The grant of %(amount)s has been removed."),
)  # fmt: skip
PAYMENT = Kind(
    Disbursement, PaymentForm, pay_out,
    add=_("Add a payment"),
    lead="",
    added=_("The payment of %(amount)s has been saved."),
    correct=_("Correct a payment"),
    corrected=_("The payment is %(amount)s after the correction."),
    remove=_("Remove a payment"),
    removed=_("The payment of %(amount)s has been removed."),
)  # fmt: skip
