import datetime as dt

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Invitation, User
from accounts.services import accept, begin_account, close_account, invite, open_invitation, reopen_account, token_hash
from audit.models import Action, AuditEvent
from conftest import PASSWORD

EMAIL = "new@example.org"


@pytest.fixture
def administrator(db):
    return User.objects.create_user("admin@example.org", PASSWORD, name="Administrator")


@pytest.fixture
def issue(administrator, django_capture_on_commit_callbacks):
    def issue(email=EMAIL, name="New Person"):
        with django_capture_on_commit_callbacks(execute=True):
            issued = invite(email=email, name=name, by=administrator)
        return issued, issued.link.rstrip("/").rsplit("/", 1)[1]

    return issue


def page(token):
    return f"/invitation/{token}/"


def choose(client, token, first=PASSWORD, second=PASSWORD):
    return client.post(page(token), {"password1": first, "password2": second})


def test_the_mail_holds_the_link_and_nothing_of_the_field(issue, settings):
    settings.ORIGIN = "https://installation.example"
    _issued, token = issue()
    (message,) = mail.outbox
    assert message.to == [EMAIL]
    assert message.from_email == settings.DEFAULT_FROM_EMAIL
    assert f"https://installation.example/invitation/{token}/" in message.body
    text = f"{message.subject} {message.body}".lower()
    assert not [word for word in ("prostitu", "exit", "borger", "citizen", "cti", "aarhus") if word in text]


def test_only_the_hash_of_the_token_is_kept(issue):
    issued, token = issue()
    stored = Invitation.objects.values().get()
    assert token not in str(stored)
    assert stored["token_hash"] == token_hash(token)
    assert len(token) >= 43
    assert abs(issued.invitation.expires_at - timezone.now() - dt.timedelta(days=14)) < dt.timedelta(minutes=1)


def test_no_mail_is_sent_for_what_was_rolled_back(administrator, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        invite(email=EMAIL, name="New Person", by=administrator)
    assert len(callbacks) == 1
    assert mail.outbox == []


def test_an_invited_person_chooses_a_password_and_signs_in(client, issue):
    _issued, token = issue()
    response = client.get(page(token))
    assert response.status_code == 200
    assert "New Person" in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert choose(client, token).url == "/login/"
    user = User.objects.get(email=EMAIL)
    assert (user.name, user.is_active, user.memberships.count()) == ("New Person", True, 0)
    client.post("/login/", {"login": EMAIL, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.parametrize(
    ("first", "second", "field"),
    [
        ("short", "short", "password1"),
        ("password1234567", "password1234567", None),
        ("123456789012345", "123456789012345", "password1"),
        ("new@example.org", "new@example.org", "password1"),
        (PASSWORD, PASSWORD + "!", "password2"),
        ("", "", "password1"),
    ],
)
def test_a_poor_password_is_refused_at_its_field(client, issue, first, second, field):
    _issued, token = issue()
    response = choose(client, token, first, second)
    if field is None:  # long enough and common to nobody: allowed
        assert response.status_code == 302
        return
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not User.objects.filter(email=EMAIL).exists()
    assert open_invitation(token) is not None


def dead_link(kind, issue):
    _issued, token = issue()
    if kind == "unknown":
        return "x" * 43
    if kind == "used":
        accept(token=token, password=PASSWORD)
    elif kind == "expired":
        Invitation.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    elif kind == "replaced":
        issue()
    elif kind == "account made otherwise":
        User.objects.create_user(EMAIL, PASSWORD, name="New Person")
    return token


@pytest.mark.parametrize("kind", ["unknown", "used", "expired", "replaced", "account made otherwise"])
def test_a_dead_link_is_the_same_friendly_page_whatever_killed_it(client, issue, kind):
    token = dead_link(kind, issue)
    before = list(User.objects.values_list("pk", "password"))
    shown, posted = client.get(page(token)), choose(client, token)
    assert shown.status_code == posted.status_code == 410
    assert shown.templates[0].name == posted.templates[0].name == "accounts/invitation_refused.html"
    assert "New Person" not in shown.content.decode()
    assert "administrator" in shown.content.decode().lower()
    assert list(User.objects.values_list("pk", "password")) == before


def test_a_new_invitation_replaces_the_open_one(client, issue):
    _first, old = issue()
    _second, new = issue()
    assert Invitation.objects.filter(accepted_at=None).count() == 1
    assert open_invitation(old) is None
    assert choose(client, new).status_code == 302


@pytest.mark.parametrize("email", ["admin@example.org", "ADMIN@Example.org", " admin@example.org"])
def test_an_address_with_an_account_is_not_invited(issue, email):
    with pytest.raises(ValidationError) as refusal:
        issue(email)
    assert list(refusal.value.message_dict) == ["email"]
    assert mail.outbox == []
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(("email", "name"), [("no address", "Name"), ("", "Name"), (EMAIL, "")])
def test_an_invitation_needs_an_address_and_a_name(issue, email, name):
    with pytest.raises(ValidationError):
        issue(email, name)


def test_an_account_that_a_command_began_is_finished_by_its_invitation(issue):
    begun = begin_account(email=EMAIL, name="New Person")
    assert not begun.has_usable_password()
    assert begin_account(email="NEW@example.org", name="Other") == begun
    _issued, token = issue()
    assert accept(token=token, password=PASSWORD) == begun
    begun.refresh_from_db()
    assert begun.check_password(PASSWORD)


def test_accepting_in_somebody_else_s_session_ends_that_session(client, issue, administrator):
    client.force_login(administrator, backend="allauth.account.auth_backends.AuthenticationBackend")
    _issued, token = issue()
    choose(client, token)
    assert "_auth_user_id" not in client.session


def test_an_account_is_closed_and_opened_again_by_somebody_else(administrator):
    other = User.objects.create_user("other@example.org", PASSWORD, name="Other")
    close_account(other, by=administrator)
    assert not User.objects.get(pk=other.pk).is_active
    reopen_account(other, by=administrator)
    assert User.objects.get(pk=other.pk).is_active
    events = AuditEvent.objects.filter(subject_type="user", actor_id=administrator.pk).order_by("pk")
    assert [(event.action, event.subject_ids) for event in events] == [
        (Action.ENDED, [other.pk]),
        (Action.CHANGED, [other.pk]),
    ]


def test_nobody_closes_their_own_account(administrator):
    with pytest.raises(ValidationError):
        close_account(administrator, by=administrator)
    assert User.objects.get(pk=administrator.pk).is_active
