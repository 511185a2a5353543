"""A version moves enough when it is at least the one that a change asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.workbench.versions import LEVELS, MAJOR, MINOR, PATCH, least, moves_enough, reaches, read_version

versions = st.lists(st.integers(0, 99), min_size=1, max_size=4).map(lambda numbers: ".".join(map(str, numbers)))


@given(versions, st.sampled_from(LEVELS))
def test_the_least_version_is_enough_and_the_old_one_only_where_nothing_differs(old: str, level: str) -> None:
    if read_version(old) is None:
        assert (least(old, level), moves_enough(old, "1.0", level)) == ("", True)
        return
    assert moves_enough(old, least(old, level), level)
    assert moves_enough(old, old, level) == (level == "none")


@given(versions, st.sampled_from(LEVELS), st.sampled_from(LEVELS))
def test_what_is_enough_for_more_is_enough_for_less(old: str, level: str, limit: str) -> None:
    if reaches(level, limit):
        assert moves_enough(old, least(old, level) or "1.0", limit)


@pytest.mark.parametrize(
    ("old", "level", "wanted"),
    [
        ("1.4.2", MAJOR, "2.0.0"),
        ("1.4.2", MINOR, "1.5.0"),
        ("1.4.2", PATCH, "1.4.3"),
        ("1", MAJOR, "2"),
        ("1", MINOR, "1.1"),
        ("1.0", PATCH, "1.0.1"),
        ("0.3", MAJOR, "0.4"),
        ("0.3", MINOR, "0.3.1"),
        ("2026.1.2.7", MINOR, "2026.2.0.0"),
        ("spring", MAJOR, ""),
        ("0", MAJOR, ""),
    ],
)
def test_the_least_version_by_example(old: str, level: str, wanted: str) -> None:
    assert least(old, level) == wanted


def test_a_version_that_goes_back_or_is_taken_out_is_never_enough() -> None:
    assert not moves_enough("1.2", "1.1", "none")
    assert not moves_enough("1.2", "0", PATCH)
    assert not moves_enough("1.2", "summer", MAJOR)


def test_numbers_are_compared_as_numbers() -> None:
    assert moves_enough("1.9", "1.10", MINOR)
    assert moves_enough("1.0", "2", MAJOR)
