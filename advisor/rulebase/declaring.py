"""Building facts from their nodes, with their values and phrases; conditions are left for later."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import TYPE_CHECKING

from advisor.errors import FactError, near
from advisor.rulebase import care_shape, terms
from advisor.rulebase.drafts import Draft, entries, fits, listed, mappings, text
from advisor.rulebase.kinds import KINDS, Value
from advisor.rulebase.model import Fact, Phrase
from advisor.rulebase.nodes import Mapping as MappingNode
from advisor.rulebase.nodes import Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from advisor.rulebase.nodes import Node, Report

ONLY = {
    "choices": ("choice",),
    "unit": ("number",),
    "min": ("number", "duration"),
    "max": ("number", "duration"),
    "past": ("date",),
    "compute": ("number", "duration", "date"),
    "weights": ("boolean", "choice"),
}
_NAMES = {
    "act": terms.ACT,
    "country": care_shape.COUNTRY,
    "evidence": care_shape.EVIDENCE,
    "fact": terms.FACT,
    "flag": care_shape.FLAG,
    "need": care_shape.NEED,
    "sign": care_shape.SIGN,
    "tag": care_shape.TAG,
    "rule": terms.RULE,
    "section": terms.IDENTIFIER,
    "source": terms.IDENTIFIER,
    "subject": terms.TOPIC,
    "topic": terms.TOPIC,
    "value": terms.CASE,
}
_NOT_CONCLUDED = ("applies", "ask", "help", "said", "min", "max", "past", "weights", "fixed")
_NOT_COMPUTED = ("applies", "presume", "past", "min", "max", "fixed")


def unknown(report: Report, kind: str, node: Scalar, names: Iterable[str], *, name: str = "", offset: int = 0) -> None:
    """Report a name that is declared nowhere (the node's text, or a part of it), with the nearest right one."""
    name = name or node.text
    if kind in _NAMES and not _NAMES[kind].fits(name):
        return  # reported with the shape of the file
    nearest = None if report.full else near(name, names)
    remedy = f"did you mean '{nearest}'?" if nearest else f"declare the {kind}, or correct the name"
    report.add(f"unknown-{kind}", f"there is no {kind} '{name}'", node, remedy, offset=offset, width=len(name))


def day_of(report: Report, node: Node | None) -> str | None:
    """Read a day of the calendar; None for what has not its shape, and for one that is none, which is reported."""
    if not isinstance(node, Scalar) or not terms.DAY.fits(node.text):
        return None
    try:
        return datetime.date.fromisoformat(node.text).isoformat()
    except ValueError:
        report.add("bad-value", f"'{node.text}' is no day of the calendar", node, "write it as 2026-11-23")
        return None


def value_of(report: Report, fact: Fact, node: Scalar) -> Value | None:
    """Read a value of a fact from a scalar; a value that does not fit is reported and None comes back."""
    if not fits(node, terms.VALUE):
        return None
    try:
        return check_bounds(fact, KINDS[fact.kind].read(fact.name, node.text, fact.choices))
    except FactError as error:
        shown = node.text if len(node.text) <= 60 else node.text[:60] + "…"  # noqa: PLR2004 - a line's worth
        message = f"'{shown}' does not fit the {fact.kind} '{fact.name}'"
        report.add("bad-value", message, node, error.hint or f"expected {error.expected}")
        return None


def one_value(report: Report, fact: Fact, node: Scalar) -> Value | None:
    """Read a value of a fact that cannot be a range."""
    value = value_of(report, fact, node)
    if isinstance(value, tuple):
        report.add("bad-value", f"'{node.text}' is a range, and one value belongs here", node, "write the value")
        return None
    return value


def check_bounds(fact: Fact, value: Value) -> Value:
    """Refuse a value outside the fact's `min` and `max`; raises FactError."""
    low, high = fact.minimum, fact.maximum
    for bound in value if isinstance(value, tuple) else (value,):
        if bound is None or (low is None and high is None):
            continue
        if (low is not None and bound < low) or (high is not None and bound > high):  # type: ignore[operator]
            span = " and ".join(f"at {word} {b}" for word, b in (("least", low), ("most", high)) if b is not None)
            raise FactError(fact.name, KINDS[fact.kind].show(value), f"{KINDS[fact.kind].expected()}, {span}")
    return value


def phrases(node: Node | None) -> tuple[Phrase, ...]:
    """Read a list of phrases: each a text, or a cue with what forbids the reading and how much it says."""
    found = []
    for item in node.items if isinstance(node, Sequence) else ():
        if isinstance(item, Scalar):
            found.append(Phrase(item.text, position=item.position))
        elif isinstance(item, MappingNode):
            weight, unless = item.get("weight"), tuple(u.text for u in listed(item.get("unless")))
            weighs = float(weight.text) if isinstance(weight, Scalar) and fits(weight, terms.WEIGHT) else None
            found.append(Phrase(text(item, "cue"), unless, weighs, item.position))
    return tuple(found)


def _answers(fact: Fact) -> tuple[str, ...]:
    """Name the answers to a yes-or-no fact or a choice; a fact of any other kind has too many to name."""
    return fact.choices if fact.kind == "choice" else ("true", "false") if fact.kind == "boolean" else ()


def said(fact: Fact, node: Node | None, report: Report) -> dict[str, tuple[Phrase, ...]]:
    """Read how people say the values of a fact: by value for yes-or-no facts and choices, else a list with <value>."""
    keys = _answers(fact)
    if node is None or (fact.kind == "choice" and not keys):
        return {}
    if isinstance(node, Sequence) != (not keys):
        wanted = "a list for each of: " + ", ".join(keys) if keys else "a list of phrases with the hole <value>"
        report.add("wrong-shape", f"`said` of the {fact.kind} '{fact.name}' is written differently", node, wanted)
        return {}
    if not keys:
        cues = [item.get("cue") for item in mappings(node)]
        for item in [*listed(node), *(cue for cue in cues if isinstance(cue, Scalar))]:
            if "<value>" not in item.text:
                report.add("no-hole", "the phrase has no place for the value", item, "write <value> where it stands")
        return {"value": phrases(node)}
    for key, _ in entries(node):
        if key.text not in keys:
            unknown(report, "value", key, keys)
    return {key.text: phrases(items) for key, items in entries(node)}


def shown(fact: Fact, node: Node | None, report: Report) -> dict[str, str]:
    """Read the clauses that show the values of a fact: by value for yes-or-no facts and choices, else one text."""
    keys = _answers(fact)
    if node is None or (fact.kind == "choice" and not keys):
        return {}
    if isinstance(node, Scalar) != (not keys):
        wanted = "a text for each of: " + ", ".join(keys) if keys else "one text with the hole <value>"
        report.add("wrong-shape", f"`shown` of the {fact.kind} '{fact.name}' is written differently", node, wanted)
        return {}
    if isinstance(node, Scalar):
        return {"value": node.text}
    for key, _ in entries(node):
        if key.text not in keys:
            unknown(report, "value", key, keys)
    return {key.text: item.text for key, item in entries(node) if isinstance(item, Scalar)}


def weights(fact: Fact, node: Node | None, report: Report) -> dict[str, int | Decimal]:
    """Read how usual each answer is; of the kinds that have named answers."""
    answers = _answers(fact)
    found: dict[str, int | Decimal] = {}
    for key, value in entries(node) if answers else ():
        if key.text not in answers:
            unknown(report, "value", key, answers)
        elif isinstance(value, Scalar) and fits(value, terms.WEIGHT):
            found[key.text] = KINDS["number"].read(fact.name, value.text)  # type: ignore[assignment]  # never a range
    return found


def build_facts(draft: Draft, derived: set[str], report: Report) -> dict[str, Fact]:
    """Build every fact; `applies` is left for the conditions: an empty tuple where the fact has one."""
    facts: dict[str, Fact] = {}
    for name, (key, node) in draft.facts.items():
        kind = text(node, "kind")
        if kind not in KINDS:
            continue
        _fitting(name, kind, node, report)
        fact = Fact(
            name,
            kind,
            report.position(key),
            choices=tuple(c.text for c in listed(node.get("choices"))),
            unit=text(node, "unit"),
            past=text(node, "past") == "true",
            applies=() if node.get("applies") else None,
            applies_text=text(node, "applies"),
            lasts=text(node, "lasts", "always"),
            ask=text(node, "ask"),
            help=text(node, "help"),
            derived=name in derived,
            fixed=text(node, "fixed") == "true",
        )
        low, high = _bounds(fact, node, report)
        fact = replace(fact, minimum=low, maximum=high)
        defaults = _defaults(fact, node, report)
        facts[name] = replace(
            fact,
            said=_all_said(fact, node, draft, report),
            shown=shown(fact, node.get("shown"), report),
            weights=weights(fact, node.get("weights"), report),
            presume=defaults.get("presume"),
            otherwise=defaults.get("otherwise"),
        )
    return facts


def _bounds(fact: Fact, node: MappingNode, report: Report) -> tuple[Value | None, Value | None]:
    """Read `min` and `max`, of the kinds that have them."""
    if fact.kind not in ONLY["min"]:
        return None, None
    least, most = node.get("min"), node.get("max")
    low, high = (one_value(report, fact, n) if isinstance(n, Scalar) else None for n in (least, most))
    if most is not None and low is not None and high is not None and low > high:  # type: ignore[operator]  # numbers
        report.add("bad-value", f"nothing lies between the bounds of '{fact.name}'", most, "let max be above min")
        return None, None
    return low, high


def _all_said(fact: Fact, node: MappingNode, draft: Draft, report: Report) -> dict[str, tuple[Phrase, ...]]:
    """Read the fact's own phrases and those that other files add."""
    found = said(fact, node.get("said"), report)
    for _, more in draft.phrases.get(("facts", fact.name), ()):
        for value, items in said(fact, more, report).items():
            found[value] = found.get(value, ()) + items
    return found


def check_phrases(draft: Draft, report: Report) -> None:
    """Report phrases that are added to what is declared nowhere, and classes that are no word lists."""
    for name, node in draft.classes.items():
        if name not in draft.words:
            unknown(report, "word-list", node, draft.words)
    for name in draft.not_covered.keys() & draft.topics.keys():
        message = f"'{name}' is a topic, and not covered"
        report.add("duplicate-name", message, draft.not_covered[name][0], "give one of them another name")
    for section in ("facts", "topics", "not_covered", "flags"):
        names = getattr(draft, section)
        for (where, name), added in draft.phrases.items():
            if where == section and name not in names:
                for key, _ in added:
                    unknown(report, "subject" if section == "not_covered" else section.removesuffix("s"), key, names)


def _fitting(name: str, kind: str, node: MappingNode, report: Report) -> None:
    for key, _ in node.entries:
        kinds = ONLY.get(key.text, (kind,))
        if kind not in kinds:
            message = f"`{key.text}` is for facts of kind {' or '.join(kinds)}; '{name}' is a {kind}"
            report.add("wrong-kind", message, key, "take it out, or change the kind")
    choices = listed(node.get("choices"))
    if kind == "choice" and len({c.text for c in choices}) < max(2, len(choices)):
        message = f"the choice '{name}' needs two or more different choices"
        at = node.get("choices") or node.get("kind") or node
        report.add("bad-choices", message, at, "list them: `choices: [a, b]`")
    for choice in choices:
        if choice.text == UNKNOWN:
            report.add("bad-choices", "no choice can be called 'unknown'", choice, "what is not known is left out")


def _defaults(fact: Fact, node: MappingNode, report: Report) -> dict[str, Value]:
    """Read `presume` and `otherwise`."""
    found: dict[str, Value] = {}
    for key in ("presume", "otherwise"):
        scalar = node.get(key)
        if not isinstance(scalar, Scalar):
            continue
        if key == "otherwise" and not fact.derived:
            message = f"no rule concludes '{fact.name}', so nothing is otherwise"
            report.add("not-derived", message, scalar, "write `presume:` for what is taken while it is unknown")
        elif key == "otherwise" and scalar.text == UNKNOWN:
            found[key] = UNKNOWN
        elif (value := one_value(report, fact, scalar)) is not None:
            found[key] = value
    return found


UNKNOWN = "unknown"
"""What `otherwise` holds where the author wants a fact to stay unknown; no boolean or choice has this value."""


def check_presumed(facts: dict[str, Fact], draft: Draft, report: Report) -> None:
    """Report values that cannot be presumed or concluded: dates, and what formulas count with."""
    computing = {name for fact in facts.values() if fact.formula for name in fact.formula.facts}
    for name, fact in facts.items():
        node = draft.facts[name][1]
        if fact.derived and fact.kind == "date":
            message = f"no rule can conclude the date '{name}'"
            at = node.get("kind") or node
            report.add("wrong-kind", message, at, "compute it, or let a rule conclude a choice")
        if (found := node.get("presume")) and (fact.kind == "date" or name in computing):
            what = "a date" if fact.kind == "date" else "counted with in a formula"
            message = f"'{name}' cannot be presumed: it is {what}"
            report.add("bad-presume", message, found, "let a rule conclude a fact and presume that")


def check_told(facts: dict[str, Fact], draft: Draft, report: Report) -> None:
    """Report keys that make no sense on facts that nobody tells."""
    for name, fact in facts.items():
        node = draft.facts[name][1]
        if fact.derived and fact.formula:
            message = f"'{name}' has a formula and rules that conclude it"
            report.add("derived-computed", message, node.get("compute") or node, "keep one of them")
        keys = _NOT_CONCLUDED if fact.derived else _NOT_COMPUTED if fact.formula else ()
        for key in keys:
            if found := node.get(key):
                noun = "concluded by rules" if fact.derived else "computed from other facts"
                report.add(
                    "not-told",
                    f"`{key}` has no meaning: '{name}' is {noun}",
                    found,
                    "put it on the facts it comes from",
                )
