"""The check `misunderstood-example`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.workbench.cue_checks import heard
from advisor.workbench.findings import WARNING, Finding, finding, short
from advisor.workbench.trials import meets, taken_as

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.workbench.bench import Bench

SEVERITY = WARNING
REMEDY = "give its topic a cue for its words, or what claims it an `unless:`"
QUICK = False


def check(bench: Bench) -> Iterator[Finding]:
    """An example is not taken as what it is an example of, or a counterexample is.

    Avoid:

        name: shed
        topics:
          tyres:
            title: Tyres
            asked: [mend a tyre]
            examples: [My wheel is flat. What now?]

    Prefer:

        name: shed
        topics:
          tyres:
            title: Tyres
            asked: [mend a tyre, wheel is flat]
            examples: [My wheel is flat. What now?]

    Why: an example says what people write about a topic. Where it is neither answered with that topic nor offered it,
    people who write so get another answer, or none. Messages in the folder `examples` are for learning and are not
    judged one by one.
    """
    for message, taken in heard(bench):
        if not meets(bench.rulebase, taken, message):
            sort = "a counterexample" if message.counter else "an example"
            text = f"{short(message.text)} is {sort} of {message.label}, and is taken as {taken_as(taken)}"
            yield finding(__name__, text, message.position)
