"""The nouns of care: flags with their urgency, signs, what is said together, help by country, evidence, wording."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.errors import Position
    from advisor.rulebase.model import Phrase

EMERGENCY, URGENT, BOUNDARY, ADAPT = URGENCIES = ("emergency", "urgent", "boundary", "adapt")
SELF, WITNESS, DOER = VOICES = ("self", "witness", "doer")
ANYWHERE = "*"
"""The country of help that can be had anywhere."""

NEED = re.compile(r"\{([^{}]*)\}")
"""Where a text of a flag names a need, whose help stands there."""

CONFIDENCES = ("high", "medium", "low")

_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Check(NamedTuple):
    """One direct question about a flag, and the flags that the answers raise ("" for none).

    Without one, yes affirms the flag, no denies it, and doubt leaves it possible. One of `doubt` is asked only while
    the flag is no more than possible.
    """

    ask: str
    yes: str = ""
    no: str = ""
    unsure: str = ""
    doubt: bool = False


class Flag(NamedTuple):
    """Something about safety that words raise; while it is suspending, the rules named in `silences` are silent.

    `urgency` is emergency, urgent, boundary or adapt; at the first two nothing is decided at all. `say` is what is said
    first, `voices` what instead when it is about somebody else (witness) or about what the writer does (doer); `brief`
    the line it has when something more urgent speaks, `stays` the line of help that stays once it was denied. `checks`
    are asked one after the other. `firm` says that a denial does not lift it, `despite` names signs beside which a
    denial counts for nothing. `needs` are the kinds of help that fit.
    """

    name: str
    position: Position
    said: tuple[Phrase, ...] = ()
    say: str = ""
    silences: frozenset[str] = frozenset()
    urgency: str = URGENT
    title: str = ""
    voices: Mapping[str, str] = _NOTHING
    brief: str = ""
    stays: str = ""
    checks: tuple[Check, ...] = ()
    needs: tuple[str, ...] = ()
    firm: bool = False
    despite: tuple[str, ...] = ()

    @property
    def priority(self) -> str:
        """The urgency as a number: P0 for an emergency, to P3 for what only adapts the advice."""
        return f"P{self.rank}"

    @property
    def rank(self) -> int:
        """The place of the urgency; the lower, the more urgent."""
        return URGENCIES.index(self.urgency)

    @property
    def quiets(self) -> bool:
        """Whether nothing at all is decided while it is suspending."""
        return self.urgency in {EMERGENCY, URGENT}

    def says(self, voice: str) -> str:
        """Give what it says first to this voice."""
        return self.voices.get(voice, self.say)


class Sign(NamedTuple):
    """Something that raises no flag alone, and may with others: what people say of it."""

    name: str
    position: Position
    said: tuple[Phrase, ...] = ()


class Together(NamedTuple):
    """Flags and signs that mean more together: the flag they raise ("" for none), and a line that is added."""

    name: str
    position: Position
    of: tuple[str, ...]
    raises: str = ""
    possible: bool = False
    say: str = ""
    source: str = ""


class Resource(NamedTuple):
    """A place that helps: in which country, with what, how it is reached, and how far that was checked.

    `grade` and `source` say where the entry comes from, `source_says` the day that source is of, `checked_on` the day
    on which somebody opened its page (None: nobody has).
    """

    country: str
    needs: tuple[str, ...]
    name: str
    position: Position
    call: str = ""
    text: str = ""
    url: str = ""
    email: str = ""
    hours: str = ""
    grade: str = ""
    source: str = ""
    source_says: str = ""
    checked_on: str | None = None


class Country(NamedTuple):
    """A country for which there is help: its code, its name and others it goes by, and what it belongs to."""

    code: str
    name: str
    also: tuple[str, ...] = ()
    within: str = ""


class Evidence(NamedTuple):
    """What research says to a claim, with the confidence in that note and its references."""

    name: str
    claim: str
    note: str
    confidence: str
    references: tuple[str, ...] = ()


class Wording(NamedTuple):
    """What texts must not say: anywhere, and in what flags of the first two urgencies say."""

    never: tuple[Phrase, ...] = ()
    urgent: tuple[Phrase, ...] = ()


class Care(NamedTuple):
    """What a rulebase has for people in danger beside its flags, and what it says of what its claims are worth.

    `reminder` is the notice in one line, `help` the answer to a call for help; `voices` the cues by which a message is
    about somebody else (witness) or tells of the writer's own deed (doer).
    """

    reminder: str = ""
    help: str = ""
    signs: Mapping[str, Sign] = _NOTHING
    voices: Mapping[str, tuple[Phrase, ...]] = _NOTHING
    together: tuple[Together, ...] = ()
    resources: tuple[Resource, ...] = ()
    countries: Mapping[str, Country] = _NOTHING
    evidence: Mapping[str, Evidence] = _NOTHING
    wording: Wording = Wording()
