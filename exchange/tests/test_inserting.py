import datetime as dt
import gc

import pytest
from django.db import IntegrityError, transaction
from django.forms.models import model_to_dict

from clients.models import Client, Enrolment, ReferralSource
from cti.models import Course, EndReason
from exchange import inserting
from exchange.inserting import insert
from exchange.workbook import memory
from wellbeing.models import WellbeingResponse

MARCH = dt.date(2021, 3, 1)


def stored(model, rows):
    return sum(insert(model, rows))


def clients(project, count=3):
    return [Client(project=project, code=f"VIB-{number:04}-X", birth_year=1980 + number) for number in range(count)]


@pytest.mark.django_db
def test_rows_are_stored_as_bulk_create_stores_them(import_project):
    def rows(client):
        fields = {"project": import_project, "client": client}
        return [
            Course(starts_on=MARCH, ends_on=None, is_imported=True, **fields),
            Course(
                contact_starts_on=MARCH, ends_on=MARCH, end_reason=EndReason.MOVED, own_words="100 % “nej”", **fields
            ),
        ]

    own, others = clients(import_project, 2)
    stored(Client, [own, others])
    stored(Course, rows(own))
    Course.objects.bulk_create(rows(others))
    written, expected = (
        [model_to_dict(course, exclude=["id", "client"]) | {"is_imported": course.is_imported} for course in found]
        for found in (own.courses.order_by("pk"), others.courses.order_by("pk"))
    )
    assert written == expected


@pytest.mark.django_db
def test_rows_get_their_keys_and_find_those_they_point_to(import_project):
    source = ReferralSource(project=import_project, name="Reden")
    citizens = clients(import_project)
    for client in citizens:
        client.source = source
    enrolments = [Enrolment(project=import_project, client=client, starts_on=MARCH) for client in citizens]
    assert (stored(ReferralSource, [source]), stored(Client, citizens), stored(Enrolment, enrolments)) == (1, 3, 3)
    assert [enrolment.client_id for enrolment in enrolments] == [client.pk for client in citizens]
    for enrolment, client in zip(enrolments, citizens, strict=True):
        assert not enrolment._state.adding
        assert Enrolment.objects.select_related("client__source").get(pk=enrolment.pk).client == client
    assert set(Client.objects.values_list("source__name", "birth_year")) == {("Reden", 1980 + n) for n in range(3)}


@pytest.mark.django_db
def test_keys_go_on_after_those_given_by_django(import_project):
    first, second, third = clients(import_project)
    first.save()
    stored(Client, [second])
    third.save()
    assert first.pk < second.pk < third.pk


@pytest.mark.django_db
def test_batches_are_told_of_and_none_is_no_query(import_project, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(inserting, "BATCH", 2)
    with django_assert_num_queries(3):
        assert list(insert(Client, clients(import_project, 5))) == [2, 2, 1]
    with django_assert_num_queries(0):
        assert list(insert(Client, [])) == []


@pytest.mark.django_db
def test_the_databases_rules_hold(import_project):
    (client,) = clients(import_project, 1)
    stored(Client, [client])
    wrong = WellbeingResponse(project=import_project, client=client, answered_on=MARCH, score=None, wave=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        stored(WellbeingResponse, [wrong])


def test_a_new_row_without_what_it_points_to_is_refused_by_the_database_not_guessed():
    enrolment = Enrolment(project_id=1, client=None, starts_on=MARCH)
    assert inserting._key(Enrolment._meta.get_field("client"), enrolment) is None


def test_the_collector_looks_seldom_while_an_import_runs_and_as_before_afterwards():
    usual = gc.get_threshold()
    with memory.rare_collections():
        assert gc.get_threshold() == memory.RARE
        with memory.rare_collections():
            pass
        assert gc.get_threshold() == memory.RARE  # another import is still at work
    assert gc.get_threshold() == usual


def test_the_collector_looks_as_before_after_a_failure():
    with pytest.raises(RuntimeError), memory.rare_collections():
        raise RuntimeError
    assert gc.get_threshold() == memory.USUAL
