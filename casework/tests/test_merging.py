"""Two codes of one citizen made one: everything moves, and undoing restores exactly."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.timezone import localdate

from audit.models import Action, AuditEvent
from casework.merging.relations import Relation, citizen_relations
from casework.merging.rules import RULES
from casework.merging.services import merge_citizens, undo_merge
from casework.services import end_course, start_course
from clients.models import (
    Client,
    ClientLink,
    ClientMerge,
    ClientReference,
    Consent,
    EndOfAnonymity,
    Enrolment,
    Referral,
)
from clients.onward import refer_onward
from clients.participation import end_anonymity
from clients.services import end_enrolment, enrol, give_consent, register_client, set_reference, withdraw_consent
from clients.tests.referring import IN_STATE, now
from clients.visitation.services import decide_intake
from interventions.models import NationalInterventionType, Session
from interventions.services import log_intervention, log_session, offer_type
from tests.memory import stored, values
from wellbeing.consents import say_yes
from wellbeing.models import QuestionnaireConsent, WellbeingResponse
from wellbeing.services import correct_answer, record_answer


def day(offset):
    return localdate() + dt.timedelta(days=offset)


def answer(team, client, offset, items=(1, 2, 3, 4, 5)):
    return record_answer(
        client, answered_on=day(offset), items=items, recorded_for=team.municipality, by=team.coordinator
    )


@pytest.fixture
def kinds(team):
    national = {kind.is_course: kind for kind in NationalInterventionType.objects.order_by("-order")}
    return {is_course: offer_type(team.project, national=kind, by=None) for is_course, kind in national.items()}


@pytest.fixture
def former(team, kinds):
    """A second code of the cast's citizen, with a row of everything."""
    by, host = team.coordinator, team.municipality
    client = register_client(
        project=team.project, organisation=host, starts_on=day(-100), wish="leave", reference="M-2", alias="Birk", by=by
    )
    give_consent(client, team.other_ngo, starts_on=day(-50), covers_notes=True, by=by)
    decide_intake(client, decision="admitted", decided_on=day(-100), by=by)
    intervention = log_intervention(
        client=client, type=kinds[False], starts_on=day(-90), provider=host, logged_for=host, by=by
    )
    log_session(intervention, held_on=day(-80), note="Kaffe", challenges=["economy"], logged_for=host, by=by)
    course = start_course(client, goal="leave", starts_on=day(-80), runs_as=kinds[True], provider=host, by=by)
    end_course(course, ends_on=day(-10), end_reason="moved", by=by)
    answer(team, client, -90)
    refer_onward(client, kind="other_offer", referred_on=day(-60), by=by)
    return client


@pytest.fixture
def merge(team, former):
    def merge_now(kept=None, **more):
        return merge_citizens(kept or team.client, former, by=team.coordinator, **more)

    return merge_now


def everything():
    """All rows but the log's and the merges' own."""
    return {
        (model._meta.label, pk): values(row)
        for model, rows in stored().items()
        if model._meta.label not in ("audit.AuditEvent", "clients.ClientMerge")
        for pk, row in rows.items()
    }


def test_every_row_of_the_former_code_becomes_the_kept_citizens(team, former, merge):
    own = {relation.key: relation.rows_of(former).count() for relation in citizen_relations()}
    assert {key for key, number in own.items() if number} >= {
        "clients.clientlink.client", "clients.consent.client", "clients.enrolment.client",
        "clients.intakedecision.client", "clients.onwardreferral.client", "cti.course.client",
        "interventions.intervention.client", "interventions.session.client", "wellbeing.wellbeingresponse.client",
        "clients.clientreference.client",
    }  # fmt: skip
    merge()
    left = {relation.key: relation.rows_of(former).count() for relation in citizen_relations()}
    assert {key: number for key, number in left.items() if number} == {"clients.clientmerge.former": 1}
    assert team.client.courses.count() == 1
    assert team.client.links.count() == 4


def test_undoing_restores_every_row(team, former, merge):
    set_reference(team.client, team.municipality, reference="M-1", alias="Anemone", by=team.coordinator)
    give_consent(team.client, team.other_ngo, starts_on=day(-40), by=team.coordinator)
    answer(team, team.client, -90)
    before = everything()
    done = merge(chosen={team.municipality.pk: "former"})
    assert everything() != before
    undo_merge(done, by=team.coordinator)
    assert everything() == before


