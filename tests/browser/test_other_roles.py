"""What a caseworker, a project lead, an administrator and a data protection officer do, and a workbook's way in."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import User
from clients.models import Client
from clients.services import give_consent, withdraw_consent
from interventions.models import NationalInterventionType, Session
from interventions.services import log_intervention, offer_type
from projects.models import Membership
from tests.workbooks import answer, citizen, intervention, saved, sheets
from wellbeing.models import WellbeingResponse

TODAY = localdate()
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NEW_PASSWORD = "three quiet green bicycles"


def page_of(client):
    return reverse("casework:citizen", args=[client.project.code, client.code])


@pytest.fixture
def consent(cast):
    """The citizen that NGO one does not reach without it."""
    return give_consent(
        cast.municipal_client, cast.ngo, starts_on=TODAY - dt.timedelta(days=10), covers_wellbeing=True,
        by=cast.coordinator,
    )  # fmt: skip


@pytest.fixture
def logged(cast, consent):
    kind = NationalInterventionType.objects.get(name="Gruppeterapi")
    return log_intervention(
        client=cast.municipal_client, type=offer_type(cast.project, national=kind, by=None),
        starts_on=TODAY - dt.timedelta(days=9), provider=cast.ngo, logged_for=cast.municipality, by=cast.coordinator,
    )  # fmt: skip


def finds_nothing(person, path):
    person.open(path)
    assert person.answer.status == 404
    assert person.heading == "Siden findes ikke"
    return person


def test_a_caseworker_sees_the_citizen_only_while_the_consent_lasts(person, cast):
    client = cast.municipal_client
    finds_nothing(person.sign_in(cast.caseworker), page_of(client))
    consent = give_consent(client, cast.ngo, starts_on=TODAY, by=cast.coordinator)
    person.open("/").is_at("/p/AAR/today/").follow(client.code).sees("NGO one")
    assert person.heading == client.code
    finds_nothing(person, page_of(cast.other_client))
    finds_nothing(person, page_of(cast.other_client).replace("ODE", "AAR", 1))
    withdraw_consent(consent, by=cast.coordinator)
    finds_nothing(person, page_of(client))
    person.open("/p/AAR/citizens/").does_not_see(client.code)


def test_a_caseworker_logs_a_session_and_who_5(person, cast, logged):
    client = cast.municipal_client
    person.enter(cast.caseworker).open(page_of(client)).follow("Gruppeterapi").follow("Registrér session")
    person.tick("Kom ikke", "Netværk").press("Gem session").sees("Kom ikke", "Netværk", "NGO one")
    session = Session.objects.get(client=client)
    assert (session.logged_by, session.logged_for, session.attendance) == (cast.caseworker, cast.ngo, "no_show")
    person.open(page_of(client)).follow("Indtast WHO-5")
    for statement in person.page.locator(".statements").get_by_role("group").all():
        statement.get_by_label("Lidt mere end halvdelen af tiden", exact=True).check()
    person.press("Gem svar").sees("60", "af 100 point")
    assert WellbeingResponse.objects.get(client=client).recorded_for == cast.ngo


def test_a_caseworker_neither_registers_nor_enrols(person, cast, consent):
    person.enter(cast.caseworker).open(page_of(cast.municipal_client))
    places = ["Min dag", "Borgere", "Sessioner", "Mere"]
    more = ["Ugen", "Henvisninger", "Forslag", "Øvrigt arbejde", "Afløsning ved fravær"]
    assert person.menu == places + more
    links = person.page.locator("main a").all_inner_texts()
    assert not {"Afslut indskrivning", "Registrér samtykke", "Ret oplysninger"} & set(links)
    person.open(reverse("casework:register", args=["AAR"]))
    assert person.answer.status == 403
    person.sees("Du har ikke adgang")


def test_a_lead_opens_figures_as_of_a_day(person, cast, logged):
    person.sign_in(cast.lead).is_at("/p/AAR/figures/")
    assert person.menu == ["Tal", "Projekt", "Mere", "Indsatstyper", "Tilbud", "Medarbejdere", "Økonomi"]
    day = TODAY - dt.timedelta(days=30)
    assert row(person, "Gruppeterapi") == ["Gruppeterapi", "1"]
    person.fill({"Tal opgjort pr.": day}).press("Vis tal").sees("Projektet har registreret 2 borgere")
    assert f"as_of={day}" in person.page.url
    assert row(person, "Gruppeterapi") == ["Gruppeterapi", "0"]
    person.open("/p/AAR/figures/").sees("Tabel 1", "Figur 1")
    assert person.page.locator("main table").count() >= 8
    assert person.page.locator("main figure svg").count() >= 2
    assert finds_no_citizen(person, cast)


def row(person, heading):
    return person.page.get_by_role("row", name=re.compile(f"^{heading}")).first.inner_text().split()


def finds_no_citizen(person, cast):
    person.open(page_of(cast.client))
    return person.answer.status == 403 and cast.client.code not in person.page.content()


@pytest.mark.parametrize("name", ["Intern rapport: PDF", "Offentlig rapport: PDF"])
def test_a_lead_downloads_the_report(person, cast, name):
    link = person.enter(cast.lead).open("/p/AAR/figures/").page.get_by_role("link", name=name)
    answer = person.page.request.get(person.server.url + link.get_attribute("href"))
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.body().startswith(b"%PDF-")
    assert re.search(r"AAR-\d{4}-\d\d-\d\d\.pdf", answer.headers["content-disposition"])


def test_an_invited_person_begins_and_is_given_work(person, cast, settings, live_server):
    settings.ORIGIN = live_server.url
    invites(person.sign_in(cast.administrator))
    chooses_a_password(person, link_in_the_mail())
    user = User.objects.get(email="ny@example.org")
    person.sign_in(user, NEW_PASSWORD).sees(
        "Velkommen, Ny Medarbejder", "her er ikke noget til dig endnu"
    ).looks_right()
    assert person.menu == []
    proposes(person.enter(cast.administrator), user, cast)
    assert not Membership.objects.get(user=user).approved_at
    person.enter(cast.lead).open("/p/AAR/people/").press("Godkend – Ny Medarbejder").sees("Medlemskabet er godkendt")
    person.sign_in(user, NEW_PASSWORD).is_at("/p/AAR/today/").sees(cast.client.code).does_not_see(
        cast.municipal_client.code
    )


def invites(person):
    person.is_at("/people/").follow("Invitér en person")
    person.fill({"E-mail": "ny@example.org", "Navn": "Ny Medarbejder"}).press("Send invitation")
    person.is_at("/people/").sees("Invitationen er sendt", "ny@example.org")


def link_in_the_mail():
    [message] = mail.outbox
    assert message.to == ["ny@example.org"]
    return re.search(r"https?://\S+(/invitation/\S+)", message.body).group(1)


def chooses_a_password(person, path):
    person.page.context.clear_cookies()
    person.open(path).sees("Velkommen, Ny Medarbejder").fill({"Adgangskode": "short", "Den samme": "short"})
    person.press("Gem adgangskode").sees("mindst 12 tegn").looks_right()
    person.fill({"Adgangskode": NEW_PASSWORD, "Den samme": NEW_PASSWORD}).press("Gem adgangskode")
    person.is_at("/login/").sees("Din konto er klar")
    person.open(path).sees("Invitationen virker ikke længere").looks_right()


def proposes(person, user, cast):
    person.open("/people/").follow("Foreslå medlemskab – Ny Medarbejder")
    person.choose("Rolle", "medarbejder").choose("Projekt og organisation", "Project A – NGO one")
    person.press("Foreslå medlemskab").is_at("/people/").sees("En anden afgør det")


def test_an_officer_sees_who_saw_whom(person, cast):
    person.enter(cast.coordinator).open(page_of(cast.client))
    person.sign_in(cast.officer).is_at("/log/").sees("Coordinator", "set", "Project A")
    assert person.menu == ["Log"]
    person.choose("Person", "Coordinator").choose("Hvad", "set").press("Vis")
    rows = person.page.locator("main tbody tr").all_inner_texts()
    assert len(rows) == 1
    assert str(cast.client.pk) in rows[0]
    assert cast.client.code not in person.page.content()
    person.choose("Person", "Lead").press("Vis").sees("Intet passer til filteret")


def chooses_workbook(person, content):
    file = {"name": "registrering.xlsx", "mimeType": XLSX, "buffer": saved(content).read()}
    person.open("/p/AAR/citizens/").follow("Overtag et regneark")
    person.page.get_by_label("Regneark").set_input_files(file)
    return person.press("Vis, hvad der vil ske")


def test_a_workbook_is_looked_through_corrected_and_taken_over(person, cast):
    before = Client.objects.count()
    person.enter(cast.coordinator)
    wrong = sheets([citizen("1", Alder=12), citizen("2", Køn="Ved ikke")], [intervention("3")])
    chooses_workbook(person, wrong).sees("3 fejl skal rettes", "Skal rettes", "Alder", "Køn").looks_right()
    assert person.page.get_by_role("button", name="Overtag", exact=True).count() == 0
    person.press("Slet filen, og vælg en anden").sees("Filen er slettet")
    good = sheets([citizen("1", Alder=32), citizen("2", Køn="Kvinde")], [intervention("1")], [answer("2")])
    chooses_workbook(person, good).sees("Bliver oprettet", "2 borgere")
    assert Client.objects.count() == before
    person.press("Overtag").sees("Regnearket er overtaget")
    assert Client.objects.count() == before + 2
    chooses_workbook(person, good).sees("Der er intet at overtage")
