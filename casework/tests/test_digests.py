"""The weekly mail: once a week, a number and a link, the same number as on the page, nothing about anybody."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command

from accounts.models import User
from accounts.services import choose_settings
from casework.digests import receivers, send_digests, waiting_for
from casework.models import Digest
from casework.tests.due import course, day
from clients.assignments.services import arrange_cover, assign
from clients.models import Client
from clients.services import set_reference
from projects.access import Role
from projects.services import end_membership, grant_by_command


@pytest.fixture
def waiting(team):
    """The caseworker's own citizen, late for several things, with words of every organisation on it."""
    course(team, -390)
    assign(team.client, worker=team.caseworker, since=day(-100), by=team.coordinator)
    set_reference(team.client, team.ngo, reference="R-77", alias="Anemone", by=team.caseworker)
    Client.objects.filter(pk=team.client.pk).update(next_appointment_on=day(-1))
    return team


def mails_to(user):
    return [each for each in mail.outbox if each.to == [user.email]]


def test_each_gets_one_mail_with_the_number_of_their_page(waiting, fetch):
    send_digests()
    for user in (waiting.caseworker, waiting.coordinator):
        (sent,) = mails_to(user)
        page = fetch(user, f"/p/{waiting.project.code}/today/").text
        number = sum(map(int, re.findall(r'due-number">(\d+)<', page)))
        assert number == waiting_for(user) > 1
        assert sent.subject == f"Sporet: {number} things are waiting for you"
        assert f"{number} things are waiting for you." in sent.body


def test_it_holds_nothing_of_any_citizen_and_nothing_of_the_field(waiting, settings):
    send_digests()
    texts = [f"{sent.subject}\n{sent.body}\n{sent.from_email}\n{sent.extra_headers}" for sent in mail.outbox]
    assert texts
    client = waiting.client
    for text in texts:
        for word in (client.code, "Anemone", "R-77", "AAR", "Project A", "NGO one", "Aarhus", "prostitution", "WHO"):
            assert word not in text
        links = re.findall(r"https?://\S+", text)
        assert links == [f"{settings.ORIGIN}/", f"{settings.ORIGIN}/me/"]


def test_sender_and_subject_are_neutral(waiting, settings):
    settings.SITE_NAME, settings.DEFAULT_FROM_EMAIL = "Stien", "stien@example.org"
    send_digests()
    (sent,) = mails_to(waiting.caseworker)
    assert sent.from_email == "stien@example.org"
    assert sent.subject.startswith("Stien: ")


def test_each_reads_their_own_language(waiting):
    User.objects.filter(pk=waiting.caseworker.pk).update(language="da")
    send_digests()
    assert "venter på dig" in mails_to(waiting.caseworker)[0].subject
    assert "Log ind" in mails_to(waiting.caseworker)[0].body
    assert "Sign in" in mails_to(waiting.coordinator)[0].body


def test_one_thing_is_said_in_the_singular(waiting, monkeypatch):
    monkeypatch.setattr("casework.digests.count_due", lambda user, project: 1)
    send_digests()
    assert mail.outbox[0].subject == "Sporet: 1 thing is waiting for you"
    assert "1 thing is waiting for you." in mail.outbox[0].body


def test_a_week_has_one_mail_and_the_next_week_another(waiting, at):
    for rows in (User.objects.get(pk=waiting.caseworker.pk).memberships, waiting.client.links):
        rows.update(**{"starts_on" if hasattr(rows.model, "starts_on") else "opens_on": dt.date(2026, 1, 1)})
    for moment in [(2026, 11, 23, 0, 5), (2026, 11, 25), (2026, 11, 29, 23, 30)]:
        at(*moment)
        send_digests()
    assert len(mails_to(waiting.caseworker)) == 1
    at(2026, 11, 30, 0, 5)
    assert send_digests().sent >= 1
    assert len(mails_to(waiting.caseworker)) == 2
    assert set(Digest.objects.values_list("week_starts_on", flat=True)) == {
        dt.date(2026, 11, 23),
        dt.date(2026, 11, 30),
    }


def test_nothing_waiting_sends_nothing_and_a_later_run_may(waiting):
    Client.objects.filter(pk=waiting.client.pk).update(next_appointment_on=None)
    waiting.client.enrolments.update(ends_on=day(-1))
    waiting.municipal_client.enrolments.update(ends_on=day(-1))
    send_digests()
    assert mails_to(waiting.caseworker) == []
    waiting.client.enrolments.update(ends_on=None)
    send_digests()
    assert len(mails_to(waiting.caseworker)) == 1


def test_who_declined_gets_none(waiting):
    choose_settings(waiting.caseworker, language="en", wants_digest=False, by=waiting.caseworker)
    send_digests()
    assert mails_to(waiting.caseworker) == []


def test_only_those_with_citizens_get_one(waiting):
    end_membership(waiting.colleague.memberships.get(), ends_on=day(-1), by=waiting.lead)
    expected = {waiting.coordinator, waiting.caseworker, waiting.other_caseworker, waiting.outsider}
    assert set(receivers()) == expected
    User.objects.filter(pk=waiting.caseworker.pk).update(is_active=False)
    assert waiting.caseworker not in receivers()


def test_while_a_colleague_covers_the_reminders_are_the_colleague_s(waiting):
    before = waiting_for(waiting.caseworker)
    arrange_cover(
        project=waiting.project, person=waiting.caseworker, colleague=waiting.coordinator, starts_on=day(0),
        ends_on=day(6), by=waiting.caseworker,
    )  # fmt: skip
    assert before > 0
    assert waiting_for(waiting.coordinator) >= before


def test_several_projects_are_added_up(waiting):
    own = waiting_for(waiting.coordinator)
    host = waiting.other_project.partnerships.get(is_host=True).organisation
    grant_by_command(
        user=waiting.coordinator, role=Role.COORDINATOR, project=waiting.other_project, organisation=host,
        starts_on=day(-5),
    )  # fmt: skip
    assert waiting_for(User.objects.get(pk=waiting.coordinator.pk)) == own + waiting_for(waiting.outsider)
    assert waiting_for(waiting.outsider) > 0


class Refusing(EmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError("no mail server")


def test_a_mail_that_fails_is_tried_again(waiting, settings, caplog):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    with pytest.raises(CommandError, match="Mislykket: "):
        call_command("send_digests")
    assert not Digest.objects.exists()
    assert waiting.caseworker.email not in caplog.text
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    call_command("send_digests")
    assert len(mails_to(waiting.caseworker)) == 1


def test_the_command_says_what_it_did(waiting, capsys):
    call_command("send_digests")
    first = capsys.readouterr().out
    call_command("send_digests")
    second = capsys.readouterr().out
    assert re.fullmatch(r"Sendt: [1-9]\d*\. Intet at sende: \d+\. Mislykket: 0\.\n", first)
    assert second.startswith("Sendt: 0.")
