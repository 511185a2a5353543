"""Mutations: small mistakes that an author might make, each made in one rule of its own copy of a rulebase."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from graphlib import CycleError
from typing import TYPE_CHECKING, NamedTuple

from advisor.rulebase.checking import default_of, facts_of, layers
from advisor.rulebase.clauses import NEVER, TooManyClauses
from advisor.rulebase.conditions import Both, Compare, Either, Not, compares
from advisor.rulebase.kinds import KINDS
from advisor.rulebase.model import DO, DONT, KNOW, MAY, SILENT, WAIT, Advice, Conclusion
from advisor.rulebase.rereading import Conditions
from advisor.rulebase.writing import MADE, Writer
from advisor.workbench.editing import dropped

if TYPE_CHECKING:
    from advisor.errors import Position
    from advisor.rulebase.conditions import Expression
    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Rule, Rulebase

FLIP, DROP, SHIFT, CHOICE, DELETE, OVERRIDE, VERDICT, VALUE = SORTS = (
    "flip",
    "drop",
    "shift",
    "choice",
    "delete",
    "override",
    "verdict",
    "value",
)
"""Comparison turned round; condition left out; threshold moved; choice left out of a list; rule left out; override left
out; another verdict; another value concluded."""

OTHER = {DO: DONT, MAY: DONT, DONT: DO, WAIT: DO, KNOW: DONT, SILENT: DONT}
"""The verdict that takes the place of each."""

_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_TURNED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}


class Mutant(NamedTuple):
    """One rule with one change: what was there and what is there now, as it would be written ("": nothing).

    `changed` is the rule on the levels of `Mutations`, `when` its condition where that is what changed.
    """

    rule: str
    sort: str
    was: str
    now: str
    position: Position
    changed: Rule
    when: Expression | None = None


class Mutations:
    """All mutants of a rulebase's own rules, each different in meaning from its rule and from the others of it.

    `conditions` has levels on which every threshold of every mutant lies on a border; `rulebase` is the one on them.

    >>> from advisor import load
    >>> frosty = [one for one in Mutations(load("examples/garden")).mutants if one.rule == "never-before-frost"]
    >>> [(one.sort, one.was, one.now) for one in frosty][:2]
    [('flip', 'frost', 'not frost'), ('drop', 'frost', '')]
    """

    def __init__(self, rulebase: Rulebase) -> None:
        self.original = rulebase
        self._read = read = Conditions(rulebase)
        own = {name: read.rules[name] for name in read.rules if not inherited(rulebase, rulebase.rules[name])}
        edits = {name: tuple(_edits(rulebase, name, expression)) for name, expression in own.items()}
        shifted = [edit.whole for found in edits.values() for edit in found if edit.sort == SHIFT]
        more = [one for whole in shifted for one in compares(whole) if one.offset == MADE]
        self.conditions = Conditions(rulebase, more) if more else read
        self.rulebase = self.conditions.rulebase
        found = (one for rule in self.rulebase.rules.values() for one in self._of(rule, edits.get(rule.name, ())))
        self.mutants = tuple(found)

    def _of(self, rule: Rule, edits: tuple[_Edit, ...]) -> Iterator[Mutant]:
        """Go through the mutants of a rule, the same change made in two ways only once."""
        if inherited(self.rulebase, rule):
            return
        seen = {rule.clauses}
        for edit in edits:
            try:
                clauses = self.conditions.within(rule, edit.whole)
            except TooManyClauses:
                continue
            changed = rule._replace(clauses=clauses)
            if (clauses not in seen or edit.sort == DROP) and self._ordered(self._with(changed), rule) is not None:
                seen.add(clauses)
                yield Mutant(rule.name, edit.sort, edit.was, edit.now, rule.position, changed, edit.whole)
        yield Mutant(rule.name, DELETE, "", "", rule.position, rule._replace(clauses=NEVER))
        for other in rule.overrides:
            fewer = tuple(name for name in rule.overrides if name != other)
            yield Mutant(rule.name, OVERRIDE, other, "", rule.position, rule._replace(overrides=fewer))
        yield from self._then(rule)

    def _then(self, rule: Rule) -> Iterator[Mutant]:
        """Go through the mutants that conclude something else, or give another verdict."""
        then = rule.then
        if isinstance(then, Advice):
            verdict = OTHER[then.verdict]
            changed = rule._replace(then=replace(then, verdict=verdict))
            yield Mutant(rule.name, VERDICT, then.verdict, verdict, rule.position, changed)
            return
        fact = self.rulebase.facts[then.fact]
        value = _another(self.rulebase, then)
        if value is not None:
            was, now = (KINDS[fact.kind].show(one) for one in (then.value, value))
            changed = rule._replace(then=Conclusion(then.fact, value))
            yield Mutant(rule.name, VALUE, f"{fact.name}: {was}", f"{fact.name}: {now}", rule.position, changed)

    def mutated(self, mutant: Mutant) -> Rulebase:
        """Give the rulebase with the mutant, on the levels of all mutants: for proofs."""
        return self._sound(self._with(mutant.changed), mutant)

    def _with(self, changed: Rule) -> Rulebase:
        return replace(self.rulebase, rules={**self.rulebase.rules, changed.name: changed})

    def _sound(self, rulebase: Rulebase, mutant: Mutant) -> Rulebase:
        found = self._ordered(rulebase, self.original.rules[mutant.rule])
        assert found is not None  # noqa: S101 - a mutant in a circle is made nowhere
        return found

    def _ordered(self, rulebase: Rulebase, before: Rule) -> Rulebase | None:
        """Order the derived facts anew where a rule reads more of them than before; None where that makes a circle."""
        facts = rulebase.facts
        more = facts_of(rulebase.rules[before.name].clauses, rulebase.levels)
        more -= facts_of(before.clauses, self.original.levels)
        if not any(facts[name].derived for name in more):
            return rulebase
        reads: dict[str, set[str]] = {name: set() for name, fact in facts.items() if fact.derived}
        for rule in rulebase.rules.values():
            about = (rule.then, *(rulebase.rules[other].then for other in rule.overrides))
            for name in {then.fact for then in about if isinstance(then, Conclusion)}:
                reads[name] |= {read for read in facts_of(rule.clauses, rulebase.levels) if facts[read].derived}
        try:
            return replace(rulebase, strata=layers(reads))
        except CycleError:
            return None

    def written(self, mutant: Mutant) -> Rulebase:
        """Give the rulebase as it would load with the mutant, on levels of its own: for running."""
        if mutant.sort == SHIFT and mutant.when is not None:  # it cuts levels elsewhere
            return self._sound(Conditions(self.original, instead={mutant.rule: mutant.when}).rulebase, mutant)
        rule = self.original.rules[mutant.rule]
        clauses = NEVER if mutant.sort == DELETE else rule.clauses
        if mutant.when is not None:
            clauses = self._read.within(rule, mutant.when)
        rule = rule._replace(clauses=clauses, then=mutant.changed.then, overrides=mutant.changed.overrides)
        return self._sound(replace(self.original, rules={**self.original.rules, mutant.rule: rule}), mutant)


def inherited(rulebase: Rulebase, rule: Rule) -> bool:
    """Whether a rule comes from a rulebase that this one extends, and is that one's to test."""
    of_topic = rule.otherwise and isinstance(rule.then, Advice) and rule.then.topic in rulebase.inherited
    return of_topic or rule.name in rulebase.inherited


