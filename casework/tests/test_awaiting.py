"""What awaits an answer of one's own stands on My day, in its number and in the weekly mail; of nobody else's."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from audit.models import Action, AuditEvent
from casework.due.awaiting import LINES_SHOWN, awaiting_groups, count_awaiting
from casework.due.day import asked_by, count_due
from clients.models import Proposal, Referral
from clients.referrals.services import accept_referral, decline_referral, withdraw_referral
from clients.services import register_client, withdraw_consent
from clients.tests.referring import draft, sent
from clients.visitation.services import decline, propose
from projects.models import Project

PAGE = "/p/AAR/today/"
SECRET = "canary of the wish"


def awaiting(user, project):
    return [(group.kind.key, group.total) for group in awaiting_groups(asked_by(user, project))]


def proposed(team, **facts):
    return propose(
        project=team.project, organisation=team.ngo, how_to_meet="drop_in", remark=SECRET, by=team.caseworker, **facts
    )


def test_a_referral_awaits_those_who_answer_for_the_receiver(team):
    sent(team, wish=SECRET)
    for user in (team.caseworker, team.colleague):
        assert awaiting(user, team.project) == [("referral", 1)]
    for user in (team.coordinator, team.other_caseworker, team.lead, team.outsider, team.stranger):
        assert awaiting(user, team.project) == []


def test_a_draft_awaits_nobody(team):
    draft(team)
    assert awaiting(team.caseworker, team.project) == []


@pytest.mark.parametrize(
    "settle",
    [
        lambda team, referral: accept_referral(referral, by=team.caseworker),
        lambda team, referral: decline_referral(referral, reason="no_room", by=team.caseworker),
        lambda team, referral: withdraw_referral(referral, reason="citizen", by=team.coordinator),
        lambda team, referral: withdraw_consent(referral.consent, by=team.coordinator),
    ],
)
def test_an_answer_or_its_end_takes_it_away(team, settle):
    settle(team, sent(team))
    assert awaiting(team.caseworker, team.project) == []


def test_a_proposal_awaits_the_host_s_coordinators(team):
    proposal = proposed(team)
    assert awaiting(team.coordinator, team.project) == [("proposal", 1)]
    for user in (team.caseworker, team.other_caseworker, team.lead, team.outsider, team.stranger):
        assert awaiting(user, team.project) == []
    decline(proposal, reason="no_room", by=team.coordinator)
    assert awaiting(team.coordinator, team.project) == []


def test_the_line_shows_the_card_s_code_the_sender_and_the_day(team, fetch):
    referral = sent(team, wish=SECRET)
    page = fetch(team.caseworker, PAGE)
    part = page.text[page.text.index('id="due-referral"') : page.text.index("</section>")]
    assert referral.client.code in part
    assert "from Aarhus Kommune" in part
    assert f'href="{reverse("casework:referral", args=["AAR", referral.pk])}"' in part
    assert "answer by" in part
    assert "tag-due" not in part
    assert SECRET not in page.text


def test_what_is_late_is_marked(team, fetch):
    Referral.objects.filter(pk=sent(team).pk).update(answer_due_on=localdate() - dt.timedelta(days=1))
    proposed(team)
    Proposal.objects.update(proposed_on=localdate() - dt.timedelta(days=8))
    assert 'tag-due">answer by' in fetch(team.caseworker, PAGE).text
    assert 'tag-due">answer by' in fetch(team.coordinator, PAGE).text


def test_the_cards_shown_are_in_the_log(team, fetch):
    referral = sent(team)
    fetch(team.caseworker, PAGE)
    event = AuditEvent.objects.filter(action=Action.LISTED).latest("pk")
    assert referral.client_id in event.client_ids


def test_the_page_s_number_is_that_of_the_mail(team, fetch):
    sent(team), proposed(team)
    for user in (team.coordinator, team.caseworker):
        number = count_due(user, team.project)
        words = f"{number} thing is waiting" if number == 1 else f"{number} things are waiting"
        assert words in fetch(user, PAGE).text
        assert count_awaiting(asked_by(user, team.project)) == 1


def test_another_project_s_are_not_mixed_in(team):
    sent(team)
    other = Project.objects.exclude(pk=team.project.pk).first()
    assert awaiting(team.caseworker, other) == []


def test_many_lead_to_the_list_and_cost_no_more_queries(team, fetch, django_assert_num_queries):
    for _ in range(LINES_SHOWN + 2):
        client = register_client(
            project=team.project, organisation=team.municipality, starts_on=localdate(), by=team.coordinator
        )
        sent(team, client=client)
    with django_assert_num_queries(3):  # how many of each kind, and the lines of one
        (group,) = awaiting_groups(asked_by(team.caseworker, team.project))
        assert [line.sender.name for line in group.lines] == ["Aarhus Kommune"] * LINES_SHOWN
    page = fetch(team.caseworker, PAGE)
    assert f"See all {LINES_SHOWN + 2}" in page.text
    assert f'href="{reverse("casework:referrals", args=["AAR"])}"' in page.text
