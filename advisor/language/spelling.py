"""Slips of the keyboard that are safe to undo: letters swapped, doubled or no longer doubled in a long word."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

_SHORTEST = 6  # shorter words are too often another word
_LONGEST = 40


def respell(word: str, known: AbstractSet[str]) -> str | None:
    """Find the known word that a misspelt one stands for; None for short words, known words and bolder guesses.

    >>> respell("gadrener", {"gardener"}), respell("waterring", {"watering"}), respell("harden", {"garden"})
    ('gardener', 'watering', None)
    """
    if not _SHORTEST <= len(word) <= _LONGEST or word in known or not word.isalpha():
        return None
    for at in range(1, len(word)):
        pair = word[at - 1 : at + 1]
        left, right = word[: at - 1], word[at + 1 :]
        if pair[0] == pair[1]:
            guesses = [left + pair[0] + right]
        else:
            swapped = left + pair[1] + pair[0] + right if 1 < at < len(word) - 1 else ""
            guesses = [swapped, left + pair[0] + pair + right, word + pair[1] if not right else ""]
        for guess in guesses:
            if guess in known:
                return guess
    return None
