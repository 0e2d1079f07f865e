"""The arithmetic that the demonstration's rows are found by."""

import itertools

import pytest

from clients.codes import is_code
from exchange.demo.arithmetic import evenly, scattered, settle, who5_items
from exchange.demo.codes import code_at


@pytest.mark.parametrize(
    ("values", "total", "bounds", "settled"),
    [
        ([1, 2, 3], 6, [(0, 9)] * 3, [1, 2, 3]),
        ([1, 2, 3], 8, [(0, 9)] * 3, [2, 3, 3]),
        ([1, 2, 3], 10, [(0, 9)] * 3, [3, 3, 4]),
        ([5, 5, 5], 10, [(0, 9)] * 3, [3, 3, 4]),
        ([5, 5, 5], 20, [(5, 5), (0, 9), (0, 9)], [5, 8, 7]),
        ([5, 5, 5], 23, [(5, 5), (0, 9), (0, 9)], [5, 9, 9]),
        ([5, 5], 0, [(0, 9)] * 2, [0, 0]),
        ([], 0, [], []),
    ],
)
def test_values_settle_on_a_total_within_their_bounds(values, total, bounds, settled):
    assert settle(values, total, bounds) == settled


@pytest.mark.parametrize(("total", "bounds"), [(19, [(0, 9)] * 2), (-1, [(0, 9)] * 2), (1, []), (5, [(3, 9)] * 2)])
def test_a_total_out_of_reach_is_refused(total, bounds):
    with pytest.raises(ValueError, match=f"cannot add up to {total}"):
        settle([4] * len(bounds), total, bounds)


def test_settling_leaves_the_given_values_alone():
    values = [1, 2, 3]
    settle(values, 9, [(0, 9)] * 3)
    assert values == [1, 2, 3]


@pytest.mark.parametrize("length", [0, 1, 2, 3, 7, 11, 27, 30, 47, 48, 59, 78, 84, 91])
@pytest.mark.parametrize("turn", range(1, 11))
def test_scattering_keeps_every_item_once(length, turn):
    assert sorted(scattered(range(length), turn)) == list(range(length))


def test_scattering_is_the_same_every_time_and_differs_by_turn():
    orders = [scattered(range(78), turn) for turn in range(1, 11)]
    assert orders == [scattered(range(78), turn) for turn in range(1, 11)]
    assert len({tuple(order) for order in orders}) == len(orders)


@pytest.mark.parametrize("length", [27, 47, 59, 78, 84, 91])
def test_scattering_parts_neighbours(length):
    order = scattered(range(length), 1)
    close = sum(abs(one - next_one) == 1 for one, next_one in itertools.pairwise(order))
    assert close < length // 3


@pytest.mark.parametrize(
    ("low", "high", "number", "values"),
    [
        (18, 25, 0, []),
        (18, 25, 1, [18]),
        (18, 25, 2, [18, 25]),
        (18, 25, 8, [18, 19, 20, 21, 22, 23, 24, 25]),
        (0, 10, 3, [0, 5, 10]),
        (-3, 4, 3, [-3, 0, 4]),
    ],
)
def test_values_are_evenly_apart(low, high, number, values):
    assert evenly(low, high, number) == values


@pytest.mark.parametrize("raw", range(26))
@pytest.mark.parametrize("turn", range(6))
def test_five_items_add_up(raw, turn):
    items = who5_items(raw, turn)
    assert len(items) == 5
    assert sum(items) == raw
    assert all(0 <= item <= 5 for item in items)


def test_items_vary_between_people_of_one_score():
    assert len({who5_items(12, turn) for turn in range(5)}) == 5


def test_codes_are_codes_and_never_repeat():
    codes = [code_at("AAR", number) for number in range(5000)]
    assert all(is_code(code) for code in codes)
    assert len(set(codes)) == len(codes)


def test_a_code_is_the_same_every_time_and_says_its_project():
    assert code_at("AAR", 0) == code_at("AAR", 0)
    assert code_at("ESB", 7).startswith("ESB-")
    assert code_at("ESB", 7).removeprefix("ESB") == code_at("AAR", 7).removeprefix("AAR")


def test_codes_of_neighbours_share_no_beginning():
    bodies = [code_at("AAR", number).split("-")[1] for number in range(50)]
    assert all(one[:2] != other[:2] for one, other in itertools.pairwise(bodies))