def _another(rulebase: Rulebase, then: Conclusion) -> Value | None:
    """Give another value that a rule might conclude: the opposite, the next choice, or one more; None for a text."""
    fact, value = rulebase.facts[then.fact], then.value
    if isinstance(value, bool):
        return not value
    if fact.kind == "choice":
        at = fact.choices.index(str(value)) + 1
        found = fact.choices[at % len(fact.choices)]
        return found if found != value else default_of(fact)  # type: ignore[return-value]  # a value of the fact
    return value + 1 if isinstance(value, int) else None


class _Edit(NamedTuple):
    sort: str
    was: str
    now: str
    whole: Expression


_Put = Callable[["Expression"], "Expression"]


def _edits(rulebase: Rulebase, name: str, whole: Expression) -> Iterator[_Edit]:
    """Go through the changes of a condition, the plainest first."""
    writer = Writer(rulebase.rules[name].when, rulebase.facts, whole)
    yield from _flips(writer, whole, lambda part: part)
    if _literal(whole):
        yield _Edit(DROP, writer.write(whole), "", Both(()))
    for one in dropped(whole):
        yield _Edit(DROP, writer.write(one.part), "", one.rest)
    yield from _shifts(writer, whole, lambda part: part)


def _within(part: Expression, put: _Put) -> Iterator[tuple[Expression, _Put]]:
    """Go through the parts of a part, each with the way to put another in its place."""
    if isinstance(part, Not):
        yield part.part, lambda one: put(Not(one))
    elif isinstance(part, (Both, Either)):
        for number, one in enumerate(part.parts):
            yield one, _placing(part, number, put)


def _placing(part: Both | Either, number: int, put: _Put) -> _Put:
    return lambda one: put(part._replace(parts=(*part.parts[:number], one, *part.parts[number + 1 :])))


def _literal(part: Expression) -> Compare | None:
    """Give the comparison of a part that is one, or says that one is not so."""
    inner = part.part if isinstance(part, Not) else part
    return inner if isinstance(inner, Compare) else None


def _flips(writer: Writer, part: Expression, put: _Put) -> Iterator[_Edit]:
    compare = _literal(part)
    if compare is not None:
        turned = compare if isinstance(part, Not) else Not(part)
        if compare is part and compare.op in _OPPOSITE:
            turned = compare._replace(op=_OPPOSITE[compare.op], offset=MADE)
        yield _Edit(FLIP, writer.write(part), writer.write(turned), put(turned))
        return
    for one, placed in _within(part, put):
        yield from _flips(writer, one, placed)


def _shifts(writer: Writer, part: Expression, put: _Put) -> Iterator[_Edit]:
    """Go through moved thresholds, and lists with one choice fewer."""
    compare = _literal(part)
    if compare is None:
        for one, placed in _within(part, put):
            yield from _shifts(writer, one, placed)
        return
    for sort, other in _nearby(compare):
        changed = Not(other) if isinstance(part, Not) else other
        yield _Edit(sort, writer.write(part), writer.write(changed), put(changed))


def _nearby(compare: Compare) -> Iterator[tuple[str, Compare]]:
    values = compare.values
    if len(values) > 1:
        for value in dict.fromkeys(values):
            fewer = tuple(one for one in values if one != value)
            if fewer:
                yield CHOICE, compare._replace(values=fewer, offset=MADE)  # type: ignore[arg-type]  # of one sort
    elif isinstance(values[0], Fraction):
        for step in (1, -1):
            yield SHIFT, compare._replace(values=(values[0] + step,), offset=MADE)
        if compare.op in _TURNED:
            yield SHIFT, compare._replace(op=_TURNED[compare.op], offset=MADE)
