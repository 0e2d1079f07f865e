"""The journey "log interventions", on a phone and at a desk: sessions, groups, visits, notes, other work."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from clients.assignments.services import assign
from clients.models import Client
from clients.services import register_client, set_reference
from conftest import PASSWORD
from interventions.models import GroupSession, Session
from interventions.other_work.models import OutreachContact, ProfessionalConsultation
from interventions.services import log_session
from tests.browser.journeys import PHONE_NUMBER, TODAY, TOMORROW, ago, begin, offer, page_of
from tests.browser.person import Counted

CHANGED = "En anden har ændret det her, mens du skrev"


@pytest.fixture
def therapy(cast):
    """NGO one's own with its citizen, who has an appointment today."""
    set_reference(cast.client, cast.ngo, reference="", alias="Havnen", by=cast.caseworker)
    assign(cast.client, worker=cast.caseworker, since=TODAY, by=cast.coordinator)
    Client.objects.filter(pk=cast.client.pk).update(next_appointment_on=TODAY)
    return begin(cast, cast.client, since=ago(40), at=cast.ngo, by=cast.caseworker)


@pytest.fixture
def group(cast):
    return offer(cast, "group_therapy")


def quick_form(cast):
    return page_of(cast.client) + "log/"


def log_link(person, client):
    return person.page.get_by_role("link", name=re.compile(f"^Registrér session.*{client.code}"))


@pytest.mark.parametrize("who", ["coordinator", "caseworker"])
def test_from_my_day_in_at_most_five_interactions(walker, cast, therapy, who):
    walker.enter(getattr(cast, who)).open("/").is_at("/p/AAR/today/").sees("Aftaler i dag").stops()
    counted = Counted(walker)
    counted.clicks(log_link(walker, cast.client))
    walker.sees(cast.client.code).stops()
    if who == "coordinator":  # who has logged nothing yet, so nothing is proposed but what runs
        expect(walker._field("Indsatstype")).to_have_value(re.compile(r"own-\d+"))
    counted.does("fill", {"Minutter": 30}).does("tick", "Bolig").does("press", "Gem session")
    walker.sees("Sessionen er registreret").stops()
    assert counted.steps == 4
    session = Session.objects.get()
    assert (session.client, session.held_on, session.minutes) == (cast.client, TODAY, 30)
    walker.open("/").does_not_see("Aftaler i dag")


def test_the_last_session_again_takes_three(walker, cast, therapy):
    log_session(therapy, held_on=ago(7), minutes=45, kind="phone", challenges=["economy"], logged_for=cast.ngo,
                by=cast.caseworker)  # fmt: skip
    walker.enter(cast.caseworker).open("/")
    counted = Counted(walker).does("follow", cast.client.code).does("follow", "Gentag sidste session")
    counted.does("press", "Gem session")
    assert counted.steps <= 5
    again = Session.objects.first()
    assert (again.held_on, again.minutes, again.kind) == (TODAY, 45, "phone")
    assert [topic.challenge for topic in again.topics.all()] == ["economy"]


def test_what_is_refused_comes_back_whole(walker, cast, therapy):
    walker.enter(cast.caseworker).open(quick_form(cast)).fill({"Dato": TOMORROW, "Kort notat": f"Ring {PHONE_NUMBER}"})
    walker.fill({"Minutter": 20}).press("Gem session").is_told_what_is_wrong().sees("Det ligner et telefonnummer")
    walker.stops().fill({"Kort notat": "Hun ringer selv"}).press("Gem session").is_told_what_is_wrong()
    walker.sees("Datoen er ikke kommet endnu").fill({"Dato": ago(420)}).press("Gem session").is_told_what_is_wrong()
    walker.sees("Borgeren blev først indskrevet").stops()
    walker.tick("Datoen er rigtig, selvom borgeren ikke var indskrevet").press("Gem session")
    walker.sees("Sessionen er registreret")
    session = Session.objects.get()
    assert (session.held_on, session.minutes, session.note) == (ago(420), 20, "Hun ringer selv")


def test_signed_out_while_writing_the_note(walker, cast, therapy):
    walker.sign_in(cast.caseworker).open(quick_form(cast)).fill({"Kort notat": "Kaffe og en lang snak"})
    walker.page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    walker.press("Gem session").give_sign_in(cast.caseworker.email, PASSWORD).is_at(quick_form(cast))
    walker.sees("Det, du skrev, er her stadig").stops()
    expect(walker._field("Kort notat")).to_have_value("Kaffe og en lang snak")
    walker.press("Gem session").sees("Sessionen er registreret")
    assert Session.objects.get().note == "Kaffe og en lang snak"


def test_a_double_click_logs_once_and_the_back_button_brings_no_note_back(walker, cast, therapy):
    walker.enter(cast.caseworker).open(quick_form(cast)).fill({"Kort notat": "Kaffe"})
    walker.page.get_by_role("button", name="Gem session", exact=True).dblclick()
    walker.is_at(page_of(cast.client))
    assert Session.objects.count() == 1
    walker.page.go_back()
    assert walker.heading == "Registrér session"
    expect(walker._field("Kort notat")).to_have_value("")


def test_two_windows_on_one_session(walker, another, cast, therapy):
    session = log_session(therapy, held_on=TODAY, minutes=45, logged_for=cast.ngo, by=cast.caseworker)
    form = f"{page_of(cast.client)}sessions/{session.pk}/"
    walker.enter(cast.caseworker).open(form).fill({"Minutter": 15})
    another.open(form).fill({"Minutter": 60}).press("Gem session").sees("Sessionen er rettet")
    walker.press("Gem session").sees(CHANGED, "60").stops().press("Behold det, der står nu")
    expect(walker._field("Minutter")).to_have_value("60")
    walker.fill({"Minutter": 15}).press("Gem session").sees("Sessionen er rettet", "15 minutter")


