"""The checks of a rulebase: a file a check, found by its name, which is the code of its findings.

Such a file has `SEVERITY`, `REMEDY` and `check(bench)`, which gives findings and whose docstring is the page of the
code. With `DATED = True` its findings hang on the day, with `QUICK = False` a quick check leaves it out.
"""

from __future__ import annotations

import importlib
import os
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from advisor.errors import UnknownName
from advisor.workbench.findings import SEVERITIES, Finding, code_of
from advisor.workbench.trials import lies_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from advisor.rulebase.accepting import Accepted
    from advisor.workbench.bench import Bench


class Check(NamedTuple):
    """A check: the code of its findings, what it is called in them, and what finds them.

    `dated`: they hang on the day; `quick`: it costs little enough for a quick check.
    """

    code: str
    severity: str
    remedy: str
    find: Callable[[Bench], Iterator[Finding]]
    dated: bool = False
    quick: bool = True


def codes() -> tuple[str, ...]:
    """Name the codes of all checks, by the files there are.

    >>> "unused-cue" in codes()
    True
    """
    files = [name for folder in __path__ for name in os.listdir(folder)]  # noqa: PTH208 - pathlib costs time
    return tuple(sorted(code_of(name[:-3]) for name in files if name.endswith(".py") and not name.startswith("_")))


def named(code: str) -> Check:
    """Give a check by its code; raises UnknownName.

    >>> named("unused-cue").severity
    'note'
    """
    if code not in codes():
        raise UnknownName("check", code, codes())
    module = importlib.import_module(f"{__name__}.{code.replace('-', '_')}")
    dated, quick = getattr(module, "DATED", False), getattr(module, "QUICK", True)
    return Check(code, module.SEVERITY, module.REMEDY, module.check, dated, quick)


def chosen(bench: Bench, only: Iterable[str] = (), skip: Iterable[str] = ()) -> tuple[Check, ...]:
    """Give the checks of a run, the quick ones first: those in `only` (all, when empty) without those in `skip`.

    Raises UnknownName for a code that is none.
    """
    wanted, left = {named(code).code for code in only}, {named(code).code for code in skip}
    found = [named(code) for code in codes() if (not wanted or code in wanted) and code not in left]
    return tuple(sorted((one for one in found if one.quick or not bench.quick), key=lambda one: not one.quick))


def findings_of(bench: Bench, check: Check) -> tuple[Finding, ...]:
    """Give the findings of one check in a rulebase's own files; worked out once for a bench."""
    return bench.once(
        f"findings: {check.code}",
        lambda: tuple(dict.fromkeys(one for one in check.find(bench) if lies_in(bench.own, one.position))),
    )


def run(bench: Bench, *, only: Iterable[str] = (), skip: Iterable[str] = ()) -> tuple[Finding, ...]:
    """Give every finding in a rulebase's own files, the worst first, and then by their places.

    Those that the rulebase accepts are among them, with the reason. Raises UnknownName for a code that is none.
    """
    found = [one for check in chosen(bench, only, skip) for one in findings_of(bench, check)]
    accepted = bench.rulebase.accepted
    marked = (_marked(one, accepted) if accepted else one for one in found)
    return tuple(sorted(marked, key=lambda one: (SEVERITIES.index(one.severity), one.position, one.code, one.message)))


def _marked(found: Finding, accepted: Iterable[Accepted]) -> Finding:
    """Give a finding with the reason of the nearest acceptance around it, where there is one."""
    around = [one for one in accepted if one.answers(found.code, found.position)]
    return replace(found, accepted=max(around, key=lambda one: one.first).reason) if around else found
