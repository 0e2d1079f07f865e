"""What a legitimate user might try across the parts of daily work: each of these was once possible, or nearly so."""

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate

from casework.baseline.querysets import sees_baseline
from casework.merging.ledger import added_since
from casework.merging.services import merge_citizens, undo_merge
from casework.people.sharing import shared_by
from casework.registration import admit
from casework.services import start_course
from casework.sheet.contents import sheet_of
from clients.assignments.querysets import assigned_to
from clients.assignments.services import assign
from clients.finding import found_by
from clients.models import Client, ClientLink, Consent, Referral
from clients.referrals.services import accept_referral, draft_referral, send_referral
from clients.services import give_consent, register_client, set_reference, withdraw_consent
from clients.visitation.services import propose
from cti.services import plan_activity
from interventions.models import NationalInterventionType, Session
from interventions.notes.services import add_to_note, correct_session
from interventions.other_work.services import correct_entry, log_consultation
from interventions.services import log_intervention, log_session, offer_type
from projects.access import Role
from projects.services import grant_by_command
from wellbeing.models import WellbeingResponse
from wellbeing.services import correct_answer, record_answer


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def day(offset=0):
    return localdate() + dt.timedelta(days=offset)


def member(cast, user, organisation, role=Role.COORDINATOR):
    grant_by_command(user=user, role=role, project=cast.project, organisation=organisation, starts_on=day(-10))
    return user


def refer(cast, client, to, **how):
    draft = draft_referral(
        client, from_organisation=cast.municipality, to_organisation=to, how_we_meet="drop_in", by=cast.coordinator
    )
    return send_referral(draft, by=cast.coordinator, **how)


def open_to(user, client):
    return Client.objects.visible_to(user).filter(pk=client.pk).exists()


def page(browser, cast, client, name="casework:citizen", *more):
    return browser.get(reverse(name, args=[cast.project.code, client.code, *more]))


# A withdrawal


def test_a_withdrawal_leaves_no_link_of_a_consent_that_ends_with_it(cast):
    """The referral's own consent has opened the page; the withdrawn one, of later days, had opened none yet."""
    later = give_consent(cast.municipal_client, cast.other_ngo, starts_on=day(10), by=cast.coordinator)
    referral = refer(cast, cast.municipal_client, cast.other_ngo, consent_given_how="spoken")
    accept_referral(referral, by=cast.other_caseworker)
    assert open_to(cast.other_caseworker, cast.municipal_client)
    withdraw_consent(later, by=cast.coordinator)
    assert not Consent.objects.filter(client=cast.municipal_client, withdrawn_on=None).exists()
    assert not open_to(cast.other_caseworker, cast.municipal_client)


def test_a_withdrawal_ends_the_drafts_that_nobody_could_reach_any_more(cast):
    """Or the receiver could never be referred to again: one referral to it is open, and nobody sees which."""
    leaving = member(cast, cast.stranger, cast.ngo)
    draft = draft_referral(
        cast.client, from_organisation=cast.ngo, to_organisation=cast.other_ngo, how_we_meet="drop_in", by=leaving
    )
    withdraw_consent(cast.client.consents.get(), by=cast.coordinator)
    assert Referral.objects.get(pk=draft.pk).state == "withdrawn"
    refer(cast, cast.client, cast.other_ngo, consent_given_how="spoken")


# A referral that one has no part in


def test_a_consent_for_a_referral_is_told_to_those_concerned_alone(cast, as_user):
    refer(cast, cast.client, cast.other_ngo, consent_given_how="spoken")
    assert "NGO two" in page(as_user(cast.coordinator), cast, cast.client).content.decode()
    assert "NGO two" not in page(as_user(cast.caseworker), cast, cast.client).content.decode()


@pytest.mark.parametrize("name", ["casework:shared", "casework:withdraw_consent"])
def test_nor_is_it_found_by_its_number(cast, as_user, name):
    referral = refer(cast, cast.client, cast.other_ngo, consent_given_how="spoken")
    other = member(cast, cast.stranger, cast.ngo)
    assert page(as_user(other), cast, cast.client, name, referral.consent_id).status_code == 404
    assert page(as_user(cast.coordinator), cast, cast.client, name, referral.consent_id).status_code == 200


