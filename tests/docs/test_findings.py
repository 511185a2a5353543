"""The page on findings has every code that a check can give, with its severity and a section, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from advisor.workbench import checks

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "findings.md").read_text(encoding="utf-8")


def test_the_page_has_every_finding_with_its_severity() -> None:
    rows = re.findall(r"^\| \[`([a-z-]+)`\]\(#[a-z-]+\) \| (\w+) \|", PAGE, re.MULTILINE)
    assert rows == [(code, checks.named(code).severity) for code in checks.codes()]


def test_every_finding_has_a_section_of_its_own() -> None:
    assert re.findall(r"(?m)^## `([a-z-]+)`$", PAGE) == list(checks.codes())
