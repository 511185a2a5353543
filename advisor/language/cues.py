"""The cues of a rulebase, found in a sentence: what each stands for, and where it fires."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.language.phrases import WordLists, plain_words
from advisor.language.spelling import respell
from advisor.language.values import reader, timed

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from advisor.language.english import Sentence
    from advisor.language.phrases import Match, Pattern
    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Phrase, Rulebase

FACT, TOPIC, SUBJECT, DOMAIN, FLAG, HINT = "fact", "topic", "subject", "domain", "flag", "hint"
SIGN, VOICE = "sign", "voice"


class Cue(NamedTuple):
    """A phrase and what it stands for; `value` is the one it tells of a fact, None where a hole brings it."""

    role: str
    name: str
    phrase: Phrase
    value: Value | None = None


class Cues:
    """All cues of a rulebase, looked up by the words of a sentence.

    Raises AdvisorError for a phrase that cannot be used, UnknownName for a word list that does not exist.
    """

    def __init__(self, rulebase: Rulebase) -> None:
        self._rulebase = rulebase
        self.lists = WordLists(rulebase.words)
        self.all = tuple(_cues(rulebase))
        self._patterns: dict[int, Pattern] = {}
        self._unless: dict[str, Pattern] = {}
        self._known = {word for ways in rulebase.words.values() for text in ways for word in plain_words(text)}
        self.lists.require("\n".join(cue.phrase.cue for cue in self.all))
        self._by_word: dict[str, list[int]] = {}
        self._always: list[int] = []
        self._needs: list[frozenset[str]] = []
        for number, entry in enumerate(self.all):
            cue = entry.phrase.cue
            plain = plain_words(cue)
            self._known.update(plain)
            needed = () if "<" in cue else plain  # a value may bring another unit than the phrase has
            self._needs.append(frozenset(word for word in needed if not word.endswith("*")))
            # most phrases have a word of their own to look for, and there are thousands of them
            found = (max(plain, key=len),) if plain and "<" not in cue else self.lists.anchors(cue, plain)
            for word in found:
                self._by_word.setdefault(word, []).append(number)
            if not found:
                self._always.append(number)
        self._stems = tuple(word[:-1] for word in self._by_word if word.endswith("*"))

    def compile(self) -> None:
        """Compile every cue, as otherwise is done only where one may fire; raises for the first that cannot be used."""
        for cue in self.all:
            for text in (cue.phrase.cue, *cue.phrase.unless):
                self.lists.compile(text)

    def find(self, sentence: Sentence, text: str, today: datetime.date) -> Iterator[tuple[Cue, Pattern, Match]]:
        """Find the cues in a sentence, looking only at those one of whose words it has."""
        for number in self._candidates(sentence):
            entry = self.all[number]
            fact = self._rulebase.facts[entry.name] if entry.role == FACT else None
            if number not in self._patterns:
                is_timed = fact is not None and timed(fact)
                self._patterns[number] = self.lists.compile(entry.phrase.cue, timed=is_timed)
            pattern = self._patterns[number]
            values = reader(fact, text, today) if fact and entry.value is None else None
            matches = list(pattern.find(sentence, values))
            if matches and not self._forbidden(entry.phrase, sentence):
                yield from ((entry, pattern, match) for match in matches)

    def _candidates(self, sentence: Sentence) -> list[int]:
        """Give the cues one of whose words is there, and of these those all of whose own words are, in order."""
        found = set(self._always)
        forms: set[str] = set()
        for token in sentence.tokens:
            meant = respell(token.text, self._known)
            if meant:
                token.forms.add(meant)
            forms |= token.forms
            for form in token.forms:
                found.update(self._by_word.get(form, ()))
                for stem in self._stems:
                    if form.startswith(stem):
                        found.update(self._by_word[stem + "*"])
        return sorted(number for number in found if self._needs[number] <= forms)

    def _forbidden(self, phrase: Phrase, sentence: Sentence) -> bool:
        for cue in phrase.unless:
            if cue not in self._unless:
                self._unless[cue] = self.lists.compile(cue)
            if next(self._unless[cue].find(sentence), None):
                return True
        return False


def _cues(rulebase: Rulebase) -> Iterator[Cue]:
    for fact in rulebase.facts.values():
        for said, phrases in fact.said.items():
            for phrase in phrases:
                if fact.kind == "boolean":
                    yield Cue(FACT, fact.name, phrase, said == "true")
                else:
                    yield Cue(FACT, fact.name, phrase, said if fact.kind == "choice" else None)
    for topic in rulebase.topics.values():
        yield from (Cue(TOPIC, topic.name, phrase) for phrase in topic.asked)
    for subject in rulebase.not_covered.values():
        yield from (Cue(SUBJECT, subject.name, phrase) for phrase in subject.asked)
    yield from (Cue(DOMAIN, "", phrase) for phrase in rulebase.domain)
    for flag in rulebase.flags.values():
        yield from (Cue(FLAG, flag.name, phrase) for phrase in flag.said)
    for sign in rulebase.care.signs.values():
        yield from (Cue(SIGN, sign.name, phrase) for phrase in sign.said)
    for voice, phrases in rulebase.care.voices.items():
        yield from (Cue(VOICE, voice, phrase) for phrase in phrases)
