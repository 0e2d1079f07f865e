import itertools
import secrets

import pytest

from clients.codes import ALPHABET, LENGTH, check_character, is_code, new_code, normalised

SAMPLE = ["2222", "ZZZZ", "7KQ4", "ABCD", "X9Y8", "2Z2Z", "PQRS"]


def test_a_new_code_has_the_projects_prefix_and_fits_its_check_character():
    code = new_code("AAR")
    prefix, body, check = code.split("-")
    assert (prefix, len(body), check) == ("AAR", LENGTH, check_character(body))
    assert is_code(code)


def test_new_codes_differ(monkeypatch):
    assert len({new_code("AAR") for _ in range(200)}) > 190


def test_the_letters_come_from_the_systems_own_randomness(monkeypatch):
    monkeypatch.setattr(secrets, "choice", lambda letters: letters[-1])
    assert new_code("AAR") == f"AAR-ZZZZ-{check_character('ZZZZ')}"


def test_no_character_is_mistaken_for_another():
    assert not set("01ILO") & set(ALPHABET)
    assert len(ALPHABET) == len(set(ALPHABET)) == 31


@pytest.mark.parametrize("body", SAMPLE)
def test_every_single_wrong_character_is_found(body):
    right = check_character(body)
    wrong = [
        body[:place] + letter + body[place + 1 :]
        for place, letter in itertools.product(range(LENGTH), ALPHABET)
        if letter != body[place]
    ]
    assert len(wrong) == LENGTH * 30
    assert [each for each in wrong if check_character(each) == right] == []


@pytest.mark.parametrize("body", ["".join(each) for each in itertools.product("2BQZ", repeat=LENGTH)])
def test_every_swap_of_two_different_characters_is_found(body):
    right = check_character(body)
    for first, second in itertools.combinations(range(LENGTH), 2):
        letters = list(body)
        letters[first], letters[second] = letters[second], letters[first]
        assert body[first] == body[second] or check_character("".join(letters)) != right


@pytest.mark.parametrize("wrong", [letter for letter in ALPHABET if letter != check_character("7KQ4")])
def test_every_other_check_character_is_refused(wrong):
    assert not is_code(f"AAR-7KQ4-{wrong}")


@pytest.mark.parametrize(
    ("typed", "own_form"),
    [("aar-7kq4-m", "AAR-7KQ4-M"), (" AAR - 7KQ4 - M ", "AAR-7KQ4-M"), ("AAR-7KQ4-M\n", "AAR-7KQ4-M")],
)
def test_a_code_is_read_as_somebody_types_it(typed, own_form):
    assert normalised(typed) == own_form


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        (f"AAR-7KQ4-{check_character('7KQ4')}", True),
        (f"aar-7kq4-{check_character('7KQ4').lower()}", True),
        ("", False),
        ("AAR", False),
        ("AAR-7KQ4", False),
        ("AAR-7KQ-M", False),
        ("AAR-0KQ4-M", False),
        ("AAR-7KQ44-M", False),
        ("7KQ4-M", False),
    ],
)
def test_what_is_a_code(typed, answer):
    assert is_code(typed) is answer
