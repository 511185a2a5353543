"""Which of the choices of a question an answer picks: by its place in the list, its name, or what it is shown as."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import near
from advisor.language.assent import LEADS, TAILS, starts
from advisor.language.english import NEGATORS, is_filler, sentences, words
from advisor.language.phrases import SMALL_WORDS
from advisor.language.spelling import respell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from advisor.language.english import Token

Picked = tuple[str, int, int]
"""A choice, and the words by which it was picked, from-to."""

_PLACES = (
    "1/1st/one/first/a",
    "2/2nd/two/second/b",
    "3/3rd/three/third/c",
    "4/4th/four/fourth/d",
    "5/5th/five/fifth/e",
    "6/6th/six/sixth/f",
    "7/7th/seven/seventh/g",
    "8/8th/eight/eighth/h",
)
_PLACE = {name: place for place, names in enumerate(_PLACES, 1) for name in names.split("/")}
_LISTED = words("option number choice answer possibility")
_SHORT = 10  # words: in a clause no longer a choice may stand anywhere
_LEAST = 4  # letters: shorter slips are too often another word; and words: longer texts are no slip
_PAIR = 2
_SMALL = SMALL_WORDS | LEADS | TAILS | words("myself yourself himself herself themselves ourselves yourselves")


def by_place(said: Sequence[str], count: int) -> tuple[int, int, int] | None:
    """Read "2", "the second one", "option b" or "the last": the place, from 1, and the words from-to.

    >>> by_place(["the", "second", "one"], 3), by_place(["4"], 3), by_place(["two", "of", "them"], 3)
    ((2, 1, 3), None, None)
    """
    last = len(said)
    while last > 1 and said[last - 1] in TAILS:
        last -= 1
    for at in starts(said[:last], LEADS | _LISTED):
        alone = last - at == 1 or (last - at == _PAIR and said[at + 1] in _LISTED | {"one"})
        if alone and (place := _placed(said[at], count)):
            return place, at, last
    return None


def _placed(word: str, count: int) -> int | None:
    if word == "last":
        return count
    if count == _PAIR and word in {"former", "latter"}:
        return 1 if word == "former" else 2
    place = _PLACE.get(word) or (int(word) if word.isascii() and word.isdecimal() and len(word) < _LEAST else 0)
    return place if 1 <= place <= count else None


def by_name(tokens: Sequence[Token], said: Sequence[str], choices: Sequence[str], *, asks: bool) -> Picked | None:
    """Find the one choice that a clause names, as one writes it, and does not deny.

    In a question and in a long clause it has to stand at the beginning.

    >>> [sentence] = sentences("It was by chance.")
    >>> by_name(sentence.tokens, sentence.words, ["by_chance", "on_purpose"], asks=False)
    ('by_chance', 2, 4)
    """
    names = {"".join(_name(choice)): choice for choice in choices}
    known = {word for choice in choices for word in _name(choice)}
    spelt = [respell(word, known) or word for word in said]
    most = 1 + max(len(_name(choice)) for choice in choices)
    anywhere = len(said) <= _SHORT and not asks
    found: list[Picked] = []
    for at in range(len(said)) if anywhere else starts(said):
        for end in range(min(at + most, len(said)), at, -1):
            text = "".join(spelt[at:end])
            name = names.get(text) or names.get(text.removesuffix("s"))
            if name and not any(low <= at and end <= high for _, low, high in found):
                found.append((name, at, end))
    told = [one for one in found if not any(token.negative for token in tokens[max(0, one[1] - 3) : one[1]])]
    return told[0] if len({name for name, _, _ in told}) == 1 else None


def by_words(said: Sequence[str], choices: Sequence[str], shown: Mapping[str, str], *, part: bool) -> str | None:
    """Find the choice whose words of substance are those of a clause, or with `part` hold them and no other's do.

    >>> by_words(["a", "message", "by", "post"], ["online", "letter"], {"letter": "a message by post"}, part=True)
    'letter'
    """
    told = _substance(said)
    if not told - NEGATORS:
        return None
    held = {choice: _substance(_read(shown.get(choice, ""))) | _substance(_name(choice)) for choice in choices}
    same = [c for c in choices if told in (held[c], _substance(_read(shown.get(c, ""))))]
    holding = [c for c in choices if told <= held[c]] if part else []
    return same[0] if len(same) == 1 else holding[0] if len(holding) == 1 else None


def by_slip(said: Sequence[str], choices: Sequence[str]) -> Picked | None:
    """Find the choice that a clause of nothing else misspells.

    >>> by_slip(["by", "chanse"], ["by_chance", "on_purpose"])
    ('by_chance', 0, 2)
    """
    names = {" ".join(_name(choice)): choice for choice in choices}
    for at in starts(said):
        text = " ".join(said[at:]) if len(said) - at <= _LEAST else ""
        nearest = near(text, names) if len(text) >= _LEAST else None
        if nearest and nearest[0] == text[0]:
            return names[nearest], at, len(said)
    return None


def _substance(said: Sequence[str]) -> frozenset[str]:
    return frozenset(word for word in said if word in NEGATORS or not (is_filler(word) or word in _SMALL))


def _read(text: str) -> list[str]:
    return [word for sentence in sentences(text) for word in sentence.words]


def _name(choice: str) -> list[str]:
    return _read(choice.replace("_", " ")) or [choice]
