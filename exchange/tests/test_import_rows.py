"""What an import writes, and what a second one changes."""

import datetime as dt

import pytest

from audit.models import AuditEvent
from clients.codes import is_code
from clients.models import Client, ClientLink, ClientReference, Enrolment, OnwardReferral, ReferralSource
from clients.services import enrol, register_client, set_reference
from cti.models import Course, CourseGoal, Phase, PhaseFocus
from cti.services import choose_focus, set_goal
from exchange.workbook import apply, host_of, import_workbook, plan
from interventions.catalogue.services import change_type
from interventions.models import Intervention, InterventionType, NationalInterventionType
from interventions.services import log_intervention, offer_type
from projects.models import Organisation, Partnership
from tests.workbooks import Generator, answer, citizen, course, intervention, saved, sheets
from wellbeing.models import WellbeingResponse
from wellbeing.services import correct_answer, record_answer

pytestmark = pytest.mark.django_db
MARCH = dt.date(2021, 3, 1)
MODELS = [
    Client, ClientLink, ClientReference, Enrolment, OnwardReferral, ReferralSource, Intervention, InterventionType,
    Course, CourseGoal, Phase, WellbeingResponse, Organisation, Partnership,
]  # fmt: skip


def take_over(project, *rows, by=None, **children):
    result = import_workbook(project, saved(sheets(rows or [citizen()], **children)), by=by)
    assert result.errors == []
    return result


def some(counts):
    return {kind: count for kind, count in counts.items() if count}


def everything():
    """Every row of every model, to show that nothing changed."""
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in MODELS}


def places(issues):
    return [(issue.sheet, issue.row, issue.column) for issue in issues]


def test_a_citizen_with_every_fact(import_project):
    facts = {"Køn": "Mand", "Alder": 30, "Henvist fra": "Reden", "Målsætning": "Exit", "Menneskehandel": "Ja"}
    result = take_over(import_project, citizen("17", Slutdato="31-12-2021", **facts))
    assert some(result.created) == {"citizens": 1, "referral_sources": 1}
    host = host_of(import_project)
    client = Client.objects.get()
    assert is_code(client.code)
    assert (client.gender, client.birth_year, client.source.name, client.wish) == ("man", 1991, "Reden", "leave")
    link = client.links.get()
    assert (link.organisation, link.basis, link.opens_on, link.closes_on) == (host, "intake", MARCH, None)
    assert client.references.get(organisation=host).reference == "17"
    enrolment = client.enrolments.get()
    assert (enrolment.starts_on, enrolment.ends_on) == (MARCH, dt.date(2021, 12, 31))
    assert enrolment.is_imported
    referral = client.onward_referrals.get()
    assert (referral.kind, referral.referred_on, referral.is_imported) == ("anti_trafficking", MARCH, True)


def test_types_come_from_the_catalogue_or_are_the_projects_own(import_project):
    rows = [intervention(Indsats=name) for name in ("GRATIS TØJ", "Gratis tøj", "Malergruppe")]
    result = take_over(import_project, interventions=rows)
    assert (result.created["intervention_types"], result.new_types) == (2, ["Gratis tøj", "Malergruppe"])
    clothes, painting = InterventionType.objects.order_by("order")
    assert (clothes.national.key, clothes.is_material_help, clothes.order) == ("free_clothes", True, 15)
    assert (painting.national, painting.is_material_help, painting.order) == (None, False, 1000)


def test_a_type_that_the_project_offers_is_used(import_project):
    offered = offer_type(import_project, national=NationalInterventionType.objects.get(key="group_therapy"), by=None)
    assert take_over(import_project, interventions=[intervention()]).created["intervention_types"] == 0
    assert Intervention.objects.get().type == offered


def test_a_national_type_is_known_under_any_label_of_the_project(import_project):
    """And the same file a second time finds what it wrote, and changes nothing."""
    offered = offer_type(import_project, national=NationalInterventionType.objects.get(key="group_therapy"), by=None)
    change_type(offered, name="Tirsdagsgruppen", by=None)
    for made in (1, 0):
        result = take_over(import_project, interventions=[intervention()])
        assert (result.created["intervention_types"], result.created["interventions"]) == (0, made)
    assert Intervention.objects.get().type == offered


