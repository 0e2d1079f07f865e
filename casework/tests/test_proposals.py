"""Central visitation: a partner proposes, the host's coordinators answer, and the partner sees what came of it."""

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.timezone import localdate

from audit.models import AuditEvent
from casework.due.awaiting import awaiting_groups
from casework.due.day import asked_by
from casework.registration import recognise
from casework.tests.test_citizens_list import many
from clients.models import Client, ClientLink, Enrolment, IntakeDecision, Proposal
from clients.services import end_enrolment
from clients.visitation.services import decline, propose, withdraw
from projects.access import Role
from projects.models import Project
from projects.services import grant_by_command

READERS = ("coordinator", "caseworker", "other_caseworker", "lead", "outsider", "stranger", "officer")


def at(name, proposal=None):
    return reverse(f"casework:{name}", args=["AAR", *([proposal.pk] if proposal else [])])


@pytest.fixture
def proposal(team):
    return make(team)


def make(team, **facts):
    facts = {"how_to_meet": "comes_along", "gender": "woman", "birth_year": 1990, "remark": "Helst i dag"} | facts
    return propose(**{"project": team.project, "organisation": team.ngo, "by": team.caseworker} | facts)


@pytest.fixture
def send(team, fetch):
    def open_and_send(user, address, **facts):
        key = re.search(r'name="key" value="([^"]+)"', fetch(user, address).text)
        return fetch(user, address, ({"key": key.group(1)} if key else {}) | facts)

    return open_and_send


def admitted(team, send, proposal, **facts):
    return send(team.coordinator, at("admit", proposal), starts_on=localdate().isoformat(), **facts)


def test_a_caseworker_proposes_on_one_page(team, send):
    before = Client.objects.count()
    response = send(
        team.caseworker, at("propose"), how_to_meet="drop_in", wish="leave", birth_year="1990", gender="woman",
        remark="Kan bedst om morgenen", citizen_agrees="on",
    )  # fmt: skip
    assert (response.status_code, response.url) == (302, at("proposals"))
    found = Proposal.objects.get()
    assert (found.organisation, found.proposed_by, found.state) == (team.ngo, team.caseworker, "waiting")
    assert (found.birth_year, found.wish, found.citizen_agrees, found.proposed_on) == (1990, "leave", True, localdate())
    assert Client.objects.count() == before


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"how_to_meet": ""}, "how_to_meet"),
        ({"birth_year": str(localdate().year - 17)}, "birth_year"),
        ({"birth_year": str(localdate().year - 18)}, "is_adult_confirmed"),
        ({"remark": "ring 22334455"}, "remark"),
        ({"remark": "x" * 201}, "remark"),
        ({"gender": "zqx"}, "gender"),
    ],
)
def test_a_wrong_proposal_comes_back(team, send, facts, field):
    response = send(team.caseworker, at("propose"), **{"how_to_meet": "drop_in"} | facts)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not Proposal.objects.exists()


def test_the_proposer_and_the_host_see_it_and_nobody_else(team, proposal, fetch):
    for user in (team.caseworker, team.colleague, team.coordinator):
        assert "Helst i dag" in fetch(user, at("proposal", proposal)).text
        assert at("proposal", proposal) in fetch(user, at("proposals")).text
    for user in (team.other_caseworker, team.outsider, team.stranger, team.evaluator, team.officer):
        assert fetch(user, at("proposal", proposal)).status_code == 404
    assert fetch(team.lead, at("proposal", proposal)).status_code == 403
    assert at("proposal", proposal) not in fetch(team.other_caseworker, at("proposals")).text


def test_nothing_opens_by_a_proposal(team, proposal):
    assert not ClientLink.objects.filter(opens_on=localdate()).exists()
    assert set(Client.objects.visible_to(team.caseworker)) == {team.client}


def test_admitting_registers_the_citizen_and_lets_the_proposer_follow(team, send, fetch):
    proposal = make(team, citizen_agrees=True)
    page = fetch(team.coordinator, at("admit", proposal))
    assert page.context["form"]["birth_year"].value() == 1990
    assert "the citizen has agreed" in page.text
    assert admitted(team, send, proposal, birth_year="1990").status_code == 302
    client = Client.objects.latest("pk")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.client, proposal.closed_by) == ("admitted", client, team.coordinator)
    assert {(link.organisation, link.basis) for link in client.links.all()} == {
        (team.municipality, "intake"), (team.ngo, "consent"),
    }  # fmt: skip
    assert IntakeDecision.objects.get(client=client).decision == "admitted"
    assert client.code in fetch(team.caseworker, at("proposal", proposal)).text


