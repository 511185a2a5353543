"""What differs between two rulebases in meaning, how far that goes, and whether the version says so."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.reasoning.records import Recorded, record
from advisor.rulebase.model import NOTHING
from advisor.workbench import replay
from advisor.workbench.versions import LEVELS, MAJOR, MINOR, NONE, PATCH, least, moves_enough

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Fact
    from advisor.workbench.replay import Replayed

APPEARS, DISAPPEARS, REVERSES, CHANGES = "appears", "disappears", "reverses", "changes"
AT_ODDS, NOT_AT_ODDS, WORDED = "conflict appears", "conflict dissolves", "worded"
TURNS = (DISAPPEARS, REVERSES, AT_ODDS, NOT_AT_ODDS, CHANGES, APPEARS, WORDED)
"""What becomes of advice, or of the value of a derived fact, in the order in which a reader wants to know."""

ADDED, GONE, RENAMED, CHANGED = "added", "gone", "renamed", "changed"
OPENED, CLOSED = "possible", "impossible"

CONFLICT = "conflict"
"""What is said where rules conclude the opposite of each other."""


class Said(NamedTuple):
    """What one of two rulebases says: verdicts or values, `conflict` among them, and the rules that say so.

    `words` has for advice said in other words each text that the other does not have.
    """

    verdicts: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class Change(NamedTuple):
    """Something that comes out otherwise, on one act or of one derived fact: what, and the smallest situation in which.

    `example` is told to both, under the names of the newer one; whatever else is told, the two differ. `others` are
    other verdicts that change in the same sort. `aspects` says which words differ (say, because, source); `assuming`
    names a fact that is not told and for which both presume something else; `seen` the scenario in which it was seen,
    where it is not proved for all situations.
    """

    sort: str
    on: str
    level: str
    example: Mapping[str, Value] = NOTHING
    before: Said = Said()
    now: Said = Said()
    others: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    aspects: tuple[str, ...] = ()
    assuming: str = ""
    seen: str = ""


class Room(NamedTuple):
    """Situations that only one of two rulebases allows: one of them, the topics that meet it, and what is said there.

    `sort` is possible (only the newer allows them) or impossible (only the older did); `said` has acts and verdicts.
    """

    sort: str
    level: str
    topics: tuple[str, ...]
    example: Mapping[str, Value]
    said: tuple[tuple[str, str], ...] = ()


class Part(NamedTuple):
    """A part of a rulebase that was added, is gone, was renamed or changed: of which kind, and how far that goes.

    `term` says what of it changed, from `before` to `now`; of a part that is gone, `now` has the name or reason that
    took its place.
    """

    kind: str
    name: str
    sort: str
    level: str
    term: str = ""
    before: str = ""
    now: str = ""


class Count(NamedTuple):
    """How many of something in one place were added, are gone, or changed: phrases, messages, scenarios, helplines."""

    kind: str
    where: str
    added: int
    gone: int
    level: str
    changed: int = 0


class Heard(NamedTuple):
    """A message that is understood otherwise: what was understood, and what is now, where the two differ."""

    text: str
    before: Mapping[str, str]
    now: Mapping[str, str]


class Undecided(NamedTuple):
    """A topic or derived fact that was not compared in every situation: too large, or `apart` by these facts."""

    name: str
    apart: tuple[str, ...] = ()


class Decided(NamedTuple):
    """A stored record, decided by the older rulebase and again by the newer; `lost` is what the older could not use."""

    place: str
    replayed: Replayed
    lost: tuple[str, ...] = ()


class Reason(NamedTuple):
    """Why a change goes as far as it does: in which list it stands, what it is about, and of what sort it is."""

    level: str
    kind: str
    name: str
    sort: str


@dataclass(frozen=True, slots=True)
class Differences(Recorded):
    """Everything in which two rulebases differ; `old` and `new` are their names with the versions that they declare.

    `topic` is the one topic that was looked at ("": all), `same` says whether the files are the same, `examples` how
    many messages were read; `facts` has the facts that examples tell.
    """

    old: tuple[str, str]
    new: tuple[str, str]
    same: bool
    changes: tuple[Change, ...] = ()
    rooms: tuple[Room, ...] = ()
    parts: tuple[Part, ...] = ()
    counts: tuple[Count, ...] = ()
    heard: tuple[Heard, ...] = ()
    records: tuple[Decided, ...] = ()
    undecided: tuple[Undecided, ...] = ()
    examples: int = 0
    topic: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict, repr=False, compare=False, hash=False)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why the change goes as far as it does, what goes farthest first."""
        found = [Reason(one.level, "advice", one.on, one.sort) for one in self.changes]
        found += [Reason(one.level, "situations", "", one.sort) for one in self.rooms]
        found += [Reason(one.level, one.kind, one.name, one.sort) for one in self.parts]
        found += [Reason(one.level, one.kind, one.where, _of_count(one)) for one in self.counts]
        found += [Reason(MINOR, "message", "", CHANGED)] * bool(self.heard)
        found += [
            Reason(_OF_RECORDS[d.sort], "record", d.on, d.sort) for r in self.records for d in r.replayed.divergences
        ]
        found = [one for one in found if one.level != NONE]
        return tuple(sorted(dict.fromkeys(found), key=lambda one: -LEVELS.index(one.level)))

    @property
    def level(self) -> str:
        """How far the change goes: none, patch, minor or major; at least that far, where something is undecided."""
        return self.reasons[0].level if self.reasons else NONE

    @property
    def least(self) -> str:
        """The least version that says as much; "" where the older one declares none that can be counted on."""
        return least(self.old[1], self.level)

    @property
    def enough(self) -> bool:
        """Whether the declared version moves as far as the change goes, as far as that can be told."""
        return bool(self.topic) or moves_enough(self.old[1], self.new[1], self.level)

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain values for JSON."""
        plain = {name: getattr(self, name) for name in _LISTS}
        return {
            "old": dict(zip(("name", "version"), self.old)),
            "new": dict(zip(("name", "version"), self.new)),
            "level": self.level,
            "least_version": self.least,
            "version_moves_enough": self.enough,
            "topic": self.topic,
            "reasons": record(self.reasons),
            **{name: record(value) for name, value in plain.items()},
            "examples_read": self.examples,
        }


_OF_RECORDS = {
    replay.APPEARED: MINOR,
    replay.DISAPPEARED: MAJOR,
    replay.REVERSED: MAJOR,
    replay.WORDED: PATCH,
    replay.OTHER_RULE: NONE,
    replay.ASSUMED: MINOR,
    replay.AT_ODDS: MAJOR,
    replay.NOT_AT_ODDS: MINOR,
}
_LISTS = ("changes", "rooms", "parts", "counts", "heard", "records", "undecided")


def _of_count(count: Count) -> str:
    return ADDED if count.added else GONE if count.gone else CHANGED
