"""The lead's page of money and its forms: what is granted and paid, what is left, and how it came to be so."""

import datetime as dt
from html import unescape

import pytest
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from conftest import person
from projects.access import Role
from projects.models import Disbursement, Grant, LapseDecision
from projects.money.history import history_of_project
from projects.money.services import remove_row, replace_row, set_lapse
from projects.money.sums import lines_of_project, sums_of
from projects.services import grant_by_command
from projects.tests.money import ago, framework, grant, payment

PAGE = "/p/AAR/money/"
GRANT = {"applicant": "Kommunen", "title": "En vej videre", "amount_oere": "7.630.963,50", "line": ""}
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def lead(as_user, cast):
    cast.lead.language = "en"
    cast.lead.save(update_fields=["language"])
    return as_user(cast.lead)


def text(response):
    return " ".join(unescape(response.content.decode()).replace("\N{NO-BREAK SPACE}", " ").split())


def said(response):
    return [str(message).replace("\N{NO-BREAK SPACE}", " ") for message in response.context["messages"]]


def test_an_empty_page_says_what_will_stand_there_and_how_to_begin(lead):
    page = text(lead.get(PAGE))
    assert "What the project has been granted will stand here. Begin by adding the first grant." in page
    assert "Add a payment when the money has come." in page
    assert "Everything that is entered, corrected or removed will stand here" in page
    assert "The grant has not lapsed." in page
    assert "<table" not in page


def test_the_page_sums_what_counts(cast, lead):
    grant(cast.project, 1000, line="municipal")
    grant(cast.project, 500, line="ngo")
    grant(cast.project, 250, line="ngo")
    remove_row(grant(cast.project, 99), because="typed twice", by=cast.lead)
    replace_row(payment(cast.project, 77), amount_oere=400_50, by=cast.lead)
    grant(cast.other_project, 5_000)
    grant(cast.project.programme, 6_000)
    page = text(lead.get(PAGE))
    assert "Granted <strong>1,750 kroner</strong>" in page
    assert "Paid out <strong>400.50 kroner</strong>" in page
    assert "Left of the grants <strong>1,349.50 kroner</strong>" in page
    assert "Municipal effort <strong>1,000 kroner</strong>" in page
    assert "Cooperation with NGOs <strong>750 kroner</strong>" in page
    assert "Implementation support <strong>" not in page
    assert "5,000" not in page
    assert "6,000" not in page


def test_lines_come_in_the_order_of_the_budget_and_the_unsplit_last(cast):
    for line in ("", "other", "municipal"):
        grant(cast.project, 10, line=line)
    assert [(line.key, line.granted) for line in lines_of_project(cast.project)] == [
        ("municipal", 10_00), ("other", 10_00), ("", 10_00),
    ]  # fmt: skip


def test_a_project_without_money_sums_to_zero(cast):
    sums = sums_of(project=cast.project)
    assert (sums.granted, sums.paid_out, sums.left, sums.is_overpaid) == (0, 0, 0, False)
    assert lines_of_project(cast.project) == []


def test_more_paid_than_granted_is_accepted_and_said(cast, lead):
    grant(cast.project, 100)
    payment(cast.project, 100)
    assert "More has been paid out" not in text(lead.get(PAGE))
    response = lead.post(f"{PAGE}payments/new/", {"amount_oere": "0,01", "paid_on": localdate()}, follow=True)
    assert "More has been paid out (100.01 kroner) than granted (100 kroner)" in text(response)
    assert "Left of the grants" not in text(response)


def test_adding_a_grant_says_the_amount_back(cast, lead):
    response = lead.post(f"{PAGE}grants/new/", GRANT | {"granted_on": ago(3), "note": "Brev 1"}, follow=True)
    assert said(response) == ["The grant of 7,630,963.50 kroner has been saved."]
    row = Grant.objects.get()
    assert (row.amount_oere, row.project, row.programme) == (763_096_350, cast.project, cast.project.programme)
    assert (row.line, row.applicant, row.title, row.granted_on, row.note, row.entered_by) == (
        "", "Kommunen", "En vej videre", ago(3), "Brev 1", cast.lead,
    )  # fmt: skip


