import datetime as dt

import pytest
from django.db import transaction
from django.utils.timezone import localdate

from exchange.tests.demonstration import load_running
from projects.models import Municipality, Organisation
from projects.services import add_partner, create_project


@pytest.fixture
def import_project(programme):
    """A project of the municipality's and NGO one's, without a citizen."""
    start = dt.date(2021, 1, 1)
    project = create_project(
        code="VIB", name="Project V", municipality=Municipality.objects.get(code="0791"), starts_on=start,
        programme=programme, by=None,
    )  # fmt: skip
    ngo, _created = Organisation.objects.get_or_create(name="NGO one", kind="ngo")
    add_partner(project, ngo, starts_on=start, by=None)
    return project


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The demonstration's running project and its people, loaded once for a module's tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_running(localdate())
        transaction.set_rollback(True)
