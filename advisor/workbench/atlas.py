"""The atlas of a rulebase: its things with all that leads from one to the other, and what is to be said of each."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from advisor.rulebase.checking import facts_of
from advisor.rulebase.conditions import compares, parse
from advisor.rulebase.model import Advice
from advisor.workbench.trials import try_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.errors import Position
    from advisor.rulebase.conditions import Expression
    from advisor.rulebase.model import Rule, Rulebase
    from advisor.workbench.findings import Finding
    from advisor.workbench.trials import Advising, Trial

RULE, FACT, TOPIC, FLAG, PLAN, SUBJECT = "rule", "fact", "topic", "flag", "plan", "subject"
SCENARIO, SOURCE, NOTE, PLACE, TOGETHER = "scenario", "source", "note", "place", "together"
OTHER = "other"

_Name = TypeVar("_Name")
_One = TypeVar("_One")


class Key(NamedTuple):
    """One thing: its kind and name; a scenario, a place of help and what means more together go by their number."""

    kind: str
    name: str


class Shown(NamedTuple):
    """The scenarios that pass and show a rule advised (or concluding), and those that show it not, by number."""

    advised: tuple[int, ...] = ()
    withheld: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Atlas:
    """A rulebase with what leads from one of its things to others.

    `acts` has the rules of each topic by act, the one for otherwise last; `concluding` the rules of each derived fact;
    `overriders` names for each rule those that override it, `silencing` the flags at which it alone or with some others
    falls silent. `readers` tells for each fact what names it, `citing` for each section (`source/section`) what cites
    it, `noting` for each note on evidence the rules that name it. `conditions` has those that can be read in words, by
    what they belong to. `trials` are the scenarios as they went, `shown` what they show of each rule. `findings` are
    numbered; `about` gives the numbers of those at a thing, `subjects` the thing of each (None: it is at none).

    >>> from advisor import Advisor
    >>> garden = atlas_of(Advisor.load("examples/garden"))
    >>> garden.overriders["water-dry-soil"], [key.name for key in garden.readers["frost"]]
    (('rain-waters', 'never-before-frost'), ['never-before-frost'])
    """

    rulebase: Rulebase
    acts: Mapping[str, Mapping[str, tuple[Rule, ...]]]
    concluding: Mapping[str, tuple[Rule, ...]]
    overriders: Mapping[str, tuple[str, ...]]
    silencing: Mapping[str, tuple[str, ...]]
    readers: Mapping[str, tuple[Key, ...]]
    citing: Mapping[str, tuple[Key, ...]]
    noting: Mapping[str, tuple[str, ...]]
    conditions: Mapping[Key, Expression]
    trials: tuple[Trial, ...]
    shown: Mapping[str, Shown]
    findings: tuple[Finding, ...]
    about: Mapping[Key, tuple[int, ...]]
    subjects: tuple[Key | None, ...]


def atlas_of(advisor: Advising, findings: Iterable[Finding] = ()) -> Atlas:
    """Lay out the atlas of an advisor's rulebase: its scenarios are run, and findings are put where they belong."""
    rulebase, found = advisor.rulebase, tuple(findings)
    rules = rulebase.rules.values()
    trials = try_all(advisor)
    conditions = dict(_conditions(rulebase))
    subjects = _subjects(rulebase, found)
    return Atlas(
        rulebase,
        acts={name: _acts(rulebase, name) for name in rulebase.topics},
        concluding=_gathered((r.then.fact, r) for r in rules if not isinstance(r.then, Advice)),
        overriders=_gathered((other, r.name) for r in rules for other in r.overrides),
        silencing=_gathered(
            (name, f.name) for f in rulebase.flags.values() if not f.quiets for name in sorted(f.silences)
        ),
        readers=_gathered(_reading(rulebase, conditions)),
        citing=_gathered(_cited(rulebase)),
        noting=_gathered((note, r.name) for r in rules for note in r.evidence),
        conditions=conditions,
        trials=trials,
        shown=_shown(rulebase, trials),
        findings=found,
        about=_gathered((key, number) for number, key in enumerate(subjects) if key is not None),
        subjects=subjects,
    )


def _gathered(pairs: Iterable[tuple[_Name, _One]]) -> dict[_Name, tuple[_One, ...]]:
    """Gather what is paired with the same name, each once."""
    found: dict[_Name, dict[_One, None]] = {}
    for name, one in pairs:
        found.setdefault(name, {})[one] = None
    return {name: tuple(those) for name, those in found.items()}