def test_without_the_citizen_s_yes_the_proposer_sees_the_outcome_alone(team, proposal, send, fetch):
    admitted(team, send, proposal)
    client = Client.objects.latest("pk")
    text = fetch(team.caseworker, at("proposal", proposal)).text
    assert "Admitted" in text
    assert client.code not in text
    assert client not in Client.objects.visible_to(team.caseworker)
    assert client.code in fetch(team.coordinator, at("proposal", proposal)).text


def test_a_citizen_much_alike_is_shown_when_one_is_admitted(team, send):
    admitted(team, send, make(team), birth_year="1990", gender="woman")
    known = Client.objects.latest("pk")
    response = admitted(team, send, make(team), birth_year="1990", gender="woman")
    assert response.status_code == 422
    assert known.code in response.text


def test_declining_says_why_and_registers_nobody(team, proposal, send, fetch):
    before = Client.objects.count()
    assert send(team.coordinator, at("decline", proposal)).status_code == 422
    response = send(team.coordinator, at("decline", proposal), reason="other", reason_text="Vi prøver igen til maj")
    assert response.status_code == 302
    assert "Vi prøver igen til maj" in fetch(team.caseworker, at("proposal", proposal)).text
    assert Client.objects.count() == before


def test_the_proposer_withdraws_it(team, proposal, send):
    assert send(team.colleague, at("withdraw_proposal", proposal)).status_code == 302
    proposal.refresh_from_db()
    assert (proposal.state, proposal.closed_by) == ("withdrawn", team.colleague)


@pytest.mark.parametrize("route", ["admit", "decline"])
@pytest.mark.parametrize("who", ["caseworker", "colleague", "lead"])
@pytest.mark.parametrize("data", [None, {"starts_on": "2026-01-01", "reason": "no_room"}])
def test_only_the_host_answers(team, proposal, fetch, route, who, data):
    assert fetch(getattr(team, who), at(route, proposal), data).status_code == 403
    assert Proposal.objects.get().state == "waiting"


@pytest.mark.parametrize("route", ["admit", "decline", "proposal", "withdraw_proposal"])
def test_the_outsider_answers_nothing(team, proposal, fetch, route):
    assert fetch(team.outsider, at(route, proposal)).status_code == 404
    assert fetch(team.outsider, at(route, proposal).replace("AAR", "ODE")).status_code == 404


@pytest.fixture
def partners_coordinator(team):
    grant_by_command(
        user=team.stranger, role=Role.COORDINATOR, project=team.project, organisation=team.ngo, starts_on=localdate()
    )
    return team.stranger


def test_a_partner_s_coordinator_answers_nothing(team, proposal, fetch, partners_coordinator):
    for route in ("admit", "decline"):
        assert fetch(partners_coordinator, at(route, proposal)).status_code == 404
    text = fetch(partners_coordinator, at("proposal", proposal)).text
    assert at("admit", proposal) not in text
    assert at("withdraw_proposal", proposal) in text


@pytest.mark.parametrize("close", [lambda p, u: decline(p, reason="no_room", by=u), lambda p, u: withdraw(p, by=u)])
def test_a_proposal_ends_once(team, proposal, send, close):
    close(proposal, team.coordinator)
    before = (Client.objects.count(), Enrolment.objects.count())
    response = admitted(team, send, proposal)
    assert response.status_code == 422
    assert "closed already" in response.text
    assert (Client.objects.count(), Enrolment.objects.count()) == before
    with pytest.raises(ValidationError, match="closed already"):
        withdraw(proposal, by=team.caseworker)