def test_the_page_is_danish(cast, as_user):
    grant(cast.project, 7_630_963)
    page = text(as_user(cast.lead).get(PAGE))
    assert "<h1>Økonomi</h1>" in page
    assert "7.630.963 kr." in page
    assert "Ikke fordelt" in page


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("amount_oere", "23,3 mio.", "“23,3 mio.” is not understood. Write the whole amount in kroner"),
        ("amount_oere", "0", "above 0"),
        ("granted_on", str(ago(-1)), "not come yet"),
        ("line", "reserve", "reserve is not one of the available choices"),
        ("applicant", "", "required"),
        ("title", "x" * 201, "200"),
        ("note", "x" * 201, "200"),
    ],
)
def test_a_refused_grant_comes_back_with_what_was_typed(cast, lead, field, value, message):
    response = lead.post(f"{PAGE}grants/new/", GRANT | {"granted_on": str(ago(3)), field: value})
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert message in text(response)
    assert response.context["form"][field].value() == value
    assert not Grant.objects.exists()


def test_a_payment_after_the_lapse_is_refused_at_its_date(cast, lead):
    set_lapse(cast.project, lapsed_on=ago(10), by=cast.lead)
    response = lead.post(f"{PAGE}payments/new/", {"amount_oere": "5", "paid_on": ago(9)})
    assert response.status_code == 422
    assert "paid_on" in response.context["form"].errors
    assert "Nothing is paid out after that day" in text(response)
    assert not Disbursement.objects.exists()


def test_correcting_shows_what_stands_and_keeps_it_in_the_history(cast, lead):
    row = grant(cast.project, 1000, line="ngo", note="Brev 1")
    address = f"{PAGE}grants/{row.pk}/correct/"
    response = lead.get(address)
    assert 'value="1,000"' in text(response)
    form = response.context["form"]
    shown = {name: form[name].value() for name in form.fields if name != "amount_oere"}
    assert shown == {
        "applicant": row.applicant, "granted_on": row.granted_on, "line": "ngo", "note": "Brev 1", "title": row.title,
    }  # fmt: skip
    response = lead.post(address, {**shown, "amount_oere": "900"}, follow=True)
    assert said(response) == ["The grant is 900 kroner after the correction."]
    assert Grant.objects.current().get().amount_oere == 900_00
    page = text(response)
    assert "Corrected:" in page
    assert page.index("900 kroner") < page.index("Before: Grant (cooperation with NGOs), 1,000 kroner")


def test_removing_needs_a_reason_and_shows_it(cast, lead):
    row = payment(cast.project, 50)
    address = f"{PAGE}payments/{row.pk}/remove/"
    assert "50 kroner counts nowhere any more" in text(lead.get(address))
    assert lead.post(address, {"removed_because": " "}).status_code == 422
    page = text(lead.post(address, {"removed_because": "Indtastet to gange"}, follow=True))
    assert "Because: Indtastet to gange" in page
    assert not Disbursement.objects.current().exists()


@pytest.mark.parametrize("verb", ["correct", "remove"])
def test_a_row_that_counts_no_longer_leads_back(cast, lead, verb):
    row = grant(cast.project)
    replace_row(row, amount_oere=5, by=cast.lead)
    response = lead.get(f"{PAGE}grants/{row.pk}/{verb}/", follow=True)
    assert response.redirect_chain == [(PAGE, 302)]
    assert "corrected or removed already" in said(response)[0]


def test_two_who_correct_the_same_row_do_not_both_win(cast, lead):
    row = payment(cast.project, 100)
    address = f"{PAGE}payments/{row.pk}/correct/"
    replace_row(row, amount_oere=90_00, by=cast.coordinator)  # while the lead's form was open
    response = lead.post(address, {"amount_oere": "80", "paid_on": ago(2)})
    assert response.status_code == 422
    assert "corrected or removed already" in text(response)
    assert Disbursement.objects.current().get().amount_oere == 90_00