def test_a_table_that_limits_the_rows_of_a_citizen_has_a_rule():
    limited = {relation.key for relation in citizen_relations() if relation.is_limited()}
    assert limited - set(RULES) == set(), "Say in casework/merging/rules.py how such rows of two fit together."


def test_every_rule_is_of_a_relation_that_exists():
    assert set(RULES) <= {relation.key for relation in citizen_relations()}


def test_what_limits_a_table_is_seen():
    assert Relation(Enrolment, "client").is_limited()
    assert Relation(ClientReference, "client").is_limited()
    assert not Relation(Session, "client").is_limited()


def test_relations_without_a_reverse_name_are_found():
    assert "clients.clientmerge.former" in {relation.key for relation in citizen_relations()}


@pytest.mark.parametrize(
    ("kept", "other", "merged"),
    [  # (start, end) of each stay in days from today
        ([(-400, None)], [(-100, None)], [(-400, None), (-100, -100)]),
        ([(-400, -300)], [(-100, None)], [(-400, -300), (-100, None)]),
        ([(-400, -50)], [(-100, None)], [(-400, -50), (-50, None)]),
        ([(-400, -50)], [(-100, -20)], [(-400, -50), (-50, -20)]),
        ([(-400, -50)], [(-100, -60)], [(-400, -50), (-100, -100)]),
        ([(-100, None)], [(-400, None)], [(-400, None), (-100, -100)]),
        ([(-100, -50)], [(-400, -80)], [(-400, -80), (-80, -50)]),
        ([(-400, -300), (-200, None)], [(-350, -150)], [(-400, -300), (-300, -150), (-150, None)]),
    ],
)
def test_days_of_both_codes_count_once(team, kept, other, merged):
    def citizen(stays):
        client = register_client(
            project=team.project, organisation=team.municipality, starts_on=day(stays[0][0]), by=team.coordinator
        )
        for number, (first, last) in enumerate(stays):
            if number:
                enrol(client, starts_on=day(first), by=team.coordinator)
            if last is not None:
                end_enrolment(client, ends_on=day(last), by=team.coordinator)
        return client

    one, two = citizen(kept), citizen(other)
    before = everything()
    done = merge_citizens(one, two, by=team.coordinator)
    found = [(stay.starts_on, stay.ends_on) for stay in one.enrolments.order_by("starts_on", "pk")]
    assert found == [(day(first), last and day(last)) for first, last in merged]
    undo_merge(done, by=team.coordinator)
    assert everything() == before


def test_answers_are_one_series(team, former, merge):
    own = [answer(team, team.client, -90), answer(team, team.client, -30)]
    wrong = answer(team, former, -90)
    corrected = correct_answer(wrong, items=[5] * 5, recorded_for=team.municipality, by=team.coordinator)
    WellbeingResponse.objects.filter(pk=own[0].pk).update(recorded_at=timezone.now() - dt.timedelta(days=1))
    before = everything()
    done = merge()
    series = WellbeingResponse.objects.current().filter(client=team.client)
    found = list(series.values_list("answered_on", "nth", "wave"))
    assert found == [(day(-90), 1, 1), (day(-90), 2, None), (day(-90), 3, None), (day(-30), 1, 2)]
    assert series.first() == own[0]
    assert WellbeingResponse.objects.get(pk=wrong.pk).nth == WellbeingResponse.objects.get(pk=corrected.pk).nth == 3
    undo_merge(done, by=team.coordinator)
    assert everything() == before


def test_of_two_references_the_kept_codes_holds_unless_the_other_is_chosen(team, former, merge):
    set_reference(team.client, team.municipality, reference="M-1", alias="Anemone", by=team.coordinator)
    done = merge()
    assert str(team.client.references.get()) == "Anemone"
    undo_merge(done, by=team.coordinator)
    done = merge(chosen={team.municipality.pk: "former"})
    assert (team.client.references.get().alias, team.client.references.get().reference) == ("Birk", "M-2")
    assert former.references.get().reference == "M-1"
    undo_merge(done, by=team.coordinator)
    assert (str(team.client.references.get()), str(former.references.get())) == ("Anemone", "Birk")