@pytest.mark.parametrize("route", ["admit", "decline", "withdraw_proposal"])
def test_what_is_answered_is_not_asked_again(team, proposal, fetch, route):
    """From an old link, or by the back button: nobody fills in a form that can only be refused."""
    decline(proposal, reason="no_room", by=team.coordinator)
    person = team.caseworker if route == "withdraw_proposal" else team.coordinator
    assert fetch(person, at(route, proposal))["Location"] == at("proposal", proposal)
    assert "The proposal is closed already: declined." in fetch(person, at("proposal", proposal)).text


def test_an_answer_needs_a_reason_and_offers_no_way_around(team, proposal, fetch):
    assert "Not stated" not in fetch(team.coordinator, at("decline", proposal)).text


def test_a_proposal_is_late_after_the_host_s_days(team, proposal, fetch):
    days = team.project.partnerships.get(is_host=True).answer_days
    for age, is_late in ((days, False), (days + 1, True)):
        Proposal.objects.update(proposed_on=localdate() - dt.timedelta(days=age))
        text = fetch(team.coordinator, at("proposals")).text
        assert ("waited too long" in text, f"for {age} days" in text) == (is_late, True)


@pytest.mark.parametrize(("days", "is_late"), [(7, False), (8, True)])
def test_only_what_waits_is_late(team, proposal, days, is_late):
    Proposal.objects.update(proposed_on=localdate() - dt.timedelta(days=days))
    assert Proposal.objects.late(7).exists() is is_late
    withdraw(proposal, by=team.caseworker)
    assert not Proposal.objects.late(7).exists()


def test_a_proposal_is_its_own_project_s(team):
    """NGO two takes part in both projects; neither its people nor the host there read what is proposed here."""
    there = {"project": team.other_project, "organisation": team.other_ngo, "starts_on": localdate()}
    grant_by_command(user=team.stranger, role=Role.CASEWORKER, **there)
    propose(
        project=team.project, organisation=team.other_ngo, how_to_meet="drop_in", by=team.other_caseworker
    )  # fmt: skip
    sees = {name: Proposal.objects.visible_to(getattr(team, name)).exists() for name in READERS}
    answers = {name: Proposal.objects.answered_by(getattr(team, name)).exists() for name in READERS}
    assert {name for name, yes in sees.items() if yes} == {"coordinator", "other_caseworker"}
    assert {name for name, yes in answers.items() if yes} == {"coordinator"}
    with pytest.raises(ValidationError, match="proposes no citizens"):
        propose(project=team.project, organisation=team.other_ngo, how_to_meet="drop_in", by=team.stranger)


@pytest.mark.parametrize(("days", "is_late"), [(3, False), (4, True)])
def test_on_the_coordinator_s_day_it_is_late_after_the_host_s_own_days(team, proposal, days, is_late):
    for is_host, answer_days in ((True, 3), (False, 9)):
        team.project.partnerships.filter(is_host=is_host).update(answer_days=answer_days)
    Proposal.objects.update(proposed_on=localdate() - dt.timedelta(days=days))
    (group,) = awaiting_groups(asked_by(team.coordinator, team.project))
    assert [(line.row, line.is_late) for line in group.lines] == [(proposal, is_late)]


def test_who_works_there_no_more_reads_no_proposal(team, proposal):
    for person in (team.caseworker, team.coordinator):
        assert Proposal.objects.visible_to(person).exists()
        person.memberships.update(ends_on=localdate() - dt.timedelta(days=1))
        assert not Proposal.objects.visible_to(person).exists()


def test_another_reason_for_a_no_is_put_into_words(team, proposal):
    with pytest.raises(ValidationError, match="in a few words"):
        decline(proposal, reason="other", reason_text=" ", by=team.coordinator)
    assert decline(proposal, reason="other", reason_text="Flytter snart", by=team.coordinator).state == "declined"


def test_one_proposes_for_one_s_own_organisation_alone(team):
    with pytest.raises(ValidationError, match="proposes no citizens"):
        make(team, organisation=team.other_ngo)
    assert not Proposal.objects.exists()


def test_those_that_wait_longest_come_first_and_the_closed_last(team, fetch):
    closed, old, new = make(team), make(team), make(team)
    Proposal.objects.filter(pk=old.pk).update(proposed_on=localdate() - dt.timedelta(days=3))
    decline(closed, reason="no_room", by=team.coordinator)
    text = fetch(team.coordinator, at("proposals")).text
    places = [text.index(at("proposal", each)) for each in (old, new, closed)]
    assert places == sorted(places)


