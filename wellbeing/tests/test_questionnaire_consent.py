"""The citizen's yes to the questionnaire: asked beside an answer, never a wall."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import User
from audit.models import AuditEvent
from wellbeing.consents import INFORMATION_VERSION, latest_consent, present_consent, say_yes, take_back_yes
from wellbeing.models import QuestionnaireConsent, WellbeingResponse


def day(offset):
    return localdate() + dt.timedelta(days=offset)


def agree(cast, **facts):
    return say_yes(cast.client, by=cast.caseworker, **{"given_on": day(0), "given_how": "spoken"} | facts)


def address(cast, route="consent"):
    return reverse(f"wellbeing:{route}", args=["AAR", cast.client.code])


@pytest.fixture
def browser(as_user, cast):
    User.objects.update(language="en")
    return lambda name: as_user(getattr(cast, name))


def test_a_yes_keeps_what_it_was_given_to(cast):
    consent = agree(cast, given_how="written")
    assert consent == present_consent(cast.client)
    assert (consent.information_version, consent.recorded_by) == (INFORMATION_VERSION, cast.caseworker)
    assert AuditEvent.objects.latest("pk").client_ids == [cast.client.pk]


def test_one_yes_at_a_time(cast):
    consent = agree(cast)
    with pytest.raises(ValidationError, match="said yes already"):
        agree(cast)
    consent.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        consent.save()


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"given_on": 1}, "given_on"), ({"given_on": -401}, "given_on"), ({"given_how": "x"}, "given_how")],
)
def test_a_wrong_yes_is_refused(cast, facts, field):
    if "given_on" in facts:
        facts = {"given_on": day(facts["given_on"])}
    with pytest.raises(ValidationError) as refused:
        agree(cast, **facts)
    assert list(refused.value.message_dict) == [field]


def test_a_withdrawal_keeps_the_answers_and_lets_the_citizen_say_yes_again(cast):
    agree(cast)
    withdrawn = take_back_yes(cast.client, by=cast.coordinator)
    assert (withdrawn.withdrawn_on, withdrawn.withdrawn_by) == (day(0), cast.coordinator)
    assert present_consent(cast.client) is None
    assert latest_consent(cast.client) == withdrawn
    assert agree(cast) == latest_consent(cast.client)


def test_nothing_to_withdraw_says_so(cast):
    with pytest.raises(ValidationError, match="no consent"):
        take_back_yes(cast.client, by=cast.caseworker)


def answer(**more):
    return {"answered_on": day(0).isoformat(), **{f"item_{number}": "3" for number in range(1, 6)}, **more}


@pytest.mark.parametrize(("said", "kept"), [("", 0), ("spoken", 1), ("written", 1)])
def test_an_answer_asks_and_is_kept_in_any_case(cast, browser, said, kept):
    response = browser("caseworker").post(address(cast, "new"), answer(agreed_how=said))
    assert response.status_code == 302
    assert WellbeingResponse.objects.count() == 1
    assert QuestionnaireConsent.objects.filter(given_how=said or "none").count() == kept


def test_a_yes_on_record_is_not_asked_for_again(cast, browser):
    worker = browser("caseworker")
    assert "Has the citizen said yes to answering?" in worker.get(address(cast, "new")).content.decode()
    agree(cast)
    assert "Has the citizen said yes" not in worker.get(address(cast, "new")).content.decode()
    assert worker.post(address(cast, "new"), answer()).status_code == 302
    assert QuestionnaireConsent.objects.count() == 1


def test_a_failed_answer_records_no_yes(cast, browser):
    response = browser("caseworker").post(address(cast, "new"), {"answered_on": day(0), "agreed_how": "spoken"})
    assert response.status_code == 422
    assert not QuestionnaireConsent.objects.exists()


def test_the_citizen_s_page_tells_and_leads_on(cast, browser):
    page = reverse("casework:citizen", args=["AAR", cast.client.code])
    worker = browser("caseworker")
    assert "No consent to the questionnaire is recorded." in worker.get(page).content.decode()
    worker.post(address(cast), {"given_on": day(0), "given_how": "spoken"})
    assert "The citizen said yes to the questionnaire" in worker.get(page).content.decode()
    assert worker.post(address(cast, "withdraw_consent")).status_code == 302
    assert "The citizen withdrew the consent to the questionnaire" in worker.get(page).content.decode()


@pytest.mark.parametrize("route", ["consent", "withdraw_consent"])
@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("other_caseworker", 404), ("lead", 403)])
def test_others_record_nothing(cast, browser, route, who, status):
    agree(cast)
    response = browser(who).post(address(cast, route), {"given_on": day(0), "given_how": "spoken"})
    assert response.status_code == status
    assert QuestionnaireConsent.objects.get().withdrawn_on is None
