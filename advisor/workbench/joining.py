"""Joining: two rulebases put on the same facts and cells, so that they can be compared situation by situation.

What one of them cannot tell apart is in several cells all the same, when the other can. A fact that both have in the
same way is one fact; of what is not to be compared, the older has its own, under a name that no author can write.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from advisor.reasoning.plan import plan
from advisor.rulebase.clauses import ALWAYS, Test, conjoin
from advisor.rulebase.conditions import Both, Compare, Either, Not, compares, normal_form, parse
from advisor.rulebase.levels import Levels
from advisor.rulebase.model import Advice, Conclusion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.reasoning.plan import Plan
    from advisor.rulebase.clauses import Clauses
    from advisor.rulebase.conditions import Expression
    from advisor.rulebase.formulas import Formula
    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Fact, Rule, Rulebase

BEFORE = "{} (before)"
"""What the older fact is called, where two of the same name are not to be compared."""

_COUNTED = ("days", "weeks")
"""The units that conditions reckon with."""


class Side(NamedTuple):
    """One of two rulebases on the joined facts: its plan, its facts by their joined names, what it allows to be told.

    `limits` are tests of which every situation that it allows meets all, unless the fact does not apply.
    """

    plan: Plan
    facts: Mapping[str, Fact]
    limits: tuple[Test, ...]


class Joined:
    """Two rulebases on the same facts and cells.

    `renamed` has the new names of facts that only got another one, `called` the joined names of the old one's facts;
    `apart` names facts of which the two cannot be compared, under both of their names.

    >>> from advisor import load
    >>> both = Joined(load("examples/garden"), load("examples/garden"))
    >>> both.old.plan == both.new.plan, dict(both.renamed)
    (True, {})
    """

    def __init__(self, old: Rulebase, new: Rulebase) -> None:
        self.renamed = renamed_facts(old, new)
        self.apart: frozenset[str] = frozenset()
        self.called = self._called(old, new)
        own = {self.called[name]: _recalled(fact, self.called) for name, fact in old.facts.items()}
        both = {name: _merged(own[name], fact) for name, fact in new.facts.items() if name in own}
        self.facts = {**own, **new.facts, **both}
        read_old, read_new = _Read(old, self.called), _Read(new, {})
        limits = {side: list(_limits(facts, self.facts)) for side, facts in ((0, own), (1, new.facts))}
        compared = [one for read in (read_old, read_new) for whole in read.all() for one in compares(whole)]
        compared += [one for found in limits.values() for one in found if one.op != "in"]
        self.levels = Levels(self.facts, compared)
        self.old = self._side(read_old, read_new, own, limits[0])
        self.new = self._side(read_new, read_old, new.facts, limits[1])

    def written(self, name: str) -> str:
        """Give the name that an author knows a joined fact by."""
        return next((own for own, called in self.called.items() if called == name), name)

    def _called(self, old: Rulebase, new: Rulebase) -> dict[str, str]:
        """Name the old one's facts as they are called here, told ones first, since computed ones hang on them."""
        called: dict[str, str] = {}
        for name, fact in sorted(old.facts.items(), key=lambda one: one[1].formula is not None):
            now = self.renamed.get(name, name)
            other = new.facts.get(now)
            if other is None or _alike(_recalled(fact, called), other):
                called[name] = now
                continue
            called[name] = BEFORE.format(name)
            if not _of_the_rest(fact) or not _of_the_rest(other):
                self.apart |= {now, called[name]}
        return called

    def _side(self, read: _Read, other: _Read, facts: Mapping[str, Fact], limits: list[Compare]) -> Side:
        rulebase = read.rulebase
        applies = {**other.applies, **{name: read.applies.get(name) for name in facts}}
        joined = {name: self._fact(fact, facts.get(name), applies.get(name)) for name, fact in self.facts.items()}
        topics = {name: self._form(whole) for name, whole in read.topics.items()}
        rules = {}
        for rule in rulebase.rules.values():
            then = rule.then
            form = self._form(read.rules[rule.name]) if rule.name in read.rules else ALWAYS
            if isinstance(then, Conclusion):
                then = Conclusion(read.called.get(then.fact, then.fact), then.value)
            elif then.topic in topics:
                form = topics[then.topic] if rule.otherwise else conjoin(topics[then.topic], form)
            rules[rule.name] = rule._replace(clauses=form, then=then)
        never = tuple(one._replace(clauses=self._form(part)) for one, part in zip(rulebase.never, read.never))
        whole = replace(rulebase, facts=joined, levels=self.levels.by_name, rules=rules, never=never)
        return Side(plan(whole), facts, tuple(self._limit(one) for one in limits))

    def _fact(self, joined: Fact, own: Fact | None, applies: Expression | None) -> Fact:
        form = self._form(applies) if applies is not None else None if joined.applies is None else ALWAYS
        fact = replace(joined, applies=form)
        return fact if own is None else replace(fact, past=own.past, presume=own.presume, otherwise=own.otherwise)

    def _form(self, expression: Expression) -> Clauses:
        return normal_form(expression, self.levels.test, self.levels.sizes)

    def _limit(self, compare: Compare) -> Test:
        test = self.levels.test(compare)
        apart = self.levels.by_name[test.level].apart
        return test if apart is None else test._replace(mask=test.mask | 1 << apart)