def test_a_locked_note_is_added_to_and_another_s_is_not_read(walker, cast, therapy):
    for_ngo = log_session(therapy, held_on=ago(20), note="Kaffe", logged_for=cast.ngo, by=cast.caseworker)
    Session.objects.filter(pk=for_ngo.pk).update(logged_at=for_ngo.logged_at - (TODAY - ago(20)))
    walker.enter(cast.caseworker).open(page_of(cast.client)).follow(str(therapy.type)).stops()
    assert walker.page.get_by_role("link", name=re.compile(r"^Ret\s*:")).count() == 0
    walker.page.get_by_role("link", name=re.compile("^Tilføj til notatet")).click()
    walker.press("Gem tilføjelse").is_told_what_is_wrong().stops().fill({"Tilføjelse": "Og en lang snak"})
    walker.press("Gem tilføjelse").sees("Tilføjelsen er gemt", "Kaffe", "Og en lang snak").stops()
    walker.enter(cast.coordinator).open(page_of(cast.client)).follow(str(therapy.type))
    walker.sees("Notat fra en anden organisation").does_not_see("Kaffe", "Og en lang snak").stops()


@pytest.mark.parametrize("who", ["coordinator", "caseworker"])
def test_a_group_is_one_entry(walker, cast, group, who):
    walker.enter(getattr(cast, who)).open("/").go_to("Sessioner").stops().follow("Registrér gruppesession").stops()
    walker.choose("Indsatstype", str(group)).fill({"Minutter": 90, "Dato": TOMORROW}).press("Gem gruppesession")
    walker.is_told_what_is_wrong().sees("Datoen er ikke kommet endnu").fill({"Dato": TODAY}).press("Gem gruppesession")
    walker.sees("Sæt flueben ved dem, der deltog").stops()
    walker.page.get_by_label(cast.client.code).check()
    walker.fill({"Deltagere uden kode": 3}).page.get_by_role("button", name="Gem gruppesession").dblclick()
    walker.sees("registreret for 1 borger", "3 deltagere uden kode").stops()
    assert GroupSession.objects.get().sessions.get().client == cast.client
    walker.follow("Registrér gruppesession").press("Gentag sidste")
    expect(walker.page.locator(".pick input:checked")).to_have_count(1)


def test_clothes_and_visits_take_one_tap(walker, cast):
    cafe, clothes = offer(cast, "drop_in"), offer(cast, "free_clothes")
    walker.enter(cast.caseworker).open(page_of(cast.client)).press(f"Registrér besøg i dag: {cafe}")
    walker.sees("er registreret i dag").stops().press(f"Registrér besøg i dag: {cafe}").sees("var allerede")
    walker.press(f"Udleveret i dag: {clothes}").sees(f"{clothes} er registreret i dag").stops()
    assert Session.objects.count() == 2


def test_an_intervention_begins_and_ends(walker, cast):
    kind = offer(cast, "individual_therapy")
    walker.enter(cast.caseworker).open(page_of(cast.client)).follow("Registrér indsats").fill({"Start": TOMORROW})
    walker.press("Gem indsats").is_told_what_is_wrong().sees("Vælg en").stops().choose("Indsatstype", str(kind))
    walker.press("Gem indsats").sees("Datoen er ikke kommet endnu").fill({"Start": ago(20)}).press("Gem indsats")
    walker.follow(str(kind)).stops().follow("Afslut indsats").fill({"Slut": ago(30)}).press("Afslut indsats")
    walker.is_told_what_is_wrong().stops().fill({"Slut": TODAY}).press("Afslut indsats").sees("Indsatsen er afsluttet")


def test_an_anonymous_citizen_s_session_has_no_words(walker, cast):
    nobody = register_client(
        project=cast.project, organisation=cast.municipality, starts_on=TODAY, is_anonymous=True, by=cast.coordinator
    )
    begin(cast, nobody)
    walker.enter(cast.coordinator).open(page_of(nobody)).follow("Registrér session").stops()
    assert walker.page.get_by_label("Kort notat").count() == 0
    walker.tick("Kom ikke").press("Gem session").sees("Sessionen er registreret").stops()
    assert Session.objects.get().attendance == "no_show"


def test_counsels_a_professional_and_reaches_out(walker, cast):
    walker.enter(cast.caseworker).open("/").go_to("Øvrigt arbejde").stops().follow("Registrér rådgivning til fagperson")
    walker.fill({"Dato": TOMORROW, "Minutter": 20, "Borger": cast.municipal_client.code})
    walker.choose("Arbejdsplads", "Jobcenter").press("Gem").is_told_what_is_wrong().sees("Du ser ingen borger").stops()
    walker.fill({"Borger": cast.client.code}).press("Gem").sees("Datoen er ikke kommet endnu")
    walker.fill({"Dato": TODAY}).press("Gem").sees(cast.client.code).stops()
    walker.follow("Registrér opsøgende arbejde").fill({"Minutter": 90, "Antal mennesker": 7}).choose("Hvordan", "Gaden")
    walker.page.get_by_role("button", name="Gem", exact=True).dblclick()
    walker.is_at("/p/AAR/other-work/")
    assert (OutreachContact.objects.count(), ProfessionalConsultation.objects.get().client) == (1, cast.client)
    walker.enter(cast.lead).open("/p/AAR/other-work/").sees("Gaden".lower(), "7").does_not_see(cast.client.code).stops()
    walker.open("/p/AAR/log/")
    assert walker.answer.status == 403
