"""What a message raises about safety: by cues for certain, by what was learnt as possible, and by both together.

Cues say whose matter it is, too: somebody's of whom the writer tells (witness), the writer's own deed (doer), or their
own. What was learnt adds up to how likely a message shows any danger at all, and then which.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, NamedTuple

from advisor.language.english import words
from advisor.language.heard import AFFIRMED, DENIED, POSSIBLE, Raised
from advisor.language.verbs import stem
from advisor.rulebase.care import ADAPT, DOER, EMERGENCY, SELF, WITNESS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from advisor.language.english import Sentence
    from advisor.language.hints import Hints
    from advisor.rulebase.care import Together
    from advisor.rulebase.model import Rulebase

NONE = "no_flag"
"""The label of messages that raise no flag."""

_LIST = re.compile(r"\(([^()]*)\)")
_WORD = re.compile(r"[a-z]{3,}[~*]?")
_OWN = words("i me my mine myself we us our ours ourselves")
_FIRST = words("i we")
_MINE = words("my our")  # before the words themselves
_DANGER = 0.55  # the share of danger from which it is possible, in a message of this field …
_OWN_DANGER = 0.75  # … in any other where somebody speaks of themselves, or of somebody they know …
_AFAR = 0.95  # … and in one that is of no field at all
_ADAPT = 0.5  # the share of what only adapts advice, with that of danger, from which it is possible
_ALSO = 0.12  # of the share of danger: what has so much of it is possible beside the likeliest …
_BESIDE = 0.15  # the share that another flag needs beside one that a cue is sure of …
_GRAVER = 0.4  # … and one that is more urgent than it
_GRAVE = 0.2  # … but emergencies only where together they have so much


class Met(NamedTuple):
    """A cue of a flag or sign that was met: what it stands for, its place, its words, and whether it is denied."""

    name: str
    place: tuple[int, int, int]
    span: tuple[int, int]
    words: str
    denied: bool


class Alarms:
    """What the cues of a message raise; taken in one by one, and then weighed with what was learnt."""

    def __init__(self, rulebase: Rulebase, learnt: Hints) -> None:
        self._rulebase, self._learnt = rulebase, learnt
        self._flags: list[Met] = []
        self._signs: dict[str, None] = {}
        self._voices: list[tuple[str, tuple[int, int, int]]] = []

    def flag(self, met: Met) -> None:
        """Take in a cue of a flag."""
        self._flags.append(met)

    def sign(self, met: Met) -> None:
        """Take in a cue of a sign; what is denied is none."""
        if not met.denied:
            self._signs[met.name] = None

    def voice(self, name: str, place: tuple[int, int, int]) -> None:
        """Take in a cue that says whom a message is about; `place` is the sentence, and from which word to which."""
        self._voices.append((name, place))

    @property
    def signs(self) -> tuple[str, ...]:
        """The signs that were met."""
        return tuple(self._signs)

    def raised(
        self, said: Sequence[Sentence], features: Iterable[str], standing: Collection[str] = (), *, field: bool = True
    ) -> tuple[Raised, ...]:
        """Give the flags raised, in the order of the rulebase; `standing` names flags and signs known from before.

        `field` says that the message belongs to the field of the rulebase: else less is believed of what was learnt.
        """
        found: dict[str, Raised] = {}
        for met in self._said():
            before, one = found.get(met.name), self._raised(met.name, DENIED if met.denied else AFFIRMED, said, met)
            if before is None or (before.status == DENIED and not met.denied) or (not met.denied and one.voice == SELF):
                found[met.name] = one
        flags = self._rulebase.flags
        ranks = [flags[name].rank for name, one in found.items() if one.status == AFFIRMED and one.urgency != ADAPT]
        sure = min(ranks, default=None)
        only_denied = bool(found) and all(one.status == DENIED for one in found.values())
        for name in self._possible(said, features, field=field and not only_denied, sure=sure):
            if name not in found:
                found[name] = self._raised(name, POSSIBLE, said)
        self._despite(found, standing)
        self._together(found, said, standing)
        return tuple(found[name] for name in self._rulebase.flags if name in found)

    def _said(self) -> list[Met]:
        """Give the cues of flags that count: not one whose words are part of what another says that is as urgent.

        A flag without words for a witness is about others in general, and covers none that has them.
        """
        flags = self._rulebase.flags
        rank = {name: flag.rank for name, flag in flags.items()}
        up = [met for met in self._flags if not met.denied]
        return [
            met
            for met in self._flags
            if not any(
                other.name != met.name
                and other.span != met.span
                and other.span[0] <= met.span[0]
                and met.span[1] <= other.span[1]
                and rank[other.name] <= rank[met.name]
                and (WITNESS in flags[other.name].voices or WITNESS not in flags[met.name].voices)
                for other in up
            )
        ]

    def _possible(
        self, said: Sequence[Sentence], features: Iterable[str], *, field: bool, sure: int | None
    ) -> list[str]:
        """Name the flags that are likely by what was learnt, the likeliest first.

        `sure` is the place of the urgency of which cues are sure, None where they are of none: beside it less is
        believed, and least of what would be more urgent.
        """
        flags = self._rulebase.flags
        shares = {name: share for name, share in flag_shares(self._learnt, features).items() if name in flags}
        grave = {name: share for name, share in shares.items() if flags[name].urgency != ADAPT}
        danger, beside = sum(grave.values()), sum(shares.values()) - sum(grave.values())
        least = _DANGER
        if not field:
            own = self._voices or any(token.text in _OWN for sentence in said for token in sentence.tokens)
            least = _OWN_DANGER if own else _AFAR
        if danger >= least:
            ranked = sorted(grave, key=lambda name: (-grave[name], name))
            if sure is not None:
                return [name for name in ranked if grave[name] >= (_GRAVER if flags[name].rank < sure else _BESIDE)]
            worst = [name for name in ranked if flags[name].urgency == EMERGENCY]
            found = [name for name in ranked if name == ranked[0] or grave[name] >= _ALSO * danger]
            if sum(grave[name] for name in worst) >= _GRAVE * danger:
                return list(dict.fromkeys([worst[0], *found]))
            return [name for name in found if name not in worst]
        if danger + beside >= _ADAPT and beside > danger:
            return [max((name for name in shares if name not in grave), key=lambda name: shares[name])]
        return []

    def _despite(self, found: dict[str, Raised], standing: Collection[str]) -> None:
        """Let a denial count for nothing beside what speaks against it."""
        for name, one in found.items():
            signs = self._rulebase.flags[name].despite
            if one.status == DENIED and any(sign in self._signs or sign in standing for sign in signs):
                found[name] = one._replace(status=AFFIRMED)

    def _together(self, found: dict[str, Raised], said: Sequence[Sentence], standing: Collection[str]) -> None:
        """Raise what flags and signs mean together; one of them at least was said just now."""
        for one in self._rulebase.care.together:
            if not one.raises or not meant(one, {*_up(found), *self._signs}, standing):
                continue
            status = POSSIBLE if one.possible else AFFIRMED
            before = found.get(one.raises)
            if before is None or (before.status != AFFIRMED and status == AFFIRMED) or before.status == DENIED:
                found[one.raises] = self._raised(one.raises, status, said)

    def _raised(self, name: str, status: str, said: Sequence[Sentence], met: Met | None = None) -> Raised:
        flag = self._rulebase.flags[name]
        voice = self._whose(said, met)
        return Raised(name, status, flag.urgency, voice, met.words if met else "", met.span if met else (0, 0))

    def _whose(self, said: Sequence[Sentence], met: Met | None) -> str:
        """Say whom something is about, by the nearest cue before it; the writer's own words make it theirs."""
        if met is None or met.denied:
            return self._voices[0][0] if self._voices else SELF
        number, start, end = met.place
        tokens = said[number].tokens
        if any(name == DOER and place[0] == number for name, place in self._voices):
            return DOER
        here = [place for name, place in self._voices if place[0] == number]
        theirs = {at for _, first, last in here for at in range(first, last)}  # "my" of "my friend" is not about me
        if any(tokens[at].text in _OWN for at in range(start, end) if at not in theirs):
            return SELF
        best = max((place for _, place in self._voices if place[:2] <= (number, end)), default=None)
        if best is None:
            return SELF
        between = range(best[2], start) if best[0] == number else range(start)
        own = any(tokens[at].text in _FIRST for at in between)
        own = own or (start > 0 and start - 1 not in theirs and tokens[start - 1].text in _MINE)
        return SELF if own else next(name for name, place in self._voices if place == best)


