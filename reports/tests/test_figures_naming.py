import pytest

from reports.figures.naming import danish_order, slug, unique_keys


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Gruppeterapi", "gruppeterapi"),
        ("Rådgivning & støtte", "raadgivning-stoette"),
        ("Ærø", "aeroe"),
        ("ÆØÅ", "aeoeaa"),
        ("Café Ü", "cafe-u"),
        ("  Egen   læge ", "egen-laege"),
        ("???", "unnamed"),
        ("", "unnamed"),
    ],
)
def test_slug(name, expected):
    assert slug(name) == expected


def test_the_oldest_keeps_the_plain_key():
    assert unique_keys([(3, "a"), (1, "a"), (2, "b"), (4, "a")]) == {1: "a", 2: "b", 3: "a-2", 4: "a-3"}
    assert unique_keys([]) == {}


def test_a_numbered_key_can_be_taken_too():
    assert unique_keys([(1, "a-2"), (2, "a"), (3, "a")]) == {1: "a-2", 2: "a", 3: "a-3"}


def test_reserved_keys_are_left_to_others():
    assert unique_keys([(1, "a"), (2, "b")], reserved=["a"]) == {1: "a-2", 2: "b"}


def test_a_new_row_changes_no_other_key():
    before = unique_keys([(1, "a"), (2, "a")])
    assert unique_keys([(1, "a"), (2, "a"), (3, "a"), (4, "a-2")]) == before | {3: "a-3", 4: "a-2-2"}


def test_danish_order():
    names = ["Åse", "aben", "Zoo", "Ærø", "ødis", "Aarhus", "Abe", "Odense", "Ödegård"]
    assert sorted(names, key=danish_order) == [
        "Abe", "aben", "Odense", "Zoo", "Ærø", "Ödegård", "ødis", "Aarhus", "Åse",
    ]  # fmt: skip
