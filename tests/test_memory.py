"""What is put back is what was built, and nobody's but the test's."""

import pytest
from django.db import transaction
from django.utils.timezone import localdate

from conftest import make_cast
from projects.models import Programme
from tests.memory import Memory, stored, values
from tests.rows import make_rows


def contents():
    return {model: [values(row) for row in rows.values()] for model, rows in stored().items()}


def cast_and_rows(memory, programme):
    cast = memory.recall((make_cast, programme.pk), lambda: make_cast(programme))
    return cast, memory.recall((make_rows, cast.project.pk), lambda: make_rows(cast), known=vars(cast))


@pytest.fixture
def begin(programme):
    """A test's beginning: the objects and what the database holds then; taken back afterwards."""
    memory = Memory()

    def begin_once():
        with transaction.atomic():
            made = cast_and_rows(memory, programme)
            held = contents()
            transaction.set_rollback(True)
        return made, held

    return begin_once


def test_every_row_comes_back_as_it_was_built(begin):
    (_made, built), (_again, put_back) = begin(), begin()
    assert sum(map(len, built.values())) > 150
    assert put_back == built


def test_objects_name_the_same_rows_and_are_the_test_s_own(begin):
    ((cast, rows), _held), ((other_cast, other_rows), _held) = begin(), begin()
    assert vars(other_cast) == vars(cast)  # of models: the same keys
    assert other_rows.course == rows.course
    cast.coordinator.name = "Changed"
    assert other_cast.coordinator.name == "Coordinator"
    assert begin()[0][0].coordinator.name == "Coordinator"


def test_an_object_that_was_given_is_not_copied(begin):
    begin()
    (cast, rows), _held = begin()
    assert rows.client is cast.client


@pytest.mark.parametrize(
    ("act", "told"),
    [(lambda rows: rows.update(name="Changed"), "was changed"), (lambda rows: rows.delete(), "was deleted")],
)
def test_what_changes_a_row_cannot_be_remembered(db, act, told):
    mine = Programme.objects.create(code="MINE", name="Mine", starts_on=localdate(), ends_on=localdate())
    with pytest.raises(AssertionError, match=told):
        Memory().recall("key", lambda: act(Programme.objects.filter(pk=mine.pk)))
