"""Random worlds as advisors, and what may be told in them."""

from __future__ import annotations

import datetime
import random
from itertools import product
from typing import TYPE_CHECKING, Any

from advisor import Advisor, RulebaseError, loads
from tests.worlds import World, draw, possible

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from advisor import Outcome

DAY = datetime.date(2026, 11, 23)


def advisor_of(world: World, order: random.Random | None = None) -> Advisor:
    return Advisor(loads(world.yaml(order)), engine="indexed")


def drawn(seed: int) -> tuple[World, Advisor]:
    """Draw a world that loads: a condition drawn by chance may always or never hold, which is refused."""
    while True:
        world = draw(seed)
        try:
            return world, advisor_of(world)
        except RulebaseError as error:
            assert {p.code for p in error.problems} <= {"never-holds", "always-holds"}, error  # noqa: PT017
            seed += 1_000_003


def states(world: World, rnd: random.Random, count: int) -> list[dict[str, Any]]:
    """Draw what is told: some facts of a situation that is possible, none that do not apply."""
    found: list[dict[str, Any]] = []
    while len(found) < count:
        full = {name: rnd.choice(values) for name, values in world.facts.items()}
        known = possible(world, full)
        if known is not None:
            found.append({n: v for n, v in known.items() if v in world.facts[n] and rnd.random() < 0.6})
    return found


def left(world: World, told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Go through every situation that what is told leaves possible, each as it would be told in full."""
    for values in product(*world.facts.values()):
        known = possible(world, dict(zip(world.facts, values)))
        if known is not None and all(known[name] == value for name, value in told.items()):
            yield {name: value for name, value in known.items() if value in world.facts[name]}


def verdicts(outcome: Outcome) -> set[tuple[str, str]]:
    return {(c.advice.on, c.advice.verdict) for c in outcome.concluded if c.firm} | {
        (c.on, "conflict") for c in outcome.conflicts if not c.assuming and "." in c.on
    }


class Everything:
    """Every situation of a world with what is decided in it, worked out once."""

    def __init__(self, world: World, advisor: Advisor) -> None:
        self.world, self.advisor = world, advisor
        self.all: list[tuple[dict[str, Any], dict[str, Any], frozenset[tuple[str, str]]]] = []
        for values in product(*world.facts.values()):
            known = possible(world, dict(zip(world.facts, values)))
            if known is not None:
                told = {name: value for name, value in known.items() if value in world.facts[name]}
                if not any(told == other for _, other, _ in self.all):
                    self.all.append((known, told, frozenset(verdicts(advisor.decide(told, today=DAY)))))

    def left(self, told: dict[str, Any]) -> list[frozenset[tuple[str, str]]]:
        """Give the verdicts of every situation that what is told leaves possible."""
        return [found for known, _, found in self.all if all(known[name] == value for name, value in told.items())]
