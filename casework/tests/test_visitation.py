"""The decision at intake: a judgement with a decider, a day and a reason; never a wall but for those below 18."""

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from audit.models import AuditEvent
from casework.tests.addresses import of, register
from clients.models import Client, IntakeDecision
from clients.services import end_enrolment, enrol
from clients.visitation.services import decide_intake


def day(offset):
    return localdate() + dt.timedelta(days=offset)


@pytest.fixture
def decide(team):
    def decide_now(client=None, decision="admitted", **more):
        return decide_intake(
            client or team.client, decision=decision, by=team.coordinator, **{"decided_on": localdate()} | more
        )

    return decide_now


@pytest.fixture
def send(team, fetch):
    def open_and_send(address, user=None, **facts):
        key = re.search(r'name="key" value="([^"]+)"', fetch(user or team.coordinator, address).text).group(1)
        return fetch(user or team.coordinator, address, {"key": key} | facts)

    return open_and_send


def fields(error):
    return set(error.value.error_dict)


def test_a_decision_has_a_decider_a_day_and_its_stay(team, decide):
    found = decide(is_adult="yes", has_lawful_residence="unknown", is_grey_zone=True)
    assert (found.decided_by, found.decided_on) == (team.coordinator, localdate())
    assert found.enrolment == team.client.enrolments.get()
    assert (found.is_adult, found.has_lawful_residence, found.has_related_difficulties) == ("yes", "unknown", "unknown")


def test_a_later_decision_stands_first_and_the_earlier_one_stays(team, decide):
    decide(decision="awaiting", decided_on=day(-3))
    decide()
    assert [each.decision for each in team.client.intake_decisions.all()] == ["admitted", "awaiting"]


def test_a_decision_is_about_the_latest_stay(team, decide):
    end_enrolment(team.client, ends_on=day(-10), by=team.coordinator)
    again = enrol(team.client, starts_on=day(-5), by=team.coordinator)
    assert decide().enrolment == again


@pytest.mark.parametrize("criterion", ["has_lawful_residence", "has_related_difficulties"])
def test_a_no_asks_for_a_reason_and_goes_on(decide, criterion):
    with pytest.raises(ValidationError) as error:
        decide(**{criterion: "no"})
    assert fields(error) == {"reason"}
    assert decide(**{criterion: "no"}, reason="judged_as_a_whole").decision == "admitted"


@pytest.mark.parametrize("decision", ["not_admitted", "referred_elsewhere"])
def test_turning_somebody_away_has_a_reason(decide, decision):
    with pytest.raises(ValidationError) as error:
        decide(decision=decision)
    assert fields(error) == {"reason"}
    assert decide(decision=decision, reason="no_room").reason == "no_room"


def test_awaiting_needs_none(decide):
    assert decide(decision="awaiting").reason == ""


def test_below_18_is_a_wall(decide):
    with pytest.raises(ValidationError, match="below 18") as error:
        decide(is_adult="no", reason="judged_as_a_whole")
    assert fields(error) == {"is_adult"}
    assert decide(decision="referred_elsewhere", is_adult="no", reason="outside_target_group")


def test_another_reason_is_put_into_words(decide):
    with pytest.raises(ValidationError) as error:
        decide(decision="not_admitted", reason="other", reason_text=" ")
    assert fields(error) == {"reason_text"}
    assert decide(decision="not_admitted", reason="other", reason_text="Flytter snart")


@pytest.mark.parametrize("text", ["010180-1234", "ring 22334455", "x@example.org"])
def test_the_words_identify_nobody(decide, text):
    with pytest.raises(ValidationError) as error:
        decide(reason_text=text)
    assert fields(error) == {"reason_text"}


def test_a_decision_is_neither_to_come_nor_after_the_stay(team, decide):
    with pytest.raises(ValidationError, match="not come yet"):
        decide(decided_on=day(1))
    end_enrolment(team.client, ends_on=day(-10), by=team.coordinator)
    with pytest.raises(ValidationError, match="ended before"):
        decide(decided_on=day(-9))
    assert decide(decided_on=day(-10))


def test_who_was_never_enrolled_is_not_decided_about(team, decide):
    team.client.enrolments.all().delete()
    with pytest.raises(ValidationError, match="never been enrolled"):
        decide()


def test_the_page_saves_and_shows_the_decision(team, send, fetch):
    response = send(of(team.client, "intake"), decision="admitted", is_grey_zone="on", has_lawful_residence="no",
                    reason="other", reason_text="Efter en samtale")  # fmt: skip
    assert (response.status_code, response.url) == (302, f"{of(team.client)}#intake")
    text = fetch(team.caseworker, of(team.client)).text
    assert "Efter en samtale" in text
    assert "grey zone" in text
    assert of(team.client, "intake") not in text  # which is the coordinator's


def test_a_wrong_decision_comes_back_with_what_was_typed(team, send):
    response = send(of(team.client, "intake"), decision="not_admitted", reason_text="Anden gang")
    assert response.status_code == 422
    assert "reason" in response.context["form"].errors
    assert "Anden gang" in response.text
    assert not IntakeDecision.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("caseworker", 403), ("lead", 403), ("outsider", 404), ("stranger", 404)])
@pytest.mark.parametrize("data", [None, {"decision": "admitted"}])
def test_others_decide_nothing(team, fetch, who, status, data):
    assert fetch(getattr(team, who), of(team.client, "intake"), data).status_code == status
    assert not IntakeDecision.objects.exists()


def test_registering_can_hold_the_decision(team, send):
    today = localdate().isoformat()
    response = send(register(team.project), starts_on=today, decision="admitted", is_adult="yes", decided_on=today)
    assert response.status_code == 302
    found = IntakeDecision.objects.get()
    assert (found.client, found.decision, found.is_adult) == (Client.objects.latest("pk"), "admitted", "yes")


def test_registering_needs_no_decision(team, send):
    assert send(register(team.project), starts_on=localdate().isoformat(), is_adult="yes").status_code == 302
    assert not IntakeDecision.objects.exists()


def test_what_is_wrong_in_the_fold_opens_it(team, send, fetch):
    assert '<details class="fold" >' in fetch(team.coordinator, register(team.project)).text
    before = Client.objects.count()
    response = send(register(team.project), starts_on=localdate().isoformat(), decision="not_admitted")
    assert response.status_code == 422
    assert '<details class="fold" open>' in response.text
    assert 'href="#id_reason"' in response.text
    assert Client.objects.count() == before


def test_who_registers_somebody_below_18_is_told(team, send):
    response = send(register(team.project), starts_on=localdate().isoformat(), birth_year=str(localdate().year - 17))
    assert "must be 18 or older" in response.text


def test_a_decision_s_reason_never_reaches_the_log(team, decide):
    before = AuditEvent.objects.count()
    decide(decision="not_admitted", reason="other", reason_text="ZQX")
    assert "ZQX" not in str(list(AuditEvent.objects.order_by("pk")[before:].values()))
