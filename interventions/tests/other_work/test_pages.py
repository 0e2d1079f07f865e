"""The page and its forms: who sees what, what is refused, and how little has to be typed."""

from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from audit.models import Action, AuditEvent
from clients.services import set_reference, withdraw_consent
from interventions.other_work.models import NetworkMeeting, OutreachContact, ProfessionalConsultation
from interventions.other_work.services import correct_entry, remove_entry
from interventions.tests.other_work.conftest import DAY
from projects.access import Role
from projects.services import grant_by_command

PAGE = "/p/AAR/other-work/"
OUTREACH = {"channel": "street", "people": 5, "minutes": 60}
CONSULTATION = {"workplace": "health", "minutes": 20}


def new(kind):
    return f"{PAGE}{kind}/new/"


def dated(facts, **more):
    return {"held_on": localdate(), **facts, **more}


def text(response):
    return " ".join(unescape(response.content.decode()).split())


def numbers(response):
    """{label: cells} of the sums as they are shown."""
    return {row.label: row.cells for row in response.context["rows"]}


def test_an_empty_page_says_how_to_begin_to_each(cast, desk):
    assert "Begin with one of the kinds above" in text(desk(cast.caseworker).get(PAGE))
    assert "its sums stand here" in text(desk(cast.lead).get(PAGE))


def test_the_lead_sees_sums_and_no_entry(cast, desk, log):
    log.training(topic="Noget særligt", knowledge_persons=3)
    page = desk(cast.lead).get(PAGE)
    assert numbers(page) == {
        "Presentation for professionals": ("1", "10", "0.5"),
        "Knowledge persons among the professionals": ("–", "3", "–"),
    }
    assert "Noget særligt" not in text(page)
    assert "/new/" not in text(page)
    assert "Correct" not in text(page)


def test_who_logs_sees_every_organisations_entries_and_changes_its_own(cast, desk, log):
    log.outreach()
    log.outreach(organisation=cast.other_ngo, by=cast.other_caseworker)
    page = desk(cast.caseworker).get(PAGE)
    assert text(page).count("5 people reached") == 2
    assert text(page).count("/correct/") == 1


@pytest.mark.parametrize("who", ["outsider", "stranger", "evaluator", "administrator", "officer"])
def test_nobody_else_sees_anything(cast, desk, log, who):
    log.outreach()
    assert desk(getattr(cast, who)).get(PAGE).status_code == 404


def test_another_projects_work_is_not_counted(cast, desk, log):
    log.outreach(project=cast.other_project)
    assert numbers(desk(cast.lead).get(PAGE)) == {}


def test_the_address_narrows_list_and_sums(cast, desk, log):
    log.outreach(people=3)
    log.outreach(people=40, held_on=localdate() - 40 * DAY, organisation=cast.municipality)
    log.meeting()
    browser, since = desk(cast.caseworker), (localdate() - 40 * DAY).isoformat()
    until = (localdate() - 39 * DAY).isoformat()
    assert numbers(browser.get(PAGE, {"until": until})) == {"Outreach: street": ("1", "40", "0.5")}
    assert numbers(browser.get(PAGE, {"since": since}))["Outreach: street"] == ("2", "43", "1.0")
    assert set(numbers(browser.get(PAGE, {"kind": "meetings"}))) == {"Network meetings"}
    of_host = browser.get(PAGE, {"organisation": cast.municipality.pk})
    assert numbers(of_host) == {"Outreach: street": ("1", "40", "0.5")}
    assert "40 people reached" in text(of_host)
    assert "3 people reached" not in text(of_host)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ({"since": "yesterday"}, "Enter a valid date"),
        ({"since": "2024-02-01", "until": "2024-01-01"}, "The last day lies before the first"),
        ({"kind": "gossip"}, "Select a valid choice"),
        ({"organisation": "0"}, "Select a valid choice"),
    ],
)
def test_a_filter_that_means_nothing_says_so_and_shows_nothing(cast, desk, log, address, words):
    log.outreach()
    page = text(desk(cast.caseworker).get(PAGE, address))
    assert words in page
    assert "people reached" not in page


def test_months_are_headed_and_pages_hold_25(cast, desk, log):
    for _ in range(26):
        log.outreach()
    log.meeting(held_on=localdate() - 65 * DAY)
    browser = desk(cast.caseworker)
    first, second = browser.get(PAGE, {"kind": ""}), browser.get(PAGE, {"kind": "", "page": 2})
    assert [len(month.lines) for month in first.context["months"]] == [25]
    assert [len(month.lines) for month in second.context["months"]] == [1, 1]
    assert "?kind=&amp;page=2" in first.content.decode()


def test_the_number_of_queries_does_not_grow(cast, desk, log):
    browser = desk(cast.caseworker)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(PAGE).status_code == 200
        return len(captured)

    def one_of_each():
        log.outreach()
        log.training()
        log.meeting(attending=[cast.ngo, cast.municipality])
        remove_entry(log.consultation(about=["other", "housing"]), because="Fejl", by=cast.caseworker)
        log.consultation(client=cast.client, about=["other", "housing"])

    one_of_each()
    few = queries()
    for _ in range(5):
        one_of_each()
    assert queries() == few < 40


