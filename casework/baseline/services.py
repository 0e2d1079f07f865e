import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit.models import Action
from audit.services import record
from casework.baseline.models import UNKNOWN, Baseline, BaselineSetting
from clients.anonymity import check_no_text
from clients.days import not_before_the_citizen
from clients.services import not_in_the_future
from cti.models import Course


@transaction.atomic
def save_baseline(
    course: Course, *, settings: Iterable[str] = (), informed_on: dt.date | None = None, by: Any, **facts: Any
) -> Baseline:
    """The course's baseline as it is known now: made the first time, changed afterwards.

    `facts` are fields of Baseline; one that is not named stays. Raises ValidationError where "not known" stands
    beside a form, the day of the information is to come or before the citizen came, or words tell of an anonymous
    citizen.
    """
    course = Course.objects.select_for_update().select_related("client").get(pk=course.pk)
    baseline = Baseline.objects.filter(course=course).first()
    action = Action.CHANGED if baseline else Action.CREATED
    baseline = baseline or Baseline(project_id=course.project_id, client=course.client, course=course)
    _check(course, settings := set(settings), informed_on, facts)
    changed = _set(baseline, facts) + _inform(baseline, informed_on, by)
    baseline.full_clean()
    baseline.save()
    changed += _set_settings(baseline, settings)
    record(action, baseline, by=by, fields=sorted(changed))
    return baseline


def _check(course: Course, settings: set[str], informed_on: dt.date | None, facts: dict[str, Any]) -> None:
    if UNKNOWN in settings and len(settings) > 1:
        message = _('"Not known" stands beside a form. Choose one or the other.')
        raise ValidationError({"settings": message})
    if informed_on is not None:
        not_in_the_future("informed_on", informed_on)
        not_before_the_citizen("informed_on", informed_on, course.client)
    texts = {name: facts.get(name, "") for name in ("language", "motivation_words")}
    check_no_text(course.client, **texts)


def _set(baseline: Baseline, facts: dict[str, Any]) -> list[str]:
    """The names of the facts that are now others than before."""
    changed = [name for name, value in facts.items() if getattr(baseline, name) != value]
    for name in changed:
        setattr(baseline, name, facts[name])
    return changed


def _inform(baseline: Baseline, informed_on: dt.date | None, by: Any) -> list[str]:
    """Who sets or moves the day is the one who told the citizen."""
    if baseline.informed_on == informed_on:
        return []
    baseline.informed_on, baseline.informed_by = informed_on, by if informed_on else None
    return ["informed_on"]


def _set_settings(baseline: Baseline, chosen: set[str]) -> list[str]:
    present = set(baseline.settings.values_list("setting", flat=True))
    baseline.settings.exclude(setting__in=chosen).delete()
    for setting in sorted(chosen - present):
        row = BaselineSetting(baseline=baseline, setting=setting)
        row.full_clean()
        row.save()
    return ["settings"] if chosen != present else []