def _acts(rulebase: Rulebase, topic: str) -> dict[str, tuple[Rule, ...]]:
    rules = [r for r in rulebase.rules.values() if isinstance(r.then, Advice) and r.then.topic == topic]
    rules.sort(key=lambda rule: rule.otherwise)
    return _gathered((rule.then.act, rule) for rule in rules if isinstance(rule.then, Advice))


def _conditions(rulebase: Rulebase) -> Iterator[tuple[Key, Expression]]:
    """Read the conditions of rules, and those by which topics and facts apply."""
    texts = [(Key(RULE, rule.name), rule.when) for rule in rulebase.rules.values() if rule.conditional]
    texts += [(Key(TOPIC, topic.name), topic.applies_text) for topic in rulebase.topics.values()]
    texts += [(Key(FACT, fact.name), fact.applies_text) for fact in rulebase.facts.values()]
    for key, text in texts:
        expression = parse(text, rulebase.facts, lambda _: None) if text else None
        if expression is not None:
            yield key, expression


def _reading(rulebase: Rulebase, conditions: Mapping[Key, Expression]) -> Iterator[tuple[str, Key]]:
    """Pair facts with what names them: conditions, formulas, plans, and combinations that never are."""
    for key, expression in conditions.items():
        yield from ((one.fact, key) for one in compares(expression))
    for fact in rulebase.facts.values():
        yield from ((part, Key(FACT, fact.name)) for part in (fact.formula.facts if fact.formula else ()))
    for plan in rulebase.plans.values():
        kept = (name for names in plan.unless.values() for name in names)
        yield from ((name, Key(PLAN, plan.name)) for name in (plan.start, *plan.restarts, *kept))
    for never in rulebase.never:
        yield from ((name, Key(OTHER, never.text)) for name in sorted(facts_of(never.clauses, rulebase.levels)))


def _cited(rulebase: Rulebase) -> Iterator[tuple[str, Key]]:
    yield from ((rule.source, Key(RULE, rule.name)) for rule in rulebase.rules.values())
    yield from ((plan.source, Key(PLAN, plan.name)) for plan in rulebase.plans.values() if plan.source)
    together = enumerate(rulebase.care.together)
    yield from ((one.source, Key(TOGETHER, str(number))) for number, one in together if one.source)


def _shown(rulebase: Rulebase, trials: Iterable[Trial]) -> dict[str, Shown]:
    passed = [(number, trial) for number, trial in enumerate(trials) if trial.passed]
    advised = _gathered((name, number) for number, trial in passed for name in trial.advised)
    withheld = _gathered((name, number) for number, trial in passed for name in trial.withheld)
    return {name: Shown(advised.get(name, ()), withheld.get(name, ())) for name in rulebase.rules}


def _subjects(rulebase: Rulebase, findings: Iterable[Finding]) -> tuple[Key | None, ...]:
    """Name the thing in which each finding lies: the last that begins before it, and at less of an indent."""
    things = sorted(_things(rulebase))
    places = [position for position, _ in things]
    return tuple(_around(things, places, one.position) for one in findings)


def _around(things: list[tuple[Position, Key]], places: list[Position], position: Position) -> Key | None:
    at = bisect_right(places, position)
    if not at:
        return None
    place, key = things[at - 1]
    within = place.file == position.file and (place == position or place.column < position.column)
    return key if within and key.kind != OTHER else None


def _things(rulebase: Rulebase) -> Iterator[tuple[Position, Key]]:
    """Go through the things that have a place, with it."""
    kinds = (
        (RULE, [rule for rule in rulebase.rules.values() if not rule.otherwise]),
        (FACT, rulebase.facts.values()),
        (TOPIC, rulebase.topics.values()),
        (FLAG, rulebase.flags.values()),
        (PLAN, rulebase.plans.values()),
        (SUBJECT, rulebase.not_covered.values()),
        (OTHER, rulebase.care.signs.values()),
    )
    for kind, things in kinds:
        yield from ((thing.position, Key(kind, thing.name)) for thing in things)
    numbered = {
        SCENARIO: [one.position for one in rulebase.scenarios],
        PLACE: [one.position for one in rulebase.care.resources],
        TOGETHER: [one.position for one in rulebase.care.together],
    }
    for kind, places in numbered.items():
        yield from ((position, Key(kind, str(number))) for number, position in enumerate(places))
    for path, position in rulebase.places.items():
        first, _, rest = path.partition("/")
        kind = {"sources": SOURCE, "evidence": NOTE}.get(first, OTHER)
        yield position, Key(kind, rest.partition("/")[0] if kind == SOURCE else rest)
