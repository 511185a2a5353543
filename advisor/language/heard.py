"""The nouns of understanding: what was read in a message. Facts are kept, never the message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.rulebase.care import ADAPT, SELF, URGENCIES, URGENT
from advisor.rulebase.kinds import Range

if TYPE_CHECKING:
    from advisor.rulebase.kinds import Value

DECISIONS = ("answer", "clarify", "not_covered", "off_topic", "help")
ANSWER, CLARIFY, NOT_COVERED, OFF_TOPIC, HELP = DECISIONS
AFFIRMED, POSSIBLE, DENIED = "affirmed", "possible", "denied"
WAYS_NOT_TO_ANSWER = ("don't know", "rather not say", "does not apply", "will find out")
DONT_KNOW, RATHER_NOT, NOT_APPLYING, FIND_OUT = WAYS_NOT_TO_ANSWER


class Reading(NamedTuple):
    """One fact that a message tells.

    `span` counts characters of the message and `words` are the words there; `phrase` is the cue as the rulebase has it,
    and `negated` says that the phrase stood for true and a negation made it false.

    >>> Reading("rained", False, (8, 22), "it rained", negated=True, words="it rained").to_dict()["value"]
    False
    """

    fact: str
    value: Value
    span: tuple[int, int]
    phrase: str
    negated: bool = False
    words: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Give the reading as plain values for JSON; a range is a list of its two bounds.

        >>> Reading("dry", Range(20, 24), (0, 9), "dry for <value>").to_dict()["value"]
        [20, 24]
        """
        return {
            "fact": self.fact,
            "value": _plain(self.value),
            "span": list(self.span),
            "words": self.words,
            "phrase": self.phrase,
            "negated": self.negated,
        }


class Candidate(NamedTuple):
    """A topic that a message may be about; the higher the score, the more speaks for it.

    >>> topic, score = Candidate("rain", 2.5)
    """

    topic: str
    score: float


class Fired(NamedTuple):
    """A cue that fired: what it stands for, its words in the message, and how much it says.

    `role` is topic, subject (what is not covered), domain, fact, flag, or hint: something learnt, whose phrase is a
    feature of the message and whose place is not kept. `aside` tells why it counts less or not at all: denied, wished
    or asked, quoted, of somebody else; empty where it counts in full.
    """

    role: str
    name: str
    phrase: str
    span: tuple[int, int]
    weight: float = 0.0
    aside: str = ""


class Time(NamedTuple):
    """A day or a stretch of days that a message speaks of; a day may be a range of days, `days` as well.

    >>> import datetime
    >>> Time((0, 11), "3 weeks ago", datetime.date(2026, 11, 2), 21).to_dict()["day"]
    '2026-11-02'
    """

    span: tuple[int, int]
    words: str
    day: Value | None = None
    days: Value | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain values for JSON; a range is a list of its two bounds."""
        return {
            "span": list(self.span),
            "words": self.words,
            "day": None if self.day is None else _plain(self.day),
            "days": None if self.days is None else _plain(self.days),
        }


class Answer(NamedTuple):
    """What a message answers to a question about a fact that was just asked.

    Either `value` is set, or `declined` is: `don't know`, `rather not say`, `does not apply` or `will find out`. `span`
    counts characters of the message.

    >>> Answer("rained", None, declined="don't know").to_dict()["declined"]
    "don't know"
    """

    fact: str
    value: Value | None
    declined: str | None = None
    span: tuple[int, int] = (0, 0)

    def to_dict(self) -> dict[str, Any]:
        """Give the answer as plain values for JSON; a range is a list of its two bounds.

        >>> Answer("seedlings", 12, span=(0, 2)).to_dict()["value"]
        12
        """
        value = None if self.value is None else _plain(self.value)
        return {"fact": self.fact, "value": value, "declined": self.declined, "span": list(self.span)}


def _plain(value: Value) -> object:
    if isinstance(value, Range):
        return [None if bound is None else _plain(bound) for bound in value]
    return value if isinstance(value, (bool, int)) else str(value)


class Raised(NamedTuple):
    """A flag that a message raises: affirmed, possible, or denied when it is spoken of only to deny it.

    `voice` says whose matter it is: self, witness (the writer tells of somebody else), or doer (of a deed of their
    own). `words` are those it was read from, at `span`; empty where it follows from the message as a whole.

    >>> Raised("flood", "denied").priority
    'P1'
    """

    flag: str
    status: str
    urgency: str = URGENT
    voice: str = SELF
    words: str = ""
    span: tuple[int, int] = (0, 0)

    @property
    def priority(self) -> str:
        """The urgency as a number: P0 for an emergency, to P3 for what only adapts the advice."""
        return f"P{URGENCIES.index(self.urgency)}"

    @property
    def calls_for_help(self) -> bool:
        """Whether help comes before all else; what only adapts the advice is none of it."""
        return self.status != DENIED and self.urgency != ADAPT

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain values for JSON."""
        return {**self._asdict(), "span": list(self.span), "priority": self.priority}


