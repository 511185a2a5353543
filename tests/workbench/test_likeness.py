"""Likeness: two rulebases that differ by more than a name are told apart, in whatever they differ."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from advisor import loads
from advisor.rulebase.files import sealed
from advisor.workbench.likeness import Swap, differences

ROOT = Path(__file__).resolve().parents[2]
GARDEN = (ROOT / "examples" / "garden" / "rulebase.yaml").read_text(encoding="utf-8")
RENAMED = GARDEN.replace("soil_is_dry", "aa_dry")
SWAP = Swap("soil_is_dry", "aa_dry")


def differing(text: str) -> set[str]:
    return set(differences(loads(GARDEN), loads(text), SWAP))


def test_a_rulebase_is_like_itself_and_like_one_with_another_name_in_it() -> None:
    assert differing(GARDEN) == set()
    assert differing(RENAMED) == set()


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("say: Wait for the rain.", "say: Wait for rain.", "say"),
        ("title: Watering the garden", "title: Watering aa_dry", "title"),
        ("days_since_watering >= days(4)", "days_since_watering >= days(5)", "when"),
        ("when: aa_dry", "when: not aa_dry", "clauses"),
        ("verdict: wait", "verdict: dont", "verdict"),
        ("    overrides: [water-dry-soil]\n", "", "overrides"),
        ("[plants, garden, flower bed, tomatoes]", "[plants]", "words"),
        ("water-dry-soil", "water-dry-beds", "rules"),
        ("presume: false", "presume: true", "presume"),
        ("length: 4 days", "length: 5 days", "length"),
        ("scenarios:\n  dry soil", "scenarios:\n  dry soils", "title"),
        ("it will freeze", "it freezes", "cue"),
    ],
)
def test_any_other_change_is_found(old: str, new: str, field: str) -> None:
    assert old in RENAMED
    assert field in differing(RENAMED.replace(old, new))


def test_what_was_learnt_is_alike_but_for_its_seal_and_the_label() -> None:
    mine, theirs, others = (
        replace(loads(GARDEN), hints=sealed(text))
        for text in ("rain off\nwet\ta5\n", "wet off\nwet\ta5\n", "rain off\nwet\ta6\n")
    )
    assert list(differences(mine, theirs, Swap("rain", "wet"))) == []
    assert list(differences(mine, others, Swap("rain", "wet"))) == ["hints"]
