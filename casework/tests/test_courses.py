"""Starting and ending a course together with the intervention that it runs as."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate

from audit.models import AuditEvent
from casework.models import CourseIntervention
from casework.services import end_course, start_course
from clients.models import Goal
from clients.services import give_consent, withdraw_consent
from cti.models import Course
from cti.services import open_contact_period
from interventions.models import Intervention, InterventionType, NationalInterventionType
from interventions.services import change_dates, end_intervention, offer_own_type, offer_type
from projects.access import Role
from projects.services import grant_by_command

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def desk(as_user):
    def sit_down(user):
        user.language = "en"
        user.save(update_fields=["language"])
        return as_user(user)

    return sit_down


@pytest.fixture
def national(db):
    return NationalInterventionType.objects.get(key="cti_course")


@pytest.fixture
def contact(cast):
    return open_contact_period(
        cast.client, goal=Goal.LEAVE, contact_starts_on=localdate() - 20 * DAY, by=cast.coordinator
    )


@pytest.fixture
def course(cast, national):
    return start_course(
        cast.client,
        goal=Goal.LEAVE,
        starts_on=localdate() - 10 * DAY,
        runs_as=national,
        provider=cast.municipality,
        by=cast.coordinator,
    )


def address(cast, page, course=None, client=None):
    place = [cast.project.code, (client or cast.client).code]
    return reverse(f"casework:{page}", args=place if course is None else [*place, course.pk])


def test_a_course_starts_with_its_intervention(cast, course):
    intervention = CourseIntervention.objects.get(course=course).intervention
    assert (intervention.client, intervention.starts_on, intervention.ends_on) == (cast.client, course.starts_on, None)
    assert (intervention.provider, intervention.logged_for) == (cast.municipality, cast.municipality)
    assert intervention.type == InterventionType.objects.get(project=cast.project, name="CTI-forløb")
    kinds = list(AuditEvent.objects.order_by("pk").values_list("subject_type", flat=True))
    assert kinds[-3:] == ["course", "interventiontype", "intervention"]


@pytest.mark.parametrize("key", ["cti_course", "case_management"])
def test_a_course_runs_as_either_type(cast, key):
    kind = NationalInterventionType.objects.get(key=key)
    facts = {"goal": Goal.LEAVE, "starts_on": localdate(), "provider": cast.municipality, "by": cast.coordinator}
    course = start_course(cast.client, runs_as=kind, **facts)
    assert course.runs_as.intervention.type.national == kind


def test_a_course_runs_as_nothing_else(cast, national):
    facts = {"goal": Goal.LEAVE, "starts_on": localdate(), "provider": cast.municipality, "by": cast.coordinator}
    for kind in (
        NationalInterventionType.objects.get(key="counselling"),
        offer_own_type(cast.project, name="Workshop", by=cast.lead),
    ):
        with pytest.raises(ValidationError) as caught:
            start_course(cast.client, runs_as=kind, **facts)
        assert list(caught.value.message_dict) == ["runs_as"]
    assert not Course.objects.exists()


def test_a_refused_course_leaves_no_intervention(cast, course, national):
    with pytest.raises(ValidationError, match="not ended"):
        start_course(
            cast.client,
            goal=Goal.LEAVE,
            starts_on=localdate(),
            runs_as=national,
            provider=cast.municipality,
            by=cast.coordinator,
        )
    assert Intervention.objects.count() == 1


def test_ending_the_course_ends_its_intervention(cast, course):
    end_course(course, ends_on=localdate(), end_reason="completed", by=cast.coordinator)
    assert course.runs_as.intervention.__class__.objects.get().ends_on == localdate()


def test_an_intervention_that_ended_before_stays_as_it_is(cast, course):
    end_intervention(course.runs_as.intervention, ends_on=localdate() - 2 * DAY, by=cast.coordinator)
    end_course(course, ends_on=localdate(), end_reason="completed", by=cast.coordinator)
    assert Intervention.objects.get().ends_on == localdate() - 2 * DAY


def test_ending_a_contact_period_needs_no_intervention(cast, contact):
    assert end_course(contact, ends_on=localdate(), end_reason="client_stopped", by=cast.coordinator).ends_on
    assert not Intervention.objects.exists()


def test_a_refused_end_leaves_the_intervention_open(cast, course):
    with pytest.raises(ValidationError):
        end_course(course, ends_on=localdate() - 30 * DAY, end_reason="completed", by=cast.coordinator)
    assert Intervention.objects.get().ends_on is None


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("coordinator", 200),
        ("caseworker", 403),
        ("lead", 403),
        ("outsider", 404),
        ("stranger", 404),
        ("evaluator", 404),
        ("administrator", 404),
        ("officer", 404),
    ],
)
def test_who_starts_a_course(cast, desk, contact, name, status):
    signed_in = desk(getattr(cast, name))
    assert signed_in.get(address(cast, "start_course", contact)).status_code == status
    assert signed_in.get(address(cast, "start_new_course")).status_code == status


@pytest.mark.parametrize(
    ("name", "status"),
    [("coordinator", 200), ("caseworker", 200), ("other_caseworker", 404), ("lead", 403), ("outsider", 404)],
)
def test_who_ends_a_course(cast, desk, course, name, status):
    assert desk(getattr(cast, name)).get(address(cast, "end_course", course)).status_code == status


@pytest.mark.parametrize("page", ["start_course", "start_new_course", "end_course"])
def test_nobody_else_writes(cast, desk, contact, page):
    target = address(cast, page, None if page == "start_new_course" else contact)
    data = {"goal": "leave", "starts_on": localdate().isoformat(), "runs_as": "national-5"}
    data |= {"ends_on": localdate().isoformat(), "end_reason": "moved"}
    for name in ("outsider", "other_caseworker", "lead", "stranger"):
        assert desk(getattr(cast, name)).post(target, data).status_code in (403, 404)
    contact.refresh_from_db()
    assert (contact.starts_on, contact.ends_on) == (None, None)
    assert Course.objects.count() == 1


def test_the_signed_out_are_sent_to_sign_in(cast, client, contact):
    for target in (address(cast, "start_new_course"), address(cast, "end_course", contact)):
        assert client.get(target).url.startswith(reverse("account_login"))


def test_a_withdrawn_consent_closes_the_page(cast, desk, course):
    withdraw_consent(cast.client.consents.get(), by=cast.coordinator)
    assert desk(cast.caseworker).get(address(cast, "end_course", course)).status_code == 404


@pytest.mark.parametrize("page", ["start_course", "end_course"])
def test_a_course_is_found_under_its_own_citizen_only(cast, desk, contact, page):
    wrong = address(cast, page, contact, client=cast.municipal_client)
    assert desk(cast.coordinator).get(wrong).status_code == 404


def test_the_form_begins_with_what_is_usual(cast, desk, national):
    form = desk(cast.coordinator).get(address(cast, "start_new_course")).context["form"]
    assert list(form.fields) == ["goal", "starts_on", "runs_as"]
    assert (form["starts_on"].value(), form["runs_as"].value()) == (localdate(), f"national-{national.pk}")


def test_the_form_offers_only_what_a_course_can_run_as(cast, desk, national):
    own = offer_type(cast.project, national=national, by=cast.lead)
    offer_own_type(cast.project, name="Workshop", by=cast.lead)
    form = desk(cast.coordinator).get(address(cast, "start_new_course")).context["form"]
    assert {each.name for each in form.fields["runs_as"].types.values()} == {"CTI-forløb", "Case management"}
    assert form["runs_as"].value() == f"own-{own.pk}"


def test_starting_at_once(cast, desk, national):
    data = {"goal": "improve", "starts_on": localdate().isoformat(), "runs_as": f"national-{national.pk}"}
    response = desk(cast.coordinator).post(address(cast, "start_new_course"), data)
    course = Course.objects.get()
    assert response.url == reverse("cti:course", args=[cast.project.code, cast.client.code, course.pk])
    assert (course.goals.get().goal, course.runs_as.intervention.provider) == (Goal.IMPROVE, cast.municipality)
    text = desk(cast.coordinator).get(response.url).content.decode()
    assert "The course has started" in text
    assert "Phase 1 of 3" in text


def test_starting_after_contact(cast, desk, contact, national):
    page = address(cast, "start_course", contact)
    assert "goal" not in desk(cast.coordinator).get(page).context["form"].fields
    data = {"starts_on": localdate().isoformat(), "runs_as": f"national-{national.pk}"}
    assert desk(cast.coordinator).post(page, data).status_code == 302
    contact.refresh_from_db()
    assert (contact.starts_on, contact.phases.count()) == (localdate(), 3)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"starts_on": ""}, "starts_on", "required"),
        ({"starts_on": 1}, "starts_on", "not come yet"),
        ({"starts_on": -21}, "starts_on", "The contact period began on"),
        ({"runs_as": ""}, "runs_as", "Choose a type"),
        ({"runs_as": "own-0"}, "runs_as", "Select a valid choice"),
    ],
)
def test_a_start_is_refused_at_the_field(cast, desk, contact, national, changes, field, words):
    data = {"starts_on": 0, "runs_as": f"national-{national.pk}", **changes}
    if data["starts_on"] != "":
        data["starts_on"] = (localdate() + data["starts_on"] * DAY).isoformat()
    response = desk(cast.coordinator).post(address(cast, "start_course", contact), data)
    assert response.status_code == 422
    assert words in response.context["form"].errors[field][0]
    assert not Intervention.objects.exists()


def test_who_acts_for_two_organisations_says_which_one_provides(cast, desk, national):
    place = {"project": cast.project, "organisation": cast.ngo, "starts_on": localdate() - 5 * DAY}
    grant_by_command(user=cast.coordinator, role=Role.COORDINATOR, **place)
    data = {"goal": "leave", "starts_on": localdate().isoformat(), "runs_as": f"national-{national.pk}"}
    refused = desk(cast.coordinator).post(address(cast, "start_new_course"), data)
    assert "acting_for" in refused.context["form"].errors
    desk(cast.coordinator).post(address(cast, "start_new_course"), {**data, "acting_for": cast.ngo.pk})
    assert Intervention.objects.get().provider == cast.ngo


def test_ending_with_a_reason(cast, desk, course):
    page = address(cast, "end_course", course)
    assert len(desk(cast.caseworker).get(page).context["form"].fields["end_reason"].choices) == 7
    data = {"ends_on": localdate().isoformat(), "end_reason": "goal_reached"}
    response = desk(cast.caseworker).post(page, data, follow=True)
    assert "The course is ended" in response.content.decode()
    assert Intervention.objects.get().ends_on == localdate()


@pytest.mark.parametrize(
    ("data", "field"),
    [({"end_reason": ""}, "end_reason"), ({"ends_on": ""}, "ends_on"), ({"ends_on": "2020-01-01"}, "ends_on")],
)
def test_an_end_is_refused_at_the_field(cast, desk, course, data, field):
    given = {"ends_on": localdate().isoformat(), "end_reason": "moved", **data}
    response = desk(cast.caseworker).post(address(cast, "end_course", course), given)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert Course.objects.get().ends_on is None


def test_a_contact_period_ends_in_its_own_words(cast, desk, contact):
    page = address(cast, "end_course", contact)
    assert "End the contact period" in desk(cast.coordinator).get(page).content.decode()
    data = {"ends_on": localdate().isoformat(), "end_reason": "contact_lost"}
    response = desk(cast.coordinator).post(page, data, follow=True)
    assert "The contact period is ended" in response.content.decode()


def test_a_receiver_with_a_fresh_consent_does_not_start(cast, desk):
    give_consent(cast.municipal_client, cast.other_ngo, starts_on=localdate(), by=cast.coordinator)
    page = address(cast, "start_new_course", client=cast.municipal_client)
    assert desk(cast.other_caseworker).get(page).status_code == 403


def test_the_start_of_what_a_course_runs_as_is_the_course_s(cast, national):
    course = start_course(
        cast.client, goal="leave", starts_on=localdate() - 5 * DAY, runs_as=national, provider=cast.municipality,
        by=cast.coordinator,
    )  # fmt: skip
    intervention = course.runs_as.intervention
    with pytest.raises(ValidationError) as refused:
        change_dates(intervention, starts_on=localdate() - 9 * DAY, by=cast.coordinator)
    assert set(refused.value.message_dict) == {"starts_on"}
    assert change_dates(intervention, starts_on=course.starts_on, by=cast.coordinator).ends_on is None