def test_what_the_check_lets_through_the_database_stops(cast, lead, monkeypatch):
    """Two corrections at the very same moment: neither has seen the other's row."""
    row = payment(cast.project, 100)
    first = replace_row(row, amount_oere=90_00, by=cast.coordinator)
    monkeypatch.setattr("projects.money.services._still_current", lambda stale: row)
    monkeypatch.setattr("projects.money.services.write", _save_unchecked)
    response = lead.post(f"{PAGE}payments/{row.pk}/correct/", {"amount_oere": "80", "paid_on": ago(2)})
    assert response.status_code == 422
    assert "Somebody saved the same at this very moment" in text(response)
    assert Disbursement.objects.current().get() == first


def _save_unchecked(row):
    models.Model.save(row)
    return row


def test_a_correction_sent_twice_is_made_once(cast, lead):
    row = payment(cast.project, 100)
    address = f"{PAGE}payments/{row.pk}/correct/"
    key = lead.get(address).context["key"]
    for _ in range(2):
        response = lead.post(address, {"amount_oere": "80", "paid_on": ago(2), "key": key})
        assert (response.status_code, response.url) == (302, PAGE)
    assert Disbursement.objects.count() == 2


def test_the_lapse_is_set_shown_and_cleared(cast, lead):
    response = lead.post(f"{PAGE}lapse/", {"lapsed_on": ago(3)}, follow=True)
    assert said(response) == ["The day has been saved."]
    assert "The grant lapsed on <strong>" in text(response)
    assert lead.get(f"{PAGE}lapse/").context["form"]["lapsed_on"].value() == ago(3)
    response = lead.post(f"{PAGE}lapse/", {"lapsed_on": ""}, follow=True)
    assert said(response) == ["The grant has not lapsed."]
    assert LapseDecision.objects.count() == 2


def test_a_lapse_before_a_payment_says_what_to_do(cast, lead):
    payment(cast.project, paid_on=ago(3))
    response = lead.post(f"{PAGE}lapse/", {"lapsed_on": ago(4)})
    assert response.status_code == 422
    assert "Correct or remove the payment first" in text(response)


def test_the_history_is_newest_first_and_names_who_what_and_why(cast):
    first = grant(cast.project, 1000, by=cast.lead)
    second = replace_row(first, amount_oere=900_00, by=cast.second_administrator)
    set_lapse(cast.project, lapsed_on=ago(1), by=cast.lead)
    remove_row(second, because="Givet til et andet projekt", by=cast.administrator)
    grant(cast.other_project)
    grant(cast.project.programme)
    framework(cast.project.programme)
    entries = history_of_project(cast.project)
    assert [(entry.what, entry.who, entry.row.pk) for entry in entries] == [
        ("removed", cast.administrator, second.pk),
        ("lapse", cast.lead, LapseDecision.objects.get().pk),
        ("corrected", cast.second_administrator, second.pk),
        ("entered", cast.lead, first.pk),
    ]
    assert [entry.at for entry in entries] == sorted((entry.at for entry in entries), reverse=True)


def test_what_a_command_entered_says_so(cast, lead):
    grant(cast.project, by=None)
    assert "from the command line" in text(lead.get(PAGE))


def test_nothing_that_was_typed_becomes_markup(cast, lead):
    row = grant(cast.project, applicant=HOSTILE, title=HOSTILE, note=HOSTILE)
    remove_row(replace_row(row, note=HOSTILE * 2, by=None), because=HOSTILE, by=None)
    grant(cast.project, applicant=HOSTILE, title=HOSTILE, note=HOSTILE)
    assert HOSTILE not in lead.get(PAGE).content.decode()


