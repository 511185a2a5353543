"""Goals: what somebody asks about that is not so, or not yet, and when it would be."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from advisor.errors import UnknownName
from advisor.reasoning.prospects import verdicts
from advisor.rulebase.kinds import KINDS
from advisor.rulebase.model import AGAINST, FOR, SILENT, VERDICTS, Advice

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from advisor.reasoning.diagram import Outcomes
    from advisor.reasoning.outcome import Outcome
    from advisor.reasoning.prospects import Prospect
    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Rulebase

YES: Outcomes = frozenset({True})
NO: Outcomes = frozenset({False})


class Goal(NamedTuple):
    """Something that may come of a situation: on an act (`on`) one of some verdicts or one rule; of a fact, a value.

    `topic` is the topic, or the derived fact, whose chart tells when; `wanted` holds verdicts, the rule, or values.
    """

    topic: str
    on: str
    wanted: frozenset[str]
    sort: str

    def met(self, rulebase: Rulebase, outcome: AbstractSet[str]) -> bool:
        """Whether an outcome of the chart is what is wanted."""
        if self.sort == "verdict":
            return bool(verdicts(rulebase, self.on, outcome) & self.wanted)
        return bool(outcome & self.wanted)

    def when(self, rulebase: Rulebase, seen: Prospect) -> int:
        """Give the diagram of when it comes to it: its leaves hold yes or no, and nothing where it is impossible."""
        return seen.chart.diagram.mapped(("goal", self), partial(_judged, rulebase, self), seen.acts[self.on])


def _judged(rulebase: Rulebase, goal: Goal, outcomes: Outcomes) -> Outcomes:
    return frozenset(goal.met(rulebase, outcome) for outcome in outcomes)


def goal_of(rulebase: Rulebase, conclusion: str) -> tuple[Goal, bool]:
    """Read what is asked about, and whether it says in which way: `topic.act=verdict`, `fact=value`, or a rule do.

    `topic.act`, a topic or a derived fact alone are open: see `turned`. Raises UnknownName, and FactError for a value
    that does not fit.
    """
    name, equals, value = (part.strip() for part in conclusion.partition("="))
    acts = {r.then.on: r.then.topic for r in rulebase.rules.values() if isinstance(r.then, Advice)}
    if rule := rulebase.rules.get(conclusion.strip()):
        then = rule.then
        if isinstance(then, Advice):
            return Goal(then.topic, then.on, frozenset({rule.name}), "rule"), True
        return Goal(then.fact, then.fact, frozenset({_shown(rulebase, then.fact, then.value)}), "value"), True
    on = name if name in acts else f"{name}.{name}"
    if on in acts:
        if equals and value not in VERDICTS:
            raise UnknownName("verdict", value, VERDICTS)
        return Goal(acts[on], on, frozenset({value} if equals else VERDICTS), "verdict"), bool(equals)
    derived = {n for n, fact in rulebase.facts.items() if fact.derived}
    if name not in derived:
        raise UnknownName("act, rule or concluded fact", name, [*acts, *rulebase.rules, *derived])
    if equals:
        fact = rulebase.facts[name]
        read = KINDS[fact.kind].read(name, value, fact.choices)
        return Goal(name, name, frozenset({_shown(rulebase, name, read)}), "value"), True
    values = {r.then.value for r in rulebase.rules.values() if not isinstance(r.then, Advice) and r.then.fact == name}
    everything = {*values, True, False} if rulebase.facts[name].kind == "boolean" else values
    return Goal(name, name, frozenset(_shown(rulebase, name, v) for v in everything), "value"), False


def _shown(rulebase: Rulebase, fact: str, value: Value) -> str:
    return KINDS[rulebase.facts[fact].kind].show(value)


def turned(rulebase: Rulebase, goal: Goal, outcome: Outcome) -> Goal:
    """Say in which way something open is meant: as what it is not now.

    Where an act is advised against, that is to do it or that one may, and the other way round; where nothing is
    advised, any advice but silence. A derived fact is meant with another value than it has.
    """
    if goal.sort == "value":
        now = outcome.derived.get(goal.on)
        held = _shown(rulebase, goal.on, now.value) if now else "false"
        return goal._replace(wanted=goal.wanted - {held})
    stands = {c.advice.verdict for c in outcome.concluded if c.advice.on == goal.on}
    if stands & AGAINST:
        return goal._replace(wanted=FOR)
    return goal._replace(wanted=AGAINST if stands & FOR else goal.wanted - stands - {SILENT})
