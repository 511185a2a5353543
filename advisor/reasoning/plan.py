"""What deciding needs to know of a rulebase, worked out once: what stands in a rule's way, and what to match."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.engines.protocol import Pattern, denials
from advisor.rulebase.checking import facts_of
from advisor.rulebase.model import AGAINST, FOR, KNOW, Advice, Conclusion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.rulebase.model import Rule, Rulebase


class Plan(NamedTuple):
    """A rulebase prepared for deciding.

    `overriders` and `rivals` name for each rule the rules that can beat it and those that conclude the opposite;
    `concluding` and `advising` list rules by derived fact and by topic; `conditional` the rules of an act that must be
    false before its `otherwise` is given; `patterns` and `sizes` are what an engine compiles; `denied` names the
    patterns that together make a rule certainly false; `parents` gives for each level of a fact that does not
    always apply the levels on which that hangs.
    """

    rulebase: Rulebase
    overriders: Mapping[str, tuple[str, ...]]
    rivals: Mapping[str, tuple[str, ...]]
    concluding: Mapping[str, tuple[Rule, ...]]
    advising: Mapping[str, tuple[Rule, ...]]
    conditional: Mapping[str, tuple[str, ...]]
    patterns: tuple[Pattern, ...]
    sizes: Mapping[str, int]
    denied: Mapping[str, tuple[str, ...]]
    parents: Mapping[str, frozenset[str]]

    def derived_for(self, rules: Iterable[Rule]) -> set[str]:
        """Name the derived facts that rules hang on, directly or through other derived facts."""
        found: set[str] = set()
        todo = list(rules)
        seen = {rule.name for rule in todo}
        while todo:
            rule = todo.pop()
            near = [*self.overriders[rule.name], *self.rivals[rule.name]]
            for fact in facts_of(rule.clauses, self.rulebase.levels):
                if self.rulebase.facts[fact].derived and fact not in found:
                    found.add(fact)
                    near += [r.name for r in self.concluding.get(fact, ())]
            if rule.otherwise and isinstance(rule.then, Advice):
                near += self.conditional[rule.then.on]
            todo += [self.rulebase.rules[name] for name in near if name not in seen]
            seen.update(near)
        return found

    def told_for(self, rules: Iterable[Rule]) -> set[str]:
        """Name the told facts that rules read, directly or through derived facts."""
        rules = list(rules)
        behind = [r for fact in self.derived_for(rules) for r in self.concluding.get(fact, ())]
        read = {fact for rule in [*rules, *behind] for fact in facts_of(rule.clauses, self.rulebase.levels)}
        return {fact for fact in read if not self.rulebase.facts[fact].derived}


def plan(rulebase: Rulebase) -> Plan:
    """Work out the plan of a rulebase.

    >>> from advisor.rulebase.loading import loads
    >>> plan(loads("name: garden")).patterns
    ()
    """
    overriders: dict[str, list[str]] = {name: [] for name in rulebase.rules}
    concluding: dict[str, list[Rule]] = {}
    advising: dict[str, list[Rule]] = {name: [] for name in rulebase.topics}
    acts: dict[str, list[Rule]] = {}
    for rule in rulebase.rules.values():
        for other in rule.overrides:
            overriders[other].append(rule.name)
        if isinstance(rule.then, Conclusion):
            concluding.setdefault(rule.then.fact, []).append(rule)
        else:
            advising[rule.then.topic].append(rule)
            acts.setdefault(rule.then.on, []).append(rule)
    rivals = {rule.name: _rivals(rule, concluding, acts, overriders) for rule in rulebase.rules.values()}
    conditional = {act: tuple(sorted(r.name for r in rules if _answers(r))) for act, rules in acts.items()}
    sizes = {name: level.size for name, level in rulebase.levels.items()}
    read = _read_by_others(rulebase, overriders, rivals, concluding, acts)
    patterns: list[Pattern] = []
    denied: dict[str, tuple[str, ...]] = {}
    for rule in rulebase.rules.values():
        patterns.append(Pattern(rule.name, rule.clauses))
        if rule.name in read:
            against = denials(rule.name, rule.clauses, sizes)
            patterns += against
            denied[rule.name] = tuple(p.name for p in against)
    return Plan(
        rulebase,
        {name: tuple(sorted(rules)) for name, rules in overriders.items()},
        rivals,
        {name: _by_name(rules) for name, rules in concluding.items()},
        {name: _by_name(rules) for name, rules in advising.items()},
        conditional,
        tuple(patterns),
        sizes,
        denied,
        _parents(rulebase),
    )


def _parents(rulebase: Rulebase) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for level in rulebase.levels.values():
        for name in level.formula.facts if level.formula else (level.fact,):
            applies = rulebase.facts[name].applies
            if applies is not None:
                tests = {test.level for clause in applies for test in clause}
                found[level.name] = found.get(level.name, frozenset()) | tests
    return found


def _answers(rule: Rule) -> bool:
    """Whether a rule's holding makes the otherwise of its act needless."""
    return rule.conditional and isinstance(rule.then, Advice) and rule.then.verdict != KNOW


def _by_name(rules: list[Rule]) -> tuple[Rule, ...]:
    # by name and not by place, so that the order of the files never shows
    return tuple(sorted(rules, key=lambda r: r.name))


def _rivals(
    rule: Rule,
    concluding: Mapping[str, list[Rule]],
    acts: Mapping[str, list[Rule]],
    overriders: Mapping[str, list[str]],
) -> tuple[str, ...]:
    """Name the rules that conclude the opposite with no override between the two."""
    if isinstance(rule.then, Conclusion):
        opposite = [r for r in concluding[rule.then.fact] if r.then != rule.then]
    else:
        against = AGAINST if rule.then.verdict in FOR else FOR if rule.then.verdict in AGAINST else frozenset()
        opposite = [r for r in acts[rule.then.on] if isinstance(r.then, Advice) and r.then.verdict in against]
    between = overriders[rule.name]
    return tuple(sorted(r.name for r in opposite if r.name not in between and rule.name not in overriders[r.name]))


def _read_by_others(
    rulebase: Rulebase,
    overriders: Mapping[str, list[str]],
    rivals: Mapping[str, tuple[str, ...]],
    concluding: Mapping[str, list[Rule]],
    acts: Mapping[str, list[Rule]],
) -> set[str]:
    """Name the rules whose falsity another rule, a derived fact or an otherwise waits for."""
    read = {name for names in overriders.values() for name in names}
    read |= {name for names in rivals.values() for name in names}
    read |= {rule.name for rules in concluding.values() for rule in rules}
    for rules in acts.values():
        if any(rule.otherwise for rule in rules):
            read |= {rule.name for rule in rules}
    return {name for name in read if not rulebase.rules[name].otherwise}


def topics_of(plan: Plan) -> dict[str, frozenset[str]]:
    """Name for each told fact the topics whose rules read it, directly or through derived facts."""
    found: dict[str, set[str]] = {}
    for topic, rules in plan.advising.items():
        for fact in plan.told_for(rules):
            found.setdefault(fact, set()).add(topic)
    return {fact: frozenset(topics) for fact, topics in found.items()}
