"""The pages of codes: what a finding or a Problem means, what to avoid and what to prefer, and why."""

from __future__ import annotations

import inspect
import re
import textwrap
from typing import NamedTuple

from advisor.rulebase.problems import PROBLEMS
from advisor.workbench import checks

PROBLEM = "problem"
"""What stands for the severity of a Problem: with one, a rulebase does not load."""

_PARTS = re.compile(r"(?m)^(Avoid|Prefer|Why):[ \t]*")


class Page(NamedTuple):
    """What is to be known of a code.

    `severity` is error, warning, note or problem. `avoid` and `prefer` are small rulebases in YAML, one that shows it
    and one that does not; they and `why` are empty where there are none. `dated` says that it hangs on the day, `quick`
    that a quick check looks for it.
    """

    code: str
    severity: str
    title: str
    remedy: str
    avoid: str = ""
    prefer: str = ""
    why: str = ""
    dated: bool = False
    quick: bool = True


def codes() -> tuple[str, ...]:
    """Name every code that has a page: those of findings, and then those of Problems.

    >>> "unused-cue" in codes(), "unknown-fact" in codes()
    (True, True)
    """
    return (*checks.codes(), *PROBLEMS)


def page(code: str) -> Page | None:
    """Give the page of a code; None where there is no such code.

    >>> page("unknown-fact").title
    'No fact has this name.'
    >>> page("unused-cue").severity
    'note'
    """
    if code in PROBLEMS:
        means, remedy = PROBLEMS[code]
        return Page(code, PROBLEM, f"{means[:1].upper()}{means[1:]}.", remedy)
    return _of_check(checks.named(code)) if code in checks.codes() else None


def _of_check(check: checks.Check) -> Page:
    title, *rest = _PARTS.split(inspect.getdoc(check.find) or "")
    parts = {name: textwrap.dedent(body.strip("\n").rstrip()) for name, body in zip(rest[::2], rest[1::2])}
    avoid, prefer = (f"{parts[name]}\n" if parts.get(name) else "" for name in ("Avoid", "Prefer"))
    why = " ".join(parts.get("Why", "").split())
    return Page(check.code, check.severity, " ".join(title.split()), check.remedy, avoid, prefer, why)._replace(
        dated=check.dated, quick=check.quick
    )
