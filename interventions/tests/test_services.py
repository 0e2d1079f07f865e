import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from audit.models import Action, AuditEvent
from interventions.catalogue.services import change_type
from interventions.models import Intervention, InterventionType, NationalInterventionType, Session
from interventions.querysets import not_yet_offered_by, offered_by
from interventions.services import end_intervention, log_intervention, log_session, offer_own_type, offer_type

DAY = dt.timedelta(days=1)


@pytest.fixture
def national(db):
    return NationalInterventionType.objects.get(key="counselling")


@pytest.fixture
def log(cast, national):
    def make(**facts):
        given = {"type": national, "starts_on": localdate() - 30 * DAY, "logged_for": cast.ngo, "by": cast.caseworker}
        return log_intervention(client=cast.client, **{**given, **facts})

    return make


def last_event(kind):
    return AuditEvent.objects.filter(subject_type=kind).latest("pk")


def refused(call, *args, **facts):
    with pytest.raises(ValidationError) as caught:
        call(*args, **facts)
    return caught.value.message_dict


def test_a_project_takes_a_national_type_as_its_own_once(cast, national):
    first = offer_type(cast.project, national=national, by=cast.lead)
    assert (first.name, first.national, first.order) == (national.name, national, national.order)
    assert offer_type(cast.project, national=national, by=cast.lead) == first
    assert AuditEvent.objects.filter(subject_type="interventiontype").count() == 1
    assert not offered_by(cast.other_project).exists()


@pytest.mark.parametrize(
    ("key", "flag"),
    [
        ("free_clothes", "is_material_help"),
        ("professional_counselling", "is_professional_counselling"),
        ("cti_course", "is_course"),
        ("case_management", "is_course"),
    ],
)
def test_what_the_national_catalogue_marks_is_marked_in_the_project(cast, key, flag):
    made = offer_type(cast.project, national=NationalInterventionType.objects.get(key=key), by=None)
    assert getattr(made, flag)


def test_what_is_offered_leaves_the_national_list_of_that_project_only(cast, national):
    offer_type(cast.project, national=national, by=cast.lead)
    assert national not in not_yet_offered_by(cast.project)
    assert national in not_yet_offered_by(cast.other_project)


def test_an_own_type_of_a_national_name_hides_the_national_one(cast, national):
    own = offer_own_type(cast.project, name=national.name, by=cast.lead)
    assert national not in not_yet_offered_by(cast.project)
    assert offer_type(cast.project, national=national, by=cast.lead) == own


def test_the_national_entry_comes_before_an_own_type_that_took_its_name(cast, national):
    entry = offer_type(cast.project, national=national, by=cast.lead)
    change_type(entry, name="Tuesdays", by=cast.lead)
    offer_own_type(cast.project, name=national.name, by=cast.lead)
    assert offer_type(cast.project, national=national, by=cast.lead) == entry


def test_an_own_type_stands_last_and_may_be_material_help(cast, national):
    offer_type(cast.project, national=national, by=cast.lead)
    own = offer_own_type(cast.project, name="  A  workshop ", is_material_help=True, by=cast.lead)
    assert (own.name, own.is_material_help, own.national) == ("A workshop", True, None)
    assert list(offered_by(cast.project))[-1] == own
    event = last_event("interventiontype")
    assert (event.action, event.subject_ids, event.actor_id) == (Action.CREATED, [own.pk], cast.lead.pk)


@pytest.mark.parametrize(
    ("name", "words"),
    [("Workshop", "already"), ("", "blank"), ("Ring 22 33 44 55", "phone number"), ("x" * 101, "100")],
)
def test_an_own_type_is_refused_at_its_name(cast, name, words):
    offer_own_type(cast.project, name="Workshop", by=cast.lead)
    errors = refused(offer_own_type, cast.project, name=name, by=cast.lead)
    assert list(errors) == ["name"]
    assert words in errors["name"][0]


