"""Every page that shows a citizen leaves an event that names the citizen: the story, a row's page, a form."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from audit.models import Action, AuditEvent
from casework.services import end_course
from clients.models import Client
from clients.services import give_consent
from tests.routes import OK, ROUTES

PAPERS = ("casework:sheet_file", "casework:card")  # seeing one is printing it


def of_a_citizen(access, rows):
    return "code" in access.kwargs(rows)


def someone_who_may(cast, access):
    """The first person of the table with a GET of their own."""
    return getattr(cast, next(who for who, outcome in access.who.items() if outcome == OK))


def events_of(send):
    before = AuditEvent.objects.count()
    response = send()
    return response, list(AuditEvent.objects.order_by("pk")[before:])


@pytest.mark.parametrize("method", ["get", "head"])
def test_seeing_any_page_about_a_citizen_is_logged(as_user, cast, rows, method):
    seen = {}
    for name, access in ROUTES.items():
        if access.get != 200 or not of_a_citizen(access, rows):
            continue
        kwargs, user = access.kwargs(rows), someone_who_may(cast, access)
        browser, address = as_user(user), reverse(name, kwargs=kwargs)
        response, events = events_of(lambda: getattr(browser, method)(address))  # noqa: B023 - called at once
        assert response.status_code == 200, name
        action = Action.PRINTED if name in PAPERS else Action.VIEWED
        shown = Client.objects.filter(code__in=[kwargs["code"], kwargs.get("other", "")])
        assert sorted(pk for event in events for pk in event.client_ids) == sorted(
            shown.values_list("pk", flat=True)
        ), name
        assert {(event.action, event.actor_id) for event in events} == {(action, user.pk)}, name
        seen[name] = events
    assert len(seen) > 20


def test_a_refused_form_is_shown_and_logged_again(as_user, cast, rows):
    seen = 0
    for name, access in ROUTES.items():
        if access.post != 422 or not of_a_citizen(access, rows):
            continue
        browser, address = as_user(someone_who_may(cast, access)), reverse(name, kwargs=access.kwargs(rows))
        response, events = events_of(lambda: browser.post(address))  # noqa: B023 - called at once
        assert response.status_code == 422, name
        assert [event.action for event in events] == [Action.VIEWED], name
        seen += 1
    assert seen > 10


def test_the_page_that_says_there_is_nobody_to_consent_to_is_logged(as_user, cast):
    give_consent(cast.client, cast.other_ngo, starts_on=localdate(), by=cast.coordinator)
    browser, address = as_user(cast.coordinator), reverse("casework:give_consent", args=["AAR", cast.client.code])
    response, events = events_of(lambda: browser.get(address))
    assert response.status_code == 200
    assert [(event.action, event.client_ids) for event in events] == [(Action.VIEWED, [cast.client.pk])]


def test_a_citizen_s_content_never_reaches_the_log(as_user, cast, rows):
    """Not even the reason for an end, which is one of a list."""
    before = AuditEvent.objects.count()
    end_course(rows.course, ends_on=rows.course.starts_on, end_reason="contact_lost", by=cast.coordinator)
    assert "contact_lost" not in str(list(AuditEvent.objects.order_by("pk")[before:].values()))
