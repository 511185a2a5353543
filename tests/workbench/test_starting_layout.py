"""A new rulebase is laid out as `advisor fmt` lays out any other, so that its first run changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor import load
from advisor.workbench.formatting import formatted
from advisor.workbench.starting import start

pytest.importorskip("ruamel.yaml", reason="files are laid out with ruamel.yaml")

ROOT = Path(__file__).resolve().parents[2]
BASES = {
    "nothing": None,
    "breakup": ROOT / "rules" / "breakup",
    **{name: ROOT / "examples" / name for name in ("garden", "hike", "bicycle")},
}


@pytest.mark.parametrize("name", BASES)
def test_a_new_rulebase_is_laid_out_already(name: str) -> None:
    place = BASES[name]
    made = start("my-rules", None if place is None else load(place))
    texts = {file: text for file, text in made.files.items() if file.endswith(".yaml")}
    assert len(texts) > 1
    for file, text in texts.items():
        assert formatted(text, file) == text
