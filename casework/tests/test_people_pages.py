"""Anonymous participation, home municipality, agreement and legal basis on the pages."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from casework.registration import register_citizen
from casework.services import start_course
from casework.tests.addresses import FORMS, of, register
from clients.homes import agree_with_home, change_home
from clients.models import Client, Consent
from clients.records import EndOfAnonymity, HomeAgreement, LegalBasis
from clients.services import give_consent, register_client
from cti.models import Course
from cti.services import open_contact_period
from interventions.models import NationalInterventionType
from projects.models import Municipality

RANDERS = "0730"


def day(offset):
    return localdate() + dt.timedelta(days=offset)


def iso(offset):
    return day(offset).isoformat()


@pytest.fixture
def anonymous(team):
    return register_client(
        project=team.project, organisation=team.municipality, starts_on=day(-10), is_anonymous=True, by=team.coordinator
    )


def begin(team, client, provider, **more):
    runs_as = NationalInterventionType.objects.filter(is_course=True).first()
    return start_course(
        client, goal="leave", starts_on=day(0), runs_as=runs_as, provider=provider, by=team.coordinator, **more
    )


# Anonymous participation


def test_it_is_chosen_at_the_registration(team, fetch):
    response = fetch(team.coordinator, register(team.project), {"starts_on": iso(0), "is_anonymous": "on"})
    client = Client.objects.latest("pk")
    assert response.status_code == 302
    assert client.is_anonymous


@pytest.mark.parametrize("field", ["alias", "reference", "partners"])
def test_what_it_leaves_out_is_refused_at_its_field(team, fetch, field):
    before = Client.objects.count()
    value = [team.ngo.pk] if field == "partners" else "Birk"
    response = fetch(
        team.coordinator, register(team.project), {"starts_on": iso(0), "is_anonymous": "on", field: value}
    )
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert Client.objects.count() == before


def test_the_service_refuses_partners_too(team):
    with pytest.raises(ValidationError) as refused:
        register_citizen(
            project=team.project, organisation=team.municipality, starts_on=day(0), is_anonymous=True,
            partners=[team.ngo], by=team.coordinator,
        )  # fmt: skip
    assert list(refused.value.message_dict) == ["partners"]


def test_the_citizen_s_page_says_so_and_offers_nothing_that_is_left_out(team, anonymous, fetch):
    text = fetch(team.coordinator, of(anonymous)).text
    assert "Takes part anonymously" in text
    assert of(anonymous, "end_anonymity") in text
    for route in ("give_consent", "onward", "reference"):
        assert of(anonymous, route) not in text


@pytest.mark.parametrize("route", ["give_consent", "onward", "reference"])
def test_a_form_that_is_left_out_says_why_in_its_place(team, anonymous, fetch, route):
    page = fetch(team.coordinator, of(anonymous, route))
    assert page.status_code == 200
    assert "That leaves out" in page.text
    assert '<form method="post" novalidate' not in page.text
    sent = {**FORMS[route], "organisation": team.ngo.pk, "given_how": "spoken", "starts_on": iso(0)}
    assert fetch(team.coordinator, of(anonymous, route), sent).status_code == 422
    assert not Consent.objects.filter(client=anonymous).exists()


def test_a_course_is_possible_and_its_texts_are_not_asked(team, anonymous, fetch):
    course = begin(team, anonymous, team.municipality)
    base = f"/p/AAR/citizens/{anonymous.code}/"
    goal = fetch(team.coordinator, f"{base}courses/{course.pk}/goal/")
    assert "own_words" not in goal.context["form"].fields
    assert (
        fetch(team.coordinator, f"{base}courses/{course.pk}/goal/", {"goal": "improve", "since": iso(0)}).status_code
        == 302
    )
    assert (
        "leaves out an activity" in fetch(team.coordinator, f"{base}courses/{course.pk}/phases/1/activities/new/").text
    )
    intervention = course.runs_as.intervention.pk
    assert (
        "note"
        not in fetch(team.coordinator, f"{base}interventions/{intervention}/sessions/new/").context["form"].fields
    )
    assert "provider_text" not in fetch(team.coordinator, f"{base}interventions/new/").context["form"].fields


def test_turning_into_an_ordinary_participation(team, anonymous, fetch):
    page = fetch(team.coordinator, of(anonymous, "end_anonymity"))
    assert "It cannot be taken back." in page.text
    sent = {"wished_on": iso(-1), "told_how": "written"}
    assert fetch(team.coordinator, of(anonymous, "end_anonymity"), sent).status_code == 302
    assert EndOfAnonymity.objects.get().wished_on == day(-1)
    text = fetch(team.coordinator, of(anonymous)).text
    assert "Takes part anonymously" not in text
    assert of(anonymous, "give_consent") in text
    assert fetch(team.coordinator, of(anonymous, "end_anonymity"), sent).status_code == 422


# Home municipality


def test_a_municipal_course_waits_for_the_agreement(team, fetch):
    change_home(team.client, home_municipality=Municipality.objects.get(code=RANDERS), by=team.coordinator)
    contact = open_contact_period(team.client, goal="leave", contact_starts_on=day(-3), by=team.coordinator)
    address = of(team.client, "start_course", contact.pk)
    form = fetch(team.coordinator, address).context["form"]
    sent = {"starts_on": iso(0), "runs_as": form.initial["runs_as"]}
    refused = fetch(team.coordinator, address, sent)
    assert refused.status_code == 422
    assert "The citizen lives in Randers. A municipal course needs an agreement" in refused.text
    fetch(
        team.coordinator, of(team.client, "new_agreement"),
        {"approved_by": "Socialchefen", "starts_on": iso(0), "has_capacity": "on"},
    )  # fmt: skip
    assert fetch(team.coordinator, address, sent).status_code == 302
    assert Course.objects.get(pk=contact.pk).starts_on == day(0)


def test_an_ngo_s_course_needs_none(team):
    change_home(team.client, home_municipality=Municipality.objects.get(code=RANDERS), by=team.coordinator)
    client = Client.objects.get(pk=team.client.pk)
    assert begin(team, client, team.ngo).starts_on == day(0)


def test_moving_while_the_course_runs_warns_and_stops_nothing(team, fetch):
    course = begin(team, team.client, team.municipality)
    response = fetch(team.coordinator, of(team.client, "home_municipality"), {"home_municipality": RANDERS})
    warned = "no agreement with that municipality holds today"
    assert warned in fetch(team.coordinator, response["Location"].partition("#")[0]).text
    page = f"/p/AAR/citizens/{team.client.code}/courses/{course.pk}/"
    assert warned in fetch(team.caseworker, page).text
    agree_with_home(
        Client.objects.get(pk=team.client.pk), approved_by="Socialchefen", starts_on=day(0), has_capacity=True,
        by=team.coordinator,
    )  # fmt: skip
    assert warned not in fetch(team.coordinator, page).text


def test_not_known_again_takes_every_demand_away(team, fetch):
    change_home(team.client, home_municipality=Municipality.objects.get(code=RANDERS), by=team.coordinator)
    assert fetch(team.coordinator, of(team.client, "home_municipality"), {"home_municipality": ""}).status_code == 302
    assert begin(team, Client.objects.get(pk=team.client.pk), team.municipality)


def test_an_agreement_is_changed_and_its_terms_are_for_those_who_enrol(team, fetch):
    change_home(team.client, home_municipality=Municipality.objects.get(code=RANDERS), by=team.coordinator)
    client = Client.objects.get(pk=team.client.pk)
    agreement = agree_with_home(client, approved_by="Socialchefen", starts_on=day(0), by=team.coordinator)
    assert "no place yet" in fetch(team.coordinator, of(client)).text
    sent = {"approved_by": "Direktøren", "starts_on": iso(0), "payment_terms": "Halvdelen", "has_capacity": "on"}
    assert fetch(team.coordinator, of(client, "agreement", agreement.pk), sent).status_code == 302
    agreement.refresh_from_db()
    assert (agreement.approved_by, agreement.payment_terms, agreement.has_capacity) == ("Direktøren", "Halvdelen", True)
    assert "Halvdelen" in fetch(team.coordinator, of(client)).text
    assert "Halvdelen" not in fetch(team.caseworker, of(client)).text


def test_an_agreement_is_found_under_its_own_citizen_only(team, fetch):
    change_home(team.client, home_municipality=Municipality.objects.get(code=RANDERS), by=team.coordinator)
    client = Client.objects.get(pk=team.client.pk)
    agreement = agree_with_home(client, approved_by="Socialchefen", starts_on=day(0), by=team.coordinator)
    assert fetch(team.coordinator, of(team.municipal_client, "agreement", agreement.pk)).status_code == 404
    assert fetch(team.outsider, of(client, "agreement", agreement.pk)).status_code == 404


# Legal basis, and a consent that ends


def test_a_legal_basis_is_recorded_for_those_with_access(team, fetch):
    page = fetch(team.coordinator, of(team.client, "legal_basis"))
    assert "NGO one" in page.text
    assert "NGO two" not in page.text
    sent = {"organisation": team.ngo.pk, "kind": "law", "act": "other", "since": iso(0)}
    assert fetch(team.coordinator, of(team.client, "legal_basis"), sent).status_code == 302
    assert "another act, from" in fetch(team.coordinator, of(team.client)).text
    wrong = fetch(team.coordinator, of(team.client, "legal_basis"), {**sent, "organisation": team.other_ngo.pk})
    assert wrong.status_code == 422
    assert LegalBasis.objects.count() == 1


@pytest.mark.parametrize(("days", "is_said"), [(0, True), (29, True), (30, False), (90, False)])
def test_a_consent_says_a_month_ahead_that_it_ends(team, fetch, days, is_said):
    give_consent(team.client, team.other_ngo, starts_on=day(0), expires_on=day(days), by=team.coordinator)
    text = fetch(team.coordinator, of(team.client)).text
    assert ("The consent to NGO two ends on" in text) is is_said
    assert ("ends soon" in text) is is_said


@pytest.mark.parametrize("route", ["end_anonymity", "home_municipality", "new_agreement", "legal_basis"])
@pytest.mark.parametrize(
    ("who", "status"),
    [("caseworker", 403), ("lead", 403), ("outsider", 404), ("other_caseworker", 403), ("officer", 404)],
)
def test_nobody_else_records_any_of_it(team, fetch, route, who, status):
    for data in (None, {"home_municipality": RANDERS}):
        assert fetch(getattr(team, who), of(team.client, route), data).status_code == status
    team.client.refresh_from_db()
    assert team.client.home_municipality is None
    assert not HomeAgreement.objects.exists()
