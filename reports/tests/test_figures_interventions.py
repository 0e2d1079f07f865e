import pytest

from interventions.other_work.services import correct_entry, remove_entry
from projects.models import Project
from reports.figures.interventions import citizens_by_challenge, citizens_by_type, received, types_per_citizen
from reports.tests.world import AS_OF, World, day


@pytest.fixture
def world(db):
    return World()


def by_type(world, as_of=AS_OF):
    return {entry.key: entry.citizens for entry in world.figure(citizens_by_type, as_of)}


def per_citizen(world, as_of=AS_OF):
    return world.figure(types_per_citizen, as_of)


def nothing_but(**counts):
    return dict.fromkeys(range(5), 0) | {int(key[1:]): count for key, count in counts.items()}


@pytest.mark.parametrize(
    ("sessions", "as_of", "is_received"),
    [
        ([], "2021-02-28", False),
        ([], "2021-03-01", True),
        ([("2021-03-02", "no_show")], "2021-03-01", True),
        ([("2021-03-02", "no_show")], "2021-03-02", False),
        ([("2021-03-02", "cancelled")], "2023-11-30", False),
        ([("2021-03-02", "no_show"), ("2021-03-09", "cancelled")], "2023-11-30", False),
        ([("2021-03-02", "no_show"), ("2021-03-09", "attended")], "2021-03-08", False),
        ([("2021-03-02", "no_show"), ("2021-03-09", "attended")], "2021-03-09", True),
        ([("2021-03-02", "attended"), ("2021-03-09", "no_show")], "2023-11-30", True),
        ([("2021-03-02", "attended")], "2021-03-01", True),
    ],
)
def test_received_by_the_day(world, sessions, as_of, is_received):
    intervention = world.intervention(world.citizens(1)[0], world.type("Gruppeterapi"))
    for held_on, attendance in sessions:
        world.session(intervention, held_on, attendance)
    assert received([world.project.pk], day(as_of)).exists() is is_received
    assert by_type(world, day(as_of)) == {"group_therapy": int(is_received)}


def test_a_type_counts_a_citizen_once_however_many_rows_and_sessions(world):
    therapy = world.type("Individuel terapi")
    one, other = world.citizens(2)
    for start in ("2021-03-01", "2021-03-01", "2022-05-05"):
        intervention = world.intervention(one, therapy, start)
        world.session(intervention, "2022-06-01")
        world.session(intervention, "2022-06-08")
    world.intervention(other, therapy)
    assert by_type(world) == {"individual_therapy": 2}
    assert per_citizen(world) == nothing_but(n1=2)


def test_an_unattended_row_beside_a_received_one_of_the_same_type(world):
    therapy = world.type("Individuel terapi")
    citizen = world.citizens(1)[0]
    world.session(world.intervention(citizen, therapy), "2021-03-02", "no_show")
    world.intervention(citizen, therapy)
    assert by_type(world) == {"individual_therapy": 1}
    assert per_citizen(world) == nothing_but(n1=1)


def test_every_type_of_the_project_is_a_row_in_the_catalogues_order(world):
    own = ["Årsfest", "Ællinger", "Zumba", "aftensmad", "Øltest", "Aalefiskeri"]
    for name in ["Gratis tøj", *own, "Rådgivning og vejledning"]:
        world.type(name)
    World("OTH").type("Bisidning/følgeskab")
    names = [entry.name for entry in world.figure(citizens_by_type, AS_OF)]
    assert names == [
        "Rådgivning og vejledning", "Gratis tøj",
        "aftensmad", "Zumba", "Ællinger", "Øltest", "Aalefiskeri", "Årsfest",
    ]  # fmt: skip
    assert set(by_type(world).values()) == {0}


def test_keys_are_stable_and_unique(world):
    for name in ("Åben rådgivning", "Aaben raadgivning", "counselling", "???"):
        world.type(name)
    own = {"aaben-raadgivning", "aaben-raadgivning-2", "counselling-2", "unnamed"}
    assert set(by_type(world)) == own
    world.type("Rådgivning og vejledning")
    names = {entry.key: entry.name for entry in world.figure(citizens_by_type, AS_OF)}
    assert set(names) == own | {"counselling"}
    assert (names["counselling"], names["counselling-2"]) == ("Rådgivning og vejledning", "counselling")
    assert names["aaben-raadgivning"] == "Åben rådgivning"


def test_counselling_of_a_professional_has_cases_beside_its_citizens(world):
    professional = world.type("Rådgivning til fagperson", is_professional_counselling=True)
    counselling = world.type("Rådgivning og vejledning")
    citizen = world.citizens(1)[0]
    for start in ("2021-03-01", "2021-04-01", "2023-12-01"):
        world.intervention(citizen, professional, start)
    world.intervention(citizen, counselling)
    figures = {entry.key: (entry.citizens, entry.cases) for entry in world.figure(citizens_by_type, AS_OF)}
    assert figures == {"counselling": (1, None), "professional_counselling": (1, 2)}


def cases(world, as_of=AS_OF):
    return {entry.key: (entry.citizens, entry.cases) for entry in world.figure(citizens_by_type, as_of)}


