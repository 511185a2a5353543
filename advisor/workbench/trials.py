"""Running scenarios and example messages: what each expected, what came, and which rules scenarios show both ways."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from advisor.errors import AdvisorError
from advisor.language.heard import ANSWER, DENIED, NOT_COVERED, OFF_TOPIC
from advisor.reasoning.records import Recorded, record
from advisor.rulebase.model import Advice, Conclusion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.errors import Position
    from advisor.language.heard import Heard
    from advisor.reasoning.outcome import Outcome
    from advisor.rulebase.model import Rule, Rulebase, Scenario, Topic, Uncovered

DAY = datetime.date(2026, 1, 15)
"""The day of a scenario that names none: fixed, so that a scenario gives the same tomorrow."""


class Hearing(Protocol):
    """What a message is tried on: an advisor, as far as it reads."""

    rulebase: Rulebase

    def understand(self, text: str, *, today: datetime.date | None = None) -> Heard:
        """Read a message."""


class Advising(Hearing, Protocol):
    """What a scenario is tried on: an advisor, as far as trials need one."""

    def decide(
        self,
        facts: Mapping[str, object],
        *,
        topics: Iterable[str] | None = None,
        flags: Iterable[str] = (),
        today: datetime.date | None = None,
    ) -> Outcome:
        """Work out what follows from facts."""


@dataclass(frozen=True, slots=True)
class Miss:
    """One expectation of a scenario that was not met."""

    about: str
    expected: str
    got: str


@dataclass(frozen=True, slots=True)
class Trial:
    """A scenario as it went: what it missed (nothing: it passed), and the rules it shows advised and not advised."""

    scenario: Scenario
    misses: tuple[Miss, ...]
    advised: frozenset[str]
    withheld: frozenset[str]

    @property
    def passed(self) -> bool:
        """Whether every expectation was met."""
        return not self.misses


class Message(NamedTuple):
    """A message that is about a topic or subject, or, as a counterexample, is not.

    `label` may be a flag or `off_topic` as well.
    """

    text: str
    label: str
    position: Position
    counter: bool = False


class MessageTrial(NamedTuple):
    """A message as it was understood: the topic, the topics to choose between, or the decision."""

    message: Message
    got: str
    passed: bool


@dataclass(frozen=True, slots=True)
class Coverage(Recorded):
    """The rules that no passing scenario shows advised, and those that none shows not advised."""

    never_advised: tuple[str, ...]
    never_withheld: tuple[str, ...]
    rules: int

    @property
    def full(self) -> bool:
        """Whether every rule is shown both ways."""
        return not self.never_advised and not self.never_withheld


def try_all(advisor: Advising) -> tuple[Trial, ...]:
    """Run every scenario of the advisor's rulebase."""
    return tuple(try_one(advisor, scenario) for scenario in advisor.rulebase.scenarios)


def try_one(advisor: Advising, scenario: Scenario) -> Trial:
    """Run one scenario; what it makes the advisor refuse is a miss, not an error."""
    today = datetime.date.fromisoformat(scenario.today) if scenario.today else DAY
    try:
        heard = advisor.understand(scenario.say, today=today) if scenario.say is not None else None
        raised = [r.flag for r in heard.flags if r.status != "denied"] if heard else []
        facts = {**(heard.facts if heard else {}), **scenario.given}
        outcome = advisor.decide(facts, topics=_asked(scenario, heard), flags=raised, today=today)
    except AdvisorError as error:
        return Trial(scenario, (Miss("the facts", "facts that fit", str(error)),), frozenset(), frozenset())
    misses = (*_understood(scenario, heard), *_decided(scenario, outcome))
    stands = {c.rule for c in outcome.concluded}
    stands |= {d.proof.rule for d in outcome.derived.values() if d.proof}
    rules = advisor.rulebase.rules
    withheld = {r.rule for r in outcome.ruled_out}
    withheld |= {d.rule for derived in outcome.derived.values() for d in derived.defeats}
    for derived in outcome.derived.values():
        withheld |= {n for n, r in rules.items() if _other(r.then, derived.fact, derived.value)}
    # a rule that always holds is shown not advised by a question about another topic
    withheld |= {n for n, r in rules.items() if not r.conditional and _elsewhere(r.then, outcome.topics)}
    return Trial(scenario, misses, frozenset(stands), frozenset(withheld - stands))


def _other(then: object, fact: str, value: object) -> bool:
    return isinstance(then, Conclusion) and then.fact == fact and then.value != value


def _elsewhere(then: object, topics: tuple[str, ...]) -> bool:
    return isinstance(then, Advice) and bool(topics) and then.topic not in topics


def _asked(scenario: Scenario, heard: Heard | None) -> tuple[str, ...] | None:
    if scenario.topics is not None:
        return scenario.topics
    named = [*(scenario.advises or ()), *(on.partition(".")[0] for on in scenario.open or ())]
    if named:
        return tuple(dict.fromkeys(named))
    if heard is not None:
        return (heard.about,) if heard.about else ()
    return None


def _understood(scenario: Scenario, heard: Heard | None) -> Iterator[Miss]:
    if heard is None:
        return
    if scenario.topic is not None and heard.about != scenario.topic:
        yield Miss("the topic understood", scenario.topic, heard.about or heard.decision)
    for fact, value in (scenario.understands or {}).items():
        got = heard.facts.get(fact)
        if got != value:
            yield Miss(f"{fact} as understood", str(record(value)), "nothing" if got is None else str(record(got)))
    raised = sorted({r.flag for r in heard.flags if r.status != "denied"})
    if scenario.flags is not None and raised != sorted(scenario.flags):
        yield Miss("the flags raised", ", ".join(sorted(scenario.flags)) or "none", ", ".join(raised) or "none")


