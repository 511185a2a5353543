"""What is said of a new rulebase once it is made."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from advisor.workbench.starting import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from advisor.workbench.starting import Start


def start_in_words(start: Start, place: str, extended: Sequence[tuple[str, str, Path]] = ()) -> str:
    """Tell what was made in a place, and what to try next.

    `extended` holds the name, the version and the folder of each rulebase to which it adds.

    >>> from advisor.workbench.starting import start
    >>> print(start_in_words(start("my-rules"), "./my-rules").splitlines()[0])
    Made ./my-rules, a rulebase that runs as it is:
    """
    rows = [
        ("rulebase.yaml", "what it is called, what it says of itself, its sources"),
        (start.subject, "a first subject: facts, a topic, rules, scenarios; change it into yours"),
        ("README.md", "what to do next"),
        (f"{SCHEMA}, .vscode/", "completion and checks in an editor"),
        (".github/workflows/rules.yml", "checks the rules on every change"),
    ]
    width = max(len(name) for name, _ in rows)
    quoted = shlex.quote(place)
    lines = [f"Made {place}, a rulebase that runs as it is:", *(f"  {name:<{width}}  {use}" for name, use in rows)]
    if extended:
        adds = [f"to {name} {version}, which lies in {folder}" for name, version, folder in extended]
        lines += ["", f"It adds {', and '.join(adds)}."]
    if not start.origin:
        lines += ["", "Before .github/workflows/rules.yml can run, say in it where advisor is installed from."]
    asked = f'advisor ask --rules {quoted} "{start.message}"'
    return "\n".join(
        [*lines, "", "Try:", f"  advisor check {quoted}", f"  advisor test {quoted} --strict", f"  {asked}"]
    )
