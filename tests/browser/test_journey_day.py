"""The journey "my day", on a phone and at a desk: what waits, one step from each line to the thing to do, and back."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from casework.services import start_course
from clients.assignments.services import assign
from clients.models import Client, Cover, Enrolment
from clients.referrals.services import draft_referral, send_referral
from clients.services import register_client, set_reference
from clients.visitation.services import propose
from conftest import PASSWORD
from interventions.models import Session
from tests.browser.journeys import TODAY, TOMORROW, ago, begin, offer, page_of

DAY = "/p/AAR/today/"
WAITING = re.compile(r"(\d+) ting venter")


@pytest.fixture
def citizen(cast):
    """The coordinator's own, with an appointment today; the consent's citizen is NGO one's too."""
    Client.objects.filter(pk=cast.client.pk).update(
        next_appointment_on=TODAY, next_appointment_time="14:30", next_appointment_place="cafe"
    )
    set_reference(cast.client, cast.municipality, reference="", alias="Havnen", by=cast.coordinator)
    assign(cast.client, worker=cast.coordinator, since=TODAY, by=cast.coordinator)
    begin(cast, cast.client, since=ago(40))
    for worker, reason in ((cast.coordinator, ""), (None, "other")):
        assign(cast.municipal_client, worker=worker, since=TODAY, reason=reason, by=cast.coordinator)
    return cast.client


@pytest.fixture
def newcomers(cast):
    """More than one group of My day shows."""
    return [
        register_client(project=cast.project, organisation=cast.municipality, starts_on=TODAY, by=cast.coordinator)
        for _number in range(12)
    ]


def waiting(person):
    return int(WAITING.search(person.page.locator("main").inner_text())[1])


def group(person, title):
    return person.page.locator(".due-group", has=person.page.get_by_role("heading", name=title))


def line(person, title, code):
    return group(person, title).locator(".due-line", has_text=code)


def does(person, title, code):
    """The one step from the line to the thing to do."""
    line(person, title, code).locator("a.btn").click()
    return person


def test_a_coordinator_s_day_from_line_to_line(walker, cast, citizen):
    silent = cast.municipal_client  # nobody has heard from for more than a year
    walker.sign_in(cast.coordinator).is_at(DAY).follow("Hele organisationens").stops()
    before = waiting(walker)
    expect(line(walker, "Aftaler i dag", citizen.code)).to_contain_text("kl. 14.30, på en café")
    does(walker, "Aftaler i dag", citizen.code).press("Gem session").sees("Sessionen er registreret")
    walker.open(f"{DAY}?who=all")
    assert waiting(walker) == before - 2  # the silence is over, too
    expect(group(walker, "Aftaler i dag")).to_have_count(0)
    does(walker, "Stille", silent.code).fill({"Næste aftale": ago(1)}).press("Gem aftale").is_told_what_is_wrong()
    walker.sees("Den dag er passeret").stops().fill({"Næste aftale": TOMORROW}).press("Gem aftale")
    walker.open(f"{DAY}?who=all")
    does(walker, "Uden kontaktperson", silent.code).choose("Kontaktperson", "Coordinator").press("Gem kontaktperson")
    walker.is_at(page_of(silent)).open(f"{DAY}?who=mine").stops()
    expect(line(walker, "Stille", silent.code)).to_have_count(1)
    assert Session.objects.get().client == citizen


def test_what_awaits_an_answer_stands_first(walker, cast, citizen):
    referral = draft_referral(
        cast.client, from_organisation=cast.municipality, to_organisation=cast.ngo, how_we_meet="drop_in",
        by=cast.coordinator,
    )  # fmt: skip
    send_referral(referral, by=cast.coordinator)
    propose(project=cast.project, organisation=cast.other_ngo, how_to_meet="drop_in", by=cast.other_caseworker)
    walker.enter(cast.caseworker).open(f"{DAY}?who=all").stops()
    expect(walker.page.locator(".due-group h2").first).to_contain_text("Henvisninger, der venter på dit svar")
    walker.enter(cast.coordinator).open(f"{DAY}?who=all").sees("Forslag, der venter på dit svar", "fra NGO two").stops()
    walker.does_not_see("Henvisninger, der venter på dit svar")


def test_the_list_shows_as_many_as_the_day_says(walker, cast, newcomers):
    walker.enter(cast.coordinator).open(f"{DAY}?who=all").stops()
    title = "Nye borgere"
    number = int(group(walker, title).locator(".due-number").inner_text())
    assert number == len(newcomers)
    group(walker, title).get_by_role("link", name=re.compile(f"^Se alle {number}")).click()
    walker.sees(f"{number} borgere").stops().page.go_back()
    code = group(walker, title).locator(".code").first.inner_text()
    does(walker, title, code).is_at(f"/p/AAR/citizens/{code}/")


