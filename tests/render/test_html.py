"""A page of HTML: whole by itself, well formed, and safe whatever the words are."""

from __future__ import annotations

import datetime
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor import Advisor
from advisor.conversation.record import Record
from advisor.render.blocks import DETAIL, HEADING, ITEM, LEAD, NOTE, PARAGRAPH, TITLE, Block
from advisor.render.html import as_html
from advisor.render.record import record_blocks

VOID = {"meta", "br"}
SORTS = [TITLE, LEAD, PARAGRAPH, HEADING, ITEM, DETAIL, NOTE]
HOSTILE = "<script>alert(1)</script> \" ' & </main></style><!-- &lt; <img src=x onerror=y>"


class Page(HTMLParser):
    """Reads a page, and fails where a tag is closed that is not open."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None], tuple[str, ...]]] = []
        self.words: list[tuple[str, str]] = []
        self.others: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs), tuple(self.open)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.words.append((self.open[-1], data.strip()))

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def tags(self) -> set[str]:
        return {tag for tag, _, _ in self.seen}


KNOWN = {"html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "ul", "li", "br"}
BLOCKS = st.lists(st.builds(Block, st.sampled_from(SORTS), st.text(max_size=30) | st.just(HOSTILE)), max_size=12)


@given(BLOCKS, st.text(max_size=20) | st.just(HOSTILE), st.text(max_size=5) | st.just(HOSTILE))
def test_whatever_the_words_are_the_page_is_well_formed_and_has_only_the_tags_of_a_page(
    blocks: list[Block], title: str, language: str
) -> None:
    page = Page(as_html(blocks, title, language))
    assert page.tags() <= KNOWN
    assert page.others == []
    assert all(parents[-1:] == ("ul",) for tag, _, parents in page.seen if tag == "li")
    assert all(name in {"class", "charset", "name", "content", "lang"} for _, attrs, _ in page.seen for name in attrs)


@pytest.mark.parametrize("sort", SORTS)
def test_hostile_words_are_shown_as_they_are(sort: str) -> None:
    page = Page(as_html([Block(ITEM, "Before."), Block(sort, HOSTILE)], "A page"))
    assert HOSTILE in [words for _, words in page.words]


def test_a_hostile_title_and_language_stay_inside_their_places() -> None:
    page = Page(as_html([], HOSTILE, 'en"><script>'))
    assert ("title", HOSTILE) in page.words
    assert page.seen[0][:2] == ("html", {"lang": 'en"><script>'})


def test_the_page_fetches_nothing_and_runs_nothing() -> None:
    text = as_html([Block(LEAD, "Go out.")], "A walk")
    page = Page(text)
    assert not page.tags() & {"script", "link", "img", "iframe", "a", "object", "form", "base"}
    assert not re.search(r"url\(|@import|https?:|src=|href=", text)


def test_the_page_says_its_characters_its_language_and_suits_a_telephone_and_paper() -> None:
    text = as_html([], "A walk", "de")
    page = Page(text)
    assert text.startswith("<!DOCTYPE html>\n")
    assert page.seen[0][:2] == ("html", {"lang": "de"})
    metas = [attrs for tag, attrs, _ in page.seen if tag == "meta"]
    assert metas[0] == {"charset": "utf-8"}
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in metas
    assert "@media print" in text
    assert "prefers-color-scheme: dark" in text
    assert ("title", "A walk") in page.words


def test_the_page_has_one_heading_of_its_own_with_or_without_a_title_among_the_blocks() -> None:
    for blocks in ([], [Block(TITLE, "A walk")]):
        assert [words for tag, words in Page(as_html(blocks, "A walk")).words if tag == "h1"] == ["A walk"]


def test_items_that_follow_each_other_are_one_list_with_their_details_inside() -> None:
    blocks = [
        Block(s, w) for s, w in [(ITEM, "a"), (DETAIL, "b"), (ITEM, "c"), (PARAGRAPH, "d"), (DETAIL, "e"), (ITEM, "f")]
    ]
    body = as_html(blocks, "A walk").partition("</h1>\n")[2].partition("\n</main>")[0]
    assert body == (
        '<ul>\n<li>a\n<p class="detail">b</p></li>\n<li>c</li>\n</ul>\n'
        '<p>d</p>\n<p class="detail">e</p>\n<ul>\n<li>f</li>\n</ul>'
    )


def test_the_ends_of_lines_are_kept() -> None:
    assert "<p>one<br>\nOr: two</p>" in as_html([Block(PARAGRAPH, "one\nOr: two")], "A walk")


def test_the_page_of_a_record_holds_every_one_of_its_words() -> None:
    reply = Advisor.load("examples/garden").ask("It will rain. Should I water?", today=datetime.date(2026, 11, 23))
    blocks = list(record_blocks(Record.of_reply(reply)))
    shown = [words for _, words in Page(as_html(blocks, "The garden")).words]
    assert [block.words for block in blocks] == [words for words in shown if words in {b.words for b in blocks}]
