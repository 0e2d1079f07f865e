"""What the running project shows of anonymity, baselines, grounds, homes and consents."""

import pytest
from django.utils.timezone import localdate

from casework.baseline.models import Baseline
from casework.baseline.querysets import answered
from casework.merging.relations import citizen_relations
from casework.people.homes import home_warning
from casework.querysets import accesses
from clients.guard import GuardedCharField, GuardedTextField
from clients.homes import lives_elsewhere, valid_agreement
from clients.legal import present_bases
from clients.models import Client, ClientReference, Consent, OnwardReferral, Referral
from cti.models import Course
from exchange.demo.running_people import AGREED, BASELINES, LIVES_ELSEWHERE
from wellbeing.consents import present_consent


@pytest.fixture
def citizens(world, db):
    references = ClientReference.objects.exclude(alias="").select_related(
        "client__project", "client__home_municipality"
    )
    return {each.alias: each.client for each in references}


def test_one_takes_part_anonymously_and_has_nothing_that_is_left_out(world, db):
    anonymous = Client.objects.get(is_anonymous=True)
    for model in (ClientReference, Consent, OnwardReferral, Referral):
        assert not model.objects.filter(client=anonymous).exists()
    for relation in citizen_relations():
        for field in relation.model._meta.fields:
            if isinstance(field, GuardedCharField | GuardedTextField):
                assert not relation.rows_of(anonymous).exclude(**{field.name: ""}).exists(), (relation.key, field.name)
    assert [link.basis for link in anonymous.links.live()] == ["intake"]


def test_baselines_are_full_half_and_empty(citizens):
    counts = {alias: answered(Baseline.objects.get(client=citizens[alias])) for alias in BASELINES}
    assert max(counts.values()) == 9
    assert min(counts.values()) < 6
    assert Course.objects.filter(ends_on=None, starts_on__isnull=False).exclude(baseline__isnull=False).exists()


def test_one_home_has_agreed_and_one_has_not(citizens):
    for alias in LIVES_ELSEWHERE:
        client = citizens[alias]
        assert lives_elsewhere(client)
        assert bool(valid_agreement(client, localdate())) is (alias in AGREED)
        assert bool(home_warning(client)) is (alias not in AGREED)


def test_the_three_records_stand_side_by_side(citizens):
    dild = citizens["Dild"]
    assert {basis.kind for basis in present_bases(dild).values()} == {"law", "consent"}
    assert present_consent(dild) is not None
    assert dild.consents.exists()


def test_a_consent_is_about_to_end(citizens):
    assert any(access.ends_soon for access in accesses(citizens["Isop"]))
