"""The baseline of a course: optional facts, who reads them, who told the citizen about confidentiality."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from audit.models import AuditEvent
from casework.baseline.models import ASKED, Baseline, BaselineSetting
from casework.baseline.querysets import answered, baseline_of, sees_baseline
from casework.baseline.services import save_baseline
from casework.services import start_course
from casework.tests.addresses import of
from clients.models import Client
from clients.services import give_consent, withdraw_consent
from cti.services import open_contact_period
from interventions.models import NationalInterventionType
from projects.access import Role
from projects.services import grant_by_command

WORD = "Hverdagen"


def day(offset):
    return localdate() + dt.timedelta(days=offset)


@pytest.fixture
def course(team):
    runs_as = NationalInterventionType.objects.filter(is_course=True).first()
    return start_course(
        team.client, goal="leave", starts_on=day(-3), runs_as=runs_as, provider=team.municipality, by=team.coordinator
    )


def save(team, course, **facts):
    return save_baseline(course, by=team.coordinator, **facts)


def address(course):
    return of(course.client, "baseline", course.pk)


def test_everything_may_be_left_out(team, course):
    baseline = save(team, course)
    assert answered(baseline) == 0
    assert all(getattr(baseline, name) == "" for name in ASKED)


def test_not_known_is_an_answer(team, course):
    save(team, course, settings=["unknown"], debt="unknown")
    assert answered(baseline_of(course)) == 2


def test_a_second_saving_changes_the_one_baseline(team, course):
    save(team, course, settings=["street", "bar"], debt="yes")
    save(team, course, settings=["bar", "grey_zone"], housing="own")
    baseline = baseline_of(course)
    assert Baseline.objects.count() == 1
    assert {each.setting for each in baseline.settings.all()} == {"bar", "grey_zone"}
    assert (baseline.debt, baseline.housing) == ("yes", "own")


def test_the_history_names_fields_and_never_what_was_said(team, course):
    save(team, course, debt="yes")
    save(team, course, debt="no", language=WORD, motivation_words=WORD, settings=["escort"])
    made, changed = AuditEvent.objects.filter(subject_type="baseline").order_by("pk")
    assert (made.action, made.detail) == ("created", {"fields": ["debt"]})
    assert (changed.action, changed.detail) == (
        "changed", {"fields": ["debt", "language", "motivation_words", "settings"]},
    )  # fmt: skip
    assert changed.client_ids == [course.client_id]


def test_the_one_who_moves_the_day_told_the_citizen(team, course):
    save(team, course, informed_on=day(-2))
    baseline = save_baseline(course, informed_on=day(-2), by=team.caseworker)
    assert baseline.informed_by == team.coordinator
    assert save_baseline(course, informed_on=day(-1), by=team.caseworker).informed_by == team.caseworker
    assert save_baseline(course, by=team.caseworker).informed_by is None


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"settings": ["unknown", "bar"]}, "settings"),
        ({"settings": ["elsewhere"]}, "setting"),
        ({"income": "lottery"}, "income"),
        ({"motivation_words": "Ring 20 30 40 50"}, "motivation_words"),
        ({"language": "a@example.org"}, "language"),
        ({"informed_on": 1}, "informed_on"),
        ({"informed_on": -401}, "informed_on"),
    ],
)
def test_what_is_wrong_is_refused_whole(team, course, facts, field):
    if "informed_on" in facts:
        facts = {"informed_on": day(facts["informed_on"])}
    with pytest.raises(ValidationError) as refused:
        save(team, course, **facts)
    assert list(refused.value.message_dict) == [field]
    assert not Baseline.objects.exists()
    assert not BaselineSetting.objects.exists()


def test_an_anonymous_citizen_s_baseline_has_no_words(team, course, fetch):
    Client.objects.filter(pk=course.client_id).update(is_anonymous=True)
    for name in ("language", "motivation_words"):
        with pytest.raises(ValidationError, match="nothing is written in words"):
            save(team, course, **{name: WORD})
    page = fetch(team.coordinator, address(course))
    assert set(page.context["form"].fields) & {"language", "motivation_words"} == set()
    assert "takes part anonymously" in page.text
    assert fetch(team.coordinator, address(course), {"debt": "no"}).status_code == 302


def test_the_page_fills_in_and_shows_again(team, course, fetch):
    sent = {"settings": ["private", "bar"], "paid_sex": "not_said", "children": "yes", "language": WORD,
            "informed_on": day(0).isoformat()}  # fmt: skip
    response = fetch(team.coordinator, address(course), sent)
    assert response["Location"] == of(course.client, "citizen") + f"courses/{course.pk}/"
    initial = fetch(team.coordinator, address(course)).context["form"].initial
    assert {name: initial[name] for name in ("paid_sex", "children", "language")} == {
        "paid_sex": "not_said", "children": "yes", "language": WORD,
    }  # fmt: skip
    assert set(initial["settings"]) == {"private", "bar"}


def test_a_refused_form_keeps_what_was_typed(team, course, fetch):
    response = fetch(team.coordinator, address(course), {"motivation_words": "Skriv til a@example.org", "debt": "no"})
    assert response.status_code == 422
    assert "Skriv til" in response.text
    assert not Baseline.objects.exists()


def test_the_course_s_page_leads_to_it(team, course, fetch):
    page = of(course.client, "citizen") + f"courses/{course.pk}/"
    assert "The baseline can be filled in now or later." in fetch(team.coordinator, page).text
    save(team, course, debt="no")
    assert f"1 of {len(ASKED) + 1} questions" in fetch(team.coordinator, page).text
    assert address(course) not in fetch(team.caseworker, page).text


# Who reads it: the intake, whoever runs the course, a consent that covers notes; nobody else.


def test_a_consent_without_notes_does_not_open_it(team, course, fetch):
    assert not sees_baseline(team.caseworker, course)
    assert fetch(team.caseworker, address(course)).status_code == 404
    assert fetch(team.caseworker, address(course), {"debt": "no"}).status_code == 404


def test_a_consent_that_covers_notes_opens_it_until_it_is_withdrawn(team, course, fetch):
    consent = give_consent(team.client, team.other_ngo, starts_on=day(0), covers_notes=True, by=team.coordinator)
    assert fetch(team.other_caseworker, address(course)).status_code == 200
    withdraw_consent(consent, by=team.coordinator)
    assert fetch(team.other_caseworker, address(course)).status_code == 404


def test_whoever_runs_the_course_reads_it(team, course):
    course.runs_as.intervention.provider = team.ngo
    course.runs_as.intervention.save()
    assert sees_baseline(team.caseworker, course)


def test_a_contact_period_has_one_too_for_the_intake(team):
    contact = open_contact_period(team.client, goal="leave", contact_starts_on=day(-1), by=team.coordinator)
    assert sees_baseline(team.coordinator, contact)
    assert not sees_baseline(team.caseworker, contact)


@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("lead", 403), ("stranger", 404), ("officer", 404)])
def test_nobody_else_opens_it(team, course, fetch, who, status):
    save(team, course, motivation_words=WORD)
    response = fetch(getattr(team, who), address(course))
    assert response.status_code == status
    assert WORD not in response.text


def test_a_coordinator_of_another_organisation_without_notes_does_not_either(team, course, fetch):
    grant_by_command(
        user=team.stranger, role=Role.COORDINATOR, project=team.project, organisation=team.ngo, starts_on=day(0)
    )
    assert fetch(team.stranger, address(course)).status_code == 404


def test_a_course_is_found_under_its_own_citizen_only(team, course, fetch):
    assert fetch(team.coordinator, of(team.municipal_client, "baseline", course.pk)).status_code == 404
