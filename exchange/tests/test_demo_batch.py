"""The batch that demonstration rows are gathered in: checks in memory, few queries, one event."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from accounts.models import User
from audit.models import AuditEvent
from clients.models import (
    Client,
    ClientLink,
    ClientReference,
    Enrolment,
    IntakeDecision,
    OnwardReferral,
    Proposal,
    ReferralSource,
)
from cti.models import Course, CourseGoal, Phase
from exchange.bulk import CREATION_ORDER, create_rows
from exchange.demo.batch import HAPPENED
from exchange.demo.closed_projects import AAR, ODE
from exchange.demo.construction import build
from exchange.demo.load import load_demo
from exchange.demo.people import make_former_worker
from exchange.demo.places import open_project
from exchange.demo.plans import Answer, Citizen, CourseRecord
from exchange.demo.writing import add_citizen, add_citizens
from interventions.models import Intervention, Session
from interventions.other_work.models import (
    NetworkMeeting,
    OutreachContact,
    ProfessionalConsultation,
    ProfessionalTraining,
)
from projects.models import Project
from wellbeing.models import WellbeingResponse

DAY = dt.timedelta(days=1)
NEEDED = {  # besides the days
    OnwardReferral: {"kind": "other_offer"},
    IntakeDecision: {"decision": "admitted"},
    Proposal: {"how_to_meet": "drop_in", "proposed_on": dt.date(2020, 1, 1)},
    OutreachContact: {"channel": "sms", "people": 1, "minutes": 1},
    ProfessionalTraining: {"kind": "course", "topic": "x", "workplace": "ngo", "professionals": 1, "minutes": 1},
    NetworkMeeting: {"topic": "x", "minutes": 1},
    ProfessionalConsultation: {"workplace": "ngo", "minutes": 1},
}
BATCHED = ("INSERT", "UPDATE")  # SQLite takes them in pieces, by the number of values


@pytest.fixture
def place(programme):
    return open_project(ODE, programme=programme, by=make_former_worker())


def somebody(**facts):
    known = {"age": 30, "gender": "woman", "source": "", "wish": "", "organisation": ODE.host}
    return Citizen(starts_on=ODE.opens_on, ends_on=None, **{**known, **facts})


def test_gathering_asks_the_database_nothing(place, django_assert_num_queries):
    citizens = build(ODE)
    assert place.project.rules
    with django_assert_num_queries(0):
        clients = add_citizens(place, citizens)
    assert len(clients) == len(citizens) == 47
    assert not Client.objects.exists()


def test_everything_is_written_once(place):
    add_citizens(place, build(ODE))
    gathered = {model: len(rows) for model, rows in place.batch.rows.items()}
    place.batch.write()
    assert gathered == {model: model.objects.count() for model in gathered}
    assert {Client, ClientLink, Enrolment, Intervention, Course, CourseGoal, Phase, ReferralSource} <= set(gathered)


def test_a_batch_leaves_one_event_with_its_ids(place):
    add_citizens(place, build(ODE))
    before = AuditEvent.objects.count()
    place.batch.write()
    assert AuditEvent.objects.count() == before + 1
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.subject_type, event.project_id) == ("created", "client", place.project.pk)
    assert event.actor_id == place.by.pk
    assert event.client_ids == sorted(Client.objects.values_list("pk", flat=True))
    for model in (Client, Enrolment, Phase, WellbeingResponse):
        assert sorted(event.detail["rows"][model._meta.model_name]) == sorted(
            model.objects.values_list("pk", flat=True)
        )


def test_the_event_holds_no_text(place):
    add_citizen(place, somebody(), 0, reference="R-000", alias="Anemone")
    place.batch.write()
    event = AuditEvent.objects.latest("pk")
    assert set(event.detail) == {"rows"}
    assert "Anemone" not in str(event.detail)


@pytest.mark.parametrize("text", ["Ring på 20 30 40 50", "010190-1234", "mail@example.org"])
def test_the_guard_of_texts_stands(place, text):
    with pytest.raises(ValidationError):
        add_citizen(place, somebody(), 0, alias=text)
    assert place.batch.of(ClientReference) == []


@pytest.mark.parametrize(
    ("model", "facts"),
    [
        (Client, {"code": "ODE-2222-2", "gender": "unknown"}),
        (Client, {"code": "ODE-2222-2", "birth_year": 1899}),
        (Client, {"code": ""}),
        (OnwardReferral, {"kind": "elsewhere", "referred_on": ODE.opens_on}),
        (WellbeingResponse, {"answered_on": ODE.opens_on, "item_1": 6}),
        (Session, {"held_on": ODE.opens_on, "minutes": 0}),
    ],
)
def test_a_fields_own_rules_stand(place, model, facts):
    with pytest.raises(ValidationError):
        place.batch.add(model(**facts))
    assert place.batch.of(model) == []


@pytest.mark.parametrize(("model", "field"), [(model, name) for model, names in HAPPENED.items() for name in names])
def test_a_day_to_come_is_refused(place, model, field):
    first = {"starts_on": localdate()} if hasattr(model, "starts_on") else {}
    facts = {**first, **NEEDED.get(model, {})}
    today, tomorrow = (model(**{**facts, field: day}) for day in (localdate(), localdate() + DAY))
    assert place.batch.add(today) is today
    with pytest.raises(ValidationError) as refused:
        place.batch.add(tomorrow)
    assert set(refused.value.message_dict) == {field}
    assert place.batch.of(model) == [today]


def test_nobody_below_18(place):
    with pytest.raises(ValidationError):
        add_citizen(place, somebody(age=17), 0)
    assert place.batch.of(Client) == []


@pytest.mark.parametrize(
    "citizen",
    [
        pytest.param(somebody(returns=((ODE.opens_on + DAY, None),)), id="two open enrolments"),
        pytest.param(somebody(returns=((ODE.opens_on + DAY, ODE.opens_on),)), id="an end before its start"),
        pytest.param(somebody(answers=(Answer(ODE.opens_on, (1,) * 5),) * 2), id="two first answers of a day"),
        pytest.param(
            somebody(courses=(CourseRecord(provider=ODE.host, goals={}, starts_on=ODE.opens_on, end_reason="moved"),)),
            id="a reason without an end",
        ),
    ],
)  # fmt: skip
def test_the_databases_constraints_stand(place, citizen):
    add_citizen(place, citizen, 0)
    with pytest.raises(IntegrityError), transaction.atomic():
        place.batch.write()
    assert not Client.objects.exists()


def test_waves_are_numbered(place):
    days = [ODE.opens_on + days * DAY for days in (0, 44, 45, 89, 90)]
    add_citizen(place, somebody(answers=tuple(Answer(day, (1, 2, 3, 4, 5)) for day in days)), 0)
    place.batch.write()
    assert list(WellbeingResponse.objects.values_list("wave", "score")) == [
        (1, 60), (None, 60), (2, 60), (None, 60), (3, 60)
    ]  # fmt: skip


def test_a_model_without_a_place_in_the_order_is_refused(db):
    with pytest.raises(ValueError, match="not in"):
        create_rows({User: [User()]})
    assert len(set(CREATION_ORDER)) == len(CREATION_ORDER)


def test_every_row_would_pass_the_full_check(place):
    """What the services check by queries, row by row, holds for what was written without them."""
    add_citizens(place, build(ODE)[-12:])
    place.batch.write()
    for model in place.batch.rows:
        for row in model.objects.all():
            row.full_clean()


def queries(frame, programme, times):
    """Reading and writing queries of a batch, and its rows."""
    place = open_project(frame, programme=programme, by=None)
    add_citizens(place, build(frame) * times)
    with CaptureQueriesContext(connection) as captured:
        place.batch.write()
    words = [query["sql"].split()[0] for query in captured.captured_queries]
    written = sum(word in BATCHED for word in words)
    return len(words) - written, written, sum(map(len, place.batch.rows.values()))


def test_queries_grow_by_the_thousand_rows_only(programme):
    few_reads, few_writes, few_rows = queries(ODE, programme, 1)
    many_reads, many_writes, many_rows = queries(AAR, programme, 12)
    assert many_rows - few_rows > 5000
    assert many_reads - few_reads <= 2 * (many_rows - few_rows) / 1000
    assert (many_writes - few_writes) / ((many_rows - few_rows) / 1000) < 20


def test_the_whole_demonstration_takes_few_queries(db):
    """Setting up a project costs some 60 queries and its money some 100 through the services, the running project's
    few records beside its citizens some 350; its rows hardly any."""
    with CaptureQueriesContext(connection) as captured:
        load_demo()
    rows = sum(model.objects.count() for model in CREATION_ORDER)
    inserted = [query for query in captured.captured_queries if query["sql"].startswith("INSERT")]
    assert rows > 5000
    assert len(inserted) < rows / 10
    assert len(captured) < 200 * Project.objects.count() + 500
