"""An acceptance that answers nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.workbench.checks import codes, findings_of, named
from advisor.workbench.findings import NOTE, code_of, finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.workbench.bench import Bench
    from advisor.workbench.findings import Finding

SEVERITY = NOTE
REMEDY = "take it out"


def check(bench: Bench) -> Iterator[Finding]:
    """A finding is accepted where there is none.

    Avoid:

        name: shed
        facts:
          flat:
            kind: boolean
            ask: Is the tyre flat?
            said: {true: [the tyre is flat], false: [the tyre holds]}
            accepts: {no-false-form: Nobody says so.}

    Prefer:

        name: shed
        facts:
          flat:
            kind: boolean
            ask: Is the tyre flat?
            said: {true: [the tyre is flat], false: [the tyre holds]}

    Why: an acceptance that is left behind hides the next finding of its kind, which nobody has looked at. What a quick
    check leaves out, and what hangs on the day, is not judged.
    """
    known = set(codes()) - {code_of(__name__)}  # not of itself
    for one in bench.rulebase.accepted:
        if one.code not in known:
            continue
        asked = named(one.code)
        judged = not asked.dated and (asked.quick or not bench.quick)
        if judged and not any(one.answers(found.code, found.position) for found in findings_of(bench, asked)):
            yield finding(__name__, f"'{one.code}' is accepted, and nothing is found here", one.position)
