"""Markup lets no word become HTML that was not meant so."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from advisor.render.markup import Markup, document, joined, tag, text

ODD = st.text(st.sampled_from("<>&\"'`/=a \n-!")) | st.just("<script>alert(1)</script>")


class Read(HTMLParser):
    """Reads HTML back: its tags with their attributes, and its words."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


@given(ODD, ODD)
def test_words_and_attributes_come_back_as_they_were(words: str, value: str) -> None:
    read = Read(tag("p", words.replace("\n", " "), title=value))
    assert read.tags == [("p", {"title": value})]
    assert read.words == words.replace("\n", " ")


def test_what_is_markup_already_is_not_escaped_again() -> None:
    inner = tag("b", "a & b")
    assert tag("p", inner, " & c") == "<p><b>a &amp; b</b> &amp; c</p>"
    assert isinstance(joined([inner, "x"]), Markup)


def test_a_text_that_was_joined_to_markup_by_hand_is_escaped() -> None:
    assert tag("p", tag("b", "a") + "<i>") == "<p>&lt;b&gt;a&lt;/b&gt;&lt;i&gt;</p>"


def test_the_ends_of_lines_in_words_are_kept_and_those_between_parts_are_only_laid_out() -> None:
    assert text("one\ntwo") == "one<br>\ntwo"
    assert joined(["one", "two"], "\n") == "one\ntwo"


def test_attributes_that_are_off_and_parts_that_are_nothing_are_left_out() -> None:
    assert tag("a", None, "x", href=None, hidden=False, defer=True, aria_label="y", class_="z") == (
        '<a defer aria-label="y" class="z">x</a>'
    )
    assert tag("br") == "<br>"


@given(ODD, ODD)
def test_a_title_and_a_language_stay_in_their_places(title: str, language: str) -> None:
    read = Read(document(title, language, [], ["<p>Here.</p>"]))
    assert [name for name, _ in read.tags] == ["html", "head", "meta", "meta", "meta", "title", "body", "p"]
    assert read.tags[0][1] == {"lang": language or "en"}
