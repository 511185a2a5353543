"""Changing conditions: an expression with a part of it left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.rulebase.conditions import Both, Either, Not

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.rulebase.conditions import Expression


class Dropped(NamedTuple):
    """A part of a condition, and the condition without it."""

    part: Expression
    rest: Expression


def dropped(expression: Expression) -> Iterator[Dropped]:
    r"""Go through the operands of every `and` and `or`, each with the condition that is left without it.

    The outer ones come before those within them.

    >>> from advisor.rulebase.loading import loads
    >>> from advisor.rulebase.conditions import parse
    >>> facts = loads("name: sky\nfacts: {rain: {kind: boolean, ask: Rain?}, wind: {kind: boolean, ask: Wind?}}").facts
    >>> [one.rest.fact for one in dropped(parse("rain and wind", facts, print))]
    ['wind', 'rain']
    """
    if isinstance(expression, Not):
        for one in dropped(expression.part):
            yield one._replace(rest=Not(one.rest))
    if not isinstance(expression, (Both, Either)):
        return
    parts = expression.parts
    for place, part in enumerate(parts):
        others = (*parts[:place], *parts[place + 1 :])
        yield Dropped(part, others[0] if len(others) == 1 else expression._replace(parts=others))
    for place, part in enumerate(parts):
        for one in dropped(part):
            yield one._replace(rest=expression._replace(parts=(*parts[:place], one.rest, *parts[place + 1 :])))
