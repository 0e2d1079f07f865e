"""What may be entered, how it is corrected and removed, and that nothing that was written is lost."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from audit.models import Action, AuditEvent
from clients.models import Client
from interventions.catalogue.services import change_type
from interventions.models import InterventionType
from interventions.other_work.kinds import KINDS
from interventions.other_work.models import (
    ConsultationTopic,
    NetworkMeeting,
    OutreachContact,
    ProfessionalConsultation,
    ProfessionalTraining,
)
from interventions.other_work.querysets import partners_of, working_organisations
from interventions.other_work.services import correct_entry, remove_entry
from interventions.services import log_session, offer_own_type
from interventions.tests.other_work.conftest import DAY
from projects.access import Role
from projects.models import Organisation
from projects.money.services import set_lapse
from projects.services import add_partner, grant_by_command

ENTRIES = ("outreach", "training", "meeting", "consultation")
IDENTIFYING = ("010190-1234", "Ring 20 30 40 50", "x@example.org", "Storegade 12")


def refused(call, *args, **facts):
    with pytest.raises(ValidationError) as refusal:
        call(*args, **facts)
    return refusal.value


@pytest.mark.parametrize("kind", ENTRIES)
def test_an_entry_is_kept_with_who_and_for_whom(cast, log, kind):
    entry = getattr(log, kind)()
    assert (entry.organisation, entry.entered_by, entry.held_on) == (cast.ngo, cast.caseworker, localdate())
    event = AuditEvent.objects.filter(subject_type=entry._meta.model_name).get()
    assert (event.action, event.project_id, event.client_ids) == (Action.CREATED, cast.project.pk, [])


def test_only_the_service_saves(log):
    with pytest.raises(TypeError, match="service"):
        log.outreach().save()


@pytest.mark.parametrize("kind", ENTRIES)
@pytest.mark.parametrize(("days", "words"), [(1, "not come yet"), (-401, "The project began on")])
def test_a_day_to_come_or_before_the_project_is_refused(cast, log, kind, days, words):
    error = refused(getattr(log, kind), held_on=localdate() + days * DAY)
    assert words in error.message_dict["held_on"][0]
    assert not any(each.model.objects.exists() for each in KINDS.values())


def test_a_day_after_the_projects_end_is_refused_with_that_day(cast, log):
    set_lapse(cast.project, lapsed_on=localdate() - 5 * DAY, by=cast.lead)
    assert "The project ended on" in refused(log.outreach).message_dict["held_on"][0]
    assert log.outreach(held_on=localdate() - 5 * DAY).pk


@pytest.mark.parametrize(
    ("kind", "facts", "field"),
    [
        ("outreach", {"minutes": 0}, "minutes"),
        ("outreach", {"minutes": 1441}, "minutes"),
        ("outreach", {"people": 0}, "people"),
        ("outreach", {"people": 10_001}, "people"),
        ("outreach", {"channel": "pigeon"}, "channel"),
        ("training", {"kind": "film"}, "kind"),
        ("training", {"topic": ""}, "topic"),
        ("training", {"workplace": "moon"}, "workplace"),
        ("training", {"professionals": 0}, "professionals"),
        ("training", {"professionals": 3, "knowledge_persons": 4}, "__all__"),
        ("meeting", {"others": 0}, "attending"),
        ("meeting", {"others": 201}, "others"),
        ("consultation", {"about": ["weather"]}, "challenge"),
        *(("training", {field: text}, field) for field in ("topic", "department") for text in IDENTIFYING),
        *(("meeting", {field: text}, field) for field in ("topic", "departments") for text in IDENTIFYING),
        *(("consultation", {"department": text}, "department") for text in IDENTIFYING),
    ],
)
def test_what_is_wrong_is_refused_at_its_field(log, kind, facts, field):
    with transaction.atomic():
        assert field in refused(getattr(log, kind), **facts).message_dict
    assert not any(each.model.objects.exists() for each in KINDS.values())


def test_only_partners_of_the_project_attend(cast, log):
    stranger = cast.other_project.partnerships.get(is_host=True).organisation
    assert "attending" in refused(log.meeting, attending=[cast.ngo, stranger]).message_dict
    meeting = log.meeting(attending=[cast.ngo, cast.municipality, cast.ngo], others=0)
    assert {each.name for each in meeting.attending} == {cast.ngo.name, cast.municipality.name}


@pytest.mark.parametrize(("days", "is_partner"), [(-1, True), (0, True), (1, False)])
def test_a_partner_attends_from_its_first_day_and_later_too(cast, days, is_partner):
    """Who has left was there when it was: an old meeting may be logged still."""
    newcomer = Organisation.objects.create(name="NGO three", kind="ngo")
    add_partner(cast.project, newcomer, starts_on=localdate() + days * DAY, by=None)
    assert (newcomer in partners_of(cast.project)) is is_partner
    cast.project.partnerships.filter(organisation=cast.ngo).update(ends_on=localdate() - DAY)
    assert cast.ngo in partners_of(cast.project)
    assert newcomer not in partners_of(cast.other_project)


def test_one_logs_for_those_one_works_for_in_that_project(cast):
    place = {"organisation": cast.other_ngo, "starts_on": localdate()}
    grant_by_command(user=cast.caseworker, role=Role.CASEWORKER, project=cast.other_project, **place)
    grant_by_command(user=cast.caseworker, role=Role.LEAD, project=cast.project, **place)
    assert list(working_organisations(cast.caseworker, cast.project)) == [cast.ngo]
    assert list(working_organisations(cast.caseworker, cast.other_project)) == [cast.other_ngo]


def test_a_correction_replaces_and_keeps_what_stood(cast, log):
    first = log.outreach(people=5)
    second = correct_entry(first, people=6, channel="phone", minutes=first.minutes, by=cast.colleague)
    first = OutreachContact.objects.get(pk=first.pk)
    assert list(OutreachContact.objects.current()) == [second]
    assert (first.people, first.replaced_by, first.entered_by) == (5, second, cast.caseworker)
    assert (second.people, second.channel, second.organisation) == (6, "phone", cast.ngo)
    assert second.entered_by == cast.colleague
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.detail) == (Action.CHANGED, {"fields": ["channel", "people"]})


def test_a_list_is_corrected_with_its_entry_or_kept(cast, log):
    meeting = log.meeting(attending=[cast.ngo])
    kept = correct_entry(meeting, topic="Andet", by=cast.caseworker)
    assert kept.attending == [cast.ngo]
    changed = correct_entry(kept, attending=[cast.municipality], by=cast.caseworker)
    assert changed.attending == [cast.municipality]
    assert AuditEvent.objects.latest("pk").detail == {"fields": ["attending"]}
    assert NetworkMeeting.objects.get(pk=meeting.pk).attending == [cast.ngo]
    emptied = refused(correct_entry, changed, attending=[], others=0, by=cast.caseworker)
    assert "attending" in emptied.message_dict


def test_a_correction_is_refused_as_entering_would_be(cast, log):
    training = log.training()
    assert "topic" in refused(correct_entry, training, topic="010190-1234", by=cast.caseworker).message_dict
    assert list(ProfessionalTraining.objects.current()) == [training]


def test_a_removed_entry_stays_with_its_reason_and_counts_no_more(cast, log):
    entry = log.training()
    remove_entry(entry, because=" Skrevet to gange ", by=cast.colleague)
    entry = ProfessionalTraining.objects.get()
    assert (entry.removed_because, entry.removed_by) == ("Skrevet to gange", cast.colleague)
    assert not ProfessionalTraining.objects.current().exists()
    assert list(ProfessionalTraining.objects.set_aside()) == [entry]
    assert AuditEvent.objects.latest("pk").action == Action.ENDED


@pytest.mark.parametrize("reason", ["", "   ", "010190-1234"])
def test_a_removal_needs_a_reason_that_identifies_nobody(cast, log, reason):
    entry = log.outreach()
    assert "removed_because" in refused(remove_entry, entry, because=reason, by=cast.caseworker).message_dict
    assert list(OutreachContact.objects.current()) == [entry]


@pytest.mark.parametrize("after", ["removed", "corrected"])
def test_what_counts_no_longer_is_neither_corrected_nor_removed(cast, log, after):
    entry = log.outreach()
    if after == "removed":
        remove_entry(entry, because="Fejl", by=cast.caseworker)
    else:
        correct_entry(entry, people=9, by=cast.caseworker)
    for again in (
        lambda: correct_entry(entry, people=8, by=cast.caseworker),
        lambda: remove_entry(entry, because="Fejl", by=cast.caseworker),
    ):
        assert "already" in refused(again).messages[0]


def test_the_database_wants_a_reason_too(log):
    entry = log.outreach()
    with pytest.raises(IntegrityError), transaction.atomic():
        OutreachContact.objects.filter(pk=entry.pk).update(removed_because="x")


def test_counselling_about_a_citizen_is_an_intervention_of_that_day(cast, log):
    entry = log.consultation(client=cast.client, about=["housing", "economy", "housing"], department="Modtagelsen")
    intervention = cast.client.interventions.get()
    assert entry.intervention == intervention
    assert intervention.type == entry.type == InterventionType.objects.get(is_professional_counselling=True)
    assert intervention.starts_on == intervention.ends_on == entry.held_on
    assert intervention.provider == intervention.logged_for == cast.ngo
    assert sorted(entry.about) == ["economy", "housing"]
    event = AuditEvent.objects.filter(subject_type="professionalconsultation").get()
    assert event.client_ids == [cast.client.pk]


def test_each_counselling_about_a_citizen_is_a_case_of_its_own(cast, log):
    assert log.consultation(client=cast.client).intervention != log.consultation(client=cast.client).intervention
    assert cast.client.interventions.count() == 2
    assert InterventionType.objects.filter(is_professional_counselling=True).count() == 1


def test_counselling_about_nobody_makes_no_intervention_but_offers_the_type(cast, log):
    entry = log.consultation()
    assert (entry.client, entry.intervention) == (None, None)
    assert cast.project.interventions.count() == 0
    assert cast.project.intervention_types.get() == entry.type


def test_counselling_counts_under_its_own_type_whatever_else_the_project_offers(cast, log):
    offer_own_type(cast.project, name="Workshop", by=cast.lead)
    type = log.consultation().type
    assert type.is_professional_counselling
    change_type(type, name="Sparring", by=cast.lead)
    assert log.consultation().type == type


@pytest.mark.parametrize("closed_first", [False, True])
def test_counselling_counts_under_the_type_that_is_open_that_day(cast, log, closed_first):
    first = log.consultation().type
    second = InterventionType.objects.create(
        project=cast.project, name="Sparring", order=first.order + 1, is_professional_counselling=True
    )
    closed, is_open = (first, second) if closed_first else (second, first)
    change_type(closed, name=closed.name, closed_on=localdate(), by=cast.lead)
    assert log.consultation(client=cast.client).type == is_open


def test_a_citizen_of_another_project_is_refused(cast, log):
    assert "client" in refused(log.consultation, client=cast.other_client).message_dict
    assert not cast.other_client.interventions.exists()


def test_a_day_to_come_is_told_at_the_day_also_about_a_citizen(cast, log):
    error = refused(log.consultation, client=cast.client, held_on=localdate() + DAY)
    assert list(error.message_dict) == ["held_on"]


def test_a_corrected_day_moves_the_intervention(cast, log):
    entry = log.consultation(client=cast.client)
    moved = correct_entry(entry, held_on=localdate() - 3 * DAY, about=["other"], by=cast.caseworker)
    intervention = cast.client.interventions.get()
    assert intervention.starts_on == intervention.ends_on == localdate() - 3 * DAY
    assert (moved.intervention, moved.client, moved.about) == (intervention, cast.client, ["other"])
    event = AuditEvent.objects.filter(subject_type="intervention").latest("pk")
    assert (event.action, event.client_ids) == (Action.CHANGED, [cast.client.pk])
    assert event.detail == {"fields": ["ends_on", "starts_on"]}


def test_a_corrected_day_of_counselling_about_nobody_moves_nothing_else(cast, log):
    moved = correct_entry(log.consultation(), held_on=localdate() - 3 * DAY, by=cast.caseworker)
    assert (moved.held_on, moved.intervention) == (localdate() - 3 * DAY, None)


def test_counselling_about_an_anonymous_citizen_names_no_department(cast, log):
    Client.objects.filter(pk=cast.client.pk).update(is_anonymous=True)
    cast.client.refresh_from_db()
    error = refused(log.consultation, client=cast.client, department="Modtagelsen")
    assert "takes part anonymously" in error.message_dict["department"][0]
    entry = log.consultation(client=cast.client)
    assert "department" in refused(correct_entry, entry, department="Modtagelsen", by=cast.caseworker).message_dict


def test_a_removed_counselling_takes_its_intervention_along(cast, log):
    entry = correct_entry(log.consultation(client=cast.client), minutes=10, by=cast.caseworker)
    remove_entry(entry, because="Fejl", by=cast.caseworker)
    assert not cast.client.interventions.exists()
    event = AuditEvent.objects.filter(subject_type="intervention").latest("pk")
    assert (event.action, event.client_ids) == (Action.ENDED, [cast.client.pk])
    assert {each.intervention for each in ProfessionalConsultation.objects.all()} == {None}
    assert {each.client for each in ProfessionalConsultation.objects.all()} == {cast.client}


@pytest.mark.parametrize("change", ["move", "remove"])
def test_what_sessions_are_logged_under_is_neither_moved_nor_removed(cast, log, change):
    entry = log.consultation(client=cast.client)
    log_session(entry.intervention, held_on=localdate(), logged_for=cast.ngo, by=cast.caseworker)
    with transaction.atomic():
        if change == "move":
            error = refused(correct_entry, entry, held_on=localdate() - DAY, by=cast.caseworker)
        else:
            error = refused(remove_entry, entry, because="Fejl", by=cast.caseworker)
    assert "Sessions are logged" in error.messages[0]
    assert ProfessionalConsultation.objects.get().is_current
    assert correct_entry(entry, minutes=5, by=cast.caseworker).minutes == 5


def test_a_citizen_can_be_deleted_with_every_version(cast, log):
    correct_entry(log.consultation(client=cast.client, about=["other"]), minutes=9, by=cast.caseworker)
    cast.client.delete()
    assert not ProfessionalConsultation.objects.exists()
    assert not ConsultationTopic.objects.exists()
