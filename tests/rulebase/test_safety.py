"""What a safety rule reads is never presumed."""

from __future__ import annotations

import pytest

from advisor import RulebaseError, loads

ROAD = """
sources: {notes: {title: Notes, sections: {road: The road}}}
facts:
  ice: {kind: boolean, ask: Is there ice?%s}
  slippery: {kind: boolean%s}
topics: {driving: {title: Driving}}
rules:
  ice-is-slippery: {when: ice, conclude: {slippery: true}, source: notes/road}
  slow: {when: slippery, safety: true, advise: {topic: driving, verdict: do, say: Go slowly.}, source: notes/road}
"""


@pytest.mark.parametrize(
    ("ice", "slippery", "place"), [(", presume: false", "", "text:4:53"), ("", ", presume: false", "5:38")]
)
def test_a_presumption_on_what_a_safety_rule_reads_is_refused(ice: str, slippery: str, place: str) -> None:
    with pytest.raises(RulebaseError) as caught:
        loads(ROAD % (ice, slippery))
    (problem,) = caught.value.problems
    assert problem.code == "presumed-safety"
    assert str(problem.position).endswith(place)


def test_without_presumptions_it_loads() -> None:
    assert loads(ROAD % ("", "")).rules["slow"].safety
