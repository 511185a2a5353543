"""The phrases of a rulebase as patterns over the words of a sentence.

A phrase matches word by word. Between its words fillers, articles, "have" and "did" may stand, and a negation, which is
noticed (see `scope`); an article counts only where a phrase begins with it. `(list)` is any alternative of a word list,
`...` a gap of at most four words, `text*` any word that begins with "text", `text~` any form of a verb (texts, texted,
texting), `<value>` a value of the fact.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Union

from advisor.errors import AdvisorError, UnknownName
from advisor.language.durations import UNITS
from advisor.language.english import ARTICLES, SHORT, SUBJECTS, expand, words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from advisor.language.english import Sentence, Token
    from advisor.rulebase.kinds import Value

    # Reads what may stand at a word for a hole: the word after it and the value, the longest first.
    Values = Callable[[Sequence[Token], int, "Hole"], Sequence[tuple[int, Value]]]
    # The parts matched so far, the value read, and the word to go on from.
    _State = tuple[tuple[tuple[int, int], ...], Value | None, int]

GAP = 4
_PASSED = 4  # loose words in a row
_PARTS = re.compile(r"\(([^()]*)\)|(\.\.\.|…)|(<value>)|([^\W_](?:[^\W_]|['’])*)([*~]?)")
_LIST = re.compile(r"\(([^()]*)\)")
_OPENERS = SUBJECTS | {"it", "you", "there"}
SMALL_WORDS = words(
    """i me my you your he him his she her it its we us our they them their is am are was were be been being do does
    did have has had 's 'd not to of in on at for from with and or that this what how if as by no can will would
    should could"""
)


class Hole(NamedTuple):
    """Where a value stands.

    `unit` is a unit of time before it ("week <value>"), `united` says that the value brings its own.
    """

    unit: str = ""
    united: bool = False


class Stem(NamedTuple):
    """Any word that begins with a text."""

    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Either:
    """Any of the alternatives of a word list: by their first word, and those that do not begin with a word.

    `weight` is that of the alternative that says least. `openers` are all words, and `stems` all beginnings of words,
    with which a text of it can begin, those of the lists within it included.
    """

    name: str
    firsts: dict[str, list[tuple[Part, ...]]]
    others: tuple[tuple[Part, ...], ...]
    weight: float
    openers: frozenset[str]
    stems: tuple[str, ...]

    @property
    def ways(self) -> list[tuple[Part, ...]]:
        """All alternatives."""
        return [*(way for ways in self.firsts.values() for way in ways), *self.others]


Part = Union[str, Stem, Hole, Either]
"""One part of a phrase; a plain word is a str."""

_LISTED = frozenset({Stem, Either})


class Match(NamedTuple):
    """Where a pattern matched: a half-open range of words for each of its parts, and the value in its hole."""

    cells: tuple[tuple[int, int], ...]
    value: Value | None = None

    @property
    def start(self) -> int:
        """The first word."""
        return self.cells[0][0]

    @property
    def end(self) -> int:
        """The word after the last."""
        return self.cells[-1][1]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled phrase; `gaps` tells before which parts a gap may be."""

    parts: tuple[Part, ...]
    gaps: frozenset[int]

    @property
    def weight(self) -> float:
        """How much the phrase says: a word of substance counts one, a small word a quarter."""
        return sum(_weight(part) for part in self.parts)

    @property
    def subject(self) -> bool:
        """Whether the phrase begins with the subject of its clause."""
        first = self.parts[0]
        return not _OPENERS.isdisjoint(first.firsts) if isinstance(first, Either) else first in _OPENERS

    def find(self, sentence: Sentence, values: Values | None = None) -> Iterator[Match]:
        """Find the matches in a sentence, none overlapping another, nearest words first."""
        # what has no place for one of its lists or stems need not be tried at every place of its first part
        if any(type(part) in _LISTED and not _starts(part, sentence) for part in self.parts[1:]):
            return
        tried: set[tuple[int, int]] = set()
        end = 0
        for at in _starts(self.parts[0], sentence):
            if at >= end and (match := self._match(sentence.tokens, at, tried, values)):
                yield match
                tried.clear()
                end = match.end

    def _match(
        self, tokens: Sequence[Token], at: int, tried: set[tuple[int, int]], values: Values | None
    ) -> Match | None:
        """Match from one word on; `tried` remembers the states that led nowhere, so that time stays in bounds."""
        stack: list[_State] = [((), None, at)]
        while stack:
            cells, value, pos = stack.pop()
            index = len(cells)
            if index == len(self.parts):
                return Match(cells, value)
            if (index, pos) in tried:
                continue
            if index:
                tried.add((index, pos))
            part = self.parts[index]
            ways: list[_State] = []
            for start in _places(tokens, pos, gap=index in self.gaps) if index else (pos,):
                if isinstance(part, Hole):
                    found = values(tokens, start, part) if values else ()
                    ways += [((*cells, (start, end)), read, end) for end, read in found]
                else:
                    ways += [((*cells, (start, end)), value, end) for end in ends(part, tokens, start)]
            stack.extend(reversed(ways))
        return None


