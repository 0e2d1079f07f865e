"""What a referral needs, what it opens and what it leaves behind."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.timezone import localdate

from audit.models import AuditEvent
from clients.models import Client, ClientLink, Consent, Referral
from clients.onward import note_onward_outcome, refer_onward
from clients.referrals import services
from clients.referrals.card import age_band, card_of
from clients.services import give_consent, withdraw_consent
from clients.tests.referring import HOW, IN_STATE, accepted, declined, draft, now, sent, withdrawn
from projects.models import Organisation


def day(offset):
    return localdate() + dt.timedelta(days=offset)


def sees(user, client):
    return Client.objects.visible_to(user).filter(pk=client.pk).exists()


def accept(cast, referral):
    return services.accept_referral(referral, by=cast.caseworker)


def test_a_draft_is_told_to_nobody(cast):
    referral = draft(cast, wish="Et sted at være om dagen")
    assert (referral.state, referral.written_by, referral.sent_at) == ("drafted", cast.coordinator, None)
    assert not Referral.objects.received_by(cast.caseworker).exists()
    assert not sees(cast.caseworker, cast.municipal_client)


@pytest.mark.parametrize("text", ["Ring 22 33 44 55", "010180-1234", "x@example.org", "Nørregade 12"])
def test_a_wish_identifies_nobody(cast, text):
    with pytest.raises(ValidationError) as error:
        draft(cast, wish=text)
    assert set(error.value.error_dict) == {"wish"}
    with pytest.raises(ValidationError) as error:
        services.decline_referral(sent(cast), reason="other", text=text, by=cast.caseworker)
    assert set(error.value.error_dict) == {"decline_text"}


def test_the_receiver_takes_part_in_the_project(cast):
    stranger = Organisation.objects.create(name="NGO three", kind="ngo")
    with pytest.raises(ValidationError, match="takes no part"):
        draft(cast, to=stranger)
    referral = draft(cast)
    cast.project.partnerships.filter(organisation=cast.ngo).update(ends_on=day(-1))
    with pytest.raises(ValidationError, match="takes no part"):
        services.send_referral(referral, consent_given_how="spoken", by=cast.coordinator)
    assert now(referral).state == "drafted"


def test_a_draft_is_turned_to_partners_of_its_own_project_alone(cast):
    """Neither to one who left nor to one who takes part in another project only."""
    referral = draft(cast)
    elsewhere = cast.other_project.partnerships.get(is_host=True).organisation
    cast.project.partnerships.filter(organisation=cast.other_ngo).update(ends_on=day(-1))
    for organisation in (elsewhere, cast.other_ngo):
        with pytest.raises(ValidationError, match="takes no part"):
            services.change_draft(referral, to_organisation=organisation, how_we_meet=HOW, wish="", by=cast.coordinator)
    assert now(referral).to_organisation == cast.ngo


def test_nobody_refers_to_themselves(cast):
    with pytest.raises(ValidationError, match="another organisation"):
        draft(cast, to=cast.municipality)


def test_one_referral_to_an_organisation_is_open_at_a_time(cast):
    first = draft(cast)
    with pytest.raises(ValidationError, match="open referral"):
        draft(cast)
    draft(cast, to=cast.other_ngo)
    services.withdraw_referral(first, reason="mistake", by=cast.coordinator)
    assert draft(cast).state == "drafted"


def test_an_anonymous_citizen_is_not_referred(cast):
    referral = draft(cast)
    Client.objects.filter(pk=cast.municipal_client.pk).update(is_anonymous=True)
    cast.municipal_client.refresh_from_db()
    with pytest.raises(ValidationError, match="turn the participation into an ordinary one"):
        draft(cast, to=cast.other_ngo)
    with pytest.raises(ValidationError, match="takes part anonymously"):
        services.send_referral(referral, consent_given_how="spoken", by=cast.coordinator)
    with pytest.raises(ValidationError, match="takes part anonymously"):
        refer_onward(cast.municipal_client, kind="other_offer", referred_on=day(0), by=cast.coordinator)


def test_nothing_is_sent_without_the_citizen_s_consent(cast):
    referral = draft(cast)
    with pytest.raises(ValidationError, match="only with the citizen's consent"):
        services.send_referral(referral, by=cast.coordinator)
    assert now(referral).state == "drafted"
    assert not cast.municipal_client.consents.exists()


@pytest.mark.parametrize("days", [1, 7, 30])
def test_the_answer_is_due_within_the_receiver_s_days(cast, days):
    cast.project.partnerships.filter(organisation=cast.ngo).update(answer_days=days)
    referral = sent(cast)
    assert referral.answer_due_on == day(days)
    assert list(Referral.objects.late(day(days))) == []
    assert list(Referral.objects.late(day(days + 1))) == [referral]


def test_a_consent_given_for_a_referral_opens_on_acceptance_only(cast):
    referral = sent(cast, consent_given_how="written")
    consent = cast.municipal_client.consents.get()
    assert (referral.consent, consent.given_how, consent.starts_on) == (consent, "written", day(0))
    assert not ClientLink.objects.filter(consent=consent).exists()
    assert not sees(cast.caseworker, cast.municipal_client)
    accept(cast, referral)
    assert sees(cast.caseworker, cast.municipal_client)
    assert not sees(cast.other_caseworker, cast.municipal_client)
    withdraw_consent(consent, by=cast.coordinator)
    assert not sees(cast.caseworker, cast.municipal_client)
    assert now(referral).state == "withdrawn"


def test_a_consent_with_a_last_day_opens_until_then(cast):
    referral = sent(cast)
    Consent.objects.filter(pk=referral.consent_id).update(expires_on=day(9))
    accept(cast, referral)
    assert ClientLink.objects.get(consent=referral.consent_id).closes_on == day(10)


def test_a_consent_carries_the_referral_to_the_end_of_its_last_day(cast):
    referral = sent(cast)
    Consent.objects.filter(pk=referral.consent_id).update(expires_on=day(0))
    assert list(Referral.objects.shown_as_card_to(cast.caseworker)) == [referral]
    assert accept(cast, referral).state == "accepted"
    assert sees(cast.caseworker, cast.municipal_client)


def test_a_live_consent_stays_as_it_is(cast):
    """NGO one follows the client already: nothing is asked, and nothing more is opened."""
    links = list(ClientLink.objects.filter(client=cast.client).values())
    referral = accept(cast, sent(cast, client=cast.client, consent_given_how=""))
    assert (referral.state, referral.consent) == ("accepted", None)
    assert list(ClientLink.objects.filter(client=cast.client).values()) == links


def test_the_organisation_of_intake_needs_no_consent(cast):
    referral = services.draft_referral(
        cast.client, from_organisation=cast.ngo, to_organisation=cast.municipality, how_we_meet=HOW, by=cast.caseworker
    )
    services.send_referral(referral, by=cast.caseworker)
    assert services.accept_referral(referral, by=cast.coordinator).state == "accepted"


def test_an_acceptance_needs_the_consent_to_be_live_still(cast):
    expired = sent(cast)
    Consent.objects.filter(pk=expired.consent_id).update(starts_on=day(-5), expires_on=day(-1))
    with pytest.raises(ValidationError, match="consent has ended"):
        accept(cast, expired)
    assert now(expired).state == "sent"
    assert not sees(cast.caseworker, cast.municipal_client)


def test_an_acceptance_needs_the_standing_consent_to_be_live_still(cast):
    referral = sent(cast, client=cast.client, consent_given_how="")
    ClientLink.objects.filter(client=cast.client, organisation=cast.ngo).update(closes_on=day(0))
    with pytest.raises(ValidationError, match="consent has ended"):
        accept(cast, referral)


@pytest.mark.parametrize("end", [declined, withdrawn])
def test_a_consent_ends_with_the_referral_that_it_was_given_for(cast, end):
    """And carries no other referral: the citizen is asked anew."""
    referral = end(cast)
    assert Consent.objects.get(pk=referral.consent_id).expires_on == day(0)
    assert not ClientLink.objects.filter(consent=referral.consent_id).exists()
    with pytest.raises(ValidationError, match="only with the citizen's consent"):
        services.send_referral(draft(cast), by=cast.coordinator)


def test_an_override_opens_the_card_and_nothing_more(cast):
    referral = sent(cast, consent_given_how="", override_reason="danger")
    assert list(Referral.objects.shown_as_card_to(cast.caseworker)) == [referral]
    accept(cast, referral)
    assert now(referral).state == "accepted"
    assert not sees(cast.caseworker, cast.municipal_client)
    assert list(Referral.objects.shown_as_card_to(cast.caseworker)) == [referral]
    assert not cast.municipal_client.consents.exists()
    assert list(Referral.objects.overridden()) == [referral]


def test_an_override_stands_in_the_log_by_itself(cast):
    referral = sent(cast, consent_given_how="", override_reason="law")
    event = AuditEvent.objects.get(subject_type="referraloverride")
    assert (event.actor_id, event.project_id) == (cast.coordinator.pk, cast.project.pk)
    assert event.client_ids == [cast.municipal_client.pk]
    assert event.detail == {"referral": referral.pk, "reason": "law"}


@pytest.mark.parametrize("who", ["caseworker", "other_caseworker", "lead", "administrator", "officer", "outsider"])
def test_nobody_else_overrides(cast, who):
    referral = draft(cast)
    with pytest.raises(PermissionDenied):
        services.send_referral(referral, override_reason="danger", by=getattr(cast, who))
    assert now(referral).state == "drafted"
    assert not AuditEvent.objects.filter(subject_type="referraloverride").exists()


def test_a_consent_makes_an_override_needless(cast):
    assert sent(cast, consent_given_how="spoken", override_reason="danger").override_reason == ""
    standing = sent(cast, client=cast.client, consent_given_how="", override_reason="danger")
    assert standing.override_reason == ""


def test_a_withdrawn_consent_ends_the_referrals_to_that_organisation_alone(cast):
    here, elsewhere = sent(cast), sent(cast, to=cast.other_ngo)
    other_citizen = sent(cast, client=cast.client, consent_given_how="")
    withdraw_consent(here.consent, by=cast.coordinator)
    assert [now(each).state for each in (here, elsewhere, other_citizen)] == ["withdrawn", "sent", "sent"]
    assert (now(here).withdrawn_by, now(here).withdrawn_because) == (cast.coordinator, "consent")


def test_a_withdrawn_consent_ends_the_organisation_s_own_drafts_and_nothing_else_of_its(cast):
    """Nobody could reach a draft any more; what it has sent is with its receiver."""
    own = {"from_organisation": cast.ngo, "how_we_meet": HOW, "by": cast.caseworker}
    going = services.draft_referral(cast.client, to_organisation=cast.municipality, **own)
    gone = services.draft_referral(cast.client, to_organisation=cast.other_ngo, **own)
    services.send_referral(gone, consent_given_how="spoken", by=cast.caseworker)
    another_s = draft(cast, client=cast.client, to=cast.other_ngo)
    withdraw_consent(cast.client.consents.get(organisation=cast.ngo), by=cast.coordinator)
    assert [now(each).state for each in (going, gone, another_s)] == ["withdrawn", "sent", "drafted"]


def test_a_withdrawn_consent_takes_the_one_that_waits_for_an_answer_along(cast):
    waiting = sent(cast)
    consent = give_consent(cast.municipal_client, cast.ngo, starts_on=day(0), by=cast.coordinator)
    withdraw_consent(consent, by=cast.coordinator)
    assert now(waiting).state == "withdrawn"
    assert Consent.objects.get(pk=waiting.consent_id).withdrawn_by == cast.coordinator


def test_a_waiting_consent_is_withdrawn_like_any_other(cast):
    waiting = sent(cast)
    withdraw_consent(waiting.consent, by=cast.coordinator)
    with pytest.raises(ValidationError, match="withdrawn already"):
        withdraw_consent(waiting.consent, by=cast.coordinator)


@pytest.mark.parametrize(
    ("end", "reason"), [(services.decline_referral, "no_room"), (services.withdraw_referral, "mistake")]
)
def test_a_consent_that_ended_before_the_referral_keeps_its_last_day(cast, end, reason):
    referral = sent(cast)
    Consent.objects.filter(pk=referral.consent_id).update(starts_on=day(-5), expires_on=day(-2))
    end(referral, reason=reason, by=cast.coordinator)
    assert Consent.objects.get(pk=referral.consent_id).expires_on == day(-2)


@pytest.mark.parametrize("state", ["sent", "accepted", "declined", "withdrawn"])
def test_the_log_says_which_step_was_taken(cast, state):
    referral = IN_STATE[state](cast)
    event = AuditEvent.objects.filter(subject_type="referral").latest("pk")
    assert (event.subject_ids, event.client_ids) == ([referral.pk], [cast.municipal_client.pk])
    assert event.detail == {"step": state}


def test_another_reason_is_written(cast):
    with pytest.raises(ValidationError) as error:
        services.decline_referral(sent(cast), reason="other", text=" ", by=cast.caseworker)
    assert set(error.value.error_dict) == {"text"}


@pytest.mark.parametrize(("offset", "words"), [(1, "not come yet"), (-1, "accepted later")])
def test_an_outcome_is_of_a_day_since_the_answer(cast, offset, words):
    with pytest.raises(ValidationError, match=words):
        services.finish_referral(accepted(cast), outcome="helped", done_on=day(offset), by=cast.caseworker)


def test_two_windows_the_later_one_sees_what_happened(cast):
    first = sent(cast)
    second = now(first)
    services.withdraw_referral(first, reason="citizen", by=cast.coordinator)
    with pytest.raises(ValidationError, match="The referral is withdrawn"):
        accept(cast, second)
    assert not sees(cast.caseworker, cast.municipal_client)
    assert second.state == "sent"  # what the window still showed


def test_the_card_holds_these_things_and_no_more(cast):
    referral = sent(cast, client=cast.client, wish="Ro om natten", consent_given_how="")
    card = vars(card_of(referral))
    assert card == {
        "code": cast.client.code, "age_band": age_band(cast.client.birth_year, day(0)), "wish": "Ro om natten",
        "how_we_meet": "the citizen drops in", "sender": cast.municipality.name, "answer_due_on": day(7),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("birth_year", "band"),
    [(None, ""), (2006, "18–25"), (1999, "18–25"), (1998, "26–30"), (1993, "31–35"), (1979, "36–45"), (1978, "46+")],
)
def test_age_bands_are_those_of_the_reports(birth_year, band):
    assert age_band(birth_year, dt.date(2024, 6, 1)) == band


def test_an_onward_referral_s_outcome_can_be_noted_and_corrected(cast):
    referral = refer_onward(cast.client, kind="other_offer", referred_on=day(-5), by=cast.coordinator)
    for outcome in ("unknown", "started"):
        note_onward_outcome(referral, outcome=outcome, outcome_on=day(-2), by=cast.coordinator)
    referral.refresh_from_db()
    assert (referral.outcome, referral.outcome_on) == ("started", day(-2))


@pytest.mark.parametrize(("offset", "words"), [(1, "not come yet"), (-6, "referred later")])
def test_an_onward_outcome_is_of_a_day_since_the_referral(cast, offset, words):
    referral = refer_onward(cast.client, kind="other_offer", referred_on=day(-5), by=cast.coordinator)
    with pytest.raises(ValidationError, match=words):
        note_onward_outcome(referral, outcome="started", outcome_on=day(offset), by=cast.coordinator)


def test_two_organisations_refer_to_a_third_without_knowing_of_one_another(cast):
    """Whether another organisation has referred the citizen is for nobody to learn by trying."""
    give_consent(cast.municipal_client, cast.other_ngo, starts_on=day(0), by=cast.coordinator)
    first = services.send_referral(draft(cast), consent_given_how="spoken", by=cast.coordinator)
    own = {"from_organisation": cast.other_ngo, "to_organisation": cast.ngo, "how_we_meet": HOW}
    second = services.draft_referral(cast.municipal_client, **own, by=cast.other_caseworker)
    second = services.send_referral(second, consent_given_how="spoken", by=cast.coordinator)
    for referral in (first, second):
        accept(cast, referral)
    assert {now(each).state for each in (first, second)} == {"accepted"}
    with pytest.raises(ValidationError, match="open referral"):
        services.draft_referral(cast.municipal_client, **own, by=cast.other_caseworker)
