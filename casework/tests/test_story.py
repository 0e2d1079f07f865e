"""The citizen's story: every kind of event for every kind of reader, narrowed, by pages and on paper."""

import re

import pytest
from django.conf import settings

from audit.models import Action, AuditEvent
from casework.rooms import rooms_tell
from casework.story import PAGE_SIZE, told_to
from casework.tests.addresses import of
from casework.tests.telling import day, many_sessions, tell
from clients.models import Consent
from clients.services import end_enrolment, give_consent, withdraw_consent
from clients.story import Kind
from interventions.services import end_intervention

CSS = settings.BASE_DIR / "static" / "exitcase" / "story.css"


def told(team, who):
    return events_for(getattr(team, who), team.client)


def events_for(user, client):
    return told_to(user, client, rooms_tell(user, client))


def consent(team, **covers):
    """NGO one's consent to the citizen anew, covering this."""
    withdraw_consent(Consent.objects.get(client=team.client), by=team.coordinator)
    return give_consent(team.client, team.ngo, starts_on=day(0), by=team.coordinator, **covers)


def story(response):
    """The story's part of the page."""
    return response.text[response.text.index('<section id="story"') : response.text.index('<section id="facts"')]


def titles(response):
    return re.findall(r'class="story-title"[^>]*>([^<]*)<', story(response))


SEEN_BY_ALL = [
    "Referred onward",
    "Phase 2 begun",
    "CTI course started",
    "Enrolled",
    "Consent given",
]


@pytest.mark.parametrize("who", ["coordinator", "caseworker", "colleague"])
@pytest.mark.parametrize("title", SEEN_BY_ALL)
def test_what_everybody_with_a_link_is_told(team, fetch, who, title):
    tell(team, team.client)
    assert title in titles(fetch(getattr(team, who), of(team.client)))


@pytest.mark.parametrize("who", ["coordinator", "caseworker"])
def test_every_session_is_told_whosever_it_is(team, who):
    done = tell(team, team.client)
    sessions = [event for event in told(team, who) if event.kind == Kind.SESSION]
    assert {event.key for event in sessions} == {session.pk for session in done.sessions.values()}
    assert {event.organisation for event in sessions} == {team.municipality, team.ngo}


@pytest.mark.parametrize(
    ("who", "covers_notes", "read"),
    [
        ("coordinator", False, {"canary of the municipality"}),
        ("caseworker", False, {"canary of the ngo"}),
        ("coordinator", True, {"canary of the municipality"}),
        ("caseworker", True, {"canary of the municipality", "canary of the ngo"}),
    ],
)
def test_whose_notes_are_read(team, fetch, who, covers_notes, read):
    tell(team, team.client)
    if covers_notes:
        consent(team, covers_notes=True)
    page = story(fetch(getattr(team, who), of(team.client)))
    assert set(re.findall(r"canary of the \w+", page)) == read
    assert page.count("Note from another organisation") == 2 - len(read)


@pytest.mark.parametrize(
    ("who", "covers", "points"),
    [
        ("coordinator", False, {"WHO-5: 60 points", "WHO-5: 20 points"}),
        ("caseworker", False, {"WHO-5: 20 points"}),
        ("caseworker", True, {"WHO-5: 60 points", "WHO-5: 20 points"}),
    ],
)
def test_whose_answers_are_told(team, fetch, who, covers, points):
    tell(team, team.client)
    if covers:
        consent(team, covers_wellbeing=True)
    response = fetch(getattr(team, who), of(team.client))
    assert {title for title in titles(response) if title.startswith("WHO-5")} == points
    if "WHO-5: 60 points" not in points:  # not even the day
        assert not any(event.day == day(-60) for event in told(team, who))


@pytest.mark.parametrize("who", ["other_caseworker", "outsider", "lead", "evaluator", "administrator", "stranger"])
def test_nobody_else_is_told_anything(team, fetch, who):
    tell(team, team.client)
    user = getattr(team, who)
    assert events_for(user, team.client) == []
    response = fetch(user, of(team.client))
    assert response.status_code in (403, 404)
    assert "canary" not in response.text


def test_a_lost_link_closes_the_story_at_once(team, fetch):
    """Also in a second window, on an older page of the story, with a filter, and in every form."""
    tell(team, team.client)
    addresses = [of(team.client), f"{of(team.client)}?page=2", f"{of(team.client)}?kind=session&notes=on"]
    addresses += [of(team.client, route) for route in ("appointment", "reference")]
    assert {fetch(team.caseworker, address).status_code for address in addresses} == {200}
    withdraw_consent(Consent.objects.get(client=team.client), by=team.coordinator)
    assert {fetch(team.caseworker, address).status_code for address in addresses} == {404}
    assert told(team, "caseworker") == []
    assert fetch(team.caseworker, of(team.client, "appointment"), {"next_appointment_on": ""}).status_code == 404


def test_the_newest_comes_first(team, fetch):
    tell(team, team.client)
    days = [event.day for event in told(team, "coordinator")]
    assert days == sorted(days, reverse=True)
    assert len(days) > 9


def test_a_course_is_told_once_and_not_as_an_intervention_too(team, fetch):
    done = tell(team, team.client)
    end_intervention(done.work, ends_on=day(-5), by=team.coordinator)
    told_of = [event.title for event in told(team, "coordinator") if event.kind == Kind.INTERVENTION]
    assert told_of == [f"{done.work.type} ended", f"{done.work.type} begun"]


def test_what_is_to_come_is_not_told(team):
    give_consent(team.municipal_client, team.ngo, starts_on=day(3), expires_on=day(9), by=team.coordinator)
    assert {event.kind for event in events_for(team.coordinator, team.municipal_client)} == {Kind.ENROLMENT}


