"""What a scenario, or a step of its talk, expects, held against what came: every expectation that was not met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, Union

from advisor.reasoning.records import record
from advisor.rulebase.model import Advice, Conclusion, Scenario, Step

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.language.heard import Heard
    from advisor.reasoning.outcome import Outcome
    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Rulebase

Expected: TypeAlias = Union[Scenario, Step]
"""What holds expectations."""

NONE, NOTHING, ADVISED, NOT_ADVISED = "none", "nothing", "advised", "not advised"
UNDERSTANDS, TOPIC, FLAGS, ANSWERED, ASKED, CHECKED = "understands", "topic", "flags", "answered", "asked", "checked"
ADVISES, CONCLUDES, RULES_ADVISED, WITHHOLDS = "advises", "concludes", "advised", "withholds"
ASSUMING, OPEN, CONTRADICTION, CONFLICT = "assuming", "open", "contradiction", "conflict"
GIVEN, SAY = "given", "say"


@dataclass(frozen=True, slots=True)
class Miss:
    """One expectation that was not met: what it is about, what was expected, and what came.

    `key` is the key of the scenario it stands under, `name` what of it: an act (`topic.act`), a fact or a rule. `step`
    counts the steps of a talk from 1; it is 0 where there is none. `values` has what came as it would be written there,
    None where nothing came that could be.
    """

    about: str
    expected: str
    got: str
    key: str = ""
    name: str = ""
    step: int = 0
    values: tuple[Value, ...] | None = None


class Seen(NamedTuple):
    """What came of a scenario, or of a step of its talk: what was understood, what is known by then, and the outcome.

    `heard` is None where nothing was said. `facts` are those told, `topic` the one it is about, `flags` those that are
    up. `asked` is the fact that is asked for next and `checked` the flag whose direct question comes before that.
    """

    today: datetime.date
    heard: Heard | None
    facts: Mapping[str, object]
    topic: str | None
    flags: tuple[str, ...]
    outcome: Outcome
    asked: str | None = None
    checked: str | None = None


def misses(expected: Expected, seen: Seen) -> tuple[Miss, ...]:
    """List the expectations that what came does not meet."""
    return (*_understood(expected, seen), *_decided(expected, seen.outcome))


def _understood(expected: Expected, seen: Seen) -> Iterator[Miss]:
    heard = seen.heard
    if heard is None:
        return
    if expected.topic is not None and seen.topic != expected.topic:
        values = (seen.topic,) if seen.topic else None
        yield Miss("the topic understood", expected.topic, seen.topic or heard.decision, TOPIC, values=values)
    for fact, value in (expected.understands or {}).items():
        if (got := heard.facts.get(fact)) != value:
            yield _value(f"{fact} as understood", UNDERSTANDS, fact, value, got)
    if expected.flags is not None and set(seen.flags) != set(expected.flags):
        yield _set("the flags raised", FLAGS, expected.flags, seen.flags)


def _value(about: str, key: str, fact: str, value: Value, got: Value | None) -> Miss:
    shown, values = (NOTHING, None) if got is None else (_written(got), (got,))
    return Miss(about, _written(value), shown, key, fact, values=values)


def _written(value: Value) -> str:
    """Give a value as it would be written."""
    return str(value).lower() if isinstance(value, bool) else str(record(value))


def _set(about: str, key: str, expected: Iterable[str], got: Iterable[str]) -> Miss:
    values = tuple(sorted(set(got)))
    return Miss(about, ", ".join(sorted(expected)) or NONE, ", ".join(values) or NONE, key, values=values)


def _decided(expected: Expected, outcome: Outcome) -> Iterator[Miss]:
    at_odds = outcome.contradiction.facts if outcome.contradiction else ()
    if set(at_odds) != set(expected.contradiction or ()):
        yield _set("the facts at odds", CONTRADICTION, expected.contradiction or (), at_odds)
    yield from _advice(expected, outcome)
    for fact, value in (expected.concludes or {}).items():
        got = outcome.derived[fact].value if fact in outcome.derived else None
        if got != value:
            yield _value(fact, CONCLUDES, fact, value, got)
    yield from _sets(expected, outcome)


def _advice(expected: Expected, outcome: Outcome) -> Iterator[Miss]:
    for topic, acts in (expected.advises or {}).items():
        for act, verdict in acts.items():
            on = f"{topic}.{act}"
            found = tuple(c.advice.verdict for c in outcome.concluded if c.advice.on == on)
            if verdict not in found:
                yield Miss(on, verdict, ", ".join(found) or NOTHING, ADVISES, on, values=found[:1] or None)
    standing = {c.rule for c in outcome.concluded}
    for rules, key, expects, got in (
        (set(expected.advised) - standing, RULES_ADVISED, ADVISED, NOT_ADVISED),
        (set(expected.withholds) & standing, WITHHOLDS, NOT_ADVISED, ADVISED),
    ):
        for rule in sorted(rules):
            yield Miss(rule, expects, got, key, rule)


def _sets(expected: Expected, outcome: Outcome) -> Iterator[Miss]:
    assuming = {fact for c in outcome.concluded for fact in c.assuming}
    opened = {o.advice.on for o in outcome.open} - {c.advice.on for c in outcome.concluded}
    conflict = {rule for c in outcome.conflicts for rule in c.rules}
    for about, key, wanted, got in (
        ("what is assumed", ASSUMING, expected.assuming, assuming),
        ("the acts on which nothing stands yet", OPEN, expected.open, opened),
        ("the rules in conflict", CONFLICT, expected.conflict, conflict),
    ):
        if wanted is not None and set(wanted) != got:
            yield _set(about, key, wanted, got)


def shown(rulebase: Rulebase, outcome: Outcome) -> tuple[frozenset[str], frozenset[str]]:
    """Name the rules that an outcome shows advised, or concluding, and those that it shows doing neither."""
    rules = rulebase.rules
    stands = {c.rule for c in outcome.concluded}
    stands |= {d.proof.rule for d in outcome.derived.values() if d.proof}
    withheld = {r.rule for r in outcome.ruled_out}
    withheld |= {d.rule for derived in outcome.derived.values() for d in derived.defeats}
    for derived in outcome.derived.values():
        withheld |= {n for n, r in rules.items() if _other(r.then, derived.fact, derived.value)}
    # a rule that always holds is shown not advised by a question about another topic
    withheld |= {n for n, r in rules.items() if not r.conditional and _elsewhere(r.then, outcome.topics)}
    return frozenset(stands), frozenset(withheld - stands)


def _other(then: object, fact: str, value: object) -> bool:
    return isinstance(then, Conclusion) and then.fact == fact and then.value != value


def _elsewhere(then: object, topics: tuple[str, ...]) -> bool:
    return isinstance(then, Advice) and bool(topics) and then.topic not in topics