def _starts(part: Part, sentence: Sentence) -> Sequence[int]:
    """The words at which a part can begin, found once a sentence for each word, stem and list."""
    if isinstance(part, Hole):
        return range(len(sentence.tokens))
    key = part if isinstance(part, str) else f"{part.text}*" if isinstance(part, Stem) else f"({part.name})"
    if key not in sentence.places:
        tokens = sentence.tokens
        sentence.places[key] = [at for at in range(len(tokens)) if ends(part, tokens, at)]
    return sentence.places[key]


def _weight(part: Part) -> float:
    if isinstance(part, Either):
        return part.weight
    return 0.25 if part in SMALL_WORDS else 1.0


def _places(tokens: Sequence[Token], pos: int, *, gap: bool) -> Iterator[int]:
    """The words at which the next part may stand: past loose words, and in a gap past four others."""
    passed = skipped = 0
    for at in range(pos, len(tokens)):
        yield at
        if tokens[at].loose and passed < _PASSED:
            passed += 1
        elif gap and skipped < GAP:
            skipped += 1
        else:
            return


def ends(part: Part, tokens: Sequence[Token], at: int) -> Sequence[int]:
    """The words after which a part may end that begins at a word."""
    if at >= len(tokens) or isinstance(part, Hole):
        return ()
    if isinstance(part, str):
        return (at + 1,) if part in tokens[at].forms else ()
    if isinstance(part, Stem):
        return (at + 1,) if any(form.startswith(part.text) for form in tokens[at].forms) else ()
    forms = tokens[at].forms
    # at most words no text of a list begins, and lists within lists need not be looked through to see that
    if part.openers.isdisjoint(forms) and not (part.stems and any(form.startswith(part.stems) for form in forms)):
        return ()
    if part in tokens[at].reach:
        return tokens[at].reach[part]
    found: set[int] = set()
    for way in [*(way for form in forms for way in part.firsts.get(form, ())), *part.others]:
        reached = set(ends(way[0], tokens, at))
        for inner in way[1:]:
            reached = {end for pos in reached for start in _close(tokens, pos) for end in ends(inner, tokens, start)}
        found |= reached
    tokens[at].reach[part] = sorted(found, reverse=True)
    return tokens[at].reach[part]


def _close(tokens: Sequence[Token], pos: int) -> Iterator[int]:
    """The words at which the next word of an alternative may stand: no negation in between."""
    for at in range(pos, min(pos + 2, len(tokens))):
        yield at
        if not tokens[at].loose or tokens[at].negative:
            return


