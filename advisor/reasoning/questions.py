"""Questions: the facts that can still change what is advised, in the order in which they are worth asking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.reasoning.records import Recorded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.reasoning.outcome import Outcome
    from advisor.reasoning.plan import Plan
    from advisor.rulebase.model import Fact


@dataclass(frozen=True, slots=True)
class Question(Recorded):
    """A fact worth asking for: the words, the answers it can have (none: open), and the acts it can change."""

    fact: str
    text: str
    choices: tuple[str, ...]
    because: tuple[str, ...]


def questions(plan: Plan, outcome: Outcome, told: Iterable[str] = ()) -> tuple[Question, ...]:
    """List what is worth asking: first what advice assumes, then what settles most of what is open.

    Facts in `told` are not asked again, nor those without a question of their own.
    """
    changes: dict[str, list[str]] = {}
    assumed: list[str] = []
    for concluded in outcome.concluded:
        for name in concluded.assuming:
            for fact in _askable(plan, name):
                changes.setdefault(fact, []).append(concluded.advice.on)
                assumed.append(fact)
    for one in outcome.open:
        for fact in one.needs:
            changes.setdefault(fact, []).append(one.advice.on)
    known = set(told)
    first = {fact: i for i, fact in reversed(list(enumerate(assumed)))}
    order = sorted(changes, key=lambda f: (f not in first, first.get(f, 0), -len(changes[f]), f))
    facts = plan.rulebase.facts
    return tuple(
        Question(name, facts[name].ask, _choices(facts[name]), tuple(dict.fromkeys(changes[name])))
        for name in order
        if name not in known and facts[name].ask
    )


def _askable(plan: Plan, name: str) -> list[str]:
    """Name what to ask for a presumed fact: itself, or the told facts that a derived one comes from."""
    if not plan.rulebase.facts[name].derived:
        return [name]
    return sorted(plan.told_for(plan.concluding.get(name, ())))


def _choices(fact: Fact) -> tuple[str, ...]:
    return ("yes", "no") if fact.kind == "boolean" else fact.choices
