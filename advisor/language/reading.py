"""Reading a message: which facts it tells, which topic it asks about, which flags it raises.

Only a rulebase's own phrases are understood. What is quoted or reported ("she says that …") is read as if the writer
said it; a fact told both ways is left out and named as unsure. Nothing of the message is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.errors import AdvisorError, UnknownName
from advisor.language.choosing import Asked, choose
from advisor.language.english import printable, sentences, words
from advisor.language.heard import AFFIRMED, ANSWER, DECLINED, DENIED, FACTS, UNCLEAR, Answer, Heard, Raised, Reading
from advisor.language.phrases import WordLists, plain_words
from advisor.language.scope import scope
from advisor.language.settling import Told, settle
from advisor.language.spelling import respell
from advisor.language.values import reader, timed

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Mapping, Sequence

    from advisor.language.english import Sentence
    from advisor.language.phrases import Match, Pattern
    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Fact, Phrase, Rulebase

LONGEST = 10_000
_FACT, _TOPIC, _FLAG = "fact", "topic", "flag"
_NAMED = ("no ", "not ", "never ")
_PLAINLY = 3  # words before a cue among which its denial must be
_PURPOSE = words("to so from why than")
_ANEW = words("again another anew")
_STILL = words("again anymore since lately recently yet today tonight any week month time")


class _Entry(NamedTuple):
    """A phrase and what it stands for; `value` is the one it tells of a fact, None where a hole brings it."""

    role: str
    name: str
    phrase: Phrase
    value: Value | None = None


class Understanding:
    """A rulebase's phrases, ready to read messages with.

    `topics_of` names for a fact the topics whose rules read it: what is told then speaks, weakly, for those topics.
    Raises AdvisorError for a phrase that cannot be used, UnknownName for a word list that does not exist.
    """

    def __init__(self, rulebase: Rulebase, topics_of: Mapping[str, frozenset[str]] | None = None) -> None:
        self._rulebase = rulebase
        self._topics_of = topics_of or {}
        self._lists = WordLists(rulebase.words)
        self._entries = tuple(_entries(rulebase))
        self._patterns: dict[int, Pattern] = {}
        self._unless: dict[str, Pattern] = {}
        self._names = frozenset(
            tuple(text.lower().split())
            for ways in rulebase.words.values()
            for text in ways
            if text.lower().startswith(_NAMED)
        )
        self._known = {word for ways in rulebase.words.values() for text in ways for word in plain_words(text)}
        self._lists.require("\n".join(entry.phrase.cue for entry in self._entries))
        self._by_word: dict[str, list[int]] = {}
        self._always: list[int] = []
        for number, entry in enumerate(self._entries):
            cue = entry.phrase.cue
            plain = plain_words(cue)
            self._known.update(plain)
            # most phrases have a word of their own to look for, and there are thousands of them
            found = (max(plain, key=len),) if plain and "<" not in cue else self._lists.anchors(cue, plain)
            for word in found:
                self._by_word.setdefault(word, []).append(number)
            if not found:
                self._always.append(number)
        self._stems = tuple(word[:-1] for word in self._by_word if word.endswith("*"))

    def read(self, text: str, today: datetime.date, expecting: str | None = None) -> Heard:
        """Read a message, and in it the answer to a question about the fact `expecting` that was just asked.

        Raises AdvisorError when it is longer than 10,000 characters, UnknownName for a fact that does not exist.
        """
        if len(text) > LONGEST:
            raise AdvisorError(f"the text has {len(text):,} characters, more than {LONGEST:,}; tell it in fewer words")
        if expecting is not None and expecting not in self._rulebase.facts:
            raise UnknownName("fact", expecting, self._rulebase.facts)
        text = printable(text)
        said = sentences(text, self._names)
        told, asked, flags = self._found(said, text, today)
        readings, unsure = settle(told)
        answer, bare = None, False
        if expecting is not None and expecting not in unsure:
            answer, bare = self._answer(self._rulebase.facts[expecting], readings, said, text, today)
        raised = tuple(Raised(flag, flags[flag]) for flag in self._rulebase.flags if flag in flags)
        decision, topics = self._decided(asked, readings, answer, bare=bare)
        topic = topics[0] if decision == ANSWER else None
        anew = any(not _ANEW.isdisjoint(sentence.words) for sentence in said)
        return Heard(decision, topic, topics, readings, unsure, raised, answer, anew)

    def _found(
        self, said: Sequence[Sentence], text: str, today: datetime.date
    ) -> tuple[list[Told], list[Asked], dict[str, str]]:
        """Find what the phrases in the sentences tell, ask and raise."""
        told: list[Told] = []
        asked: list[Asked] = []
        flags: dict[str, str] = {}
        for number, sentence in enumerate(said):
            for entry, pattern, match in self._matches(sentence, text, today):
                if entry.role == _TOPIC:
                    around = scope(sentence, match.cells, subject=pattern.subject)
                    place = (number, match.start, match.end)
                    asked.append(Asked(entry.name, pattern.weight, place, sentence.asks, around.negations == 1))
                elif entry.role == _FLAG:
                    denied = _denied(sentence, pattern, match)
                    if not denied or entry.name not in flags:
                        flags[entry.name] = DENIED if denied else AFFIRMED
                elif one := _told(self._rulebase.facts[entry.name], entry, pattern, match, sentence):
                    told.append(one)
        return told, asked, flags

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
        self, asked: Sequence[Asked], readings: Sequence[Reading], answer: Answer | None, *, bare: bool
    ) -> tuple[str, tuple[str, ...]]:
        """Decide between the topics; what was asked for speaks for none."""
        others = [reading for reading in readings if not answer or reading.fact != answer.fact]
        decision, topics = choose(asked, others, self._topics_of, list(self._rulebase.topics))
        if answer and (bare or decision in {FACTS, UNCLEAR}):
            return FACTS if answer.value is not None or others else DECLINED, ()
        return decision, topics

    def _matches(self, sentence: Sentence, text: str, today: datetime.date) -> Iterator[tuple[_Entry, Pattern, Match]]:
        """Find the phrases in a sentence, looking only at those one of whose words it has."""
        for number in sorted(self._candidates(sentence)):
            entry = self._entries[number]
            fact = self._rulebase.facts[entry.name] if entry.role == _FACT else None
            if number not in self._patterns:
                is_timed = fact is not None and timed(fact)
                self._patterns[number] = self._lists.compile(entry.phrase.cue, timed=is_timed)
            pattern = self._patterns[number]
            values = reader(fact, text, today) if fact and entry.value is None else None
            matches = list(pattern.find(sentence, values))
            if matches and not self._forbidden(entry.phrase, sentence):
                yield from ((entry, pattern, match) for match in matches)

    def _candidates(self, sentence: Sentence) -> set[int]:
        found = set(self._always)
        for token in sentence.tokens:
            meant = respell(token.text, self._known)
            if meant:
                token.forms.add(meant)
            for form in token.forms:
                found.update(self._by_word.get(form, ()))
                for stem in self._stems:
                    if form.startswith(stem):
                        found.update(self._by_word[stem + "*"])
        return found

    def _forbidden(self, phrase: Phrase, sentence: Sentence) -> bool:
        for cue in phrase.unless:
            if cue not in self._unless:
                self._unless[cue] = self._lists.compile(cue)
            if next(self._unless[cue].find(sentence), None):
                return True
        return False


def understand(
    rulebase: Rulebase,
    text: str,
    *,
    today: datetime.date,
    topics_of: Mapping[str, frozenset[str]] | None = None,
) -> Heard:
    """Read one message with a rulebase's phrases; for several messages keep an `Understanding`.

    `topics_of` names for a fact the topics whose rules read it. Raises AdvisorError as `Understanding` does.
    """
    return Understanding(rulebase, topics_of).read(text, today)


def _entries(rulebase: Rulebase) -> Iterator[_Entry]:
    for fact in rulebase.facts.values():
        for said, phrases in fact.said.items():
            for phrase in phrases:
                if fact.kind == "boolean":
                    yield _Entry(_FACT, fact.name, phrase, said == "true")
                else:
                    yield _Entry(_FACT, fact.name, phrase, said if fact.kind == "choice" else None)
    for topic in rulebase.topics.values():
        yield from (_Entry(_TOPIC, topic.name, phrase) for phrase in topic.asked)
    for flag in rulebase.flags.values():
        yield from (_Entry(_FLAG, flag.name, phrase) for phrase in flag.said)


def _told(fact: Fact, entry: _Entry, pattern: Pattern, match: Match, sentence: Sentence) -> Told | None:
    """Read one match as telling a fact, or not at all."""
    value = match.value if entry.value is None else entry.value
    if value is None:
        return None
    around = scope(sentence, match.cells, subject=pattern.subject)
    negated = value is True and around.negations == 1
    tokens = sentence.tokens
    span = (tokens[match.start].start, tokens[match.end - 1].end)
    return Told(
        Reading(entry.name, False if negated else value, span, entry.phrase.cue, negated),
        size=match.end - match.start,
        explicit=value is False,
        doubtful=around.negations > (1 if value is True else 0),
        void=(around.unreal and fact.kind != "choice") or (around.negations > 0 and fact.kind != "boolean"),
    )


def _denied(sentence: Sentence, pattern: Pattern, match: Match) -> bool:
    """Whether a cue of a flag is plainly denied.

    A word too many and it counts as said: safety is worth a false alarm. "Not again" and "not lately" deny too little,
    "so as not to" and "why not" deny nothing, and neither does a negation further off.
    """
    around = scope(sentence, match.cells, subject=pattern.subject, reach=_PLAINLY)
    words_of = sentence.words
    before, after = words_of[max(0, match.start - 5) : match.start], words_of[match.end : match.end + 3]
    return around.negations == 1 and not around.unreal and _PURPOSE.isdisjoint(before) and _STILL.isdisjoint(after)
