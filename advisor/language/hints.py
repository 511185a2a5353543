"""Hints: how much the words of a message speak for each topic, as learnt from a rulebase's example messages.

A message is taken as a set of features: its words without endings, and pairs of neighbours; a word of a list that the
rulebase names under `classes` counts as that list, so that all names for a thing teach the same. Hints only weigh
topics against each other: what a message tells is read by phrases alone.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from advisor.language.english import is_filler
from advisor.language.phrases import Either, WordLists, ends
from advisor.language.verbs import stem
from advisor.rulebase.files import sealed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from advisor.language.english import Sentence, Token

OFF_TOPIC = "off_topic"
START = "^"
USUAL = "^^"
"""What stands for a message as such: it speaks for what is usual."""
_WEIGHT = re.compile(r"([a-z]+)(-?[0-9]+)")
_PARTS = 20  # of one: finer than that no weight is kept
_FAINT = 0.3


class Features:
    """Takes the features of messages, by the word lists that a rulebase names as classes.

    >>> from advisor.language.english import sentences
    >>> features = Features(WordLists({"plant": ["fern", "the roses"]}), ["plant"])
    >>> sorted(features.of(sentences("Watered the roses")))
    ['(plant)', '^ water', 'water', 'water (plant)']
    """

    def __init__(self, lists: WordLists, classes: Iterable[str]) -> None:
        self._classes: dict[str, list[Either]] = {}  # by the words with which their texts can begin
        self._others: list[Either] = []
        for part in (part for name in classes for part in lists.compile(f"({name})").parts):
            if isinstance(part, Either):
                if part.others:
                    self._others.append(part)
                for word in () if part.others else part.firsts:
                    self._classes.setdefault(word, []).append(part)

    def of(self, said: Iterable[Sentence]) -> set[str]:
        """Give the features of a message's sentences."""
        found: set[str] = set()
        for sentence in said:
            units = [START, *self._units(sentence.tokens)]
            if sentence.asks:
                units.append("?")
            found.update(units[1:])
            found.update(f"{one} {other}" for one, other in zip(units, units[1:]))
        return found

    def _units(self, tokens: Sequence[Token]) -> Iterator[str]:
        at = 0
        while at < len(tokens):
            name, end = self._class(tokens, at)
            if name:
                yield f"({name})"
            elif tokens[at].text[0].isdigit():
                yield "#"
            elif tokens[at].negative or not is_filler(tokens[at].text):
                yield stem(tokens[at].text)
            at = end

    def _class(self, tokens: Sequence[Token], at: int) -> tuple[str, int]:
        """Give the class of the words from one on, and where they end; the longest counts."""
        best, end = "", at + 1
        begun = {part.name: part for form in tokens[at].forms for part in self._classes.get(form, ())}
        for name, part in sorted([*begun.items(), *((part.name, part) for part in self._others)]):
            reached = max(ends(part, tokens, at), default=at)
            if reached > at and (not best or reached > end):
                best, end = name, reached
        return best, end


class Hints:
    """What was learnt: how much each feature of a message speaks for each label.

    A label is the name of a topic, a subject or a flag, or `off_topic`. Made of a text as `written` gives it; a line of
    it is read only when its feature is met.

    >>> hints = Hints(written({"wet": [1.2, -0.4]}, ["rain", "sun"]))
    >>> hints.scores({"wet", "cold"})
    {'rain': 1.2, 'sun': -0.4}
    """

    def __init__(self, text: str) -> None:
        self.labels: tuple[str, ...] = ()
        self._lines: dict[str, str] = {}
        if text:
            _, labels, *lines = text.split("\n")
            self.labels = tuple(labels.split())
            self._lines = dict(line.split("\t") for line in lines if line)
        self._read: dict[str, dict[str, float]] = {}
        self._codes = {_code(number): label for number, label in enumerate(self.labels)}

    def weights(self, feature: str) -> dict[str, float]:
        """Give how much one feature speaks for each label; those for which it says nothing are left out."""
        if feature not in self._read:
            found = _WEIGHT.findall(self._lines.get(feature, ""))
            self._read[feature] = {self._codes[code]: int(number) / _PARTS for code, number in found}
        return self._read[feature]

    def known(self, features: Iterable[str]) -> list[str]:
        """Give the features about which something was learnt, in a fixed order."""
        return sorted(feature for feature in features if feature in self._lines)

    def scores(self, features: Iterable[str]) -> dict[str, float]:
        """Add up what features say for each label; of many each says less."""
        totals = dict.fromkeys(self.labels, 0.0)
        known = self.known(features)
        for feature in known:
            for label, weight in self.weights(feature).items():
                totals[label] += weight
        share = 1 / math.sqrt(len(known)) if known else 0.0
        usual = self.weights(USUAL)
        return {label: round(total * share + usual.get(label, 0.0), 6) for label, total in totals.items()}

    def speaking(self, features: Iterable[str], label: str, most: int = 8) -> list[tuple[str, float]]:
        """Give the features that say most for a label, or against it, with what each adds to its score."""
        known = self.known(features)
        share = 1 / math.sqrt(len(known)) if known else 0.0
        said = [(feature, round(self.weights(feature).get(label, 0.0) * share, 3)) for feature in known]
        return sorted((one for one in said if one[1]), key=lambda one: (-abs(one[1]), one[0]))[:most]


def written(weights: Mapping[str, Sequence[float]], labels: Sequence[str]) -> str:
    """Write weights down, without those that say next to nothing."""
    lines = [" ".join(labels)]
    for feature, row in sorted(weights.items()):
        parts = [f"{_code(n)}{round(weight * _PARTS)}" for n, weight in enumerate(row) if abs(weight) >= _FAINT]
        if parts:
            lines.append(f"{feature}\t{''.join(parts)}")
    return sealed("\n".join(lines) + "\n")


def _code(number: int) -> str:
    """Give a label's number in letters."""
    low = chr(ord("a") + number % 26)
    return (_code(number // 26 - 1) if number >= 26 else "") + low  # noqa: PLR2004 - letters
