"""Random small rulebases, and a plain reading of their meaning to hold the library to.

The reading works on the expressions as they are drawn, with every told fact known: no cells, no clauses, no engine.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any, Union

Expression = Union[tuple[str, str, Any], tuple[str, "list[Expression]"]]

NA = "does not apply"
OPPOSITE = {"do": {"dont", "wait"}, "may": {"dont", "wait"}, "dont": {"do", "may"}, "wait": {"do", "may"}}


@dataclass
class World:
    """A rulebase as drawn: `facts` by name with their values to try, rules in order, and its YAML."""

    facts: dict[str, list[Any]] = field(default_factory=dict)
    applies: dict[str, Expression] = field(default_factory=dict)
    presume: dict[str, Any] = field(default_factory=dict)
    derived: dict[str, list[Any]] = field(default_factory=dict)
    rules: dict[str, dict[str, Any]] = field(default_factory=dict)
    never: list[Expression] = field(default_factory=list)
    otherwise: dict[str, str] = field(default_factory=dict)

    def yaml(self, order: random.Random | None = None) -> str:
        """Write the rulebase down, in another order of facts and rules for another random source."""
        facts, rules = list(self.facts) + list(self.derived), list(self.rules)
        if order:
            order.shuffle(facts)
            order.shuffle(rules)
        lines = ["name: world", "sources: {notes: {title: Notes, sections: {all: All of it}}}", "facts:"]
        lines += [f"  {name}: {self._fact(name)}" for name in facts]
        lines += ["topics:"]
        for topic in ("t0", "t1"):
            lines.append(f"  {topic}:\n    title: Topic {topic}")
            if topic in self.otherwise:
                say = "say: Otherwise., source: notes/all"
                lines.append(f"    otherwise: {{act: a0, verdict: {self.otherwise[topic]}, {say}}}")
        lines += ["rules:"]
        lines += [self._rule(name) for name in rules]
        if self.never:
            lines += ["never:"] + [f"  - '{written(e)}'" for e in self.never]
        return "\n".join(lines) + "\n"

    def _fact(self, name: str) -> str:
        values = self.facts.get(name) or self.derived[name]
        parts = {"kind": "boolean" if values == [False, True] else "number" if values[0] == 0 else "choice"}
        if parts["kind"] == "choice":
            parts["choices"] = f"[{', '.join(values)}]"
        if name in self.facts:
            parts["ask"] = f"What of {name}?"
        elif parts["kind"] == "choice":
            parts["otherwise"] = values[0]
        if name in self.applies:
            parts["applies"] = written(self.applies[name])
        if name in self.presume:
            parts["presume"] = str(self.presume[name]).lower()
        return "{" + ", ".join(f"{key}: {value}" for key, value in parts.items()) + "}"

    def _rule(self, name: str) -> str:
        rule = self.rules[name]
        lines = [f"  {name}:", "    source: notes/all"]
        if rule["when"] is not None:
            lines.append(f"    when: '{written(rule['when'])}'")
        if rule["overrides"]:
            lines.append(f"    overrides: [{', '.join(rule['overrides'])}]")
        if "conclude" in rule:
            fact, value = rule["conclude"]
            lines.append(f"    conclude: {{{fact}: {str(value).lower() if value in (True, False) else value}}}")
        else:
            topic, act, verdict = rule["advise"]
            lines.append(f"    advise: {{topic: {topic}, act: {act}, verdict: {verdict}, say: Say {name}.}}")
        return "\n".join(lines)


def written(expression: Expression) -> str:
    """Write an expression as an author would."""
    if len(expression) == 3:
        name, op, value = expression
        return name if value is True else f"{name} {op} {value}"
    op, parts = expression
    if op == "not":
        return f"not ({written(parts[0])})"
    return f" {op} ".join(f"({written(part)})" for part in parts)


def holds(expression: Expression, known: dict[str, Any]) -> bool:
    """Read an expression where every fact is known."""
    if len(expression) == 3:
        name, op, value = expression
        found = known[name]
        if found is NA:
            return False
        return bool({"==": found == value, "<": op == "<" and found < value, ">=": op == ">=" and found >= value}[op])
    op, parts = expression
    values = [holds(part, known) for part in parts]
    return not values[0] if op == "not" else all(values) if op == "and" else any(values)


def draw(seed: int) -> World:
    """Draw a world; most have overrides, rivals, derived facts, presumptions and a parent with a child."""
    rnd = random.Random(seed)  # noqa: S311 - drawn from a seed on purpose
    world = World()
    world.facts = {
        "b0": [False, True],
        "b1": [False, True],
        "b2": [False, True],
        "c0": ["red", "green", "blue"],
        "n0": [0, 5, 10, 15],
        "k0": ["near", "far"],
    }
    if rnd.random() < 0.7:
        world.applies["b1"] = ("b0", "==", True)
    if rnd.random() < 0.5:
        world.applies["k0"] = rnd.choice([("c0", "==", "red"), ("n0", ">=", 10)])
    for name in ("b1", "b2", "k0"):
        if rnd.random() < 0.4:
            world.presume[name] = rnd.choice(world.facts[name])
    told = list(world.facts)
    world.derived = {"d0": [False, True], "e0": ["low", "mid", "high"], "d1": [False, True]}
    pool = told[:]
    number = 0
    for name, values in world.derived.items():
        for _ in range(rnd.choice([1, 2, 2])):
            conclude = (name, rnd.choice(values if rnd.random() < 0.3 else values[1:]))
            world.rules[f"r{number}"] = {"when": _drawn(world, pool, rnd), "conclude": conclude, "overrides": []}
            number += 1
        pool = [*pool, name]
    for _ in range(rnd.randint(3, 7)):
        when = _drawn(world, pool, rnd) if rnd.random() < 0.9 else None
        advise = (rnd.choice(["t0", "t1"]), rnd.choice(["a0", "a1"]), rnd.choice(["do", "may", "dont", "wait", "know"]))
        world.rules[f"r{number}"] = {"when": when, "advise": advise, "overrides": []}
        number += 1
    _override(world, rnd)
    if rnd.random() < 0.4:
        world.never.append(("and", [_test(world, told, rnd), _test(world, told, rnd)]))
    if rnd.random() < 0.4:
        world.otherwise["t0"] = rnd.choice(["silent", "may", "dont"])
    return world


def _override(world: World, rnd: random.Random) -> None:
    """Let some rules override others: conclusions those of the same fact, advice other advice."""
    names = list(world.rules)
    for i, name in enumerate(names):
        for other in names[:i]:
            a, b = world.rules[name], world.rules[other]
            same = "conclude" in a and "conclude" in b and a["conclude"][0] == b["conclude"][0]
            if (same or ("advise" in a and "advise" in b)) and rnd.random() < 0.2:
                a["overrides"].append(other)


def _test(world: World, pool: list[str], rnd: random.Random) -> Expression:
    name = rnd.choice(pool)
    values = world.facts.get(name) or world.derived[name]
    if values == [False, True]:
        return (name, "==", True)
    if values[0] == 0:
        return (name, rnd.choice(["<", ">="]), rnd.choice([5, 10]))
    return (name, "==", rnd.choice(values))


def _drawn(world: World, pool: list[str], rnd: random.Random, depth: int = 2) -> Expression:
    if not depth or rnd.random() < 0.4:
        test = _test(world, pool, rnd)
        return ("not", [test]) if rnd.random() < 0.35 else test
    if rnd.random() < 0.15:
        return ("not", [_drawn(world, pool, rnd, depth - 1)])
    return (rnd.choice(["and", "or"]), [_drawn(world, pool, rnd, depth - 1) for _ in range(2)])


def possible(world: World, told: dict[str, Any]) -> dict[str, Any] | None:
    """Give the facts as they are when all are told, with what does not apply; None when no situation allows it."""
    known = dict(told)
    for name, condition in world.applies.items():
        if not holds(condition, {**known, name: NA}):
            known[name] = False if world.facts[name] == [False, True] else NA
    return None if any(holds(e, known) for e in world.never) else known


@dataclass
class Read:
    """What a complete situation comes to: the rules that stand, are ruled out or in conflict, derived values.

    `holds` has the rules whose conditions hold, `beaten` those that a rule that holds overrides.
    """

    stands: set[str]
    out: set[str]
    conflict: set[str]
    derived: dict[str, Any]
    holds: set[str] = field(default_factory=set)
    beaten: set[str] = field(default_factory=set)


class _Reading:
    """Reads one complete situation, derived facts in order, then advice."""

    def __init__(self, world: World, known: dict[str, Any]) -> None:
        self.world, self.known = world, dict(known)
        self.rules = dict(world.rules)
        for topic, verdict in world.otherwise.items():
            act = (topic, "a0", verdict)
            self.rules[f"{topic}.a0.otherwise"] = {"when": "otherwise", "advise": act, "overrides": []}
        self.beaten_by = {n: [o for o in self.rules if n in self.rules[o]["overrides"]] for n in self.rules}
        self.found = Read(set(), set(), set(), {})

    def value(self, name: str) -> bool | None:
        when = self.rules[name]["when"]
        if when == "otherwise":
            act = self.rules[name]["advise"][:2]
            values = [self.value(n) for n in self.rules if _answers(self.rules[n], act)]
            return False if True in values else None if None in values else True
        return True if when is None else _read(when, self.known)

    def rivals(self, name: str) -> list[bool | None]:
        mine = self.rules[name]
        found = []
        for other, rule in self.rules.items():
            between = name in rule["overrides"] or other in mine["overrides"]
            beaten = any(self.value(b) for b in self.beaten_by[other])
            if _opposite(mine, rule) and not between and not beaten:
                found.append(self.value(other))
        return found

    def settle(self, name: str) -> None:
        overriders = [self.value(o) for o in self.beaten_by[name]]
        value = self.value(name)
        if value is False or True in overriders:
            self.found.out.add(name)
        elif value and True in self.rivals(name):
            self.found.conflict.add(name)
        elif value and None not in [*self.rivals(name), *overriders]:
            self.found.stands.add(name)

    def derive(self, fact: str, default: object) -> None:
        concluding = [name for name in self.rules if self.rules[name].get("conclude", ("",))[0] == fact]
        for name in concluding:
            self.settle(name)
        got = {self.rules[name]["conclude"][1] for name in concluding if name in self.found.stands}
        if got or all(name in self.found.out for name in concluding):
            self.known[fact] = self.found.derived[fact] = got.pop() if got else default


def read(world: World, known: dict[str, Any]) -> Read:
    """Read the meaning of a world off its rules, every told fact being known."""
    reading = _Reading(world, known)
    for fact, values in world.derived.items():
        reading.derive(fact, values[0])
    for name in reading.rules:
        if "advise" in reading.rules[name]:
            reading.settle(name)
        if reading.value(name):
            reading.found.holds.add(name)
        if any(reading.value(other) for other in reading.beaten_by[name]):
            reading.found.beaten.add(name)
    return reading.found


def _read(expression: Expression, known: dict[str, Any]) -> bool | None:
    """Read an expression in which derived facts may be unknown, as those in conflict are."""
    if len(expression) == 3:
        return holds(expression, known) if expression[0] in known else None
    op, parts = expression
    values = [_read(part, known) for part in parts]
    if op == "not":
        return None if values[0] is None else not values[0]
    decides = op == "or"
    return decides if decides in values else None if None in values else not decides


def _answers(rule: dict[str, Any], act: tuple[str, str]) -> bool:
    advise = rule.get("advise", ("", "", "know"))
    return advise[:2] == act and advise[2] != "know" and rule["when"] is not None and rule["when"] != "otherwise"


def _opposite(a: dict[str, Any], b: dict[str, Any]) -> bool:
    if "conclude" in a and "conclude" in b:
        return bool(a["conclude"][0] == b["conclude"][0] and a["conclude"][1] != b["conclude"][1])
    if "advise" in a and "advise" in b:
        return a["advise"][:2] == b["advise"][:2] and b["advise"][2] in OPPOSITE.get(a["advise"][2], set())
    return False
