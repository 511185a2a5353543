"""What had better not be typed: telephone numbers, mail addresses, links and handles, found by their pattern."""

from __future__ import annotations

import re

_PATTERNS = {
    "a mail address": re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "a link": re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE),
    "a handle": re.compile(r"(?<![\w@.])@[A-Za-z]\w{2,}"),
    "a telephone number": re.compile(r"(?<![\w.,$€£])(?:\+|00|\(?0)?\d(?:[ ()/.-]{0,2}\d){6,14}(?![\w])"),
}
# days, stretches of years and clock times: they have the make of a number to call, and are none
_YEAR = r"\d{4}"
_DATES = re.compile(
    rf"(?<![\d./])(?:{_YEAR}[./-]\d{{1,2}}[./-]\d{{1,2}}|\d{{1,2}}[./ -]\d{{1,2}}[./ -](?:{_YEAR}|\d\d)"
    rf"|(?:19|20)\d\d(?:\s?[-/–]\s?(?:19|20)\d\d)+|(?:19|20)\d{{6}}|\d{{1,2}}:\d\d)(?!\d|[./]\d)"
)
_LEAST = 7  # digits: what has fewer is no telephone number


def private(text: str) -> tuple[str, ...]:
    """Name what is private in a text, by its kind.

    >>> private("My neighbour is @fern_lover, call 0171 555 0123 on 2026-11-23")
    ('a handle', 'a telephone number')
    """
    plain = _DATES.sub(" ", text)
    return tuple(
        kind
        for kind, pattern in _PATTERNS.items()
        if any(kind != "a telephone number" or _digits(found[0]) >= _LEAST for found in pattern.finditer(plain))
    )


def _digits(text: str) -> int:
    return sum(character.isdigit() for character in text)
