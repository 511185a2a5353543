"""Running scenarios on mutants: as on an advisor for the mutated rules, only that each message is read once for all."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from advisor.conversation.session import Session
from advisor.conversation.turn import Means, respond
from advisor.engines.indexed import Indexed
from advisor.language.reading import Understanding
from advisor.reasoning.plan import plan, topics_of
from advisor.reasoning.prospects import Charts
from advisor.reasoning.settling import Prepared, conclude
from advisor.reasoning.situation import tell

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection, Hashable, Iterable, Mapping

    from advisor.conversation.reply import Reply
    from advisor.language.heard import Heard
    from advisor.reasoning.outcome import Outcome
    from advisor.rulebase.model import Rulebase
    from advisor.workbench.mutations import Mutant, Mutations
    from advisor.workbench.trials import Hearing


_KEPT = 16
"""How many mutants stay prepared for deciding: as many as one situation is tried on, and a few more."""


class Running:
    """What scenarios are run on: the rulebase of an advisor as it is, or with a mutant.

    What is said means the same whatever the rules are, so it is read with the advisor's own, once.

    >>> from advisor import Advisor
    >>> from advisor.workbench.mutations import Mutations
    >>> from advisor.workbench.trials import try_one
    >>> garden = Advisor.load("examples/garden")
    >>> mutations = Mutations(garden.rulebase)
    >>> running = Running(garden, mutations)
    >>> flipped = mutations.mutants[0]
    >>> try_one(running.on(flipped), garden.rulebase.scenarios[0]).passed
    False
    """

    def __init__(self, advisor: Hearing, mutations: Mutations) -> None:
        self.advisor, self._mutations = advisor, mutations
        self._heard: dict[tuple[str, datetime.date | None], Heard] = {}
        self._made: dict[Mutant, Decided] = {}

    @cached_property
    def original(self) -> Decided:
        """The rulebase as it is."""
        return Decided(self, self.advisor.rulebase)

    def on(self, mutant: Mutant) -> Decided:
        """Give the rulebase with a mutant; the last few asked for are kept."""
        found = self._made.pop(mutant, None) or Decided(self, self._mutations.written(mutant))
        self._made[mutant] = found
        if len(self._made) > _KEPT:
            del self._made[next(iter(self._made))]
        return found

    def understand(self, text: str, today: datetime.date | None) -> Heard:
        """Read a message, the first time it is met."""
        if (text, today) not in self._heard:
            self._heard[text, today] = self.advisor.understand(text, today=today)
        return self._heard[text, today]

    @cached_property
    def understanding(self) -> Understanding:
        """What reads the steps of talks."""
        rulebase = self.advisor.rulebase
        return _Remembering(rulebase, topics_of(plan(rulebase)))


class Decided:
    """A rulebase that scenarios are tried on."""

    def __init__(self, running: Running, rulebase: Rulebase) -> None:
        self._running, self.rulebase = running, rulebase

    @cached_property
    def _prepared(self) -> Prepared:
        made = plan(self.rulebase)
        return Prepared(made, Indexed().compile(made.patterns, made.sizes), Indexed.name, Charts(made))

    def understand(self, text: str, *, today: datetime.date | None = None) -> Heard:
        """Read a message."""
        return self._running.understand(text, today)

    def decide(
        self,
        facts: Mapping[str, object],
        *,
        topics: Iterable[str] | None = None,
        flags: Iterable[str] = (),
        today: datetime.date | None = None,
    ) -> Outcome:
        """Work out what follows from facts."""
        return conclude(self._prepared, tell(self.rulebase, facts, _day(today)), topics, flags)

    def begin(self) -> Session:
        """Begin a talk."""
        return Session.begin(self.rulebase)

    def tell(self, session: Session, facts: Mapping[str, object], *, today: datetime.date | None = None) -> Session:
        """Report facts in a talk."""
        return session.told(tell(self.rulebase, facts, _day(today)).values, _day(today))

    def respond(self, session: Session, text: str, *, today: datetime.date | None = None) -> tuple[Session, Reply]:
        """Take in what somebody says in a talk, and reply."""
        means = Means(self.rulebase, lambda: self._prepared, lambda: self._running.understanding)
        return respond(means, session, text, _day(today))


class _Remembering(Understanding):
    """An understanding that reads the same words in the same place once."""

    def __init__(self, rulebase: Rulebase, topics: Mapping[str, frozenset[str]]) -> None:
        super().__init__(rulebase, topics)
        self._read: dict[Hashable, Heard] = {}

    def read(
        self, text: str, today: datetime.date, expecting: str | None = None, standing: Collection[str] = ()
    ) -> Heard:
        key = (text, today, expecting, frozenset(standing))
        if key not in self._read:
            self._read[key] = super().read(text, today, expecting, standing)
        return self._read[key]


def _day(today: datetime.date | None) -> datetime.date:
    if today is None:
        raise ValueError("a scenario is tried on a day of its own")
    return today
