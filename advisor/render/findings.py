"""Findings in words, grouped by their codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.render.facts import fact_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Fact
    from advisor.workbench.findings import Finding

_FEW = 3


def findings_in_words(
    findings: Sequence[Finding], facts: Mapping[str, Fact], *, everything: bool = False, accepted: bool = False
) -> str:
    """Tell findings by code: how many there are, the first few or all, each with its example, and the remedy.

    The rulebase's facts are what examples are worded by. With `accepted` those that are accepted follow, with their
    reasons; else they are only counted.
    """
    standing = [one for one in findings if not one.accepted]
    parts = [_group(group, facts, everything=everything) for group in _by_code(standing)]
    if accepted:
        answered = [one for one in findings if one.accepted]
        parts += [_group(group, facts, everything=everything) for group in _by_code(answered)]
    return "\n\n".join([*parts, totals(findings, accepted=accepted)])


def _by_code(findings: Iterable[Finding]) -> list[list[Finding]]:
    groups: dict[tuple[str, str], list[Finding]] = {}
    for one in findings:
        groups.setdefault((one.severity, one.code), []).append(one)
    return list(groups.values())


def _group(found: Sequence[Finding], facts: Mapping[str, Fact], *, everything: bool) -> str:
    first = found[0]
    shown = found if everything or len(found) == _FEW + 1 else found[:_FEW]
    alike = len({one.remedy for one in found}) == 1
    lines = [f"{first.code}: {counted(len(found), first.severity)}{' accepted' if first.accepted else ''}"]
    for one in shown:
        lines += [f"  {one.position}: {one.message}", *_more(one, facts, alike=alike)]
    if len(found) > len(shown):
        lines.append(f"  … and {len(found) - len(shown):,} more; --all shows them")
    return "\n".join([*lines, f"    remedy: {first.remedy}"] if alike and not first.accepted else lines)


def _more(one: Finding, facts: Mapping[str, Fact], *, alike: bool) -> Iterator[str]:
    """Tell the example of a finding, why it is accepted, and its remedy where that is its own."""
    if one.example:
        yield f"      for example: {situation_in_words(one.example, facts)}"
    if one.accepted:
        yield f"      accepted: {one.accepted}"
    elif not alike:
        yield f"      remedy: {one.remedy}"


def situation_in_words(example: Mapping[str, Value], facts: Mapping[str, Fact]) -> str:
    """Tell the facts of a situation, in the rulebase's own words where it has any.

    >>> from advisor import load
    >>> situation_in_words({"frost": True, "rain_expected": False}, load("examples/garden").facts)
    'frost is expected; no rain is expected'
    """
    return "; ".join(fact_in_words(facts[name], value) for name, value in example.items())


def in_full(one: Finding, facts: Mapping[str, Fact]) -> str:
    """Tell one finding in a few lines: what is found, an example, and the remedy."""
    lines = [one.message]
    if one.example:
        lines.append(f"For example: {situation_in_words(one.example, facts)}")
    if one.remedy:
        lines.append(f"Remedy: {one.remedy}")
    return "\n".join(lines)


def totals(findings: Iterable[Finding], *, accepted: bool = False) -> str:
    """Count findings by severity, and those that are accepted; `accepted` says that these are told as well.

    >>> totals([])
    'No findings.'
    """
    found = list(findings)
    severities = [one.severity for one in found if not one.accepted]
    answered = sum(bool(one.accepted) for one in found)
    dated = sum(one.dated and not one.accepted for one in found)
    counts = [counted(severities.count(name), name) for name in dict.fromkeys(severities)]
    lines = [f"{', '.join(counts) or 'No findings'}."]
    if dated:
        hang = "hangs on the day and counts" if dated == 1 else "hang on the day and count"
        lines.append(f"{dated:,} of these {hang} only with --today.")
    if answered:
        hint = "" if accepted else "; --accepted shows them"
        reasons = "a reason" if answered == 1 else "reasons"
        lines.append(f"{counted(answered, 'finding')} accepted, with {reasons}{hint}.")
    return "\n".join(lines)


def counted(number: int, noun: str) -> str:
    """Say how many of something there are.

    >>> counted(1, "note"), counted(1200, "note")
    ('1 note', '1,200 notes')
    """
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
