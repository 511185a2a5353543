"""A topic or derived fact whose diagrams would be too large for exact proofs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.workbench.findings import NOTE, finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.workbench.bench import Bench
    from advisor.workbench.findings import Finding

SEVERITY = NOTE
REMEDY = "name parts that belong together as derived facts, split the topic, or raise `--budget`"


def check(bench: Bench) -> Iterator[Finding]:
    """A topic or derived fact of which too many rules hang together: nothing is proved of it.

    Why: what is proved is proved on a diagram of all situations at once. Its size is bounded, so that a check always
    ends; past the bound nothing is said about a topic rather than something that may be wrong. A rulebase can be used
    all the same. With `python-sat` installed a solver proves whether rules fire, are
    always beaten or contradict each other there.
    """
    rulebase = bench.rulebase
    for name, space in bench.spaces.items():
        if space is None:
            kind = "topic" if name in rulebase.topics else "fact"
            position = (rulebase.topics[name] if kind == "topic" else rulebase.facts[name]).position
            message = f"not decided for {kind} '{name}': its diagrams have more than {bench.budget:,} nodes"
            yield finding(__name__, message, position)
