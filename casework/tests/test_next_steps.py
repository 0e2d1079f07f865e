"""What comes next for a citizen, and how close the contact has been."""

import re

import pytest

from casework.due.day import Scope, asked_by, due_groups, due_of
from casework.intensity import intensity
from casework.services import end_course, start_course
from casework.tests.addresses import of
from casework.tests.telling import day, many_sessions, tell
from clients.models import Enrolment
from clients.services import change_facts, end_enrolment
from cti.progress import course_progress
from cti.services import choose_focus, open_contact_period, plan_activity
from interventions.models import NationalInterventionType, Session
from interventions.services import log_intervention, offer_type
from wellbeing.services import record_answer


def steps(response):
    """The next step's part of the page; empty where there is none."""
    return response.text.partition('<section id="next"')[2].partition("</section>")[0]


def started(team, begun):
    runs_as = offer_type(
        team.project, national=NationalInterventionType.objects.filter(is_course=True)[0], by=team.coordinator
    )
    return start_course(
        team.client, goal="leave", starts_on=day(-begun), runs_as=runs_as, provider=team.municipality,
        by=team.coordinator,
    )  # fmt: skip


AGREE, LOG = "Agree on the next appointment.", "Log a session"


@pytest.mark.parametrize(
    ("offset", "says", "is_late"),
    [(None, {AGREE}, False), (-1, {LOG, AGREE}, True), (0, {LOG}, False), (4, set(), False)],
)
def test_the_appointment(team, fetch, offset, says, is_late):
    Enrolment.objects.filter(client=team.client).update(starts_on=day(-5))
    change_facts(team.client, next_appointment_on=None if offset is None else day(offset), by=team.coordinator)
    text = steps(fetch(team.caseworker, of(team.client)))
    assert {sentence for sentence in (AGREE, LOG) if sentence in text} == says
    late = re.findall(r'class="next-late"><a[^>]*>([^<]*)</a>', text)
    assert (LOG in late) is is_late
    assert (f'href="{of(team.client, "appointment")}">{AGREE}' in text) is (AGREE in says)


def test_who_is_silent_is_asked_for_an_appointment_once(team, fetch):
    text = steps(fetch(team.caseworker, of(team.client)))
    assert text.count(of(team.client, "appointment")) == 1
    assert "Plan an appointment" in text


def test_an_appointment_that_is_logged_asks_for_the_next_one_only(team, fetch):
    change_facts(team.client, next_appointment_on=day(-1), by=team.coordinator)
    Session.objects.filter(pk=tell(team, team.client).sessions["ngo"].pk).update(held_on=day(0))
    text = steps(fetch(team.caseworker, of(team.client)))
    assert AGREE in text
    assert LOG not in text


def test_nothing_else_before_the_appointment(team, fetch):
    change_facts(team.client, next_appointment_on=day(3), by=team.coordinator)
    Session.objects.filter(pk=tell(team, team.client).sessions["ngo"].pk).update(held_on=day(0))
    end_course(team.client.courses.get(), ends_on=day(0), end_reason="moved", by=team.coordinator)
    text = steps(fetch(team.caseworker, of(team.client)))
    assert "Nothing else before the appointment of" in text


@pytest.mark.parametrize(
    ("begun", "says"),
    [(5, None), (115, "The phase ends on"), (130, None), (400, "The course was planned to end on")],
)
def test_the_end_of_a_phase(team, fetch, begun, says):
    started(team, begun)
    text = steps(fetch(team.caseworker, of(team.client)))
    assert {words for words in ("The phase ends on", "The course was planned to end on") if words in text} == {
        *([says] if says else [])
    }
    assert ('next-late"><a href="/p/AAR/citizens/' in text and "was planned" in text) is (begun == 400)


def test_the_plan_of_the_phase(team, fetch):
    phase = started(team, 10).phases.get(number=1)
    assert "Choose the focus areas of phase 1." in steps(fetch(team.caseworker, of(team.client)))
    choose_focus(phase, areas=["economy", "housing", "network"], by=team.coordinator)
    for activity in ("Læg et budget", "Skriv en liste"):
        plan_activity(phase, area="economy", activity=activity, by=team.coordinator)
    page = fetch(team.caseworker, of(team.client))
    assert "2 activities of phase 1 have not begun." in steps(page)
    plan = page.text[page.text.index('class="plan-now"') : page.text.index('<section id="interventions"')]
    for shown in ("Activity plan of phase 1", "Economy", "Læg et budget"):
        assert shown in plan


@pytest.mark.parametrize(("ago", "is_due"), [(10, False), (200, True)])
def test_who5_again_when_another_answer_counts(team, fetch, ago, is_due):
    record_answer(
        team.client, answered_on=day(-ago), items=[1] * 5, recorded_for=team.municipality, by=team.coordinator
    )
    assert ("Enter WHO-5" in steps(fetch(team.coordinator, of(team.client)))) is is_due
    assert "WHO-5" not in steps(fetch(team.caseworker, of(team.client)))  # who sees their own answers only


