"""Two people on one record: the later one sees what changed and chooses. Every form that changes a row stands here."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.utils import translation
from django.utils.timezone import localdate

from casework.baseline.services import save_baseline
from casework.registration import correct_facts, plan_appointment
from casework.services import end_course
from clients.assignments.services import assign
from clients.directory.services import change_offer
from clients.homes import change_agreement, change_home
from clients.onward import note_onward_outcome
from clients.referrals.services import change_draft
from clients.services import change_facts, end_enrolment, set_reference
from cti.models import PlannedActivity
from cti.services import change_activity, choose_focus, set_goal
from interventions.catalogue.services import change_type
from interventions.groups.correcting import correct_group_session
from interventions.notes.services import correct_session
from interventions.services import change_dates, end_intervention
from projects.conflicts import in_words, plain
from projects.models import Municipality
from projects.money.services import set_lapse
from projects.services import change_project_settings, end_membership
from projects.writing import WritingPage
from tests.test_sent_once import FORMS, GUARDED_BY_THEIR_SERVICE
from tests.writing import FORM_PAGES, address_of, hidden, signed_in, values_of, writer_of
from wellbeing.models import WellbeingResponse
from wellbeing.services import correct_answer

TODAY = localdate()
AGO = TODAY - dt.timedelta(days=3)
SOON = TODAY + dt.timedelta(days=3)


def facts_by_another(cast, rows):
    correct_facts(cast.client, birth_year=1970, is_adult_confirmed=False, gender="man", by=cast.coordinator)


def items_by_another(cast, rows):
    correct_answer(rows.answer, items=[5] * 5, recorded_for=cast.municipality, by=cast.coordinator)


def leave(cast, rows):
    set_goal(rows.course, goal="leave", since=TODAY, own_words="Fri", by=cast.coordinator)


# route: (what another person does meanwhile, what is sent, what has changed: field, was, is now, mine)
CASES = {
    "casework:facts": (
        facts_by_another, {"birth_year": "1971", "gender": "woman"},
        lambda c, r: {("Birth year", None, "1970", "1971"), ("Gender", "Woman", "Man", "Woman")},
    ),
    "casework:appointment": (
        lambda c, r: plan_appointment(c.client, day=TODAY, place="cafe", by=c.coordinator),
        {"next_appointment_on": SOON, "next_appointment_place": "cafe"},
        lambda c, r: {("Next appointment", "–", day(TODAY), day(SOON))},
    ),
    "casework:reference": (
        lambda c, r: set_reference(c.client, c.municipality, reference="", alias="Anden", by=c.coordinator),
        {"alias": "Min"}, lambda c, r: {("Own alias", "–", "Anden", "Min")},
    ),
    "casework:end_enrolment": (
        lambda c, r: end_enrolment(c.client, ends_on=AGO, by=c.coordinator),
        {"ends_on": TODAY}, lambda c, r: {("End date", "–", day(AGO), day(TODAY))},
    ),
    "casework:end_course": (
        lambda c, r: end_course(r.course, ends_on=TODAY, end_reason="moved", by=c.coordinator),
        {"ends_on": TODAY, "end_reason": "completed"}, lambda c, r: {("Reason", "–", "moved", "completed")},
    ),
    "casework:home_municipality": (
        lambda c, r: change_home(c.client, home_municipality=municipality("0730"), by=c.coordinator),
        lambda c, r: {"home_municipality": municipality("0851").pk},
        lambda c, r: {("Home municipality", "–", "Randers", "Aalborg")},
    ),
    "casework:agreement": (
        lambda c, r: change_agreement(r.agreement, approved_by="Anden", by=c.coordinator),
        {"approved_by": "Lederen", "starts_on": TODAY, "payment_terms": "Fuld pris"},
        lambda c, r: {("Approved by", "Socialchefen", "Anden", "Lederen")},
    ),
    "casework:baseline": (
        lambda c, r: save_baseline(r.course, settings=["street"], debt="yes", by=c.coordinator),
        {"settings": ["bar"], "debt": "no"},
        lambda c, r: {("Forms of prostitution", "–", "Street", "Bar"), ("Debt", "–", "Yes", "No")},
    ),
    "casework:assign": (
        lambda c, r: assign(c.client, worker=c.caseworker, since=TODAY, by=c.coordinator),
        lambda c, r: {"worker": c.coordinator.pk, "since": TODAY},
        lambda c, r: {("Contact person", "–", c.caseworker.name, c.coordinator.name)},
    ),
    "casework:change_referral": (
        lambda c, r: change_draft(
            r.draft, to_organisation=c.other_ngo, how_we_meet="drop_in", wish="Anden", by=c.coordinator
        ),
        lambda c, r: {"to_organisation": c.other_ngo.pk, "how_we_meet": "drop_in", "wish": "Min"},
        lambda c, r: {("What the citizen hopes for", "–", "Anden", "Min")},
    ),
    "casework:onward_outcome": (
        lambda c, r: note_onward_outcome(r.onward, outcome="started", outcome_on=TODAY, by=c.coordinator),
        {"outcome": "refused", "outcome_on": TODAY},
        lambda c, r: {("What came of it", "–", "The citizen got help there", "The offer said no")},
    ),
    "casework:change_offer": (
        lambda c, r: change_offer(r.offer, name="Anden", by=c.lead),
        {"name": "Min", "starts_on": TODAY}, lambda c, r: {("Name", "Klinikken", "Anden", "Min")},
    ),
    "interventions:change_type": (
        lambda c, r: change_type(r.drop_in, name="Anden", by=c.lead),
        {"name": "Min"}, lambda c, r: {("Name", None, "Anden", "Min")},
    ),
    "projects:settings": (
        lambda c, r: change_project_settings(c.project, answer_days={}, silent_days=5, by=c.lead),
        lambda c, r: {"visitation": "central", "silent_days": "9", "note_lock_days": "14"}
        | {f"answer_days_{each.pk}": "7" for each in c.project.partnerships.all()},
        lambda c, r: {("Days without contact until a citizen counts as silent", "28", "5", "9")},
    ),
    "cti:goal": (
        leave, {"goal": "improve", "since": TODAY, "own_words": "Ro"},
        lambda c, r: {("In the citizen's own words", "–", "Fri", "Ro")},
    ),
    "cti:focus": (
        lambda c, r: choose_focus(r.course.phases.get(number=1), areas=["economy", "housing"], by=c.coordinator),
        {"areas": ["network"]}, lambda c, r: {("Focus areas", "–", "Economy, Housing", "Network")},
    ),
    "cti:activity": (
        lambda c, r: change_activity(PlannedActivity.objects.get(pk=r.activity.pk), status="done", by=c.coordinator),
        {"area": "economy", "activity": "Ring", "status": "dropped"},
        lambda c, r: {("Status", "planned", "done", "dropped")},
    ),
    "interventions:end": (
        lambda c, r: end_intervention(r.intervention, ends_on=r.intervention.starts_on, by=c.coordinator),
        {"ends_on": SOON}, lambda c, r: {("End", "–", day(r.intervention.starts_on), day(SOON))},
    ),
    "interventions:dates": (
        lambda c, r: change_dates(r.intervention, starts_on=AGO, by=c.coordinator),
        {"starts_on": TODAY, "ends_on": TODAY},
        lambda c, r: {("Start", day(TODAY), day(AGO), day(TODAY))},
    ),
    "interventions:correct_group": (
        lambda c, r: correct_group_session(
            r.group, held_on=TODAY, kind="group", without_code=2, note="Anden", by=c.coordinator
        ),
        {"held_on": TODAY, "kind": "group", "without_code": "2", "note": "Min"},
        lambda c, r: {("Note about the group", None, "Anden", "Min")},
    ),
    "interventions:correct_session": (
        lambda c, r: correct_session(r.session, held_on=TODAY, attendance="attended", note="Anden", by=c.coordinator),
        {"held_on": TODAY, "attendance": "attended", "note": "Min"},
        lambda c, r: {("Short note", "Vi talte om hverdagen.", "Anden", "Min")},
    ),
    "wellbeing:correct": (
        items_by_another, {f"item_{number}": "0" for number in range(1, 6)},
        lambda c, r: {(None, None, "All of the time", "At no time")},
    ),
    "projects:end_membership": (
        lambda c, r: end_membership(r.running, ends_on=SOON, by=c.administrator),
        {"ends_on": TODAY}, lambda c, r: {("Last day", "–", day(SOON), day(TODAY))},
    ),
    "projects:project_end": (
        lambda c, r: end_membership(r.running, ends_on=SOON, by=c.administrator),
        {"ends_on": TODAY}, lambda c, r: {("Last day", "–", day(SOON), day(TODAY))},
    ),
    "projects:lapse": (
        lambda c, r: set_lapse(c.project, lapsed_on=TODAY, by=c.lead),
        {"lapsed_on": SOON}, lambda c, r: {("The grant lapsed on", "–", day(TODAY), day(SOON))},
    ),
}  # fmt: skip
# What changes no row of several people's: it makes one, and a second one of the name is refused; or it has no fields.
WITHOUT = {"projects:add_partner", "interventions:offer_own_type", "casework:withdraw_consent"}
# What moves on from one state to the next: the second one finds the state that it is in by then.
MOVES_ON = {
    "casework:send_referral", "casework:withdraw_referral", "casework:accept_referral", "casework:decline_referral",
    "casework:finish_referral", "casework:recognise", "casework:decline", "casework:withdraw_proposal",
    "casework:merge", "casework:undo_merge", "casework:end_anonymity", "wellbeing:withdraw_consent",
}  # fmt: skip
OWN = {"projects:own_settings"}  # nobody else's to change


def typed_into(name, cast, rows):
    """What the later one sends."""
    data = CASES[name][1]
    return data(cast, rows) if callable(data) else data


def municipality(code):
    return Municipality.objects.get(code=code)


def day(date):
    return f"{date.day} {date:%B} {date.year}"


@pytest.fixture
def two(cast, rows):
    """The later one's form, opened before the other one saved."""
    type(cast.coordinator).objects.update(language="en")

    def open_form(name):
        meanwhile, _data, expected = CASES[name]
        browser, address = signed_in(writer_of(name, cast)), address_of(name, rows)
        page = browser.get(address)
        data = {**typed_into(name, cast, rows), **hidden(page)}
        meanwhile(cast, rows)
        return SimpleNamespace(
            browser=browser, address=address, data=data, meanwhile=meanwhile, expected=expected(cast, rows)
        )

    return open_form


