"""The legal basis of each organisation: a record of its own."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from audit.models import AuditEvent
from clients.legal import present_bases, state_legal_basis
from clients.models import Consent
from clients.records import LegalBasis
from clients.services import withdraw_consent


def day(offset):
    return localdate() + dt.timedelta(days=offset)


def state(cast, organisation, **facts):
    facts = {"kind": "law", "act": "social_services", "since": day(0)} | facts
    return state_legal_basis(cast.client, organisation, by=cast.coordinator, **facts)


def test_each_organisation_has_its_own(cast):
    law = state(cast, cast.municipality)
    consent = state(cast, cast.ngo, kind="consent", act="")
    assert present_bases(cast.client) == {cast.municipality.pk: law, cast.ngo.pk: consent}
    assert (str(law), str(consent)) == ("the Act on Social Services", "the citizen's consent")


def test_the_newest_holds_and_the_others_stay(cast):
    new = state(cast, cast.municipality, act="other", since=day(0))
    old = state(cast, cast.municipality, since=day(-3))
    assert present_bases(cast.client) == {cast.municipality.pk: new}
    assert set(LegalBasis.objects.all()) == {new, old}


def test_it_is_no_consent_to_share(cast):
    state(cast, cast.ngo, kind="consent", act="")
    withdraw_consent(cast.client.consents.get(), by=cast.coordinator)
    assert Consent.objects.count() == 1
    assert LegalBasis.objects.count() == 1


def test_a_consent_drops_the_act(cast):
    assert state(cast, cast.ngo, kind="consent", act="other").act == ""


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"act": ""}, "act"),
        ({"act": "somewhere"}, "act"),
        ({"kind": "custom"}, "kind"),
        ({"since": 1}, "since"),
        ({"since": -401}, "since"),
    ],
)
def test_a_wrong_basis_is_refused(cast, facts, field):
    if "since" in facts:
        facts = {"since": day(facts["since"])}
    with pytest.raises(ValidationError) as refused:
        state(cast, cast.municipality, **facts)
    assert field in refused.value.message_dict
    assert not LegalBasis.objects.exists()


def test_who_has_no_access_has_no_basis(cast):
    with pytest.raises(ValidationError, match="no access"):
        state(cast, cast.other_ngo)


def test_the_database_pairs_the_law_with_its_act(cast):
    basis = state(cast, cast.municipality)
    with pytest.raises(IntegrityError), transaction.atomic():
        LegalBasis.objects.filter(pk=basis.pk).update(act="")


def test_it_leaves_an_event_about_the_citizen(cast):
    basis = state(cast, cast.municipality)
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.subject_type, event.subject_ids, event.client_ids) == (
        "created", "legalbasis", [basis.pk], [cast.client.pk],
    )  # fmt: skip
