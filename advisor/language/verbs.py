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
for _row in _IRREGULAR.replace("\n", "").split("/"):
    _first, _past, _participle = _row.split()
    _PAST[_first] = _past
    _OF_PARTICIPLE[_participle] = _past
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


def is_past(word: str) -> bool:
    """Whether a word looks like the past or the participle of a verb.

    >>> is_past("watered"), is_past("wrote"), is_past("water")
    (True, True, False)
    """
    if word in _PASTS or word in _OF_PARTICIPLE:
        return word not in {"come", "become", "run", "cut", "hit", "hurt", "let", "put", "quit", "read", "set", "shut"}
    return word.endswith("ed") and word not in _NOT_PAST
