"""What is not so: why not, what would come of other facts, and the fewest that would have to be different."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from advisor.reasoning import proving
from advisor.reasoning.changes import Difference, changed
from advisor.reasoning.decide import passes
from advisor.reasoning.diagram import TooLarge
from advisor.reasoning.explain import ASSUMING, AT_ODDS, FIRM, NEVER, OPEN, RULED_OUT, UNKNOWN, Explanation
from advisor.reasoning.goals import goal_of, turned
from advisor.reasoning.nearest import nearest
from advisor.reasoning.obstacles import in_the_way, read_as
from advisor.reasoning.questions import questions
from advisor.reasoning.settling import conclude
from advisor.reasoning.tellings import keeper
from advisor.rulebase.kinds import KINDS
from advisor.rulebase.model import Advice

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from advisor.reasoning.changes import Change
    from advisor.reasoning.goals import Goal
    from advisor.reasoning.outcome import Outcome
    from advisor.reasoning.settling import Prepared
    from advisor.reasoning.situation import Situation
    from advisor.rulebase.model import Rulebase


def why_not(prepared: Prepared, situation: Situation, conclusion: str, flags: Iterable[str] = ()) -> Explanation:
    """Explain why something is not so: `topic.act=verdict`, `fact=value`, a rule, or one of them in its other way.

    Raises UnknownName, and FactError for a value that does not fit.
    """
    rulebase = prepared.plan.rulebase
    if situation.contradiction:
        return Explanation(conclusion, AT_ODDS, contradiction=situation.contradiction)
    goal, said = goal_of(rulebase, conclusion)
    outcome = _outcome(prepared, situation, goal, flags)
    if not said:
        goal = turned(rulebase, goal, outcome)
    wanted = tuple(sorted(goal.wanted))
    out = tuple(r for r in outcome.ruled_out if r.on == goal.on and _means(rulebase, goal, r.rule))
    opened = tuple(o for o in outcome.open if _means(rulebase, goal, o.rule))
    stands = tuple(c for c in outcome.concluded if _means(rulebase, goal, c.rule))
    now = outcome.derived.get(goal.on)
    if stands or (now and goal.sort == "value" and KINDS[rulebase.facts[goal.on].kind].show(now.value) in wanted):
        sure = any(c.firm for c in stands) or bool(now and not now.assuming)
        return Explanation(conclusion, FIRM if sure else ASSUMING, stands, now, wanted=wanted)
    with prepared.charts.lock:
        chart = prepared.charts.of(goal.topic, situation.today)
        if chart is None:
            status = OPEN if opened else RULED_OUT if out else UNKNOWN
            return Explanation(conclusion, status, ruled_out=out, open=opened, wanted=wanted)
        names = in_the_way(rulebase, chart, situation, goal, frozenset(outcome.silenced))
        if names is None:
            return Explanation(conclusion, OPEN, ruled_out=out, open=opened, wanted=wanted)
        found = read_as(rulebase, chart, situation, names)
    return Explanation(conclusion, RULED_OUT if names else NEVER, ruled_out=out, wanted=wanted, in_the_way=found)


def nearest_change(
    prepared: Prepared, situation: Situation, conclusion: str, fixed: AbstractSet[str] = frozenset()
) -> tuple[Change, ...] | None:
    """Find the fewest facts that would have to be different for something to be so; None when none would do.

    Raises UnknownName and FactError as `why_not` does, and TooLarge where there is no room to work it out.
    """
    rulebase = prepared.plan.rulebase
    goal, said = goal_of(rulebase, conclusion)
    if not said:
        goal = turned(rulebase, goal, _outcome(prepared, situation, goal, ()))
    with prepared.charts.lock:
        chart = prepared.charts.of(goal.topic, situation.today)
        if chart is None:
            raise TooLarge
        return nearest(rulebase, chart, situation, goal, fixed)


def what_if(
    prepared: Prepared,
    situation: Situation,
    changes: Mapping[str, object],
    topics: Iterable[str] | None = None,
    flags: Iterable[str] = (),
) -> Difference:
    """Work out what would come of some facts being different (None: not known), beside what comes of them now.

    Raises UnknownName and FactError for changes that do not fit.
    """
    rulebase, flags = prepared.plan.rulebase, tuple(flags)
    topics = tuple(rulebase.topics if topics is None else topics)
    other, dropped = changed(rulebase, situation, changes)
    before, after = (conclude(prepared, one, topics, flags) for one in (situation, other))
    asked, asking = (questions(prepared.charts, o, s) for o, s in ((before, situation), (after, other)))
    were, are = ({(c.advice.on, c.advice.verdict, c.advice.say): c for c in o.concluded} for o in (before, after))
    names = {keeper(rulebase, name) for name in changes}
    return Difference(
        {name: other.values.get(name) for name in rulebase.facts if name in names},
        dropped,
        appears=tuple(c for key, c in are.items() if key not in were),
        disappears=tuple(c for key, c in were.items() if key not in are),
        opens=tuple(q for q in asking if q.fact not in {one.fact for one in asked}),
        closes=tuple(q.fact for q in asked if q.fact not in {one.fact for one in asking} | names),
        contradiction=other.contradiction,
    )


def _outcome(prepared: Prepared, situation: Situation, goal: Goal, flags: Iterable[str]) -> Outcome:
    """Work out what is said of a goal now: the outcome of its topic, or the derived facts there are."""
    if goal.sort != "value":
        return conclude(prepared, situation, [goal.topic], flags)
    outcome = conclude(prepared, situation, [], flags)
    first, second = passes(prepared.plan, prepared.program, situation, (), {goal.on})
    prover = proving.Prover(prepared.plan, situation, first, second)
    return replace(outcome, derived=prover.derivations())


def _means(rulebase: Rulebase, goal: Goal, name: str) -> bool:
    """Whether a rule says what is wanted."""
    then = rulebase.rules[name].then
    if not isinstance(then, Advice) or then.on != goal.on:
        return False
    return name in goal.wanted if goal.sort == "rule" else then.verdict in goal.wanted
