"""Reviewing a change: two rulebases held against each other in all that they hold."""

from __future__ import annotations

import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from advisor.errors import FactError, UnknownName
from advisor.reasoning.diagram import TooLarge
from advisor.rulebase.model import NOTHING
from advisor.rulebase.rereading import Conditions
from advisor.workbench.bench import DAY, Bench
from advisor.workbench.comparing import Compared
from advisor.workbench.differences import CONFLICT, Change, Decided, Differences, Said, Undecided
from advisor.workbench.joining import Joined
from advisor.workbench.parts import parts, settled
from advisor.workbench.rehearing import heard_alike, messages_of, reheard
from advisor.workbench.replay import decided_by, replay
from advisor.workbench.situations import plainly
from advisor.workbench.space import BUDGET
from advisor.workbench.tallies import tallies
from advisor.workbench.trials import DAY as SCENARIO_DAY
from advisor.workbench.turns import level_of, turn_of
from advisor.workbench.versions import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.conversation.record import Record
    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Rulebase
    from advisor.workbench.differences import Heard, Part, Room
    from advisor.workbench.trials import Advising


def review(  # noqa: PLR0913 - two rulebases, and what else there is to hold them against
    old: Advising,
    new: Advising,
    *,
    topic: str = "",
    records: Mapping[str, Record] = NOTHING,
    messages: Iterable[str] = (),
    today: datetime.date = DAY,
    budget: int = BUDGET,
) -> Differences:
    """Tell everything in which two rulebases differ; `topic` names the one to look at ("": all).

    `records` are decided by both, and `messages` read by both beside those that stand in the two. Raises UnknownName
    for a topic that neither has.

    >>> from advisor import Advisor
    >>> garden = Advisor.load("examples/garden")
    >>> review(garden, garden).level
    'none'
    """
    if topic and topic not in {**old.rulebase.topics, **new.rulebase.topics}:
        raise UnknownName("topic", topic, {**old.rulebase.topics, **new.rulebase.topics})
    return _Review(old, new, topic, today, budget).done(records, messages)


