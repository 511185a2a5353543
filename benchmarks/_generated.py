"""Generated rulebases shaped like real ones, and cases to put to them; the same seed gives the same rules.

A *module* is about 25 rules over 11 facts that are told (six booleans, three choices, two numbers with thresholds of
days) and four booleans that rules conclude. The first module is the core: one test in ten of the others reads it, one
in a hundred reads some other module. A condition has one to four tests; one in four of the longer ones has an OR.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.engines.protocol import Pattern
from advisor.rulebase.clauses import ALWAYS, NEVER, Clauses, Test, conjoin, disjoin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

RULES_A_MODULE = 25
CONCLUDED_A_MODULE = 4
THRESHOLDS = (3, 7, 10, 14, 21, 28, 42, 60, 90)
VERDICTS = ("do", "dont", "may", "wait", "know")
LONG = 3
Value = bool | int | str
Values = dict[str, Value]


class Fact(NamedTuple):
    """One fact: its kind, the choices it has, and whether rules conclude it."""

    name: str
    kind: str
    choices: tuple[str, ...] = ()
    concluded: bool = False


class Atom(NamedTuple):
    """One comparison: `operator` is `is` (a boolean), `==`, `!=` (a choice), `>=` or `<` (a number)."""

    fact: str
    operator: str
    value: Value


Condition = tuple[tuple[Atom, ...], ...]
"""An AND of ORs."""


class Rule(NamedTuple):
    """One rule; `concludes` names the fact it makes true, or is empty for one that advises on `topic`."""

    name: str
    condition: Condition
    topic: str
    act: str = ""
    verdict: str = ""
    concludes: str = ""


class Rulebase(NamedTuple):
    """A generated rulebase; `modules` holds the names of the facts of each module."""

    facts: dict[str, Fact]
    rules: tuple[Rule, ...]
    modules: tuple[tuple[str, ...], ...]


def generate(count: int, seed: int = 0) -> Rulebase:
    """Make a rulebase of `count` rules."""
    rnd = random.Random(f"{count} {seed}")
    facts: dict[str, Fact] = {}
    rules: list[Rule] = []
    modules: list[tuple[str, ...]] = []
    for number in range(-(-count // RULES_A_MODULE)):
        names, made = _module(rnd, number, facts, modules)
        modules.append(names)
        rules += made
    kept = rules[:count]
    return Rulebase(facts, tuple(kept), tuple(modules))


def _module(
    rnd: random.Random, number: int, facts: dict[str, Fact], modules: list[tuple[str, ...]]
) -> tuple[tuple[str, ...], list[Rule]]:
    told = [Fact(f"m{number}_b{i}", "boolean") for i in range(6)]
    told += [Fact(f"m{number}_c{i}", "choice", tuple(f"v{j}" for j in range(3 + i))) for i in range(3)]
    told += [Fact(f"m{number}_n{i}", "number") for i in range(2)]
    concluded = [Fact(f"m{number}_d{i}", "boolean", concluded=True) for i in range(CONCLUDED_A_MODULE)]
    facts.update((f.name, f) for f in chain(told, concluded))
    own = [f.name for f in told]
    topic, rules = f"m{number}", []
    for i, fact in enumerate(concluded):
        condition = _condition(rnd, facts, own, modules)
        rules.append(Rule(f"m{number}-d{i}", condition, topic, concludes=fact.name))
        own.append(fact.name)
    for i in range(RULES_A_MODULE - len(rules)):
        condition = _condition(rnd, facts, own, modules)
        rules.append(Rule(f"m{number}-r{i}", condition, topic, f"m{number}_a{i % 7}", VERDICTS[i % len(VERDICTS)]))
    return tuple(own), rules


def _condition(
    rnd: random.Random, facts: Mapping[str, Fact], own: list[str], modules: list[tuple[str, ...]]
) -> Condition:
    atoms: dict[str, Atom] = {}
    wanted = rnd.choice((1, 2, 2, 3, 3, 4))
    while len(atoms) < wanted:
        where = rnd.random()
        names = modules[0] if modules and where < 0.10 else rnd.choice(modules) if modules and where < 0.11 else own  # noqa: PLR2004
        atom = _atom(rnd, facts[rnd.choice(names)])
        atoms.setdefault(atom.fact, atom)
    found = list(atoms.values())
    if len(found) >= LONG and rnd.random() < 0.25:  # noqa: PLR2004
        return ((found[0],), tuple(found[1:]))
    return tuple((atom,) for atom in found)


def _atom(rnd: random.Random, fact: Fact) -> Atom:
    if fact.kind == "boolean":
        return Atom(fact.name, "is", rnd.random() < (1 if fact.concluded else 0.65))
    if fact.kind == "choice":
        return Atom(fact.name, "==" if rnd.random() < 0.8 else "!=", rnd.choice(fact.choices))  # noqa: PLR2004
    return Atom(fact.name, rnd.choice((">=", "<")), rnd.choice(THRESHOLDS))


# --- our own form: levels, patterns and the reading of raw values -----------------------------------------------


def levels(rulebase: Rulebase) -> dict[str, int]:
    """Give the number of cells of each level: numbers are cut at the thresholds that some rule tests."""
    cuts = thresholds(rulebase)
    return {
        f.name: 2 if f.kind == "boolean" else len(f.choices) if f.kind == "choice" else len(cuts[f.name]) + 1
        for f in rulebase.facts.values()
    }


def thresholds(rulebase: Rulebase) -> dict[str, list[int]]:
    """Give the sorted thresholds of each number."""
    cuts: dict[str, set[int]] = {f.name: set() for f in rulebase.facts.values() if f.kind == "number"}
    for rule in rulebase.rules:
        for atom in chain.from_iterable(rule.condition):
            if atom.fact in cuts:
                cuts[atom.fact].add(int(atom.value))
    return {name: sorted(found) for name, found in cuts.items()}


def patterns(rulebase: Rulebase) -> tuple[Pattern, ...]:
    """Give each rule as a pattern over cells."""
    sizes, cuts = levels(rulebase), thresholds(rulebase)

    def test(atom: Atom) -> Clauses:
        fact, full = rulebase.facts[atom.fact], (1 << sizes[atom.fact]) - 1
        if fact.kind == "boolean":
            mask = 2 if atom.value else 1
        elif fact.kind == "choice":
            mask = 1 << fact.choices.index(str(atom.value))
        else:
            mask = full & -(2 << cuts[fact.name].index(int(atom.value)))
        negated = atom.operator in {"!=", "<"}
        return ((Test(fact.name, full & ~mask if negated else mask),),)

    def clauses(condition: Condition) -> Clauses:
        value = ALWAYS
        for group in condition:
            either = NEVER
            for atom in group:
                either = disjoin(either, test(atom), sizes)
            value = conjoin(value, either)
        return value

    return tuple(Pattern(rule.name, clauses(rule.condition)) for rule in rulebase.rules)


def encoder(rulebase: Rulebase) -> Callable[[Values], dict[str, int]]:
    """Give a function from raw values to cells: by dictionary for booleans and choices, by bisection for numbers."""
    shared: dict[tuple[str, ...], dict[Value, int]] = {}
    tables: dict[str, dict[Value, int]] = {}
    for fact in rulebase.facts.values():
        if fact.kind != "number":
            choices: tuple[Value, ...] = fact.choices or (False, True)
            tables[fact.name] = shared.setdefault(fact.choices, {choice: cell for cell, choice in enumerate(choices)})
    cuts: dict[str, list[Any]] = dict(thresholds(rulebase))

    def encode(values: Values) -> dict[str, int]:
        return {
            name: tables[name][value] if name in tables else bisect_right(cuts[name], value)
            for name, value in values.items()
        }

    return encode


# --- our YAML ---------------------------------------------------------------------------------------------------

HEAD = """name: generated
version: "1"
title: A generated rulebase
language: en
notice: Nobody should act on this.
sources:
  notes:
    title: Notes that do not exist
    sections: {all: All of it}
