"""Questions: the facts that can still change what is advised, in the order in which they are worth asking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from advisor.reasoning.inquiry import inquiry, to_ask
from advisor.reasoning.outcome import Reading
from advisor.reasoning.prospects import applying
from advisor.reasoning.records import Recorded
from advisor.reasoning.situation import TOLD
from advisor.reasoning.spans import asked_for
from advisor.rulebase.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from advisor.reasoning.diagram import Diagram
    from advisor.reasoning.inquiry import Inquiry
    from advisor.reasoning.outcome import Outcome
    from advisor.reasoning.plan import Plan
    from advisor.reasoning.prospects import Charts
    from advisor.reasoning.situation import Situation
    from advisor.rulebase.model import Fact, Rulebase


Asking = dict[str, dict[int, "tuple[Inquiry, int]"]]
"""Facts to ask for, each with the topics that hang on it: the state of the talk on it, and the variable there."""


class Stake(NamedTuple):
    """What hangs on a question: an act, the verdicts that it can still come to, and for each answer those left then.

    `none` stands for no verdict, `conflict` for rules at odds. Answers that lie on a line are ranges such as `..27`;
    `answers` is empty for those that cannot be listed.

    >>> Stake("watering.water", ("dont", "wait"), {"yes": ("dont",), "no": ("wait",)}).answers["yes"]
    ('dont',)
    """

    on: str
    verdicts: tuple[str, ...]
    answers: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Question(Recorded):
    """A fact worth asking for: the words, the answers it can have (none: open), and the acts it can change.

    `help` says more on what is meant, `stakes` what hangs on it. `left` counts the questions, this one included, that
    could still matter. `presumed` says that standing advice presumes an answer. `exact` is False when the rulebase is
    too large to know all that, and the question may turn out to change nothing.
    """

    fact: str
    text: str
    choices: tuple[str, ...]
    because: tuple[str, ...]
    help: str = ""
    stakes: tuple[Stake, ...] = ()
    left: int = 1
    presumed: bool = False
    exact: bool = True


def questions(
    charts: Charts,
    outcome: Outcome,
    situation: Situation,
    declined: AbstractSet[str] = frozenset(),
    most: int | None = None,
) -> tuple[Question, ...]:
    """List what is worth asking: first what standing advice presumes, then what brings most; at most so many.

    Only facts are listed whose answer can change a verdict, that have a question of their own, surely apply, and are
    not in `declined`.
    """
    if outcome.contradiction is not None:
        return ()
    silent = frozenset(outcome.silenced)
    with charts.lock:
        found: list[Inquiry] = []
        for topic in outcome.topics:
            chart = charts.of(topic, situation.today)
            if chart is None:
                return _by_clauses(charts.plan, outcome, situation, declined)[:most]
            found.append(inquiry(charts.plan.rulebase, chart, situation, silent, declined))
        asking, left = _asking(charts.plan.rulebase, situation, found, declined)
        order, presumed = _order(charts.plan, outcome, found, asking)
        return tuple(
            _question(situation, name, list(asking[name].values()), left=left, presumed=name in presumed)
            for name in order[:most]
        )


def _order(plan: Plan, outcome: Outcome, found: list[Inquiry], asking: Asking) -> tuple[list[str], Mapping[str, int]]:
    """Order the facts to ask for, and rank those that are presumed."""
    presumed = _presumed(plan, outcome, asking)
    places = {name: i for i, name in enumerate(plan.rulebase.facts)}
    bits = dict.fromkeys(asking, 0.0)
    for state in found:
        gains = state.gains
        for name, of in asking.items():
            bits[name] += gains[of[id(state)][1]] if id(state) in of else 0.0
    # the closer look is at one topic; of several, the bits are added up
    heads = {name: place for place, name in enumerate(asking)} if len(found) == 1 else dict.fromkeys(asking, 0)
    last = len(presumed)
    return sorted(asking, key=lambda n: (presumed.get(n, last), heads[n], -round(bits[n], 9), places[n])), presumed


def _asking(
    rulebase: Rulebase, situation: Situation, found: list[Inquiry], declined: AbstractSet[str]
) -> tuple[Asking, int]:
    """Give the facts to ask for, best first within each topic, and how many questions are left that could matter."""
    asking: Asking = {}
    left: set[tuple[str, str]] = set()
    for state in found:
        variables = state.chart.variables
        for number in state.ranked():
            name = to_ask(rulebase, variables[number].told, situation, declined)
            assert name is not None  # noqa: S101 - what nobody can be asked for is not in an inquiry
            asking.setdefault(name, {}).setdefault(id(state), (state, number))
        left |= {(variables[n].told[0], variables[n].fact) for n in state.matters}
    return asking, len(left)


def _presumed(plan: Plan, outcome: Outcome, asking: Iterable[str]) -> dict[str, int]:
    """Rank the facts that standing advice presumes, or that what it presumes comes from."""
    askable = set(asking)
    found: dict[str, int] = {}
    for concluded in outcome.concluded:
        for name in concluded.assuming:
            fact = plan.rulebase.facts[name]
            near = plan.told_for(plan.concluding.get(name, ())) if fact.derived else _parents(plan.rulebase, name)
            for one in sorted(near & askable):
                found.setdefault(one, len(found))
    return found


def _parents(rulebase: Rulebase, name: str) -> set[str]:
    """Name a fact and those that it hangs on to apply."""
    found = {name}
    for clause in rulebase.facts[name].applies or ():
        for test in clause:
            found |= _parents(rulebase, rulebase.levels[test.level].fact)
    return found


def _question(
    situation: Situation, name: str, asking: list[tuple[Inquiry, int]], *, left: int, presumed: bool
) -> Question:
    fact = asking[0][0].rulebase.facts[name]
    stakes = [stake for state, number in asking for stake in _stakes(situation, state, number)]
    because = tuple(dict.fromkeys(stake.on for stake in stakes))
    return Question(name, fact.ask, choices_of(fact), because, fact.help, tuple(stakes), left=left, presumed=presumed)


def _stakes(situation: Situation, state: Inquiry, number: int) -> list[Stake]:
    """Tell for each act that hangs on a variable what its verdicts come to, answer by answer."""
    diagram = state.chart.diagram
    found: list[Stake] = []
    for on, node in sorted(state.acts.items()):
        if number not in diagram.support(node):
            continue
        after = {cell: diagram.within(node, number, 1 << cell) for cell in state.chances(number)}
        said = {cell: _verdicts(diagram, on, one) for cell, one in after.items()}
        answers = _by_answer(situation, state, number, said)
        found.append(Stake(on, tuple(sorted(set().union(*said.values()))), answers))
    return found


def _by_answer(
    situation: Situation, state: Inquiry, number: int, said: Mapping[int, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Name the answers that lie in the cells of a variable; neighbours on a line that come to the same as one range."""
    rulebase, variable = state.rulebase, state.chart.variables[number]
    fact = rulebase.facts[variable.fact]
    names = ("no", "yes") if fact.kind == "boolean" else fact.choices
    if names or not KINDS[fact.kind].ordered or len(variable.told) > 1 or len(variable.levels) > 1:
        return {name: said[cell] for cell, name in enumerate(names) if cell in said}
    masks: dict[tuple[str, ...], int] = {}
    for cell, verdicts in said.items():
        masks[verdicts] = masks.get(verdicts, 0) | 1 << variable.cells[cell][0]
    found: dict[str, tuple[str, ...]] = {}
    for verdicts, mask in masks.items():
        spans = asked_for(rulebase, Reading(fact.name, variable.levels[0], mask, None, TOLD), situation.today)
        found.update((KINDS[fact.kind].show(span), verdicts) for span in spans)
    return found


