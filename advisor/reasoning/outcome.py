"""The nouns of an outcome: what is concluded, ruled out, open and in conflict, each with its cause, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from advisor.reasoning.records import Recorded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.reasoning.situation import Contradiction
    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Advice

RULE, OTHERWISE, CASES = "rule", "otherwise", "cases"
"""How something is concluded: by a rule that stands, because every rule that could say more is false, or because
every remaining possibility gives the same verdict, each by a rule of its own."""

FAILED, OVERRIDDEN, NOT_APPLYING, ANSWERED, RETIRED = (
    "failed",
    "overridden",
    "does not apply",
    "answered",
    "retired",
)
"""Why something is ruled out: a test failed, a rule overrides it, its topic does not apply, a rule with a condition
already answers what it was the otherwise of, or it was retired."""


class Reading(NamedTuple):
    """One test as it was read: fact and level, the cells asked for (`mask`), the cell found, and where that came from.

    `how` is `told`, `implied`, `does not apply`, `presumed`, `derived` or `unknown`; `told` names the facts behind it.
    `holds` says how the test came out, None for unknown.
    """

    fact: str
    level: str
    mask: int
    cell: int | None
    how: str
    told: tuple[str, ...] = ()
    holds: bool | None = True


class Defeat(NamedTuple):
    """A rule that could have stood in the way and is out of it: its tests failed, or another rule beats it."""

    rule: str
    tests: tuple[Reading, ...] = ()
    beaten_by: str | None = None


class Proof(NamedTuple):
    """Why a rule stands: the tests of the clause that holds, what was in the way, and the proofs of derived facts.

    `assuming` names the facts that were presumed, each needed: without them nothing is proved.
    """

    rule: str
    tests: tuple[Reading, ...]
    defeats: tuple[Defeat, ...] = ()
    derived: tuple[Derivation, ...] = ()
    assuming: tuple[str, ...] = ()

    def told(self) -> tuple[str, ...]:
        """Name the told facts that the proof rests on."""
        return _told(self.tests, self.defeats, self.derived)


class Derivation(NamedTuple):
    """The value of a derived fact: by the rule of its proof, or (`how` otherwise) because its rules are all out.

    `derived` holds the derivations of the derived facts that were read to put its rules out.
    """

    fact: str
    value: Value
    how: str
    proof: Proof | None = None
    defeats: tuple[Defeat, ...] = ()
    derived: tuple[Derivation, ...] = ()
    assuming: tuple[str, ...] = ()

    def told(self) -> tuple[str, ...]:
        """Name the told facts that the value rests on."""
        return self.proof.told() if self.proof else _told((), self.defeats, self.derived)


def _told(tests: tuple[Reading, ...], defeats: tuple[Defeat, ...], derived: tuple[Derivation, ...]) -> tuple[str, ...]:
    readings = [*tests, *(reading for defeat in defeats for reading in defeat.tests)]
    found = {name for reading in readings for name in reading.told}
    return tuple(sorted(found.union(*(one.told() for one in derived))))


class Case(NamedTuple):
    """One of the cases that all come to the same verdict: its rule, what that says, and when it is so.

    >>> from advisor import Advice
    >>> Case("rain-waters", Advice("watering", "water", "wait", "Wait for the rain."), "handbook/watering", ()).rule
    'rain-waters'
    """

    rule: str
    advice: Advice
    source: str
    when: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Concluded(Recorded):
    """An advice that stands, its rule and its proof; `assuming` is empty when it is firm.

    Concluded by `cases`, the verdict is sure and the rule is not: `cases` holds each rule that may give it, `rule` the
    first of them, and the proof the known facts that leave no other case.
    """

    rule: str
    advice: Advice
    source: str
    how: str
    proof: Proof
    assuming: tuple[str, ...] = ()
    cases: tuple[Case, ...] = ()

    @property
    def firm(self) -> bool:
        """Whether it stands without any assumption."""
        return not self.assuming


@dataclass(frozen=True, slots=True)
class RuledOut(Recorded):
    """A rule that certainly does not stand, and why.

    `cause` is failed (by tests, in `failed`), overridden (`by` a rule), does not apply (`by` the topic), answered
    (an otherwise, `by` a rule with a condition that holds) or retired (`by` holds the reason).
    """

    rule: str
    on: str
    cause: str
    failed: tuple[Reading, ...] = ()
    by: str = ""


class Obstacle(NamedTuple):
    """A rule that would stand in the way of another and is not settled: the tests of it that are unknown."""

    rule: str
    when: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Open(Recorded):
    """An advice that may still come to stand: what would have to hold (`when`), and the facts that would settle it.

    `unless` lists the rules that would stand in its way and are not settled either.
    """

    rule: str
    advice: Advice
    source: str
    when: tuple[Reading, ...]
    needs: tuple[str, ...]
    unless: tuple[Obstacle, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict(Recorded):
    """Rules that hold and say opposite things, with nothing to choose between them: neither stands."""

    on: str
    rules: tuple[str, ...]
    assuming: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome(Recorded):
    """What follows for the topics asked: three parts, each with its causes, and what is at odds.

    `concluded` is in order of weight: what to do before what is only to know. `derived` holds
    the derived facts that are known; `presumed` the values presumed where something hangs on them. `silenced` names
    rules that a raised flag silences. `exact` is False while `open` may hold what in truth cannot
    change the advice any more. `final` says that no telling can change the advice, nor which rules give it.
    """

    topics: tuple[str, ...]
    concluded: tuple[Concluded, ...]
    ruled_out: tuple[RuledOut, ...]
    open: tuple[Open, ...]
    conflicts: tuple[Conflict, ...]
    contradiction: Contradiction | None
    derived: Mapping[str, Derivation]
    presumed: Mapping[str, Value]
    silenced: tuple[str, ...]
    exact: bool
    engine: str
    final: bool = False

    def advice_on(self, on: str) -> Concluded | None:
        """Give the weightiest advice on an act (`topic.act`), or None."""
        return next((c for c in self.concluded if c.advice.on == on), None)