def test_logging_a_national_type_adds_it_to_the_project(cast, log, national):
    intervention = log(provider=cast.ngo)
    assert intervention.type == InterventionType.objects.get(project=cast.project, national=national)
    assert (intervention.project, intervention.logged_for, intervention.provider) == (cast.project, cast.ngo, cast.ngo)
    event = last_event("intervention")
    assert (event.action, event.actor_id, event.client_ids) == (Action.CREATED, cast.caseworker.pk, [cast.client.pk])


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"starts_on": DAY}, "starts_on"),
        ({"starts_on": -2 * DAY, "ends_on": -3 * DAY}, "ends_on"),
        ({"provider_text": "brev@example.org"}, "provider_text"),
        ({"provider_text": "x" * 101}, "provider_text"),
    ],
)
def test_an_intervention_is_refused_at_the_field_and_nothing_is_stored(log, facts, field):
    days = {key: localdate() + value if isinstance(value, dt.timedelta) else value for key, value in facts.items()}
    assert field in refused(log, **days)
    assert not Intervention.objects.exists()
    assert not InterventionType.objects.exists()


def test_a_provider_is_told_once(cast, log):
    assert list(refused(log, provider=cast.ngo, provider_text="Somebody else")) == ["provider_text"]


def test_a_type_of_another_project_is_refused(cast, log):
    foreign = offer_own_type(cast.other_project, name="Elsewhere", by=None)
    assert list(refused(log, type=foreign)) == ["type"]


def test_the_end_before_the_start_names_both_days(log):
    start = dt.date(2024, 4, 1)
    message = refused(log, starts_on=start, ends_on=dt.date(2024, 3, 3))["ends_on"][0]
    assert "The end (3 March 2024) lies before the start (1 April 2024)" in message


def test_an_intervention_ends_once(cast, log):
    ended = end_intervention(log(), ends_on=localdate(), by=cast.caseworker)
    assert ended.ends_on == localdate()
    assert last_event("intervention").action == Action.ENDED
    with pytest.raises(ValidationError, match="already"):
        end_intervention(ended, ends_on=localdate(), by=cast.caseworker)


def test_a_planned_end_can_be_moved_forward(cast, log):
    planned = log(ends_on=localdate() + 40 * DAY)
    assert end_intervention(planned, ends_on=localdate() - DAY, by=cast.caseworker).ends_on == localdate() - DAY


@pytest.mark.parametrize("days", [1, -31])
def test_an_end_to_come_or_before_the_start_is_refused(cast, log, days):
    errors = refused(end_intervention, log(), ends_on=localdate() + days * DAY, by=cast.caseworker)
    assert list(errors) == ["ends_on"]


def test_a_session_keeps_what_was_said_of_it(cast, log):
    session = log_session(
        log(),
        held_on=localdate(),
        attendance=Session.Attendance.CANCELLED,
        minutes=30,
        note="Next time",
        challenges=["other", "economy", "economy"],
        logged_for=cast.ngo,
        by=cast.caseworker,
    )
    assert (session.client, session.project, session.logged_by) == (cast.client, cast.project, cast.caseworker)
    assert [topic.challenge for topic in session.topics.order_by("challenge")] == ["economy", "other"]
    event = last_event("session")
    assert (event.action, event.client_ids, event.detail) == (Action.CREATED, [cast.client.pk], {})


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"held_on": 1}, "held_on"),
        ({"held_on": -31}, "held_on"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 1441}, "minutes"),
        ({"attendance": "late"}, "attendance"),
        ({"note": "010190-1234"}, "note"),
        ({"note": "Storegade 12"}, "note"),
        ({"challenges": ["weather"]}, "challenge"),
    ],
)
def test_a_session_is_refused_at_the_field_and_nothing_is_stored(cast, log, facts, field):
    facts = {**facts, "held_on": localdate() + facts.get("held_on", 0) * DAY}
    assert field in refused(log_session, log(), logged_for=cast.ngo, by=cast.caseworker, **facts)
    assert not Session.objects.exists()


def test_a_session_lies_within_an_ended_intervention(cast, log):
    ended = log(ends_on=localdate() - 5 * DAY)
    place = {"logged_for": cast.ngo, "by": cast.caseworker}
    assert list(refused(log_session, ended, held_on=localdate() - 4 * DAY, **place)) == ["held_on"]
    assert log_session(ended, held_on=localdate() - 5 * DAY, **place).pk