@pytest.mark.parametrize(
    ("written", "provider", "text"),
    [("NGO one", "NGO one", ""), ("ngo one", None, "ngo one"), ("NGO two", None, "NGO two"), (None, None, "")],
)
def test_a_provider_is_a_partner_by_its_exact_name_and_else_a_text(import_project, written, provider, text):
    """An organisation that takes no part in the project stays a text, and none is made."""
    Organisation.objects.create(name="NGO two", kind="ngo")
    before = (Organisation.objects.count(), Partnership.objects.count(), ClientLink.objects.count())
    take_over(import_project, interventions=[intervention(Udfører=written)])
    row = Intervention.objects.get()
    assert (row.provider and row.provider.name, row.provider_text) == (provider, text)
    assert row.logged_for == host_of(import_project)
    assert (Organisation.objects.count(), Partnership.objects.count()) == before[:2]
    assert ClientLink.objects.count() == 1


def test_a_course_with_its_goal_and_phases_and_no_intervention(import_project):
    row = course(Kontaktstart="2021-05-01", Start="2021-08-31", Mål="Forbedret livssituation")
    result = take_over(import_project, courses=[row])
    assert some(result.created) == {"citizens": 1, "courses": 1}
    made = Course.objects.get()
    assert (made.contact_starts_on, made.starts_on) == (dt.date(2021, 5, 1), dt.date(2021, 8, 31))
    goal = made.goals.get()
    assert (goal.goal, goal.since) == ("improve", dt.date(2021, 5, 1))
    days = [(phase.starts_on, phase.ends_on) for phase in made.phases.all()]
    assert days[0] == (dt.date(2021, 8, 31), dt.date(2021, 12, 30))
    assert days[1][0] == dt.date(2021, 12, 31)
    assert days[2] == (dt.date(2022, 4, 30), dt.date(2022, 8, 30))
    assert not Intervention.objects.exists()


def test_a_contact_period_has_no_phases(import_project):
    take_over(import_project, courses=[course()])
    assert Course.objects.get().goals.count() == 1
    assert not Phase.objects.exists()


def test_answers_have_scores_waves_and_the_days_order(import_project):
    days = ["2021-05-01", "2021-05-01", "2021-06-14", "2021-06-15"]
    rows = [answer(items=[place, 1, 1, 1, 1], Dato=day) for place, day in enumerate(days)]
    rows.append(answer(items=[None, 1, 1, 1, 1], Dato="2021-04-20"))
    take_over(import_project, answers=rows)
    stored = [(a.answered_on.day, a.nth, a.score, a.wave) for a in WellbeingResponse.objects.all()]
    assert stored == [(20, 1, None, None), (1, 1, 16, 1), (1, 2, 20, None), (14, 1, 24, None), (15, 1, 28, 2)]
    assert set(WellbeingResponse.objects.values_list("recorded_for", flat=True)) == {host_of(import_project).pk}


def test_one_audit_event_tells_of_the_batch_and_holds_no_content(cast):
    before = AuditEvent.objects.count()
    book = {"interventions": [intervention("C-1", Indsats="CANARY")], "answers": [answer("C-1")]}
    take_over(cast.project, citizen("C-1", **{"Henvist fra": "CANARY"}), by=cast.coordinator, **book)
    assert AuditEvent.objects.count() == before + 1
    event = AuditEvent.objects.latest("pk")
    made = Client.objects.latest("pk")
    assert (event.action, event.actor_id, event.project_id) == ("imported", cast.coordinator.pk, cast.project.pk)
    assert event.client_ids == [made.pk]
    assert event.detail["rows"]["client"] == [made.pk]
    assert event.detail["rows"]["intervention"] == [made.interventions.get().pk]
    assert event.detail["created"] == {
        "citizens": 1, "referral_sources": 1, "interventions": 1, "intervention_types": 1, "answers": 1,
    }  # fmt: skip
    assert "CANARY" not in str(event.detail)
    assert "C-1" not in str(event.detail)
    assert WellbeingResponse.objects.get(client=made).recorded_by == cast.coordinator


@pytest.mark.parametrize("seed", [0, 4])
def test_the_same_workbook_twice_changes_nothing(import_project, seed):
    book = Generator(seed).workbook(30)
    import_workbook(import_project, saved(book), by=None)
    before, events = everything(), AuditEvent.objects.count()
    again = import_workbook(import_project, saved(book), by=None)
    assert again.errors == []
    assert some(again.created) == some(again.updated) == {}
    assert everything() == before
    assert AuditEvent.objects.count() == events + 1
    assert AuditEvent.objects.latest("pk").client_ids == []


CHANGED_FACTS = [
    ({"Køn": "Mand"}, "gender", "man"),
    ({"Alder": 40}, "birth_year", 1981),
    ({"Målsætning": "Exit"}, "wish", "leave"),
]


