import datetime as dt

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from audit.models import Action, AuditEvent
from clients.services import give_consent, withdraw_consent
from interventions.models import Intervention, InterventionType, NationalInterventionType, Session
from interventions.services import log_intervention, log_session, offer_own_type
from projects.access import Role
from projects.services import grant_by_command

PAGES = ["new", "intervention", "end", "new_session"]
SECRET = "canary-of-the-note"


@pytest.fixture
def work(cast):
    return log_intervention(
        client=cast.client,
        type=NationalInterventionType.objects.get(key="counselling"),
        starts_on=localdate() - dt.timedelta(days=10),
        provider=cast.ngo,
        logged_for=cast.ngo,
        by=cast.caseworker,
    )


def address(cast, name, work=None, client=None):
    place = [cast.project.code, (client or cast.client).code]
    return reverse(f"interventions:{name}", args=place if work is None else [*place, work.pk])


def of(page, cast, work):
    return address(cast, page, None if page == "new" else work)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("coordinator", 200),
        ("caseworker", 200),
        ("colleague", 200),
        ("other_caseworker", 404),
        ("outsider", 404),
        ("stranger", 404),
        ("evaluator", 404),
        ("administrator", 404),
        ("officer", 404),
        ("lead", 403),
    ],
)
def test_who_opens_the_pages(cast, work, desk, page, name, status):
    assert desk(getattr(cast, name)).get(of(page, cast, work)).status_code == status


@pytest.mark.parametrize("page", PAGES)
def test_the_signed_out_are_sent_to_sign_in(cast, work, client, page):
    response = client.get(of(page, cast, work))
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("page", PAGES)
def test_a_withdrawn_consent_closes_every_page(cast, work, desk, page):
    withdraw_consent(cast.client.consents.get(), by=cast.coordinator)
    assert desk(cast.caseworker).get(of(page, cast, work)).status_code == 404


@pytest.mark.parametrize("page", ["intervention", "end", "new_session"])
def test_an_intervention_is_found_under_its_own_citizen_only(cast, work, desk, page):
    wrong = address(cast, page, work, client=cast.municipal_client)
    assert desk(cast.coordinator).get(wrong).status_code == 404


@pytest.mark.parametrize("page", ["new", "end", "new_session"])
@pytest.mark.parametrize("name", ["outsider", "other_caseworker", "lead"])
def test_nobody_else_writes(cast, work, desk, page, name):
    data = {"type": "national-1", "starts_on": "2024-01-01", "ends_on": "2024-01-01", "held_on": "2024-01-01"}
    assert desk(getattr(cast, name)).post(of(page, cast, work), data).status_code in (403, 404)
    assert Intervention.objects.filter(ends_on=None).count() == 1
    assert not Session.objects.exists()


def new_data(**changes):
    return {"starts_on": localdate().isoformat(), "ends_on": "", "provider": "", "provider_text": "", **changes}


def test_the_form_begins_with_today_and_the_own_organisation(cast, desk):
    form = desk(cast.caseworker).get(address(cast, "new")).context["form"]
    assert form.initial == {"starts_on": localdate(), "provider": cast.ngo}
    assert "acting_for" not in form.fields


def test_the_project_s_own_types_stand_first(cast, desk):
    own = offer_own_type(cast.project, name="Workshop", by=cast.lead)
    choices = desk(cast.caseworker).get(address(cast, "new")).context["form"].fields["type"].choices
    assert choices[1] == (f"own-{own.pk}", "Workshop")
    assert choices[-1][0] == "From the national catalogue"
    assert len(choices[-1][1]) == NationalInterventionType.objects.count()


def test_logging_leads_back_to_the_citizen(cast, desk):
    national = NationalInterventionType.objects.get(key="job_coaching")
    data = new_data(type=f"national-{national.pk}", provider=cast.ngo.pk)
    response = desk(cast.caseworker).post(address(cast, "new"), data)
    assert response.url == f"{reverse('casework:citizen', args=[cast.project.code, cast.client.code])}#interventions"
    logged = Intervention.objects.get()
    assert (logged.type.name, logged.provider, logged.logged_for) == (national.name, cast.ngo, cast.ngo)
    assert InterventionType.objects.get(project=cast.project).national == national


@pytest.mark.parametrize("kind", ["", "own-0", "national-0", "1"])
def test_a_type_must_be_one_of_those_shown(cast, desk, kind):
    response = desk(cast.caseworker).post(address(cast, "new"), new_data(type=kind))
    assert response.status_code == 422
    assert "type" in response.context["form"].errors


def test_another_project_s_type_is_no_choice(cast, desk):
    foreign = offer_own_type(cast.other_project, name="Elsewhere", by=None)
    response = desk(cast.caseworker).post(address(cast, "new"), new_data(type=f"own-{foreign.pk}"))
    assert response.status_code == 422
    assert "Elsewhere" not in response.content.decode()


def test_who_acts_for_two_organisations_says_for_which(cast, desk):
    start = localdate() - dt.timedelta(days=5)
    place = {"project": cast.project, "organisation": cast.other_ngo, "starts_on": start}
    grant_by_command(user=cast.caseworker, role=Role.CASEWORKER, **place)
    give_consent(cast.client, cast.other_ngo, starts_on=localdate(), by=cast.coordinator)
    national = NationalInterventionType.objects.first()
    data = new_data(type=f"national-{national.pk}")
    desk(cast.caseworker)
    assert "acting_for" in desk(cast.caseworker).post(address(cast, "new"), data).context["form"].errors
    desk(cast.caseworker).post(address(cast, "new"), {**data, "acting_for": cast.other_ngo.pk})
    assert Intervention.objects.get().logged_for == cast.other_ngo


