"""Taking in the cues that fired in a message: what they tell, what they ask about, and what they raise."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from advisor.language.alarms import Alarms, Met
from advisor.language.choosing import Asked
from advisor.language.cues import DOMAIN, FACT, FLAG, SIGN, VOICE, Cue
from advisor.language.english import words
from advisor.language.heard import Fired, Reading
from advisor.language.quoting import of_another, quotations
from advisor.language.scope import Scope, scope
from advisor.language.settling import Told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.language.english import Sentence
    from advisor.language.phrases import Match, Pattern
    from advisor.rulebase.model import Fact

_PLAINLY = 3  # words before a cue among which its denial must be
_PURPOSE = words("to so from why than")
_STILL = words("again anymore since lately recently yet today tonight any week month time")


class Found:
    """What the cues in a message come to; `domain` is what speaks for the field."""

    def __init__(self, facts: Mapping[str, Fact], text: str, alarms: Alarms) -> None:
        self._facts, self._text, self.alarms = facts, text, alarms
        self._quoted = quotations(text)
        self.told: list[Told] = []
        self.asked: list[Asked] = []
        self.fired: list[Fired] = []
        self.domain = 0.0

    def take(self, place: tuple[int, Sentence], cue: Cue, pattern: Pattern, match: Match) -> None:
        """Take in a cue that fired in a sentence, given with its number: what it tells, asks or raises."""
        number, sentence = place
        around = scope(sentence, match.cells, subject=pattern.subject)
        tokens = sentence.tokens
        span = (tokens[match.start].start, tokens[match.end - 1].end)
        weight = cue.phrase.weight if cue.phrase.weight is not None else pattern.weight
        aside = self._aside(span) or ("of somebody else" if pattern.subject and of_another(tokens, match.start) else "")
        if cue.role == FACT:
            one = _told(self._facts[cue.name], cue, match, around, (span, self._text[slice(*span)]))
            if one is None:
                return
            aside = aside or ("reported" if around.reported else "")
            if not aside:
                self.told.append(one)
                aside = "wished or asked" if one.void else "denied twice" if one.doubtful else ""
        elif cue.role == VOICE:
            self.alarms.voice(cue.name, (number, match.start, match.end))
        elif cue.role in {FLAG, SIGN}:
            denied = _denied(sentence, pattern, match)
            met = Met(cue.name, (number, match.start, match.end), span, self._text[slice(*span)], denied)
            (self.alarms.flag if cue.role == FLAG else self.alarms.sign)(met)
            aside = "denied" if denied else ""
        else:
            aside = aside or ("denied" if around.negations == 1 else "")
            if cue.role == DOMAIN:
                self.domain += weight
            else:
                at = (number, match.start, match.end)
                self.asked.append(Asked(cue.name, weight, at, sentence.asks, bool(aside)))
        self.fired.append(Fired(cue.role, cue.name, cue.phrase.cue, span, round(weight, 3), aside))

    def _aside(self, span: tuple[int, int]) -> str:
        """Say whether a place lies in somebody's words."""
        at = bisect_right(self._quoted, (span[0], len(self._text))) - 1
        return "quoted" if at >= 0 and span[1] <= self._quoted[at][1] else ""


def _told(fact: Fact, cue: Cue, match: Match, around: Scope, place: tuple[tuple[int, int], str]) -> Told | None:
    """Read one match as telling a fact, or not at all; `place` is its range in the text, with its words."""
    span, said = place
    value = match.value if cue.value is None else cue.value
    if value is None:
        return None
    negated = value is True and around.negations == 1
    return Told(
        Reading(cue.name, False if negated else value, span, cue.phrase.cue, negated, said),
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
    tokens = sentence.tokens
    before = [token.text for token in tokens[max(0, match.start - 5) : match.start]]
    after = [token.text for token in tokens[match.end : match.end + 3]]
    return around.negations == 1 and not around.unreal and _PURPOSE.isdisjoint(before) and _STILL.isdisjoint(after)
