"""The page on findings has every code that a check of cues can give, with its severity, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from advisor.workbench.cue_checks import CODES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "findings.md"


def test_the_page_has_every_finding_with_its_severity_in_order() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| (\w+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == [(code, severity) for code, (severity, _) in CODES.items()]