def test_counselling_about_a_citizen_is_shown_to_who_reaches_the_citizen(cast, desk, log):
    log.consultation(client=cast.client, department="Modtagelsen")
    assert cast.client.code in text(desk(cast.coordinator).get(PAGE))
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.client_ids, event.actor_id) == (Action.LISTED, [cast.client.pk], cast.coordinator.pk)
    for user in (cast.other_caseworker, cast.lead):
        page = text(desk(user).get(PAGE))
        assert cast.client.code not in page
        assert "Modtagelsen" not in page
        assert numbers(desk(user).get(PAGE)) == {}


def test_a_withdrawn_consent_closes_the_entry_too(cast, desk, log):
    entry = log.consultation(client=cast.client)
    withdraw_consent(cast.client.consents.get(), by=cast.coordinator)
    browser = desk(cast.caseworker)
    assert cast.client.code not in text(browser.get(PAGE))
    for verb in ("correct", "remove"):
        assert browser.get(f"{PAGE}consultations/{entry.pk}/{verb}/").status_code == 404
    assert AuditEvent.objects.latest("pk").client_ids == [cast.client.pk]


def test_a_list_about_no_citizen_leaves_no_event(cast, desk, log):
    log.outreach()
    browser, before = desk(cast.caseworker), AuditEvent.objects.count()
    browser.get(PAGE)
    assert AuditEvent.objects.count() == before


def test_outreach_is_logged_from_one_form(cast, desk):
    response = desk(cast.caseworker).post(new("outreach"), dated(OUTREACH), follow=True)
    entry = OutreachContact.objects.get()
    assert (entry.people, entry.organisation, entry.entered_by) == (5, cast.ngo, cast.caseworker)
    assert "The outreach is logged." in text(response)


def test_the_last_one_is_repeated_today_without_its_citizen(cast, desk, log):
    log.consultation(
        client=cast.client, department="Modtagelsen", about=["housing"], held_on=localdate() - 3 * DAY, minutes=25
    )
    browser = desk(cast.caseworker)
    assert "?repeat=last" in text(browser.get(new("consultations")))
    initial = browser.get(new("consultations"), {"repeat": "last"}).context["form"].initial
    assert initial == {
        "held_on": localdate(), "minutes": 25, "workplace": "health", "department": "Modtagelsen", "about": ["housing"],
    }  # fmt: skip


def test_nothing_of_another_person_is_repeated(cast, desk, log):
    log.outreach(people=77)
    browser = desk(cast.colleague)
    assert "?repeat=last" not in text(browser.get(new("outreach")))
    assert browser.get(new("outreach"), {"repeat": "last"}).context["form"].initial == {"held_on": localdate()}


def test_who_works_for_two_organisations_says_for_which(cast, desk):
    grant_by_command(
        user=cast.caseworker, role=Role.CASEWORKER, project=cast.project, organisation=cast.other_ngo,
        starts_on=localdate(),
    )  # fmt: skip
    browser = desk(cast.caseworker)
    assert browser.post(new("outreach"), dated(OUTREACH)).status_code == 422
    browser.post(new("outreach"), dated(OUTREACH, acting_for=cast.other_ngo.pk))
    assert OutreachContact.objects.get().organisation == cast.other_ngo
    refused = browser.post(
        new("consultations"), dated(CONSULTATION, client=cast.client.code, acting_for=cast.other_ngo.pk)
    )
    assert "NGO two does not work with this citizen" in text(refused)
    browser.post(new("consultations"), dated(CONSULTATION, client=cast.client.code, acting_for=cast.ngo.pk))
    assert ProfessionalConsultation.objects.get().client == cast.client


@pytest.mark.parametrize("written", ["code", "CODE", "alias", "reference"])
def test_the_citizen_is_found_by_what_the_worker_knows(cast, desk, written):
    set_reference(cast.client, cast.ngo, reference="R-17", alias="Birk", by=cast.caseworker)
    words = {"code": cast.client.code.lower(), "CODE": f" {cast.client.code} ", "alias": "birk", "reference": "r-17"}
    desk(cast.caseworker).post(new("consultations"), dated(CONSULTATION, client=words[written]))
    assert ProfessionalConsultation.objects.get().client == cast.client
    assert cast.client.interventions.count() == 1


def test_no_citizen_is_one_whom_the_worker_cannot_reach(cast, desk):
    set_reference(cast.client, cast.municipality, reference="R-1", alias="Eg", by=cast.coordinator)
    browser = desk(cast.caseworker)
    for words in (cast.municipal_client.code, cast.other_client.code, "Eg", "R-1", "nobody"):
        refused = browser.post(new("consultations"), dated(CONSULTATION, client=words))
        assert refused.status_code == 422
        assert "You see no citizen with this code" in text(refused)
    assert "CPR" in text(browser.post(new("consultations"), dated(CONSULTATION, client="010190-1234")))
    assert not ProfessionalConsultation.objects.exists()


