"""Two people on one record: what a form would change, and what somebody else has changed since it was opened."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.utils.dateparse import parse_date, parse_time
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext

NOTHING = "–"


@dataclass(frozen=True)
class Concern:
    """The row that a form changes, and what stands there now, by the form's fields."""

    row: models.Model
    values: dict[str, Any]

    def stands(self) -> dict[str, Any]:
        return {name: plain(value) for name, value in self.values.items()}

    def lock(self) -> None:
        """Nobody else changes the row until the transaction ends."""
        type(self.row)._base_manager.select_for_update().filter(pk=self.row.pk).first()


def concern(row: models.Model, *names: str, **values: Any) -> Concern:
    """`row` with its attributes `names`, and with `values` where a field's name is none of the row's."""
    return Concern(row, {name: getattr(row, name) for name in names} | values)


@dataclass(frozen=True)
class Difference:
    """One field that somebody else changed, in words."""

    name: str
    label: str
    was: str
    now: str
    mine: str


class ChangedMeanwhileError(Exception):
    """Nothing is saved: `differences` are for the person to see and to choose between."""

    def __init__(self, differences: list[Difference]) -> None:
        super().__init__()
        self.differences = differences


def differences(form: forms.Form, stood: dict[str, Any], stands: dict[str, Any]) -> list[Difference]:
    """The fields of a valid form that have changed since they `stood` so, unless to what the form says, too.

    Only fields that the form shows are compared, so nobody learns what their own form would not tell them.
    """
    found = []
    for name in stands.keys() & stood.keys() & form.fields.keys():
        mine = plain(form.cleaned_data[name])
        if stands[name] not in (stood[name], mine):
            field = form.fields[name]
            words = (in_words(field, value) for value in (stood[name], stands[name], mine))
            label = form.base_fields.get(name, field).label  # without a word on whether it is optional
            found.append(Difference(name, str(label), *words))
    order = list(form.fields)
    return sorted(found, key=lambda each: order.index(each.name))


def plain(value: Any) -> Any:
    """A value as it can be compared with what was sealed: text, or a list of texts."""
    if isinstance(value, models.Model):
        value = value.pk
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple | set | models.QuerySet):
        return sorted(plain(each) for each in value)
    return "" if value is None else str(value)


def in_words(field: forms.Field, value: Any) -> str:
    """A plain value as the form's reader knows it: a choice by its label, a date as dates are written."""
    if isinstance(value, list):
        return ", ".join(in_words(field, each) for each in value) or NOTHING
    if choices := getattr(field, "choices", None):
        return dict(_flat(choices)).get(value) or NOTHING if value else NOTHING
    if isinstance(field, forms.BooleanField):
        return gettext("Yes") if value == str(True) else gettext("No")
    if isinstance(field, forms.DateField) and (day := parse_date(value)):
        return date_format(day, "DATE_FORMAT")
    if isinstance(field, forms.TimeField) and (time := parse_time(value)):
        return time_format(time)
    return value or NOTHING


def _flat(choices: Iterable[Any]) -> Iterable[tuple[str, str]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(value), str(label)