class _Read:
    """The conditions of a rulebase as expressions, with facts under their joined names."""

    def __init__(self, rulebase: Rulebase, called: Mapping[str, str]) -> None:
        self.rulebase, self.called = rulebase, called
        self.rules = {name: self._expression(rule.when) for name, rule in rulebase.rules.items() if rule.conditional}
        self.topics = {n: self._expression(one.applies_text) for n, one in rulebase.topics.items() if one.applies_text}
        self.never = [self._expression(one.text) for one in rulebase.never]
        self.applies = {
            called.get(name, name): self._expression(fact.applies_text)
            for name, fact in rulebase.facts.items()
            if fact.applies_text
        }

    def _expression(self, text: str) -> Expression:
        found = parse(text, self.rulebase.facts, lambda _: None)
        if found is None:
            message = f"a condition that was loaded cannot be read again: {text}"
            raise ValueError(message)
        return _mapped(found, self.called)

    def all(self) -> Iterator[Expression]:
        """Go through every expression."""
        yield from self.rules.values()
        yield from self.topics.values()
        yield from self.applies.values()
        yield from self.never


def _mapped(expression: Expression, called: Mapping[str, str]) -> Expression:
    """Put other names of facts into an expression."""
    if isinstance(expression, Compare):
        return expression._replace(fact=called.get(expression.fact, expression.fact))
    if isinstance(expression, Not):
        return Not(_mapped(expression.part, called))
    make = Both if isinstance(expression, Both) else Either
    return make(tuple(_mapped(part, called) for part in expression.parts))


def _recalled(fact: Fact, called: Mapping[str, str]) -> Fact:
    """Give a fact with joined names: its own, and those in its formula."""
    formula = fact.formula and _refigured(fact.formula, called)
    return replace(fact, name=called.get(fact.name, fact.name), formula=formula)


def _refigured(formula: Formula, called: Mapping[str, str]) -> Formula:
    parts = tuple(_refigured(part, called) for part in formula.parts)
    return formula._replace(name=called.get(formula.name, formula.name), parts=parts)


def _alike(old: Fact, new: Fact) -> bool:
    """Whether two facts can be one: of one kind, counted alike, and told, derived, or computed in the same way."""
    counted = old.unit == new.unit or {old.unit, new.unit}.isdisjoint(_COUNTED)
    return counted and (old.kind, old.derived, old.formula) == (new.kind, new.derived, new.formula)


def _of_the_rest(fact: Fact) -> bool:
    """Whether a fact follows from others cell by cell, so that two of the same name may differ and be compared."""
    return fact.derived or (fact.formula is not None and fact.formula.once())


def _merged(old: Fact, new: Fact) -> Fact:
    """Give one fact that can be whatever either of two can be."""
    choices = (*new.choices, *(one for one in old.choices if one not in new.choices))
    low = None if None in {old.minimum, new.minimum} else min(old.minimum, new.minimum)  # type: ignore[type-var]
    high = None if None in {old.maximum, new.maximum} else max(old.maximum, new.maximum)  # type: ignore[type-var]
    applies = ALWAYS if old.applies is not None or new.applies is not None else None
    return replace(new, choices=choices, minimum=low, maximum=high, applies=applies, past=old.past and new.past)


def _limits(own: Mapping[str, Fact], joined: Mapping[str, Fact]) -> Iterator[Compare]:
    """Go through what a side allows to be told, where the joined facts allow more."""
    for name, fact in own.items():
        whole = joined[name]
        if not fact.told:
            continue
        if fact.choices and set(fact.choices) != set(whole.choices):
            yield Compare(name, "in", fact.choices, 0, 0)
        for op, bound, wider in ((">=", fact.minimum, whole.minimum), ("<=", fact.maximum, whole.maximum)):
            if bound != wider and bound is not None:
                yield Compare(name, op, (_point(bound),), 0, 0)


def _point(value: Value) -> Fraction:
    return Fraction(value)  # type: ignore[arg-type]  # only numbers and durations have bounds


def renamed_facts(old: Rulebase, new: Rulebase) -> dict[str, str]:
    r"""Name the facts that are gone beside those that came in their place and differ in nothing but the name.

    They are asked, said or computed in the same way, or concluded by rules of the same names.

    >>> from advisor.rulebase.loading import loads
    >>> text = "name: garden\nfacts: {rain: {kind: boolean, ask: Does it rain?}}"
    >>> renamed_facts(loads(text), loads(text.replace("rain:", "wet:")))
    {'rain': 'wet'}
    """
    gone = _signatures(old, [name for name in old.facts if name not in new.facts])
    come = _signatures(new, [name for name in new.facts if name not in old.facts])
    return {names[0]: come[sign][0] for sign, names in gone.items() if len(names) == len(come.get(sign, ())) == 1}


def _signatures(rulebase: Rulebase, names: Iterable[str]) -> dict[object, list[str]]:
    """Gather facts by what makes each what it is; those of which nothing does are left out."""
    found: dict[object, list[str]] = {}
    for name in names:
        fact = rulebase.facts[name]
        rules = tuple(sorted(rule.name for rule in rulebase.rules.values() if _concludes(rule, name)))
        said = tuple((value, tuple(p.cue for p in cues)) for value, cues in sorted(fact.said.items()))
        marks = (fact.ask, said, fact.formula, rules)
        if any(marks):
            found.setdefault((fact.kind, frozenset(fact.choices), fact.unit, marks), []).append(name)
    return found


def _concludes(rule: Rule, name: str) -> bool:
    return not isinstance(rule.then, Advice) and rule.then.fact == name