@dataclass(frozen=True, slots=True)
class Heard:
    """What was understood of a message.

    `decision` is `answer` (it is about the topic in `topic`, or only answers the question that was asked), `clarify`
    (it may be about any of `topics`, two to four), `not_covered` (it belongs to the field, but the rulebase has no
    answer), `off_topic` (it does not) or `help` (it shows danger, and help comes before all else).

    `topic` is the one that most speaks for, None where none does; `topics` are the candidates with scores, best first,
    at most four, for `not_covered` those that lie near; `subject` what is not covered, where that has a name. `asked`
    says that its words ask about a topic: else the topics are those on which its facts bear; `clear` that the best of
    them is what it is about. `readings` are the facts in the order of the message, at most one a fact; `unsure` the
    facts that were told both ways and are left out; `flags` what was said about safety, whatever the decision; `times`
    the days and stretches of days; `leftover` the words of substance that nothing was read from; `fired` every cue that
    was found. `answer` is what it answers to the question that was just asked, None where it does not; `anew` says that
    it speaks of something that happened once more. `signs` raise no flag alone; `private` names the kinds
    of things in it that had better not be typed.

    >>> Heard("clarify", readings=(Reading("rained", True, (0, 9), "it rained"),)).facts
    {'rained': True}
    """

    decision: str
    topic: str | None = None
    topics: tuple[Candidate, ...] = ()
    readings: tuple[Reading, ...] = ()
    unsure: tuple[str, ...] = ()
    flags: tuple[Raised, ...] = ()
    answer: Answer | None = None
    anew: bool = False
    subject: str | None = None
    asked: bool = False
    clear: bool = False
    times: tuple[Time, ...] = ()
    leftover: tuple[str, ...] = ()
    fired: tuple[Fired, ...] = ()
    signs: tuple[str, ...] = ()
    private: tuple[str, ...] = ()

    @property
    def offered(self) -> tuple[str, ...]:
        """The topics to choose between, best first; none unless the decision is `clarify`."""
        return tuple(one.topic for one in self.topics) if self.decision == CLARIFY else ()

    @property
    def about(self) -> str | None:
        """The topic that it is about, where that is clear."""
        return self.topic if self.clear else None

    @property
    def understood(self) -> bool:
        """Whether anything at all was understood: a topic, a subject, a fact, a flag or an answer."""
        return bool(self.topics or self.subject or self.readings or self.unsure or self.flags or self.answer)

    @property
    def facts(self) -> dict[str, Value]:
        """The facts that were told, by name, that of the answer among them."""
        facts = {reading.fact: reading.value for reading in self.readings}
        if self.answer and self.answer.value is not None:
            facts[self.answer.fact] = self.answer.value
        return facts

    def to_dict(self) -> dict[str, Any]:
        """Give everything as plain values for JSON.

        >>> Heard("off_topic").to_dict()["topics"]
        []
        """
        return {
            "decision": self.decision,
            "topic": self.topic,
            "topics": [one._asdict() for one in self.topics],
            "subject": self.subject,
            "facts": [reading.to_dict() for reading in self.readings],
            "unsure": list(self.unsure),
            "flags": [raised.to_dict() for raised in self.flags],
            "signs": list(self.signs),
            "private": list(self.private),
            "answer": self.answer.to_dict() if self.answer else None,
            "times": [time.to_dict() for time in self.times],
            "leftover": list(self.leftover),
            "fired": [{**one._asdict(), "span": list(one.span)} for one in self.fired],
        }