class WordLists:
    """The word lists of a rulebase, each compiled once.

    >>> WordLists({"pour": ["rains", "is pouring"]}).compile("it (pour) ... <value>").gaps
    frozenset({2})
    """

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        self._lists = lists
        self._compiled: dict[str, Either] = {}

    def compile(self, cue: str, *, timed: bool = False) -> Pattern:
        """Compile a phrase; `timed` says that its hole takes lengths of time.

        Raises UnknownName for a word list that does not exist, AdvisorError for a phrase without words or a list in
        itself.
        """
        parts, gaps = self._parse(cue, ())
        if timed:
            for at in range(1, len(parts)):
                before, part = parts[at - 1], parts[at]
                if isinstance(part, Hole) and isinstance(before, str) and before in UNITS:
                    parts[at] = Hole(unit=before)
                elif isinstance(before, Hole) and isinstance(part, str) and part in UNITS:
                    parts[at - 1] = before._replace(united=True)  # "<value> days": the value brings the unit itself
            kept = [at for at in range(len(parts)) if not (at and parts[at] in UNITS and _united(parts[at - 1]))]
            parts, gaps = [parts[at] for at in kept], {kept.index(at) for at in gaps if at in kept}
        return Pattern(tuple(parts), frozenset(gaps))

    def require(self, cues: str) -> None:
        """Raise UnknownName for a word list that phrases name and that does not exist."""
        for name in {name.strip() for name in _LIST.findall(cues)} - self._lists.keys():
            raise UnknownName("word list", name, self._lists)

    def anchors(self, cue: str, plain: Sequence[str]) -> Collection[str]:
        """Words (or beginnings, with a star) of which one is in every text that a phrase matches; empty: any text may.

        `plain` are its plain words: the longest is a good one to look for. Raises as `compile` does.
        """
        self.require(cue)
        own = [word for word in plain if word not in UNITS] if "<" in cue else plain  # a value may bring another unit
        if own:
            return (max(own, key=len),)
        parts = self._parse(cue, ())[0]
        held = [_anchors(part) for part in parts if part not in UNITS or not any(isinstance(p, Hole) for p in parts)]
        return min(held, key=lambda found: (not found, len(found)), default=frozenset())

    def _parse(self, cue: str, within: tuple[str, ...]) -> tuple[list[Part], set[int]]:
        parts: list[Part] = []
        gaps: set[int] = set()
        for name, gap, hole, word, star in _PARTS.findall(cue.lower()):
            if gap:
                gaps.add(len(parts))
            elif hole:
                parts.append(Hole())
            elif star == "~":
                parts.append(word + "~")
            elif star:
                parts.append(Stem(word))
            elif word:
                parts.extend(part for part in _plain(word) if not parts or part not in ARTICLES)
            else:
                parts.append(self._either(name.strip(), within))
        if not parts or (len(parts) == 1 and parts[0] in ARTICLES):
            raise AdvisorError(f"the phrase '{cue[:80]}' has no word to look for; write one that is not an article")
        return parts, {gap for gap in gaps if 0 < gap < len(parts)}

    def _either(self, name: str, within: tuple[str, ...]) -> Either:
        if name in self._compiled:
            return self._compiled[name]
        if name not in self._lists:
            raise UnknownName("word list", name, self._lists)
        if name in within:
            raise AdvisorError(f"the word list '{name}' contains itself; write its alternatives out")
        firsts: dict[str, list[tuple[Part, ...]]] = {}
        others = []
        for text in self._lists[name]:
            way = tuple(self._parse(text, (*within, name))[0])
            if any(isinstance(part, Hole) for part in way):
                raise AdvisorError(f"the word list '{name}' has a <value>; only phrases can")
            if isinstance(way[0], str):
                firsts.setdefault(way[0], []).append(way)
            else:
                others.append(way)
        if not firsts and not others:
            raise AdvisorError(f"the word list '{name}' is empty; give it alternatives")
        ways = (*others, *(way for same in firsts.values() for way in same))
        weight = min(sum(map(_weight, way)) for way in ways)
        self._compiled[name] = Either(name, firsts, tuple(others), weight, *_beginnings(firsts, others))
        return self._compiled[name]


def _beginnings(firsts: Iterable[str], others: Iterable[tuple[Part, ...]]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Give all words, and all beginnings of words, with which the texts of a list can begin."""
    inner = [way[0] for way in others]
    lists = [part for part in inner if isinstance(part, Either)]
    stems = {part.text for part in inner if isinstance(part, Stem)}.union(*(part.stems for part in lists))
    return frozenset(firsts).union(*(part.openers for part in lists)), tuple(sorted(stems))


def _united(part: Part) -> bool:
    return isinstance(part, Hole) and part.united


def _plain(word: str) -> tuple[str, ...]:
    parts = expand(word)
    if len(parts) == 2 and parts[1] == "'s" and expand(parts[0] + "s") != parts:  # noqa: PLR2004 - "the plant's"
        return (parts[0] + "s",)
    return parts


def _anchors(part: Part) -> frozenset[str]:
    if isinstance(part, Either):
        inner = [_anchors(way[0]) for way in part.ways]
        return frozenset().union(*inner) if all(inner) else frozenset()
    if isinstance(part, Hole):
        return frozenset()
    return frozenset({part.text + "*" if isinstance(part, Stem) else part})


_SKIPPED = ARTICLES | SHORT.keys()


def plain_words(cue: str) -> list[str]:
    """The words of a phrase that stand in it as they are, found fast.

    >>> plain_words("the rain didn't (list) stop*")
    ['rain']
    """
    return [word for word in cue.lower().split() if word not in _SKIPPED and word.rstrip("~").isalpha()]
