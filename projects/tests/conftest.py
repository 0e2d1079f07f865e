import pytest

from projects.models import Programme


@pytest.fixture
def other_programme(db):
    return Programme.objects.get(code="EXIT2012")