@pytest.mark.parametrize(("cells", "field", "value"), CHANGED_FACTS)
def test_a_changed_citizen_is_updated(import_project, cells, field, value):
    take_over(import_project, citizen(Køn="Kvinde", Alder=30))
    result = take_over(import_project, citizen(**{"Køn": "Kvinde", "Alder": 30, **cells}))
    assert (some(result.created), some(result.updated)) == ({}, {"citizens": 1})
    assert getattr(Client.objects.get(), field) == value


def test_an_emptied_cell_empties_the_fact_and_says_so(import_project):
    full = citizen(Køn="Kvinde", Alder=30, Slutdato="2021-09-01", **{"Henvist fra": "Reden"})
    take_over(import_project, full)
    result = take_over(import_project, citizen())
    assert places(result.warnings) == [("Borgere", 2, name) for name in ("Køn", "Alder", "Henvist fra", "Slutdato")]
    client = Client.objects.get()
    assert (client.gender, client.birth_year, client.source) == ("", None, None)
    assert client.enrolments.get().ends_on is None


def test_a_changed_start_moves_enrolment_access_and_referral(import_project):
    take_over(import_project, citizen(Alder=30, Menneskehandel="Ja"))
    result = take_over(import_project, citizen(Alder=30, Menneskehandel="Ja", Startdato="2020-12-01"))
    assert some(result.updated) == {"citizens": 1}
    client, day = Client.objects.get(), dt.date(2020, 12, 1)
    assert (client.enrolments.get().starts_on, client.links.get().opens_on) == (day, day)
    assert (client.onward_referrals.get().referred_on, client.birth_year) == (day, 1990)


def test_an_onward_referral_goes_when_the_row_says_no(import_project):
    take_over(import_project, citizen(Menneskehandel="Ja", **{"Øvrige tilbud": "Ja"}))
    result = take_over(import_project, citizen(Menneskehandel="Nej", **{"Øvrige tilbud": "Ja"}))
    assert some(result.updated) == {"citizens": 1}
    assert OnwardReferral.objects.get().kind == "other_offer"


def test_a_changed_intervention_is_updated_and_a_new_key_is_a_new_row(import_project):
    take_over(import_project, interventions=[intervention(), intervention()])
    rows = [intervention(), intervention(Slutdato="2021-06-01"), intervention(Startdato="2021-04-02")]
    result = take_over(import_project, interventions=rows)
    assert (some(result.created), some(result.updated)) == ({"interventions": 1}, {"interventions": 1})
    ends = list(Intervention.objects.order_by("pk").values_list("ends_on", flat=True))
    assert ends == [None, dt.date(2021, 6, 1), None]


def test_a_provider_that_has_become_a_partner_is_linked(import_project):
    take_over(import_project, interventions=[intervention(Udfører="NGO two")])
    ngo = Organisation.objects.create(name="NGO two", kind="ngo")
    Partnership.objects.create(project=import_project, organisation=ngo, starts_on=MARCH)
    result = take_over(import_project, interventions=[intervention(Udfører="NGO two")])
    assert (some(result.created), some(result.updated)) == ({}, {"interventions": 1})
    assert Intervention.objects.get().provider == ngo
    assert not ClientLink.objects.filter(organisation=ngo).exists()


def test_a_contact_period_that_becomes_a_course_gets_its_phases(import_project):
    take_over(import_project, courses=[course()])
    result = take_over(import_project, courses=[course(Start="2021-06-01", Mål="Forbedret livssituation")])
    assert (some(result.created), some(result.updated)) == ({}, {"courses": 1})
    made = Course.objects.get()
    assert (made.starts_on, made.goals.get().goal) == (dt.date(2021, 6, 1), "improve")
    assert [phase.number for phase in made.phases.all()] == [1, 2, 3]


def test_a_moved_start_moves_the_phases_with_their_plans(import_project):
    take_over(import_project, courses=[course(Start="2021-06-01")])
    phase = Phase.objects.get(number=2)
    choose_focus(phase, areas=["housing"], by=None)
    take_over(import_project, courses=[course(Start="2021-07-01")])
    phase.refresh_from_db()
    assert phase.starts_on == dt.date(2021, 11, 1)
    assert phase.focus.get().area == "housing"


def test_an_ended_course(import_project):
    take_over(import_project, courses=[course()])
    take_over(import_project, courses=[course(Slut="2021-08-01", Afslutningsårsag="Mistet kontakt")])
    made = Course.objects.get()
    assert (made.ends_on, made.end_reason) == (dt.date(2021, 8, 1), "contact_lost")
    result = take_over(import_project, courses=[course()])
    assert places(result.warnings) == [("CTI-forløb", 2, "Slut"), ("CTI-forløb", 2, "Afslutningsårsag")]
    assert Course.objects.get().ends_on is None


