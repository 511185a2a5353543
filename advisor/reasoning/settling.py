"""Settling: what an outcome leaves open is held against the chart, which knows every remaining possibility.

Three-valued logic calls open what nothing can change any more. Here such advice is taken out of what is open, and a
verdict that every remaining possibility gives, though no rule is sure to stand, is concluded by cases.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from advisor.reasoning.decide import CONFLICT, decide, weight
from advisor.reasoning.obstacles import at_odds
from advisor.reasoning.outcome import CASES, Case, Concluded, Conflict, Open, Proof, Reading
from advisor.reasoning.prospects import prospect, verdicts
from advisor.reasoning.situation import Contradiction
from advisor.rulebase.model import Advice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.engines.protocol import Program
    from advisor.reasoning.diagram import Outcomes
    from advisor.reasoning.outcome import Outcome
    from advisor.reasoning.plan import Plan
    from advisor.reasoning.prospects import Charts, Prospect
    from advisor.reasoning.situation import Situation
    from advisor.rulebase.model import Rulebase

OR = "\nOr: "
"""What stands between the words of cases that say different things."""


class Prepared(NamedTuple):
    """A rulebase that is ready to decide: its plan, compiled for an engine of that name, and its charts."""

    plan: Plan
    program: Program
    engine: str
    charts: Charts


def conclude(
    prepared: Prepared, situation: Situation, topics: Iterable[str] | None = None, flags: Iterable[str] = ()
) -> Outcome:
    """Work out what follows from a situation for the topics asked (None: all of them), and settle it.

    `flags` names the flags that are raised.
    """
    plan, program, engine, charts = prepared
    return settled(charts, situation, decide(plan, program, engine, situation, topics, flags))


def settled(charts: Charts, situation: Situation, outcome: Outcome) -> Outcome:
    """Give the outcome with only that open which can still change a verdict, and what is settled by cases concluded.

    `exact` then says whether every topic asked has a chart.
    """
    if outcome.contradiction is not None:
        return outcome
    with charts.lock:
        found = [_settled(charts, situation, outcome, topic) for topic in outcome.topics]
    clash = next((one.contradiction for one in found if one.contradiction), None)
    if clash is not None:
        return replace(outcome, concluded=(), ruled_out=(), open=(), conflicts=(), contradiction=clash, exact=True)
    return replace(
        outcome,
        concluded=tuple(sorted((c for one in found for c in one.concluded), key=weight)),
        open=tuple(sorted((o for one in found for o in one.open), key=lambda o: (len(o.needs), o.rule))),
        conflicts=(
            *(c for c in outcome.conflicts if c.on not in _acts(charts, outcome.topics)),
            *(c for one in found for c in one.conflicts),
        ),
        exact=all(one.exact for one in found),
        final=all(one.final for one in found),
    )


class _Settled(NamedTuple):
    """What is so on one topic."""

    concluded: list[Concluded]
    open: list[Open]
    conflicts: list[Conflict]
    exact: bool
    final: bool = False
    contradiction: Contradiction | None = None


def _acts(charts: Charts, topics: Iterable[str]) -> set[str]:
    return {r.then.on for topic in topics for r in charts.plan.advising[topic] if isinstance(r.then, Advice)}


def _settled(charts: Charts, situation: Situation, outcome: Outcome, topic: str) -> _Settled:
    acts = _acts(charts, [topic])
    concluded = [c for c in outcome.concluded if c.advice.on in acts]
    opened = [o for o in outcome.open if o.advice.on in acts]
    conflicts = {c.on: c for c in outcome.conflicts if c.on in acts}
    rulebase = charts.plan.rulebase
    known = {c.rule for c in concluded if c.firm} | {r.rule for r in outcome.ruled_out} | set(outcome.silenced)
    if not rulebase.never and known.issuperset(rule.name for rule in charts.plan.advising[topic]):
        return _Settled(concluded, opened, [], exact=True, final=True)
    chart = charts.of(topic, situation.today)
    if chart is None:
        return _Settled(concluded, opened, list(conflicts.values()), exact=False)
    seen = prospect(rulebase, chart, situation, frozenset(outcome.silenced))
    kept: list[Open] = []
    for on in sorted(acts):
        outcomes = seen.outcomes(on)
        if not outcomes:
            clash = Contradiction("never", at_odds(rulebase, chart, situation))
            return _Settled([], [], [], exact=True, contradiction=clash)
        always = frozenset.intersection(*(verdicts(rulebase, on, o) for o in outcomes))
        mine = [o for o in opened if o.advice.on == on]
        candidates: list[Concluded | Open] = [*(c for c in concluded if c.advice.on == on), *mine]
        firm = {c.advice.verdict for c in concluded if c.advice.on == on and c.firm}
        for verdict in sorted(always - firm - {CONFLICT}):
            cases = _cases(rulebase, outcomes, candidates, verdict)
            concluded = [c for c in concluded if (c.advice.on, c.advice.verdict) != (on, verdict)]
            concluded.append(_by_cases(rulebase, seen, situation, cases))
        if CONFLICT in always:
            rules = conflicts[on].rules if on in conflicts else tuple(sorted(one.rule for one in candidates))
            conflicts[on] = Conflict(on, rules)
        elif always and on in conflicts:
            del conflicts[on]  # it dissolves, whichever way the rest turns out
        kept += _open(seen, on, outcomes, always, mine)
    final = all(len(seen.outcomes(on)) == 1 for on in acts)
    return _Settled(concluded, kept, list(conflicts.values()), chart.exact, final=final)


def _open(seen: Prospect, on: str, outcomes: Outcomes, always: frozenset[str], opened: list[Open]) -> list[Open]:
    """Give the open advice that can still come to stand, and change the verdict by it."""
    found: list[Open] = []
    for one in opened:
        if one.advice.verdict in always or not any(one.rule in outcome for outcome in outcomes):
            continue
        stands = partial(_has, one.rule)
        node = seen.chart.diagram.mapped(("has", one.rule), stands, seen.acts[on])
        found.append(replace(one, needs=seen.needs(node)))
    return found


def _has(rule: str, outcomes: Outcomes) -> Outcomes:
    return frozenset(rule in outcome for outcome in outcomes)


def _cases(
    rulebase: Rulebase, outcomes: Outcomes, candidates: Iterable[Concluded | Open], verdict: str
) -> tuple[Case, ...]:
    """Give the cases in which a verdict is given: each rule that may still stand, and when."""
    said = {c.rule: c for c in candidates}
    found: list[Case] = []
    for name in sorted(frozenset().union(*outcomes)):
        rule = rulebase.rules.get(name)
        if rule is None or not isinstance(rule.then, Advice) or rule.then.verdict != verdict:
            continue
        one = said.get(name)
        advice = one.advice if one else rule.then
        found.append(Case(name, advice, rule.source, one.when if isinstance(one, Open) else ()))
    return tuple(found)


def _by_cases(rulebase: Rulebase, seen: Prospect, situation: Situation, cases: tuple[Case, ...]) -> Concluded:
    """Conclude a verdict that each remaining case gives, each by a rule of its own."""
    levels = [name for variable in seen.chart.variables for name in variable.levels if name in situation.cells]
    readings = [
        _reading(rulebase, situation, name) for name in sorted(levels)
    ]  # so that the order of files never shows
    says, reasons = (tuple(dict.fromkeys(words)) for words in zip(*((c.advice.say, c.advice.because) for c in cases)))
    advice = replace(cases[0].advice, say=OR.join(says), because=OR.join(filter(None, reasons)))
    return Concluded(cases[0].rule, advice, cases[0].source, CASES, Proof("", tuple(readings)), cases=cases)


def _reading(rulebase: Rulebase, situation: Situation, level: str) -> Reading:
    """Say what is known of a level, and by which facts."""
    cell = situation.cells[level]
    how, told = situation.origins[level]
    return Reading(rulebase.levels[level].fact, level, 1 << cell, cell, how, tuple(sorted(told)))
