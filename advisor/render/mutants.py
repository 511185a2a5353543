"""Mutants in words: each change in the rule's own words, and the smallest situation that tells it from the rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.render.findings import counted
from advisor.rulebase.kinds import KINDS
from advisor.workbench.mutants import EQUIVALENT, KILLED, SURVIVED, UNDECIDED
from advisor.workbench.mutations import DELETE, DROP, OVERRIDE, VALUE, VERDICT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Rulebase
    from advisor.workbench.mutants import Fate, Score
    from advisor.workbench.mutations import Mutant


def score_in_words(rulebase: Rulebase, score: Score) -> str:
    """Tell how many mutants are killed, those that survive, and those that change nothing or are not decided."""
    lines: list[str] = []
    for state, heading in (
        (SURVIVED, "No scenario fails with this change:"),
        (EQUIVALENT, "These change nothing, in any situation; the rule may be written more simply:"),
        (UNDECIDED, "Not decided, because their topics have too many rules that hang together:"),
    ):
        fates = score.of(state)
        lines += [heading] if fates else []
        lines += [line for fate in fates for line in _fate(rulebase, fate)]
    killed = len(score.of(KILLED))
    lines.append(f"{killed:,} of {counted(score.killable, 'mutant')} killed ({_percent(score.percent)}).")
    return "\n".join(lines)


def _percent(share: float) -> str:
    # rounded down, so that 100 % is said of all of them only
    return f"{int(share * 10) / 10:g} %"


def _fate(rulebase: Rulebase, fate: Fate) -> Iterator[str]:
    yield f"  {fate.mutant.position}: {mutant_in_words(fate.mutant)}"
    if fate.state != SURVIVED:
        return
    where = f"with {told_in_words(rulebase, fate.example)}" if fate.example else "in every situation"
    if fate.about in rulebase.facts:
        was, now = (f"is {one}" if one else "is something else" for one in (fate.was, fate.now))
        yield f"    {where}: {fate.about} {was}; with the change it {now}"
    else:
        was, now = (_says(one) for one in (fate.was, fate.now))
        yield f"    {where}: '{fate.about}' {was}; with the change it {now}"


def _says(what: str) -> str:
    return "is in conflict" if what == "conflict" else f"says {what or 'nothing'}"


def mutant_in_words(mutant: Mutant) -> str:
    """Name a mutant: its rule, and what was changed in it.

    >>> from advisor import load
    >>> from advisor.workbench.mutations import Mutations
    >>> mutants = Mutations(load("examples/garden")).mutants
    >>> mutant_in_words(next(one for one in mutants if one.rule == "rain-waters" and one.sort == "flip"))
    "'rain-waters' with `not rain_expected` for `rain_expected`"
    """
    if mutant.sort == DELETE:
        return f"'{mutant.rule}' left out"
    if mutant.sort == OVERRIDE:
        return f"'{mutant.rule}' not overriding '{mutant.was}'"
    if mutant.sort == DROP:
        return f"'{mutant.rule}' without `{mutant.was}`"
    verb = {VERDICT: "saying", VALUE: "concluding"}.get(mutant.sort, "with")
    return f"'{mutant.rule}' {verb} `{mutant.now}` for `{mutant.was}`"


def told_in_words(rulebase: Rulebase, told: Mapping[str, Value]) -> str:
    """Write told facts as they are written in a scenario.

    >>> from advisor import load
    >>> told_in_words(load("examples/garden"), {"frost": True, "rain_expected": False})
    'frost: true, rain_expected: false'
    """
    return ", ".join(f"{name}: {KINDS[rulebase.facts[name].kind].show(value)}" for name, value in told.items())
