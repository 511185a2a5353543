"""The nouns of understanding: what was read in a message. Facts are kept, never the message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.rulebase.kinds import Range

if TYPE_CHECKING:
    from advisor.rulebase.kinds import Value

ANSWER, CHOOSE, FACTS, UNCLEAR, DECLINED = "answer", "choose", "facts", "unclear", "declined"
AFFIRMED, POSSIBLE, DENIED = "affirmed", "possible", "denied"
WAYS_NOT_TO_ANSWER = ("don't know", "rather not say", "does not apply", "will find out")
DONT_KNOW, RATHER_NOT, NOT_APPLYING, FIND_OUT = WAYS_NOT_TO_ANSWER


class Reading(NamedTuple):
    """One fact that a message tells.

    `span` counts characters of the message, `phrase` is the cue as the rulebase has it, and `negated` says that the
    phrase stood for true and a negation made it false.

    >>> Reading("rained", False, (8, 22), "it rained", negated=True).to_dict()["value"]
    False
    """

    fact: str
    value: Value
    span: tuple[int, int]
    phrase: str
    negated: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Give the reading as plain values for JSON; a range is a list of its two bounds.

        >>> Reading("dry", Range(20, 24), (0, 9), "dry for <value>").to_dict()["value"]
        [20, 24]
        """
        return {
            "fact": self.fact,
            "value": _plain(self.value),
            "span": list(self.span),
            "phrase": self.phrase,
            "negated": self.negated,
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
    """A flag that a message raises: `affirmed`, or `denied` when it is spoken of only to deny it.

    `possible` is a third status, for readers that can tell doubt.

    >>> Raised("flood", "denied").status
    'denied'
    """

    flag: str
    status: str


@dataclass(frozen=True, slots=True)
class Heard:
    """What was understood of a message.

    `decision` is `answer` (one topic, in `topic`), `choose` (several of `topics` fit about equally well), `facts`
    (facts but no topic), `declined` (only that a question is not answered) or `unclear` (none of these). `topics` are
    the candidates, best first, at most three; `readings` the facts in the order of the message, at most one a fact;
    `unsure` the facts that were told both ways and are left out; `flags` what was said about safety, whatever the
    decision; `answer` what it answers to the question that was just asked, None where it does not. `anew` says that
    it speaks of something that happened once more.

    >>> Heard("facts", readings=(Reading("rained", True, (0, 9), "it rained"),)).facts
    {'rained': True}
    """

    decision: str
    topic: str | None = None
    topics: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    unsure: tuple[str, ...] = ()
    flags: tuple[Raised, ...] = ()
    answer: Answer | None = None
    anew: bool = False

    @property
    def facts(self) -> dict[str, Value]:
        """The facts that were told, by name, that of the answer among them."""
        facts = {reading.fact: reading.value for reading in self.readings}
        if self.answer and self.answer.value is not None:
            facts[self.answer.fact] = self.answer.value
        return facts

    def to_dict(self) -> dict[str, Any]:
        """Give everything as plain values for JSON.

        >>> Heard("unclear").to_dict()["topics"]
        []
        """
        return {
            "decision": self.decision,
            "topic": self.topic,
            "topics": list(self.topics),
            "readings": [reading.to_dict() for reading in self.readings],
            "unsure": list(self.unsure),
            "flags": [{"flag": raised.flag, "status": raised.status} for raised in self.flags],
            "answer": self.answer.to_dict() if self.answer else None,
        }
