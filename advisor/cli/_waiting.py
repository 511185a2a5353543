"""What the next line of a talk may answer instead of the question: a list to choose from, or a fact to put right."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from advisor.language.english import words

if TYPE_CHECKING:
    from collections.abc import Mapping

NEITHER = words("no none neither other nothing") | {
    "none of these",
    "none of them",
    "neither of them",
    "something else",
    "nothing of these",
}
_NO_TITLES: Mapping[str, str] = MappingProxyType({})


class Waiting(NamedTuple):
    """What is waited for: a fact to put right, a topic of a list, or which of the facts of a list is not so."""

    fact: str | None = None
    topics: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


def picked(line: str, names: tuple[str, ...], titles: Mapping[str, str] = _NO_TITLES) -> str | None:
    """Read a choice from a numbered list: its number, its name, or its title.

    >>> picked("2.", ("watering", "frost")), picked("3", ("watering", "frost"))
    ('frost', None)
    >>> picked("a cold night", ("watering", "frost"), {"frost": "A cold night"})
    'frost'
    """
    text = line.strip().rstrip(".)").lower()
    if text.isascii() and text.isdigit():
        number = int(text[:9])  # a longer one is past the end of any list, as its first digits are
        return names[number - 1] if 0 < number <= len(names) else None
    return next((name for name in names if text in {name, titles.get(name, name).lower()}), None)
