"""What holds of every workbook: taking over A and then B leaves what taking over B alone leaves."""

import datetime as dt
import random

import pytest

from audit.models import AuditEvent
from clients.models import Client, ClientReference
from exchange.workbook import apply, import_workbook, plan
from projects.models import Municipality, Organisation
from projects.services import add_partner, create_project
from tests.workbooks import Generator, saved
from wellbeing.models import WellbeingResponse

pytestmark = pytest.mark.django_db
SEEDS = range(5)


@pytest.fixture
def second_project(programme, import_project):
    project = create_project(
        code="ODE", name="Project O", municipality=Municipality.objects.get(code="0461"),
        starts_on=import_project.starts_on, programme=programme, by=None,
    )  # fmt: skip
    add_partner(project, Organisation.objects.get(name="NGO one"), starts_on=import_project.starts_on, by=None)
    return project


def state(project):
    """Everything that the workbook speaks of, without keys of the database."""
    references = ClientReference.objects.filter(project=project).select_related("client__source")
    return {own.reference: {**facts(own.client), **history(own.client)} for own in references}


def facts(client):
    return {
        "facts": (client.gender, client.birth_year, str(client.source or ""), client.wish),
        "links": list(client.links.values_list("basis", "opens_on", "closes_on")),
        "enrolments": list(client.enrolments.values_list("starts_on", "ends_on", "is_imported")),
        "onward": sorted(client.onward_referrals.values_list("kind", "referred_on")),
    }


def history(client):
    interventions = client.interventions.order_by("pk").values_list(
        "type__name", "provider__name", "provider_text", "starts_on", "ends_on"
    )
    courses = client.courses.order_by("starts_on", "contact_starts_on")
    return {
        "interventions": sorted(interventions, key=str),
        "answers": [
            (answer.answered_on, answer.nth, answer.items, answer.score, answer.wave)
            for answer in client.wellbeing_responses.current()
        ],
        "courses": [(course_facts(course), *parts(course)) for course in courses],
    }


def course_facts(course):
    return course.contact_starts_on, course.starts_on, course.ends_on, course.end_reason


def parts(course):
    return list(course.goals.values_list("goal", "since")), list(course.phases.values_list("number", "starts_on"))


def changed(book, seed):
    """The same rows with other contents; every key stays."""
    pick = random.Random(seed)
    generator = Generator(seed + 1000)
    for row in book["Borgere"]:
        fresh = generator.citizen(0)
        del fresh["Borger-ID"]
        row.update({name: fresh[name] for name in fresh if pick.random() < 0.3 and not name.endswith("dato")})
        row["Slutdato"] = pick.choice([row["Slutdato"], None])
    for row in book["Indsatser"]:
        row["Slutdato"] = pick.choice([row["Slutdato"], None, dt.date(2026, 1, 1)])
    for row in book["Trivsel"]:
        row[f"Spørgsmål {pick.randint(1, 5)}"] = pick.choice([0, 5, None])
    for row in book["CTI-forløb"]:
        row["Mål"] = pick.choice(["Exit", "Forbedret livssituation"])
        if row["Kontaktstart"]:
            row["Start"] = pick.choice([row["Start"], None, dt.date(2025, 1, 1)])
        row["Slut"], row["Afslutningsårsag"] = pick.choice([(None, None), (dt.date(2025, 6, 1), "Andet")])
    return book


@pytest.mark.parametrize("seed", SEEDS)
def test_a_changed_file_leaves_what_it_alone_would_leave(import_project, second_project, seed):
    first = import_workbook(import_project, saved(Generator(seed).workbook(25)), by=None)
    assert first.errors == []
    book = changed(Generator(seed).workbook(25), seed)
    second = import_workbook(import_project, saved(book), by=None)
    assert second.errors == []
    assert sum(second.updated.values()) > 0
    # A source that the first file lacked is the only thing that changed contents can make new.
    assert {kind for kind, count in second.created.items() if count} <= {"referral_sources"}
    import_workbook(second_project, saved(book), by=None)
    assert state(import_project) == state(second_project)


@pytest.mark.parametrize("seed", SEEDS)
def test_going_back_to_the_first_file_brings_its_figures_back(import_project, seed):
    original = Generator(seed).workbook(20)
    import_workbook(import_project, saved(original), by=None)
    before = state(import_project)
    import_workbook(import_project, saved(changed(Generator(seed).workbook(20), seed)), by=None)
    assert state(import_project) != before
    import_workbook(import_project, saved(original), by=None)
    assert state(import_project) == before


@pytest.mark.parametrize("seed", SEEDS)
def test_a_file_in_two_parts_leaves_what_the_whole_leaves(import_project, second_project, seed):
    """The citizens first, and everything about them by a later file that also holds new citizens."""
    whole = Generator(seed).workbook(20)
    part = {"Borgere": whole["Borgere"][:12]}
    import_workbook(import_project, saved(part), by=None)
    later = import_workbook(import_project, saved(whole), by=None)
    assert later.created["citizens"] == 8
    assert sum(later.updated.values()) == 0
    import_workbook(second_project, saved(whole), by=None)
    assert state(import_project) == state(second_project)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_shorter_file_deletes_nothing_and_lists_each_row(import_project, seed):
    whole = Generator(seed).workbook(15)
    import_workbook(import_project, saved(whole), by=None)
    before = state(import_project)
    result = import_workbook(import_project, saved({"Borgere": []}), by=None)
    assert state(import_project) == before
    gone = [issue for issue in result.warnings if issue.row is None]
    assert len(gone) == sum(len(rows) for rows in whole.values())


@pytest.mark.parametrize("seed", SEEDS)
def test_the_plan_counts_what_is_written(import_project, seed):
    book = Generator(seed).workbook(15)
    planned = plan(import_project, saved(book))
    assert planned.created["citizens"] == len(book["Borgere"])
    assert planned.created["interventions"] == len(book["Indsatser"])
    assert planned.created["answers"] == len(book["Trivsel"])
    assert planned.created["courses"] == len(book["CTI-forløb"])
    apply(planned, by=None)
    assert import_project.clients.count() == len(book["Borgere"])
    assert import_project.interventions.count() == len(book["Indsatser"])
    assert import_project.wellbeing_responses.count() == len(book["Trivsel"])
    assert import_project.courses.count() == len(book["CTI-forløb"])
    assert import_project.referral_sources.count() == planned.created["referral_sources"]
    assert import_project.intervention_types.count() == planned.created["intervention_types"]


@pytest.mark.parametrize("step", ["writing.record_batch", "writing.renumber", "planning.write_changes"])
def test_whatever_fails_leaves_nothing(import_project, monkeypatch, step):
    """A failure at the very end of the writing, in the middle of it, and one before it undo the whole batch."""

    def fail(*args, **kwargs):
        raise RuntimeError("the power went out")

    monkeypatch.setattr(f"exchange.workbook.{step}", fail)
    events = AuditEvent.objects.count()
    with pytest.raises(RuntimeError):
        import_workbook(import_project, saved(Generator(0).workbook(10)), by=None)
    assert not Client.objects.exists()
    assert not WellbeingResponse.objects.exists()
    assert AuditEvent.objects.count() == events


def test_a_file_of_one_project_touches_no_other(import_project, second_project):
    """The same Borger-IDs in two projects are two sets of citizens, each left alone by the other's file."""
    import_workbook(second_project, saved(Generator(2).workbook(15)), by=None)
    before = state(second_project)
    import_workbook(import_project, saved(changed(Generator(2).workbook(15), 2)), by=None)
    assert state(second_project) == before
    assert Client.objects.filter(project=import_project).count() == 15