def test_nothing_of_a_reference_is_kept_with_the_merge(team, former, merge):
    set_reference(team.client, team.municipality, reference="ZQX1", alias="ZQXANEMONE", by=team.coordinator)
    done = merge(chosen={team.municipality.pk: "former"})
    assert "ZQX" not in f"{done.moved}{done.changes}{done.swapped}"
    assert "Birk" not in f"{done.moved}{done.changes}{done.swapped}"


def test_a_fact_that_only_the_former_code_has_is_kept(team, former, merge):
    assert team.client.wish == ""
    done = merge()
    team.client.refresh_from_db()
    assert (team.client.wish, team.client.gender) == ("leave", "woman")
    Client.objects.filter(pk=team.client.pk).update(wish="improve")
    undo_merge(done, by=team.coordinator)
    team.client.refresh_from_db()
    assert team.client.wish == "improve"  # changed again since


@pytest.mark.parametrize("own", [None, 9])
def test_an_appointment_is_taken_over_whole_where_there_is_no_other(team, former, merge, own):
    place = {"next_appointment_time": dt.time(10, 30), "next_appointment_place": "drop_in"}
    Client.objects.filter(pk=former.pk).update(next_appointment_on=day(3), **place)
    Client.objects.filter(pk=team.client.pk).update(next_appointment_on=own and day(own))
    done = merge()
    team.client.refresh_from_db()
    found = {name: getattr(team.client, name) for name in ("next_appointment_on", *place)}
    mine = {"next_appointment_on": day(9), "next_appointment_time": None, "next_appointment_place": ""}
    assert found == (mine if own else {"next_appointment_on": day(3), **place})
    undo_merge(done, by=team.coordinator)
    team.client.refresh_from_db()
    assert team.client.next_appointment_on == (own and day(own))


def test_one_withdrawal_closes_what_two_consents_opened(team, former, merge):
    consent = give_consent(team.client, team.other_ngo, starts_on=day(-40), by=team.coordinator)
    done = merge()
    assert Client.objects.visible_to(team.other_caseworker).filter(pk=team.client.pk).exists()
    withdraw_consent(consent, by=team.coordinator)
    assert not Client.objects.visible_to(team.other_caseworker).exists()
    undo_merge(done, by=team.coordinator)
    assert not Client.objects.visible_to(team.other_caseworker).exists()


def test_who_saw_the_former_code_alone_sees_the_kept_citizen(team, former, merge):
    """And is shut out by the withdrawal of that consent, as before."""
    assert not Client.objects.visible_to(team.other_caseworker).filter(pk=team.client.pk).exists()
    consent = former.consents.get()
    merge()
    assert list(Client.objects.visible_to(team.other_caseworker)) == [team.client]
    withdraw_consent(Consent.objects.get(pk=consent.pk), by=team.coordinator)
    assert not Client.objects.visible_to(team.other_caseworker).exists()


def test_the_other_consent_opens_again_where_nothing_was_withdrawn(team, former, merge):
    give_consent(team.client, team.other_ngo, starts_on=day(-40), by=team.coordinator)
    undo_merge(merge(), by=team.coordinator)
    assert ClientLink.objects.live().filter(client=former, organisation=team.other_ngo).exists()


def test_a_withdrawal_before_the_merge_keeps_nothing_closed(team, former, merge):
    """Withdrawn, and given anew since: undoing opens what the merge alone had closed."""
    first = give_consent(team.client, team.other_ngo, starts_on=day(-70), by=team.coordinator)
    withdraw_consent(first, by=team.coordinator)
    Consent.objects.filter(pk=first.pk).update(withdrawn_on=day(-1))
    give_consent(team.client, team.other_ngo, starts_on=day(0), by=team.coordinator)
    undo_merge(merge(), by=team.coordinator)
    assert ClientLink.objects.live().filter(client=former, organisation=team.other_ngo).exists()


