"""Checks over a whole rulebase, once everything in it is built: cycles, order, holes in texts."""

from __future__ import annotations

import re
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

from advisor.errors import near
from advisor.rulebase.clauses import NEVER, TooManyClauses, disjoin, negate
from advisor.rulebase.declaring import UNKNOWN, unknown
from advisor.rulebase.drafts import entries, mappings, text
from advisor.rulebase.model import Advice, Conclusion
from advisor.rulebase.nodes import Mapping as MappingNode
from advisor.rulebase.nodes import Scalar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.rulebase.axes import Level
    from advisor.rulebase.clauses import Clause, Clauses
    from advisor.rulebase.drafts import Draft
    from advisor.rulebase.model import Fact, Rule
    from advisor.rulebase.nodes import Report

HOLE = re.compile(r"<([a-z_][a-z0-9_]*)>")


def check_overrides(rules: Mapping[str, Rule], draft: Draft, report: Report) -> None:
    """Report rules that override each other in a circle."""
    circle = cycle({name: [o for o in rule.overrides if o in rules] for name, rule in rules.items()})
    if circle:
        message = "rules override each other in a circle: " + " -> ".join(circle)
        report.add("override-cycle", message, draft.rules[circle[0]][0], "take one of them out of `overrides:`")


def strata(
    facts: Mapping[str, Fact],
    rules: Mapping[str, Rule],
    levels: Mapping[str, Level],
    draft: Draft,
    report: Report,
) -> tuple[tuple[str, ...], ...]:
    """Order the derived facts in layers: each reads only facts of the layers before it; a cycle is reported."""
    overriders: dict[str, list[Rule]] = {}
    for rule in rules.values():
        for other in rule.overrides:
            overriders.setdefault(other, []).append(rule)
    reads: dict[str, set[str]] = {name: set() for name, fact in facts.items() if fact.derived}
    for rule in rules.values():
        if isinstance(rule.then, Conclusion):
            for reader in (rule, *overriders.get(rule.name, ())):
                reads[rule.then.fact] |= {f for f in facts_of(reader.clauses, levels) if facts[f].derived}
    if circle := cycle({name: sorted(read) for name, read in sorted(reads.items())}):
        message = "facts are derived from each other in a circle: " + " -> ".join(circle)
        report.add("derived-cycle", message, draft.facts[circle[0]][0], "let one of them read told facts only")
        return ()
    return layers(reads)


def facts_of(clauses: Clauses, levels: Mapping[str, Level]) -> set[str]:
    """Name the facts that clauses read, told or derived; a formula's facts for a computed one."""
    found: set[str] = set()
    for level in {levels[test.level] for clause in clauses for test in clause}:
        found |= set(level.formula.facts) if level.formula else {level.fact}
    return found


def cycle(edges: Mapping[str, list[str]]) -> list[str]:
    """Find one circle in a graph, closed: the first name stands again at the end; empty when there is none.

    >>> cycle({"a": ["b"], "b": ["a"]}), cycle({"a": ["b"], "b": []})
    (['a', 'b', 'a'], [])
    """
    done: set[str] = set()
    for root in edges:
        path: dict[str, Iterator[str]] = {} if root in done else {root: iter(edges[root])}
        while path:
            name = next(reversed(path))
            step = next(path[name], None)
            if step is None:
                done.add(name)
                del path[name]
            elif step in path:
                names = list(path)
                return [*names[names.index(step) :], step]
            elif step not in done and step in edges:
                path[step] = iter(edges[step])
    return []


