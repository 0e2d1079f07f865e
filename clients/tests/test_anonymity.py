"""An anonymous participation: what it leaves out, and how it becomes an ordinary one."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from audit.models import AuditEvent
from clients.anonymity import CODE, REFERRAL, check_no_text, check_not_anonymous
from clients.models import Client, ClientReference, Consent, OnwardReferral
from clients.onward import refer_onward
from clients.participation import end_anonymity
from clients.records import EndOfAnonymity
from clients.services import give_consent, register_client, set_reference


def day(offset):
    return localdate() + dt.timedelta(days=offset)


@pytest.fixture
def anonymous(cast):
    return register_client(
        project=cast.project, organisation=cast.municipality, starts_on=day(-10), is_anonymous=True, by=cast.coordinator
    )


def test_the_check_says_what_is_left_out_and_what_to_do(anonymous):
    with pytest.raises(ValidationError, match=r"leaves out a referral.*turn the participation") as refused:
        check_not_anonymous(anonymous, REFERRAL)
    assert refused.value.code == CODE


def test_the_check_lets_everybody_else_through(cast):
    check_not_anonymous(cast.client, REFERRAL)
    check_no_text(cast.client, note="Kaffe")


def test_texts_are_refused_at_their_fields_and_empty_ones_are_not(anonymous):
    check_no_text(anonymous, note="", words="")
    with pytest.raises(ValidationError) as refused:
        check_no_text(anonymous, note="Kaffe", words="")
    assert list(refused.value.message_dict) == ["note"]


def test_a_registration_with_a_reference_is_refused_whole(cast):
    before = Client.objects.count()
    with pytest.raises(ValidationError) as refused:
        register_client(
            project=cast.project, organisation=cast.municipality, starts_on=day(0), is_anonymous=True,
            reference="R-1", alias="Birk", by=cast.coordinator,
        )  # fmt: skip
    assert set(refused.value.message_dict) == {"reference", "alias"}
    assert Client.objects.count() == before


def test_no_own_words_no_consent_and_no_referral(cast, anonymous):
    by = cast.coordinator
    for call in (
        lambda: set_reference(anonymous, cast.municipality, reference="", alias="Birk", by=by),
        lambda: give_consent(anonymous, cast.ngo, starts_on=day(0), by=by),
        lambda: refer_onward(anonymous, kind="other_offer", referred_on=day(0), by=by),
    ):
        with pytest.raises(ValidationError):
            call()
    for model in (ClientReference, Consent, OnwardReferral):
        assert not model.objects.filter(client=anonymous).exists()


def test_the_receiving_organisation_alone_sees_the_citizen(cast, anonymous):
    seeing = [
        name
        for name in ("coordinator", "caseworker", "other_caseworker", "outsider")
        if Client.objects.visible_to(getattr(cast, name)).filter(pk=anonymous.pk).exists()
    ]
    assert seeing == ["coordinator"]


def test_the_wish_for_an_ordinary_participation_is_a_record(cast, anonymous):
    client = end_anonymity(anonymous, wished_on=day(-1), told_how="written", by=cast.coordinator)
    assert not client.is_anonymous
    wish = EndOfAnonymity.objects.get(client=client)
    assert (wish.wished_on, wish.told_how, wish.recorded_by) == (day(-1), "written", cast.coordinator)
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.client_ids, event.detail) == ("changed", [client.pk], {"fields": ["is_anonymous"]})
    give_consent(client, cast.ngo, starts_on=day(0), by=cast.coordinator)


def test_it_happens_once(cast, anonymous):
    end_anonymity(anonymous, wished_on=day(0), told_how="spoken", by=cast.coordinator)
    with pytest.raises(ValidationError, match="ordinary way already"):
        end_anonymity(anonymous, wished_on=day(0), told_how="spoken", by=cast.coordinator)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"wished_on": 1}, "wished_on"),
        ({"wished_on": -11}, "wished_on"),
        ({"told_how": "sung"}, "told_how"),
    ],
)
def test_a_wrong_wish_changes_nothing(cast, anonymous, facts, field):
    wish = {"wished_on": 0, "told_how": "spoken"} | facts
    with pytest.raises(ValidationError) as refused:
        end_anonymity(anonymous, by=cast.coordinator, **wish | {"wished_on": day(wish["wished_on"])})
    assert list(refused.value.message_dict) == [field]
    anonymous.refresh_from_db()
    assert anonymous.is_anonymous


def test_the_wish_is_written_by_its_service_alone(cast, anonymous):
    with pytest.raises(TypeError):
        EndOfAnonymity(client=anonymous).save()