def test_what_is_added_to_a_moved_row_goes_back_with_it(team, former, merge):
    intervention = former.interventions.filter(course_link=None).get()
    done = merge()
    intervention.refresh_from_db()
    added = log_session(
        intervention, held_on=day(-1), challenges=["housing"], logged_for=team.municipality, by=team.coordinator
    )
    undo_merge(done, by=team.coordinator)
    added.refresh_from_db()
    assert (added.client, added.intervention.client) == (former, former)


def test_rows_added_since_stay_with_the_kept_citizen(team, former, merge):
    done = merge()
    added = answer(team, team.client, -90)
    undo_merge(done, by=team.coordinator)
    added.refresh_from_db()
    assert (added.client, added.nth) == (team.client, 1)
    assert WellbeingResponse.objects.filter(client=former).count() == 1


def test_a_stay_that_would_be_open_twice_ends_where_the_later_one_begins(team):
    kept = register_client(
        project=team.project, organisation=team.municipality, starts_on=day(-50), by=team.coordinator
    )
    former = register_client(
        project=team.project, organisation=team.municipality, starts_on=day(-100), by=team.coordinator
    )
    done = merge_citizens(kept, former, by=team.coordinator)
    end_enrolment(kept, ends_on=day(-20), by=team.coordinator)
    enrol(kept, starts_on=day(-5), by=team.coordinator)
    undo_merge(done, by=team.coordinator)
    assert list(kept.enrolments.values_list("starts_on", "ends_on")) == [(day(-50), day(-5)), (day(-5), None)]
    assert list(former.enrolments.values_list("starts_on", "ends_on")) == [(day(-100), day(-20))]


def refused(match, *arguments, **more):
    with pytest.raises(ValidationError, match=match):
        merge_citizens(*arguments, **more)


def test_what_cannot_be_one(team, former, kinds):
    by = team.coordinator
    refused("own code", team.client, team.client, by=by)
    refused("different projects", team.client, team.other_client, by=by)
    for client in (team.client, team.municipal_client):
        start_course(
            client, goal="leave", starts_on=day(-5), runs_as=kinds[True], provider=team.municipality, by=by
        )  # fmt: skip
    refused("CTI course", team.client, team.municipal_client, by=by)


def test_a_running_course_and_an_ended_one_are_one_history(team, former, merge, kinds):
    start_course(
        team.client, goal="leave", starts_on=day(-5), runs_as=kinds[True], provider=team.municipality,
        by=team.coordinator,
    )  # fmt: skip
    merge()
    assert team.client.courses.count() == 2


def test_nobody_becomes_below_18_by_it(team, former, merge):
    Client.objects.filter(pk=former.pk).update(birth_year=day(-400).year - 17)
    Client.objects.filter(pk=team.client.pk).update(birth_year=None)
    with pytest.raises(ValidationError, match="below 18"):
        merge()
    Client.objects.filter(pk=former.pk).update(birth_year=day(-400).year - 18)
    assert merge().kept == team.client


def test_an_anonymous_citizen_has_said_yes(team, former, merge):
    Client.objects.filter(pk=former.pk).update(is_anonymous=True)
    with pytest.raises(ValidationError, match="said yes"):
        merge()
    merge(is_anonymous_agreed=True)


def test_a_named_citizen_does_not_become_anonymous(team, former, merge):
    Client.objects.filter(pk=team.client.pk).update(is_anonymous=True)
    with pytest.raises(ValidationError, match="merge from there"):
        merge(is_anonymous_agreed=True)


def test_a_code_is_merged_once(team, former, merge):
    merge()
    with pytest.raises(ValidationError, match="a moment ago"):
        merge()
    refused("a moment ago", former, team.municipal_client, by=team.coordinator)


def test_two_merges_take_turns(team, former, merge):
    """Both rows are locked in one order, whichever way round; what the other one did is then seen."""
    with CaptureQueriesContext(connection) as queries:
        merge()
    first = next(query["sql"] for query in queries if "clients_client" in query["sql"])
    assert "ORDER BY" in first
    assert ("FOR UPDATE" in first) == connection.features.has_select_for_update
    with pytest.raises(ValidationError, match="a moment ago"):
        merge_citizens(former, team.client, by=team.coordinator)


