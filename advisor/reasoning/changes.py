"""Changes: what would come of other facts, and the fewest facts that would have to be different."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from advisor.reasoning.records import Recorded
from advisor.reasoning.situation import tell
from advisor.reasoning.tellings import keeper

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.reasoning.outcome import Concluded, Reading
    from advisor.reasoning.questions import Question
    from advisor.reasoning.situation import Contradiction, Situation
    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Rulebase


class Change(NamedTuple):
    """One fact that would have to be different: what it is now (None: not known), and a value that would do.

    `needed` tells all values that would do, as cells of the fact; `to` is the nearest of them.

    >>> from advisor.reasoning.outcome import Reading
    >>> Change("frost", None, True, Reading("frost", "frost", 0b10, None, "told")).to
    True
    """

    fact: str
    now: Value | None
    to: Value
    needed: Reading


@dataclass(frozen=True, slots=True)
class Difference(Recorded):
    """What changes when facts do: advice that appears and that disappears, and questions that are opened or closed.

    `facts` holds the changed facts as they would be kept (None: not known any more), `dropped` told facts that would
    no longer apply. With a `contradiction` nothing is advised.

    >>> Difference({"frost": True}, (), (), (), (), ()).nothing
    True
    """

    facts: Mapping[str, Value | None]
    dropped: tuple[str, ...]
    appears: tuple[Concluded, ...]
    disappears: tuple[Concluded, ...]
    opens: tuple[Question, ...]
    closes: tuple[str, ...]
    contradiction: Contradiction | None = None

    @property
    def nothing(self) -> bool:
        """Whether the advice stays as it is."""
        return not (self.appears or self.disappears or self.contradiction)


def changed(
    rulebase: Rulebase, situation: Situation, changes: Mapping[str, object]
) -> tuple[Situation, tuple[str, ...]]:
    """Give the situation with some facts changed (None: taken back), and the told facts that no longer apply in it.

    Raises UnknownName and FactError.
    """
    told = tell(rulebase, {n: v for n, v in changes.items() if v is not None}, situation.today)
    gone = {keeper(rulebase, name) for name, value in changes.items() if value is None}
    values = {n: v for n, v in situation.values.items() if n not in gone} | dict(told.values)
    dropped: list[str] = []
    while True:
        found = tell(rulebase, values, situation.today)
        clash = found.contradiction or told.contradiction
        loose = (
            [n for n in clash.facts if n in values and n not in told.values and _may_not_apply(rulebase, n)]
            if clash
            else []
        )
        if clash is None or clash.kind != "applies" or not loose:
            return found._replace(contradiction=clash), tuple(dropped)
        for name in loose:
            del values[name]
        dropped += loose


def _may_not_apply(rulebase: Rulebase, name: str) -> bool:
    return rulebase.facts[name].applies is not None
