"""What may not stand in a text about a citizen: CPR number, phone number, e-mail, street address.

`find_identifiers` names the kinds it finds and never returns, logs or stores the text itself.
"""

import datetime as dt
import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class Identifier(models.TextChoices):
    CPR = "cpr", _("a CPR number")
    PHONE = "phone", _("a phone number")
    EMAIL = "email", _("an e-mail address")
    ADDRESS = "address", _("a street address")


CPR = re.compile(r"(?<![\d-])(\d{2})(\d{2})(\d{2})[ -]?(\d{4})(?!\d)")
PHONE = re.compile(
    r"(?<![\w.,-])(?:(?:\+|00)45[ .-]?)?[2-9]\d"
    r"(?:\d{6}|(?:[ .-]\d{2}){3}|\d{2}[ .-]\d{4}|\d[ .-]\d{3}[ .-]\d{2})(?![\w-])"
)
EMAIL = re.compile(r"[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)+")
ADDRESS = re.compile(
    r"\b(?:[a-zæøåéü]{2,}(?:vej|gade|alle|allé|stræde|plads|torv|vænge|parken|boulevard|stien|vangen|bakken|krogen|toften|"
    r"svinget|lunden|haven|marken|gården)|(?:[a-zæøåé]+s? )?(?:allé|alle|plads|torv|boulevard|gade|vej|stræde)) "
    r"(?:nr\.? ?)?\d{1,3}(?: ?[a-hA-H])?\b(?! ?(?:gange|timer|dage|uger|måneder|minutter|kr))",
    re.IGNORECASE,
)


def find_identifiers(text: str) -> list[Identifier]:
    """The kinds of identifying content in `text`, in the order of Identifier; empty where there is none."""
    found = {
        Identifier.CPR: any(_is_date(*match.groups()[:3]) for match in CPR.finditer(text)),
        Identifier.PHONE: any(not _is_compact_date(match.group()) for match in PHONE.finditer(text)),
        Identifier.EMAIL: bool(EMAIL.search(text)),
        Identifier.ADDRESS: bool(ADDRESS.search(text)),
    }
    return [kind for kind, is_found in found.items() if is_found]


def _is_date(day: str, month: str, year: str) -> bool:
    """Whether ddmmyy is a date in some century; 29 February counts, for the century is not known here."""
    try:
        dt.date(2000 + int(year) // 4 * 4 if (day, month) == ("29", "02") else 2000 + int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def _is_compact_date(digits: str) -> bool:
    """Eight digits that are a day written 20231130 are no phone number."""
    try:
        return len(digits) == 8 and 1900 <= dt.date.fromisoformat(digits).year <= 2100
    except ValueError:
        return False


def refuse_identifiers(text: str) -> None:
    """Raises ValidationError naming the kinds found, one message a kind, without repeating the text."""
    message = _("This looks like %(kind)s. Leave it out: texts about a citizen hold nothing that identifies anybody.")
    errors = [ValidationError(message, code=kind, params={"kind": kind.label}) for kind in find_identifiers(text)]
    if errors:
        raise ValidationError(errors)


class GuardedTextField(models.TextField):
    """A text about a citizen; refused whole when it holds something that identifies a person."""

    default_validators = [refuse_identifiers]


class GuardedCharField(models.CharField):
    """A short text about a citizen; refused whole when it holds something that identifies a person."""

    default_validators = [refuse_identifiers]
