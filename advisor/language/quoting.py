"""Whose words and whose things: what is quoted in a message, and what belongs to somebody else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from advisor.language.english import FILLERS, SUBJECTS, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.language.english import Token

_LONGEST = 5_000
_QUOTED = re.compile(
    rf"“([^“”]{{1,{_LONGEST}}})(?:”|$)"
    rf'|(?:(?<=\s)|(?<=[(:,])|^)"([^"]{{1,{_LONGEST}}})"(?!\w)'
    rf"|(?:(?<=\s)|(?<=[(:,])|^)''((?:(?!'').){{1,{_LONGEST}}})''(?!\w)"
    rf"|«([^«»]{{1,{_LONGEST}}})»"
)
_TERM = 2  # words: what is no longer stands in quotes as a term, not as somebody's words
_MOSTLY = 0.7  # of the text: who quotes no more than that has something of their own to say
_THEIRS = words("his her their whose")
_OURS = words("my our")
_PLURAL = 2


def quotations(text: str) -> tuple[tuple[int, int], ...]:
    """Find what is quoted as somebody's words, as ranges of characters; terms of one or two words are not.

    >>> quotations('He wrote "I watered them all" and "left".')
    ((10, 28),)
    """
    spans = [match.span(match.lastindex or 0) for match in _QUOTED.finditer(text)]
    spans = [(start, end) for start, end in spans if len(text[start:end].split()) > _TERM]
    return () if sum(end - start for start, end in spans) > _MOSTLY * len(text.strip()) else tuple(spans)


def of_another(tokens: Sequence[Token], at: int) -> bool:
    """Whether the noun at a word belongs to somebody else: "his neighbour", "my friend's neighbour".

    >>> from advisor.language.english import sentences
    >>> of_another(sentences("His old neighbour came.")[0].tokens, 2)
    True
    """
    if tokens[at].text in SUBJECTS:
        return False
    before = [token for token in tokens[max(0, at - 3) : at] if token.text not in FILLERS][-2:]
    for place, token in enumerate(reversed(before)):
        if token.text in _OURS:
            return False
        if token.text in _THEIRS or token.owner:
            return True
        owner = token.text.endswith("s") and len(token.text) > _PLURAL
        if not place and owner and len(before) == _PLURAL and before[0].text in _OURS:
            return True  # "my friends neighbour"
    return False
