"""Whether anything stands in words in rows that would go back to a citizen who takes part anonymously."""

from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from clients.guard import GuardedCharField, GuardedReferenceField, GuardedTextField
from cti.models import Course, PlannedActivity

GUARDED = (GuardedCharField, GuardedReferenceField, GuardedTextField)


def has_words(moved: list[dict[str, Any]]) -> bool:
    """`moved` as a merge keeps it: the rows' ids by the model's label."""
    rows: list[QuerySet[Any]] = [QuerySet(apps.get_model(each["model"])).filter(pk__in=each["ids"]) for each in moved]
    courses = [each for each in rows if each.model is Course]
    plans = [PlannedActivity.objects.filter(phase__course__in=each) for each in courses]
    return any(_written(each.model, each) for each in [*rows, *plans])


def _written(model: type[Model], rows: QuerySet[Any]) -> bool:
    texts = [field.name for field in model._meta.concrete_fields if isinstance(field, GUARDED)]
    filled = Q()
    for name in texts:
        filled |= ~Q(**{name: ""})
    return bool(texts) and rows.filter(filled).exists()
