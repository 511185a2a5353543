"""Runs of scenarios and example messages in words, and as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advisor.workbench.trials import Coverage, MessageTrial, Trial


def trials_in_words(
    trials: Sequence[Trial],
    covered: Coverage,
    read: Sequence[MessageTrial] = (),
    beside: Sequence[MessageTrial] | None = None,
) -> str:
    """Tell which scenarios and example messages (`read`) failed and how, and which rules no scenario shows.

    Of the messages in the folder `examples` (`beside`; None: not tried) only the share is told.
    """
    lines = [*_failed(trials, read)]
    for names, word in ((covered.never_advised, "advised"), (covered.never_withheld, "not advised")):
        if names:
            lines.append(f"No scenario shows {'this rule' if len(names) == 1 else 'these rules'} {word}:")
            lines += [f"    {name}" for name in names]
    passed = sum(trial.passed for trial in trials)
    lines.append(f"{passed} of {len(trials)} scenarios passed.")
    if covered.full and covered.rules:
        rules = "The one rule is" if covered.rules == 1 else f"All {covered.rules} rules are"
        lines.append(f"{rules} shown both advised and not advised.")
    if read:
        lines.append(f"{_passed(read):,} of {len(read):,} example messages understood.")
    if beside:
        share = f"{100 * _passed(beside) / len(beside):.1f} %"
        lines.append(f"{_passed(beside):,} of {len(beside):,} messages in the folder examples understood ({share}).")
    elif beside is not None:
        lines.append("There are no messages in a folder examples.")
    return "\n".join(lines)


def _failed(trials: Sequence[Trial], read: Sequence[MessageTrial]) -> Iterator[str]:
    for trial in trials:
        if not trial.passed:
            yield f"{trial.scenario.position}: failed: {trial.scenario.title}"
            yield from (f"    {miss.about}: expected {miss.expected}, got {miss.got}" for miss in trial.misses)
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
    covered: Coverage,
    read: Sequence[MessageTrial] = (),
    beside: Sequence[MessageTrial] | None = None,
) -> dict[str, Any]:
    """Give runs of scenarios and messages as plain values; `examples` is None where those beside were not tried."""
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


def _by_label(beside: Sequence[MessageTrial]) -> dict[str, Any]:
    labels = dict.fromkeys(one.message.label for one in beside)
    parts = {label: [one for one in beside if one.message.label == label] for label in labels}
    return {
        "passed": _passed(beside),
        "tried": len(beside),
        "labels": {label: {"passed": _passed(part), "tried": len(part)} for label, part in parts.items()},
    }