def test_the_page_takes_the_same_queries_for_one_row_and_for_many(cast, lead):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert lead.get(PAGE).status_code == 200
        return len(captured)

    def fill():
        replace_row(grant(cast.project, by=cast.lead), amount_oere=5, by=cast.lead)
        remove_row(payment(cast.project), because="x", by=cast.lead)
        payment(cast.project, 1, by=cast.lead)

    fill()
    lead.get(PAGE)
    few = queries()
    for _ in range(5):
        fill()
    assert queries() == few


@pytest.fixture
def stray_rows(cast):
    """Of the other project, and of the programme itself."""
    return {
        "grants": [grant(cast.other_project).pk, grant(cast.project.programme).pk, 0],
        "payments": [payment(cast.other_project).pk, payment(cast.project.programme).pk, 0],
    }


@pytest.mark.parametrize("kind", ["grants", "payments"])
@pytest.mark.parametrize("verb", ["correct", "remove"])
def test_another_place_s_row_is_not_found_from_here(cast, lead, stray_rows, kind, verb):
    for row in stray_rows[kind]:
        assert lead.get(f"{PAGE}{kind}/{row}/{verb}/").status_code == 404
        assert lead.post(f"{PAGE}{kind}/{row}/{verb}/", {"removed_because": "x"}).status_code == 404
    assert Grant.objects.current().count() == Disbursement.objects.current().count() == 2


def addresses(cast):
    a, b = grant(cast.project), payment(cast.project)
    yield from (PAGE, f"{PAGE}lapse/", f"{PAGE}grants/new/", f"{PAGE}payments/new/")
    for verb in ("correct", "remove"):
        yield from (f"{PAGE}grants/{a.pk}/{verb}/", f"{PAGE}payments/{b.pk}/{verb}/")


@pytest.fixture
def other_lead(cast):
    user = person("other-lead")
    organisation = cast.other_project.partnerships.get(is_host=True).organisation
    grant_by_command(
        user=user, role=Role.LEAD, project=cast.other_project, organisation=organisation, starts_on=ago(9)
    )  # fmt: skip
    return user


def test_the_lead_of_another_project_finds_nothing(as_user, cast, other_lead):
    browser = as_user(other_lead)
    assert browser.get("/p/ODE/money/").status_code == 200
    for address in addresses(cast):
        assert browser.get(address).status_code == 404, address
        assert browser.post(address, GRANT).status_code in (404, 405), address
    assert Grant.objects.count() == Disbursement.objects.count() == 1


def test_the_lead_s_own_page_holds_nothing_of_another_project(as_user, cast, other_lead):
    grant(cast.project, 4711, applicant="ZQX", title="ZQX", note="ZQX")
    assert "ZQX" not in as_user(other_lead).get("/p/ODE/money/").content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("coordinator", 403), ("caseworker", 403), ("other_caseworker", 403), ("evaluator", 404),
        ("administrator", 404), ("officer", 404), ("stranger", 404), ("outsider", 404),
    ],
)  # fmt: skip
def test_nobody_else_reaches_a_project_s_money(as_user, cast, who, status):
    browser = as_user(getattr(cast, who))
    for address in addresses(cast):
        assert browser.get(address).status_code == status, address
    assert Grant.objects.current().count() == 1


def test_the_signed_out_are_sent_to_sign_in(cast):
    for address in addresses(cast):
        response = Client().get(address)
        assert (response.status_code, response.url.partition("?")[0]) == (302, "/login/"), address


def test_a_lead_whose_membership_has_ended_finds_nothing(as_user, cast):
    cast.lead.memberships.update(ends_on=localdate() - dt.timedelta(days=1))
    assert as_user(cast.lead).get(PAGE).status_code == 404


@pytest.mark.parametrize(("who", "sees"), [("lead", True), ("coordinator", False)])
def test_the_menu_leads_there_for_the_lead_alone(as_user, cast, who, sees):
    assert (f'href="{PAGE}"' in as_user(getattr(cast, who)).get("/p/AAR/figures/").content.decode()) is sees
