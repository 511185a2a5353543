"""Turning how rules came out into causes: proofs, failed tests, and what open advice still needs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from advisor.reasoning.outcome import (
    ANSWERED,
    FAILED,
    NOT_APPLYING,
    OTHERWISE,
    OVERRIDDEN,
    RULE,
    Concluded,
    Defeat,
    Derivation,
    Obstacle,
    Open,
    Proof,
    Reading,
    RuledOut,
)
from advisor.reasoning.situation import value_now
from advisor.rulebase.axes import Line
from advisor.rulebase.checking import HOLE, facts_of
from advisor.rulebase.clauses import clause_truth, judge, truth
from advisor.rulebase.kinds import KINDS
from advisor.rulebase.levels import interval_of
from advisor.rulebase.model import Advice, Conclusion

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable

    from advisor.reasoning.decide import Pass
    from advisor.reasoning.plan import Plan
    from advisor.reasoning.situation import Situation
    from advisor.rulebase.clauses import Clauses, Test
    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Rule, Rulebase

PRESUMED, DERIVED, UNKNOWN = "presumed", "derived", "unknown"


def cell_of(rulebase: Rulebase, fact: str, value: Value) -> int | None:
    """Give the cell of a value on the fact's own level; None when nothing tests the fact, or a range spans cells."""
    level = rulebase.levels.get(fact)
    if level is None or level.formula:
        return None
    if not isinstance(level.axis, Line):
        return level.axis.cell("true" if value is True else "false" if value is False else str(value))
    mask = level.axis.span(*interval_of(value, None))
    return None if mask & (mask - 1) else mask.bit_length() - 1