def layers(edges: Mapping[str, Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    """Order a graph without circles in layers, each leading only to the layers before it.

    >>> layers({"a": ["b"], "b": [], "c": []})
    (('b', 'c'), ('a',))
    """
    sorter = TopologicalSorter(edges)
    sorter.prepare()
    found: list[tuple[str, ...]] = []
    while sorter.is_active():
        found.append(tuple(sorted(sorter.get_ready())))
        sorter.done(*found[-1])
    return tuple(found)


def check_derived(
    facts: Mapping[str, Fact],
    rules: Mapping[str, Rule],
    sizes: Mapping[str, int],
    draft: Draft,
    report: Report,
) -> None:
    """Report derived facts that could end without a value: no `otherwise`, and rules that leave a case out."""
    by_fact: dict[str, list[Rule]] = {}
    for rule in rules.values():
        if isinstance(rule.then, Conclusion):
            by_fact.setdefault(rule.then.fact, []).append(rule)
    unread = {
        key.text for n, (_, node) in draft.rules.items() if n not in rules for key, _ in entries(node.get("conclude"))
    }
    for name, concluding in by_fact.items():
        fact = facts[name]
        if fact.kind == "boolean" or fact.otherwise is not None or name in unread:
            continue
        try:
            covered: Clauses = NEVER
            for rule in concluding:
                covered = disjoin(covered, rule.clauses, sizes)
            total = negate(covered, sizes) == NEVER
        except TooManyClauses:
            total = False
        if not total:
            message = f"in some cases no rule concludes '{name}'"
            remedy = "say what it is then: `otherwise: …` (or `unknown`)"
            report.add("no-otherwise", message, draft.facts[name][0], remedy)


def default_of(fact: Fact) -> object:
    """Give what a derived fact is when all its rules are false; None where it stays unknown.

    >>> from advisor.errors import Position
    >>> from advisor.rulebase.model import Fact
    >>> default_of(Fact("wet", "boolean", Position("garden.yaml", 1, 1), derived=True))
    False
    """
    if fact.otherwise is None:
        return False if fact.kind == "boolean" else None
    return None if fact.otherwise == UNKNOWN and isinstance(fact.otherwise, str) else fact.otherwise


def check_safety(
    facts: Mapping[str, Fact], rules: Mapping[str, Rule], levels: Mapping[str, Level], draft: Draft, report: Report
) -> None:
    """Report presumptions on what a safety rule reads, directly or through derived facts: safety presumes nothing."""
    for name, rule in rules.items():
        todo = list(facts_of(rule.clauses, levels)) if rule.safety else []
        read: set[str] = set()
        while todo:
            fact = todo.pop()
            if fact not in read:
                read.add(fact)
                concluding = [r for r in rules.values() if isinstance(r.then, Conclusion) and r.then.fact == fact]
                todo += [f for r in concluding for f in facts_of(r.clauses, levels)]
        for fact in sorted(f for f in read if facts[f].presume is not None):
            message = f"the safety rule '{name}' reads '{fact}', which is presumed"
            node = draft.facts[fact][1].get("presume") or draft.facts[fact][0]
            report.add("presumed-safety", message, node, "take the presumption out: safety takes nothing for granted")


def check_holes(
    facts: Mapping[str, Fact],
    rules: Mapping[str, Rule],
    levels: Mapping[str, Level],
    draft: Draft,
    report: Report,
) -> None:
    """Report `<fact>` in what a rule says where the fact is unknown to the rulebase, or may be while the rule holds."""
    for name, rule in rules.items():
        if not isinstance(rule.then, Advice) or ("<" not in rule.then.say and "<" not in rule.then.because):
            continue
        for scalar, hole in _holes(_advice_of(rule, rule.then, draft)):
            fact = facts.get(hole[1])
            if fact is None:
                unknown(report, "fact", scalar, facts, name=hole[1], offset=hole.start(1))
            elif not all(_known(fact, clause, levels) for clause in rule.clauses):
                message = f"'{hole[1]}' may be unknown where '{name}' holds"
                remedy = f"let its condition compare '{hole[1]}', or say it without the value"
                report.add("open-hole", message, scalar, remedy, offset=hole.start(), width=len(hole[0]))


def _advice_of(rule: Rule, advice: Advice, draft: Draft) -> MappingNode | None:
    """Find the node of what a rule, or the otherwise of an act, says."""
    if not rule.otherwise:
        found = draft.rules[rule.name][1].get("advise")
        return found if isinstance(found, MappingNode) else None
    topic = draft.topics[advice.topic][1]
    return next((n for n in mappings(topic.get("otherwise")) if text(n, "act", advice.topic) == advice.act), None)


def _holes(advice: MappingNode | None) -> Iterator[tuple[Scalar, re.Match[str]]]:
    for key, value in entries(advice):
        if isinstance(value, Scalar) and key.text in {"say", "because"}:
            yield from ((value, hole) for hole in HOLE.finditer(value.text))


def _known(fact: Fact, clause: Clause, levels: Mapping[str, Level]) -> bool:
    """Whether the value of a fact is known wherever a clause holds."""
    known: set[str] = set()
    for test in clause:
        level = levels[test.level]
        # what does not apply has no value, though a test may hold there
        if level.apart == level.axis.size and test.mask >> level.apart & 1:
            continue
        known.add(level.fact)
        if level.formula:
            known |= level.formula.needed()
    return fact.name in known or (fact.formula is not None and known >= set(fact.formula.facts))


def check_asked(facts: Mapping[str, Fact], draft: Draft, report: Report) -> None:
    """Report facts that could be asked and have no question."""
    for name, fact in facts.items():
        key, node = draft.facts[name]
        keys = [key.text for key, _ in node.entries]
        # a key that was meant to be one of them has been reported; looking for one takes time, so only where it may be
        if fact.told and not {"ask", "compute"} & set(keys) and not any(near(key, ("ask", "compute")) for key in keys):
            report.add("no-question", f"nobody can be asked for '{name}'", key, "write the question under `ask:`")
