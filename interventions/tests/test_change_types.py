"""The lead's catalogue: another label, another order, closed from a day, replaced by another type (R-51)."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.timezone import localdate

from audit.models import Action, AuditEvent
from interventions.catalogue.services import change_type, move_type
from interventions.models import InterventionType, NationalInterventionType
from interventions.querysets import not_yet_offered_by, offered_by, open_types
from interventions.services import log_intervention, log_session, offer_own_type, offer_type

DAY = dt.timedelta(days=1)


@pytest.fixture
def types(cast):
    """Group therapy, individual therapy and social activities, in this order."""
    keys = ("individual_therapy", "group_therapy", "social_activities")
    national = NationalInterventionType.objects.filter(key__in=keys).order_by("order")
    return {each.key: offer_type(cast.project, national=each, by=cast.lead) for each in national}


@pytest.fixture
def therapy(types):
    return types["group_therapy"]


def names(project):
    return [each.name for each in offered_by(project)]


def refused(call, *args, **facts):
    with pytest.raises(ValidationError) as caught:
        call(*args, **facts)
    return caught.value.message_dict


def test_a_renamed_type_is_not_offered_a_second_time(cast, therapy):
    change_type(therapy, name="Tuesdays", by=cast.lead)
    assert therapy.national not in not_yet_offered_by(cast.project)
    assert offer_type(cast.project, national=therapy.national, by=cast.lead) == therapy
    assert InterventionType.objects.filter(project=cast.project).count() == 3


@pytest.mark.parametrize("name", ["Individuel terapi", "Jobcoaching", "JOBCOACHING"])
def test_a_label_is_neither_another_type_s_nor_another_national_one_s(cast, therapy, name):
    assert list(refused(change_type, therapy, name=name, by=cast.lead)) == ["name"]


@pytest.mark.parametrize("name", ["", "call 22 33 44 55", "x" * 101])
def test_a_label_is_a_short_guarded_text(cast, therapy, name):
    assert list(refused(change_type, therapy, name=name, by=cast.lead)) == ["name"]


def test_a_closed_type_is_offered_until_the_day_before(cast, therapy):
    day = localdate()
    change_type(therapy, name=therapy.name, closed_on=day, by=cast.lead)
    assert therapy not in open_types(cast.project)
    assert therapy in open_types(cast.project, day - DAY)
    change_type(therapy, name=therapy.name, by=cast.lead)
    assert therapy in open_types(cast.project)


def log(cast, type, day):
    return log_intervention(client=cast.client, type=type, starts_on=day, logged_for=cast.ngo, by=cast.caseworker)


def test_what_closed_can_be_logged_from_earlier_days_only(cast, therapy):
    closed = change_type(therapy, name=therapy.name, closed_on=localdate() - 3 * DAY, by=cast.lead)
    before = log(cast, closed, localdate() - 4 * DAY)
    assert "not offered since" in refused(log, cast, closed, localdate() - 3 * DAY)["type"][0]
    session = log_session(before, held_on=localdate(), logged_for=cast.ngo, by=cast.caseworker)
    assert session.pk, "what runs goes on"


def test_the_refusal_names_what_came_instead(cast, types, therapy):
    new = types["individual_therapy"]
    day = localdate() - 3 * DAY
    closed = change_type(therapy, name=therapy.name, closed_on=day, replaced_by=new, by=cast.lead)
    assert "was replaced by Individuel terapi" in refused(log, cast, closed, localdate())["type"][0]


def test_a_replacement_has_a_day_and_is_another_open_type_of_the_project(cast, types, therapy):
    new, day = types["individual_therapy"], localdate()
    foreign = offer_own_type(cast.other_project, name="Elsewhere", by=None)
    own = {"name": therapy.name, "by": cast.lead}
    assert list(refused(change_type, therapy, replaced_by=new, **own)) == ["closed_on"]
    for wrong in (therapy, foreign):
        assert list(refused(change_type, therapy, closed_on=day, replaced_by=wrong, **own)) == ["replaced_by"]
    new = change_type(new, name=new.name, closed_on=day - DAY, by=cast.lead)
    assert list(refused(change_type, therapy, closed_on=day, replaced_by=new, **own)) == ["replaced_by"]


def test_moving_changes_places_with_the_neighbour(cast, types, therapy):
    social, individual = types["social_activities"].name, types["individual_therapy"].name
    assert names(cast.project) == [individual, therapy.name, social]
    move_type(therapy, to="up", by=cast.lead)
    assert names(cast.project) == [therapy.name, individual, social]
    move_type(therapy, to="up", by=cast.lead)
    assert names(cast.project) == [therapy.name, individual, social]
    for _ in range(3):  # once more than there are places
        move_type(therapy, to="down", by=cast.lead)
    assert names(cast.project) == [individual, social, therapy.name]


def test_an_own_type_gets_another_label_and_takes_none_that_is_there(cast, therapy):
    own = offer_own_type(cast.project, name="Workshop", by=cast.lead)
    assert change_type(own, name="  Wood   shop ", by=cast.lead).name == "Wood shop"
    assert list(refused(change_type, own, name=therapy.name, by=cast.lead)) == ["name"]


def test_types_of_one_order_can_be_moved(cast):
    first, second = (offer_own_type(cast.project, name=name, by=cast.lead) for name in ("Atelier", "Bakery"))
    assert first.order == second.order
    move_type(second, to="up", by=cast.lead)
    assert names(cast.project) == ["Bakery", "Atelier"]


def test_the_log_says_what_was_changed_and_no_word_of_it(cast, therapy):
    change_type(therapy, name="Tuesdays", by=cast.lead)
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.subject_ids, event.actor_id) == (Action.CHANGED, [therapy.pk], cast.lead.pk)
    assert event.detail == {"fields": ["closed_on", "name", "replaced_by"]}
    move_type(therapy, to="up", by=cast.lead)
    assert AuditEvent.objects.latest("pk").detail == {"fields": ["order"]}


def address(cast, name, *args):
    return reverse(f"interventions:{name}", args=[cast.project.code, *args])


def test_the_lead_changes_a_type_on_its_page(cast, types, therapy, desk):
    page = address(cast, "change_type", therapy.pk)
    form = desk(cast.lead).get(page).context["form"]
    assert form.initial == {"name": therapy.name, "closed_on": None, "replaced_by": None}
    assert therapy not in form.fields["replaced_by"].queryset
    new = types["individual_therapy"]
    data = {"name": "Tuesdays", "closed_on": localdate(), "replaced_by": new.pk}
    response = desk(cast.lead).post(page, data, follow=True)
    text = response.content.decode()
    assert "Tuesdays is changed" in text
    assert f"nationally: {therapy.name}" in text
    assert "closed since" in text
    assert f"replaced by {new.name}" in text


def test_a_replacement_that_closed_later_stands_in_the_form(cast, types, therapy, desk):
    new, day = types["individual_therapy"], localdate()
    change_type(therapy, name=therapy.name, closed_on=day - 9 * DAY, replaced_by=new, by=cast.lead)
    change_type(new, name=new.name, closed_on=day - DAY, by=cast.lead)
    form = desk(cast.lead).get(address(cast, "change_type", therapy.pk)).context["form"]
    assert new in form.fields["replaced_by"].queryset


def test_a_day_to_come_is_announced(cast, therapy, desk):
    change_type(therapy, name=therapy.name, closed_on=localdate() + DAY, by=cast.lead)
    assert "closes on" in desk(cast.lead).get(address(cast, "catalogue")).content.decode()


def test_a_refused_change_keeps_what_was_typed(cast, therapy, desk):
    data = {"name": "Individuel terapi", "closed_on": "2026-01-01"}
    response = desk(cast.lead).post(address(cast, "change_type", therapy.pk), data)
    assert response.status_code == 422
    assert response.context["form"]["closed_on"].value() == "2026-01-01"


def test_the_lead_moves_a_type_on_the_page(cast, types, therapy, desk):
    response = desk(cast.lead).post(address(cast, "move_up", therapy.pk))
    assert response.url == f"{address(cast, 'catalogue')}#type-{therapy.pk}"
    assert names(cast.project)[0] == therapy.name
    desk(cast.lead).post(address(cast, "move_down", therapy.pk))
    assert names(cast.project)[1] == therapy.name


@pytest.mark.parametrize("name", ["change_type", "move_up", "move_down"])
def test_another_project_s_type_is_not_there(cast, desk, name):
    foreign = offer_own_type(cast.other_project, name="Elsewhere", by=None)
    assert desk(cast.lead).post(address(cast, name, foreign.pk), {"name": "X"}).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("coordinator", 403), ("caseworker", 403), ("outsider", 404)])
def test_nobody_but_the_lead_changes_the_catalogue(cast, types, therapy, desk, who, status):
    before = names(cast.project)
    for name in ("change_type", "move_up", "move_down"):
        assert desk(getattr(cast, who)).post(address(cast, name, therapy.pk), {"name": "X"}).status_code == status
    assert names(cast.project) == before


def test_a_closed_type_stands_last_among_the_choices(cast, types, therapy, desk):
    new = types["individual_therapy"]
    change_type(therapy, name=therapy.name, closed_on=localdate(), replaced_by=new, by=cast.lead)
    page = reverse("interventions:new", args=[cast.project.code, cast.client.code])
    choices = desk(cast.caseworker).get(page).context["form"].fields["type"].choices
    title, closed = choices[-1]
    assert title == "No longer offered"
    assert [key for key, _label in closed] == [f"own-{therapy.pk}"]
    assert closed[0][1].startswith("Gruppeterapi (until")
    assert closed[0][1].endswith("then Individuel terapi)")


def test_one_day_after_midnight_in_copenhagen(cast, therapy, at):
    change_type(therapy, name=therapy.name, closed_on=dt.date(2026, 6, 2), by=cast.lead)
    at(2026, 6, 1, 23, 30)
    assert therapy in open_types(cast.project)
    at(2026, 6, 2, 0, 30)
    assert therapy not in open_types(cast.project)


def test_an_own_drop_in_is_marked(cast, desk):
    desk(cast.lead).post(address(cast, "offer_own_type"), {"name": "Corner", "is_drop_in": "on"})
    assert InterventionType.objects.get(name="Corner").one_tap_kind == "drop_in"
