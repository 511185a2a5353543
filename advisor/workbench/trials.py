"""Running scenarios and example messages: what each expected, what came, and which rules scenarios show both ways."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

from advisor.errors import AdvisorError, UnknownName
from advisor.language.heard import ANSWER, DENIED, NOT_COVERED, OFF_TOPIC
from advisor.reasoning.records import Recorded
from advisor.rulebase import scenarios
from advisor.rulebase.files import called
from advisor.rulebase.model import Advice
from advisor.workbench.expecting import GIVEN, Miss, Seen, misses, shown
from advisor.workbench.talks import Talking, played

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.errors import Position
    from advisor.language.heard import Heard
    from advisor.reasoning.outcome import Outcome
    from advisor.rulebase.model import Rule, Rulebase, Scenario, Topic, Uncovered

_FEW = 5
DAY = scenarios.DAY
"""The day of a scenario that names none: fixed, so that a scenario gives the same tomorrow."""


class Hearing(Protocol):
    """What a message is tried on: an advisor, as far as it reads."""

    rulebase: Rulebase

    def understand(self, text: str, *, today: datetime.date | None = None) -> Heard:
        """Read a message."""


class Advising(Hearing, Talking, Protocol):
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
class Trial:
    """A scenario as it went: what it missed (nothing: it passed), and the rules it shows advised and not advised.

    `seen` is what came: one for each step of a talk, else one; none where the advisor refused the facts.
    """

    scenario: Scenario
    misses: tuple[Miss, ...]
    advised: frozenset[str]
    withheld: frozenset[str]
    seen: tuple[Seen, ...] = field(default=(), repr=False, compare=False)

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
    """Run one scenario; what it makes the advisor refuse is a miss, not an error.

    >>> from advisor import Advisor
    >>> garden = Advisor.load("examples/garden")
    >>> try_one(garden, garden.rulebase.scenarios[0]).passed
    True
    """
    if scenario.talk:
        steps = tuple(played(advisor, scenario))
        seen = tuple(one for one, _ in steps if one is not None)
        missed = tuple(miss for _, found in steps for miss in found)
    else:
        try:
            one = came_of(advisor, scenario)
        except AdvisorError as error:
            miss = Miss("the facts", "facts that fit", str(error), GIVEN)
            return Trial(scenario, (miss,), frozenset(), frozenset())
        seen, missed = (one,), misses(scenario, one)
    both = [shown(advisor.rulebase, one.outcome) for one in seen]
    advised = frozenset().union(*(stands for stands, _ in both), frozenset())
    withheld = frozenset().union(*(not_so for _, not_so in both), frozenset())
    return Trial(scenario, missed, advised, withheld, seen)


def came_of(advisor: Advising, scenario: Scenario) -> Seen:
    """Decide a scenario that is no talk, and give what came of it. Raises AdvisorError for facts that do not fit."""
    today = datetime.date.fromisoformat(scenario.today) if scenario.today else DAY
    heard = advisor.understand(scenario.say, today=today) if scenario.say is not None else None
    raised = tuple(dict.fromkeys(r.flag for r in heard.flags if r.status != DENIED)) if heard else ()
    facts = {**(heard.facts if heard else {}), **scenario.given}
    outcome = advisor.decide(facts, topics=_asked(scenario, heard), flags=raised, today=today)
    return Seen(today, heard, facts, heard.about if heard else None, raised, outcome)


def _asked(scenario: Scenario, heard: Heard | None) -> tuple[str, ...] | None:
    if scenario.topics is not None:
        return scenario.topics
    named = [*(scenario.advises or ()), *(on.partition(".")[0] for on in scenario.open or ())]
    if named:
        return tuple(dict.fromkeys(named))
    if heard is not None:
        return (heard.about,) if heard.about else ()
    return None


def titled(rulebase: Rulebase, words: str) -> Scenario:
    """Find the scenario with a title, or with a part of one that no other has. Raises UnknownName and AdvisorError.

    >>> from advisor import load
    >>> titled(load("examples/garden"), "Frosty").title
    'a frosty night'
    """
    wanted = " ".join(words.lower().split())
    for scenario in rulebase.scenarios:
        if scenario.title.lower() == wanted:
            return scenario
    found = [scenario for scenario in rulebase.scenarios if wanted in scenario.title.lower()]
    if len(found) > 1:
        some = "; ".join(f"'{scenario.title}'" for scenario in found[:_FEW]) + ("; …" if len(found) > _FEW else "")
        raise AdvisorError(f"{len(found)} scenarios have '{words}' in their title: {some}")
    if not found:
        raise UnknownName("scenario", words, [scenario.title for scenario in rulebase.scenarios])
    return found[0]


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
    place = called(place)
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
