"""A coordinator's work with one citizen, from the first meeting to the end of the course."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from casework.services import start_course
from clients.models import Client, Consent
from clients.services import register_client
from cti.models import Course, PlannedActivity
from interventions.models import InterventionType, NationalInterventionType, Session
from interventions.services import offer_type
from wellbeing.models import WellbeingResponse

TODAY = localdate()


def ago(days):
    return (TODAY - dt.timedelta(days=days)).isoformat()


def page_of(client):
    return reverse("casework:citizen", args=[client.project.code, client.code])


@pytest.fixture
def citizen(cast):
    """Registered a hundred days ago; nothing else is known."""
    start = TODAY - dt.timedelta(days=100)
    return register_client(project=cast.project, organisation=cast.municipality, starts_on=start, by=cast.coordinator)


@pytest.fixture
def at_work(person, cast, citizen):
    return person.enter(cast.coordinator).open(page_of(citizen))


def test_registers_a_citizen_on_one_page_and_gets_a_code(person, cast):
    person.sign_in(cast.coordinator).is_at("/p/AAR/today/").follow("Registrér")
    person.fill({"Kode": "Den blå cykel"}).press("Søg").sees("Ingen blev fundet").follow("Registrér en ny borger")
    person.fill({"Startdato": ago(90), "Henvist fra": "Et krisecenter", "Fødselsår": 1990})
    person.fill({"Eget kaldenavn": "Den blå cykel", "Næste aftale": TODAY}).choose("Hvor", "På en café")
    person.tick_in("Borgerens ønske", "Exit").tick_in("Køn", "Kvinde").press("Registrér borger")
    assert person.heading == "Borgeren er registreret"
    code = person.page.locator(".code-card").inner_text()
    client = Client.objects.get(code=code)
    assert (client.birth_year, client.gender, client.wish, client.source.name) == (
        1990,
        "woman",
        "leave",
        "Et krisecenter",
    )
    person.follow("Til borgerens side").sees("Den blå cykel", "Kvinde", "Et krisecenter", "på en café")
    assert person.heading == code
    person.follow("Borgere").sees("3 borgere", "Den blå cykel")


def test_ends_the_enrolment_and_enrols_again(at_work, citizen):
    at_work.follow("Afslut indskrivning").fill({"Slutdato": ago(30)}).press("Afslut indskrivning")
    at_work.is_at(page_of(citizen)).sees("Indskrivningen er afsluttet", "Ikke indskrevet nu").looks_right()
    at_work.follow("Indskriv igen").fill({"Startdato": TODAY}).press("Indskriv borger")
    at_work.is_at(page_of(citizen)).sees("Borgeren er indskrevet igen", "indskrevet")
    stays = list(citizen.enrolments.order_by("starts_on").values_list("starts_on", "ends_on"))
    assert stays == [(TODAY - dt.timedelta(days=100), TODAY - dt.timedelta(days=30)), (TODAY, None)]


def test_records_and_withdraws_a_consent(at_work, cast, citizen):
    at_work.follow("Registrér samtykke").tick_in("Organisation", "NGO one").tick_in("Hvordan", "Skriftligt")
    at_work.tick("Må se borgerens trivselsmålinger (WHO-5)").press("Gem samtykke")
    at_work.is_at(page_of(citizen)).sees("Samtykket er gemt")
    consent = Consent.objects.get(client=citizen)
    assert (consent.organisation, consent.given_how) == (cast.ngo, "written")
    assert (consent.covers_wellbeing, consent.covers_notes) == (True, False)
    at_work.follow("Træk tilbage samtykket til NGO one").sees("NGO one mister adgangen")
    at_work.press("Træk samtykke tilbage").is_at(page_of(citizen)).sees("NGO one har ikke længere adgang")
    consent.refresh_from_db()
    assert consent.withdrawn_on == TODAY


def test_logs_an_intervention_of_the_national_catalogue_and_a_session(at_work, cast, citizen):
    at_work.follow("Registrér indsats").choose("Indsatstype", "Individuel terapi").choose("Udfører", "NGO one")
    at_work.fill({"Start": ago(20)}).press("Gem indsats")
    kind = InterventionType.objects.get(project=cast.project, name="Individuel terapi")
    assert kind.national is not None
    at_work.open(page_of(citizen)).follow("Individuel terapi").follow("Registrér session")
    at_work.fill({"Dato": ago(3), "Minutter": 45, "Kort notat": "Vi talte om budget."})
    at_work.tick("Deltog", "Økonomi", "Bolig").press("Gem session")
    at_work.sees("Vi talte om budget.", "45 minutter", "Økonomi", "Bolig")
    session = Session.objects.get(intervention__client=citizen)
    assert [str(topic) for topic in session.topics.all()] == ["Økonomi", "Bolig"]


def test_opens_a_contact_period_and_starts_the_course(at_work, cast, citizen):
    at_work.follow("Begynd kontaktetablering").tick("Exit").fill({"Kontaktetablering fra": ago(40)})
    at_work.press("Begynd kontaktetablering").sees("Kontaktetablering siden").looks_right()
    at_work.follow("Start CTI-forløb").fill({"Start": ago(10)})
    at_work.press("Start forløb").sees("Fase 1 af 3", "Aktivitetsplan")
    course = Course.objects.get(client=citizen)
    assert (course.contact_starts_on, course.starts_on) == (
        dt.date.fromisoformat(ago(40)),
        dt.date.fromisoformat(ago(10)),
    )
    at_work.open(page_of(citizen)).sees("Fase 1 af 3", "CTI-forløb")


@pytest.fixture
def course(cast, citizen):
    kind = NationalInterventionType.objects.get(name="CTI-forløb")
    return start_course(
        citizen, goal="improve", starts_on=TODAY - dt.timedelta(days=50), provider=cast.municipality,
        runs_as=offer_type(cast.project, national=kind, by=None), by=cast.coordinator,
    )  # fmt: skip


@pytest.fixture
def at_course(at_work, course, citizen):
    return at_work.open(reverse("cti:course", args=["AAR", citizen.code, course.pk]))


def test_sets_the_goal_and_keeps_the_citizen_s_own_words(at_course, course):
    at_course.follow("Ret mål").tick("Exit").fill(
        {"Siden": ago(5), "Med borgerens egne ord": "Jeg vil bo for mig selv."}
    )
    at_course.press("Gem mål").sees("Jeg vil bo for mig selv.", "exit").looks_right()
    assert [goal.goal for goal in course.goals.order_by("since")] == ["improve", "leave"]


def test_plans_the_first_phase(at_course, course, citizen):
    at_course.follow("Vælg fokusområder i fase 1").tick("Økonomi", "Bolig", "Netværk").press("Gem fokusområder")
    at_course.sees("Økonomi", "Bolig", "Netværk").follow("Planlæg aktivitet i fase 1")
    at_course.choose("Fokusområde", "Bolig").fill({"Aktivitet": "Skriv en ansøgning"}).choose("Udfører", "NGO one")
    at_course.press("Gem aktivitet").sees("Skriv en ansøgning", "Planlagt")
    at_course.follow("Skriv en ansøgning").choose("Status", "Udført").press("Gem aktivitet").sees("Udført")
    activity = PlannedActivity.objects.get(phase__course=course)
    assert (activity.area, activity.status, activity.provider.name) == ("housing", "done", "NGO one")


def test_ends_the_course_with_a_reason(at_course, course):
    at_course.follow("Afslut forløb").fill({"Slut": TODAY}).tick("Mål nået").press("Afslut forløb")
    at_course.sees("Forløbet er afsluttet", "Mål nået").looks_right()
    course.refresh_from_db()
    assert (course.ends_on, course.end_reason) == (TODAY, "goal_reached")


def answer(person, day, choices):
    person.follow("Indtast WHO-5").fill({"Dato": day})
    statements = person.page.locator(".statements").get_by_role("group")
    for number, choice in enumerate(choices):
        statements.nth(number).get_by_label(choice, exact=True).check()
    return person.press("Gem svar")


def test_enters_who_5_and_sees_score_risk_group_and_curve(at_work, citizen):
    answer(at_work, TODAY, ["Det meste af tiden"] * 5)
    at_work.sees("80", "af 100 point", "ingen umiddelbar risiko for depression eller stress")
    at_work.follow("Videre til borgeren").is_at(page_of(citizen))
    assert at_work.page.locator("#wellbeing svg").count() == 0
    answer(at_work, ago(60), ["Lidt af tiden"] * 5).sees("20", "høj risiko for depression eller stress").looks_right()
    at_work.follow("Videre til borgeren").sees("tydelig fremgang").looks_right()
    assert at_work.page.locator("#wellbeing svg").count() == 1
    scores = WellbeingResponse.objects.filter(client=citizen).order_by("answered_on").values_list("score", flat=True)
    assert list(scores) == [20, 80]


def test_leaves_a_statement_out_and_then_corrects_the_answer(at_work, citizen):
    answer(at_work, TODAY, ["Hele tiden"] * 4).sees("Udsagn 5 er ikke besvaret").looks_right()
    at_work.follow("Ret svarene")
    at_work.page.locator(".statements").get_by_role("group").nth(4).get_by_label("Hele tiden", exact=True).check()
    at_work.press("Gem rettelse").sees("100", "af 100 point").follow("Videre til borgeren").sees("rettet")
    assert re.search(r"\b100\b", at_work.page.locator("#wellbeing table").inner_text())
