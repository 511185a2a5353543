"""What a message tells of each fact when all that was found in it is laid side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.rulebase.kinds import Range

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.language.heard import Reading
    from advisor.rulebase.kinds import Value


class Told(NamedTuple):
    """One place where a fact is told.

    `size` counts its words; `explicit` says that a phrase for false told it, `doubtful` that a denial is itself denied,
    `void` that it is only wished, asked or (for a value) denied: that hides shorter phrases in its place.
    """

    reading: Reading
    size: int
    explicit: bool = False
    doubtful: bool = False
    void: bool = False


def settle(told: Iterable[Told]) -> tuple[tuple[Reading, ...], tuple[str, ...]]:
    """Keep one reading a fact, in the order of the text, and name the facts that are told both ways.

    Where places overlap the longest counts, and of two as long the phrase that says false in so many words. Ranges that
    overlap agree, and the most exact is kept.

    >>> from advisor.language.heard import Reading
    >>> yes = Told(Reading("rained", True, (0, 9), "it rained"), 2)
    >>> no = Told(Reading("rained", False, (20, 29), "it was dry"), 3)
    >>> settle([yes, no])
    ((), ('rained',))
    """
    facts: dict[str, list[Told]] = {}
    taken: set[tuple[str, int]] = set()
    for one in sorted(told, key=lambda one: (-one.size, one.void, not one.explicit, one.reading.span)):
        fact, (start, end) = one.reading.fact, one.reading.span
        if (fact, start) not in taken and (fact, end - 1) not in taken:  # nothing longer can lie between the two
            taken.update((fact, at) for at in range(start, end))
            facts.setdefault(fact, []).append(one)
    readings, unsure = [], []
    for fact, found in facts.items():
        places = [one for one in found if not one.void]
        reading = _agreed([one.reading for one in places if not one.doubtful])
        if reading:
            readings.append(reading)
        elif places:
            unsure.append(fact)
    return tuple(sorted(readings, key=lambda reading: (reading.span, reading.fact))), tuple(sorted(unsure))


def _agreed(readings: list[Reading]) -> Reading | None:
    """Give the most exact of the readings, when all of them can be so at once."""
    bounds = [r.value if isinstance(r.value, Range) else (r.value, r.value) for r in readings]
    lows: list[Any] = [low for low, _ in bounds if low is not None]
    highs: list[Any] = [high for _, high in bounds if high is not None]
    if not readings or (lows and highs and max(lows) > min(highs)):
        return None
    return min(readings, key=lambda reading: (_vagueness(reading.value), reading.span))


def _vagueness(value: Value) -> int:
    """Count from an exact value over a range to a range with an open end."""
    return 0 if not isinstance(value, Range) else 2 if None in value else 1
