import datetime as dt

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from audit.models import Action, AuditEvent
from clients.services import give_consent, withdraw_consent
from projects.access import Role
from projects.services import grant_by_command
from wellbeing.models import WellbeingResponse
from wellbeing.services import correct_answer, record_answer

DAY = dt.timedelta(days=1)


@pytest.fixture
def answer(cast):
    return record(cast, [3, 3, 3, 3, 3], days=60)


def record(cast, items, days=0, organisation=None):
    return record_answer(
        cast.client,
        answered_on=localdate() - days * DAY,
        items=items,
        recorded_for=organisation or cast.ngo,
        by=cast.caseworker,
    )


def address(cast, page, answer=None, client=None):
    place = [cast.project.code, (client or cast.client).code]
    return reverse(f"wellbeing:{page}", args=place if answer is None else [*place, answer.pk])


def of(page, cast, answer):
    return address(cast, page, None if page == "new" else answer)


def filled(*items, **changes):
    given = {f"item_{number}": item for number, item in enumerate(items, start=1) if item is not None}
    return {"answered_on": localdate().isoformat(), **given, **changes}


@pytest.mark.parametrize("page", ["new", "answer", "correct"])
@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("coordinator", 200),
        ("caseworker", 200),
        ("colleague", 200),
        ("other_caseworker", 404),
        ("outsider", 404),
        ("stranger", 404),
        ("evaluator", 404),
        ("administrator", 404),
        ("officer", 404),
        ("lead", 403),
    ],
)
def test_who_opens_the_pages(cast, answer, desk, page, name, status):
    assert desk(getattr(cast, name)).get(of(page, cast, answer)).status_code == status


@pytest.mark.parametrize("page", ["new", "answer", "correct"])
def test_the_signed_out_and_the_withdrawn(cast, answer, client, desk, page):
    assert client.get(of(page, cast, answer)).url.startswith(reverse("account_login"))
    withdraw_consent(cast.client.consents.get(), by=cast.coordinator)
    assert desk(cast.caseworker).get(of(page, cast, answer)).status_code == 404


@pytest.mark.parametrize("page", ["new", "correct"])
@pytest.mark.parametrize("name", ["outsider", "other_caseworker", "lead"])
def test_nobody_else_writes(cast, answer, desk, page, name):
    assert desk(getattr(cast, name)).post(of(page, cast, answer), filled(1, 1, 1, 1, 1)).status_code in (403, 404)
    assert WellbeingResponse.objects.get().score == 60


@pytest.mark.parametrize("page", ["answer", "correct"])
def test_another_organisation_s_answer_is_not_there(cast, desk, page):
    theirs = record(cast, [1] * 5, organisation=cast.municipality)
    assert desk(cast.caseworker).get(address(cast, page, theirs)).status_code == 404
    assert desk(cast.coordinator).get(address(cast, page, theirs)).status_code == 200


def test_a_consent_to_who_5_shows_and_does_not_correct(cast, desk):
    withdraw_consent(cast.client.consents.get(), by=cast.coordinator)
    give_consent(cast.client, cast.ngo, starts_on=localdate(), covers_wellbeing=True, by=cast.coordinator)
    theirs = record(cast, [1] * 5, organisation=cast.municipality)
    shown = desk(cast.caseworker).get(address(cast, "answer", theirs))
    assert shown.status_code == 200
    assert address(cast, "correct", theirs) not in shown.content.decode()
    assert desk(cast.caseworker).get(address(cast, "correct", theirs)).status_code == 404


@pytest.mark.parametrize("page", ["answer", "correct"])
def test_an_answer_is_found_under_its_own_citizen_only(cast, answer, desk, page):
    assert desk(cast.coordinator).get(address(cast, page, answer, cast.municipal_client)).status_code == 404


@pytest.mark.parametrize("page", ["answer", "correct"])
def test_what_is_superseded_has_no_page(cast, answer, desk, page):
    correct_answer(answer, items=[1] * 5, recorded_for=cast.ngo, by=cast.caseworker)
    assert desk(cast.caseworker).get(address(cast, page, answer)).status_code == 404


def test_the_form_is_five_groups_of_six_with_the_instrument_s_words(cast, desk):
    text = desk(cast.caseworker).get(address(cast, "new")).content.decode()
    assert text.count("<fieldset") == text.count("<legend") == 5
    assert text.count('type="radio"') == 30
    assert "checked" not in text
    assert "1. I have felt cheerful and in good spirits</legend>" in text
    assert text.count("Less than half of the time") == 5
    assert "over the last two weeks" in text


def test_saving_shows_score_group_and_what_to_do(cast, desk):
    response = desk(cast.caseworker).post(address(cast, "new"), filled(1, 2, 1, 2, 1), follow=True)
    saved = WellbeingResponse.objects.get()
    assert response.redirect_chain == [(address(cast, "answer", saved), 302)]
    assert (saved.score, saved.wave, saved.recorded_for, saved.recorded_by) == (28, 1, cast.ngo, cast.caseworker)
    text = response.content.decode()
    for words in (">28<", "high risk of depression or stress", "talk with the citizen about it", "no diagnosis"):
        assert words in text
    assert "Since the first answer" not in text
    event = AuditEvent.objects.filter(action=Action.VIEWED).latest("pk")
    assert (event.subject_type, event.client_ids) == ("wellbeingresponse", [cast.client.pk])


def test_a_score_without_risk_asks_for_nothing(cast, desk):
    text = desk(cast.caseworker).post(address(cast, "new"), filled(4, 4, 4, 4, 4), follow=True).content.decode()
    assert "no immediate risk" in text
    assert "talk with the citizen" not in text