def test_a_course_and_who_5_are_due(walker, cast, citizen):
    start_course(
        cast.client, goal="improve", starts_on=ago(116), provider=cast.ngo, runs_as=offer(cast, "cti_course"),
        by=cast.coordinator,
    )  # fmt: skip
    walker.enter(cast.coordinator).open(f"{DAY}?who=all").stops()
    does(walker, "Faser, der snart slutter", cast.client.code).sees("Fase 1 af 3").page.go_back()
    does(walker, "WHO-5 for første gang", cast.client.code).press("Gem svar").sees("Intet udsagn er besvaret").stops()
    for statement in walker.page.locator(".statements").get_by_role("group").all():
        statement.get_by_label("Det meste af tiden", exact=True).check()
    walker.press("Gem svar").sees("80").open(f"{DAY}?who=all")
    expect(line(walker, "WHO-5 for første gang", cast.client.code)).to_have_count(0)


def test_the_week_and_the_weeks_about_it(walker, cast, citizen):
    walker.enter(cast.caseworker).open(DAY).go_to("Ugen").stops().follow("Hele organisationens")
    expect(walker.page.locator(".is-today")).to_contain_text("kl. 14.30, på en café")
    walker.follow("Næste uge").does_not_see("kl. 14.30").stops().follow("Denne uge").sees("kl. 14.30")
    walker.follow(citizen.code).is_at(page_of(citizen))


def test_a_colleague_covers_from_a_day_to_a_day(walker, cast, citizen):
    assign(cast.client, worker=cast.caseworker, since=TODAY, reason="other", by=cast.coordinator)
    walker.enter(cast.caseworker).open(DAY).go_to("Afløsning ved fravær").follow("Angiv en kollega, der afløser")
    walker.choose("Hvem afløser", "Colleague").fill({"Sidste dag": ago(1)}).press("Gem afløsning")
    walker.is_told_what_is_wrong().stops().fill({"Sidste dag": TOMORROW}).press("Gem afløsning")
    walker.sees("Colleague afløser Caseworker").stops().open(f"{DAY}?who=mine").sees("afløser dig til og med").stops()
    walker.enter(cast.colleague).open(f"{DAY}?who=mine").sees("Du afløser Caseworker", citizen.code).stops()
    Cover.objects.update(starts_on=ago(9), ends_on=ago(1))
    walker.open(f"{DAY}?who=mine").does_not_see("Du afløser", citizen.code)


def test_nothing_waits(walker, cast):
    Enrolment.objects.filter(client__in=[cast.client, cast.municipal_client]).update(ends_on=ago(1))
    walker.enter(cast.coordinator).open(DAY).sees("Intet venter").stops().follow("Til borgerne")
    assert walker.heading == "Borgere"


def test_two_windows_of_one_day(walker, another, cast, citizen):
    """What was done in the other window is not done twice: the form tells it, or the line is gone."""
    walker.enter(cast.coordinator).open(f"{DAY}?who=all")
    does(another.open(f"{DAY}?who=all"), "Uden kontaktperson", cast.municipal_client.code)
    does(walker, "Uden kontaktperson", cast.municipal_client.code).choose("Kontaktperson", "Coordinator")
    walker.press("Gem kontaktperson").is_at(page_of(cast.municipal_client))
    another.press("Gem kontaktperson").sees("En anden har ændret det her, mens du skrev", "Coordinator").stops()
    another.open(f"{DAY}?who=all")
    expect(line(another, "Uden kontaktperson", cast.municipal_client.code)).to_have_count(0)


def test_signed_out_over_night(walker, cast, citizen):
    walker.sign_in(cast.coordinator).open(f"{DAY}?who=all")
    walker.page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    does(walker, "Aftaler i dag", citizen.code).stops().give_sign_in(cast.coordinator.email, PASSWORD)
    assert walker.heading == "Registrér session"
    walker.page.go_back()
    walker.open(DAY).sees("Aftaler i dag")


@pytest.mark.parametrize("who", ["lead", "outsider", "stranger"])
def test_who_works_with_no_citizen_here_has_no_day(walker, cast, citizen, who):
    walker.enter(getattr(cast, who)).open(DAY)
    assert walker.answer.status == (403 if who == "lead" else 404)
    walker.does_not_see(citizen.code).stops()
    if who == "lead":
        walker.open("/").is_at("/p/AAR/figures/")
        assert "Min dag" not in walker.menu


def test_the_lead_says_when_a_citizen_is_silent(walker, cast, citizen):
    """One definition for every list: the lead's number of days moves the line."""
    Enrolment.objects.filter(client=cast.municipal_client).update(starts_on=ago(10))
    walker.enter(cast.coordinator).open(f"{DAY}?who=all")
    expect(line(walker, "Stille", cast.municipal_client.code)).to_have_count(0)
    walker.enter(cast.lead).open("/").follow("Projekt").fill({"Dage uden kontakt": 0}).press("Gem indstillinger")
    walker.is_told_what_is_wrong().stops().fill({"Dage uden kontakt": 9}).press("Gem indstillinger")
    walker.enter(cast.coordinator).open(f"{DAY}?who=all")
    expect(line(walker, "Stille", cast.municipal_client.code)).to_have_count(1)
