"""Mails about referrals: to whom, in which language, and that they say nothing."""

import pytest
from django.core import mail

from accounts.models import User
from clients.referrals import services
from clients.tests.referring import draft, sent
from projects.access import Role
from projects.services import grant_by_command


@pytest.fixture
def outbox(django_capture_on_commit_callbacks):
    """What `act` sends, once its transaction is through."""

    def of(act):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return list(mail.outbox)

    return of


def receivers(messages):
    return sorted(address for message in messages for address in message.to)


def test_a_sent_referral_is_told_to_those_who_may_answer(cast, outbox):
    grant_by_command(
        user=cast.stranger, role=Role.LEAD, project=cast.project, organisation=cast.ngo,
        starts_on=cast.project.starts_on,
    )  # fmt: skip
    messages = outbox(lambda: sent(cast))
    assert receivers(messages) == [cast.caseworker.email, cast.colleague.email]
    assert all(len(message.to) == 1 and not message.cc and not message.bcc for message in messages)


@pytest.mark.parametrize("answer", [
    lambda r, by: services.accept_referral(r, by=by),
    lambda r, by: services.decline_referral(r, reason="no_room", by=by),
])  # fmt: skip
def test_an_answer_is_told_to_those_who_may_refer(cast, outbox, answer):
    referral = sent(cast)
    messages = outbox(lambda: answer(referral, cast.caseworker))
    assert receivers(messages) == [cast.coordinator.email]
    assert messages[0].body.count("/p/AAR/referrals/?show=sent") == 1


def test_a_closed_account_and_the_one_who_did_it_get_none(cast, outbox):
    User.objects.filter(pk=cast.colleague.pk).update(is_active=False)
    grant_by_command(
        user=cast.coordinator, role=Role.CASEWORKER, project=cast.project, organisation=cast.ngo,
        starts_on=cast.project.starts_on,
    )  # fmt: skip
    assert receivers(outbox(lambda: sent(cast))) == [cast.caseworker.email]


def test_a_draft_a_withdrawal_and_a_refusal_are_told_to_nobody(cast, outbox):
    assert outbox(lambda: draft(cast)) == []
    referral = sent(cast, client=cast.client, consent_given_how="")
    assert outbox(lambda: services.withdraw_referral(referral, reason="citizen", by=cast.coordinator)) == []


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [("da", "Sporet: der er nyt til dig", "afventer svar"), ("en", "Sporet: there is something new", "awaits your")],
)
def test_a_mail_is_neutral_and_in_the_reader_s_language(cast, outbox, language, subject, words):
    User.objects.filter(pk=cast.caseworker.pk).update(language=language)
    messages = outbox(lambda: sent(cast, wish="Zqxwish om natten"))
    message = next(each for each in messages if each.to == [cast.caseworker.email])
    assert message.subject.startswith(subject)
    assert words in message.body
    assert message.body.count("http") == 1
    assert "/p/AAR/referrals/" in message.body
    said = f"{message.subject} {message.body.partition('http')[0]}".casefold()
    for telling in ("zqxwish", cast.municipal_client.code, "prostitution", "borger", "citizen", "henvis", "referral"):
        assert telling.casefold() not in said
    assert cast.municipality.name not in message.body


def test_a_mail_that_cannot_be_sent_leaves_the_referral_sent_and_the_others_told(cast, outbox, monkeypatch, caplog):
    def send(subject, text, sender, addresses):
        if addresses == [cast.caseworker.email]:
            raise OSError("no post office")
        mail.send_mail(subject, text, sender, addresses)

    monkeypatch.setattr("clients.referrals.mails.send_mail", send)
    assert receivers(outbox(lambda: sent(cast))) == [cast.colleague.email]
    assert cast.municipal_client.referrals.get().state == "sent"
    assert [record.getMessage() for record in caplog.records] == ["A mail about a referral could not be sent."]