class Prover:
    """Finds causes for how rules came out in two passes; proofs of derived facts are made once."""

    def __init__(self, plan: Plan, situation: Situation, first: Pass, second: Pass) -> None:
        self.plan, self.situation, self.first, self.second = plan, situation, first, second
        self.rules = plan.rulebase.rules
        self._derivations: dict[str, Derivation] = {}

    def derivations(self) -> dict[str, Derivation]:
        """Give the derived facts that are known, with how they came about."""
        return {name: self.derivation(name) for name in sorted(self.second.derived)}

    def derivation(self, name: str) -> Derivation:
        """Give how a known derived fact came about."""
        if name not in self._derivations:
            self._derivations[name] = self._derive(name)
        return self._derivations[name]

    def _derive(self, name: str) -> Derivation:
        value = self.second.derived[name]
        if name in self.second.presumed:
            return Derivation(name, value, PRESUMED, assuming=(name,))
        one = self.first if name in self.first.derived else self.second
        for rule in self.plan.concluding[name]:
            if isinstance(rule.then, Conclusion) and rule.then.value == value and one.standing(rule.name) == "stands":
                proof = self.proof(rule, one)
                return Derivation(name, value, RULE, proof, assuming=proof.assuming)
        defeats = tuple(self.defeat(rule.name, one) for rule in self.plan.concluding[name])
        readings = self._of(defeats)
        return Derivation(name, value, OTHERWISE, None, defeats, self._behind(readings), self._presumed(readings))

    def concluded(self, rule: Rule) -> Concluded | None:
        """Give the advice of a rule that stands, firmly or assuming; None when it does not stand."""
        one = next((p for p in (self.first, self.second) if p.standing(rule.name) == "stands"), None)
        if one is None or not isinstance(rule.then, Advice):
            return None
        proof = self.proof(rule, one)
        how = OTHERWISE if rule.otherwise else RULE
        return Concluded(rule.name, self.filled(rule.then), rule.source, how, proof, proof.assuming)

    def filled(self, advice: Advice) -> Advice:
        """Give an advice with the values of facts in the places that its words name."""
        if "<" not in advice.say and "<" not in advice.because:
            return advice
        return replace(advice, say=HOLE.sub(self._value, advice.say), because=HOLE.sub(self._value, advice.because))

    def _value(self, hole: re.Match[str]) -> str:
        fact = self.plan.rulebase.facts[hole[1]]
        value = self.second.derived.get(fact.name, value_now(self.plan.rulebase, self.situation, fact.name))
        if value is None:
            value = self.second.presumed.get(fact.name)
        return "…" if value is None else KINDS[fact.kind].word(value)

    def proof(self, rule: Rule, one: Pass) -> Proof:
        """Prove that a rule stands: the clause that holds with the fewest presumptions, and what is out of its way."""
        clauses = [c for c in rule.clauses if clause_truth(c, one.masks)]
        read = [tuple(self.read(test, one) for test in clause) for clause in clauses]
        tests = min(read, key=lambda tests: (len(self._presumed(tests)), len(tests)))
        against = [*self.plan.overriders[rule.name], *self.plan.rivals[rule.name]]
        if rule.otherwise and isinstance(rule.then, Advice):
            against += self.plan.conditional[rule.then.on]
        defeats = tuple(self.defeat(name, one) for name in dict.fromkeys(against))
        readings = [*tests, *self._of(defeats)]
        return Proof(rule.name, tests, defeats, self._behind(readings), self._presumed(readings))

    def _behind(self, readings: list[Reading]) -> tuple[Derivation, ...]:
        """Give the derivations of the derived facts that were read."""
        return tuple(self.derivation(name) for name in dict.fromkeys(r.fact for r in readings if r.how == DERIVED))

    def _holding(self, rule: Rule, one: Pass) -> tuple[Reading, ...]:
        read = [tuple(self.read(t, one) for t in c) for c in rule.clauses if clause_truth(c, one.masks)]
        return min(read, key=lambda tests: len(self._presumed(tests)), default=())

    def defeat(self, name: str, one: Pass) -> Defeat:
        """Say why a rule is out of the way: overridden by one that holds, else a failed test of each clause."""
        rule = self.rules[name]
        if one.value(name) is not False:
            by = one.overridden_by(name)
        elif failing := self._failing(rule, one):
            return Defeat(name, failing)
        else:
            by = self._answer(rule, one)
        return Defeat(name, self._holding(self.rules[by], one) if by else (), by)

    def _answer(self, rule: Rule, one: Pass) -> str | None:
        """Name a rule that holds and makes an otherwise needless."""
        conditional = self.plan.conditional[rule.then.on] if isinstance(rule.then, Advice) else ()
        return next((name for name in conditional if one.value(name)), None)

    def _failing(self, rule: Rule, one: Pass) -> tuple[Reading, ...]:
        failed = []
        for clause in rule.clauses:
            readings = [self.read(test, one) for test in clause if truth(test, one.masks) is False]
            if readings:
                failed.append(min(readings, key=lambda r: len(self._presumed([r]))))
        return tuple(dict.fromkeys(failed))

    @staticmethod
    def _of(defeats: Iterable[Defeat]) -> list[Reading]:
        return [reading for defeat in defeats for reading in defeat.tests]

    def read(self, test: Test, one: Pass) -> Reading:
        """Say what a test found, and where that came from."""
        level = self.plan.rulebase.levels[test.level]
        cell = one.cells.get(test.level)
        holds = None if cell is None else bool(test.mask >> cell & 1)
        if test.level in self.situation.origins:
            how, told = self.situation.origins[test.level]
            return Reading(level.fact, test.level, test.mask, cell, how, tuple(sorted(told)), holds)
        how = UNKNOWN if cell is None else PRESUMED if level.fact in one.presumed else DERIVED
        return Reading(level.fact, test.level, test.mask, cell, how, (), holds)

    def _presumed(self, readings: Iterable[Reading]) -> tuple[str, ...]:
        found: set[str] = set()
        for reading in readings:
            if reading.how == PRESUMED:
                found.add(reading.fact)
            elif reading.how == DERIVED:
                found.update(self.derivation(reading.fact).assuming)
        return tuple(sorted(found))

    def presumed_behind(self, names: Iterable[str]) -> tuple[str, ...]:
        """Name what is presumed where the named rules hold in the second pass."""
        return self._presumed([r for name in names for r in self._holding(self.rules[name], self.second)])

    def ruled_out(self, rule: Rule) -> RuledOut | None:
        """Say why a rule certainly does not stand; None when it may, or does."""
        if self.first.standing(rule.name) != "ruled out":
            return None
        if isinstance(rule.then, Conclusion):
            by = self.first.overridden_by(rule.name)
            failed = () if by else self._failing(rule, self.first)
            return RuledOut(rule.name, rule.then.fact, OVERRIDDEN if by else FAILED, failed, by or "")
        on = rule.then.on
        if by := self.first.overridden_by(rule.name):
            return RuledOut(rule.name, on, OVERRIDDEN, by=by)
        topic = self.plan.rulebase.topics[rule.then.topic]
        if topic.applies is not None and judge(topic.applies, self.first.masks) is False:
            return RuledOut(rule.name, on, NOT_APPLYING, by=topic.name)
        if rule.otherwise:
            return RuledOut(rule.name, on, ANSWERED, by=self._answer(rule, self.first) or "")
        return RuledOut(rule.name, on, FAILED, self._failing(rule, self.first))

    def open(self, rule: Rule) -> Open | None:
        """Say what an open advice still needs; None when the rule is not open, or nothing told could settle it."""
        if self.first.standing(rule.name) != "open" or not isinstance(rule.then, Advice):
            return None
        against = [*self.plan.overriders[rule.name], *self.plan.rivals[rule.name]]
        if rule.otherwise:
            against += self.plan.conditional[rule.then.on]
        unless = tuple(Obstacle(n, self._missing(self.rules[n])) for n in against if self.first.value(n) is None)
        needs = self._needs({reading.fact for reading in self._missing(rule)}, set())
        for obstacle in unless:
            needs |= self._needs(self._unsettled(self.rules[obstacle.rule]), set())
        if not needs:
            return None  # it hangs on a fact in conflict, which no telling settles
        advice = self.filled(rule.then)
        return Open(rule.name, advice, rule.source, self._missing(rule), tuple(sorted(needs)), unless)

    def _missing(self, rule: Rule) -> tuple[Reading, ...]:
        """Give the unknown tests of the clause that lacks the fewest; one that no telling settles comes last."""
        masks = self.first.masks
        live = [[t for t in c if truth(t, masks) is None] for c in rule.clauses if clause_truth(c, masks) is not False]
        missing = min(live, key=lambda tests: (self._at_a_loss(tests), len(tests), tests), default=[])
        return tuple(self.read(test, self.first) for test in missing)

    def _at_a_loss(self, tests: list[Test]) -> bool:
        """Whether a test hangs on a fact in conflict, which no telling settles."""
        return any(not self._needs(facts_of(((test,),), self.plan.rulebase.levels), set()) for test in tests)

    def needed(self, rules: Iterable[Rule]) -> tuple[str, ...]:
        """Name the told facts that would settle rules."""
        return tuple(sorted(set().union(*(self._needs(self._unknown(rule.clauses), set()) for rule in rules))))

    def _unsettled(self, rule: Rule) -> set[str]:
        """Name the facts of the unknown tests of a rule; for an otherwise, those of the rules that it waits for."""
        found = self._unknown(rule.clauses)
        if rule.otherwise and isinstance(rule.then, Advice):
            found = found.union(*(self._unknown(self.rules[n].clauses) for n in self.plan.conditional[rule.then.on]))
        return found

    def _unknown(self, clauses: Clauses) -> set[str]:
        """Name the facts of the unknown tests in clauses that are not false."""
        masks = self.first.masks
        live = [c for c in clauses if clause_truth(c, masks) is not False]
        tests = tuple(t for c in live for t in c if truth(t, masks) is None)
        return facts_of((tests,), self.plan.rulebase.levels)

    def _needs(self, facts: set[str], seen: set[str]) -> set[str]:
        """Name the told facts that would settle facts; a derived one hangs on its rules that are not settled."""
        found: set[str] = set()
        for name in sorted(facts - seen):
            seen.add(name)
            if not self.plan.rulebase.facts[name].derived:
                found.add(name)
                continue
            for rule in self.plan.concluding.get(name, ()):
                near = (rule.name, *self.plan.overriders[rule.name], *self.plan.rivals[rule.name])
                for other in near if self.first.standing(rule.name) == "open" else ():
                    if self.first.value(other) is None:
                        found |= self._needs(self._unknown(self.rules[other].clauses), seen)
        return found
