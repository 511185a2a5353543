"""Yes, no, and the ways not to answer, each told by a clause as a whole: "of course", "he did", "no idea"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from advisor.language.english import FILLERS, NEGATORS, is_filler, words
from advisor.language.heard import DONT_KNOW, FIND_OUT, NOT_APPLYING, RATHER_NOT

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

Said = TypeVar("Said")


def _each(listed: str, *, means: Said) -> dict[str, Said]:
    return dict.fromkeys(listed.split("/"), means)


LEADS = FILLERS | words(
    """i we am is was it that this there are were have had has been 's 'd would my answer think guess say believe
    suppose must be sorry ok okay hm hmm hmmm mm ah er erm hi hey hell heck oops and but or for by on in at with via
    through"""
)
"""Words that may open a clause before what it answers."""

TAILS = words(
    """i think guess suppose believe sorry lol haha though thanks thank you please sir man tbh sadly how long many much
    often when which exactly about it that this far honestly anymore"""
)
"""Words that may close a clause after what it answers."""

_YES = (
    "yes/y/yeah/yea/yep/yup/ya/aye/sure/sure thing/for sure/of course/definitely/absolutely/certainly/exactly/indeed/"
    "totally/true/correct/right/mhm/mm hm/uh huh/affirmative/👍/kind of/sort of/a bit/a little/a little bit/somewhat/"
    "think so/believe so/guess so/suppose so/probably/likely/most likely/more or less/pretty much/in a way"
)
_NO = (
    "no/n/nope/nah/naw/never/not/not at all/not really/not that i know of/not that i am aware of/not yet/not true/"
    "false/wrong/incorrect/negative/no way/not a chance/👎/of course not/definitely not/certainly not/absolutely not/"
    "probably not/likely not/most likely not/unlikely/do not think so/do not believe so/think not/guess not/afraid not/"
    "hardly/hardly ever/barely/not exactly/not anymore/not any more/not any longer/not so far/doubt it/doubt so"
)
_NEITHER = "maybe/perhaps/possibly/depends/yes and no/both/neither/sometimes/maybe not/perhaps not"
UNDECIDED = "undecided"
_ASSENT: dict[str, bool | str] = {
    **_each(_YES, means=True),
    **_each(_NO, means=False),
    **_each(_NEITHER, means=UNDECIDED),
}
_SUBJECT = "(?:i|you|he|she|it|they|we|there|that)"
_DOES = "(?:am|is|are|was|were|do|does|did|have|has|had|will|would|can|could)"
_SO = re.compile(rf"(?:of course )?{_SUBJECT} (?:sure )?{_DOES}")
_NOT_SO = re.compile(
    rf"(?:{_SUBJECT} )?(?:{_DOES}|'s) (?:not|never)|(?:{_SUBJECT} )?never {_DOES}"
    rf"|do not (?:think|believe) (?:that )?{_SUBJECT} {_DOES}"
)

_KNOWING = (
    "do not know/idk/no idea/not sure/unsure/not certain/no clue/not a clue/?/🤷/hard to say/hard to tell/can not tell/"
    "can not say/could not say/could not tell/can not remember/do not remember/do not recall/can not recall/forgot/"
    "have not a clue/not 100 sure/who knows/beats me/not know"
)
_TELLING = (
    "rather not say/rather not answer/rather not talk/rather not tell/prefer not to/prefer not to say/"
    "prefer not to answer/prefer not to talk/none of your business/not your business/skip/skip this one/skip that one/"
    "skip the question/skip this question/skip that question/pass/private/too private/personal/too personal/"
    "next question/next/no comment/do not want to say/do not want to answer/do not want to tell/do not want to talk/"
    "not going to say/not going to answer/not going to tell/will not say/will not answer/not telling/decline to answer"
)
_APPLYING = (
    "does not apply/do not apply/not apply/n a/na/not applicable/irrelevant/not relevant/makes no sense/"
    "make no sense/does not make sense/makes no sense here/does not apply here/not applicable here"
)
_INTENDING = "will/need to/have to/got to/must/should/let me/going to/can/want to/will have to/would have to"
_FINDING = "find out/ask/check/look/look up/look it up/look that up/look into it/get back to you/let you know"
_PUTTING_OFF = "later/ask me later/tell you later/find out later/look it up/find out"
_DECLINES: dict[str, str] = {
    **_each(_KNOWING, means=DONT_KNOW),
    **_each(_TELLING, means=RATHER_NOT),
    **_each(_APPLYING, means=NOT_APPLYING),
    **{f"{will} {find}": FIND_OUT for will in _INTENDING.split("/") for find in _FINDING.split("/")},
    **_each(_PUTTING_OFF, means=FIND_OUT),
}
_GOES_ON = words("if whether when what how about that this it which who for of to here")
_ASKED = words("him her them my our the you first later again with tomorrow")
_STRONG = {**_each("yes/yeah/yea/yep/yup", means=True), **_each("no/nope/nah", means=False)}
_AFTER_NO = NEGATORS | words(
    """i he she we they it you there that this have has had do does did is am are was were my his her our their the but
    because and so sorry thanks thank yes yeah yep nope wait really just only actually still"""
)
_LONGEST = 12  # words; nothing that is listed here has more


def starts(said: Sequence[str], leads: Collection[str] = LEADS) -> Iterator[int]:
    """Give the words at which an answer may begin: the first, and each after nothing but words that lead in.

    >>> list(starts(["well", "i", "think", "rain", "so"]))
    [0, 1, 2, 3]
    """
    for at, word in enumerate(said):
        yield at
        if word not in leads:
            return


def assent(said: Sequence[str]) -> tuple[bool | str, int, int] | None:
    """Read a clause that as a whole says yes or no (or UNDECIDED), and from which word to which.

    >>> assent(["i", "think", "so"]), assent(["no", "problem"]), assent("he has not".split())
    ((True, 1, 3), None, (False, 0, 3))
    """
    return _whole(said, _assented)


def _assented(text: str) -> bool | str | None:
    if text in _ASSENT:
        return _ASSENT[text]
    return True if _SO.fullmatch(text) else False if _NOT_SO.fullmatch(text) else None


def declines(said: Sequence[str], *, whole: bool = True) -> tuple[str, int, int] | None:
    """Read a clause by which someone does not answer: which way, and from which word to which.

    Unless `whole`, what is not answered may follow: "not sure whether it rained".

    >>> declines(["honestly", "no", "idea"]), declines("i will ask her first".split(), whole=False)
    (("don't know", 1, 3), ('will find out', 1, 5))
    """
    found = _whole(said, _DECLINES.get)
    if found or whole:
        return found
    for kept in _ways(said):
        for first in starts([said[at] for at in kept]):
            for last in range(first + 2, min(first + _LONGEST, len(kept))):
                key = " ".join(said[at] for at in kept[first:last])
                way, after = _DECLINES.get(key), [*(said[at] for at in kept[last : last + 2]), ""]
                lost = after[0] in {"what", "how"} and after[1] == "to"  # who does not know what to do may know this
                if way and not lost and after[0] in (_GOES_ON | _ASKED if way == FIND_OUT else _GOES_ON):
                    return way, kept[first], len(said)
    return None


def strong(said: Sequence[str]) -> int:
    """Count the words up to and with a yes or no that counts whatever follows it in its clause; 0 for none.

    >>> strong(["oh", "yes", "he", "did"]), strong(["no", "problem"]), strong(["right", "now"])
    (2, 0, 0)
    """
    for at in starts(said):
        if said[at] in _STRONG:
            after = said[at + 1] if at + 1 < len(said) else ""
            return at + 1 if _STRONG[said[at]] or not after or after in _AFTER_NO else 0
    return 0


def _whole(said: Sequence[str], meaning: Callable[[str], Said | None]) -> tuple[Said, int, int] | None:
    """Find what a clause means but for the words that lead in and out; fillers count only where they are listed."""
    for kept in _ways(said):
        for first in starts([said[at] for at in kept]):
            last = min(len(kept), first + 2 * _LONGEST)
            while last > first and len(kept) - first <= 2 * _LONGEST:
                found = meaning(" ".join(said[at] for at in kept[first:last]))
                if found is not None:
                    return found, kept[first], kept[last - 1] + 1
                if said[kept[last - 1]] not in TAILS:
                    break
                last -= 1
    return None


def _ways(said: Sequence[str]) -> tuple[Sequence[int], Sequence[int]]:
    """The words that count: first all, then those that are no fillers."""
    return range(len(said)), [at for at, word in enumerate(said) if not is_filler(word)]
