"""Forms of English verbs: what "did … write" and "has written" have in common with "wrote"."""

from __future__ import annotations

_IRREGULAR = """
be was been/become became become/begin began begun/bite bit bitten/blow blew blown/break broke broken/
bring brought brought/build built built/burn burnt burnt/buy bought bought/catch caught caught/choose chose chosen/
come came come/cut cut cut/deal dealt dealt/do did done/draw drew drawn/dream dreamt dreamt/drink drank drunk/
drive drove driven/eat ate eaten/fall fell fallen/feel felt felt/fight fought fought/find found found/
fly flew flown/forget forgot forgotten/forgive forgave forgiven/freeze froze frozen/get got gotten/give gave given/
go went gone/grow grew grown/hang hung hung/have had had/hear heard heard/hide hid hidden/hit hit hit/
hold held held/hurt hurt hurt/keep kept kept/know knew known/lead led led/learn learnt learnt/leave left left/
lend lent lent/let let let/lie lay lain/lose lost lost/make made made/mean meant meant/meet met met/pay paid paid/
put put put/quit quit quit/read read read/ride rode ridden/ring rang rung/rise rose risen/run ran run/say said said/
see saw seen/sell sold sold/send sent sent/set set set/shake shook shaken/show showed shown/shut shut shut/
sing sang sung/sit sat sat/sleep slept slept/speak spoke spoken/spend spent spent/stand stood stood/
steal stole stolen/stick stuck stuck/swear swore sworn/take took taken/teach taught taught/tell told told/
think thought thought/throw threw thrown/wake woke woken/wear wore worn/win won won/write wrote written
"""
_PAST: dict[str, str] = {}
_OF_PARTICIPLE: dict[str, str] = {}
_STEM = 3  # letters: a shorter stem tells too little
_WHOLE = frozenset(["this", "his", "its", "always", "perhaps", "yes", "news", "gas", "bus", "plus", "thus"])
_LEMMAS: dict[str, str] = {"were": "be", "is": "be", "are": "be", "am": "be", "has": "have", "does": "do"}
for _row in _IRREGULAR.replace("\n", "").split("/"):
    _first, _past, _participle = _row.split()
    _PAST[_first] = _past
    _OF_PARTICIPLE[_participle] = _past
    _LEMMAS |= {_past: _first, _participle: _first}
_PASTS = frozenset(_PAST.values()) | {"were"}
_NOT_PAST = frozenset({"bed", "feed", "indeed", "need", "red", "seed", "speed", "weed", "tired", "scared", "worried"})


def pasts(word: str) -> tuple[str, ...]:
    """Give what the past of a verb may be; one of them is right.

    >>> pasts("write"), pasts("stop")
    (('wrote',), ('stoped', 'stopped'))
    """
    if word in _PAST:
        return (_PAST[word],)
    if word.endswith("e"):
        return (word + "d",)
    if word.endswith("y"):
        return (word + "ed", word[:-1] + "ied")
    return (word + "ed", word + word[-1] + "ed")


def thirds(word: str) -> tuple[str, ...]:
    """Give what the form after "he" may be.

    >>> thirds("try")
    ('trys', 'tryes', 'tries')
    """
    return (word + "s", word + "es", *((word[:-1] + "ies",) if word.endswith("y") else ()))


def past_of_participle(word: str) -> tuple[str, ...]:
    """Give the past that goes with an irregular participle, or nothing.

    >>> past_of_participle("written")
    ('wrote',)
    """
    return (_OF_PARTICIPLE[word],) if word in _OF_PARTICIPLE else ()


def lemmas(word: str) -> tuple[str, ...]:
    """Give the verbs that a word may be a form of, itself among them; some of them may be no words.

    >>> lemmas("wrote"), lemmas("texting"), lemmas("stopped"), lemmas("tries")
    (('wrote', 'write'), ('texting', 'text', 'texte'), ('stopped', 'stopp', 'stoppe', 'stop'), ('tries', 'try', 'trie'))
    """
    found = [word]
    if word in _LEMMAS:
        found.append(_LEMMAS[word])
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            bare = word[: -len(ending)]
            found += [bare, bare + "e"]
            if bare[-1:] == bare[-2:-1]:
                found.append(bare[:-1])
            if ending == "ed" and bare.endswith("i"):
                found.append(bare[:-1] + "y")
    if word.endswith("ies"):
        found += [word[:-3] + "y", word[:-1]]
    elif word.endswith("s") and not word.endswith("ss") and len(word) > 2:  # noqa: PLR2004 - "is", "us"
        found += [word[:-1], word[:-2]] if word.endswith("es") else [word[:-1]]
    return tuple(dict.fromkeys(found))


def stem(word: str) -> str:
    """Give a word without its endings: one form for all forms of a verb, and for one thing and many.

    >>> stem("wrote") == stem("writes") == stem("writing"), stem("stopped"), stem("friends"), stem("miss")
    (True, 'stop', 'friend', 'miss')
    """
    bare = _LEMMAS.get(word) or _bare(word)
    return bare.rstrip("e") if len(bare.rstrip("e")) >= _STEM else bare


def _bare(word: str) -> str:
    if word in _WHOLE:
        return word
    for ending in ("ing", "ed"):
        bare = word[: -len(ending)]
        if word.endswith(ending) and len(bare) >= _STEM and word not in _NOT_PAST:
            doubled = bare[-1] == bare[-2] and bare[-1] not in "sl"
            return bare[:-1] if doubled else bare[:-1] + "y" if bare.endswith("i") else bare
    if word.endswith("ies") and len(word) > _STEM + 1:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "oes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > _STEM else word


def is_past(word: str) -> bool:
    """Whether a word looks like the past or the participle of a verb.

    >>> is_past("watered"), is_past("wrote"), is_past("water")
    (True, True, False)
    """
    if word in _PASTS or word in _OF_PARTICIPLE:
        return word not in {"come", "become", "run", "cut", "hit", "hurt", "let", "put", "quit", "read", "set", "shut"}
    return word.endswith("ed") and word not in _NOT_PAST
