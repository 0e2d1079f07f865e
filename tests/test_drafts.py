"""Drafts on the forms that keep them: kept while one writes, taken up or discarded, gone with what is saved."""

import datetime as dt

import pytest
from django import forms
from django.contrib.sessions.models import Session as SignedIn
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from clients.drafts.models import Draft
from clients.drafts.pages import DraftPage
from clients.guard import refuse_identifiers, refuse_identifying_reference
from clients.services import set_reference, withdraw_consent
from cti.services import set_goal
from interventions.models import Session
from tests.test_canaries import crawl
from tests.writing import BACKEND, FORM_PAGES, address_of, hidden, signed_in, values_of, writer_of, written

KEEPING = sorted(name for name, view in FORM_PAGES.items() if getattr(view, "keeps_draft", False))
SESSION = "interventions:new_session"
GUARDS = (refuse_identifiers, refuse_identifying_reference)
WAITS = "There is a draft of yours"


@pytest.fixture(autouse=True)
def _english(cast):
    type(cast.coordinator).objects.update(language="en")


@pytest.fixture
def at_session(cast, rows):
    browser, address = signed_in(cast.caseworker), address_of(SESSION, rows)
    page = browser.get(address)
    return browser, address, written(page.context["form"], "Kaffe") | hidden(page)


def test_these_forms_keep_one():
    """Those in which somebody writes for longer than a moment."""
    assert KEEPING == [
        "casework:admit",
        "casework:baseline",
        "casework:change_referral",
        "casework:intake",
        "casework:new_referral",
        "casework:propose",
        "casework:register",
        "cti:activity",
        "cti:goal",
        "cti:new_activity",
        "interventions:add_to_note",
        "interventions:correct_session",
        SESSION,
        "interventions:quick_session",
    ]


@pytest.mark.parametrize("name", KEEPING)
def test_a_draft_is_kept_offered_and_taken_up(cast, rows, name):
    user, address = writer_of(name, cast), address_of(name, rows)
    page = signed_in(user).get(address)
    typed = written(page.context["form"])
    said = signed_in(user).post(address, typed | hidden(page) | {"draft": "typing"})
    assert said.json()["line"].startswith("The draft is saved, ")
    later = signed_in(user)
    offered = later.get(address)
    assert WAITS in offered.content.decode()
    assert values_of(offered.context["form"]) == values_of(page.context["form"])
    taken = later.get(address + "?draft=continue")
    expected = {field: value == "on" or value for field, value in typed.items()}
    assert values_of(taken.context["form"]) == expected
    assert WAITS not in taken.content.decode()


@pytest.mark.parametrize("name", [name for name, view in FORM_PAGES.items() if issubclass(view, DraftPage)])
def test_every_text_about_a_citizen_passes_the_guard(cast, rows, name):
    """Whether the form keeps drafts or not: every text is kept for a while after a timeout."""
    form = signed_in(writer_of(name, cast)).get(address_of(name, rows)).context["form"]
    texts = [field for field in form.fields.values() if isinstance(field, forms.CharField)]
    assert [field.label for field in texts if not any(guard in field.validators for guard in GUARDS)] == []


def test_the_button_keeps_it_without_a_script(at_session):
    browser, address, typed = at_session
    page = browser.post(address, typed | {"draft": "keep"})
    assert page.status_code == 200
    assert "The draft is saved, " in page.content.decode()
    assert values_of(page.context["form"])["note"] == "Kaffe"
    assert page.context["form"].errors == {}
    assert Draft.objects.get().values["note"] == "Kaffe"


def test_an_unfinished_form_is_kept_and_half_a_date_left_out(at_session):
    browser, address, _typed = at_session
    said = browser.post(address, {"note": "Kaf", "held_on": "12/", "minutes": "", "draft": "typing"})
    assert said.status_code == 200
    assert Draft.objects.get().values == {
        "note": "Kaf", "minutes": "", "attendance": None, "kind": None, "challenges": [],
    }  # fmt: skip


def test_neither_key_nor_token_nor_seal_is_stored(at_session):
    browser, address, typed = at_session
    browser.post(address, typed | {"draft": "typing", "csrfmiddlewaretoken": "x"})
    assert set(Draft.objects.get().values) == {"held_on", "attendance", "minutes", "kind", "challenges", "note"}


@pytest.mark.parametrize("words", ["010180-1234", "Ring 22334455", "anna@example.org", "Nørregade 12"])
@pytest.mark.parametrize("how", ["typing", "keep"])
def test_what_identifies_is_refused_at_its_field_and_nothing_is_stored(at_session, words, how):
    browser, address, typed = at_session
    said = browser.post(address, typed | {"note": words, "draft": how})
    assert said.status_code == 422
    assert "This looks like" in said.content.decode()
    assert not Draft.objects.exists()
    if how == "typing":
        assert list(said.json()["errors"]) == ["id_note"]
        assert words not in said.content.decode()
    else:
        assert list(said.context["form"].errors) == ["note"]