def test_the_first_who5_belongs_to_a_course(team, fetch):
    assert "Enter WHO-5" not in steps(fetch(team.coordinator, of(team.client)))
    started(team, 5)
    assert "Enter WHO-5" in steps(fetch(team.coordinator, of(team.client)))


def test_what_my_day_says_is_due_stands_here_too(team, fetch):
    """One definition of each: a citizen's next steps are the lines of My day that are about the citizen."""
    started(team, 400)
    change_facts(team.client, next_appointment_on=day(-1), by=team.coordinator)
    asked = asked_by(team.coordinator, team.project)
    lines = due_of(team.client, asked)
    groups = due_groups(asked, Scope.ALL)
    assert [line.kind.key for line in lines] == [
        group.kind.key for group in groups if any(line.client == team.client for line in group.lines)
    ]
    assert {"passed", "who5-first", "overrun", "silent"} <= {line.kind.key for line in lines}
    text = steps(fetch(team.coordinator, of(team.client)))
    assert all(f'href="{line.address}"' in text for line in lines if line.kind.key != "new")


def test_what_is_due_takes_one_query_however_much_it_is(team, django_assert_num_queries):
    started(team, 400)
    with django_assert_num_queries(1):
        assert len(due_of(team.client, asked_by(team.coordinator, team.project))) > 2


def test_a_citizen_who_has_left_has_no_next_step(team, fetch):
    end_enrolment(team.client, ends_on=day(0), by=team.coordinator)
    assert steps(fetch(team.coordinator, of(team.client))) == ""


def rows(section):
    return {row.label: [cell.display for cell in row.cells.values()] for row in section.table.rows}


def drawn(team, course, who="coordinator"):
    return intensity(getattr(team, who), team.client, course_progress(course, day(0)))


def test_contacts_are_counted_by_part_of_the_course(team):
    course = tell(team, team.client).course
    work = log_intervention(
        client=team.client, type=course.runs_as.intervention.type, starts_on=day(-130), logged_for=team.municipality,
        by=team.coordinator,
    )  # fmt: skip
    many_sessions(team, work, 3)
    section = drawn(team, course)
    assert [rows(section)[label][0] for label in ("Phase 1", "Phase 2")] == ["2", "3"]
    assert rows(section)["Phase 3"] == ["–", "–", "–"]
    assert not section.chart.is_empty
    assert "Phase 3: not begun" in section.chart.description


def test_only_sessions_that_took_place_within_the_course(team):
    done = tell(team, team.client)
    Session.objects.filter(pk=done.sessions["ngo"].pk).update(attendance="no_show")
    Session.objects.filter(pk=done.sessions["municipality"].pk).update(held_on=day(-131))
    section = drawn(team, done.course)
    assert section.chart.is_empty
    assert {row[0] for row in rows(section).values()} == {"0", "–"}


def test_a_contact_period_is_a_part_of_its_own(team, fetch):
    contact = open_contact_period(team.client, goal="leave", contact_starts_on=day(-20), by=team.coordinator)
    assert list(rows(drawn(team, contact))) == ["Contact period"]
    runs_as = offer_type(team.project, national=NationalInterventionType.objects.filter(is_course=True)[0], by=None)
    start_course(
        team.client, course=contact, starts_on=day(-6), runs_as=runs_as, provider=team.municipality,
        by=team.coordinator,
    )  # fmt: skip
    contact.refresh_from_db()
    assert rows(drawn(team, contact)) == {
        "Contact period": ["0", "2.0", "0.0"],
        "Phase 1": ["0", "1.0", "0.0"],
        "Phase 2": ["–", "–", "–"],
        "Phase 3": ["–", "–", "–"],
    }
    assert "No contact is logged in the course yet." in fetch(team.coordinator, of(team.client)).text


def test_a_course_that_ended_early_counts_to_its_end(team):
    course = started(team, 40)
    course = end_course(course, ends_on=day(-27), end_reason="moved", by=team.coordinator)
    assert rows(drawn(team, course))["Phase 1"][1] == "2.0"


def test_a_course_that_goes_on_counts_in_its_last_phase(team):
    course = started(team, 390)
    last = course.phases.get(number=3)
    assert last.ends_on < day(0)
    weeks = ((day(0) - last.starts_on).days + 1) / 7
    assert rows(drawn(team, course))["Phase 3"][1] == f"{weeks:.1f}"


def test_without_a_course_there_is_no_picture(team, fetch):
    assert 'id="intensity"' not in fetch(team.coordinator, of(team.client)).text
    assert intensity(team.coordinator, team.client, None) is None


@pytest.mark.parametrize("who", ["outsider", "other_caseworker", "lead"])
def test_strangers_see_no_contact(team, who):
    assert drawn(team, tell(team, team.client).course, who).chart.is_empty
