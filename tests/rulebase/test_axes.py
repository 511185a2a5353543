"""Cells: every value lies in one, and values in one cell are told apart by no test."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.rulebase.axes import BOOLEAN, Gap, Level, Line, Named

HALVES = st.integers(-20, 20).map(lambda n: Fraction(n, 2))
GAPS = st.lists(st.tuples(HALVES, st.sampled_from([0, 1])), max_size=6)
BOUNDS = st.tuples(st.none() | st.integers(-8, 0), st.none() | st.integers(1, 8))


def above(point: Fraction, gap: Gap) -> bool:
    """Whether a point lies above a gap: at or beyond its value, or beyond it only."""
    return point > gap[0] if gap[1] else point >= gap[0]


@given(gaps=GAPS, whole=st.booleans(), bounds=BOUNDS, points=st.lists(HALVES, min_size=2, max_size=8))
def test_two_points_share_a_cell_just_when_no_gap_lies_between_them(
    *, gaps: list[Gap], whole: bool, bounds: tuple[int | None, int | None], points: list[Fraction]
) -> None:
    low, high = (None if bound is None else Fraction(bound) for bound in bounds)
    axis = Line.cut(gaps, whole=whole, low=low, high=high)
    fitting = [p for p in points if (low is None or p >= low) and (high is None or p <= high)]
    for a in fitting if not whole else [p for p in fitting if p.denominator == 1]:
        assert 0 <= axis.cell(a) < axis.size
        for b in fitting if not whole else [p for p in fitting if p.denominator == 1]:
            same = all(above(a, gap) == above(b, gap) for gap in gaps)
            assert (axis.cell(a) == axis.cell(b)) == same


@given(gaps=GAPS, whole=st.booleans())
def test_a_sample_lies_in_its_cell_and_between_its_bounds(*, gaps: list[Gap], whole: bool) -> None:
    axis = Line.cut(gaps, whole=whole)
    for cell in range(axis.size):
        point = axis.sample(cell)
        left, right = axis.bounds(cell)
        assert axis.cell(point) == cell
        assert left is None or above(point, left)
        assert right is None or not above(point, right)
        assert not whole or point.denominator == 1
    assert axis.bounds(0)[0] is None
    assert axis.bounds(axis.size - 1)[1] is None


@given(GAPS, st.none() | HALVES, st.none() | HALVES, HALVES)
def test_the_span_of_an_interval_has_the_cells_that_it_touches(
    gaps: list[Gap], low: Fraction | None, high: Fraction | None, point: Fraction
) -> None:
    axis = Line.cut(gaps, whole=False)
    if low is not None and high is not None and low > high:
        low, high = high, low
    span = axis.span(low, high)
    assert 0 < span < 1 << axis.size
    if (low is None or low <= point) and (high is None or point <= high):
        assert span >> axis.cell(point) & 1
    outside = [axis.cell(low) - 1 if low is not None else -1, axis.cell(high) + 1 if high is not None else axis.size]
    assert not any(span >> cell & 1 for cell in outside if cell >= 0)


def test_gaps_beyond_the_bounds_are_left_out() -> None:
    gaps = [(Fraction(n), side) for n in (-1, 0, 5, 10, 11) for side in (0, 1)]
    kept = Line.cut(gaps, whole=False, low=Fraction(0), high=Fraction(10)).gaps
    assert kept == ((Fraction(0), 1), (Fraction(5), 0), (Fraction(5), 1), (Fraction(10), 0))


def test_on_a_line_of_whole_numbers_every_gap_lies_just_before_one() -> None:
    gaps = [(Fraction(5, 2), 0), (Fraction(5, 2), 1), (Fraction(3), 0), (Fraction(2), 1), (Fraction(-5, 2), 0)]
    assert Line.cut(gaps, whole=True).gaps == ((Fraction(-2), 0), (Fraction(3), 0))


def test_a_name_that_is_not_there_is_in_the_last_cell_or_refused() -> None:
    assert Named(("rain", "snow"), other=True).cell("hail") == 2
    assert Named(("rain", "snow"), other=True).size == 3
    assert Named(("rain", "snow")).size == 2
    with pytest.raises(ValueError, match="not in"):
        Named(("rain", "snow")).cell("hail")


def test_a_level_has_a_cell_more_where_its_fact_may_not_apply_unless_that_is_its_false_cell() -> None:
    line = Line.cut([(Fraction(3), 0)], whole=True)
    assert (Level("x", "x", line).size, Level("x", "x", line).full) == (2, 0b11)
    assert (Level("x", "x", line, apart=2).size, Level("x", "x", line, apart=2).full) == (3, 0b111)
    assert (Level("x", "x", BOOLEAN, apart=0).size, Level("x", "x", BOOLEAN, apart=0).full) == (2, 0b11)
