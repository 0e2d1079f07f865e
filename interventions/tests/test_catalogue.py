import pytest
from django.urls import reverse

from interventions.models import InterventionType, NationalInterventionType
from interventions.services import offer_own_type


@pytest.fixture
def national(db):
    return NationalInterventionType.objects.get(key="drop_in")


def address(cast, name, *args):
    return reverse(f"interventions:{name}", args=[cast.project.code, *args])


def test_the_lead_reads_both_lists(cast, desk, national):
    offer_own_type(cast.project, name="Workshop", is_material_help=True, by=cast.lead)
    offer_own_type(cast.other_project, name="Elsewhere", by=None)
    text = desk(cast.lead).get(address(cast, "catalogue")).content.decode()
    assert "Workshop" in text
    assert "material help" in text
    assert national.name in text
    assert "Elsewhere" not in text


def test_adding_a_national_type_moves_it_to_the_project(cast, desk, national):
    response = desk(cast.lead).post(address(cast, "offer_national_type", national.pk), follow=True)
    assert response.redirect_chain == [(address(cast, "catalogue"), 302)]
    assert [each.name for each in response.context["types"]] == [national.name]
    assert national not in response.context["national_types"]
    assert national.name in str(next(iter(response.context["messages"])))


def test_adding_it_twice_does_no_harm(cast, desk, national):
    for _ in range(2):
        desk(cast.lead).post(address(cast, "offer_national_type", national.pk))
    assert InterventionType.objects.filter(project=cast.project).count() == 1


def test_a_national_type_that_is_not_there(cast, desk):
    assert desk(cast.lead).post(address(cast, "offer_national_type", 999)).status_code == 404


def test_adding_is_no_matter_of_looking(cast, desk, national):
    assert desk(cast.lead).get(address(cast, "offer_national_type", national.pk)).status_code == 405
    assert not InterventionType.objects.exists()


def test_an_own_type(cast, desk):
    data = {"name": "Workshop", "is_material_help": "on"}
    response = desk(cast.lead).post(address(cast, "offer_own_type"), data)
    assert response.url == address(cast, "catalogue")
    made = InterventionType.objects.get(project=cast.project)
    assert (made.name, made.is_material_help, made.is_course) == ("Workshop", True, False)


@pytest.mark.parametrize("name", ["", "Workshop", "Kontakt anna@example.org"])
def test_an_own_type_refused_at_its_name_keeps_what_was_typed(cast, desk, name):
    offer_own_type(cast.project, name="Workshop", by=cast.lead)
    response = desk(cast.lead).post(address(cast, "offer_own_type"), {"name": name, "is_material_help": "on"})
    assert response.status_code == 422
    form = response.context["form"]
    assert list(form.errors) == ["name"]
    assert form["name"].value() == name
    assert form["is_material_help"].value() is True
    assert InterventionType.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("coordinator", 403),
        ("caseworker", 403),
        ("outsider", 404),
        ("stranger", 404),
        ("evaluator", 404),
        ("administrator", 404),
        ("officer", 404),
    ],
)
def test_nobody_but_the_lead(cast, desk, national, name, status):
    signed_in = desk(getattr(cast, name))
    assert signed_in.get(address(cast, "catalogue")).status_code == status
    assert signed_in.get(address(cast, "offer_own_type")).status_code == status
    assert signed_in.post(address(cast, "offer_own_type"), {"name": "Workshop"}).status_code == status
    assert signed_in.post(address(cast, "offer_national_type", national.pk)).status_code == status
    assert not InterventionType.objects.exists()
