"""A source, or a section of one, from which nothing comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.workbench.findings import NOTE, finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.rulebase.model import Rulebase
    from advisor.workbench.bench import Bench
    from advisor.workbench.findings import Finding

SEVERITY = NOTE
REMEDY = "write the rules that come from it, or take it out"


def check(bench: Bench) -> Iterator[Finding]:
    """A source, or a section of one, that no rule, plan or combination names.

    Avoid:

        name: pond
        sources: {notes: {title: Our notes, sections: {ice: Ice, fish: Fish}}}
        topics:
          skating:
            title: Skating
            otherwise: {verdict: dont, say: Keep off the pond., source: notes/ice}

    Prefer:

        name: pond
        sources: {notes: {title: Our notes, sections: {ice: Ice}}}
        topics:
          skating:
            title: Skating
            otherwise: {verdict: dont, say: Keep off the pond., source: notes/ice}

    Why: sections are written down to be put into rules. One that nothing names is a part of the source that was
    overlooked, or that is not needed here. While there are no rules at all nothing is said.
    """
    rulebase = bench.rulebase
    if not rulebase.rules:
        return
    cited = set(_cited(rulebase))
    for name, source in rulebase.sources.items():
        left = [section for section in source.sections if f"{name}/{section}" not in cited]
        if len(left) == len(source.sections):
            yield finding(__name__, f"nothing comes from the source '{name}'", rulebase.places[f"sources/{name}"])
            continue
        for section in left:
            text = f"nothing comes from the section '{section}' of '{name}'"
            yield finding(__name__, text, rulebase.places[f"sources/{name}/{section}"])


def _cited(rulebase: Rulebase) -> Iterator[str]:
    for rule in rulebase.rules.values():
        yield rule.source
    for plan in rulebase.plans.values():
        yield plan.source
    for together in rulebase.care.together:
        yield together.source
