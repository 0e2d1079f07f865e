import datetime as dt

import pytest

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