def test_phases_without_a_plan_go_with_the_start_and_phases_with_one_stop_the_import(import_project):
    take_over(import_project, courses=[course(Start="2021-06-01")])
    choose_focus(Phase.objects.get(number=1), areas=["housing"], by=None)
    book = saved(sheets([citizen()], courses=[course()]))
    assert places(plan(import_project, book).errors) == [("CTI-forløb", 2, "Start")]
    PhaseFocus.objects.all().delete()
    take_over(import_project, courses=[course()])
    assert not Phase.objects.exists()


def test_the_first_goal_is_the_files_and_later_ones_stay(import_project):
    take_over(import_project, courses=[course()])
    made = Course.objects.get()
    set_goal(made, goal="improve", since=dt.date(2022, 1, 1), own_words="", by=None)
    take_over(import_project, courses=[course(Mål="Forbedret livssituation")])
    assert list(made.goals.values_list("goal", flat=True)) == ["improve", "improve"]


def test_a_changed_answer_supersedes_the_old_one(import_project):
    take_over(import_project, answers=[answer(), answer(), answer(Dato="2021-08-01")])
    changed = [answer(), answer(items=[5, 5, 5, 5, 5]), answer(items=[5, 5, 5, 5, None], Dato="2021-08-01")]
    result = take_over(import_project, answers=changed)
    assert (some(result.created), some(result.updated)) == ({}, {"answers": 2})
    current = [(a.nth, a.score, a.wave, a.is_imported) for a in WellbeingResponse.objects.current()]
    assert current == [(1, 60, 1, True), (2, 100, None, True), (1, None, None, True)]
    old = WellbeingResponse.objects.filter(superseded_by__isnull=False)
    assert sorted((a.nth, a.score, a.wave) for a in old) == [(1, 60, None), (2, 60, None)]
    before = everything()
    assert some(take_over(import_project, answers=changed).updated) == {}
    assert everything() == before
    take_over(import_project, answers=[answer(), answer(), answer(Dato="2021-08-01")])
    assert [a.score for a in WellbeingResponse.objects.current()] == [60, 60, 60]


def test_rows_that_are_gone_are_listed_and_left(import_project):
    children = {"interventions": [intervention("2")], "answers": [answer("2")], "courses": [course("2")]}
    take_over(import_project, citizen("1"), citizen("2"), **children)
    before = everything()
    result = take_over(import_project, citizen("1"))
    assert places(result.warnings) == [
        ("Borgere", None, "Borger-ID"),
        ("Indsatser", None, "Indsats"),
        ("Trivsel", None, "Dato"),
        ("CTI-forløb", None, "Start"),
    ]
    assert all("“2”" in issue.message or "»2«" in issue.message for issue in result.warnings)
    assert everything() == before


def test_one_of_two_identical_rows_gone(import_project):
    take_over(import_project, interventions=[intervention(), intervention()])
    result = take_over(import_project, interventions=[intervention()])
    assert places(result.warnings) == [("Indsatser", None, "Indsats")]
    assert Intervention.objects.count() == 2


def in_browser(cast, reference="1", **facts):
    facts = {"starts_on": MARCH, "organisation": cast.municipality, **facts}
    return register_client(project=cast.project, reference=reference, by=cast.coordinator, **facts)


def test_what_people_logged_is_never_touched(cast):
    """Rows of the browser with an import's very keys stay as they are, and none is listed as gone."""
    client = in_browser(cast)
    group = offer_type(cast.project, national=NationalInterventionType.objects.get(key="group_therapy"), by=None)
    log_intervention(
        client=client, type=group, starts_on=dt.date(2021, 4, 1), provider=cast.ngo, logged_for=cast.ngo, by=None
    )  # fmt: skip
    record_answer(client, answered_on=dt.date(2021, 5, 1), items=[5] * 5, recorded_for=cast.ngo, by=cast.coordinator)
    result = take_over(cast.project, interventions=[intervention()], answers=[answer()])
    assert some(result.created) == {"interventions": 1, "answers": 1}
    assert [row.is_imported for row in client.interventions.order_by("pk")] == [False, True]
    answers = [(a.nth, a.score, a.wave, a.is_imported) for a in client.wellbeing_responses.all()]
    assert answers == [(1, 100, 1, False), (2, 60, None, True)]
    again = take_over(cast.project)
    assert [issue.sheet for issue in again.warnings] == ["Indsatser", "Trivsel"]


