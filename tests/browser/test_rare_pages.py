"""Pages that few meet: wrong values, nothing left to choose, very long words, too many attempts."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from clients.services import give_consent, register_client, set_reference
from cti.services import plan_activity
from interventions.models import NationalInterventionType
from interventions.services import log_intervention, log_session, offer_own_type, offer_type
from projects.access import Role
from projects.services import grant_by_command

TODAY = localdate()
NUMBER = "0101901234"  # as long as a civil registration number


def page_of(client):
    return reverse("casework:citizen", args=[client.project.code, client.code])


def test_a_number_that_identifies_is_refused_at_its_field(person, cast):
    person.enter(cast.coordinator).open("/p/AAR/register/new/").fill({"Eget kaldenavn": NUMBER})
    person.press("Registrér borger").is_told_what_is_wrong()
    assert person.page.locator("#id_alias").get_attribute("aria-invalid") == "true"
    person.looks_right()


def test_a_search_for_such_a_number_is_refused_and_not_repeated(person, cast):
    person.enter(cast.coordinator).open("/p/AAR/citizens/").fill({"Kode, eget": NUMBER})
    refusal = person.page.locator("#citizens [role=alert]")
    refusal.wait_for()
    assert NUMBER not in person.page.url + person.page.locator("main").inner_text()
    person.looks_right()


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("officer", "/log/?since=yesterday"),
        ("lead", "/p/AAR/figures/?as_of=32.13.2020"),
        ("lead", "/p/AAR/figures/?as_of=1999-01-01"),
    ],
)
def test_a_date_that_is_none_is_told(person, cast, who, path):
    person.enter(getattr(cast, who)).open(path)
    if "1999" not in path:
        assert person.page.locator("main [role=alert]").count() >= 1
    person.looks_right()


def test_a_file_that_is_no_workbook_is_refused(person, cast):
    person.enter(cast.coordinator).open("/p/AAR/import/")
    file = {"name": "registrering.xlsx", "mimeType": "text/plain", "buffer": b"Borger-ID;Startdato"}
    person.page.get_by_label("Regneark").set_input_files(file)
    person.press("Vis, hvad der vil ske").looks_right()
    assert person.page.locator("[role=alert]").count() == 1


def test_who_5_without_any_answer_is_refused(person, cast):
    person.enter(cast.coordinator).open(page_of(cast.client) + "who5/new/").press("Gem svar")
    person.sees("Intet udsagn er besvaret").looks_right()


def test_too_many_wrong_passwords(person, cast):
    for _attempt in range(6):
        person.open("/login/").give_sign_in(cast.stranger.email, "not the password at all")
    person.sees("for mange").looks_right()


def test_a_closed_account_is_told_so(person, cast):
    cast.stranger.is_active = False
    cast.stranger.save()
    person.sign_in(cast.stranger).does_not_see("Velkommen").looks_right()


def test_whoever_works_in_two_projects_chooses_one(person, cast):
    grant_by_command(
        user=cast.coordinator, role=Role.COORDINATOR, starts_on=TODAY, project=cast.other_project,
        organisation=cast.other_client.links.get().organisation,
    )  # fmt: skip
    person.enter(cast.coordinator).open("/").looks_right().follow("Project O").is_at("/p/ODE/today/")
    person.page.locator(".top-bar summary").first.click()
    person.looks_right().follow("Project A").is_at("/p/AAR/today/")


def test_nobody_is_left_to_consent_to(person, cast):
    give_consent(cast.client, cast.other_ngo, starts_on=TODAY, by=cast.coordinator)
    person.enter(cast.coordinator).open(page_of(cast.client) + "consent/").looks_right()
    assert person.page.locator("main form").count() == 0


def test_a_partner_s_coordinator_proposes_where_the_host_registers(person, cast):
    grant_by_command(
        user=cast.stranger, role=Role.COORDINATOR, starts_on=TODAY, project=cast.project, organisation=cast.ngo
    )
    person.enter(cast.stranger).open("/p/AAR/register/new/")
    person.is_at("/p/AAR/proposals/new/").looks_right()


@pytest.fixture
def long_words(cast, rows):
    """A citizen about whom everything is one word as long as its field allows."""
    client, by = rows.client, cast.coordinator
    set_reference(client, cast.municipality, alias="W" * 60, reference="M" * 60, by=by)
    own = offer_own_type(cast.project, name="Samtalegruppe" * 7, is_material_help=False, by=None)
    logged = log_intervention(
        client=client, type=own, starts_on=TODAY, provider_text="Forening" * 12, logged_for=cast.municipality, by=by
    )
    log_session(logged, held_on=TODAY, note="Hverdag" * 70, logged_for=cast.municipality, by=by)
    plan_activity(rows.course.phases.get(number=1), area="economy", activity="Budget" * 33, by=by)
    return rows, logged


def test_long_words_do_not_widen_a_page(person, cast, long_words):
    rows, logged = long_words
    person.enter(cast.coordinator)
    pages = [
        page_of(rows.client),
        page_of(rows.client) + f"courses/{rows.course.pk}/",
        page_of(rows.client) + f"interventions/{logged.pk}/",
        "/p/AAR/citizens/",
        "/p/AAR/figures/",
    ]
    for path in pages:
        person.open(path).looks_right()
    person.enter(cast.lead).open("/p/AAR/catalogue/").looks_right()


def test_a_citizen_with_a_long_story_fits(person, cast):
    start = TODAY - dt.timedelta(days=700)
    client = register_client(project=cast.project, organisation=cast.municipality, starts_on=start, by=cast.coordinator)
    for national in NationalInterventionType.objects.all():
        log_intervention(
            client=client, type=offer_type(cast.project, national=national, by=None), starts_on=start,
            ends_on=TODAY - dt.timedelta(days=1), provider=cast.ngo, logged_for=cast.municipality, by=cast.coordinator,
        )  # fmt: skip
    person.enter(cast.coordinator).open(page_of(client))
    person.page.locator("summary", has_text="afsluttede").first.click()
    person.looks_right()
