"""Runs of scenarios and example messages in words, and as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from advisor.render.readings import Scene
from advisor.render.tables import at_odds_in_words, rules_in_words, rules_record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advisor.workbench.tables import Tables
    from advisor.workbench.trials import Coverage, MessageTrial, Trial

_LONGEST = 60
"""As much as is shown of what is said in a step."""


def trials_in_words(
    trials: Sequence[Trial],
    covered: Coverage | None,
    read: Sequence[MessageTrial] = (),
    beside: Sequence[MessageTrial] | None = None,
    tables: Tables | None = None,
    left_out: int = 0,
) -> str:
    """Tell which scenarios and example messages (`read`) failed and how, and which rules no scenario shows.

    Of the messages in the folder `examples` (`beside`; None: not tried) only the share is told. `covered` is None, and
    `left_out` counts scenarios, where only some were run. With `tables`, what the rules read is told of each failure.
    """
    lines = [trial_in_words(trial, tables) for trial in trials if not trial.passed]
    lines += _misread(read)
    for names, word in ((covered.never_advised, "advised"), (covered.never_withheld, "not advised")) if covered else ():
        if names:
            lines.append(f"No scenario shows {'this rule' if len(names) == 1 else 'these rules'} {word}:")
            lines += [f"    {name}" for name in names]
    passed = sum(trial.passed for trial in trials)
    more = f" {left_out:,} more {'was' if left_out == 1 else 'were'} left out." if left_out else ""
    lines.append(f"{passed} of {len(trials)} scenarios passed.{more}")
    if covered and covered.full and covered.rules:
        rules = {1: "The one rule is", 2: "Both rules are"}.get(covered.rules, f"All {covered.rules} rules are")
        lines.append(f"{rules} shown both advised and not advised.")
    if read:
        lines.append(f"{_passed(read):,} of {len(read):,} example messages understood.")
    if beside:
        share = f"{100 * _passed(beside) / len(beside):.1f} %"
        lines.append(f"{_passed(beside):,} of {len(beside):,} messages in the folder examples understood ({share}).")
    elif beside is not None:
        lines.append("There are no messages in a folder examples.")
    return "\n".join(lines)


def trial_in_words(trial: Trial, tables: Tables | None = None) -> str:
    """Tell of one scenario that failed what was expected and what came; with `tables`, also what the rules read.

    >>> from advisor import Advisor
    >>> from advisor.workbench.trials import try_one
    >>> garden = Advisor.load("examples/garden")
    >>> wrong = garden.rulebase.scenarios[1]._replace(advises={"watering": {"water": "do"}})
    >>> print(trial_in_words(try_one(garden, wrong)))
    examples/garden/rulebase.yaml:...: failed: rain on its way
        watering.water: expected do, got wait
    """
    lines = [f"{trial.scenario.position}: failed: {trial.scenario.title}"]
    for miss in trial.misses:
        where = f"step {miss.step} ({_said(trial, miss.step)}): " if miss.step else ""
        lines.append(f"    {where}{miss.about}: expected {miss.expected}, got {miss.got}")
    for table in tables.concerned(trial) if tables else ():
        lines.append(f"  The rules{f' after step {table.step}' if table.step else ''}, and what they read:")
        lines += [f"    {at_odds_in_words(table)}"] if table.contradiction else []
        lines += rules_in_words(tables.rulebase, table, "    ") if tables else ()
    return "\n".join(lines)


def _said(trial: Trial, step: int) -> str:
    words = " ".join(trial.scenario.talk[step - 1].say.split())
    return words if len(words) <= _LONGEST else words[:_LONGEST] + "…"


def _misread(read: Sequence[MessageTrial]) -> Iterator[str]:
    for one in read:
        if not one.passed:
            yield f"{one.message.position}: failed: {' '.join(one.message.text.split())}"
            yield f"    the message: expected {_expected(one)}, got {one.got}"


def _passed(read: Sequence[MessageTrial]) -> int:
    return sum(one.passed for one in read)


def _expected(one: MessageTrial) -> str:
    return f"anything but {one.message.label}" if one.message.counter else one.message.label


def trials_record(
    trials: Sequence[Trial],
    covered: Coverage | None,
    read: Sequence[MessageTrial] = (),
    beside: Sequence[MessageTrial] | None = None,
    tables: Tables | None = None,
    left_out: int | None = None,
) -> dict[str, Any]:
    """Give runs of scenarios and messages as plain values; `examples` is None where those beside were not tried.

    `coverage` is None, and `left_out` is there, where only some scenarios were run.
    """
    found = {
        "passed": sum(trial.passed for trial in trials),
        "failed": [_failed(trial, tables) for trial in trials if not trial.passed],
        "coverage": covered.to_dict() if covered else None,
        "messages": {
            "passed": _passed(read),
            "failed": [
                {"at": str(one.message.position), "expected": _expected(one), "got": one.got}
                for one in read
                if not one.passed
            ],
        },
        "examples": None if beside is None else _by_label(beside),
    }
    return found if left_out is None else {**found, "left_out": left_out}


def _failed(trial: Trial, tables: Tables | None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "scenario": trial.scenario.title,
        "at": str(trial.scenario.position),
        "misses": [
            {"about": m.about, "expected": m.expected, "got": m.got, "step": m.step or None} for m in trial.misses
        ],
    }
    if tables is not None:
        shown = tables.concerned(trial)
        scenes = [Scene(tables.rulebase, table.today) for table in shown]
        found["tables"] = [
            {"step": table.step or None, "rules": rules_record(scene, table.rules)}
            for table, scene in zip(shown, scenes)
        ]
    return found


def _by_label(beside: Sequence[MessageTrial]) -> dict[str, Any]:
    labels = dict.fromkeys(one.message.label for one in beside)
    parts = {label: [one for one in beside if one.message.label == label] for label in labels}
    return {
        "passed": _passed(beside),
        "tried": len(beside),
        "labels": {label: {"passed": _passed(part), "tried": len(part)} for label, part in parts.items()},
    }