def test_it_can_be_merged_again_the_other_way_round(team, former, merge):
    before = everything()
    undo_merge(merge(), by=team.coordinator)
    done = merge_citizens(former, team.client, by=team.coordinator)
    assert former.merges.get() == done
    undo_merge(done, by=team.coordinator)
    assert everything() == before


def test_merges_are_undone_from_the_last(team, former, merge):
    before = everything()
    first = merge()
    second = merge_citizens(team.client, team.municipal_client, by=team.coordinator)
    with pytest.raises(ValidationError, match="later"):
        undo_merge(first, by=team.coordinator)
    undo_merge(second, by=team.coordinator)
    undo_merge(first, by=team.coordinator)
    assert everything() == before


def test_a_chain_of_merges_leads_to_its_end(team, former, merge):
    before = everything()
    first = merge()
    second = merge_citizens(team.municipal_client, team.client, by=team.coordinator)
    for code in (former.code, team.client.code, team.municipal_client.code):
        assert Client.objects.visible_to(team.coordinator).known_as(code).get() == team.municipal_client
    undo_merge(second, by=team.coordinator)
    assert Client.objects.visible_to(team.coordinator).known_as(former.code).get() == team.client
    undo_merge(ClientMerge.objects.get(pk=first.pk), by=team.coordinator)
    assert everything() == before


def test_a_merge_that_was_undone_stays_the_history_of_its_own_code(team, former, merge):
    undone = undo_merge(merge_citizens(former, team.municipal_client, by=team.coordinator), by=team.coordinator)
    merge()
    undone.refresh_from_db()
    assert (undone.kept, undone.former) == (former, team.municipal_client)
    visible = Client.objects.visible_to(team.coordinator)
    assert visible.known_as(team.municipal_client.code).get() == team.municipal_client


def test_it_is_undone_once_and_within_30_days(team, former, merge, monkeypatch):
    done = merge()
    later = timezone.now() + dt.timedelta(days=30, seconds=-60)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert done.is_undoable
    monkeypatch.setattr(timezone, "now", lambda: later + dt.timedelta(minutes=2))
    with pytest.raises(ValidationError, match="30 days"):
        undo_merge(done, by=team.coordinator)
    monkeypatch.setattr(timezone, "now", lambda: later)
    undo_merge(done, by=team.coordinator)
    with pytest.raises(ValidationError, match="undone already"):
        undo_merge(done, by=team.coordinator)


def test_both_citizens_are_named_in_the_log(team, former, merge):
    done = merge()
    undo_merge(done, by=team.coordinator)
    events = AuditEvent.objects.filter(subject_type="clientmerge").order_by("pk")
    assert [event.action for event in events] == [Action.CREATED, Action.ENDED]
    assert all(event.client_ids == sorted([team.client.pk, former.pk]) for event in events)


class TestReferralsOfBoth:
    """A citizen has one open referral from one organisation to another."""

    @pytest.fixture
    def pair(self, team):
        facts = {"project": team.project, "organisation": team.municipality, "starts_on": day(-10)}
        return [register_client(**facts, by=team.coordinator) for _ in range(2)]

    @pytest.mark.parametrize(
        ("kept_is", "former_is", "held"),
        [
            ("drafted", "sent", "former"),
            ("sent", "drafted", "kept"),
            ("sent", "sent", "kept"),
            ("accepted", "sent", "kept"),
            ("sent", "accepted", "former"),
        ],
    )
    def test_the_one_that_has_come_further_holds(self, team, pair, kept_is, former_is, held):
        both = {name: IN_STATE[state](team, client=one) for name, state, one in
                zip(("kept", "former"), (kept_is, former_is), pair, strict=True)}  # fmt: skip
        merge_citizens(*pair, by=team.coordinator)
        for name, referral in both.items():
            referral = now(referral)
            assert referral.client == pair[0]
            assert referral.is_open is (name == held)
            if name != held:
                assert (referral.state, referral.withdrawn_because) == ("withdrawn", "mistake")

    def test_two_that_were_accepted_are_people_s_to_settle(self, team, pair):
        for one in pair:
            IN_STATE["accepted"](team, client=one)
        with pytest.raises(ValidationError, match="Complete one of them first"):
            merge_citizens(*pair, by=team.coordinator)
        assert not ClientMerge.objects.exists()

    def test_referrals_to_two_organisations_lie_together(self, team, pair):
        IN_STATE["sent"](team, client=pair[0])
        IN_STATE["sent"](team, client=pair[1], to=team.other_ngo)
        merge_citizens(*pair, by=team.coordinator)
        assert Referral.objects.filter(client=pair[0]).open().count() == 2


