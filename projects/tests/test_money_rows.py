"""What the database itself says of money, and which rows count."""

import datetime as dt

import pytest
from django.db import IntegrityError, models, transaction
from django.utils import translation
from django.utils.timezone import localdate, now

from projects.models import Disbursement, Earmark, Framework, Grant, LapseDecision
from projects.money.services import remove_row, replace_row
from projects.tests.money import ago, earmark, framework, grant, payment

ROWS = {
    "framework": lambda c: framework(c.project.programme),
    "earmark": lambda c: earmark(c.project.programme),
    "grant": lambda c: grant(c.project),
    "payment": lambda c: payment(c.project),
}


@pytest.fixture(params=ROWS)
def row(cast, request):
    return ROWS[request.param](cast)


def refused(row, **facts):
    """The name of the constraint that stops `facts` where no service stands in between."""
    for name, value in facts.items():
        setattr(row, name, value)
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        models.Model.save(row)
    return str(caught.value)


def test_a_row_is_saved_through_its_service_only(row):
    with pytest.raises(TypeError, match="through its service"):
        row.save()


@pytest.mark.parametrize("amount", [0, -1])
def test_the_database_knows_no_amount_below_one_oere(row, amount):
    assert f"{row._meta.model_name}_amount_above_0" in refused(row, amount_oere=amount)


def test_the_smallest_amount_is_one_oere(cast):
    assert grant(cast.project, kroner=0.01).amount_oere == 1


@pytest.mark.parametrize("half", [{"removed_at": now()}, {"removed_because": "typed twice"}])
def test_a_removal_has_its_reason_and_its_time(row, half):
    assert "removed_with_reason" in refused(row, **half)


def test_a_removal_by_somebody_has_a_time(cast, row):
    assert "removed_with_reason" in refused(row, removed_by=cast.lead)


@pytest.mark.parametrize("make", [grant, payment])
def test_money_has_a_place(cast, make):
    assert "has_a_place" in refused(make(cast.project), project=None, programme=None)


def test_a_reserve_is_no_grant(cast):
    assert "projects_grant_is_no_reserve" in refused(grant(cast.project), line="reserve")


def test_a_row_is_replaced_once(row):
    first = replace_row(row, amount_oere=5, by=None)
    second = type(row)(**{field.attname: getattr(first, field.attname) for field in first._meta.concrete_fields})
    assert "replaces" in refused(second, pk=None)


def test_current_is_what_was_neither_replaced_nor_removed(row):
    rows = type(row).objects
    assert list(rows.current()) == [row]
    new = replace_row(row, amount_oere=5, by=None)
    assert list(rows.current()) == [new]
    remove_row(new, because="typed twice", by=None)
    assert list(rows.current()) == []
    assert rows.count() == 2


def test_a_current_row_knows_that_it_is(row):
    assert row.is_current
    new = replace_row(row, amount_oere=5, by=None)
    old = type(row).objects.get(pk=row.pk)
    assert (old.is_current, new.is_current) == (False, True)
    assert not remove_row(new, because="typed twice", by=None).is_current


def test_by_a_day_includes_the_day(row):
    rows, day = type(row).objects, row.dated_on
    assert list(rows.by(day)) == [row]
    assert list(rows.by(day - dt.timedelta(days=1))) == []


def test_plain_filters_do_for_a_figure(cast):
    early, late = grant(cast.project, 1, granted_on=ago(9)), grant(cast.project, 2, granted_on=ago(3))
    current = Grant.objects.current()
    assert list(current.filter(granted_on__lte=ago(3)).order_by("pk")) == [early, late]
    assert list(current.filter(granted_on__lte=ago(4), project__code="AAR")) == [early]


def test_a_correction_applies_backwards(cast):
    wrong = grant(cast.project, 1000, granted_on=ago(9))
    assert Grant.objects.current().by(ago(9)).total() == 1000_00
    replace_row(wrong, amount_oere=500_00, by=None)
    assert Grant.objects.current().by(ago(9)).total() == 500_00


def test_the_total_of_nothing_is_zero(db):
    assert Grant.objects.total() == 0


def test_a_total_of_the_highest_amounts_is_exact(cast):
    for _ in range(20):
        payment(cast.project, kroner=10**11)
    assert Disbursement.objects.current().total() == 20 * 10**13


def test_newest_first_is_by_day_and_then_by_entry(cast):
    days = [ago(3), ago(1), ago(3)]
    first, second, third = (payment(cast.project, paid_on=day) for day in days)
    assert list(Disbursement.objects.newest_first()) == [second, third, first]


def test_the_framework_of_a_day_is_the_newest_decision_by_then(cast):
    programme = cast.project.programme
    first, second = framework(programme, 46, decided_on=ago(9)), framework(programme, 44, decided_on=ago(3))
    assert list(Framework.objects.valid_on(ago(10))) == []
    assert list(Framework.objects.valid_on(ago(9))) == list(Framework.objects.valid_on(ago(4))) == [first]
    assert list(Framework.objects.valid_on(ago(3))) == list(Framework.objects.valid_on(localdate())) == [second]
    remove_row(second, because="not decided after all", by=None)
    assert list(Framework.objects.valid_on(localdate())) == [first]


def test_each_line_and_programme_has_its_own_earmark_of_a_day(cast, other_programme):
    programme = cast.project.programme
    earmark(programme, "ngo", 1, decided_on=ago(9))
    ngo = earmark(programme, "ngo", 2, decided_on=ago(3))
    support = earmark(programme, "implementation", 3, decided_on=ago(9))
    elsewhere = earmark(other_programme, "ngo", 4, decided_on=ago(9))
    assert set(Earmark.objects.valid_on(localdate())) == {ngo, support, elsewhere}
    assert set(Earmark.objects.filter(programme=programme).valid_on(localdate())) == {ngo, support}


def test_a_replaced_decision_holds_no_longer_and_its_successor_does(cast):
    old = framework(cast.project.programme, 46)
    new = replace_row(old, amount_oere=44_00, by=None)
    assert list(Framework.objects.valid_on(localdate())) == [new]


def test_rows_say_what_they_are(cast):
    row = payment(cast.project, 7_630_963, paid_on=ago(2))
    with translation.override("da"):
        assert str(row) == f"7.630.963\N{NO-BREAK SPACE}kr., {ago(2)}"
    assert str(LapseDecision(project=cast.project)) == "Project A: –"