def fits(found, expected):
    told = (found.label, found.was, found.now, found.mine)
    return any(all(want in (None, got) for want, got in zip(each, told, strict=True)) for each in expected)


def stands(name, cast, rows):
    """What anybody would find in the form now."""
    page = signed_in(writer_of(name, cast)).get(address_of(name, rows))
    return values_of(page.context["form"]) if page.status_code == 200 else page.status_code


@pytest.mark.parametrize("name", CASES)
def test_the_later_one_is_shown_what_changed_and_nothing_is_overwritten(two, cast, rows, name):
    form = two(name)
    before = stands(name, cast, rows)
    response = form.browser.post(form.address, form.data)
    assert response.status_code == 409, response.content.decode()
    found = response.context["differences"]
    assert found
    assert all(fits(each, form.expected) for each in found), found
    assert "Somebody else has changed this" in response.content.decode()
    assert stands(name, cast, rows) == before


@pytest.mark.parametrize("name", CASES)
def test_what_was_written_is_still_in_the_form(two, name):
    form = two(name)
    shown = values_of(form.browser.post(form.address, form.data).context["form"])
    typed = {field: value for field, value in form.data.items() if field in shown}
    assert {field: shown[field] for field in typed} == {field: sent_as(value) for field, value in typed.items()}


def sent_as(value):
    return value if isinstance(value, str | list) else str(value)


