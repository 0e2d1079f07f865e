"""What may not stand in a text about a citizen: CPR number, phone number, e-mail, street address.

`find_identifiers` names the kinds it finds and never returns, logs or stores the text itself.
"""

import datetime as dt
import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class Identifier(models.TextChoices):
    CPR = "cpr", _("a CPR number")
    PHONE = "phone", _("a phone number")
    EMAIL = "email", _("an e-mail address")
    ADDRESS = "address", _("a street address")


# Every repetition is bounded, so that a long text costs time in proportion to its length.
DASH = "-‐‑‒–—−"
CPR = re.compile(
    rf"(?<!\d)(\d{{2}})(?:(\d{{2}})(\d{{2}})|[ .](\d{{2}})[ .](\d{{2}}))(?:\s?[{DASH}./]\s?|\s{{1,2}})?(\d{{4}})(?!\d)"
)

_GROUPS = (
    r"[2-9]\d(?:\d{6}|([ .-])\d{2}\1\d{2}\1\d{2}|\d{2}[ -]\d{4}|[ -]\d{3}[ -]\d{3}|"
    r"\d[ -]\d{3}[ -]\d{2}|\d[ -]\d{2}[ -]\d{3})"
)
_BEFORE = r"(?:(?<![\w+])(?<!\w[-.,])|(?<=tlf)|(?<=tel)|(?<=mobil)|(?<=nr)|(?<=tlf\.)|(?<=tel\.)|(?<=nr\.)|(?<=mob\.))"
_NOT_MONEY = r"(?!\d|,\d| ?(?:kr|kroner|dkk)\b)"
PHONE = re.compile(_BEFORE + _GROUPS + _NOT_MONEY, re.IGNORECASE)
# A number with a country's code: nothing else looks like that.
INTERNATIONAL = re.compile(r"(?<!\w)(?:\(?\+\s?\d{1,3}\)?|\(?00\s?45\)?)(?:[ .-]?\d){6,12}(?!\d)")

EMAIL = re.compile(r"[\w.+-]{1,64}\s{0,2}@\s{0,2}[\w-]{1,63}(?:\.[\w-]{1,63})+")

# A number that counts something, tells the time or the day is no house number.
_NOT_A_COUNT = (
    r"(?![.:/]\d)(?!\s?(?:gange?|timer?|dage?|døgn|uger?|måneder|måned|minutter|min|kr|kroner|pct|procent|%|år|km|meter|"
    r"personer|mennesker|borgere|kvinder|mænd|samtaler?|sessioner|møder|steder|pladser|stk)\b)"
    r"(?!\.?\s?(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december|jan|feb|mar|apr|"
    r"jun|jul|aug|sep|okt|nov|dec)\b)"
)
_HOUSE = r"\s{1,2}(?:nr\.?\s?)?\d{1,3}(?:\s?[a-z])?\b" + _NOT_A_COUNT
_LETTER = "[a-zæøåéüöä]"
# Endings that only streets have; "Nørre Allé 12" has them as a word of their own.
STREET = re.compile(
    rf"\b(?:{_LETTER}{{1,40}})?\s?(?:vej(?:en)?|gaden?|allé|alle|alléen|strædet?|torv(?:et)?|boulevard(?:en)?|vænget?|svinget)"
    rf"(?<!\bvej)(?<!\bvejen){_HOUSE}",
    re.IGNORECASE,
)
# Endings that other words have too ("praktikplads 3"): streets are those that are written with a capital.
NAMED = re.compile(
    r"\b(?!(?i:\w{0,30}(?:arbejds|praktik|elev|lære|lege|parkerings|behandlings|døgn|center|herbergs|vente|natte|"
    r"sove|børne|skole)(?:plads|have|gård)))"
    r"(?:[A-ZÆØÅ][\w.]{1,30}(?:plads(?:en)?|parken|stien|vangen|bakken|krogen|toften|lunden|haven|marken|gården|brinken|"
    r"skrænten|bryggen|kajen|højen|dalen|ager|kær)|[A-ZÆØÅ][\w.]{1,30} (?:Vej|Plads|Park|Kaj|Have|Brygge)|"
    r"(?i:(?!(?:hendes|deres|dens|vores|hans|jeres) )[a-zæøå]{3,30}s (?:vej|plads)))(?i:" + _HOUSE + ")"
)


def find_identifiers(text: str) -> list[Identifier]:
    """The kinds of identifying content in `text`, in the order of Identifier; empty where there is none."""
    found = {
        Identifier.CPR: any(_is_cpr(match) for match in CPR.finditer(text)),
        Identifier.PHONE: bool(INTERNATIONAL.search(text))
        or any(not _is_time_span(match.group()) for match in PHONE.finditer(text)),
        Identifier.EMAIL: bool(EMAIL.search(text)),
        Identifier.ADDRESS: bool(STREET.search(text) or NAMED.search(text)),
    }
    return [kind for kind, is_found in found.items() if is_found]


def _is_cpr(match: "re.Match[str]") -> bool:
    """Whether the first six digits are a date; a replacement number's day is 60 too high."""
    day, month, year = (int(part) for part in match.groups()[:-1] if part is not None)
    try:
        dt.date(2000 + (year if (day % 60, month) != (29, 2) else year // 4 * 4), month, day - 60 if day > 60 else day)
    except ValueError:
        return False
    return True


def _is_time_span(digits: str) -> bool:
    """A day written 20231130, or two years written 2023-2024, are no phone number."""
    first, last = digits[:4], digits[-4:]
    if len(digits) == 9 and 1990 <= int(first) <= int(last) <= 2050:
        return True
    try:
        return len(digits) == 8 and 1900 <= dt.date.fromisoformat(digits).year <= 2100
    except ValueError:
        return False


def refuse_identifiers(text: str) -> None:
    """Raises ValidationError naming the kinds found, one message a kind, without repeating the text."""
    _refuse(find_identifiers(text))


# An organisation's own reference may well be eight digits; what it may not be is somebody's CPR number or e-mail.
REFUSED_AS_REFERENCE = frozenset({Identifier.CPR, Identifier.EMAIL})


def refuse_identifying_reference(reference: str) -> None:
    """As `refuse_identifiers`, for a reference from another system."""
    _refuse(kind for kind in find_identifiers(reference) if kind in REFUSED_AS_REFERENCE)


def _refuse(kinds: Iterable[Identifier]) -> None:
    message = _("This looks like %(kind)s. Leave it out: nothing that identifies anybody belongs here.")
    errors = [ValidationError(message, code=kind, params={"kind": kind.label}) for kind in kinds]
    if errors:
        raise ValidationError(errors)


class GuardedTextField(models.TextField):
    """A text about a citizen; refused whole when it holds something that identifies a person."""

    default_validators = [refuse_identifiers]


class GuardedCharField(models.CharField):
    """A short text about a citizen; refused whole when it holds something that identifies a person."""

    default_validators = [refuse_identifiers]


class GuardedReferenceField(models.CharField):
    """An organisation's own reference for a citizen; refused when it is a CPR number or an e-mail address."""

    default_validators = [refuse_identifying_reference]
