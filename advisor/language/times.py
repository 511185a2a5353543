"""The days and the stretches of days that a message speaks of, whatever the facts of a rulebase.

Ages, amounts of other things and how often something happens are none. What may be a word of its own ("may", "sat") is
a time only where the words or the capital letters around it say so.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from advisor.language.dates import FIRST_WORDS as FIRST_OF_DATES
from advisor.language.dates import counted, is_open, read_date
from advisor.language.durations import FIRST_WORDS as FIRST_OF_DURATIONS
from advisor.language.durations import UNITS, is_amount, read_count, read_duration
from advisor.language.english import NEGATORS, words
from advisor.language.heard import Time
from advisor.language.values import since, spoken
from advisor.rulebase.kinds import Range

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence

    from advisor.language.english import Sentence, Token

_REACH = 16  # no time is said in more words
_FOR = words("for in within")
_DURING = words("for in over during")
_OPENING = FIRST_OF_DATES | FIRST_OF_DURATIONS | _FOR | _DURING
_NOT_OPENING = words("only just exactly of from back by until till")
_AFTERWARDS = words("now already")
_OLD = words("old olds o yo female male f m")
_OFTEN = words("every each per any")
_TIMES_A = words("time times once twice thrice miles dollars bucks")  # "twice a week"
_EACH = words("a an per each every")
_WISHED = words("happy merry")
_UNTIL = words("until till by")
_NAMES = words("sat sun wed mon january jan feb mar march apr april may jun june jul aug august sep dec")
_VERBS = words("may march mar")
_MANY = words("days weeks months years")
_CLOCK = re.compile(r":[0-9]{2}(?![0-9])(?:\s?[ap](?:m\b|\.m\.))?|\s?[ap]\.m\.", re.IGNORECASE)
_NO_TIMES = (["one", "day"], ["one", "night"], ["2d"], ["3d"])  # some day; a night of its own; what has depth


class _Read(NamedTuple):
    used: int
    day: datetime.date | Range | None
    days: int | Range | None


class _Place(NamedTuple):
    """The words of a clause from one word on, and what stands before it."""

    said: list[str]
    before: str
    denied: bool
    capital: bool

    def after(self, used: int, count: int = 1) -> list[str]:
        return self.said[used : used + count]


def times(said: Sequence[Sentence], text: str, today: datetime.date) -> tuple[Time, ...]:
    """Find the days and stretches of days in the sentences of a text, in their order, none overlapping another.

    A stretch that is no more than that has no day, a day to come no days since; "three weeks ago" has both.

    >>> from advisor.language.english import sentences
    >>> import datetime
    >>> text = "It rained 3 weeks ago, then stayed dry for 12 days."
    >>> [(one.words, str(one.day), one.days) for one in times(sentences(text), text, datetime.date(2026, 11, 23))]
    [('3 weeks ago', '2026-11-02', 21), ('for 12 days', 'None', 12)]
    """
    found: list[Time] = []
    reached = 0
    for sentence in said:
        tokens = sentence.tokens
        spoken_words = spoken(tokens, text)
        denied = -1  # the clause in which something was denied
        for at, token in enumerate(tokens):
            denied = token.clause if token.negative or token.text in NEGATORS else denied
            word = spoken_words[at]
            if token.start < reached or not (word in _OPENING or word[0].isdecimal()):
                continue
            place = _place(tokens, spoken_words, at, text, denied=denied == token.clause)
            if one := _longest(place, today):
                reached = _end(tokens[at + one.used - 1], text, dated=one.day is not None)
                span = (token.start, reached)
                found.append(Time(span, text[slice(*span)], one.day, one.days))
    return tuple(found)


def _place(tokens: Sequence[Token], said: Sequence[str], at: int, text: str, *, denied: bool) -> _Place:
    end = at
    while end < min(len(tokens), at + _REACH) and tokens[end].clause == tokens[at].clause:
        end += 1
    before = said[at - 1] if at and tokens[at - 1].clause == tokens[at].clause else ""
    return _Place(list(said[at:end]), before, denied, text[tokens[at].start].isupper())


def _end(token: Token, text: str, *, dated: bool) -> int:
    """Give where a time ends in the text: what a clock shows may go on after the last word, as in "at 11:30 pm"."""
    clock = _CLOCK.match(text, token.end) if dated and token.text.isdecimal() else None
    return clock.end() if clock else token.end


def _longest(place: _Place, today: datetime.date) -> _Read | None:
    if place.said[0] in _NOT_OPENING or place.before in _OFTEN:
        return None
    found = [*_days(place, today), *_stretches(place, today), *_counts(place)]
    return max(found, key=lambda one: one.used, default=None)


def _days(place: _Place, today: datetime.date) -> Iterator[_Read]:
    """Read what names a day."""
    said, before = place.said, place.before
    read = None
    if before in _UNTIL and is_open(said) and (ahead := read_date(["next", *said], today)):
        read = ahead[0], ahead[1] - 1
    elif not (said[0] == "in" and (place.denied or before in _TIMES_A) and read_duration(said[1:])):
        read = read_date(said, today)  # but "no rain in three weeks" tells a stretch
    if read is None or before in _WISHED or said[:2] == ["right", "now"]:
        return
    day, used = read
    number = said[used - 1] if used > 1 else ""
    verb = said[0] in _VERBS and number.isdecimal() and len(number) <= 2 and not place.capital  # noqa: PLR2004 - a day
    alone = used == 1 and (said[0] in _NAMES or said[0].endswith("days"))
    if not verb and not alone:
        yield _Read(used, day, since(day, today))


def _stretches(place: _Place, today: datetime.date) -> Iterator[_Read]:
    """Read a length of time; since when it lasts is known after "since" alone."""
    said = place.said
    lead = said[0] in _FOR or said[0] == "since"
    read = read_duration(said[lead:])
    if read is None:
        if said[0] in _DURING and said[1:2] == ["the"] and said[2:3] in (["last"], ["past"]):
            read = read_duration(["a", *said[3:]])  # "over the last month" is a month
            if read and said[3:4] and said[3] in UNITS:
                yield _Read(read[1] + 2, None, read[0])
        elif said[0] in _FOR and said[1:2] and said[1] in _MANY:  # "for months" are two at the least
            yield _Read(2 + (said[2:3] == ["now"]), None, Range(2 * UNITS[said[1]][0], None))
        return
    days, used = read[0], read[1] + lead
    if not _is_length(place, used, lead=lead):
        return
    if used < len(said):
        used += said[used] in _AFTERWARDS or 2 * (place.after(used, 2) == ["so", "far"])
    day = counted(days, today, -1) if said[0] == "since" else None
    yield _Read(used, day, days if day is None else since(day, today))


def _is_length(place: _Place, used: int, *, lead: bool) -> bool:
    """Whether a length of time is one that passes, and not an age, a rate or part of a larger number."""
    said, before, after = place.said, place.before, "".join(place.after(used))
    if is_amount(before) or said[:used] in _NO_TIMES:
        return False
    if after in _OLD or before in {"age", "aged"}:
        return False
    if not lead and said[0] in {"a", "an"} and (before in _TIMES_A or before in UNITS or before in {"what", "such"}):
        return False
    if after in _EACH and place.after(used + 1) and place.said[used + 1] in UNITS:
        return False
    return place.after(used, 3) != ["at", "a", "time"]


def _counts(place: _Place) -> Iterator[_Read]:
    """Read a counted day, week or month: "day 12", "the third week"."""
    read = read_count(place.said)
    if read and not is_amount(place.before) and place.before not in _EACH | {"this", "that", "other", "since"}:
        yield _Read(read[1], None, read[0])