# Choosing one's own words meets the service: what is over is not ended a second time, and where there is a contact
# person by now, another one needs a reason.
SERVICE_ASKS = {"casework:end_enrolment", "casework:end_course", "interventions:end", "casework:assign"}


@pytest.mark.parametrize("name", CASES)
def test_choosing_one_s_own_words_saves_them(two, name):
    form = two(name)
    conflict = form.browser.post(form.address, form.data)
    response = form.browser.post(form.address, form.data | hidden(conflict))
    assert response.status_code == (422 if name in SERVICE_ASKS else 302), response.content.decode()


@pytest.mark.parametrize("name", CASES)
def test_choosing_the_other_one_s_fills_the_form_and_saves_nothing(two, cast, rows, name):
    form = two(name)
    conflict = form.browser.post(form.address, form.data)
    before = stands(name, cast, rows)
    names = [each.name for each in conflict.context["differences"]]
    data = form.data | hidden(conflict) | {"changed": names, "theirs": "1"}
    page = form.browser.post(form.address, data)
    assert page.status_code == 200
    now = {each.name: each.now for each in conflict.context["differences"]}
    shown = page.context["form"]
    with translation.override("en"):
        assert {field: in_words(shown.fields[field], plain(shown[field].value())) for field in now} == now
    assert stands(name, cast, rows) == before


