"""What the running project shows of visitation."""

from django.utils.timezone import localdate

from clients.guard import find_identifiers
from clients.models import Client, IntakeDecision, Proposal
from clients.visitation.querysets import answer_days
from clients.visitation.services import check_judgement, check_reason_in_words
from projects.access import Role


def test_decisions_are_of_several_kinds_and_follow_the_rules(world, db):
    decisions = list(IntakeDecision.objects.select_related("enrolment"))
    assert {each.decision for each in decisions} == {"admitted", "awaiting"}
    assert any(each.is_grey_zone for each in decisions)
    for each in decisions:
        assert (each.decided_on, each.client_id) == (each.enrolment.starts_on, each.enrolment.client_id)
        judged = {name: getattr(each, name) for name in ("is_adult", "has_lawful_residence")}
        check_judgement(decision=each.decision, reason=each.reason, judged=judged)
        check_reason_in_words(each.reason, each.reason_text)
        assert find_identifiers(each.reason_text) == []


def test_the_coordinator_has_a_new_proposal_and_a_late_one(world, db):
    people, place = world
    answers = Proposal.objects.filter(project=place.project).answered_by(people[Role.COORDINATOR][0])
    assert sorted(answers.values_list("state", flat=True)) == ["declined", "waiting", "waiting"]
    assert answers.late(answer_days(place.project)).count() == 1
    assert answers.filter(proposed_on=localdate()).count() == 1


def test_each_ngo_sees_its_own(world, db):
    cafe, advice = (set(Proposal.objects.visible_to(user)) for user in world[0][Role.CASEWORKER])
    assert (len(cafe), len(advice), cafe & advice) == (2, 1, set())
    assert not Client.objects.filter(proposals__isnull=False).exists()
