"""Measuring how much a rulebase's scenarios would notice: conditions, mutants, and scenarios that are suggested."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.errors import AdvisorError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.advisor import Advisor
    from advisor.workbench.coverage import ConditionCoverage
    from advisor.workbench.mutants import Score
    from advisor.workbench.suggesting import Suggestions
    from advisor.workbench.trials import Coverage, Trial

ALL = 100.0


class Measures(NamedTuple):
    """What is measured: coverage of conditions, mutants with the least score in percent (None: any), suggestions."""

    coverage: bool = False
    mutants: bool = False
    suggest: bool = False
    least: float | None = None
    output: str = ""

    @property
    def any(self) -> bool:
        """Whether anything is."""
        return self.coverage or self.mutants or self.suggest


class Measured(NamedTuple):
    """What was measured; what was not asked for is None."""

    conditions: ConditionCoverage | None = None
    score: Score | None = None
    suggested: Suggestions | None = None

    def fine(self, measures: Measures, *, strict: bool) -> bool:
        """Whether as much is noticed as was asked for: with `strict` everything."""
        least = measures.least if measures.least is not None else ALL if strict else 0.0
        bites = self.score is None or not measures.mutants or self.score.percent >= least
        return bites and (not strict or not measures.coverage or self.conditions is None or self.conditions.full)


def measured(advisor: Advisor, trials: Sequence[Trial], rules: Coverage, measures: Measures) -> Measured:
    """Measure what was asked for."""
    from advisor.workbench.bench import Bench  # costs time, and most runs measure nothing
    from advisor.workbench.coverage import Covering

    bench = Bench(advisor)
    if not (measures.mutants or measures.suggest):
        return Measured(Covering(bench).covered(trials))
    from advisor.workbench.mutants import Mutating

    mutating = Mutating(bench)
    score = mutating.score(trials)
    conditions = Covering(mutating.fine).covered(trials) if measures.coverage or measures.suggest else None
    if conditions is None or not measures.suggest:
        return Measured(conditions, score)
    from advisor.workbench.suggesting import Suggesting

    return Measured(conditions, score, Suggesting(mutating).suggestions(score, conditions, rules))


def measured_in_words(advisor: Advisor, found: Measured, measures: Measures) -> str:
    """Tell what was measured, as far as it was asked for; suggestions are written apart."""
    from advisor.render.coverage import conditions_in_words
    from advisor.render.mutants import score_in_words
    from advisor.render.suggestions import left_in_words

    parts = []
    if found.conditions is not None and measures.coverage:
        parts.append(conditions_in_words(advisor.rulebase, found.conditions))
    if found.score is not None and measures.mutants:
        parts.append(score_in_words(advisor.rulebase, found.score))
    if found.suggested is not None:
        parts.append(left_in_words(found.suggested))
    return "\n".join(filter(None, parts))


def measured_record(advisor: Advisor, found: Measured, measures: Measures) -> dict[str, Any]:
    """Give what was measured as plain values, each part that was asked for by its name."""
    from advisor.render.suggestions import suggestions_record

    record: dict[str, Any] = {}
    if found.conditions is not None and measures.coverage:
        record["conditions"] = found.conditions.to_dict()
    if found.score is not None and measures.mutants:
        record["mutants"] = found.score.to_dict()
    if found.suggested is not None:
        record["suggested"] = suggestions_record(advisor.rulebase, found.suggested)
    return record


def suggestions_to_paste(advisor: Advisor, found: Measured) -> str:
    """Give the suggested scenarios as YAML; "" where nothing is to be suggested."""
    from advisor.render.suggestions import suggestions_as_yaml

    return suggestions_as_yaml(advisor.rulebase, found.suggested) if found.suggested is not None else ""


def check_place(place: str) -> None:
    """Refuse a place for suggested scenarios before any work is done for them; raises AdvisorError."""
    if not place.endswith((".yaml", ".yml")):
        raise AdvisorError(f"{place}: scenarios are written as YAML; let the name end in .yaml")
    if os.path.lexists(place):
        raise AdvisorError(f"{place}: there is such a file already, and it is left as it is")


def write_suggestions(place: str, text: str) -> None:
    """Write suggested scenarios into a new file of a rulebase; raises AdvisorError."""
    from advisor.cli._writing import write_new

    write_new(place, f"{text}\n".encode(), mode=0o666)
