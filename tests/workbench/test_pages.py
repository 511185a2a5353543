"""Every code of a finding and of a problem has a page."""

from __future__ import annotations

import pytest

from advisor.render.pages import page_as_markdown, page_in_words
from advisor.rulebase.problems import PROBLEMS, SECTIONS
from advisor.workbench import checks, pages


@pytest.mark.parametrize("code", pages.codes())
def test_every_code_has_a_page_that_says_what_it_means_and_what_to_do(code: str) -> None:
    page = pages.page(code)
    assert page is not None
    assert page.code == code
    assert page.title[0].isupper() or page.title[0] in "`<"
    assert page.title.endswith(".")
    assert page.remedy
    words = page_in_words(page)
    assert words.startswith(f"{code} (")
    assert max(map(len, words.split("\n"))) <= 120


def test_no_code_is_that_of_a_finding_and_of_a_problem() -> None:
    assert not set(checks.codes()) & PROBLEMS.keys()


def test_each_problem_stands_in_one_section() -> None:
    assert sum(len(part) for part in SECTIONS.values()) == len(PROBLEMS)


def test_what_is_no_code_has_no_page() -> None:
    assert pages.page("no-such-code") is None
    assert pages.page("") is None
    assert pages.page("__init__") is None


def test_a_page_shows_the_rulebases_of_its_check_as_they_are_and_its_reason_on_lines() -> None:
    page = pages.page("unused-words")
    assert page is not None
    assert page.avoid.startswith("name: shed\nwords:")
    assert page.prefer.startswith("name: shed\n")
    assert "\n" not in page.why
    words = page_in_words(page)
    assert "\n    name: shed\n    words: {wheel: [tyre, tube]}\n" in words
    assert words.index("Avoid:") < words.index("Prefer:") < words.index("Why: ") < words.index("Remedy: ")


def test_a_page_says_that_its_findings_hang_on_the_day_or_are_left_out_of_a_quick_check() -> None:
    dated, slow, plain = (pages.page(code) for code in ("old-help", "unused-cue", "unused-words"))
    assert dated
    assert slow
    assert plain
    assert "--today" in page_in_words(dated)
    assert "--quick" in page_in_words(slow)
    assert "--" not in page_in_words(plain)


def test_in_markdown_the_rulebases_are_blocks_of_yaml() -> None:
    page = pages.page("unused-words")
    assert page
    text = page_as_markdown(page)
    assert text.count("```yaml\nname: shed\n") == 2
    assert text.count("```") == 4