def _decided(scenario: Scenario, outcome: Outcome) -> Iterator[Miss]:
    at_odds = outcome.contradiction.facts if outcome.contradiction else ()
    if set(at_odds) != set(scenario.contradiction or ()):
        yield Miss(
            "the facts at odds",
            ", ".join(scenario.contradiction or ()) or "none",
            ", ".join(at_odds) or "none",
        )
    for topic, acts in (scenario.advises or {}).items():
        for act, verdict in acts.items():
            found = [c.advice.verdict for c in outcome.concluded if c.advice.on == f"{topic}.{act}"]
            if verdict not in found:
                yield Miss(f"{topic}.{act}", verdict, ", ".join(found) or "nothing")
    for fact, value in (scenario.concludes or {}).items():
        got = outcome.derived[fact].value if fact in outcome.derived else None
        if got != value:
            yield Miss(fact, str(record(value)), "nothing" if got is None else str(record(got)))
    for rule in scenario.withholds:
        if any(c.rule == rule for c in outcome.concluded):
            yield Miss(rule, "not advised", "advised")
    yield from _sets(scenario, outcome)


def _sets(scenario: Scenario, outcome: Outcome) -> Iterator[Miss]:
    assuming = {fact for c in outcome.concluded for fact in c.assuming}
    opened = {o.advice.on for o in outcome.open} - {c.advice.on for c in outcome.concluded}
    conflict = {rule for c in outcome.conflicts for rule in c.rules}
    for about, expected, got in (
        ("what is assumed", scenario.assuming, assuming),
        ("the acts on which nothing stands yet", scenario.open, opened),
        ("the rules in conflict", scenario.conflict, conflict),
    ):
        if expected is not None and set(expected) != got:
            yield Miss(about, ", ".join(sorted(expected)) or "none", ", ".join(sorted(got)) or "none")


def coverage(advisor: Advising, trials: tuple[Trial, ...]) -> Coverage:
    """Count the rules that passing scenarios show advised, and not advised; inherited rules are left to their own."""
    passed = [trial for trial in trials if trial.passed]
    advised = frozenset().union(*(t.advised for t in passed), frozenset())
    withheld = frozenset().union(*(t.withheld for t in passed), frozenset())
    inherited = advisor.rulebase.inherited
    rules = [r.name for r in advisor.rulebase.rules.values() if not _inherited(r, inherited)]
    return Coverage(tuple(sorted(set(rules) - advised)), tuple(sorted(set(rules) - withheld)), len(rules))


def _inherited(rule: Rule, inherited: frozenset[str]) -> bool:
    of_topic = rule.otherwise and isinstance(rule.then, Advice) and rule.then.topic in inherited
    return of_topic or rule.name in inherited


def messages(rulebase: Rulebase, own: str = "") -> tuple[Message, ...]:
    """List the examples and counterexamples of a rulebase's topics and subjects.

    `own` is the place of its own files, empty for all: those of a rulebase that it extends are left to that one.
    """
    things: list[Topic | Uncovered] = [*rulebase.topics.values(), *rulebase.not_covered.values()]
    found = [
        Message(example.text, thing.name, example.position, counter)
        for thing in things
        for counter, examples in ((False, thing.examples), (True, thing.counterexamples))
        for example in examples
    ]
    return tuple(message for message in found if lies_in(own, message.position))


def lies_in(place: str, position: Position) -> bool:
    """Whether a position is in the file or folder of a place; every one is in the empty place.

    >>> from advisor.errors import Position
    >>> lies_in("garden", Position("garden/rulebase.yaml", 1, 1)), lies_in("garden", Position("gardens/a.yaml", 1, 1))
    (True, False)
    """
    return not place or position.file == place or position.file.startswith(f"{place}/")


def try_messages(advisor: Hearing, told: Iterable[Message]) -> tuple[MessageTrial, ...]:
    """Read messages and compare what each is about with what it was understood as."""
    heard = ((message, advisor.understand(message.text, today=DAY)) for message in told)
    return tuple(MessageTrial(message, taken_as(one), meets(advisor.rulebase, one, message)) for message, one in heard)


def meets(rulebase: Rulebase, heard: Heard, message: Message) -> bool:
    """Whether a message was understood as it should be.

    About a topic: answered with it, or offered it; about a subject: not covered, with that subject or none named. A
    counterexample: not answered with it.
    """
    label = message.label
    if label in rulebase.topics:
        answered = heard.decision == ANSWER and heard.topic == label
        return not answered if message.counter else answered or label in heard.offered
    if label in rulebase.not_covered:
        named = heard.subject == label
        uncovered = heard.decision == NOT_COVERED
        return not (uncovered and named) if message.counter else uncovered and (named or heard.subject is None)
    if label in rulebase.flags:
        return any(raised.flag == label and raised.status != DENIED for raised in heard.flags)
    return heard.decision == OFF_TOPIC


def taken_as(heard: Heard) -> str:
    """Say what a message was taken as: a topic, topics to choose between, a subject, or the decision.

    >>> from advisor.language.heard import Heard
    >>> taken_as(Heard("off_topic"))
    'off_topic'
    """
    if heard.offered:
        return " or ".join(heard.offered)
    if heard.decision == NOT_COVERED and heard.subject:
        return heard.subject
    return heard.topic if heard.decision == ANSWER and heard.topic else heard.decision