@pytest.mark.parametrize(("kept_said_yes", "stays"), [(True, True), (False, False)])
def test_one_yes_to_the_questionnaire_holds(team, former, kept_said_yes, stays):
    yes = {"given_on": localdate(), "given_how": "spoken", "by": team.coordinator}
    if kept_said_yes:
        say_yes(team.client, **yes)
    of_former = say_yes(former, **yes)
    merge = merge_citizens(team.client, former, by=team.coordinator)
    assert QuestionnaireConsent.objects.filter(client=team.client, withdrawn_on=None).count() == 1
    of_former.refresh_from_db()
    assert (of_former.client == former) is stays
    undo_merge(merge, by=team.coordinator)
    of_former.refresh_from_db()
    assert of_former.client == former


def test_a_yes_that_was_withdrawn_gives_way_to_one_that_holds(team, former):
    yes = {"given_on": localdate(), "given_how": "spoken", "by": team.coordinator}
    withdrawn = say_yes(team.client, **yes)
    QuestionnaireConsent.objects.filter(pk=withdrawn.pk).update(withdrawn_on=localdate(), withdrawn_by=team.coordinator)
    holds = say_yes(former, **yes)
    merge_citizens(team.client, former, by=team.coordinator)
    assert QuestionnaireConsent.objects.get(client=team.client, withdrawn_on=None) == holds


def test_one_end_of_anonymity_holds(team):
    """Where both codes had been made ordinary, the kept code's record tells of it, and the other one waits."""
    facts = {"project": team.project, "organisation": team.municipality, "starts_on": day(-10), "is_anonymous": True}
    pair = [register_client(**facts, by=team.coordinator) for _ in range(2)]
    pair = [end_anonymity(one, wished_on=day(0), told_how="spoken", by=team.coordinator) for one in pair]
    wishes = [EndOfAnonymity.objects.get(client=one) for one in pair]
    merge = merge_citizens(*pair, by=team.coordinator)
    for wish, one in zip(wishes, pair, strict=True):
        wish.refresh_from_db()
        assert wish.client == one
    undo_merge(merge, by=team.coordinator)
    assert EndOfAnonymity.objects.filter(client__in=pair).count() == 2


def test_the_only_end_of_anonymity_comes_along(team):
    facts = {"project": team.project, "organisation": team.municipality, "starts_on": day(-10)}
    kept = register_client(**facts, by=team.coordinator)
    former = register_client(**facts, is_anonymous=True, by=team.coordinator)
    former = end_anonymity(former, wished_on=day(0), told_how="spoken", by=team.coordinator)
    merge = merge_citizens(kept, former, by=team.coordinator)
    assert EndOfAnonymity.objects.get().client == kept
    undo_merge(merge, by=team.coordinator)
    assert EndOfAnonymity.objects.get().client == former


def test_an_intake_and_a_consent_of_one_organisation_lie_together(team):
    """Two grounds to see the citizen: withdrawing the consent leaves the intake's."""
    facts = {"project": team.project, "starts_on": day(-10)}
    kept = register_client(**facts, organisation=team.municipality, by=team.coordinator)
    former = register_client(**facts, organisation=team.ngo, by=team.coordinator)
    consent = give_consent(former, team.municipality, starts_on=day(-5), by=team.coordinator)
    merge_citizens(kept, former, by=team.coordinator)
    own = ClientLink.objects.live().filter(client=kept, organisation=team.municipality)
    assert sorted(own.values_list("basis", flat=True)) == ["consent", "intake"]
    consent.refresh_from_db()
    withdraw_consent(consent, by=team.coordinator)
    assert list(own.values_list("basis", flat=True)) == ["intake"]
