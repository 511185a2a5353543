"""The page on findings has every code that a check can give, of cues and of care, with its severity, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from advisor.workbench import care_checks, cue_checks

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "findings.md"


def test_the_page_has_every_finding_with_its_severity_in_order() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| (\w+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == [(code, severity) for code, (severity, _) in [*cue_checks.CODES.items(), *care_checks.CODES.items()]]