def test_a_card_ends_with_the_consent_that_it_was_shown_by(cast, as_user):
    """Sent while the receiver had access; nobody answered before the citizen's consent ended."""
    give_consent(cast.municipal_client, cast.other_ngo, starts_on=day(-5), expires_on=day(), by=cast.coordinator)
    referral = refer(cast, cast.municipal_client, cast.other_ngo)
    browser = as_user(cast.other_caseworker)
    addresses = [
        reverse("casework:referral", args=[cast.project.code, referral.pk]),
        reverse("casework:accept_referral", args=[cast.project.code, referral.pk]),
        reverse("casework:decline_referral", args=[cast.project.code, referral.pk]),
        reverse("casework:referrals", args=[cast.project.code]),
        reverse("casework:today", args=[cast.project.code]),
    ]
    code = cast.municipal_client.code
    assert all(code in browser.get(address).content.decode() for address in addresses)
    Consent.objects.filter(client=cast.municipal_client).update(starts_on=day(-6), expires_on=day(-1))
    ClientLink.objects.filter(client=cast.municipal_client, organisation=cast.other_ngo).update(closes_on=day())
    assert [address for address in addresses if code in browser.get(address).content.decode()] == []


# Two codes made one, and taken apart


@pytest.fixture
def pair(cast):
    """The cast's citizen, and a second code of the same one."""
    former = register_client(
        project=cast.project, organisation=cast.municipality, starts_on=day(-100), by=cast.coordinator
    )
    return cast.client, former


def intervention_of(cast, client):
    kind = offer_type(cast.project, national=NationalInterventionType.objects.filter(is_course=False)[0], by=None)
    return log_intervention(
        client=client, type=kind, starts_on=day(-90), provider=cast.municipality, logged_for=cast.municipality,
        by=cast.coordinator,
    )  # fmt: skip


def again(row):
    return type(row).objects.get(pk=row.pk)


def test_what_was_added_to_a_row_goes_back_with_it(cast, pair):
    """Or a session would stand at one citizen and its intervention at another, and a correction with the wrong one."""
    kept, former = pair
    by, host = cast.coordinator, cast.municipality
    held = intervention_of(cast, former)
    answer = record_answer(former, answered_on=day(-50), items=[1, 2, 3, 4, 5], recorded_for=host, by=by)
    counselling = log_consultation(
        project=cast.project, organisation=host, held_on=day(-9), workplace="health", client=former, minutes=5, by=by
    )
    merge = merge_citizens(kept, former, by=by)
    session = log_session(again(held), held_on=day(-1), note="Kaffe", logged_for=host, by=by)
    Session.objects.filter(pk=session.pk).update(logged_at=session.logged_at - dt.timedelta(days=90))
    added = [
        session,
        add_to_note(session, text="Mere kaffe", by=by),
        correct_entry(again(counselling), minutes=9, by=by),
        correct_answer(again(answer), items=[2, 2, 3, 4, 5], recorded_for=host, by=by),
    ]
    beside = log_session(intervention_of(cast, again(kept)), held_on=day(-1), logged_for=host, by=by)
    assert added_since(merge.moved, kept) | {"clientmerge": 0} == {"intervention": 1, "session": 1, "clientmerge": 0}
    undo_merge(merge, by=by)
    assert [again(row).client for row in added] == [former] * len(added)
    assert again(beside).client == kept
    assert WellbeingResponse.objects.current().get().client == former


def test_a_consent_that_a_moved_referral_got_can_be_withdrawn_after_all(cast, pair):
    kept, former = pair
    draft = draft_referral(
        former, from_organisation=cast.municipality, to_organisation=cast.other_ngo, how_we_meet="drop_in",
        by=cast.coordinator,
    )  # fmt: skip
    merge = merge_citizens(kept, former, by=cast.coordinator)
    referral = send_referral(again(draft), consent_given_how="spoken", by=cast.coordinator)
    undo_merge(merge, by=cast.coordinator)
    accept_referral(again(referral), by=cast.other_caseworker)
    assert open_to(cast.other_caseworker, former)
    assert not open_to(cast.other_caseworker, kept)
    withdraw_consent(former.consents.get(), by=cast.coordinator)
    assert not open_to(cast.other_caseworker, former)


@pytest.mark.parametrize("is_written", [True, False])
def test_no_words_go_back_to_a_code_that_takes_part_anonymously(cast, pair, is_written):
    kept, former = pair
    Client.objects.filter(pk=former.pk).update(is_anonymous=True)
    held = intervention_of(cast, again(former))
    session = log_session(held, held_on=day(-80), logged_for=cast.municipality, by=cast.coordinator)
    merge = merge_citizens(kept, former, is_anonymous_agreed=True, by=cast.coordinator)
    facts = {"held_on": day(-80), "attendance": "attended", "by": cast.coordinator}
    correct_session(again(session), note="Kaffe" if is_written else "", **facts)
    if not is_written:
        undo_merge(merge, by=cast.coordinator)
        assert again(session).client == former
        return
    with pytest.raises(ValidationError, match="took part anonymously"):
        undo_merge(merge, by=cast.coordinator)


