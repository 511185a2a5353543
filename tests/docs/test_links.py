"""Every link within the documents leads to a page, a heading or a file that is there, and every page is reached.

Anchors are made as the site and forges make them: of the text of a heading, with `-1`, `-2` where it comes again.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
FENCED = re.compile(r"(?ms)^(?P<indent> *)(?P<fence>```+|~~~+).*?^ *(?P=fence) *$")
LINK = re.compile(r"!?\[(?:[^\[\]]|\[[^\]]*\])*\]\(<?([^)>\s]+)>?(?:\s+\"[^\"]*\")?\)")
REFERENCE = re.compile(r"(?m)^ {0,3}\[[^\]^]+\]:\s*<?([^>\s]+)")


def prose(text: str) -> str:
    """The text of a page without its blocks of code and its comments."""
    return re.sub(r"(?s)<!--.*?-->", "", FENCED.sub("", text))


def links(text: str) -> list[str]:
    """Where the links of a page lead to, but for those that leave the project."""
    plain = re.sub(r"(?s)(`+)(?:(?!\1).)*?\1", "code", prose(text))
    return [link for link in [*LINK.findall(plain), *REFERENCE.findall(plain)] if not re.match(r"[a-z]+:", link)]


def headings(text: str) -> list[tuple[int, str]]:
    """The level and the text of each heading of a page."""
    found = re.findall(r"(?m)^(#{1,6}) +(.+?)(?: +#+)? *$", prose(text))
    return [(len(marks), re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", words)) for marks, words in found]


def anchors(text: str) -> set[str]:
    """The anchors that the headings of a page have."""
    counted, found = Counter[str](), set()
    for _, words in headings(text):
        slug = re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")
        found.add(f"{slug}-{counted[slug]}" if counted[slug] else slug)
        counted[slug] += 1
    return found


def leads_nowhere(page: Path, link: str) -> str | None:
    """Say what is wrong with a link of a page; None where it leads somewhere."""
    place, _, anchor = link.partition("#")
    target = (page.parent / place).resolve() if place else page
    if not target.exists():
        return f"there is no {place}"
    if not target.is_relative_to(ROOT):
        return f"{place} lies outside the project"
    if anchor and (target.suffix != ".md" or anchor not in anchors(target.read_text(encoding="utf-8"))):
        return f"there is no heading #{anchor} in {target.relative_to(ROOT)}"
    return None


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_within_the_project_leads_somewhere(path: Path) -> None:
    found = {link: leads_nowhere(path, link) for link in links(path.read_text(encoding="utf-8"))}
    assert {link: why for link, why in found.items() if why} == {}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_page_has_one_title_and_skips_no_level_of_headings(path: Path) -> None:
    levels = [level for level, _ in headings(path.read_text(encoding="utf-8"))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:]))


def test_every_page_is_reached_from_the_readme() -> None:
    reached, todo = set[Path](), [ROOT / "README.md"]
    while todo:
        page = todo.pop().resolve()
        if page not in reached and page.suffix == ".md" and page.exists():
            reached.add(page)
            found = links(page.read_text(encoding="utf-8"))
            todo += [page.parent / link.partition("#")[0] for link in found if not link.startswith("#")]
    assert {path.resolve() for path in PAGES} <= reached


@pytest.mark.parametrize(
    "link",
    ["nowhere.md", "#nowhere", "tutorial.md#nowhere", "../examples/nowhere", "../../../etc", "../LICENSE#part"],
)
def test_a_link_that_leads_nowhere_is_noticed(link: str) -> None:
    assert leads_nowhere(ROOT / "docs" / "index.md", link)


def test_links_are_found_however_they_are_written_and_not_in_code() -> None:
    page = (
        '[a](one.md) [`b` [c]](two.md#x) ![d](three.png) [e](<four.md>) [f](five.md "title")\n[g]: six.md\n'
        "`[no](no.md)` [away](https://example.org)\n```text\n[no](no.md)\n```\n<!-- [no](no.md) -->\n[h\ni](seven.md)\n"
    )
    assert links(page) == ["one.md", "two.md#x", "three.png", "four.md", "five.md", "seven.md", "six.md"]


def test_anchors_are_those_that_the_site_makes() -> None:
    page = "# What's `new`?\n\n## A & b\n\n## [A](x.md) & b ##\n\n```sh\n# no heading\n```\n\n## not_covered, twice\n"
    assert anchors(page) == {"whats-new", "a--b", "a--b-1", "not_covered-twice"}