def test_a_decentral_project_has_no_proposals(team, fetch):
    Project.objects.filter(pk=team.project.pk).update(visitation="decentral")
    team.project.refresh_from_db()
    response = fetch(team.caseworker, at("propose"))
    assert response.status_code == 403
    with pytest.raises(ValidationError, match="proposes no citizens"):
        make(team)


def test_the_list_asks_the_same_however_many_there_are(team, fetch, django_assert_max_num_queries):
    for _ in range(2):
        make(team)
    with django_assert_max_num_queries(40) as few:
        fetch(team.coordinator, at("proposals"))
    rows = [
        Proposal(project=team.project, organisation=team.ngo, proposed_by=team.caseworker, proposed_on=localdate(),
                 how_to_meet="drop_in")
        for _ in range(300)
    ]  # fmt: skip
    Proposal.objects.bulk_create(rows)
    many(team, 25)
    with django_assert_max_num_queries(len(few.captured_queries)):
        assert fetch(team.coordinator, at("proposals")).text.count("<tr>") == 26


class TestRegisteredAlready:
    def test_nobody_is_registered_twice(self, team, proposal, fetch):
        assert at("recognise", proposal) in fetch(team.coordinator, at("proposal", proposal)).text
        before = Client.objects.count()
        response = fetch(team.coordinator, at("recognise", proposal), {"client": team.municipal_client.code})
        assert response.url == reverse("casework:citizen", args=["AAR", team.municipal_client.code])
        proposal.refresh_from_db()
        assert (proposal.state, proposal.client) == ("admitted", team.municipal_client)
        assert Client.objects.count() == before

    @pytest.mark.parametrize("agrees", [True, False])
    def test_the_proposer_follows_along_where_the_citizen_has_agreed(self, team, agrees):
        recognise(make(team, citizen_agrees=agrees), team.municipal_client, by=team.coordinator)
        seen = Client.objects.visible_to(team.caseworker).filter(pk=team.municipal_client.pk)
        assert seen.exists() is agrees

    def test_who_follows_along_already_needs_no_second_consent(self, team):
        before = team.client.consents.count()
        recognise(make(team, citizen_agrees=True), team.client, by=team.coordinator)
        assert team.client.consents.count() == before

    def test_a_citizen_who_has_left_is_enrolled_first(self, team, proposal, fetch):
        end_enrolment(team.municipal_client, ends_on=localdate(), by=team.coordinator)
        response = fetch(team.coordinator, at("recognise", proposal), {"client": team.municipal_client.code})
        assert response.status_code == 422
        assert "is not enrolled now" in response.text
        proposal.refresh_from_db()
        assert proposal.state == "waiting"

    def test_an_anonymous_citizen_stays_unlinked(self, team):
        Client.objects.filter(pk=team.municipal_client.pk).update(is_anonymous=True)
        team.municipal_client.refresh_from_db()
        with pytest.raises(ValidationError, match="takes part anonymously"):
            recognise(make(team, citizen_agrees=True), team.municipal_client, by=team.coordinator)
        assert Proposal.objects.get().state == "waiting"

    def test_a_citizen_out_of_reach_is_as_unknown_as_any(self, team, proposal, fetch):
        for code in (team.other_client.code, "AAR-2222-2", "ring 22334455"):
            response = fetch(team.coordinator, at("recognise", proposal), {"client": code})
            assert response.status_code == 422
        assert not any(
            team.other_client.pk in event.client_ids
            for event in AuditEvent.objects.filter(actor_id=team.coordinator.pk)
        )

    def test_a_closed_proposal_says_how_it_stands(self, team, proposal, fetch):
        decline(proposal, reason="no_room", by=team.coordinator)
        response = fetch(team.coordinator, at("recognise", proposal), {"client": team.municipal_client.code})
        assert response.status_code == 422
        assert "closed already" in response.text

    @pytest.mark.parametrize("who", ["caseworker", "other_caseworker", "lead", "outsider", "stranger"])
    def test_others_answer_nothing(self, team, proposal, fetch, who):
        response = fetch(getattr(team, who), at("recognise", proposal), {"client": team.client.code})
        assert response.status_code in (403, 404)