def test_nor_does_an_activity_of_a_course_that_goes_back(cast, rows, pair):
    """It hangs on the course by a phase and names no citizen itself."""
    kept, former = cast.municipal_client, pair[1]
    rows.contact.delete()
    Client.objects.filter(pk=former.pk).update(is_anonymous=True)
    course = start_course(
        again(former), goal="leave", starts_on=day(-5), runs_as=rows.course.runs_as.intervention.type,
        provider=cast.ngo, by=cast.coordinator,
    )  # fmt: skip
    merge = merge_citizens(kept, former, is_anonymous_agreed=True, by=cast.coordinator)
    plan_activity(again(course).phases.first(), area="economy", activity="Læg et budget", by=cast.coordinator)
    with pytest.raises(ValidationError, match="took part anonymously"):
        undo_merge(merge, by=cast.coordinator)


def test_what_the_own_organisation_called_a_merged_code_finds_the_citizen(cast, pair):
    """Or the citizen is registered a third time. Another organisation's word finds nobody."""
    kept, former = pair
    for client, alias in ((kept, "Anemone"), (former, "Birk")):
        set_reference(client, cast.municipality, reference="", alias=alias, by=cast.coordinator)
    merge_citizens(kept, former, by=cast.coordinator)
    found = {user: list(found_by(Client.objects.visible_to(user), user, "birk")) for user in (
        cast.coordinator, cast.caseworker,
    )}  # fmt: skip
    assert found == {cast.coordinator: [kept], cast.caseworker: []}


# The anonymous


def test_a_remark_does_not_follow_somebody_who_is_admitted_anonymously(cast):
    for is_anonymous in (True, False):
        proposal = propose(
            project=cast.project, organisation=cast.ngo, how_to_meet="drop_in", remark="Helst om morgenen",
            by=cast.caseworker,
        )  # fmt: skip
        admit(proposal, organisation=cast.municipality, starts_on=day(), is_anonymous=is_anonymous, by=cast.coordinator)
        assert again(proposal).remark == ("" if is_anonymous else "Helst om morgenen")


# Papers, numbers and what is repeated


def test_the_sheet_says_that_whoever_runs_the_course_reads_the_beginning(cast, rows):
    told = "what you told at the start of a course"
    with translation.override("en"):
        assert told not in {each.name: each.reads for each in sheet_of(cast.client).readers}["NGO one"]
        rows.course.runs_as.intervention.provider = cast.ngo
        rows.course.runs_as.intervention.save()
        assert sees_baseline(cast.caseworker, rows.course)
        assert told in {each.name: each.reads for each in sheet_of(cast.client).readers}["NGO one"]


def test_what_is_shared_counts_no_answers_for_those_who_do_not_see_them(cast, as_user):
    give_consent(cast.client, cast.other_ngo, starts_on=day(), covers_wellbeing=True, by=cast.coordinator)
    consent = cast.client.consents.get(organisation=cast.other_ngo)
    record_answer(
        cast.client, answered_on=day(), items=[1, 2, 3, 4, 5], recorded_for=cast.municipality, by=cast.coordinator
    )
    other = member(cast, cast.stranger, cast.ngo)
    assert (shared_by(consent, cast.coordinator).answers, shared_by(consent, other).answers) == (1, None)
    browser = as_user(other)
    for name in ("casework:shared", "casework:withdraw_consent"):
        shown = page(browser, cast, cast.client, name, consent.pk).content.decode()
        assert "WHO-5" in shown
        assert not re.search(r"\d WHO-5", shown)


def test_a_cover_tells_the_coordinator_of_no_citizen_beyond_reach(cast):
    own = register_client(project=cast.project, organisation=cast.ngo, starts_on=day(-3), by=cast.coordinator)
    for client in (own, cast.client):
        assign(client, worker=cast.caseworker, since=day(), by=cast.coordinator)
    told = {"seen_by": cast.colleague}
    assert assigned_to(cast.caseworker, cast.project, told_to=cast.coordinator, **told) == (1, 1)
    assert assigned_to(cast.caseworker, cast.project, told_to=cast.caseworker, **told) == (2, 2)


def test_counselling_about_a_citizen_beyond_reach_is_not_repeated(cast, as_user):
    log_consultation(
        project=cast.project, organisation=cast.ngo, held_on=day(), workplace="health", department="Modtagelsen",
        client=cast.client, minutes=5, by=cast.caseworker,
    )  # fmt: skip
    address = reverse("other_work:add_consultations", args=[cast.project.code])
    browser = as_user(cast.caseworker)
    assert "Modtagelsen" in browser.get(f"{address}?repeat=last").content.decode()
    withdraw_consent(cast.client.consents.get(), by=cast.coordinator)
    assert "Modtagelsen" not in browser.get(f"{address}?repeat=last").content.decode()