def test_the_end_of_a_stay_is_told(team, fetch):
    end_enrolment(team.client, ends_on=day(-1), by=team.coordinator)
    assert titles(fetch(team.caseworker, of(team.client)))[0] == "Enrolment ended"


def test_it_is_told_in_danish_too(cast, fetch):
    tell(cast, cast.client)
    page = fetch(cast.coordinator, of(cast.client))
    for shown in ["Henvist videre", "Fase 2 begyndt", "WHO-5: 60 point", "45 minutter", "Samtykke givet"]:
        assert shown in story(page)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("kind=referral", ["Referred onward"]),
        ("kind=who5", ["WHO-5: 60 points", "WHO-5: 20 points"]),
        ("kind=course", ["Phase 2 begun", "CTI course started"]),
        ("kind=consent", ["Consent given"]),
        ("kind=enrolment", ["Enrolled"]),
        ("organisation={ngo}&kind=who5", ["WHO-5: 20 points"]),
        ("since={ten}&until={ten}", ["Referred onward"]),
        ("since={ten}&kind=session", []),
        ("until={start}", ["Consent given", "Enrolled"]),
    ],
)
def test_the_address_narrows_it(team, fetch, query, shown):
    tell(team, team.client)
    query = query.format(ngo=team.ngo.pk, ten=day(-10), start=day(-400))
    response = fetch(team.coordinator, f"{of(team.client)}?{query}")
    assert sorted(titles(response)) == sorted(shown)
    assert ("Nothing in the story fits the filter." in response.text) is (shown == [])


def test_only_with_notes_means_those_one_may_read(team, fetch):
    tell(team, team.client)
    page = story(fetch(team.caseworker, f"{of(team.client)}?notes=on"))
    assert page.count('class="story-event') == 1
    assert "canary of the ngo" in page
    assert "Note from another organisation" not in page


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("since=yesterday", "This is not a date."),
        ("since=2026-02-02&until=2026-02-01", "The last day lies before the first."),
        ("kind=canary", "Select a valid choice"),
        ("organisation=0", "Select a valid choice"),
        ("organisation=%00", "Null characters are not allowed"),
    ],
)
def test_a_filter_that_cannot_be_used_says_so_and_hides_nothing(team, fetch, query, says):
    tell(team, team.client)
    response = fetch(team.coordinator, f"{of(team.client)}?{query}")
    assert response.status_code == 200
    assert says in story(response) or query.startswith(("kind", "organisation"))
    assert "The filter cannot be used" in story(response)
    assert titles(response) == titles(fetch(team.coordinator, of(team.client)))


def test_an_organisation_that_one_may_not_hear_of_is_no_choice(team, fetch):
    """A caseworker does not learn from the filter who else has recorded WHO-5."""
    page = story(fetch(team.caseworker, of(team.client)))
    assert team.ngo.name in page
    assert team.other_ngo.name not in page


def test_pages_of_25_and_all_of_it_for_paper(team, fetch):
    done = tell(team, team.client)
    many_sessions(team, done.work, 45)
    total = len(told(team, "coordinator"))
    counts = [
        fetch(team.coordinator, f"{of(team.client)}?page={page}").text.count('class="story-event')
        for page in ("1", "2", "3", "all")
    ]
    assert counts == [PAGE_SIZE, PAGE_SIZE, total - 2 * PAGE_SIZE, total]
    first = story(fetch(team.coordinator, f"{of(team.client)}?kind=session"))
    assert 'href="?kind=session&amp;page=2#story"' in first
    assert 'href="?kind=session&amp;page=all#story"' in first


@pytest.mark.parametrize("page", ["0", "99", "-1", "x", "%00"])
def test_an_odd_page_is_still_a_page(team, fetch, page):
    tell(team, team.client)
    assert fetch(team.coordinator, f"{of(team.client)}?page={page}").status_code == 200


@pytest.mark.parametrize("who", ["coordinator", "caseworker"])
def test_the_number_of_queries_does_not_grow(team, as_user, django_assert_max_num_queries, who):
    done = tell(team, team.client)
    client = as_user(getattr(team, who))
    with django_assert_max_num_queries(40) as few:
        client.get(of(team.client))
    many_sessions(team, done.work, 500)
    with django_assert_max_num_queries(40) as lots:
        client.get(f"{of(team.client)}?page=all")
    assert len(few) == len(lots)


def test_viewing_is_told_once_with_the_notes_that_were_shown(team, fetch):
    done = tell(team, team.client)
    fetch(team.caseworker, of(team.client))
    event = AuditEvent.objects.get(action=Action.VIEWED)
    assert event.client_ids == [team.client.pk]
    assert event.detail == {"notes": [done.sessions["ngo"].pk]}
    assert "canary" not in str(list(AuditEvent.objects.values()))


def test_notes_that_a_filter_hides_were_not_shown(team, fetch):
    tell(team, team.client)
    fetch(team.caseworker, f"{of(team.client)}?kind=course")
    assert AuditEvent.objects.get(action=Action.VIEWED).detail == {}


def test_on_paper_it_says_whose_reading_it_is(team, fetch):
    page = fetch(team.caseworker, of(team.client)).text
    assert f"It holds what {team.caseworker.name} may read." in page
    filters = page[page.index('class="story-filters') :]
    assert filters.startswith('class="story-filters no-print"')


def test_paper_has_its_own_style(team, fetch):
    assert "exitcase/story.css" in fetch(team.coordinator, of(team.client)).text
    paper = CSS.read_text().partition("@media print")[2]
    for rule in ("details-content", "break-inside: avoid", "text-decoration: none"):
        assert rule in paper
    assert "size: A4" in CSS.with_name("site.css").read_text().partition("@media print")[2]
