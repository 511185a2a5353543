"""The answer with which a message begins when a question was just asked: yes, the second, three weeks ago, no idea.

What follows it is read as ever. Two answers that differ are none, but a guess may follow "I don't know".
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from advisor.language.assent import LEADS, TAILS, UNDECIDED, assent, declines, starts, strong
from advisor.language.durations import UNITS, read_number
from advisor.language.english import ARTICLES, OPENING, STRETCHED, SUBJECTS, Token, is_filler, words
from advisor.language.heard import DONT_KNOW, Answer
from advisor.language.phrases import Hole
from advisor.language.picking import by_name, by_place, by_slip, by_words
from advisor.language.values import fit, reader
from advisor.rulebase.kinds import KINDS

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence

    from advisor.language.english import Sentence
    from advisor.rulebase.model import Fact

_LISTED = frozenset({"boolean", "choice"})
_HEDGES = LEADS | words("maybe perhaps probably possibly around about like last time since ago only just")
_AROUND = LEADS | TAILS | words("maybe perhaps probably far total all ago here wait of them yes yeah yep no")
_RELATIVE = words("after before from until till later or and to left early late than a an per each every times")
_SIGNS = frozenset("👍👎🤷")
_STRIPPED = " .!?\t\r\n"
_ABOUT = SUBJECTS | ARTICLES | words("you it that this there")
_ASKING = OPENING | words("was were had")
_MINUS = frozenset("-−–")  # noqa: RUF001 - all that is written before a number below zero


class _Clause(NamedTuple):
    tokens: list[Token]
    words: list[str]
    asks: bool

    def span(self, start: int, end: int) -> tuple[int, int]:
        return self.tokens[start].start, self.tokens[end - 1].end


def read_answer(fact: Fact, told: Sequence[Sentence], text: str, today: datetime.date) -> Answer | None:
    """Read the answer to a question about a fact from the sentences of a text; None where there is none.

    >>> import datetime
    >>> from advisor.language.english import sentences
    >>> from advisor.errors import Position
    >>> from advisor.rulebase.model import Fact
    >>> fact = Fact("soil", "choice", Position("garden.yaml", 1, 1), choices=("clay", "sand"))
    >>> read_answer(fact, sentences("The second one."), "The second one.", datetime.date(2026, 11, 23)).value
    'sand'
    """
    clauses = list(_clauses(fact, told, text))
    if fact.kind == "text":
        return _text(fact, clauses, text)
    if fact.kind not in _LISTED and (value := KINDS[fact.kind].accept(text.strip(_STRIPPED))) is not None:
        place = len(text) - len(text.lstrip()), len(text.rstrip())
        return None if fit(fact, value, today) is None else Answer(fact.name, value, span=place)
    found: Answer | None = None
    for clause in clauses:
        one = _meant(fact, clause, text, today, opening=found is None)
        if one is None:
            if found is None and not all(word in _AROUND for word in clause.words):
                return None
        elif found is None or (found.declined == DONT_KNOW and one.declined is None):
            found = one
        elif found[1:3] != one[1:3]:
            return None
    return None if found and found.declined == UNDECIDED else found


def is_bare(answer: Answer, told: Sequence[Sentence]) -> bool:
    """Whether a text says nothing but the answer.

    >>> from advisor.language.english import sentences
    >>> is_bare(Answer("soil", "sand", span=(8, 12)), sentences("Well, a sand, I think."))
    True
    """
    start, end = answer.span
    outside = (t.text for sentence in told for t in sentence.tokens if t.end <= start or t.start >= end)
    return all(word in _AROUND or is_filler(word) for word in outside)


def _clauses(fact: Fact, told: Sequence[Sentence], text: str) -> Iterator[_Clause]:
    """Take a text apart into clauses; a plain yes or no is one by itself."""
    sign = text.lstrip()[:1]
    if sign in _SIGNS or (sign == "?" and not told):
        at = text.index(sign)
        yield _Clause([Token(sign, at, at + 1)], [sign], asks=False)
    for sentence in told:
        for _, group in groupby(sentence.tokens, key=lambda token: token.clause):
            tokens = list(group)
            said = [_word(token, text) for token in tokens]
            cut = strong(said) if fact.kind == "boolean" else 0
            for part in (slice(0, cut), slice(cut, None)):
                if said[part]:
                    yield _Clause(tokens[part], said[part], sentence.asks)


def _word(token: Token, text: str) -> str:
    """A word as a short answer has it: "y" and "n" are letters here, and "yesss" is "yes"."""
    raw = text[token.start : token.end].lower()
    return raw if raw in {"y", "n"} else STRETCHED.sub(r"\1", token.text)


def _meant(fact: Fact, clause: _Clause, text: str, today: datetime.date, *, opening: bool) -> Answer | None:
    """Read one clause; the first may go on after its answer, a later one has to be an answer as a whole."""
    if declined := declines(clause.words, whole=not opening):
        return Answer(fact.name, None, declined[0], clause.span(*declined[1:]))
    if clause.words[0] in _ASKING and not _ABOUT.isdisjoint(clause.words[1:2]):
        return None  # it asks in return: "was it", "is the"
    if fact.kind not in _LISTED:
        return _value(fact, clause, text, today, opening=opening)
    found = _yes_or_no(fact, clause) if fact.kind == "boolean" else _choice(fact, clause)
    if found is None and (undecided := assent(clause.words)) and undecided[0] == UNDECIDED:
        return Answer(fact.name, None, UNDECIDED)
    return found


def _yes_or_no(fact: Fact, clause: _Clause) -> Answer | None:
    if place := by_place(clause.words, 2):
        return Answer(fact.name, place[0] == 1, span=clause.span(*place[1:]))
    found = assent(clause.words)
    if found and isinstance(found[0], bool):
        return Answer(fact.name, found[0], span=clause.span(*found[1:]))
    shown = None if clause.asks or found else by_words(clause.words, ("true", "false"), fact.shown, part=False)
    return Answer(fact.name, shown == "true", span=clause.span(0, len(clause.words))) if shown else None


def _choice(fact: Fact, clause: _Clause) -> Answer | None:
    said, choices = clause.words, fact.choices
    if place := by_place(said, len(choices)):
        return Answer(fact.name, choices[place[0] - 1], span=clause.span(*place[1:]))
    named = by_name(clause.tokens, said, choices, asks=clause.asks)
    if not named and not clause.asks and (shown := by_words(said, choices, fact.shown, part=True)):
        named = shown, 0, len(said)
    named = named or by_slip(said, choices)
    return Answer(fact.name, named[0], span=clause.span(*named[1:])) if named else None


def _value(fact: Fact, clause: _Clause, text: str, today: datetime.date, *, opening: bool) -> Answer | None:
    """Read a value that stands by itself, after words that lead in to it."""
    read = reader(fact, text, today)
    said = [token.text for token in clause.tokens]
    for start in starts(said, _HEDGES):
        if start and said[start - 1] == "in" and fact.kind != "duration":
            break  # "in three weeks" is no length of time that is over
        holes = [(start, Hole())] + ([(start + 1, Hole(unit=said[start]))] if said[start] in UNITS else [])
        for at, hole in holes:
            for end, value in read(clause.tokens, at, hole):
                number = None if hole.unit else read_number(said[at:end])
                plain = number is not None and at + number[1] == end
                last = _closed(fact, said, end, plain=plain, opening=opening)
                if last and not any(_below_zero(token, text) for token in clause.tokens[at:end]):
                    return Answer(fact.name, value, span=clause.span(start, last))
    return None


def _closed(fact: Fact, said: Sequence[str], end: int, *, plain: bool, opening: bool) -> int:
    """Give the word after a value and its unit; 0 when what follows makes something else of it."""
    if plain and said[end : end + 1] and said[end].rstrip("s") == fact.unit.rstrip("s"):
        end += 1
    rest = said[end:]
    if all(word in _AROUND or is_filler(word) for word in rest):
        return end
    return end if opening and not plain and rest[0] not in _RELATIVE else 0


def _below_zero(token: Token, text: str) -> bool:
    """Whether a number has a minus before it, which no reader of words reads."""
    before = text[max(0, token.start - 2) : token.start]
    return before[-1:] in _MINUS and not before[:-1].isalnum() and token.text[0].isdecimal()


def _text(fact: Fact, clauses: Sequence[_Clause], text: str) -> Answer | None:
    """Take the whole text, unless all of it says that there is no answer."""
    place = len(text) - len(text.lstrip()), len(text.rstrip())
    substance = [clause.words for clause in clauses if not all(word in _AROUND for word in clause.words)]
    ways = {found[0] if (found := declines(said, whole=False)) else None for said in substance}
    if len(ways) == 1 and (way := ways.pop()):
        return Answer(fact.name, None, way, place)
    value = KINDS["text"].accept("".join(char if char.isprintable() else " " for char in text))
    return Answer(fact.name, value, span=place) if value else None