def test_two_citizens_of_one_alias_want_the_code(cast, desk):
    for citizen in (cast.client, cast.municipal_client):
        set_reference(citizen, cast.municipality, reference="", alias="Eg", by=cast.coordinator)
    refused = desk(cast.coordinator).post(new("consultations"), dated(CONSULTATION, client="eg"))
    assert "Several citizens are called this" in text(refused)


@pytest.mark.parametrize(
    ("kind", "facts", "words"),
    [
        ("outreach", {**OUTREACH, "held_on": "2999-01-01"}, "The date has not come yet"),
        ("outreach", {**OUTREACH, "people": 0}, "greater than or equal to 1"),
        (
            "training",
            {
                "kind": "course",
                "topic": "x",
                "workplace": "ngo",
                "professionals": 2,
                "knowledge_persons": 3,
                "minutes": 5,
            },
            "There are more of them than professionals",
        ),
        ("meetings", {"topic": "Ring 20 30 40 50", "others": 1, "minutes": 5}, "a phone number"),
        ("meetings", {"topic": "x", "others": 0, "minutes": 5}, "Tick who attended"),
        ("consultations", {**CONSULTATION, "department": "x@example.org"}, "an e-mail address"),
    ],
)
def test_a_refused_form_comes_back_with_its_words(cast, desk, kind, facts, words):
    refused = desk(cast.caseworker).post(new(kind), dated({}, **facts) | facts)
    assert refused.status_code == 422
    assert words in text(refused)


def test_partners_are_ticked_at_a_meeting(cast, desk):
    facts = dated({"topic": "Overgange", "attending": [cast.municipality.pk, cast.ngo.pk], "others": 1, "minutes": 60})
    desk(cast.caseworker).post(new("meetings"), facts)
    meeting = NetworkMeeting.objects.get()
    assert {each.pk for each in meeting.attending} == {cast.municipality.pk, cast.ngo.pk}
    stranger = cast.other_project.partnerships.get(is_host=True).organisation
    refused = desk(cast.caseworker).post(new("meetings"), facts | {"attending": [stranger.pk]})
    assert refused.status_code == 422


def test_an_entry_is_corrected_and_removed_from_the_page(cast, desk, log):
    entry, browser = log.outreach(people=5), desk(cast.colleague)
    form = browser.get(f"{PAGE}outreach/{entry.pk}/correct/")
    assert form.context["form"].initial == {"held_on": localdate(), "minutes": 30, "channel": "street", "people": 5}
    page = browser.post(f"{PAGE}outreach/{entry.pk}/correct/", dated(OUTREACH, people=6), follow=True)
    assert "The outreach is corrected." in text(page)
    assert "by Colleague" in text(page)
    (current,) = OutreachContact.objects.current()
    assert browser.post(f"{PAGE}outreach/{current.pk}/remove/", {"removed_because": ""}).status_code == 422
    page = browser.post(f"{PAGE}outreach/{current.pk}/remove/", {"removed_because": "Skrevet to gange"}, follow=True)
    assert "because: Skrevet to gange" in text(page)
    assert numbers(page) == {}


def test_what_counts_no_longer_leads_back_to_the_page(cast, desk, log):
    entry, browser = log.outreach(), desk(cast.caseworker)
    correct_entry(entry, people=6, by=cast.caseworker)
    for verb in ("correct", "remove"):
        response = browser.get(f"{PAGE}outreach/{entry.pk}/{verb}/", follow=True)
        assert response.redirect_chain == [(PAGE, 302)]
        assert "already" in text(response)


@pytest.mark.parametrize("verb", ["correct", "remove"])
def test_another_organisations_entry_is_not_there(cast, desk, log, verb):
    entry = log.outreach()
    for user in (cast.coordinator, cast.other_caseworker, cast.outsider):
        address = f"{PAGE}outreach/{entry.pk}/{verb}/"
        assert desk(user).get(address).status_code == 404
        assert desk(user).post(address, dated(OUTREACH)).status_code == 404
    assert OutreachContact.objects.get().is_current


def test_a_correction_of_counselling_keeps_the_citizen_and_is_logged_as_seen(cast, desk, log):
    entry, browser = log.consultation(client=cast.client), desk(cast.caseworker)
    form = browser.get(f"{PAGE}consultations/{entry.pk}/correct/")
    assert "client" not in form.context["form"].fields
    assert cast.client.code in text(form)
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.client_ids) == (Action.VIEWED, [cast.client.pk])
    browser.post(f"{PAGE}consultations/{entry.pk}/correct/", dated(CONSULTATION, minutes=90))
    (current,) = ProfessionalConsultation.objects.current()
    assert (current.client, current.minutes) == (cast.client, 90)
