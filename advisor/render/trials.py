"""Scenario runs in words, and as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from advisor.workbench.trials import Coverage, Trial


def trials_in_words(trials: tuple[Trial, ...], covered: Coverage) -> str:
    """Tell which scenarios failed and how, and which rules no scenario shows."""
    lines: list[str] = []
    for trial in trials:
        if not trial.passed:
            lines.append(f"{trial.scenario.position}: failed: {trial.scenario.title}")
            lines += [f"    {miss.about}: expected {miss.expected}, got {miss.got}" for miss in trial.misses]
    for names, word in ((covered.never_advised, "advised"), (covered.never_withheld, "not advised")):
        if names:
            lines.append(f"No scenario shows {'this rule' if len(names) == 1 else 'these rules'} {word}:")
            lines += [f"    {name}" for name in names]
    passed = sum(trial.passed for trial in trials)
    lines.append(f"{passed} of {len(trials)} scenarios passed.")
    if covered.full and covered.rules:
        rules = "The one rule is" if covered.rules == 1 else f"All {covered.rules} rules are"
        lines.append(f"{rules} shown both advised and not advised.")
    return "\n".join(lines)


def trials_record(trials: tuple[Trial, ...], covered: Coverage) -> dict[str, Any]:
    """Give scenario runs as plain values."""
    return {
        "passed": sum(trial.passed for trial in trials),
        "failed": [
            {
                "scenario": trial.scenario.title,
                "at": str(trial.scenario.position),
                "misses": [{"about": m.about, "expected": m.expected, "got": m.got} for m in trial.misses],
            }
            for trial in trials
            if not trial.passed
        ],
        "coverage": covered.to_dict(),
    }
