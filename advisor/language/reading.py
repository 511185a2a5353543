"""Reading a message: which facts it tells, which topic it asks about, which flags it raises.

Only a rulebase's own phrases are understood. A fact told both ways is left out and named as unsure. Nothing of the
message is kept.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from advisor.errors import AdvisorError, Position, UnknownName
from advisor.language.alarms import Alarms, Families
from advisor.language.choosing import Choice, Field, add_up, choose
from advisor.language.cues import HINT, Cues
from advisor.language.english import printable, sentences, words
from advisor.language.heard import (
    ANSWER,
    HELP,
    OFF_TOPIC,
    Answer,
    Candidate,
    Fired,
    Heard,
    Reading,
)
from advisor.language.hints import Features, Hints
from advisor.language.phrases import SMALL_WORDS
from advisor.language.private import private
from advisor.language.settling import settle
from advisor.language.taking import Found
from advisor.language.times import times
from advisor.language.weighing import decide, weigh
from advisor.rulebase.model import Fact

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection, Mapping, Sequence

    from advisor.language.english import Sentence
    from advisor.rulebase.care import Flag
    from advisor.rulebase.model import Rulebase

LONGEST = 120_000
_TELLING = 0.5  # what facts of the field speak for it
_TELLING_WORDS = 3  # what has fewer raises a flag by a cue, or none
_NAMED = ("no ", "not ", "never ")
_ANEW = words("again another anew")
_NOTHING: Mapping[str, frozenset[str]] = {}
_QUESTION = Fact("question", "boolean", Position("", 1, 1))


class Understanding:
    """A rulebase's phrases, ready to read messages with.

    `topics_of` names for a fact the topics whose rules read it: what is told then speaks, weakly, for those topics.
    Raises AdvisorError for a phrase that cannot be used, UnknownName for a word list that does not exist.
    """

    def __init__(self, rulebase: Rulebase, topics_of: Mapping[str, frozenset[str]] = _NOTHING) -> None:
        self._rulebase = rulebase
        self._field = Field(list(rulebase.topics), topics_of)
        self._kinds = list(rulebase.topics), list(rulebase.not_covered)
        self._cues = Cues(rulebase)
        self._hints, self._learnt = Hints(rulebase.hints), Hints(rulebase.alarms)
        self._features = Features(self._cues.lists, rulebase.classes)
        self._titles = {tuple(_words(topic.title)): topic.name for topic in rulebase.topics.values()}
        self._names = frozenset(
            tuple(text.lower().split())
            for ways in rulebase.words.values()
            for text in ways
            if text.lower().startswith(_NAMED)
        )

    @property
    def flags(self) -> Mapping[str, Flag]:
        """The flags that messages can raise, by name."""
        return self._rulebase.flags

    @cached_property
    def _families(self) -> Families:
        said = [flag.said for flag in self._rulebase.flags.values()]
        said += [sign.said for sign in self._rulebase.care.signs.values()]
        return Families(self._rulebase.words, (phrase.cue for phrases in said for phrase in phrases))

    def read(
        self, text: str, today: datetime.date, expecting: str | None = None, standing: Collection[str] = ()
    ) -> Heard:
        """Read a message, and in it the answer to a question about the fact `expecting` that was just asked.

        `standing` names flags and signs from before, with which those of the message may mean more.
        Raises AdvisorError when it is longer than 120,000 characters, UnknownName for a fact that does not exist.
        """
        if expecting is not None and expecting not in self._rulebase.facts:
            raise UnknownName("fact", expecting, self._rulebase.facts)
        text, said, found = self._found(text, today)
        alarms = found.alarms
        readings, unsure = settle(found.told)
        answer, bare = None, False
        if expecting is not None and expecting not in unsure:
            answer, bare = self._answer(self._rulebase.facts[expecting], readings, said, text, today)
        features = self._features.of(said) if (self._hints.labels or self._learnt.labels) and not bare else set()
        long = sum(len(sentence.tokens) for sentence in said) >= _TELLING_WORDS
        alarming = self.alarming(said) if self._learnt.labels and long and not bare else ()
        field = bool(found.domain or found.told or found.asked)
        raised = alarms.raised(said, alarming, standing, field=field)
        choice = self._decided(found, said, readings, answer, features, bare=bare)
        return Heard(
            HELP if any(one.calls_for_help for one in raised) else choice.decision,
            choice.topics[0].topic if choice.topics else None,
            choice.topics,
            readings,
            unsure,
            raised,
            answer,
            anew=any(not _ANEW.isdisjoint(sentence.words) for sentence in said),
            subject=choice.subject,
            asked=bool(found.asked) or (bool(self._hints.labels) and choice.decision == ANSWER and not answer),
            clear=choice.decision == ANSWER and bool(choice.topics),
            times=times(said, text, today),
            leftover=_leftover(said, found.fired),
            fired=_in_order(found.fired),
            signs=alarms.signs,
            private=private(text),
        )

    def fired(self, text: str, today: datetime.date) -> tuple[Fired, ...]:
        """Give the cues that fire in a message, without weighing what it is about; half the work of reading it.

        Raises AdvisorError when it is longer than 120,000 characters.
        """
        return _in_order(self._found(text, today)[2].fired)

    def _found(self, text: str, today: datetime.date) -> tuple[str, list[Sentence], Found]:
        """Take in the cues of a message: its printable text, its sentences, and what the cues come to."""
        if len(text) > LONGEST:
            raise AdvisorError(f"the text has {len(text):,} characters, more than {LONGEST:,}; tell it in fewer words")
        text = printable(text)
        said = sentences(text, self._names)
        found = Found(self._rulebase.facts, text, Alarms(self._rulebase, self._learnt))
        for number, sentence in enumerate(said):
            for cue, pattern, match in self._cues.find(sentence, text, today):
                found.take((number, sentence), cue, pattern, match)
        return text, said, found

    def alarming(self, said: Sequence[Sentence]) -> set[str]:
        """Take the features of a message by which alarms are learnt and weighed; a number alone says nothing."""
        return {one for one in self._features.of(said) if "#" not in one} | self._families.of(said)

    def assent(self, text: str, today: datetime.date) -> str | None:
        """Read the answer to a plain question: yes, no, or unsure for any way not to say; None for no answer."""
        from advisor.language.answers import read_answer  # needed only where a question was asked

        text = printable(text)
        answer = read_answer(_QUESTION, sentences(text, self._names), text, today)
        if answer is None:
            return None
        return "unsure" if answer.value is None else "yes" if answer.value else "no"

    def _answer(
        self, fact: Fact, readings: Sequence[Reading], said: Sequence[Sentence], text: str, today: datetime.date
    ) -> tuple[Answer | None, bool]:
        """Give what the fact's own phrases tell, and else what reads as an answer; and whether nothing else is said."""
        from advisor.language.answers import is_bare, read_answer  # needed only where a question was asked

        own = next((reading for reading in readings if reading.fact == fact.name), None)
        answer = Answer(fact.name, own.value, span=own.span) if own else read_answer(fact, said, text, today)
        in_return = fact.kind == "text" and any(sentence.asks for sentence in said)
        return answer, answer is not None and not in_return and is_bare(answer, said)

    def _decided(
        self,
        found: Found,
        said: Sequence[Sentence],
        readings: Sequence[Reading],
        answer: Answer | None,
        features: Collection[str],
        *,
        bare: bool,
    ) -> Choice:
        """Decide between the topics; the fact that was asked for speaks for none."""
        others = [reading for reading in readings if not answer or reading.fact != answer.fact]
        cues = add_up(found.asked)
        if answer and (bare or not found.asked):
            return Choice(ANSWER)
        if titled := self._titles.get(tuple(word for sentence in said for word in sentence.words)):
            return Choice(ANSWER, (Candidate(titled, 1.0),))  # said as it is offered
        if not self._hints.labels:
            return choose(found.asked, others, self._field, domain=found.domain)
        weighed = weigh(self._hints.scores(features), cues, self._kinds)
        domain = found.domain + bool(others) * _TELLING
        choice = decide(weighed, cues, domain=domain, topics=self._field.topics)
        if choice.decision == OFF_TOPIC and others:  # who tells facts of this field speaks of it
            choice = choose((), others, self._field)
        best = choice.subject or (choice.topics[0].topic if choice.topics else None)
        for feature, weight in self._hints.speaking(features, best) if best else ():
            found.fired.append(Fired(HINT, best or "", feature, (0, 0), weight))
        return choice


