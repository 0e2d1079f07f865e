import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.timezone import localdate

from audit.models import Action, AuditEvent

LOG = "/log/"


@pytest.fixture
def officer(as_user, cast):
    return as_user(cast.officer)


def event(**facts):
    return AuditEvent.objects.create(**{"action": Action.VIEWED, "subject_type": "client", **facts})


def shown(response):
    return [line["event"].pk for line in response.context["lines"]]


@pytest.mark.parametrize(
    "who", ["coordinator", "caseworker", "lead", "evaluator", "administrator", "stranger", "outsider"]
)
def test_nobody_else_reads_the_log(as_user, cast, who):
    client = as_user(getattr(cast, who))
    assert client.get(LOG).status_code == 403
    assert client.post(LOG).status_code == 403


def test_the_newest_event_stands_first_and_reading_is_an_event_itself(officer, cast):
    officer.get(LOG)
    newest = AuditEvent.objects.latest("pk")
    assert (newest.actor_id, newest.action, newest.subject_type) == (cast.officer.pk, Action.LISTED, "auditevent")
    response = officer.get(LOG)
    assert shown(response) == sorted(shown(response), reverse=True)
    assert shown(response)[0] == newest.pk
    assert cast.officer.name in response.content.decode()


def test_a_filtered_reading_says_by_what_it_was_filtered_and_not_for_whom(officer, cast):
    officer.get(LOG, {"person": cast.coordinator.pk, "action": "viewed"})
    assert AuditEvent.objects.latest("pk").detail == {"filters": ["action", "person"], "page": 1}


def test_a_line_shows_plain_ids_and_no_code(officer, cast):
    event(actor_id=cast.coordinator.pk, project_id=cast.project.pk, subject_ids=[4711], client_ids=[cast.client.pk])
    text = officer.get(LOG).content.decode()
    for part in (cast.coordinator.name, cast.project.name, "4711", f">{cast.client.pk}<"):
        assert part in text
    assert cast.client.code not in text


def test_what_an_event_tells_of_may_be_gone(officer, cast):
    event(actor_id=987_654, project_id=987_655, subject_type="something_new", subject_ids=[1])
    text = officer.get(LOG).content.decode()
    assert "987654" in text
    assert "something_new" in text


def test_a_batch_shows_its_first_ids_and_how_many_more(officer, cast):
    event(action=Action.IMPORTED, subject_ids=list(range(1001, 1301)), client_ids=list(range(2001, 2008)))
    (line, *_rest) = officer.get(LOG).context["lines"]
    assert (line["subject_ids"], line["more_subjects"]) == ([1001, 1002, 1003, 1004, 1005], 295)
    assert (len(line["client_ids"]), line["more_clients"]) == (5, 2)


def test_fifty_a_page_and_the_filters_stay_in_the_address(officer, cast):
    keys = [event(actor_id=cast.lead.pk).pk for _number in range(103)]
    first = officer.get(LOG, {"person": cast.lead.pk})
    assert shown(first) == keys[:-51:-1]
    assert (first.context["earlier"], first.context["later"]) == ("", f"?person={cast.lead.pk}&page=2")
    third = officer.get(LOG + officer.get(LOG + first.context["later"]).context["later"])
    assert shown(third) == keys[2::-1]
    assert third.context["later"] == ""
    assert third.context["earlier"] == f"?person={cast.lead.pk}&page=2"


@pytest.mark.parametrize("page", ["0", "-1", "x", "", "999999999999", "²"])
def test_a_nonsense_page_number_is_no_error(officer, cast, page):
    assert officer.get(LOG, {"page": page}).status_code == 200


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (lambda c: {"person": c.lead.pk}, {"a"}),
        (lambda c: {"project": c.other_project.pk}, {"b"}),
        (lambda c: {"action": "ended"}, {"c"}),
        (lambda c: {"person": c.lead.pk, "action": "ended"}, set()),
    ],
)
def test_filters(officer, cast, filters, expected):
    rows = {
        "a": event(actor_id=cast.lead.pk).pk,
        "b": event(project_id=cast.other_project.pk).pk,
        "c": event(action=Action.ENDED).pk,
    }
    found = set(shown(officer.get(LOG, filters(cast))))
    assert {name for name, key in rows.items() if key in found} == expected


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2024-10-27", "2024-10-27", {"first minute", "last minute"}),
        ("2024-10-27", "", {"first minute", "last minute", "day after"}),
        ("", "2024-10-26", {"evening before"}),
        ("2024-10-26", "2024-10-28", {"evening before", "first minute", "last minute", "day after"}),
    ],
)
def test_days_are_copenhagen_days_also_when_the_clock_changes(officer, cast, since, until, expected):
    zone = ZoneInfo("Europe/Copenhagen")
    moments = {
        "evening before": dt.datetime(2024, 10, 26, 23, 30, tzinfo=zone),
        "first minute": dt.datetime(2024, 10, 27, 0, 0, tzinfo=zone),
        "last minute": dt.datetime(2024, 10, 27, 23, 59, tzinfo=zone),
        "day after": dt.datetime(2024, 10, 28, 0, 0, tzinfo=zone),
    }
    rows = {name: event(at=at, actor_id=cast.stranger.pk).pk for name, at in moments.items()}
    response = officer.get(LOG, {"since": since, "until": until, "person": cast.stranger.pk})
    found = set(shown(response))
    assert {name for name, key in rows.items() if key in found} == expected


@pytest.mark.parametrize("filters", [{"person": "x"}, {"project": "999999"}, {"action": "made up"}, {"since": "soon"}])
def test_a_wrong_filter_says_so_and_shows_nothing(officer, cast, filters):
    response = officer.get(LOG, filters)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == list(filters)
    assert shown(response) == []
    assert 'role="alert"' in response.content.decode()


def test_an_empty_answer_says_what_to_do(officer, cast):
    response = officer.get(LOG, {"until": "2001-01-01"})
    assert 'class="empty-state"' in response.content.decode()


def test_the_log_takes_as_many_queries_for_many_as_for_few(officer, cast, django_assert_num_queries):
    event(actor_id=cast.lead.pk, project_id=cast.project.pk)
    with CaptureQueriesContext(connection) as few:
        officer.get(LOG)
    for user in (cast.lead, cast.coordinator, cast.caseworker, cast.outsider) * 10:
        event(actor_id=user.pk, project_id=cast.other_project.pk, at=timezone.now())
    with django_assert_num_queries(len(few)):
        officer.get(LOG, {"since": ""})


def test_the_log_s_day_is_today(officer, cast):
    response = officer.get(LOG, {"since": localdate().isoformat(), "until": localdate().isoformat()})
    assert shown(response)
