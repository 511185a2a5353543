"""What is kept of a fact that is told in several places."""

from __future__ import annotations

import datetime

import pytest

from advisor.language.heard import Reading
from advisor.language.settling import Told, settle
from advisor.rulebase.kinds import Range, Value

MAY = datetime.date(2026, 5, 1)


def told(value: Value, start: int, end: int, size: int = 2) -> Told:
    return Told(Reading("wet", value, (start, end), "a phrase"), size, explicit=value is False)


def test_places_that_agree_give_the_first() -> None:
    readings, unsure = settle([told(True, 20, 30), told(True, 0, 10)])
    assert [reading.span for reading in readings] == [(0, 10)]
    assert unsure == ()


def test_places_that_disagree_leave_the_fact_out() -> None:
    assert settle([told(True, 0, 10), told(False, 20, 30)]) == ((), ("wet",))


def test_the_longest_of_overlapping_places_counts() -> None:
    readings, unsure = settle([told(True, 2, 8), told(False, 0, 10, size=3)])
    assert [reading.value for reading in readings] == [False]
    assert unsure == ()


def test_of_overlapping_places_as_long_the_explicit_denial_counts() -> None:
    for order in ([told(True, 0, 10), told(False, 0, 10)], [told(False, 0, 10), told(True, 0, 10)]):
        assert settle(order)[0][0].value is False


def test_a_void_place_hides_what_lies_in_it_and_tells_nothing() -> None:
    assert settle([told(True, 0, 10, 3)._replace(void=True), told(True, 2, 10)]) == ((), ())


def test_a_doubtful_place_yields_to_a_plain_one() -> None:
    doubtful = told(False, 0, 10)._replace(doubtful=True)
    assert settle([doubtful]) == ((), ("wet",))
    assert settle([doubtful, told(True, 20, 30)])[1] == ()


@pytest.mark.parametrize(
    ("values", "kept"),
    [
        ((Range(10, 20), 12), 12),
        ((Range(10, None), Range(12, 14)), Range(12, 14)),
        ((Range(10, 20), Range(20, None)), Range(10, 20)),
        ((MAY, Range(None, MAY)), MAY),
        ((3, 4), None),
        ((Range(10, 20), 21), None),
        ((Range(10, 30), Range(10, 15), Range(20, 25)), None),
        (("clay", "sand"), None),
    ],
)
def test_ranges_that_overlap_agree_and_the_most_exact_is_kept(values: tuple[Value, ...], kept: Value | None) -> None:
    readings, unsure = settle([told(value, 10 * at, 10 * at + 5) for at, value in enumerate(values)])
    assert [reading.value for reading in readings] == ([] if kept is None else [kept])
    assert unsure == (("wet",) if kept is None else ())
