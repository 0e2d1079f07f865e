import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from accounts.models import Invitation, User
from accounts.services import accept, invite
from audit.models import AuditEvent
from conftest import PASSWORD, person
from projects.access import Role
from projects.services import grant_by_command

PEOPLE = "/people/"
OTHERS = ["coordinator", "caseworker", "lead", "evaluator", "officer", "stranger", "outsider"]


def content(response):
    return response.content.decode()


@pytest.fixture
def administrator(as_user, cast):
    return as_user(cast.administrator)


@pytest.mark.parametrize("who", OTHERS)
@pytest.mark.parametrize("address", [PEOPLE, "/people/invite/", "/people/1/close/", "/people/1/propose/"])
def test_nobody_else_reaches_the_administrator_s_pages(as_user, cast, who, address):
    client = as_user(getattr(cast, who))
    assert client.get(address).status_code == 403
    assert client.post(address).status_code == 403


def test_the_list_names_everybody_with_state_and_memberships(administrator, cast):
    User.objects.filter(pk=cast.stranger.pk).update(is_active=False)
    text = content(administrator.get(PEOPLE))
    for user in User.objects.all():
        assert user.name in text
        assert user.email in text
    assert cast.client.code not in text
    assert str(cast.ngo) in text
    assert reverse("projects:reopen_account", args=[cast.stranger.pk]) in text
    assert reverse("projects:close_account", args=[cast.caseworker.pk]) in text
    assert reverse("projects:close_account", args=[cast.administrator.pk]) not in text


def test_the_list_is_searched_by_part_of_a_name_or_address(administrator, cast):
    by_name = administrator.get(PEOPLE, {"q": "OUTSID"}).context["page"].object_list
    by_address = administrator.get(PEOPLE, {"q": "officer@"}).context["page"].object_list
    assert (list(by_name), list(by_address)) == ([cast.outsider], [cast.officer])
    assert list(administrator.get(PEOPLE, {"q": "xyz"}).context["page"].object_list) == []


def test_a_long_list_comes_in_pages(administrator, cast):
    User.objects.bulk_create(User(email=f"p{n}@example.org", name=f"Zed {n:03}") for n in range(60))
    first, second = administrator.get(PEOPLE), administrator.get(PEOPLE, {"page": "2"})
    assert len(first.context["page"].object_list) == 50
    assert "Zed 059" in content(second)
    assert administrator.get(PEOPLE, {"page": "nonsense"}).status_code == 200


def test_the_list_takes_as_many_queries_for_many_as_for_few(administrator, cast, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    invite(email="one@example.org", name="One", by=cast.administrator)
    with CaptureQueriesContext(
        connection,
    ) as few:
        administrator.get(PEOPLE)
    for number in range(10):
        user = person(f"more-{number}")
        grant_by_command(
            user=user, role=Role.CASEWORKER, project=cast.project, organisation=cast.ngo, starts_on=localdate()
        )
        grant_by_command(user=user, role=Role.EVALUATOR, starts_on=localdate())
        invite(email=f"new{number}@example.org", name="New", by=cast.administrator)
    with django_assert_num_queries(len(few)):
        administrator.get(PEOPLE)


def test_an_invitation_is_sent_from_the_page(administrator, cast, django_capture_on_commit_callbacks):
    assert administrator.get("/people/invite/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        response = administrator.post("/people/invite/", {"email": "New@example.org", "name": "New Person"})
    assert (response.status_code, response.url) == (302, PEOPLE)
    assert mail.outbox[0].to == ["new@example.org"]
    page = administrator.get(PEOPLE)
    assert "new@example.org" in content(page)
    assert "/invitation/" not in content(page)
    invitation = Invitation.objects.get()
    assert invitation.invited_by == cast.administrator
    event = AuditEvent.objects.filter(subject_type="invitation").get()
    assert (event.actor_id, event.subject_ids) == (cast.administrator.pk, [invitation.pk])
    assert "example.org" not in str(event.detail)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"email": "caseworker@example.org", "name": "Again"}, "email"),
        ({"email": "CaseWorker@example.org", "name": "Again"}, "email"),
        ({"email": "nonsense", "name": "Name"}, "email"),
        ({"email": "", "name": "Name"}, "email"),
        ({"email": "new@example.org", "name": ""}, "name"),
    ],
)
def test_a_refused_invitation_comes_back_with_its_message_and_what_was_typed(administrator, cast, data, field):
    response = administrator.post("/people/invite/", data)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert 'role="alert"' in content(response)
    assert all(value in content(response) for value in data.values())
    assert not Invitation.objects.exists()


def test_send_again_makes_a_new_link(administrator, cast, django_capture_on_commit_callbacks):
    invitation = invite(email="new@example.org", name="New", by=cast.second_administrator).invitation
    Invitation.objects.update(expires_at=timezone.now() - dt.timedelta(days=1))
    with django_capture_on_commit_callbacks(execute=True):
        response = administrator.post(f"/people/invitations/{invitation.pk}/again/")
    assert response.url == PEOPLE
    assert len(mail.outbox) == 1
    renewed = Invitation.objects.get()
    assert renewed.pk != invitation.pk
    assert renewed.expires_at > timezone.now()


def test_an_accepted_invitation_is_not_sent_again(administrator, cast):
    issued = invite(email="new@example.org", name="New", by=cast.administrator)
    accept(token=issued.link.rstrip("/").rsplit("/", 1)[1], password=PASSWORD)
    assert administrator.post(f"/people/invitations/{issued.invitation.pk}/again/").status_code == 404
    assert "invited" not in administrator.get(PEOPLE).context["invitations"]


def test_an_account_is_closed_and_opened_again(administrator, as_user, cast):
    close, reopen = (f"/people/{cast.caseworker.pk}/{verb}/" for verb in ("close", "reopen"))
    assert administrator.post(reopen).status_code == 404
    assert administrator.post(close).url == PEOPLE
    assert not User.objects.get(pk=cast.caseworker.pk).is_active
    assert administrator.post(close).status_code == 404
    assert administrator.post(reopen).url == PEOPLE
    assert User.objects.get(pk=cast.caseworker.pk).is_active


def test_nobody_closes_their_own_account_through_the_page(administrator, cast):
    response = administrator.post(f"/people/{cast.administrator.pk}/close/", follow=True)
    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert User.objects.get(pk=cast.administrator.pk).is_active


@pytest.mark.parametrize("address", ["/people/{}/close/", "/people/{}/reopen/", "/people/invitations/{}/again/"])
def test_a_button_is_pressed_not_opened(administrator, cast, address):
    key = invite(email="a@example.org", name="A", by=cast.administrator).invitation.pk
    if "invitations" not in address:
        key = cast.caseworker.pk
        User.objects.filter(pk=key).update(is_active="close" in address)
    assert administrator.get(address.format(key)).status_code == 405


@pytest.mark.parametrize("address", ["/people/{}/close/", "/people/{}/propose/", "/people/invitations/{}/again/"])
def test_an_unknown_row_is_no_page(administrator, cast, address):
    assert administrator.post(address.format(999_999)).status_code == 404


@pytest.mark.parametrize("words", ["%00", "a%00b", "%F0%9F%98%80"])
def test_a_search_for_what_no_database_can_hold_finds_nobody(as_user, cast, words):
    response = as_user(cast.administrator).get(f"/people/?q={words}")
    assert response.status_code == 200
