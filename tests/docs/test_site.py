"""The site shows every page in its place, and nothing of it is fetched from anywhere else."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

DOCS = Path(__file__).resolve().parents[2] / "docs"
INDEX = (DOCS / "index.md").read_text(encoding="utf-8")
FOLDERS = {"Tutorial": "tutorial", "How-to guides": "how-to/", "Decisions": "decisions/"}


@pytest.fixture(scope="module")
def site() -> ModuleType:
    """What the site is made with; Sphinx itself is not needed to look at it."""
    spec = importlib.util.spec_from_file_location("site_configuration", DOCS / "conf.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def listed(site: ModuleType) -> dict[str, list[str]]:
    """The pages below each caption of the contents."""
    blocks = re.findall(r"(?ms)^```\{toctree\}\n:hidden:\n:caption: (.+?)\n(.+?)\n```$", site.contents(INDEX))
    return {caption: pages.split("\n") for caption, pages in blocks}


def test_every_page_stands_in_the_contents_of_the_site_once(site: ModuleType) -> None:
    pages = sorted(page for pages in listed(site).values() for page in pages)
    assert pages == sorted(
        str(path.relative_to(DOCS).with_suffix("")) for path in DOCS.rglob("*.md") if path.stem != "index"
    )


def test_the_contents_go_by_the_kinds_of_pages(site: ModuleType) -> None:
    found = listed(site)
    assert list(found) == ["Tutorial", "How-to guides", "Reference", "Explanation", "Decisions"]
    for caption, folder in FOLDERS.items():
        assert all(page.startswith(folder) for page in found[caption])
    assert found["Decisions"] == sorted(found["Decisions"])


def test_the_contents_keep_the_order_of_the_index_and_name_a_page_once(site: ModuleType) -> None:
    one = "## One\n\n- [b](b.md), [a](how/a.md#part), [b](b.md)\n\n"
    index = f"# All\n\n[early](late.md)\n\n{one}## None\n\n## Two\n\n[b](b.md) [c](c.md)\n"
    assert site.contents(index).split("\n\n") == [
        "```{toctree}\n:hidden:\n:caption: One\nb\nhow/a\n```",
        "```{toctree}\n:hidden:\n:caption: Two\nc\n```",
    ]


@pytest.mark.parametrize(
    "page",
    [
        '<script src="https://example.org/x.js"></script>',
        "<script async src='//example.org/x.js'></script>",
        '<img alt="x" src="http://example.org/x.png">',
        '<link rel="stylesheet" href="https://example.org/x.css">',
        '<link href="https://example.org/x.ico" rel="icon">',
        "@import 'https://example.org/x.css';",
        "body { background: url(https://example.org/x.png) }",
    ],
)
def test_what_a_browser_would_fetch_from_elsewhere_is_noticed(site: ModuleType, page: str, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    assert len(list(site.fetched(tmp_path))) == 1


@pytest.mark.parametrize(
    "page",
    [
        '<a href="https://example.org">away</a>',
        '<script src="_static/x.js"></script>',
        '<link rel="stylesheet" href="../x.css">',
        '<link rel="canonical" href="https://example.org/page.html">',
        "body { background: url(data:image/png;base64,x) }",
    ],
)
def test_what_is_at_hand_or_only_linked_to_is_not_taken_for_it(site: ModuleType, page: str, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    assert list(site.fetched(tmp_path)) == []