"""


def as_yaml(rulebase: Rulebase) -> str:
    """Write a rulebase in the format that is loaded, in one file."""
    lines = [HEAD, "facts:"]
    for fact in rulebase.facts.values():
        lines += _fact_lines(fact)
    lines.append("topics:")
    for number in range(len(rulebase.modules)):
        lines += [f"  m{number}:", f"    title: Subject {number}", f'    asked: ["what about subject {number}"]']
    lines.append("rules:")
    for rule in rulebase.rules:
        lines += _rule_lines(rule)
    return "\n".join(lines) + "\n"


def _fact_lines(fact: Fact) -> Iterator[str]:
    yield f"  {fact.name}:"
    yield f"    kind: {fact.kind}"
    if fact.choices:
        yield f"    choices: [{', '.join(fact.choices)}]"
    if fact.kind == "number":
        yield "    unit: days"
    if not fact.concluded:
        yield f"    ask: How is it with {fact.name}?"
    if fact.kind == "boolean":
        yield f'    shown: {{"true": {fact.name} is so, "false": {fact.name} is not so}}'


def _rule_lines(rule: Rule) -> Iterator[str]:
    groups = [" or ".join(map(_as_text, group)) for group in rule.condition]
    yield f"  {rule.name}:"
    yield f"    when: {' and '.join(f'({text})' if ' or ' in text else text for text in groups)}"
    if rule.concludes:
        yield f"    conclude: {{{rule.concludes}: true}}"
    else:
        yield "    advise:"
        yield f"      topic: {rule.topic}"
        yield f"      act: {rule.act}"
        yield f"      verdict: {rule.verdict}"
        yield f"      say: This is what {rule.name} says."
        yield "      because: It was generated so."
    yield "    source: notes/all"


def _as_text(atom: Atom) -> str:
    if atom.operator == "is":
        return atom.fact if atom.value else f"not {atom.fact}"
    return f"{atom.fact} {atom.operator} {atom.value}"


# --- cases ------------------------------------------------------------------------------------------------------


def cases(rulebase: Rulebase, count: int, told: float | str, seed: int = 1) -> list[Values]:
    """Make cases: `told` is the share of all facts that are known, or "talk": what one conversation tells.

    A conversation is about the core and at most two other modules and tells three facts in five of theirs.
    """
    rnd = random.Random(f"{count} {told} {seed}")
    return [_case(rnd, rulebase, told) for _ in range(count)]


def _case(rnd: random.Random, rulebase: Rulebase, told: float | str) -> Values:
    modules, share = rulebase.modules, 0.6
    if not isinstance(told, str):
        share = told
    elif len(modules) > LONG:
        modules = (modules[0], *rnd.sample(modules[1:], 2))
    names = list(chain.from_iterable(modules))
    known = [name for name in names if rnd.random() < share] or [rnd.choice(names)]
    return {name: _value(rnd, rulebase.facts[name]) for name in known}


def _value(rnd: random.Random, fact: Fact) -> Value:
    if fact.kind == "boolean":
        return rnd.random() < 0.5  # noqa: PLR2004
    if fact.kind == "choice":
        return rnd.choice(fact.choices)
    return rnd.randrange(0, 100)
