"""A meeting of many corrected for all at once: dates, topics, who is reached, when it is locked."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.timezone import localdate

from audit.models import Action, AuditEvent
from clients.services import end_enrolment, withdraw_consent
from interventions.groups.correcting import correct_group_session
from interventions.groups.services import log_group_session
from interventions.models import GroupSession, Intervention, NationalInterventionType, Session
from interventions.services import log_intervention, log_session, offer_type

DAY = dt.timedelta(days=1)
SECRET = "canary-of-the-group"


def ago(days):
    return localdate() - days * DAY


@pytest.fixture
def type(cast):
    return offer_type(cast.project, national=NationalInterventionType.objects.get(key="group_therapy"), by=cast.lead)


@pytest.fixture
def log(cast, type):
    def log_for(*clients, **facts):
        given = {"held_on": ago(2), "minutes": 60, "challenges": ["economy"], "note": SECRET, "without_code": 2}
        return log_group_session(
            cast.project, type=type, codes=[client.code for client in clients], logged_for=cast.municipality,
            by=cast.coordinator, **given | facts,
        )  # fmt: skip

    return log_for


@pytest.fixture
def group(cast, log):
    return log(cast.client, cast.municipal_client)


def correct(cast, group, **facts):
    return correct_group_session(group, **{"held_on": ago(2), "kind": "group", "by": cast.coordinator} | facts)


def refused(cast, group, **facts):
    with pytest.raises(ValidationError) as caught:
        correct(cast, group, **facts)
    return caught.value


def age(group, days):
    for row in (group, *group.sessions.all()):
        row.logged_at -= days * DAY
        row.save()


def test_everybody_s_session_follows(cast, group):
    correct(cast, group, held_on=ago(1), minutes=90, kind="online", challenges=["housing", "network"], note="Andet")
    for session in group.sessions.all():
        assert (session.held_on, session.minutes, session.kind) == (ago(1), 90, "online")
        assert sorted(topic.challenge for topic in session.topics.all()) == ["housing", "network"]
        assert session.note == ""
    group.refresh_from_db()
    assert (group.held_on, group.note, group.without_code) == (ago(1), "Andet", 0)
    assert sorted(topic.challenge for topic in group.topics.all()) == ["housing", "network"]


def test_how_it_went_for_each_stays(cast, group):
    Session.objects.filter(client=cast.client).update(attendance="no_show", note="Egen note")
    correct(cast, group, minutes=45)
    session = Session.objects.get(client=cast.client)
    assert (session.attendance, session.note, session.minutes) == ("no_show", "Egen note", 45)


@pytest.mark.parametrize("day", [9, 1])
def test_an_intervention_that_began_with_the_meeting_moves_with_it(cast, group, day):
    correct(cast, group, held_on=ago(day))
    assert set(Intervention.objects.values_list("starts_on", flat=True)) == {ago(day)}


def test_an_intervention_that_began_otherwise_stays_and_says_so(cast, type, log):
    own = log_intervention(
        client=cast.client, type=type, starts_on=ago(5), provider=cast.municipality, logged_for=cast.municipality,
        by=cast.coordinator,
    )  # fmt: skip
    group = log(cast.client, cast.municipal_client)
    error = refused(cast, group, held_on=ago(9))
    assert cast.client.code in error.message_dict["held_on"][0]
    assert cast.municipal_client.code not in error.message_dict["held_on"][0]
    assert set(group.sessions.values_list("held_on", flat=True)) == {ago(2)}
    own.refresh_from_db()
    assert own.starts_on == ago(5)


def test_an_intervention_with_other_sessions_keeps_its_start(cast, group):
    begun = Intervention.objects.get(client=cast.client)
    log_session(begun, held_on=ago(2), logged_for=cast.municipality, by=cast.coordinator)
    assert cast.client.code in refused(cast, group, held_on=ago(4)).message_dict["held_on"][0]
    correct(cast, group, held_on=ago(1))
    begun.refresh_from_db()
    assert begun.starts_on == ago(2)


def test_a_day_to_come_is_refused(cast, group):
    assert set(refused(cast, group, held_on=ago(-1)).message_dict) == {"held_on"}


def test_a_day_outside_the_enrolment_is_confirmed(cast, group):
    end_enrolment(cast.municipal_client, ends_on=ago(2), by=cast.coordinator)
    error = refused(cast, group, held_on=ago(1), is_confirmed=False)
    assert cast.municipal_client.code in error.message_dict["held_on"][0]
    assert correct(cast, group, held_on=ago(1)).held_on == ago(1)


def test_somebody_has_come(cast, log):
    only_others = log(without_code=3)
    assert set(refused(cast, only_others, without_code=0).message_dict) == {"without_code"}
    assert correct(cast, only_others, without_code=4).without_code == 4


def test_what_is_locked_stands(cast, group, as_user):
    age(group, cast.project.note_lock_days)
    assert "stands as it is" in refused(cast, group, minutes=5).messages[0]
    page = reverse("interventions:group", args=["AAR", group.pk])
    assert "/correct/" not in as_user(cast.coordinator).get(page).content.decode()


def test_it_is_told_of_as_one_change_without_its_words(cast, group):
    correct(cast, group, note="Andre ord")
    event = AuditEvent.objects.filter(action=Action.CHANGED).latest("pk")
    assert (event.subject_type, event.subject_ids) == ("groupsession", [group.pk])
    assert sorted(event.client_ids) == sorted([cast.client.pk, cast.municipal_client.pk])
    assert "Andre ord" not in str(event.detail)


def test_whom_one_no_longer_reaches_stays_as_logged(cast, type):
    """NGO one's group: the citizen's consent is withdrawn, so nothing about them changes any more."""
    made = log_group_session(
        cast.project, type=type, held_on=ago(2), codes=[cast.client.code], minutes=60, without_code=1,
        logged_for=cast.ngo, by=cast.caseworker,
    )  # fmt: skip
    withdraw_consent(cast.client.consents.get(), by=cast.coordinator)
    correct(cast, made, minutes=30, without_code=1, by=cast.caseworker)
    assert GroupSession.objects.get().minutes == 30
    assert Session.objects.get(client=cast.client).minutes == 60


def test_correcting_on_the_page(cast, group, as_user):
    browser = as_user(cast.coordinator)
    page = reverse("interventions:correct_group", args=["AAR", group.pk])
    form = browser.get(page).context["form"]
    assert {name: form.initial[name] for name in ("minutes", "note", "without_code", "challenges")} == {
        "minutes": 60, "note": SECRET, "without_code": 2, "challenges": ["economy"],
    }  # fmt: skip
    data = {"held_on": ago(1).isoformat(), "kind": "group", "note": "Ring 22334455", "without_code": "2"}
    assert browser.post(page, data).status_code == 422
    response = browser.post(page, data | {"note": "Rolig aften"})
    assert response.url == reverse("interventions:group", args=["AAR", group.pk])
    assert GroupSession.objects.get().note == "Rolig aften"


@pytest.mark.parametrize(
    ("who", "status"),
    [("caseworker", 404), ("other_caseworker", 404), ("lead", 403), ("outsider", 404), ("stranger", 404)],
)
def test_others_neither_see_nor_correct_it(cast, group, as_user, who, status):
    page = reverse("interventions:correct_group", args=["AAR", group.pk])
    browser = as_user(getattr(cast, who))
    assert browser.get(page).status_code == status
    assert browser.post(page, {"held_on": ago(1).isoformat(), "note": "Zqx"}).status_code == status
    assert GroupSession.objects.get().note == SECRET


def test_as_many_queries_for_one_as_for_two(cast, log, django_assert_max_num_queries):
    for clients in ([cast.client], [cast.client, cast.municipal_client]):
        made = log(*clients)
        with django_assert_max_num_queries(20):
            correct(cast, made, held_on=ago(1), challenges=["housing"])