def test_a_correction_made_by_people_stands(cast):
    take_over(cast.project, answers=[answer()])
    imported = WellbeingResponse.objects.get()
    correct_answer(imported, items=[5] * 5, recorded_for=cast.municipality, by=cast.coordinator)
    before = everything()
    assert take_over(cast.project, answers=[answer()]).warnings == []
    result = take_over(cast.project, answers=[answer(items=[0] * 5)])
    assert places(result.warnings) == [("Trivsel", 2, "Dato")]
    assert some(result.updated) == {}
    assert everything() == before


def test_a_citizen_known_from_the_browser_is_adopted(cast):
    client = in_browser(cast, birth_year=1980, gender="woman")
    result = take_over(cast.project, citizen(Køn="Mand", Alder=30, Slutdato="2021-09-01"))
    assert (some(result.created), some(result.updated)) == ({}, {"citizens": 1})
    client.refresh_from_db()
    assert (client.gender, client.birth_year) == ("man", 1991)
    enrolment = client.enrolments.get()
    assert (enrolment.is_imported, enrolment.ends_on) == (True, dt.date(2021, 9, 1))
    assert client.links.count() == 1
    assert some(take_over(cast.project, citizen(Køn="Mand", Alder=30, Slutdato="2021-09-01")).updated) == {}


def test_a_second_open_enrolment_is_an_error_that_says_what_to_do(cast):
    in_browser(cast, starts_on=dt.date(2021, 2, 1))
    result = plan(cast.project, saved(sheets([citizen("0"), citizen()])))
    assert places(result.errors) == [("Borgere", 3, "Slutdato")]


def test_an_earlier_stay_is_added_beside_the_browsers(cast):
    client = in_browser(cast, starts_on=dt.date(2022, 1, 1))
    result = take_over(cast.project, citizen(Slutdato="2021-09-01"))
    assert result.warnings == []
    assert [(e.starts_on.year, e.is_imported) for e in client.enrolments.all()] == [(2021, True), (2022, False)]
    overlapping = take_over(cast.project, citizen(Slutdato="2022-09-01"))
    assert places(overlapping.warnings) == [("Borgere", 2, "Startdato")]


def test_a_file_can_not_reopen_a_stay_while_the_citizen_is_back(cast):
    take_over(cast.project, citizen(Slutdato="2021-09-01"))
    client = Client.objects.latest("pk")
    enrol(client, starts_on=dt.date(2022, 1, 1), by=cast.coordinator)
    result = plan(cast.project, saved(sheets([citizen()])))
    assert places(result.errors) == [("Borgere", 2, "Slutdato")]


def test_dates_within_an_enrolment_of_the_browser_are_within_one(cast):
    in_browser(cast, starts_on=dt.date(2022, 1, 1))
    result = take_over(cast.project, citizen(Slutdato="2021-09-01"), answers=[answer(Dato="2022-02-01")])
    assert result.warnings == []


def test_another_organisations_or_projects_reference_is_another_citizen(cast):
    set_reference(cast.client, cast.ngo, reference="1", alias="", by=cast.caseworker)
    take_over(cast.other_project, citizen("1"))
    result = take_over(cast.project, citizen("1"))
    assert some(result.created) == {"citizens": 1}
    assert ClientReference.objects.filter(reference="1").count() == 3


def test_a_plan_with_errors_or_written_already_is_not_written(import_project):
    with pytest.raises(ValueError, match=r".+"):
        apply(plan(import_project, saved(sheets([citizen(Alder=2)]))), by=None)
    written = apply(plan(import_project, saved(sheets([citizen()]))), by=None)
    with pytest.raises(ValueError, match=r".+"):
        apply(written, by=None)
    assert Client.objects.count() == 1


def test_who_sees_what_was_taken_over(cast):
    take_over(cast.project, citizen("1"), interventions=[intervention()], by=cast.coordinator)
    made = Client.objects.latest("pk")
    assert made in Client.objects.visible_to(cast.coordinator)
    for user in (cast.caseworker, cast.other_caseworker, cast.outsider, cast.lead, cast.administrator, cast.stranger):
        assert made not in Client.objects.visible_to(user)


def test_codes_are_new_ones(import_project, monkeypatch):
    take_over(import_project, citizen("1"))
    taken = Client.objects.get().code
    codes = iter([taken, taken, "VIB-2345-A", "VIB-2345-A", "VIB-2346-B"])
    monkeypatch.setattr("exchange.workbook.writing.new_code", lambda _code: next(codes))
    take_over(import_project, citizen("1"), citizen("2"), citizen("3"))
    assert set(Client.objects.values_list("code", flat=True)) == {taken, "VIB-2345-A", "VIB-2346-B"}