def test_a_number_in_a_date_s_place_is_not_stored_either(at_session):
    browser, address, typed = at_session
    browser.post(address, typed | {"held_on": "010180-1234", "draft": "typing"})
    assert "010180-1234" not in str(Draft.objects.get().values)


def test_a_refusal_leaves_the_earlier_draft_as_it_was(at_session):
    browser, address, typed = at_session
    browser.post(address, typed | {"draft": "typing"})
    browser.post(address, typed | {"note": "Ring 22334455", "draft": "typing"})
    assert Draft.objects.get().values["note"] == "Kaffe"


def test_saving_the_form_removes_the_draft(at_session):
    browser, address, typed = at_session
    browser.post(address, typed | {"draft": "typing"})
    assert browser.post(address, typed | {"held_on": "2001-01-01"}).status_code == 422
    assert Draft.objects.exists()
    assert browser.post(address, typed).status_code == 302
    assert not Draft.objects.exists()


def test_a_draft_that_arrives_after_the_form_was_sent_is_not_kept(at_session):
    """The last one of the script may be on its way when the button is pressed."""
    browser, address, typed = at_session
    assert browser.post(address, typed).status_code == 302
    assert browser.post(address, typed | {"draft": "typing"}).json() == {"line": ""}
    assert not Draft.objects.exists()


def test_a_form_with_drafts_is_still_sent_once(at_session):
    browser, address, typed = at_session
    before = Session.objects.count()
    for _time in range(2):
        browser.post(address, typed | {"draft": "typing"})
        assert browser.post(address, typed).status_code == 302
    assert Session.objects.count() == before + 1
    assert not Draft.objects.exists()


def test_sending_another_one_leaves_the_waiting_draft(at_session):
    browser, address, typed = at_session
    browser.post(address, typed | {"draft": "typing"})
    page = browser.get(address)
    sent = typed | hidden(page) | {"note": "Te"}
    assert sent["beside_draft"] == "1"
    assert browser.post(address, sent | {"held_on": ""}).context["draft"] is not None
    assert browser.post(address, sent).status_code == 302
    assert Draft.objects.get().values["note"] == "Kaffe"


def test_discarding(at_session):
    browser, address, typed = at_session
    browser.post(address, typed | {"draft": "typing"})
    page = browser.post(address, {"draft": "discard"}, follow=True).content.decode()
    assert "The draft is gone." in page
    assert WAITS not in page
    assert not Draft.objects.exists()


def test_a_draft_of_another_day_says_the_day(at_session):
    browser, address, typed = at_session
    browser.post(address, typed | {"draft": "typing"})
    Draft.objects.update(updated_at=timezone.now() - dt.timedelta(days=2))
    day = timezone.localdate() - dt.timedelta(days=2)
    assert f"from {day.day} {day:%B %Y}" in browser.get(address).content.decode()


def test_a_colleague_is_offered_nothing_and_has_a_draft_of_their_own(at_session, cast):
    browser, address, typed = at_session
    browser.post(address, typed | {"draft": "typing"})
    colleague = signed_in(cast.colleague)
    assert WAITS not in colleague.get(address).content.decode()
    assert "Kaffe" not in colleague.get(address + "?draft=continue").content.decode()
    colleague.post(address, {"note": "Te", "draft": "typing"})
    colleague.post(address, {"draft": "discard"})
    assert Draft.objects.get().user == cast.caseworker


def test_two_citizens_have_two_drafts(cast, rows):
    """And the same person's two forms about one of them."""
    other = rows.contact.client  # in the contact period of a course of their own
    goal = address_of("cti:goal", rows)
    goal_of_other = reverse("cti:goal", args=["AAR", other.code, rows.contact.pk])
    browser = signed_in(cast.coordinator)
    for address, words in {goal: "Ro", goal_of_other: "Fred"}.items():
        browser.post(address, {"own_words": words, "draft": "typing"})
    browser.post(address_of("cti:activity", rows), {"activity": "Ring", "draft": "typing"})
    assert {draft.client: draft.values["own_words"] for draft in Draft.objects.filter(address__endswith="goal/")} == {
        cast.client: "Ro", other: "Fred",
    }  # fmt: skip
    assert Draft.objects.count() == 3
    assert values_of(browser.get(goal_of_other + "?draft=continue").context["form"])["own_words"] == "Fred"


@pytest.mark.parametrize("who", ["other_caseworker", "outsider", "stranger", "lead"])
@pytest.mark.parametrize("how", ["typing", "keep", "discard"])
def test_outsiders_neither_keep_nor_discard_nor_read(at_session, cast, who, how):
    browser, address, typed = at_session
    browser.post(address, typed | {"draft": "typing"})
    outsider = signed_in(getattr(cast, who))
    assert outsider.post(address, typed | {"draft": how}).status_code in (403, 404)
    assert outsider.get(address + "?draft=continue").status_code in (403, 404)
    assert [draft.user for draft in Draft.objects.all()] == [cast.caseworker]


