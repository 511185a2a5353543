"""What is in a rulebase, listed or one thing in full, as plain values and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from advisor.errors import UnknownName
from advisor.reasoning.records import record
from advisor.render.reply import source_in_words
from advisor.rulebase.kinds import KINDS
from advisor.rulebase.model import Advice, DatedPlan, Rule

if TYPE_CHECKING:
    from advisor.rulebase.model import Fact, Rulebase, Topic

SECTIONS = ("topics", "facts", "rules", "flags", "plans", "sources")


def contents(rulebase: Rulebase, name: str) -> dict[str, Any]:
    """Give a section of a rulebase, or one topic, fact, rule, flag, plan or source in full; raises UnknownName."""
    if name in SECTIONS:
        return {item: _line(found) for item, found in sorted(getattr(rulebase, name).items())}
    found: dict[str, Any] = {}
    for section in SECTIONS:
        if name in getattr(rulebase, section):
            thing = getattr(rulebase, section)[name]
            found[f"{section.removesuffix('s')} {name}"] = _whole(rulebase, thing)
    if name in rulebase.retired:
        found[f"rule {name}"] = {"retired": rulebase.retired[name]}
    if not found:
        raise UnknownName("topic, fact, rule, flag, plan or source", name, [*SECTIONS, *_names(rulebase)])
    return found


def _names(rulebase: Rulebase) -> list[str]:
    return [item for section in SECTIONS for item in getattr(rulebase, section)]


def _line(thing: Any) -> str:  # noqa: ANN401 - any of the nouns
    if isinstance(thing, Rule):
        then = thing.then
        return f"{then.on}: {then.verdict}" if isinstance(then, Advice) else f"{then.fact} = {record(then.value)}"
    return str(getattr(thing, "title", "") or getattr(thing, "ask", "") or getattr(thing, "say", "") or _sort(thing))


def _sort(thing: Any) -> str:  # noqa: ANN401 - any of the nouns
    if getattr(thing, "derived", False):
        return "concluded by rules"
    return "computed" if getattr(thing, "formula", None) else ""


def _whole(rulebase: Rulebase, thing: Any) -> dict[str, Any]:  # noqa: ANN401 - any of the nouns
    whole = _of(rulebase, thing)
    return {key: value for key, value in whole.items() if value is False or value not in (None, "", (), [], {})}


def _of(rulebase: Rulebase, thing: Any) -> dict[str, Any]:  # noqa: ANN401 - any of the nouns
    at = {"declared": str(thing.position)} if hasattr(thing, "position") else {}
    if isinstance(thing, Rule):
        return {**_rule(rulebase, thing), **at}
    if hasattr(thing, "formula"):
        return {**_fact(rulebase, thing), **at}
    if isinstance(thing, DatedPlan):
        return {**_plan(rulebase, thing), **at}
    if hasattr(thing, "asked"):
        return {**_topic(rulebase, thing), **at}
    if hasattr(thing, "silences"):
        return {
            "say": thing.say,
            "said": [p.cue for p in thing.said],
            "suspends": sorted(thing.silences),
            **at,
        }
    found: dict[str, Any] = record(thing)
    return found


def _rule(rulebase: Rulebase, rule: Rule) -> dict[str, Any]:
    then = rule.then
    says: dict[str, Any] = (
        {"verdict": then.verdict, "on": then.on, "say": then.say, "because": then.because}
        if isinstance(then, Advice)
        else {"concludes": f"{then.fact} = {record(then.value)}"}
    )
    overridden = sorted(r.name for r in rulebase.rules.values() if rule.name in r.overrides)
    return {
        "when": rule.when or ("no rule of the act with a condition holds" if rule.otherwise else "always"),
        **says,
        "overrides": list(rule.overrides),
        "overridden by": overridden,
        "safety": rule.safety or None,
        "source": f"{rule.source}: {source_in_words(rulebase, rule.source)}",
    }


def _fact(rulebase: Rulebase, fact: Fact) -> dict[str, Any]:
    by = sorted(r.name for r in rulebase.rules.values() if getattr(r.then, "fact", None) == fact.name)
    return {
        "kind": f"{fact.kind} ({fact.unit})" if fact.unit else fact.kind,
        "choices": list(fact.choices),
        "ask": fact.ask,
        "help": fact.help,
        "applies": fact.applies_text,
        "presume": record(fact.presume) if fact.presume is not None else None,
        "otherwise": record(fact.otherwise),
        "lasts": fact.lasts if fact.lasts != "always" else "",
        "computed from": list(fact.formula.facts) if fact.formula else [],
        "concluded by": by,
        "shown": dict(fact.shown),
        "weights": {answer: record(weight) for answer, weight in fact.weights.items()},
        "fixed": fact.fixed or None,
    }


def _topic(rulebase: Rulebase, topic: Topic) -> dict[str, Any]:
    rules = [r for r in rulebase.rules.values() if isinstance(r.then, Advice) and r.then.topic == topic.name]
    return {
        "title": topic.title,
        "applies": topic.applies_text,
        "rules": {r.name: _line(r) for r in sorted(rules, key=lambda r: r.name)},
    }


def _plan(rulebase: Rulebase, plan: DatedPlan) -> dict[str, Any]:
    return {
        "title": plan.title,
        "from": plan.start,
        "length": KINDS["duration"].show(plan.length),
        "restarts": list(plan.restarts),
        "unless": {fact: list(kept) for fact, kept in plan.unless.items()},
        "because": plan.because,
        "done": plan.done,
        "source": f"{plan.source}: {source_in_words(rulebase, plan.source)}",
    }


def contents_in_words(found: dict[str, Any], indent: int = 0) -> str:
    """Lay contents out as indented lines, a name a line."""
    lines: list[str] = []
    space = " " * indent
    for name, value in found.items():
        if isinstance(value, dict):
            lines += [f"{space}{name}", contents_in_words(value, indent + 2)]
        elif isinstance(value, list):
            lines += [f"{space}{name}: {', '.join(map(str, value))}"]
        else:
            lines.append(f"{space}{name}: {value}" if value else f"{space}{name}")
    return "\n".join(lines)
