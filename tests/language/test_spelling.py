"""Slips of the keyboard, and words that are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.language.spelling import respell

KNOWN = frozenset({"watering", "emergency", "tomorrow", "pruning", "compost"})


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("watreing", "watering"),
        ("waterring", "watering"),
        ("tommorow", None),
        ("tomorow", "tomorrow"),
        ("emergencyy", "emergency"),
        ("emregency", "emergency"),
    ],
)
def test_a_swapped_or_doubled_letter_is_undone(slip: str, meant: str | None) -> None:
    assert respell(slip, KNOWN) == meant


@pytest.mark.parametrize(
    "word", ["watering", "catering", "atwering", "wateirgn", "prune", "water", "w" * 100, "pruning2"]
)
def test_known_short_and_merely_similar_words_are_left_alone(word: str) -> None:
    assert respell(word, KNOWN) is None


@given(st.text(max_size=50))
def test_a_guess_is_always_a_known_word(word: str) -> None:
    assert respell(word, KNOWN) in {None, *KNOWN}