def test_nobody_acts_for_an_organisation_of_others(cast, desk):
    national = NationalInterventionType.objects.first()
    data = new_data(type=f"national-{national.pk}", acting_for=cast.municipality.pk)
    desk(cast.caseworker).post(address(cast, "new"), data)
    assert Intervention.objects.get().logged_for == cast.ngo


def session_data(**changes):
    return {"held_on": localdate().isoformat(), "attendance": "attended", "minutes": "", "note": "", **changes}


def test_a_session_is_saved_as_it_stands(cast, work, desk):
    """Two clicks from the citizen's page: open the form, save it."""
    page = desk(cast.caseworker).get(address(cast, "new_session", work))
    data = {key: value for key, value in page.context["form"].initial.items() if value is not None}
    response = desk(cast.caseworker).post(address(cast, "new_session", work), data)
    assert response.status_code == 302
    session = Session.objects.get()
    assert (session.held_on, session.attendance, session.logged_for) == (localdate(), "attended", cast.ngo)


@pytest.mark.parametrize(
    ("note", "kind"),
    [
        ("CPR 010190-1234", "a CPR number"),
        ("call 22 33 44 55", "a phone number"),
        ("someone@example.org", "an e-mail address"),
        ("lives at Nygade 14", "a street address"),
    ],
)
def test_a_note_that_identifies_is_refused_with_everything_kept(cast, work, desk, caplog, note, kind):
    data = session_data(note=f"{note} {SECRET}", minutes="25", challenges=["economy"], attendance="no_show")
    response = desk(cast.caseworker).post(address(cast, "new_session", work), data)
    assert response.status_code == 422
    form = response.context["form"]
    assert kind in form.errors["note"][0]
    text = response.content.decode()
    assert SECRET in text
    assert 'value="25"' in text
    assert form["challenges"].value() == ["economy"]
    assert form["attendance"].value() == "no_show"
    assert not Session.objects.exists()
    assert SECRET not in caplog.text
    assert SECRET not in str(list(AuditEvent.objects.values_list("detail", flat=True)))
    assert note not in "".join(form.errors["note"])


def test_a_service_s_refusal_stands_at_its_field(cast, work, desk):
    data = session_data(held_on=(work.starts_on - dt.timedelta(days=1)).isoformat())
    response = desk(cast.caseworker).post(address(cast, "new_session", work), data)
    assert response.status_code == 422
    assert "Choose that day or a later one" in response.context["form"].errors["held_on"][0]


def test_the_intervention_s_page_shows_its_sessions_and_keeps_notes_apart(cast, work, desk):
    place = {"held_on": localdate(), "challenges": ["housing"]}
    log_session(work, note=f"{SECRET} own", logged_for=cast.ngo, by=cast.caseworker, **place)
    log_session(work, note=f"{SECRET} theirs", logged_for=cast.municipality, by=cast.coordinator, **place)
    text = desk(cast.caseworker).get(address(cast, "intervention", work)).content.decode()
    assert f"{SECRET} own" in text
    assert f"{SECRET} theirs" not in text
    assert "Note from another organisation" in text
    event = AuditEvent.objects.filter(action=Action.VIEWED).latest("pk")
    assert (event.subject_type, event.client_ids) == ("intervention", [cast.client.pk])


@pytest.mark.parametrize("size", [1, 15])
def test_the_page_of_an_intervention_costs_the_same(cast, work, desk, django_assert_max_num_queries, size):
    for _ in range(size):
        log_session(work, held_on=localdate(), challenges=["housing"], logged_for=cast.ngo, by=cast.caseworker)
    signed_in = desk(cast.caseworker)
    with django_assert_max_num_queries(13):
        signed_in.get(address(cast, "intervention", work))


def test_ending(cast, work, desk):
    response = desk(cast.caseworker).post(address(cast, "end", work), {"ends_on": localdate().isoformat()})
    assert response.url == address(cast, "intervention", work)
    work.refresh_from_db()
    assert work.ends_on == localdate()
    text = desk(cast.caseworker).get(response.url).content.decode()
    assert address(cast, "end", work) not in text
    again = desk(cast.caseworker).post(address(cast, "end", work), {"ends_on": localdate().isoformat()})
    assert "already" in again.context["form"].non_field_errors()[0]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ((2026, 1, 15, 23, 30), dt.date(2026, 1, 15)),
        ((2026, 7, 15, 0, 30), dt.date(2026, 7, 15)),
        ((2026, 3, 29, 1, 59), dt.date(2026, 3, 29)),
        ((2026, 3, 29, 23, 30), dt.date(2026, 3, 29)),
        ((2026, 10, 25, 0, 15), dt.date(2026, 10, 25)),
        ((2026, 10, 25, 23, 45), dt.date(2026, 10, 25)),
    ],
)
def test_today_is_a_day_in_copenhagen(at, request, moment, day):
    at(*moment)
    cast, desk = request.getfixturevalue("cast"), request.getfixturevalue("desk")
    form = desk(cast.caseworker).get(address(cast, "new")).context["form"]
    assert form.initial["starts_on"] == day
    national = NationalInterventionType.objects.first()
    desk(cast.caseworker).post(
        address(cast, "new"), new_data(type=f"national-{national.pk}", starts_on=day.isoformat())
    )
    work = Intervention.objects.get()
    session = desk(cast.caseworker).get(address(cast, "new_session", work)).context["form"]
    assert session.initial["held_on"] == day
