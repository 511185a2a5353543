"""The parts of two rulebases that anybody may name: which were added, which are gone, and which are others now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from advisor.conversation.record_notes import fact_note
from advisor.rulebase.kinds import KINDS
from advisor.rulebase.model import Advice
from advisor.workbench.differences import ADDED, CHANGED, GONE, RENAMED, Part
from advisor.workbench.versions import MAJOR, MINOR, PATCH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.rulebase.care import Flag
    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Fact, Rulebase
    from advisor.workbench.joining import Joined

_FACT_TERMS = {"unit": MINOR, "otherwise": MINOR, "lasts": MINOR, "fixed": PATCH}
_FACT_WORDS = ("ask", "help", "shown", "weights")
_FLAG_WORDS = ("title", "say", "voices", "brief", "stays")
_PLAN_WORDS = ("title", "because", "done", "source")
_CARE_WORDS = ("reminder", "help", "wording")
EVERY_RULE = "every rule"
"""What a flag of the first two urgencies suspends."""
_WORDS = "words"
"""The term of a part of which only texts changed."""


def parts(joined: Joined, old: Rulebase, new: Rulebase) -> Iterator[Part]:
    """Go through the parts that differ, by what each stands for and how it is told; what rules say is no part."""
    if old.name != new.name:
        yield Part("name", old.name, CHANGED, MAJOR, "name", old.name, new.name)
    if old.language != new.language:
        yield Part("language", old.language, CHANGED, MAJOR, "language", old.language, new.language)
    yield from _whole(old, new)
    yield from _facts(joined, old, new)
    yield from _names("topic", old.topics, new.topics)
    for name in (one for one in old.topics if one in new.topics):
        yield from _term("topic", name, "title", PATCH, (old.topics[name].title, new.topics[name].title))
        acts = [dict.fromkeys(_acts(rulebase, name)) for rulebase in (old, new)]
        yield from _names("act", *acts)
    yield from _rules(old, new)
    yield from _names("flag", old.flags, new.flags)
    for name in (one for one in old.flags if one in new.flags):
        yield from _flag(old.flags[name], new.flags[name], old.rules.keys() & new.rules.keys())
    yield from _names("subject that is not covered", old.not_covered, new.not_covered, gone=MINOR)
    yield from _plans(old, new)
    yield from _names("country with help", old.care.countries, new.care.countries)
    for kind, ours, theirs in (
        ("source", old.sources, new.sources),
        ("note on research", old.care.evidence, new.care.evidence),
    ):
        yield from _names(kind, ours, theirs, added=PATCH, gone=PATCH)
        yield from (Part(kind, name, CHANGED, PATCH) for name in ours if ours[name] != theirs.get(name, ours[name]))


def _names(
    kind: str, old: Iterable[str], new: Iterable[str], *, added: str = MINOR, gone: str = MAJOR
) -> Iterator[Part]:
    """Go through names that only one side has."""
    before, now = dict.fromkeys(old), dict.fromkeys(new)
    yield from (Part(kind, name, GONE, gone) for name in before if name not in now)
    yield from (Part(kind, name, ADDED, added) for name in now if name not in before)


def _term(kind: str, name: str, term: str, level: str, values: tuple[object, object]) -> Iterator[Part]:
    if values[0] != values[1]:
        before, now = ("" if value is None else str(value) for value in values)
        yield Part(kind, name, CHANGED, level, term, before, now)


def _whole(old: Rulebase, new: Rulebase) -> Iterator[Part]:
    for term in ("title", "notice"):
        yield from _term("rulebase", new.name, term, PATCH, (getattr(old, term), getattr(new, term)))
    for term in _CARE_WORDS:
        if bare(getattr(old.care, term)) != bare(getattr(new.care, term)):
            yield Part("rulebase", new.name, CHANGED, PATCH, term)
    for term in ("hints", "alarms"):
        if getattr(old, term) != getattr(new, term):
            yield Part("rulebase", new.name, CHANGED, PATCH, term)


# --- facts


def _facts(joined: Joined, old: Rulebase, new: Rulebase) -> Iterator[Part]:
    for name in old.facts:
        if name in joined.renamed:
            yield Part("fact", name, RENAMED, MAJOR, now=joined.renamed[name])
        elif name not in new.facts:
            yield Part("fact", name, GONE, MAJOR)
    come = set(joined.renamed.values())
    yield from (Part("fact", name, ADDED, MINOR) for name in new.facts if name not in old.facts and name not in come)
    for name, fact in old.facts.items():
        now = joined.renamed.get(name, name)
        if now in new.facts:
            yield from _fact(fact, new.facts[now], alike=joined.called[name] == now)
            ours, theirs = joined.old.plan.rulebase.facts, joined.new.plan.rulebase.facts
            if ours[joined.called[name]].applies != theirs[now].applies:
                yield from _term("fact", now, "applies", MINOR, (fact.applies_text, new.facts[now].applies_text))


def _fact(old: Fact, new: Fact, *, alike: bool) -> Iterator[Part]:
    if old.kind != new.kind:  # of what else it has nothing is the same
        yield Part("fact", new.name, CHANGED, MAJOR, "kind", old.kind, new.kind)
        return
    ways = _way(old), _way(new)
    yield from _term("fact", new.name, "how it is known", MAJOR, ways)
    before, now = (fact_note(fact).terms for fact in (old, new))
    if ways[0] == ways[1] and not alike:
        yield from _term("fact", new.name, "compute", MINOR, (before.get("computed"), now.get("computed")))
    for term, level in _FACT_TERMS.items():
        values = getattr(old, term), getattr(new, term)
        grave = MAJOR if term == "unit" and not {"days", "weeks"}.isdisjoint(values) else level
        yield from _term("fact", new.name, term, grave, (_plain(values[0]), _plain(values[1])))
    yield from _names("choice", *([f"{new.name} == {one}" for one in fact.choices] for fact in (old, new)))
    yield from _bounds(old, new)
    if old.presume != new.presume:
        shown = ("" if fact.presume is None else _shown(fact, fact.presume) for fact in (old, new))
        # what need not be told has to be told from now on
        yield Part("fact", new.name, CHANGED, MAJOR if new.presume is None else MINOR, "presume", *shown)
    if any(getattr(old, term) != getattr(new, term) for term in _FACT_WORDS):
        yield Part("fact", new.name, CHANGED, PATCH, _WORDS)


def _bounds(old: Fact, new: Fact) -> Iterator[Part]:
    """Tell of what may be told no more, and of what may be told besides."""
    for term, sign in (("minimum", 1), ("maximum", -1)):
        was, says = getattr(old, term), getattr(new, term)
        if was != says:
            narrower = says is not None and (was is None or (says - was) * sign > 0)
            level = MAJOR if narrower else MINOR
            yield from _term("fact", new.name, term[:3], level, (_plain(was), _plain(says)))
    if old.past != new.past:
        yield from _term("fact", new.name, "past", MAJOR if new.past else MINOR, (_plain(old.past), _plain(new.past)))


def _way(fact: Fact) -> str:
    return "concluded by rules" if fact.derived else "computed" if fact.formula else "told"


def _shown(fact: Fact, value: Value) -> str:
    return KINDS[fact.kind].show(value)


def _plain(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value


# --- rules, flags, plans


def _acts(rulebase: Rulebase, topic: str) -> list[str]:
    return [r.then.on for r in rulebase.rules.values() if isinstance(r.then, Advice) and r.then.topic == topic]


def _rules(old: Rulebase, new: Rulebase) -> Iterator[Part]:
    named = [[name for name, rule in rulebase.rules.items() if not rule.otherwise] for rulebase in (old, new)]
    for part in _names("rule", *named):
        yield part._replace(now=new.retired.get(part.name, "")) if part.sort == GONE else part
    for name in (one for one in named[0] if one in new.rules):
        was, says = old.rules[name], new.rules[name]
        yield from _term("rule", name, "evidence", PATCH, (", ".join(was.evidence), ", ".join(says.evidence)))
        yield from _term("rule", name, "safety", MINOR, (_plain(was.safety), _plain(says.safety)))


def _flag(old: Flag, new: Flag, rules: set[str]) -> Iterator[Part]:
    yield from _term("flag", new.name, "urgency", MAJOR, (old.urgency, new.urgency))
    if old.quiets != new.quiets:
        words = ("", EVERY_RULE) if new.quiets else (EVERY_RULE, ", ".join(sorted(new.silences)))
        yield Part("flag", new.name, CHANGED, MAJOR if new.quiets else MINOR, "suspends", *words)
    elif not old.quiets:
        more, fewer = ((a.silences - b.silences) & rules for a, b in ((new, old), (old, new)))
        if more:
            yield Part("flag", new.name, CHANGED, MAJOR, "suspends", "", ", ".join(sorted(more)))
        if fewer:
            yield Part("flag", new.name, CHANGED, MINOR, "suspends", ", ".join(sorted(fewer)), "")
    for term in ("firm", "despite", "needs"):
        yield from _term("flag", new.name, term, MINOR, (_listed(getattr(old, term)), _listed(getattr(new, term))))
    asked = [[one._replace(ask="") for one in flag.checks] for flag in (old, new)]
    if asked[0] != asked[1]:
        yield Part("flag", new.name, CHANGED, MINOR, "checks")
    elif old.checks != new.checks or any(getattr(old, term) != getattr(new, term) for term in _FLAG_WORDS):
        yield Part("flag", new.name, CHANGED, PATCH, _WORDS)


def _listed(value: object) -> object:
    return ", ".join(value) if isinstance(value, tuple) else _plain(value)


def _plans(old: Rulebase, new: Rulebase) -> Iterator[Part]:
    yield from _names("plan", old.plans, new.plans)
    for name, plan in old.plans.items():
        now = new.plans.get(name, plan)
        for term in ("start", "length", "restarts"):
            yield from _term("plan", name, term, MINOR, (_listed(getattr(plan, term)), _listed(getattr(now, term))))
        if dict(plan.unless) != dict(now.unless):
            yield Part("plan", name, CHANGED, MINOR, "unless")
        if any(getattr(plan, term) != getattr(now, term) for term in _PLAN_WORDS):
            yield Part("plan", name, CHANGED, PATCH, _WORDS)


def bare(thing: Any) -> Any:  # noqa: ANN401 - texts, or nouns that hold phrases
    """Give a noun as plain tuples, without the places where it stands in a file.

    >>> from advisor.rulebase.model import Phrase
    >>> bare(Phrase("rain"))
    ('rain', (), None)
    """
    if isinstance(thing, tuple) and hasattr(thing, "_fields"):
        return tuple(bare(getattr(thing, name)) for name in thing._fields if name != "position")
    if isinstance(thing, (tuple, list)):
        return tuple(map(bare, thing))
    return {key: bare(value) for key, value in thing.items()} if hasattr(thing, "items") else thing


def settled(found: Mapping[str, Part], every: Iterable[Part]) -> list[Part]:
    """Put what is known of rules with new names in the place of the rules that are gone and come."""
    come = {name for part in found.values() for name in part.now.split(", ")}
    kept = [found.get(part.name, part) if part.kind == "rule" and part.sort == GONE else part for part in every]
    return [part for part in kept if not (part.kind == "rule" and part.sort == ADDED and part.name in come)]
