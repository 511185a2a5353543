"""Whether two loaded rulebases are the same but for a name, in all that they hold."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advisor.rulebase.clauses import Clauses

_PLACES = frozenset({"position", "places", "accepted", "texts"})
"""Fields that tell where something stands, and not what it is."""

_TEXTS = ("title", "ask", "help", "notice", "reminder", "say", "because", "brief", "stays", "voices", "shown", "done")
_NOTES = ("unit", "author", "date", "url", "note", "speaks", "claim", "references", "call", "email", "hours")
_PROSE = frozenset((*_TEXTS, *_NOTES, "cue", "words", "classes"))
"""Fields that hold texts for people and phrases of theirs, in which no name is changed but between < and >."""

_LEARNT = frozenset({"hints", "alarms"})
_STRATA = "strata"  # within a stratum, facts are in the order of their names
_CLAUSES = frozenset({"clauses", "applies"})  # and so are the tests of a clause


class Swap(NamedTuple):
    """A name and the one that takes its place."""

    old: str
    new: str

    def name(self, text: str) -> str:
        """Change the name wherever it stands for itself in a text such as `topic.act` or a condition.

        >>> Swap("rain", "wet").name("rain and not rain_gauge and sky.rain")
        'wet and not rain_gauge and sky.wet'
        """
        return re.sub(rf"(?<![\w-]){re.escape(self.old)}(?![\w-])", self.new, text)

    def hole(self, text: str) -> str:
        """Change the name in the holes of a text."""
        return text.replace(f"<{self.old}>", f"<{self.new}>")


def differences(one: object, other: object, swap: Swap) -> Iterator[str]:
    """Name the fields in which two things differ by more than a name that was swapped; nothing where they are alike.

    >>> from advisor import load
    >>> garden = load("examples/garden")
    >>> list(differences(garden, garden, Swap("rain_expected", "wet")))
    []
    """
    return _differing(one, other, swap, "")


def _differing(one: Any, other: Any, swap: Swap, field: str) -> Iterator[str]:  # noqa: ANN401 - anything at all
    if type(one) is not type(other):
        yield field
    elif is_dataclass(one) or hasattr(one, "_fields"):
        for name in _names(one):
            if name not in _PLACES:
                yield from _differing(getattr(one, name), getattr(other, name), swap, name)
    elif isinstance(one, tuple):
        yield from _tuples(one, other, swap, field)
    elif hasattr(one, "items"):
        yield from _mappings(one, other, swap, field)
    elif one != other and not _renamed(one, other, swap, field):
        yield field


def _renamed(one: object, other: object, swap: Swap, field: str) -> bool:
    """Whether one thing becomes the other when the name is changed in it."""
    if isinstance(one, frozenset) and isinstance(other, frozenset):
        return frozenset(map(swap.name, one)) == frozenset(map(swap.name, other))
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    if field in _LEARNT:
        return _learnt(one, other, swap)
    if field in _PROSE:
        return swap.hole(one) == other
    # in a condition one name may be that of a fact and of a choice, of which the other stays
    return swap.name(one) == swap.name(other)


def _names(one: object) -> tuple[str, ...]:
    return tuple(field.name for field in fields(one)) if is_dataclass(one) else one._fields  # type: ignore[attr-defined]


def _learnt(one: str, other: str, swap: Swap) -> bool:
    """Whether two programs learnt the same but for the name of a label; each begins with a seal of its own."""
    _, labels, *lines = [*one.split("\n"), ""]
    return [swap.name(labels), *lines] == [*other.split("\n"), ""][1:]


def _mappings(one: Mapping[str, object], other: Mapping[str, object], swap: Swap, field: str) -> Iterator[str]:
    if list(map(swap.name, one)) != list(map(swap.name, other)):
        yield field
        return
    for mine, theirs in zip(one.values(), other.values()):
        yield from _differing(mine, theirs, swap, field)


def _tuples(one: tuple[Any, ...], other: tuple[Any, ...], swap: Swap, field: str) -> Iterator[str]:
    if field in _CLAUSES:
        if _tests(one, swap) != _tests(other, swap):
            yield field
    elif len(one) != len(other):
        yield field
    elif field == _STRATA and one and isinstance(one[0], str):
        if sorted(map(swap.name, one)) != sorted(map(swap.name, other)):
            yield field
    else:
        for mine, theirs in zip(one, other):
            yield from _differing(mine, theirs, swap, field)


def _tests(clauses: Clauses, swap: Swap) -> set[frozenset[tuple[str, int]]]:
    """Give clauses in no order, with the new name in the place of the old one."""
    return {frozenset((swap.name(test.level), test.mask) for test in clause) for clause in clauses}
