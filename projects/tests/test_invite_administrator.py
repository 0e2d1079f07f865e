import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils.timezone import localdate

from accounts.models import Invitation, User
from conftest import PASSWORD
from projects.access import Permission, Role, has_permission
from projects.models import Membership

EMAIL = "first@example.org"


def run(capsys, *arguments):
    call_command("invite_administrator", *(arguments or (EMAIL, "--name", "First Person")))
    return capsys.readouterr().out.strip().splitlines()[-1]


def test_the_printed_link_makes_the_first_administrator(client, db, capsys, settings):
    link = run(capsys)
    assert link.startswith(f"{settings.ORIGIN}/invitation/")
    user = User.objects.get(email=EMAIL)
    assert not user.has_usable_password()
    client.post("/login/", {"login": EMAIL, "password": ""})
    assert "_auth_user_id" not in client.session
    client.post(link.removeprefix(settings.ORIGIN), {"password1": PASSWORD, "password2": PASSWORD})
    client.post("/login/", {"login": EMAIL, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(user.pk)
    assert has_permission(User.objects.get(email=EMAIL), Permission.PEOPLE_INVITE)
    assert client.get("/people/").status_code == 200


def test_the_link_is_sent_as_well(db, capsys, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        link = run(capsys)
    assert link in mail.outbox[0].body


def test_a_second_run_makes_a_new_link_and_nothing_else(db, capsys):
    first, second = run(capsys), run(capsys)
    assert first != second
    assert User.objects.count() == Invitation.objects.count() == 1
    membership = Membership.objects.get()
    assert (membership.role, membership.proposed_by, membership.starts_on) == (Role.ADMINISTRATOR, None, localdate())


@pytest.mark.parametrize(
    "arguments",
    [
        ("no-address", "--name", "Name"),
        ("taken@example.org", "--name", "Name"),
        ("TAKEN@example.org", "--name", "Name"),
        (EMAIL, "--name", ""),
        (EMAIL,),
        (),
        (EMAIL, "--name", "Name", "--role", "lead"),
    ],
)
def test_a_bad_argument_is_one_line_and_exit_2(db, capsys, arguments):
    User.objects.create_user("taken@example.org", PASSWORD, name="Taken")
    with pytest.raises(CommandError) as refusal:
        call_command("invite_administrator", *arguments)
    assert refusal.value.returncode == 2
    assert len(str(refusal.value).splitlines()) == 1
    assert User.objects.count() == 1
    assert not Membership.objects.exists()
    assert not Invitation.objects.exists()