def test_a_second_answer_is_compared(cast, answer, desk):
    text = desk(cast.caseworker).post(address(cast, "new"), filled(4, 4, 4, 4, 4), follow=True).content.decode()
    assert "Since last time" in text
    assert "Since the first answer" in text
    assert text.count("+20") == 2
    assert text.count("clear rise") == 2


def test_an_answer_too_soon_says_that_it_is_not_counted(cast, desk):
    record(cast, [3] * 5, days=44)
    text = desk(cast.caseworker).post(address(cast, "new"), filled(3, 3, 3, 3, 3), follow=True).content.decode()
    assert "not counted: less than 45 days since the last" in text


@pytest.mark.parametrize(
    ("items", "words"),
    [((1, None, 3, 4, 5), "Statement 2 is not answered"), ((None, 2, 3, None, 5), "Statements 1, 4 are not answered")],
)
def test_a_left_out_statement_is_accepted_and_said(cast, desk, items, words):
    text = desk(cast.caseworker).post(address(cast, "new"), filled(*items), follow=True).content.decode()
    assert words in text
    assert "no score can be computed" in text
    assert WellbeingResponse.objects.get().items == list(items)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (filled(), "__all__"),
        (filled(6, 1, 1, 1, 1), "item_1"),
        (filled("x", 1, 1, 1, 1), "item_1"),
        (filled(1, 1, 1, 1, 1, answered_on=""), "answered_on"),
        (filled(1, 1, 1, 1, 1, answered_on="2999-01-01"), "answered_on"),
    ],
)
def test_a_refused_form_keeps_every_choice(cast, desk, data, field):
    response = desk(cast.caseworker).post(address(cast, "new"), data)
    assert response.status_code == 422
    form = response.context["form"]
    assert field in form.errors
    assert {name: form[name].value() for name in data} == {name: form[name].data for name in data}
    chosen = [value for name, value in data.items() if name.startswith("item") and str(value) in "012345"]
    assert response.content.decode().count("checked") == len(chosen)
    assert not WellbeingResponse.objects.exists()


def test_who_acts_for_two_organisations_says_for_which(cast, desk):
    place = {"project": cast.project, "organisation": cast.other_ngo, "starts_on": localdate() - 5 * DAY}
    grant_by_command(user=cast.caseworker, role=Role.CASEWORKER, **place)
    give_consent(cast.client, cast.other_ngo, starts_on=localdate(), by=cast.coordinator)
    page = desk(cast.caseworker).get(address(cast, "new"))
    assert "On behalf of" in page.content.decode()
    assert (
        "acting_for" in desk(cast.caseworker).post(address(cast, "new"), filled(1, 1, 1, 1, 1)).context["form"].errors
    )
    desk(cast.caseworker).post(address(cast, "new"), filled(1, 1, 1, 1, 1, acting_for=cast.other_ngo.pk))
    assert WellbeingResponse.objects.get().recorded_for == cast.other_ngo


def test_correcting_begins_with_what_stands_there(cast, answer, desk):
    text = desk(cast.caseworker).get(address(cast, "correct", answer)).content.decode()
    assert text.count("checked") == 5
    assert 'name="answered_on"' not in text
    assert desk(cast.caseworker).get(f"{address(cast, 'correct', answer)}?empty").content.decode().count("checked") == 0


def test_a_correction_supersedes_and_stays_the_organisation_s(cast, answer, desk):
    response = desk(cast.coordinator).post(address(cast, "correct", answer), filled(5, 5, 5, 5, 5), follow=True)
    answer.refresh_from_db()
    new = answer.superseded_by
    assert (new.score, new.wave, new.recorded_for, new.recorded_by) == (100, 1, cast.ngo, cast.coordinator)
    assert response.redirect_chain == [(address(cast, "answer", new), 302)]


def test_an_imported_answer_is_corrected_by_the_intake_organisation(cast, answer, desk):
    WellbeingResponse.objects.update(recorded_for=None, recorded_by=None, is_imported=True)
    assert desk(cast.caseworker).get(address(cast, "correct", answer)).status_code == 404
    assert desk(cast.coordinator).post(address(cast, "correct", answer), filled(1, 1, 1, 1, 1)).status_code == 302
    assert WellbeingResponse.objects.current().get().recorded_for == cast.municipality


def test_a_correction_to_nothing_is_refused(cast, answer, desk):
    response = desk(cast.caseworker).post(address(cast, "correct", answer), {})
    assert (response.status_code, WellbeingResponse.objects.count()) == (422, 1)
    assert "at least one" in response.context["form"].non_field_errors()[0]


@pytest.mark.parametrize("size", [1, 12])
def test_the_answer_s_page_costs_the_same(cast, desk, django_assert_max_num_queries, size):
    for number in range(size):
        last = record(cast, [3] * 5, days=number)
    signed_in = desk(cast.caseworker)
    with django_assert_max_num_queries(13):
        signed_in.get(address(cast, "answer", last))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ((2026, 1, 15, 23, 30), dt.date(2026, 1, 15)),
        ((2026, 7, 15, 0, 30), dt.date(2026, 7, 15)),
        ((2026, 3, 29, 23, 30), dt.date(2026, 3, 29)),
        ((2026, 10, 25, 0, 15), dt.date(2026, 10, 25)),
    ],
)
def test_today_is_a_day_in_copenhagen(at, request, moment, day):
    at(*moment)
    cast, desk = request.getfixturevalue("cast"), request.getfixturevalue("desk")
    assert desk(cast.caseworker).get(address(cast, "new")).context["form"].initial["answered_on"] == day
    data = filled(1, 1, 1, 1, 1, answered_on=day.isoformat())
    assert desk(cast.caseworker).post(address(cast, "new"), data).status_code == 302
