"""Replaying: a consultation decided again on the rulebase there is now, and which rule made what differs so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.conversation.fold import Lost, State
from advisor.conversation.record import Record
from advisor.conversation.record_notes import opposite
from advisor.conversation.standing import Guard
from advisor.errors import FactError, UnknownName, near
from advisor.language.heard import AFFIRMED
from advisor.reasoning.records import Recorded
from advisor.reasoning.situation import tell
from advisor.reasoning.tellings import read_told
from advisor.rulebase.care import SELF
from advisor.workbench.causes import Cause, Causes

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator

    from advisor.conversation.record_notes import Advised, Plain, Told
    from advisor.reasoning.outcome import Outcome
    from advisor.rulebase.model import Rulebase
    from advisor.workbench.trials import Advising

APPEARED, DISAPPEARED, REVERSED = "appeared", "disappeared", "reversed"
WORDED, OTHER_RULE, ASSUMED = "worded", "other rule", "assumed"
AT_ODDS, NOT_AT_ODDS = "at odds", "no longer at odds"


@dataclass(frozen=True, slots=True)
class Divergence(Recorded):
    """Advice that came out differently, as it was and as it is (None: there was or is none), and what made it so.

    `sort` is appeared, disappeared, reversed, worded (the same verdict in other words), other rule (the same verdict by
    another rule), assumed (the same, but taking other things for granted), at odds or no longer at odds (the facts
    told; `on` is empty).
    """

    sort: str
    on: str
    before: Advised | None
    now: Advised | None
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class Replayed(Recorded):
    """What came of a record on the rulebase there is now.

    `changed` says whether the files of the rulebase are others than they were; `lost` names the facts, topics and flags
    that it has no use for any more, and `version` is that of now.
    """

    rulebase: str
    version: str
    changed: bool
    divergences: tuple[Divergence, ...]
    lost: tuple[Lost, ...]

    @property
    def same(self) -> bool:
        """Whether the same is advised, and every fact still understood."""
        return not self.divergences and not self.lost


def replay(advisor: Advising, record: Record) -> Replayed:
    """Decide again by the facts, the day, the topics and the flags of a record, and tell what differs.

    >>> from advisor import Advisor
    >>> garden = Advisor.load("examples/garden")
    >>> record = Record.of_reply(garden.ask("It will rain. Should I water the plants?"))
    >>> replay(garden, record).same
    True
    """
    rulebase = advisor.rulebase
    now, outcome, lost = decided_by(advisor, record)
    # two tellings of one fact are at odds whatever the rules say; and nothing is decided where all is silent
    apart = record.contradiction is not None and record.contradiction.kind == "values"
    found = () if apart or (record.quiet and now.quiet) else _divergences(record, now, rulebase, outcome, lost)
    return Replayed(rulebase.name, rulebase.version, record.hash != rulebase.hash, tuple(found), lost)


def decided_by(advisor: Advising, record: Record) -> tuple[Record, Outcome, tuple[Lost, ...]]:
    """Decide a record by the rulebase of an advisor: the record of that, its outcome, and what could not be used."""
    rulebase = advisor.rulebase
    facts, lost = _usable(rulebase, record)
    topics = tuple(name for name in record.topics if name in rulebase.topics)
    flags = tuple(name for name in record.flags if name in rulebase.flags)
    outcome = advisor.decide(facts, topics=topics, flags=flags, today=record.day)
    guard = Guard(rulebase.flags)
    for name in flags:
        guard.raised(name, AFFIRMED, SELF, record.day)
    state = State(tell(rulebase, facts, record.day), {}, topics, None, {}, guard, (), (), (), ())
    return Record.of(rulebase, state, outcome, ()), outcome, lost


def _usable(rulebase: Rulebase, record: Record) -> tuple[dict[str, Plain], tuple[Lost, ...]]:
    """Give the facts told that fit the rulebase as it is now, and name what it cannot use any more."""
    read = {told.fact: _misfit(rulebase, told, record.day) for told in record.told}
    lost = [misfit for misfit in read.values() if misfit]
    for kind, names in (("topic", tuple(record.topics)), ("flag", record.flags)):
        known = getattr(rulebase, f"{kind}s")
        gone = (name for name in names if name not in known)
        lost += [Lost(kind, name, f"there is no such {kind} any more", near(name, known)) for name in gone]
    return {told.fact: told.value for told in record.told if not read[told.fact]}, tuple(lost)


def _misfit(rulebase: Rulebase, told: Told, day: datetime.date) -> Lost | None:
    """Say why a rulebase cannot use what was told; None when it can."""
    try:
        read_told(rulebase, told.fact, told.value, day)
    except UnknownName as error:
        return Lost("fact", told.fact, "there is no such fact any more", error.nearest)
    except FactError as error:
        return Lost("fact", told.fact, f"what was told does not fit any more: expected {error.expected}")
    return None


def _divergences(
    record: Record, now: Record, rulebase: Rulebase, outcome: Outcome, lost: tuple[Lost, ...]
) -> Iterator[Divergence]:
    causes = Causes(rulebase, record, now, outcome, lost)
    if (record.contradiction is None) != (now.contradiction is None):
        yield Divergence(AT_ODDS if now.contradiction else NOT_AT_ODDS, "", None, None, causes.at_odds())
    for on in dict.fromkeys(one.on for one in (*record.advice, *now.advice)):
        then_given = [one for one in record.advice if one.on == on]
        yield from _on_act(then_given, [one for one in now.advice if one.on == on], causes)


def _on_act(before: list[Advised], now: list[Advised], causes: Causes) -> Iterator[Divergence]:
    """Tell what differs on one act; advice is held against the advice most like it."""
    for one, other in _paired(before, now, lambda a, b: (a.rule, a.verdict) == (b.rule, b.verdict)):
        if (one.say, one.because) != (other.say, other.because):
            yield Divergence(WORDED, one.on, one, other, causes.of_words(one, other))
        if set(one.assuming) != set(other.assuming):
            yield Divergence(ASSUMED, one.on, one, other, causes.of(one, other))
    for sort, alike in ((OTHER_RULE, _same_verdict), (REVERSED, _opposite)):
        for one, other in _paired(before, now, alike):
            yield Divergence(sort, one.on, one, other, causes.of(one, other))
    for one in before:
        yield Divergence(DISAPPEARED, one.on, one, None, causes.of(one, None))
    for one in now:
        yield Divergence(APPEARED, one.on, None, one, causes.of(None, one))


def _same_verdict(one: Advised, other: Advised) -> bool:
    return one.verdict == other.verdict


def _opposite(one: Advised, other: Advised) -> bool:
    return opposite(one.verdict, other.verdict)


def _paired(
    before: list[Advised], now: list[Advised], alike: Callable[[Advised, Advised], bool]
) -> list[tuple[Advised, Advised]]:
    """Take out of two lists what is alike, in pairs."""
    found: list[tuple[Advised, Advised]] = []
    for one in tuple(before):
        other = next((b for b in now if alike(one, b)), None)
        if other is not None:
            before.remove(one)
            now.remove(other)
            found.append((one, other))
    return found
