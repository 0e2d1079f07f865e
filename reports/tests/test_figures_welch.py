import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.figures.welch import Sample, welch


def sample(values):
    return Sample(len(values), sum(values), sum(value * value for value in values))


def test_the_sleep_data():
    """Student's own example, as R's t.test prints it: t = -1.8608, df = 17.776, p-value = 0.07939."""
    one = [7, -16, -2, -12, -1, 34, 37, 8, 0, 20]
    other = [19, 8, 11, 1, -1, 44, 55, 16, 46, 34]
    result = welch(sample(one), sample(other))
    assert result is not None
    assert (round(result.t, 4), round(result.degrees, 3), round(result.p, 5)) == (-1.8608, 17.776, 0.07939)


def test_two_degrees_of_freedom_have_a_closed_form():
    result = welch(sample([0, 4]), sample([8, 12]))
    t = 8 / math.sqrt(8)
    assert result is not None
    assert result.degrees == 2
    assert result.t == pytest.approx(-t)
    assert result.p == pytest.approx(1 - t / math.sqrt(2 + t * t))


def test_one_degree_of_freedom_has_a_closed_form():
    """No variation in one group leaves the other's degrees: here a Cauchy distribution."""
    result = welch(sample([10, 10]), sample([0, 4]))
    assert result is not None
    assert (result.degrees, result.t) == (1, 4)
    assert result.p == pytest.approx(1 - 2 / math.pi * math.atan(4))


@pytest.mark.parametrize(
    ("one", "other"),
    [([], []), ([1], [1, 2, 3]), ([1, 2, 3], [1]), ([], [1, 2]), ([4, 4], [4, 4]), ([4, 4], [8, 8, 8])],
)
def test_what_cannot_be_tested(one, other):
    assert welch(sample(one), sample(other)) is None
    assert welch(sample(other), sample(one)) is None


def test_equal_means_have_p_one():
    result = welch(sample([20, 40, 60]), sample([36, 44]))
    assert result is not None
    assert (result.t, result.p) == (0, 1)


def test_far_apart_means_have_a_small_p():
    result = welch(sample([0, 4] * 20), sample([96, 100] * 20))
    assert result is not None
    assert 0 <= result.p < 1e-60


def test_a_sample_knows_its_mean_and_error():
    assert sample([0, 4, 8]).mean == 4
    assert sample([0, 4, 8]).error == Fraction(16, 3)
    assert sample([]).mean is None


scores = st.lists(st.integers(0, 25).map(lambda raw: 4 * raw), min_size=2, max_size=12)


def density(t, degrees):
    constant = math.lgamma((degrees + 1) / 2) - math.lgamma(degrees / 2) - math.log(degrees * math.pi) / 2
    return math.exp(constant - (degrees + 1) / 2 * math.log1p(t * t / degrees))


@given(one=scores, other=scores)
def test_p_is_what_is_left_beside_the_density_between_minus_t_and_t(one, other):
    result = welch(sample(one), sample(other))
    if result is None:
        assert len(set(one)) == len(set(other)) == 1
        return
    steps, t = 2000, abs(result.t)
    width = t / steps
    weights = (1 if step in (0, steps) else 4 if step % 2 else 2 for step in range(steps + 1))
    inner = sum(weight * density(step * width, result.degrees) for step, weight in enumerate(weights)) * width / 3
    assert result.p == pytest.approx(1 - 2 * inner, abs=1e-4)
    assert 0 <= result.p <= 1


@given(one=scores, other=scores)
def test_which_group_comes_first_changes_the_sign_only(one, other):
    there, back = welch(sample(one), sample(other)), welch(sample(other), sample(one))
    assert (there is None) == (back is None)
    if there and back:
        assert (there.t, there.p) == (-back.t, back.p)
