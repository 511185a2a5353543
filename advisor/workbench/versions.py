"""Versions: numbers with dots between, and how far one has to move for a change of a rulebase."""

from __future__ import annotations

import re

NONE, PATCH, MINOR, MAJOR = LEVELS = ("none", "patch", "minor", "major")
"""How far a change goes: nobody notices; the same said otherwise; more or gently other; what somebody counts on."""

_VERSION = re.compile(r"\d{1,9}(\.\d{1,9}){0,3}")
UNDECLARED = "0"
"""What the version of a rulebase is that declares none."""


def read_version(text: str) -> tuple[int, ...] | None:
    """Read a version; None for one that is no numbers with dots between, and where none is declared.

    >>> read_version("1.10"), read_version("spring"), read_version("0")
    ((1, 10), None, None)
    """
    if text == UNDECLARED or not _VERSION.fullmatch(text):
        return None
    return tuple(int(number) for number in text.split("."))


def least(old: str, level: str) -> str:
    """Give the least version after `old` that says as much as a change; "" where `old` cannot be counted on.

    Before 1.0 every number means one step less: the second stands for what is major, the third for all else.

    >>> least("1.4.2", "major"), least("1.4", "minor"), least("1.0", "patch"), least("0.3", "major")
    ('2.0.0', '1.5', '1.0.1', '0.4')
    """
    numbers = read_version(old)
    if numbers is None:
        return ""
    if level == NONE:
        return old
    place = {MAJOR: 0, MINOR: 1, PATCH: 2}[level]
    place = place if numbers[0] else min(place + 1, 2)
    size = max(len(numbers), place + 1)
    padded = (*numbers, *(0,) * (size - len(numbers)))
    moved = (*padded[:place], padded[place] + 1, *(0,) * (size - place - 1))
    return ".".join(map(str, moved))


def moves_enough(old: str, new: str, level: str) -> bool:
    """Whether a declared version moves at least as far as a change goes; true where it cannot be told.

    One that goes back never does.

    >>> moves_enough("1.0", "1.1", "minor"), moves_enough("1.0", "1.1", "major"), moves_enough("1.0", "0.9", "none")
    (True, False, False)
    """
    needed, declared = read_version(least(old, level) or UNDECLARED), read_version(new)
    if needed is None:
        return True
    if declared is None:
        return level == NONE and old == new
    size = max(len(needed), len(declared))
    return (*declared, *(0,) * (size - len(declared))) >= (*needed, *(0,) * (size - len(needed)))


def reaches(level: str, limit: str) -> bool:
    """Whether a change goes at least as far as a limit.

    >>> reaches("major", "minor"), reaches("patch", "minor")
    (True, False)
    """
    return LEVELS.index(level) >= LEVELS.index(limit)