def understand(
    rulebase: Rulebase,
    text: str,
    *,
    today: datetime.date,
    topics_of: Mapping[str, frozenset[str]] = _NOTHING,
) -> Heard:
    """Read one message with a rulebase's phrases; for several messages keep an `Understanding`.

    `topics_of` names for a fact the topics whose rules read it. Raises AdvisorError as `Understanding` does.
    """
    return Understanding(rulebase, topics_of).read(text, today)


def _in_order(fired: Sequence[Fired]) -> tuple[Fired, ...]:
    return tuple(sorted(fired, key=lambda one: (one.span, one.role, one.name, one.phrase)))


def _words(text: str) -> list[str]:
    """Give the words of a text as those of messages are given."""
    return [word for sentence in sentences(printable(text)) for word in sentence.words]


def _leftover(said: Sequence[Sentence], fired: Sequence[Fired]) -> tuple[str, ...]:
    """Give the words of substance from which nothing was read."""
    spans = sorted(one.span for one in fired)
    left: list[str] = []
    at, reached = 0, 0
    for sentence in said:
        for token in sentence.tokens:
            while at < len(spans) and spans[at][0] <= token.start:
                reached = max(reached, spans[at][1])
                at += 1
            if token.start >= reached and not token.loose and token.text not in SMALL_WORDS:
                left.append(token.text)
    return tuple(left)
