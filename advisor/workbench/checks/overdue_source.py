"""A source that was to be read again by now."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from advisor.workbench.findings import WARNING, finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.workbench.bench import Bench
    from advisor.workbench.findings import Finding

SEVERITY = WARNING
REMEDY = "read it again, put right what has changed, and set a new day under `review_by:`"
DATED = True


def check(bench: Bench) -> Iterator[Finding]:
    """A source whose `review_by:` has passed.

    Avoid:

        name: pond
        sources: {notes: {title: Our notes, review_by: 2025-10-01, sections: {ice: Ice}}}
        topics:
          skating:
            title: Skating
            otherwise: {verdict: dont, say: Keep off the pond., source: notes/ice}

    Prefer:

        name: pond
        sources: {notes: {title: Our notes, review_by: 2026-10-01, sections: {ice: Ice}}}
        topics:
          skating:
            title: Skating
            otherwise: {verdict: dont, say: Keep off the pond., source: notes/ice}

    Why: guidance changes, and the rules made of it do not notice. The day says until when somebody has vouched for it.
    """
    rulebase = bench.rulebase
    for name, source in rulebase.sources.items():
        if source.review_by and datetime.date.fromisoformat(source.review_by) < bench.today:
            text = f"the source '{name}' was to be read again by {source.review_by}"
            yield finding(__name__, text, rulebase.places[f"sources/{name}"])