@pytest.mark.parametrize("name", CASES)
def test_whoever_opened_the_form_after_the_change_meets_no_conflict(two, cast, rows, name):
    form = two(name)
    page = form.browser.get(form.address)
    if page.status_code == 200:
        response = form.browser.post(form.address, form.data | hidden(page))
        assert response.status_code != 409


def test_a_refused_form_has_still_been_opened_when_it_was_opened(two):
    form = two("cti:goal")
    refused = form.browser.post(form.address, form.data | {"own_words": "Ring 22334455"})
    assert refused.status_code == 422
    assert form.browser.post(form.address, form.data | hidden(refused)).status_code == 409


def test_a_third_change_is_shown_too(two, cast, rows):
    form = two("casework:reference")
    conflict = form.browser.post(form.address, form.data)
    set_reference(cast.client, cast.municipality, reference="", alias="Tredje", by=cast.coordinator)
    again = form.browser.post(form.address, form.data | hidden(conflict))
    assert again.status_code == 409
    assert [(each.was, each.now, each.mine) for each in again.context["differences"]] == [("Anden", "Tredje", "Min")]


def test_the_same_words_are_no_conflict(two):
    form = two("casework:reference")
    assert form.browser.post(form.address, form.data | {"alias": "Anden"}).status_code == 302


def test_another_field_of_the_row_is_no_conflict(cast, rows):
    browser, address = signed_in(cast.coordinator), address_of("casework:appointment", rows)
    page = browser.get(address)
    change_facts(cast.client, gender="man", by=cast.coordinator)
    data = {"next_appointment_on": TODAY, "next_appointment_place": "cafe"}
    assert browser.post(address, data | hidden(page)).status_code == 302


def test_a_broken_seal_brings_the_form_back(cast, rows):
    browser, address = signed_in(cast.coordinator), address_of("casework:reference", rows)
    response = browser.post(address, {"alias": "Min", "opened": "made-up"})
    assert response.status_code == 422
    assert values_of(response.context["form"])["alias"] == "Min"


def test_another_organisation_s_alias_is_no_part_of_a_conflict(cast, rows):
    """The citizen is the same, the row is another: nobody is told what another organisation wrote."""
    browser, address = signed_in(cast.caseworker), address_of("casework:reference", rows)
    page = browser.get(address)
    set_reference(cast.client, cast.municipality, reference="", alias="Deres", by=cast.coordinator)
    response = browser.post(address, {"alias": "Vores"} | hidden(page))
    assert response.status_code == 302


def test_a_correction_of_a_corrected_answer_keeps_both(two, cast):
    form = two("wellbeing:correct")
    conflict = form.browser.post(form.address, form.data)
    form.browser.post(form.address, form.data | hidden(conflict))
    current = WellbeingResponse.objects.current().get(client=cast.client)
    assert current.items == [0] * 5
    assert current.supersedes.items == [5] * 5


def test_every_form_that_changes_a_row_is_here_and_no_form_is_forgotten():
    changing = {name for name, view in FORM_PAGES.items() if view.concerns is not WritingPage.concerns}
    assert changing == set(CASES)
    assert set(FORM_PAGES) - changing == (set(FORMS) - changing) | GUARDED_BY_THEIR_SERVICE | WITHOUT | MOVES_ON | OWN
