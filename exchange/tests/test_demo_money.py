"""The money of the demonstration: what source 000 prints of 18 March 2014, and the four grants of source 002."""

import datetime as dt

import pytest
from django.db import transaction

from exchange.demo.first_projects import FIRST_PROJECTS, INHABITANTS
from exchange.demo.load import load_demo
from exchange.demo.money import FIRST_MONEY, MONEY, SECOND_MONEY, by_inhabitants
from exchange.tests.demonstration import REPRODUCTION
from projects.models import Disbursement, Earmark, Framework, Grant, Programme, Project

PRINTED = REPRODUCTION["status_statement"]["economy_kroner"]
STATED_ON = dt.date.fromisoformat(REPRODUCTION["status_statement"]["as_of"])
GRANTS = [tuple(row) for row in REPRODUCTION["grants"]]
LINES = ["municipal", "ngo", "implementation", "dissemination", "other"]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def first(world, db):
    return Programme.objects.get(code="EXIT2012")


@pytest.fixture
def second(world, db):
    return Programme.objects.get(code="EXIT2020")


def kroner(rows):
    assert rows.total() % 100 == 0
    return rows.total() // 100


def granted(programme):
    return Grant.objects.current().by(STATED_ON).filter(programme=programme)


def test_the_framework(first):
    assert kroner(Framework.objects.valid_on(STATED_ON).filter(programme=first)) == PRINTED["framework"]


def test_what_was_earmarked_for_ngos_and_not_all_granted(first):
    earmark = Earmark.objects.valid_on(STATED_ON).get(programme=first)
    assert (earmark.line, earmark.amount_oere) == ("ngo", 640_000_000)
    assert kroner(granted(first).filter(line="ngo")) < 6_400_000


@pytest.mark.parametrize("line", LINES)
def test_what_was_granted_for_a_line(first, line):
    assert kroner(granted(first).filter(line=line)) == PRINTED[f"granted_{line}"]


def test_what_was_granted_in_all_and_what_was_not(first):
    total = kroner(granted(first))
    assert total == PRINTED["granted_total"]
    assert PRINTED["framework"] - total == PRINTED["not_granted"]
    assert set(granted(first).values_list("line", flat=True)) == set(LINES)


def test_what_was_paid_out(first):
    assert kroner(Disbursement.objects.current().by(STATED_ON).filter(programme=first)) == PRINTED["paid_out"]


def test_nothing_more_is_known_after_the_statement(first):
    assert Grant.objects.filter(programme=first).count() == granted(first).count()


@pytest.mark.parametrize("line", ["municipal", "ngo"])
def test_the_municipalities_share_by_inhabitants(first, line):
    for plan in FIRST_PROJECTS:
        share = kroner(granted(first).filter(line=line, project__code=plan.code)) / PRINTED[f"granted_{line}"]
        assert abs(share - INHABITANTS[plan.code] / sum(INHABITANTS.values())) < 0.001


def test_the_programmes_own_money_belongs_to_no_project(first):
    own = granted(first).filter(project=None)
    assert set(own.values_list("line", flat=True)) == {"implementation", "dissemination", "other"}


@pytest.mark.parametrize("total", [0, 1, 999, 12_345, 6_100_000, 23_300_000])
def test_shares_add_up_and_are_whole_thousands_but_one(total):
    shares = by_inhabitants(total)
    assert sum(shares.values()) == total
    assert set(shares) == set(INHABITANTS)
    assert sum(share % 1000 != 0 for share in shares.values()) <= 1
    assert min(shares.values()) >= 0


def test_the_grants_of_the_second_programme(second):
    rows = Grant.objects.current().filter(programme=second).order_by("applicant", "title")
    found = [(row.applicant, row.title, row.amount_oere // 100) for row in rows]
    assert sorted(found) == sorted(row for row in GRANTS if row[0] != "total")
    assert kroner(rows) == {row[0]: row[2] for row in GRANTS}["total"]


def test_each_grant_is_its_municipalitys(second):
    for grant in Grant.objects.exclude(project=None).select_related("project__municipality"):
        assert grant.applicant == grant.project.municipality.authority
        assert grant.programme_id == grant.project.programme_id


def test_each_project_of_the_second_programme_was_paid_less_than_granted(second):
    for project in second.projects.all():
        paid, grant = (kroner(rows.objects.filter(project=project)) for rows in (Disbursement, Grant))
        assert 0 < paid < grant
    lapsed = Project.objects.get(code="KBH")
    assert Disbursement.objects.filter(project=lapsed).count() == 2
    assert Disbursement.objects.filter(project=lapsed).newest_first()[0].paid_on < lapsed.lapsed_on


def test_days_follow_one_another(first, second):
    for money in MONEY:
        last_payment = max(payment.paid_on for payment in money.payments)
        first_grant = min(grant.granted_on for grant in money.grants)
        assert money.decided_on < first_grant < min(payment.paid_on for payment in money.payments) < last_payment
    assert max(payment.paid_on for payment in FIRST_MONEY.payments) < STATED_ON
    assert not Framework.objects.filter(programme=second).exists()
    assert SECOND_MONEY.framework is None


def test_rows_are_current_and_entered_by_a_command(first):
    for model in (Framework, Earmark, Grant, Disbursement):
        assert model.objects.current().count() == model.objects.count() > 0
        assert not model.objects.exclude(entered_by=None).exists()