def _verdicts(diagram: Diagram, on: str, node: int) -> tuple[str, ...]:
    """List what an act can come to."""
    return tuple(sorted({_said(on, one) for leaf in diagram.leaves(node) for one in diagram.holds[leaf]}))


def _said(on: str, outcome: Iterable[tuple[str, str]]) -> str:
    return " and ".join(sorted(verdict for act, verdict in outcome if act == on)) or "none"


def _by_clauses(plan: Plan, outcome: Outcome, situation: Situation, declined: AbstractSet[str]) -> tuple[Question, ...]:
    """List what may be worth asking where there is no room for diagrams: what settles most of what is open."""
    facts = plan.rulebase.facts
    changes: dict[str, list[str]] = {}
    for concluded in outcome.concluded:
        for name in concluded.assuming:
            for fact in sorted(plan.told_for(plan.concluding.get(name, ()))) if facts[name].derived else [name]:
                changes.setdefault(fact, []).append(concluded.advice.on)
    presumed = set(changes)
    for one in outcome.open:
        for fact in one.needs:
            changes.setdefault(fact, []).append(one.advice.on)
    places = {name: i for i, name in enumerate(facts)}
    live = [n for n in changes if n not in situation.values and facts[n].ask and n not in declined]
    order = sorted(
        (n for n in live if applying(plan.rulebase, n, situation)),
        key=lambda n: (n not in presumed, -len(changes[n]), places[n]),
    )
    return tuple(
        Question(
            name,
            facts[name].ask,
            choices_of(facts[name]),
            tuple(dict.fromkeys(changes[name])),
            facts[name].help,
            left=len(live),
            presumed=name in presumed,
            exact=False,
        )
        for name in order
    )


def choices_of(fact: Fact) -> tuple[str, ...]:
    """List the answers that a fact can have; none where they cannot be listed."""
    return ("yes", "no") if fact.kind == "boolean" else fact.choices
