"""Tables: each rule that a scenario turns on, with its clauses and tests, what every test read, and where from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from advisor.engines import find
from advisor.engines.choice import BUILT_IN
from advisor.errors import AdvisorError
from advisor.reasoning import decide
from advisor.reasoning.outcome import CASES, OVERRIDDEN
from advisor.reasoning.plan import plan
from advisor.reasoning.proving import DERIVED, PRESUMED, UNKNOWN, Prover
from advisor.reasoning.records import Recorded
from advisor.reasoning.situation import IMPLIED, TOLD, tell, value_now
from advisor.rulebase.checking import facts_of
from advisor.rulebase.conditions import compares, parse
from advisor.rulebase.kinds import KINDS
from advisor.rulebase.model import Advice, Conclusion
from advisor.workbench import expecting
from advisor.workbench.expecting import ADVISES, CONCLUDES, CONFLICT, OPEN, RULES_ADVISED, WITHHOLDS
from advisor.workbench.trials import try_one

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.reasoning.decide import Pass
    from advisor.reasoning.outcome import Outcome, Reading, RuledOut
    from advisor.reasoning.situation import Contradiction, Situation
    from advisor.rulebase.clauses import Test
    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Rule, Rulebase, Scenario
    from advisor.workbench.expecting import Miss, Seen
    from advisor.workbench.trials import Advising, Trial

COMPUTED = "computed"
STANDS, ASSUMING, IN_CASES, AT_ODDS, SILENCED, UNDECIDED, OUT = STANDINGS = (
    "stands",
    "assuming",
    "cases",
    "conflict",
    "silenced",
    "open",
    "ruled out",
)
"""How a rule stands: firmly; only with what is presumed; as one of the cases that all come to its verdict; at odds with
another; silenced by a flag; not settled yet; or not at all."""


class Line(NamedTuple):
    """One test of a clause: how it came out (`reading.holds`), the value that it read (None: none), and its origin.

    `origin` is told, computed, implied, does not apply, presumed, derived or unknown. `computed` has the values of the
    facts that the condition names, where they are computed from the one that is read.
    """

    reading: Reading
    value: Value | None
    origin: str
    computed: Mapping[str, Value | None]


@dataclass(frozen=True, slots=True)
class RuleLines(Recorded):
    """A rule with the tests of its clauses, one of which has to hold, and what became of it.

    `says` is its verdict on the act `on`, or the value of the fact. `holds` is the truth of its condition, None for
    unknown. `beaten_by` names the rules that hold and override it, `silenced_by` flags, `in_conflict_with` rivals that
    hold, `waits_for` rules that would be in its way and are not settled. `unless` has, for advice that is given where
    no rule with a condition holds, those rules.
    """

    rule: str
    on: str
    says: str
    when: str
    holds: bool | None
    standing: str
    clauses: tuple[tuple[Line, ...], ...]
    assuming: tuple[str, ...] = ()
    beaten_by: tuple[str, ...] = ()
    silenced_by: tuple[str, ...] = ()
    in_conflict_with: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()
    unless: tuple[tuple[str, bool | None], ...] = ()
    concludes: bool = False


@dataclass(frozen=True, slots=True)
class Table(Recorded):
    """The rules of a scenario as they came out; of one by talk, after its step number `step` of `steps`.

    Where the facts told are at odds nothing is read, and `contradiction` says which; nor is it where one of the flags
    in `quiet` is up, for then there is help and nothing else.
    """

    scenario: str
    step: int
    steps: int
    today: datetime.date
    topics: tuple[str, ...]
    rules: tuple[RuleLines, ...]
    contradiction: Contradiction | None = None
    quiet: tuple[str, ...] = ()


class Tables:
    """Makes tables of one rulebase, prepared once.

    >>> from advisor import Advisor
    >>> garden = Advisor.load("examples/garden")
    >>> trial = try_one(garden, garden.rulebase.scenarios[1])
    >>> [(one.rule, one.standing) for one in Tables(garden.rulebase).whole(trial).rules][:2]
    [('rain-waters', 'stands'), ('never-before-frost', 'open')]
    """

    def __init__(self, rulebase: Rulebase) -> None:
        self.rulebase, self.plan = rulebase, plan(rulebase)
        self._program = find(BUILT_IN).compile(self.plan.patterns, self.plan.sizes)

    def whole(self, trial: Trial, step: int = 0) -> Table:
        """Give every rule of the topics asked, and those behind; `step` counts from 1, and 0 is the last."""
        seen = trial.seen[step - 1]
        advising = [rule for topic in seen.outcome.topics for rule in self.plan.advising[topic]]
        behind = sorted(self.plan.derived_for(advising))
        rules = [*advising, *(rule for fact in behind for rule in self.plan.concluding.get(fact, ()))]
        return self._table(trial, step or len(trial.seen), rules)

    def concerned(self, trial: Trial) -> tuple[Table, ...]:
        """Give the rules that have to do with what a trial missed: a table for each step that has any."""
        found = []
        for number, seen in enumerate(trial.seen, 1):
            missed = [one for one in trial.misses if one.step in {0, number}]
            rules = self._behind(list(self._missed(missed, seen.outcome)), seen.outcome)
            if rules or (missed and seen.outcome.contradiction):
                found.append(self._table(trial, number, rules))
        return tuple(found)

    def _missed(self, missed: Iterable[Miss], outcome: Outcome) -> Iterator[Rule]:
        """Go through the rules that misses are about: those of the act or fact, or those named."""
        for miss in missed:
            if miss.key in {RULES_ADVISED, WITHHOLDS}:
                yield from self._of(self._on(self.rulebase.rules[miss.name]))
            elif miss.key in {ADVISES, CONCLUDES}:
                yield from self._of(miss.name)
            elif miss.key == OPEN:
                for on in {*miss.expected.split(", ")} ^ {*miss.got.split(", ")}:
                    yield from self._of(on)
            elif miss.key == expecting.ASSUMING:
                yield from (self.rulebase.rules[one.rule] for one in outcome.concluded if one.rule)
            elif miss.key == CONFLICT:
                for conflict in outcome.conflicts:
                    yield from self._of(conflict.on)

    @staticmethod
    def _on(rule: Rule) -> str:
        return rule.then.on if isinstance(rule.then, Advice) else rule.then.fact

    def _of(self, on: str) -> tuple[Rule, ...]:
        """Give the rules of an act or a derived fact."""
        topic, dot, _ = on.partition(".")
        if not dot:
            return self.plan.concluding.get(on, ())
        return tuple(rule for rule in self.plan.advising.get(topic, ()) if self._on(rule) == on)

    def _behind(self, rules: list[Rule], outcome: Outcome) -> list[Rule]:
        """Add the rules of the derived facts that rules read, and the rules that beat them."""
        found = {rule.name: rule for rule in rules}
        todo = list(found.values())
        while todo:
            rule = todo.pop()
            facts = facts_of(rule.clauses, self.rulebase.levels)
            more = [r for fact in sorted(facts) for r in self.plan.concluding.get(fact, ())]
            more += [self.rulebase.rules[out.by] for out in outcome.ruled_out if _beats(out, rule)]
            todo += [one for one in more if one.name not in found]
            found.update((one.name, one) for one in more)
        return list(found.values())

    def _table(self, trial: Trial, step: int, rules: Iterable[Rule]) -> Table:
        seen, scenario = trial.seen[step - 1], trial.scenario
        number, steps = (step, len(scenario.talk)) if scenario.talk else (0, 0)
        clash = seen.outcome.contradiction
        lines: tuple[RuleLines, ...] = ()
        if clash is None:
            reader = _Reader(self, seen, rules)
            lines = tuple(sorted((reader.lines(rule) for rule in reader.rules), key=self._place))
        # only in a talk is there a reply that a flag can quieten
        quiet = tuple(name for name in seen.flags if number and self.rulebase.flags[name].quiets)
        return Table(scenario.title, number, steps, seen.today, seen.outcome.topics, lines, clash, quiet)

    def _place(self, one: RuleLines) -> tuple[bool, int, int, str]:
        """Give the place of a rule in a table: acts as the files have them, then facts; in each, what stands first."""
        return one.concludes, self._order[one.on], STANDINGS.index(one.standing), one.rule

    @cached_property
    def _order(self) -> Mapping[str, int]:
        return {on: place for place, on in enumerate(dict.fromkeys(map(self._on, self.rulebase.rules.values())))}

    def passes(self, situation: Situation, rules: Iterable[Rule]) -> tuple[Pass, Pass]:
        """Run both passes for rules."""
        return decide.passes(self.plan, self._program, situation, rules)


def _beats(out: RuledOut, rule: Rule) -> bool:
    """Whether a rule is ruled out because another one overrides it."""
    return out.rule == rule.name and out.cause == OVERRIDDEN


class _Reader:
    """Reads the rules of one outcome again, test by test."""

    def __init__(self, tables: Tables, seen: Seen, rules: Iterable[Rule]) -> None:
        self.tables, self.seen, self.rules = tables, seen, list(rules)
        self.rulebase, self.plan = tables.rulebase, tables.plan
        self.situation = tell(self.rulebase, seen.facts, seen.today)
        self.first, self.second = tables.passes(self.situation, self.rules)
        self.prover = Prover(self.plan, self.situation, self.first, self.second)
        self.given = {c.rule: c for c in seen.outcome.concluded}
        self.cases = {case.rule for c in seen.outcome.concluded if c.how == CASES for case in c.cases}

    def lines(self, rule: Rule) -> RuleLines:
        """Give the lines of a rule."""
        name, then, one = rule.name, rule.then, self.second
        on, says = (then.on, then.verdict) if isinstance(then, Advice) else (then.fact, self._shown(then))
        overriders, rivals = self.plan.overriders[name], self.plan.rivals[name]
        unless: tuple[str, ...] = self.plan.conditional[on] if rule.otherwise else ()
        return RuleLines(
            name,
            on,
            says,
            rule.when,
            one.value(name),
            self._standing(name),
            tuple(tuple(self._line(rule, test) for test in clause) for clause in rule.clauses),
            assuming=self._assuming(name, on),
            beaten_by=tuple(o for o in overriders if one.value(o)),
            silenced_by=tuple(f for f in self.seen.flags if name in self.rulebase.flags[f].silences),
            in_conflict_with=tuple(r for r in rivals if one.value(r) and one.value(name) and not one.overridden_by(r)),
            waits_for=tuple(o for o in (*overriders, *rivals) if one.value(o) is None and not one.overridden_by(o)),
            unless=tuple((other, one.value(other)) for other in unless),
            concludes=isinstance(then, Conclusion),
        )

    def _assuming(self, name: str, on: str) -> tuple[str, ...]:
        if name in self.given:
            return self.given[name].assuming
        derived = self.seen.outcome.derived.get(on)
        return derived.assuming if derived and derived.proof and derived.proof.rule == name else ()

    def _shown(self, then: Conclusion) -> str:
        return KINDS[self.rulebase.facts[then.fact].kind].show(then.value)

    def _standing(self, name: str) -> str:
        if name in self.seen.outcome.silenced:
            return SILENCED
        if name in self.cases and self.first.standing(name) != decide.STANDS:
            return IN_CASES
        both = (self.first.standing(name), self.second.standing(name))
        if decide.STANDS in both:
            return STANDS if both[0] == decide.STANDS else ASSUMING
        if decide.CONFLICT in both:
            return AT_ODDS
        return OUT if both[0] == decide.OUT else UNDECIDED

    def _line(self, rule: Rule, test: Test) -> Line:
        reading = self.prover.read(test, self.second)
        fact = self.rulebase.facts[reading.fact]
        value = value_now(self.rulebase, self.situation, fact.name)
        if reading.how in {PRESUMED, DERIVED}:
            value = self.second.derived.get(fact.name, self.second.presumed.get(fact.name))
        # told as a range that lies in no one cell, a value leaves the test unknown
        how = TOLD if value is not None and reading.how == UNKNOWN else reading.how
        origin = COMPUTED if how in {TOLD, IMPLIED} and fact.formula else how
        named = {name: value_now(self.rulebase, self.situation, name) for name in self._computed(rule, fact.name)}
        return Line(reading, value, origin, named)

    def _computed(self, rule: Rule, fact: str) -> Iterator[str]:
        """Name the facts that a condition reads through a fact that they are computed from."""
        topic = self.rulebase.topics[rule.then.topic].applies_text if isinstance(rule.then, Advice) else ""
        for text in filter(None, (rule.when, topic)):
            expression = parse(text, self.rulebase.facts, lambda _mistake: None)
            for compare in compares(expression) if expression else ():
                formula = self.rulebase.facts[compare.fact].formula
                if formula and compare.fact != fact and formula.facts == (fact,):
                    yield compare.fact


def table(advisor: Advising, scenario: Scenario, step: int = 0) -> Table:
    """Run a scenario and give the table of every rule it asks about; `step` of a talk counts from 1, 0 is the last.

    Raises AdvisorError where the advisor refuses the facts, and for a step that there is not.
    """
    trial = try_one(advisor, scenario)
    if not trial.seen:
        raise AdvisorError(f"{scenario.title}: {trial.misses[0].got}")
    if not 0 <= step <= len(trial.seen):
        has = f"has {len(trial.seen)} steps" if scenario.talk else "is no talk, and has no steps"
        raise AdvisorError(f"the scenario '{scenario.title}' {has}")
    return Tables(advisor.rulebase).whole(trial, step)