def test_a_lost_link_takes_the_draft_away(at_session, cast, rows):
    browser, address, typed = at_session
    browser.post(address, typed | {"draft": "typing"})
    withdraw_consent(rows.consent, by=cast.coordinator)
    assert not Draft.objects.exists()
    assert browser.post(address, typed | {"draft": "typing"}).status_code == 404
    assert not Draft.objects.exists()


def test_a_link_that_ran_out_takes_it_away_when_the_form_is_opened(at_session, cast):
    browser, address, typed = at_session
    browser.post(address, typed | {"draft": "typing"})
    cast.client.links.filter(organisation=cast.ngo).update(
        opens_on=timezone.localdate() - dt.timedelta(days=9), closes_on=timezone.localdate()
    )
    assert browser.get(address).status_code == 404
    assert not Draft.objects.exists()


def test_a_draft_that_is_taken_up_overwrites_nothing_unseen(cast, rows):
    """The goal was changed between the draft and its going on."""
    browser, address = signed_in(cast.caseworker), address_of("cti:goal", rows)
    page = browser.get(address)
    typed = {"goal": "leave", "since": timezone.localdate(), "own_words": "Min"}
    browser.post(address, typed | hidden(page) | {"draft": "typing"})
    set_goal(rows.course, goal="leave", since=timezone.localdate(), own_words="Deres", by=cast.coordinator)
    taken = browser.get(address + "?draft=continue")
    response = browser.post(address, typed | hidden(taken))
    assert response.status_code == 409
    assert [(each.now, each.mine) for each in response.context["differences"]] == [("Deres", "Min")]
    assert Draft.objects.exists()


def test_a_form_without_drafts_takes_the_word_for_nothing(cast, rows):
    set_reference(cast.client, cast.ngo, reference="", alias="Før", by=cast.caseworker)
    browser, address = signed_in(cast.caseworker), address_of("casework:reference", rows)
    page = browser.get(address).content.decode()
    assert "data-draft" not in page
    assert "draft.js" not in page
    browser.post(address, {"alias": "Nu", "draft": "typing"})
    assert not Draft.objects.exists()


def test_no_word_of_a_draft_is_met_by_anybody_else(cast, rows, at_session):
    browser, address, typed = at_session
    browser.post(address, typed | {"note": "ZQXNOTE", "draft": "typing"})
    for who in ("coordinator", "colleague", "lead", "officer", "administrator"):
        met = crawl(getattr(cast, who), rows, cast)
        assert "ZQXNOTE" not in set().union(*met.values(), set()), who
    assert "ZQXNOTE" not in str(list(AuditEvent.objects.values()))


def test_what_was_not_sent_is_shown_before_an_older_draft(at_session, cast):
    browser, address, typed = at_session
    browser.post(address, typed | {"draft": "typing"})
    SignedIn.objects.all().delete()
    browser.post(address, typed | {"note": "Kaffe og te"})
    browser.force_login(cast.caseworker, backend=BACKEND)
    page = browser.get(address)
    assert values_of(page.context["form"])["note"] == "Kaffe og te"
    assert WAITS not in page.content.decode()


def test_a_draft_that_is_typed_while_signed_out_leaves_no_trace(at_session):
    """The script says so, and the form itself can be sent; see tests/test_signed_out.py."""
    browser, address, typed = at_session
    SignedIn.objects.all().delete()
    response = browser.post(address, typed | {"draft": "typing"})
    assert response.status_code == 302
    assert {cookie.value for cookie in response.cookies.values()} == {""}  # only that the old session is over
    assert not Draft.objects.exists()
    assert not SignedIn.objects.exists()


def test_the_button_keeps_what_is_typed_while_signed_out(at_session, cast):
    browser, address, typed = at_session
    SignedIn.objects.all().delete()
    browser.post(address, typed | {"draft": "keep"})
    browser.force_login(cast.caseworker, backend=BACKEND)
    assert values_of(browser.get(address).context["form"])["note"] == "Kaffe"


def test_what_was_not_sent_leaves_the_draft_that_waited_beside_it(at_session, cast):
    browser, address, typed = at_session
    browser.post(address, typed | {"draft": "typing"})
    beside = typed | hidden(browser.get(address)) | {"note": "Te"}
    SignedIn.objects.all().delete()
    browser.post(address, beside)
    browser.force_login(cast.caseworker, backend=BACKEND)
    page = browser.get(address)
    assert values_of(page.context["form"])["note"] == "Te"
    assert WAITS in page.content.decode()
    assert browser.post(address, typed | hidden(page) | {"note": "Te"}).status_code == 302
    assert Draft.objects.get().values["note"] == "Kaffe"
