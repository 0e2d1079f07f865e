import pytest

from clients.models import Offer, OnwardReferral
from reports.figures.referrals import onward, sources
from reports.tests.world import AS_OF, World, day


@pytest.fixture
def world(db):
    return World()


def rows(world, as_of=AS_OF):
    return [(entry.key, entry.citizens) for entry in world.figure(sources, as_of).sources]


def test_every_source_of_the_project_by_name(world):
    for name in ("Ægir", "Reden", "Åben dør", "Egen læge"):
        world.source(name)
    World("OTH").source("Kvisten")
    assert rows(world) == [("egen-laege", 0), ("reden", 0), ("aegir", 0), ("aaben-doer", 0)]


def test_two_sources_of_one_slug_keep_two_keys(world):
    for name in ("Egen læge", "egen laege", "Egen-læge"):
        world.source(name)
    assert sorted(key for key, _count in rows(world)) == ["egen-laege", "egen-laege-2", "egen-laege-3"]


def test_registered_citizens_by_source(world):
    own, centre = world.source("Selv"), world.source("Jobcenter")
    world.citizens(2, source=own)
    world.citizen(("2021-03-01", "2021-04-01"), ("2022-03-01", None), source=centre)
    world.citizens(3)
    world.citizen(("2023-12-01", None), source=centre)
    assert rows(world) == [("jobcenter", 1), ("selv", 2)]
    assert world.figure(sources, AS_OF).unknown == 3
    assert world.figure(sources, day("2021-02-28")).unknown == 0


def test_without_sources_everyone_is_unknown(world):
    world.citizens(2)
    result = world.figure(sources, AS_OF)
    assert (result.sources, result.unknown) == ((), 2)


@pytest.mark.parametrize(("as_of", "expected"), [("2021-02-28", {}), ("2021-03-01", {"other_offer": 1})])
def test_onward_from_the_day(world, as_of, expected):
    world.onward(world.citizens(1)[0], "other_offer", "2021-03-01")
    assert world.figure(onward, day(as_of)) == expected


def test_onward_counts_a_citizen_once_under_each_kind(world):
    one, other = world.citizens(2)
    for citizen, kind in (
        (one, "other_offer"),
        (one, "other_offer"),
        (one, "anti_trafficking"),
        (other, "other_offer"),
    ):
        world.onward(citizen, kind)
    elsewhere = World("OTH")
    elsewhere.onward(elsewhere.citizens(1)[0], "other_offer")
    assert world.figure(onward, AS_OF) == {"other_offer": 2, "anti_trafficking": 1}


def test_onward_is_counted_by_its_kind_whatever_the_offer_and_the_outcome(world):
    one, two = world.citizens(2)
    offer = Offer.objects.create(name="Klinikken", starts_on="2021-01-01")
    for citizen, facts in [(one, {}), (one, {"offer": offer}), (two, {"outcome": "refused", "outcome_on": AS_OF})]:
        OnwardReferral.objects.filter(pk=world.onward(citizen, "other_offer").pk).update(**facts)
    assert world.figure(onward, AS_OF) == {"other_offer": 2}