def test_counselling_about_a_citizen_is_one_case_and_about_none_a_case_without_a_citizen(world):
    """figures.md: about a citizen that citizen once under the type, and its cases beside; about none: cases only."""
    professional = world.type("Rådgivning til fagperson", is_professional_counselling=True)
    world.consultation(professional)
    assert cases(world) == {"professional_counselling": (0, 1)}
    citizen = world.citizens(1)[0]
    for held_on in ("2021-03-05", "2021-03-09"):
        world.consultation(professional, held_on, citizen)
    world.consultation(professional, "2023-12-01")
    world.intervention(citizen, professional)  # imported, or logged on the citizen's page
    assert cases(world) == {"professional_counselling": (1, 4)}
    assert cases(world, day("2021-03-05")) == {"professional_counselling": (1, 3)}
    assert cases(world, day("2023-12-01")) == {"professional_counselling": (1, 5)}
    assert cases(world, day("2021-02-28")) == {"professional_counselling": (0, 0)}
    assert per_citizen(world) == nothing_but(n1=1)


def test_a_case_about_none_counts_as_it_stands_now_and_in_its_own_project(world):
    professional = world.type("Rådgivning til fagperson", is_professional_counselling=True)
    other = World("OTH")
    other.consultation(other.type("Rådgivning til fagperson", is_professional_counselling=True))
    correct_entry(world.consultation(professional), held_on=day("2021-05-01"), by=world.user)
    remove_entry(world.consultation(professional), because="Skrevet to gange", by=world.user)
    assert cases(world, day("2021-04-30")) == {"professional_counselling": (0, 0)}
    assert cases(world) == cases(other) == {"professional_counselling": (0, 1)}


def test_the_cases_of_many_projects_take_as_many_queries_as_of_one(world, django_assert_num_queries):
    world.consultation(world.type("Rådgivning til fagperson", is_professional_counselling=True))
    for code in ("OTH", "THI"):
        other = World(code)
        other.consultation(other.type("Rådgivning til fagperson", is_professional_counselling=True))
    for projects in ([world.project.pk], list(Project.objects.values_list("pk", flat=True))):
        with django_assert_num_queries(4):
            citizens_by_type(projects, AS_OF)


def test_material_help_is_a_type_but_not_one_of_a_citizens(world):
    clothes = world.type("Gratis tøj", is_material_help=True)
    therapy = world.type("Gruppeterapi")
    one, other = world.citizens(2)
    world.intervention(one, clothes)
    world.intervention(other, clothes)
    world.intervention(other, therapy)
    assert by_type(world) == {"free_clothes": 2, "group_therapy": 1}
    assert per_citizen(world) == nothing_but(n0=1, n1=1)


@pytest.mark.parametrize(("number", "row"), [(0, 0), (1, 1), (2, 2), (3, 3), (4, 4), (5, 4)])
def test_citizens_by_how_many_types(world, number, row):
    citizen = world.citizens(1)[0]
    for index in range(number):
        world.intervention(citizen, world.type(f"Type {index}"))
    assert per_citizen(world) == nothing_but(**{f"n{row}": 1})


def test_history_outside_the_enrolment_counts_by_its_own_date(world):
    therapy = world.type("Gruppeterapi")
    citizen = world.citizen(("2022-01-01", "2022-02-01"))
    world.intervention(citizen, therapy, "2021-03-01")
    assert (by_type(world, day("2021-12-31")), per_citizen(world, day("2021-12-31"))) == (
        {"group_therapy": 1}, nothing_but(),
    )  # fmt: skip
    assert per_citizen(world, day("2022-01-01")) == nothing_but(n1=1)
    after_the_end = world.type("Sociale aktiviteter")
    world.intervention(citizen, after_the_end, "2023-01-01")
    assert per_citizen(world) == nothing_but(n2=1)


def test_the_citizens_by_number_add_up_to_the_registered(world):
    types = [world.type(f"Type {index}") for index in range(3)]
    for index, citizen in enumerate(world.citizens(7)):
        for kind in types[: index % 4]:
            world.intervention(citizen, kind)
    world.intervention(world.citizen(("2023-12-24", None)), types[0])
    assert per_citizen(world) == nothing_but(n0=2, n1=2, n2=2, n3=1)


def test_challenges_need_an_attended_session_by_the_day(world):
    one, other = world.citizens(2)
    therapy = world.type("Gruppeterapi")
    first, second = world.intervention(one, therapy), world.intervention(other, therapy)
    world.session(first, "2021-03-02", about=["housing", "economy"])
    world.session(first, "2021-03-09", about=["housing"])
    world.session(second, "2021-03-02", about=["housing", "other"])
    world.session(second, "2021-03-03", "no_show", about=["network"])
    world.session(second, "2023-12-01", about=["mental_health"])
    assert world.figure(citizens_by_challenge, AS_OF) == {
        "housing": 2,
        "economy": 1,
        "other": 1,
    }
    assert world.figure(citizens_by_challenge, day("2021-03-01")) == {}
    assert World("OTH").figure(citizens_by_challenge, AS_OF) == {}