def meant(together: Together, now: Collection[str], standing: Collection[str] = ()) -> bool:
    """Whether flags and signs that mean something together are all there, one at least of them now.

    >>> from advisor.errors import Position
    >>> from advisor.rulebase.care import Together
    >>> meant(Together("storm", Position("", 1, 1), ("wind", "rain")), {"rain"}, {"wind"})
    True
    """
    return any(name in now for name in together.of) and all(name in now or name in standing for name in together.of)


def flag_shares(learnt: Hints, features: Iterable[str]) -> Mapping[str, float]:
    """Give the share of each flag by what was learnt; what is left is the share of none.

    >>> from advisor.language.hints import Hints, written
    >>> shares = flag_shares(Hints(written({"water": [2.0, 0.0]}, ["flood", NONE])), {"water"})
    >>> round(shares["flood"], 2)
    0.88
    """
    scores = learnt.scores(features)
    if NONE not in scores:
        return {}
    top = max(scores.values())
    grown = {name: math.exp(score - top) for name, score in scores.items()}
    whole = sum(grown.values())
    return {name: value / whole for name, value in grown.items() if name != NONE}


class Families:
    """The word lists that cues of flags and signs use, as features: a word of a list says something of all its words.

    >>> from advisor.language.english import sentences
    >>> families = Families({"tool": ["hammer", "saw*"], "gate": ["gate"]}, ["grabbed a (tool)"])
    >>> families.of(sentences("A hammer at the gate."))
    {'(tool)'}
    """

    def __init__(self, words_of: Mapping[str, Iterable[str]], cues: Iterable[str]) -> None:
        used = {name for cue in cues for name in _LIST.findall(cue)}
        self._by_stem: dict[str, list[str]] = {}
        self._begun: list[tuple[str, str]] = []
        for name in sorted(used & words_of.keys()):
            for text in filter(_WORD.fullmatch, words_of[name]):
                if text.endswith("*"):
                    self._begun.append((text[:-1], f"({name})"))
                else:
                    self._by_stem.setdefault(stem(text.rstrip("~")), []).append(f"({name})")

    def of(self, said: Iterable[Sentence]) -> set[str]:
        """Give the lists that a message's words are in."""
        texts = {token.text for sentence in said for token in sentence.tokens}
        found = {name for text in texts for name in self._by_stem.get(stem(text), ())}
        return found | {name for begun, name in self._begun if any(text.startswith(begun) for text in texts)}


def _up(found: Mapping[str, Raised]) -> set[str]:
    return {name for name, one in found.items() if one.status != DENIED}
