"""Other engines in the best way that was found to use each: compiled once, and a fact that is not told is missing.

Each function takes a generated rulebase and gives a function from the raw values of a case to the names of the rules
that hold. It raises ImportError where the package is not installed.
"""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Set as AbstractSet

    from benchmarks._generated import Atom, Condition, Rule, Rulebase, Value, Values

    Matcher = Callable[[Values], AbstractSet[str]]


def zen_expression(rulebase: Rulebase) -> Matcher:
    """GoRules Zen: all rules as one compiled expression, a list of booleans: the fastest way found, not the usual."""
    expressions = ", ".join(_zen(rule.condition) for rule in rulebase.rules)
    compiled = import_module("zen").compile_expression(f"[{expressions}]")
    names = tuple(rule.name for rule in rulebase.rules)

    def match(values: Values) -> set[str]:
        return {name for name, holds in zip(names, compiled.evaluate(values), strict=True) if holds}

    return match


def zen_table(rulebase: Rulebase) -> Matcher:
    """GoRules Zen: a decision table that collects, one row a rule; conditions in one column, which beats one a fact."""
    rows = [
        {"_id": f"r{number}", "in": _zen(rule.condition), "out": str(number)}
        for number, rule in enumerate(rulebase.rules)
    ]
    content = {"hitPolicy": "collect", "inputs": [{"id": "in", "name": "in"}], "rules": rows}
    content["outputs"] = [{"id": "out", "name": "out", "field": "rule"}]
    place = {"position": {"x": 0, "y": 0}}
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode", **place},
        {"id": "table", "name": "table", "type": "decisionTableNode", "content": content, **place},
        {"id": "out", "name": "out", "type": "outputNode", **place},
    ]
    edges = [
        {"id": "1", "type": "edge", "sourceId": "in", "targetId": "table"},
        {"id": "2", "type": "edge", "sourceId": "table", "targetId": "out"},
    ]
    graph = {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}
    decision = import_module("zen").ZenEngine().create_decision(json.dumps(graph))
    names = tuple(rule.name for rule in rulebase.rules)

    def match(values: Values) -> set[str]:
        return {names[int(row["rule"])] for row in decision.evaluate(values)["result"] or ()}

    return match


def _zen(condition: Condition) -> str:
    def test(atom: Atom) -> str:
        if atom.operator == "is":
            return f"{atom.fact} == {_literal(atom.value)}"
        if atom.operator == "==":
            return f"{atom.fact} == {_literal(atom.value)}"
        return f"({atom.fact} != null and {atom.fact} {atom.operator} {_literal(atom.value)})"

    return " and ".join(f"({' or '.join(map(test, group))})" for group in condition)


def cel(rulebase: Rulebase) -> Matcher:
    """CEL in Rust: a compiled program a rule, one context a case; one program for all rules is no faster."""
    library = import_module("cel")

    def test(atom: Atom) -> str:
        operator = "==" if atom.operator == "is" else atom.operator
        return f"(has(f.{atom.fact}) && f.{atom.fact} {operator} {_literal(atom.value)})"

    def expression(condition: Condition) -> str:
        return " && ".join(f"({' || '.join(map(test, group))})" for group in condition)

    programs = [(rule.name, library.compile(expression(rule.condition))) for rule in rulebase.rules]

    def match(values: Values) -> set[str]:
        context = library.Context({"f": values})
        return {name for name, program in programs if program.execute(context)}

    return match


def _literal(value: Value) -> str:
    return json.dumps(value)


def business_rules(rulebase: Rulebase) -> Matcher:
    """business-rules: `run_all` over its own form of rules; it has no missing values, so numbers test theirs first."""
    library, variables, actions = (import_module(f"business_rules{name}") for name in ("", ".variables", ".actions"))
    methods: dict[str, Any] = {}
    for fact in rulebase.facts.values():
        methods[fact.name] = _variable(variables, fact.name, fact.kind)
        if fact.kind == "number":
            methods[f"{fact.name}_told"] = variables.boolean_rule_variable()(_told(fact.name))
    known = type("Known", (variables.BaseVariables,), methods)
    parameters = {"name": import_module("business_rules.fields").FIELD_TEXT}
    note = actions.rule_action(params=parameters)(lambda hold, name: hold.names.add(name))
    holds = type("Holds", (actions.BaseActions,), {"note": note})

    rules = [_business_rule(rulebase, rule) for rule in rulebase.rules]

    def match(values: Values) -> set[str]:
        told, hold = known(), holds()
        told.values, hold.names = values, set()
        library.run_all(rules, told, hold)
        found: set[str] = hold.names
        return found

    return match


def _variable(variables: Any, name: str, kind: str) -> Any:  # noqa: ANN401 - a library without types
    if kind == "number":
        return variables.numeric_rule_variable()(lambda told: told.values[name])
    if kind == "boolean":
        return variables.string_rule_variable()(lambda told: {True: "yes", False: "no"}.get(told.values.get(name)))
    return variables.string_rule_variable()(lambda told: told.values.get(name))


def _told(name: str) -> Callable[[Any], bool]:
    return lambda told: name in told.values


def _business_rule(rulebase: Rulebase, rule: Rule) -> dict[str, Any]:
    def test(atom: Atom) -> dict[str, Any]:
        if atom.operator == "is":
            return {"name": atom.fact, "operator": "equal_to", "value": "yes" if atom.value else "no"}
        if atom.operator == "==":
            return {"name": atom.fact, "operator": "equal_to", "value": atom.value}
        if atom.operator == "!=":
            others = [choice for choice in rulebase.facts[atom.fact].choices if choice != atom.value]
            return {"any": [{"name": atom.fact, "operator": "equal_to", "value": choice} for choice in others]}
        operator = "greater_than_or_equal_to" if atom.operator == ">=" else "less_than"
        told = {"name": f"{atom.fact}_told", "operator": "is_true", "value": True}
        return {"all": [told, {"name": atom.fact, "operator": operator, "value": atom.value}]}

    groups = [{"any": [test(atom) for atom in group]} if len(group) > 1 else test(group[0]) for group in rule.condition]
    actions = [{"name": "note", "params": {"name": rule.name}}]
    return {"conditions": {"all": groups}, "actions": actions}


UNUSUAL = "zen-engine, one expression"
PEERS = {
    UNUSUAL: zen_expression,
    "zen-engine, decision table": zen_table,
    "cel (common-expression-language)": cel,
    "business-rules": business_rules,
}