class _Review:
    def __init__(self, old: Advising, new: Advising, topic: str, today: datetime.date, budget: int) -> None:
        self.old, self.new, self.topic, self.today, self.budget = old, new, topic, today, budget
        self.joined = Joined(old.rulebase, new.rulebase)
        self.bench = _Joint(self.joined, new, today)
        self.changes: list[Change] = []
        self.rooms: list[Room] = []
        self.undecided: list[Undecided] = []
        self.renamed: dict[str, Part] = {}

    def done(self, records: Mapping[str, Record], messages: Iterable[str]) -> Differences:
        old, new = self.old.rulebase, self.new.rulebase
        for name in self._topics():
            self._compare(name, derived=False)
        for name in self._derived():
            self._compare(name, derived=True)
        everything = not self.topic
        texts = {**messages_of(old, new), **dict.fromkeys(messages)} if everything else {}
        heard: list[Heard] = []
        if not heard_alike(self.joined, old, new):
            heard = list(reheard(self.joined, self.old, self.new, texts))
        return Differences(
            (old.name, old.version),
            (new.name, new.version),
            old.hash == new.hash,
            tuple(self.changes),
            tuple(_together(self.rooms)),
            tuple(settled(self.renamed, filter(self._wanted, parts(self.joined, old, new)))),
            tuple(tallies(self.joined, old, new)) if everything else (),
            tuple(heard),
            tuple(self._decided(place, record) for place, record in records.items()),
            tuple(self.undecided),
            len(texts),
            self.topic,
            self.joined.facts,
        )

    def _wanted(self, part: Part) -> bool:
        """Whether a part belongs to what is looked at."""
        return not self.topic or (part.kind in {"topic", "act"} and part.name.partition(".")[0] == self.topic)

    def _topics(self) -> list[str]:
        """Name the topics that both have, or the one that is looked at."""
        old, new = self.joined.old.plan, self.joined.new.plan
        both = [name for name in new.advising if name in old.advising]
        return [name for name in both if name == self.topic] if self.topic else both

    def _derived(self) -> list[str]:
        """Name the facts that rules of both conclude, or those of them that the one topic hangs on."""
        old, new = self.joined.old.plan, self.joined.new.plan
        both = [name for name in new.concluding if name in old.concluding]
        if not self.topic:
            return both
        read = [made.derived_for(made.advising.get(self.topic, ())) for made in (old, new)]
        return [name for name in both if name in read[0] | read[1]]

    def _compare(self, name: str, *, derived: bool) -> None:
        try:
            compared = Compared(self.joined, name, self.today, self.budget, derived=derived)
            apart = compared.grounds.apart()
            if apart:
                self._leave(name, apart, derived=derived)
                return
            changes, renamed = list(compared.changes()), list(compared.renamed())
            rooms = [] if derived else list(compared.rooms())
        except (TooLarge, RecursionError):
            self._leave(name, (), derived=derived)
            return
        self.changes += [one._replace(example=self._plainly(one.example)) for one in changes]
        self.rooms += [one._replace(example=self._plainly(one.example)) for one in rooms]
        self.renamed |= {one.name: one for one in renamed}

    def _plainly(self, example: Mapping[str, Value]) -> Mapping[str, Value]:
        """Tell an example in the way that reads best, where both understand that alike."""
        told = plainly(self.bench, example)
        shared = self.joined.new.facts.keys() & self.joined.old.facts.keys()
        return told if all(name in shared or name in example for name in told) else example

    def _leave(self, name: str, apart: tuple[str, ...], *, derived: bool) -> None:
        """Fall back to what scenarios show, where not all situations can be compared."""
        self.undecided.append(Undecided(name, apart))
        if not derived:
            self.changes += self._seen(name)

    def _decided(self, place: str, record: Record) -> Decided:
        """Decide a record by both, the newer held against what the older says of it now."""
        before, _, lost = decided_by(self.old, record)
        return Decided(place, replay(self.new, before), tuple(f"{one.kind} {one.name}" for one in lost))

    # --- what was not decided for all situations

    def _seen(self, topic: str) -> Iterator[Change]:
        """Go through what the situations of the scenarios of both show, each turn of an act once."""
        seen: set[tuple[str, str]] = set()
        back = {now: name for name, now in self.joined.renamed.items()}
        for scenario in (*self.old.rulebase.scenarios, *self.new.rulebase.scenarios):
            given = {**scenario.given, **(scenario.understands or {})}
            told = {self.joined.renamed.get(name, name): value for name, value in given.items()}
            day = datetime.date.fromisoformat(scenario.today) if scenario.today else SCENARIO_DAY
            before = _said(self.old, {back.get(name, name): value for name, value in told.items()}, topic, day)
            now = _said(self.new, told, topic, day)
            if before is None or now is None:
                continue
            for on in {**before, **now}:
                was, says = before.get(on, {}), now.get(on, {})
                turn = turn_of(frozenset(was), frozenset(says))
                if was.keys() != says.keys() and (turn, on) not in seen:
                    seen.add((turn, on))
                    level = level_of(turn, frozenset(was), frozenset(says))
                    yield Change(turn, on, level, told, _shown(was), _shown(says), seen=scenario.title)


class _Joint(Bench):
    """A bench on the joined facts, for telling examples as the newer rulebase's author would."""

    def __init__(self, joined: Joined, new: Advising, today: datetime.date) -> None:
        super().__init__(new, today=today)
        self._joined = joined

    @property
    def rulebase(self) -> Rulebase:
        return self._joined.new.plan.rulebase

    @cached_property
    def conditions(self) -> Conditions:
        return Conditions(self.advisor.rulebase)


def _together(rooms: Iterable[Room]) -> list[Room]:
    """Put rooms together that several topics meet in the same situation."""
    found: dict[object, Room] = {}
    for room in rooms:
        key = room.sort, tuple(room.example.items())
        before = found.get(key)
        if before is not None:
            level = max(before.level, room.level, key=LEVELS.index)
            topics = (*before.topics, *room.topics)
            room = room._replace(level=level, topics=topics, said=(*before.said, *room.said))  # noqa: PLW2901
        found[key] = room
    return list(found.values())


def _shown(said: Mapping[str, str]) -> Said:
    return Said(tuple(sorted(said)), tuple(sorted({*said.values()})))


def _said(
    advisor: Advising, told: Mapping[str, Value], topic: str, today: datetime.date
) -> dict[str, dict[str, str]] | None:
    """Give what stands on the acts of a topic, verdicts with their rules; None where the facts cannot be told."""
    if topic not in advisor.rulebase.topics:
        return {}
    try:
        outcome = advisor.decide(told, topics=[topic], today=today)
    except (FactError, UnknownName):
        return None
    found: dict[str, dict[str, str]] = {}
    for one in outcome.concluded:
        found.setdefault(one.advice.on, {})[one.advice.verdict] = one.rule
    for conflict in outcome.conflicts:
        found.setdefault(conflict.on, {})[CONFLICT] = ", ".join(conflict.rules)
    return found
