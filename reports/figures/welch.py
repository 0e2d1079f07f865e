"""Welch's t-test from sums, so that no single score leaves the database."""

from dataclasses import dataclass
from fractions import Fraction

import mpmath


@dataclass(frozen=True)
class Sample:
    """How many values, their sum, and the sum of their squares."""

    n: int
    total: int
    squares: int

    @property
    def mean(self) -> Fraction | None:
        return Fraction(self.total, self.n) if self.n else None

    @property
    def error(self) -> Fraction:
        """The squared standard error of the mean; needs two values."""
        return (self.squares - Fraction(self.total**2, self.n)) / (self.n - 1) / self.n


@dataclass(frozen=True)
class Welch:
    t: float
    degrees: float
    p: float


def welch(one: Sample, other: Sample) -> Welch | None:
    """Two-sided test that two means are equal where the variances may differ.

    None where it cannot be made: a sample of fewer than two values, or no variation in either.
    """
    if one.n < 2 or other.n < 2:
        return None
    spread = one.error + other.error
    if not spread:
        return None
    difference = Fraction(one.total, one.n) - Fraction(other.total, other.n)
    degrees = spread**2 / (one.error**2 / (one.n - 1) + other.error**2 / (other.n - 1))
    t_squared = difference**2 / spread
    tail = mpmath.betainc(float(degrees / 2), 0.5, 0, float(degrees / (degrees + t_squared)), regularized=True)
    size = float(mpmath.sqrt(mpmath.mpf(t_squared.numerator) / t_squared.denominator))
    return Welch(t=-size if difference < 0 else size, degrees=float(degrees), p=float(tail))
