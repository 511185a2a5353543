"""English text as sentences of words: contractions undone, words that may be passed over, and where clauses end."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from advisor.language.verbs import is_past, lemmas, past_of_participle, pasts, thirds


def words(text: str) -> frozenset[str]:
    """Make a set of the words of a text.

    >>> sorted(words("rain or shine"))
    ['or', 'rain', 'shine']
    """
    return frozenset(text.split())


_APOSTROPHES = "'’‘ʼ`´′＇"  # noqa: RUF001 - all that keyboards make of an apostrophe
_INVISIBLE = "\u00ad\u200b-\u200d\u2060\ufe00-\ufe0f"
_LETTER = rf"[^\W_{_INVISIBLE}]"
_MARK = rf"[\u0300-\u036f{_INVISIBLE}]"
_YEAR = r"\s(?:19|20)[0-9]{2}(?!\w)"
_TOKEN = re.compile(
    r"(?P<date>(?<!\w)[0-9]{4}-[0-9]{2}-[0-9]{2}(?!\w))"
    rf"|(?P<number>[0-9]+(?:,[0-9]{{3}})*(?:\.[0-9]+)?{_LETTER}*)"
    rf"|(?P<word>{_LETTER}(?:{_LETTER}|{_MARK}|[{_APOSTROPHES}](?={_LETTER}))*)"
    r"|(?P<to>(?<=[0-9])\s?[-–]\s?(?=[0-9]))"
    r"|(?P<sign>[&~+])"
    r"|(?P<end>[.!?;…\n\r]+)"
    rf"|(?P<pause>,(?!{_YEAR})|(?<![0-9])(?<![0-9](?:st|nd|rd|th)),"  # no pause: "november 3, 2026"
    r"|[:()\[\]{}\"“”«»—–]|(?<=\s)-(?=\s))",
)
_SIGNS = {"&": "and", "~": "about", "+": "plus"}
_APOSTROPHE = re.compile(f"[{_APOSTROPHES}]")
_DROP = re.compile(rf"[{_APOSTROPHES}{_INVISIBLE}]")
STRETCHED = re.compile(r"(.)\1\1+")

_HOSTS = words("he she it that there what who where how here")
_SHORT = """
cant can not/cannot can not/wont will not/shant shall not/aint is not/im i am/id i 'd/youre you are/theyre they are/
youll you will/theyll they will/itll it will/youd you 'd/theyd they 'd/gonna going to/wanna want to/gotta got to/
tryna trying to/imma i am going to/lemme let me/gimme give me/dunno do not know/shoulda should have/coulda could have/
woulda would have/kinda kind of/sorta sort of/alot a lot/u you/ur your/r are/y why/bc because/cuz because/coz because/
cos because/becuase because/teh the/noone nobody/tmrw tomorrow/n and/nd and/shud should/wud would/cud could/txt text/
txts texts/
txted texted/txting texting/msg message/msgs messages/msged messaged/msgd messaged/msging messaging/nite night/
lst last/bday birthday/idk i do not know/abt about/ppl people/w with/sumone someone
"""
_AUXILIARIES = words("is are was were do does did have has had could should would must need might")
SHORT = {row.split()[0]: tuple(row.split()[1:]) for row in _SHORT.replace("\n", "").split("/")}
SHORT |= {f"{word}nt": (word, "not") for word in _AUXILIARIES}
SHORT |= {f"{host}s": (host, "'s") for host in _HOSTS}
SHORT |= {f"{host}ve": (host, "have") for host in ("i", "you", "we", "they", "should", "could", "would", "might")}
_ENDINGS = {"m": "am", "re": "are", "ve": "have", "ll": "will", "d": "'d", "s": "'s"}
_ALIKE = {
    "'s": ("is", "has"),
    "is": ("'s",),
    "has": ("'s",),
    "had": ("'d",),
    "would": ("'d",),
    "an": ("a",),
    "a": ("an",),
}

ARTICLES = words("a an the")
FILLERS = ARTICLES | words(
    """just only really like so actually literally honestly basically seriously simply totally completely absolutely
    obviously suddenly finally recently lately currently still already also too then now again ever yet well um uh er
    oh lol omg haha pls please fucking freaking damn bloody very quite pretty rather any some kind sort right even"""
)
_NO_FILLERS = words(
    "nearly barely hardly rarely scarcely possibly supposedly allegedly hopefully family supply apply lonely"
)
_ENDED = 3  # contractions in one word: "shouldn't've" has two
_ADVERB = 6  # letters: "reply" is no adverb
_HAVE = words("have has had 's 'd")
_DO = words("do does did")
NEGATORS = words("not never no nothing neither nor none nobody")
_BEFORE_ONLY = words("without nowhere instead stopped stop stops quit avoided avoid")
_UNDONE = words("yet forgot forget forgotten failed refused refuses neglected declined")
_NAMING = {"not": words("only just help believe"), "no": words("doubt wonder matter idea")}
_UNABLE = words("believe help")  # "cannot believe", "cannot help"
_ANSWERED = words("i he she they we it you there have has had do does did is am are was were not never")
_PRESUMING = words("why when how nor neither")
SUBJECTS = words("i he she they we")
_BORDERS = words("but because although though whereas however")
OPENING = words(
    "what why how when where who which should shall can could may would is are am do does did has have will"
)


@dataclass(slots=True, eq=False)
class Token:
    """One word: `forms` are all the ways in which a phrase may have it, `start` and `end` its place in the text.

    `clause` counts the clauses of the sentence; `loose` words may stand between the words of a phrase; `negative` words
    deny what follows them; an `owner` has what follows ("the neighbour's"). `reach`
    remembers where the word lists end that begin here.
    """

    text: str
    start: int
    end: int
    clause: int = 0
    forms: set[str] = field(default_factory=set)
    loose: bool = False
    negative: bool = False
    owner: bool = False
    reach: dict[object, list[int]] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Sentence:
    """The words of one sentence, and whether it asks something; `places` remembers where parts of phrases begin."""

    tokens: list[Token]
    asks: bool = False
    places: dict[str, list[int]] = field(default_factory=dict)

    @property
    def words(self) -> list[str]:
        """The words alone."""
        return [token.text for token in self.tokens]


_ESCAPE = re.compile(r"(?:\x1b\[|\x9b)[0-?]{0,64}[@-~]|\x1b\][^\x07\x1b]{0,256}(?:\x07|\x1b\\)?")
_KEPT = frozenset("\n\r\u00ad\u200b\u200c\u200d\u2060")  # they end sentences, or words are read past them


# Age and sex as people in forums put them beside a person: "(28F)", "[m/31]", "33F".
_AGE = re.compile(
    r"[(\[]\s?(?:[MFmf]\s?[-/]?\s?[0-9]{1,2}|[0-9]{1,2}\s?[-/]?\s?[MFmf])\s?[)\]]"
    r"|\b[1-9][0-9][MF]\b|\b[MF][1-9][0-9]\b"
)


_OF_AGE = 18  # who is younger says something by it


def _blanked(match: re.Match[str]) -> str:
    """Blank an age with its sex; an age of the young is a word that may matter."""
    young = int("".join(filter(str.isdigit, match[0]))) < _OF_AGE
    return re.sub(r"[^\w]", " ", match[0]) if young else " " * len(match[0])


def printable(text: str) -> str:
    r"""Put spaces where a text has what is no word of it; places stay as they are.

    That is what is not printable, all of an escape sequence, and the age and sex of grown-ups in short.

    >>> printable("\x1b[31myes\x00"), printable("my neighbour (28F)")
    ('     yes ', 'my neighbour      ')
    """
    text = _AGE.sub(_blanked, text)
    if text.isprintable():
        return text
    text = _ESCAPE.sub(lambda match: " " * len(match[0]), text)
    return "".join(char if char.isprintable() or char in _KEPT else " " for char in text)


def is_filler(word: str) -> bool:
    """Whether a word may be passed over: "really", "just", "completely".

    >>> is_filler("really"), is_filler("hardly")
    (True, False)
    """
    return word in FILLERS or (word.endswith("ly") and len(word) >= _ADVERB and word not in _NO_FILLERS)


def expand(word: str) -> tuple[str, ...]:
    """Undo the contraction of one word in lower case; other words come back alone, without apostrophes.

    >>> expand("didn't"), expand("didnt"), expand("he’s"), expand("garden")
    (('did', 'not'), ('did', 'not'), ('he', "'s"), ('garden',))
    """
    ends: list[str] = []
    while (bare := _DROP.sub("", word)) not in SHORT and len(ends) < _ENDED:
        head, *tail = _APOSTROPHE.split(word)
        if not (tail and head and tail[-1] in _ENDINGS):
            break
        ends.insert(0, _ENDINGS[tail[-1]])
        word = word[: -len(tail[-1]) - 1]
    return (*SHORT.get(bare, (bare,) if bare else ()), *ends)


def sentences(text: str, names: frozenset[tuple[str, ...]] = frozenset()) -> list[Sentence]:
    """Split a text into sentences of words.

    `names` are terms such as ("no", "dig") whose first word denies nothing.

    >>> [sentence.words for sentence in sentences("It didn't rain. Did it?")]
    [['it', 'did', 'not', 'rain'], ['did', 'it']]
    """
    found: list[Sentence] = []
    tokens: list[Token] = []
    clause = 0
    for match in _TOKEN.finditer(text):
        kind, raw = match.lastgroup, match[0]
        if kind == "pause":
            clause += 1
        elif kind != "end":
            tokens += [Token(word, match.start(), match.end(), clause) for word in _words(kind or "", raw)]
        elif tokens:
            found.append(Sentence(tokens, "?" in raw))
            tokens, clause = [], 0
    if tokens:
        found.append(Sentence(tokens))
    for sentence in found:
        sentence.asks = sentence.asks or sentence.tokens[0].text in OPENING
        _mark(sentence.tokens, names)
    return found


def _words(kind: str, raw: str) -> tuple[str, ...]:
    if kind in {"to", "sign"}:
        return (_SIGNS.get(raw, "to"),)
    return expand((raw if raw.isascii() else unicodedata.normalize("NFKC", raw)).lower())


def _mark(tokens: list[Token], names: frozenset[tuple[str, ...]]) -> None:
    """Fill in everything about the words of a sentence that depends on their neighbours."""
    _possess(tokens)
    _split_clauses(tokens)
    for at, token in enumerate(tokens):
        if token.text == "'d":
            after = _next(tokens, at)
            token.text = "had" if after and (is_past(after.text) or after.text == "better") else "would"
        token.forms = {token.text, *_ALIKE.get(token.text, ()), *(lemma + "~" for lemma in lemmas(token.text))}
        if STRETCHED.search(token.text):
            token.forms |= {STRETCHED.sub(r"\1", token.text), STRETCHED.sub(r"\1\1", token.text)}
        token.loose = is_filler(token.text) or token.text in _HAVE | _DO or not FILLERS.isdisjoint(token.forms)
    for at in range(len(tokens)):
        _negate(tokens, at, names)
    for at in range(len(tokens)):
        _widen(tokens, at)


def _possess(tokens: list[Token]) -> None:
    """Join a noun and its "'s" as phrases have them ("the plants leaves"), unless a verb makes it "is" or "has"."""
    kept = tokens[:1]
    for at in range(1, len(tokens)):
        if tokens[at].text == "'s" and kept[-1].text not in _HOSTS:
            after = tokens[at + 1].text if at + 1 < len(tokens) else ""
            if not (after in FILLERS or after in NEGATORS or after.endswith("ing") or is_past(after)):
                kept[-1].text += "s"
                kept[-1].owner = True
                continue
        kept.append(tokens[at])
    tokens[:] = kept


def _next(tokens: list[Token], at: int) -> Token | None:
    """Find the next word that is neither a filler nor a negation."""
    return next((t for t in tokens[at + 1 : at + 5] if t.text not in FILLERS and t.text not in NEGATORS), None)


def _split_clauses(tokens: list[Token]) -> None:
    """Begin a clause at words such as "but", and at an "and" after which a new verb or subject follows."""
    more = 0
    for at, token in enumerate(tokens):
        if token.text in _BORDERS:
            more += 1
        elif token.text in {"and", "so", "then"} and (after := _next(tokens, at)):
            more += after.text in SUBJECTS or (token.text == "and" and is_past(after.text))
        token.clause += more


def _negate(tokens: list[Token], at: int, names: frozenset[tuple[str, ...]]) -> None:
    """Say whether a word denies what follows it."""
    token, word = tokens[at], tokens[at].text
    following = tuple(later.text for later in tokens[at + 1 : at + 5])
    after = following[0] if following else ""
    if word in _UNDONE and after == "to":
        token.negative = token.loose = tokens[at + 1].loose = True
        token.forms.add("not")
    elif word in NEGATORS:
        token.loose = True
        named = after in _NAMING.get(word, ()) and (after not in _UNABLE or tokens[at - 1].text in {"can", "could"})
        answer = word == "no" and after in _ANSWERED  # "no I did"
        token.negative = not (named or answer or any((word, *following)[: len(name)] == name for name in names))
    elif word in _BEFORE_ONLY or (word == "rather" and after == "than"):
        token.negative = True
        before = next((t for t in reversed(tokens[max(0, at - 3) : at]) if t.text not in FILLERS), None)
        if before and before.negative and word.startswith(("stop", "quit")):
            before.negative = token.negative = False  # who cannot stop goes on


def _widen(tokens: list[Token], at: int) -> None:
    """Let the verb after "did not", "has" and the like match the past in which phrases tell it."""
    word = tokens[at].text
    if word not in _DO and word not in _HAVE and not (word in _UNDONE and tokens[at].negative):
        return
    near = [later for later in tokens[at + 1 : at + 5] if later.clause == tokens[at].clause]
    follows = near[0].text if near else ""
    presumed = at > 0 and tokens[at - 1].text in _PRESUMING
    for later in near:
        if word in _HAVE:
            later.forms.update(past_of_participle(later.text))
        elif word in _UNDONE or (word == "did" and (presumed or follows not in SUBJECTS)):
            later.forms.update(pasts(later.text))
        elif word != "did" and follows in NEGATORS:
            later.forms.update(thirds(later.text))
