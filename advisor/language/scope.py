"""What the words around a phrase make of it: denied, wished for or asked about, or told as it stands.

The rule is short. Up to four words before the phrase in its own clause count, and the words passed over inside it. A
negation denies it. What is wished, planned, tried or merely possible ("want to", "should I", "might", "hope") is not
told, nor what is asked ("has it rained?") or still to come ("until it rains"). After "if", "what if", "when" and
"suppose" it is told: people ask about that situation. A phrase that begins with its subject ("it rained") is a clause
of its own, which a verb before it denies only if it is "think", "believe" or the like. What others say the writer did
("he claims that I watered it") is reported; what they say of themselves is read as if the writer said it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.language.english import ARTICLES, FILLERS, SUBJECTS, words
from advisor.language.verbs import is_past

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.language.english import Sentence, Token

REACH = 4
_FAR = 20  # words, those that may be passed over among them

_MODALS = words("should could would might may can will must shall")
_HAPPENED = words("have has had do does did is are was were am")
_DOUBTED = words(
    """hope hopes hoping hoped hopefully wish wishes wishing wished pretend pretended dreamt dreamed maybe perhaps
    possibly"""
)
_WISHES = _DOUBTED | words(
    """want wants wanted wanting need needs plan plans planning planned tempted considering thinking almost nearly
    barely hardly let imagined"""
)
_CLAUSAL = _DOUBTED | words("whether wonder wondering doubt afraid scared fear")
_TO = words(
    """want wants wanted need needs have has got ought supposed going about able ready afraid scared ok okay fine
    allowed wrong bad good best better time way how urge desire chance like love dying itching hoping plan planning
    tempted trying try tried when where what whether safe possible hard smart wise stupid weird permission permitted
    idea asked"""
)
_HOLDING = words("if when whenever suppose supposing imagine because after since who which where while")
_PENDING = words("until till before")
_EXCLUDING = words("unless whether")
_SUBORDINATING = _HOLDING | _PENDING | _EXCLUDING
_ASKING = words("know knowing sure wonder wondering see ask asked asking idea unsure tell decide as")
_RAISING = words("think believe true mean reckon suppose like")
_SAYING = words("say saying said claim claimed")
_REPORTING = _SAYING | words(
    "says claims tell tells told think thinks thought believe believes swear swears swore insist insists insisted"
)
_ACCUSING = words("accuse accuses accused accusing blames blamed")
_DENYING = words("neither nor")
_TAKING = words("why when how") | _DENYING | SUBJECTS  # before "did he": taken as done, or no question at all
_INVITES = SUBJECTS | ARTICLES | words("you it this that there my your his her our their any")
_OBJECTS = words("me you him her it us them")


class Scope(NamedTuple):
    """How many negations bear on a phrase, whether it is only wished, planned, possible or asked, or said of me."""

    negations: int
    unreal: bool
    reported: bool = False


def scope(sentence: Sentence, cells: Sequence[tuple[int, int]], *, subject: bool, reach: int = REACH) -> Scope:
    """Judge the words around a phrase.

    `cells` are the words that it matched, as half-open ranges in order; `subject` says that it begins with its subject;
    `reach` is how many words before it count.
    """
    tokens = sentence.tokens
    past = any(is_past(token.text) for start, end in cells for token in tokens[start:end])
    negations, unreal, reported = _before(tokens, cells[0][0], reach, subject=subject, past=past)
    for (_, end), (start, _) in zip(cells, cells[1:]):
        for at in range(end, start):
            negations += tokens[at].negative and tokens[at].clause == tokens[start].clause
            unreal = unreal or _wishes(tokens, at)
    return Scope(negations, unreal, reported)


def _before(tokens: list[Token], start: int, reach: int, *, subject: bool, past: bool) -> Scope:
    negations, counted, raising, saying, reported = 0, 0, False, False, False
    above = subject  # what stands further left belongs to the clause above
    mine = subject and tokens[start].text == "i"
    unreal = subject and _inverted(tokens, start)
    for at in range(start - 1, max(start - _FAR, 0) - 1, -1):
        token, word = tokens[at], tokens[at].text
        if token.clause != tokens[start].clause or counted == reach:
            break
        if word in _SUBORDINATING:
            asking = word == "if" and at > 0 and tokens[at - 1].text in _ASKING
            unreal = unreal or asking or word in _EXCLUDING or (word in _PENDING and not past)
            return Scope(negations, unreal, reported)
        after = tokens[at + 1].text if at + 1 < start else ""
        joins = word in _DENYING or (word == "not" and after == "that")
        negations += token.negative and (not above or raising or joins)
        unreal = unreal or (_clausal(tokens, at) if above else _wishes(tokens, at)) or (saying and token.negative)
        raising, saying = raising or (above and word in _RAISING), saying or (above and word in _SAYING)
        reported = reported or (above and mine and word in _REPORTING and _of_others(tokens, at))
        reported = reported or (word in _ACCUSING and after == "me")
        if not above and (word in SUBJECTS or word in {"you", "that"}):
            above = True
            mine = word == "i"
            unreal = unreal or (word != "that" and _inverted(tokens, at))
        counted += not token.loose or token.negative
    return Scope(negations, unreal or (not above and _asked(tokens, start)), reported)


def _of_others(tokens: list[Token], verb: int) -> bool:
    """Whether somebody else than the writer says something."""
    before = [token.text for token in tokens[max(0, verb - 3) : verb] if not token.loose]
    return bool(before) and before[-1] not in {"i", "we", "you", "to", "me", "us"}


def _clausal(tokens: list[Token], at: int) -> bool:
    """Whether a word makes a whole clause that follows a wish or a doubt."""
    return tokens[at].text in _CLAUSAL and not (at and tokens[at - 1].text == "no")


def _wishes(tokens: list[Token], at: int) -> bool:
    """Whether a word makes what follows a wish, a plan or a possibility."""
    word = tokens[at].text
    if word == "to":
        return not tokens[at].loose and any(token.text in _TO for token in tokens[max(0, at - 2) : at])
    after = tokens[at + 1]
    greeting = word == "wish" and after.text in _OBJECTS  # "to wish her a good year"
    unable = after.text == "not" and not after.negative  # "cannot stop", "could not help": done all the same
    return (word in _MODALS and not unable) or (word in _WISHES and not greeting)


def _inverted(tokens: list[Token], subject: int) -> bool:
    """Whether the word before a subject makes a question of it: "should I", "has he"; "why has he" takes it as done."""
    at = subject - 1
    while at >= 0 and tokens[at].text in FILLERS:
        at -= 1
    if at < 0 or tokens[at].clause != tokens[subject].clause:
        return False
    if tokens[at].text in _HAPPENED:
        return not (at and tokens[at - 1].text in _TAKING)
    return tokens[at].text in _MODALS


def _asked(tokens: list[Token], start: int) -> bool:
    """Whether the clause opens as a yes-or-no question not far before the phrase: "is there a", "has the"."""
    first = start
    while first > 0 and start - first <= REACH and tokens[first - 1].clause == tokens[start].clause:
        first -= 1
    while first < start and tokens[first].text in FILLERS | {"and", "but"}:
        first += 1
    opening = [token.text for token in tokens[first : first + 2]]
    return 0 < start - first <= REACH and opening[0] in _HAPPENED and opening[1] in _INVITES
