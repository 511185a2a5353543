"""Sentences, words, contractions and clauses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.language.english import expand, printable, sentences


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("didn't", ("did", "not")),
        ("didn’t", ("did", "not")),
        ("didnt", ("did", "not")),
        ("msgd", ("messaged",)),
        ("shud", ("should",)),
        ("idk", ("i", "do", "not", "know")),
        ("can't", ("can", "not")),
        ("cannot", ("can", "not")),
        ("won't", ("will", "not")),
        ("i'm", ("i", "am")),
        ("im", ("i", "am")),
        ("they've", ("they", "have")),
        ("she'll", ("she", "will")),
        ("shouldn't've", ("should", "not", "have")),
        ("gonna", ("going", "to")),
        ("wanna", ("want", "to")),
        ("neighbour's", ("neighbour", "'s")),
        ("o'clock", ("oclock",)),
        ("she'd've", ("she", "'d", "have")),
        ("who's'd've", ("who", "'s", "'d", "have")),
        ("i's's's's", ("is", "'s", "'s", "'s")),
        ("'", ()),
        ("fern", ("fern",)),
    ],
)
def test_contractions_are_undone(word: str, parts: tuple[str, ...]) -> None:
    assert expand(word) == parts


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It rained. It froze", [["it", "rained"], ["it", "froze"]]),
        ("Rain?! Frost; hail\nsnow", [["rain"], ["frost"], ["hail"], ["snow"]]),
        (
            "the fern's leaves, the fern's dried, the fern's not dry",
            [["the", "ferns", "leaves", "the", "fern", "'s", "dried", "the", "fern", "'s", "not", "dry"]],
        ),
        ("2.5 litres on 2026-11-03", [["2.5", "litres", "on", "2026-11-03"]]),
        (
            "2-3 weeks, ~20 days & 5+ pots",
            [["2", "to", "3", "weeks", "about", "20", "days", "and", "5", "plus", "pots"]],
        ),
        ("hand-made", [["hand", "made"]]),
        ("CAFÉ cafe\u0301 ﬁg te\u00adrrace", [["café", "café", "fig", "terrace"]]),
        ("🌧️ … —", []),
        ("", []),
    ],
)
def test_a_text_is_split_into_sentences_of_words(text: str, words: list[list[str]]) -> None:
    assert [sentence.words for sentence in sentences(text)] == words


@pytest.mark.parametrize(("text", "asks"), [("It rained.", False), ("it rained?", True), ("should i water", True)])
def test_a_question_is_known_by_its_mark_or_its_first_word(text: str, *, asks: bool) -> None:
    assert [sentence.asks for sentence in sentences(text)] == [asks]


@pytest.mark.parametrize(
    ("text", "word", "form"),
    [
        ("it didn't rain", "rain", "rained"),
        ("he did not write", "write", "wrote"),
        ("he has written", "written", "wrote"),
        ("it does not rain", "rain", "rains"),
        ("why did it stop", "stop", "stopped"),
        ("she's here", "'s", "is"),
        ("she's gone", "'s", "has"),
        ("soooo good", "soooo", "so"),
    ],
)
def test_a_word_matches_the_forms_it_may_stand_for(text: str, word: str, form: str) -> None:
    [sentence] = sentences(text)
    assert form in next(token.forms for token in sentence.tokens if token.text == word)


@pytest.mark.parametrize(
    ("text", "word"), [("he'd written", "had"), ("he'd better go", "had"), ("he'd write", "would")]
)
def test_a_short_d_is_had_before_a_past_and_else_would(text: str, word: str) -> None:
    assert sentences(text)[0].words[1] == word


def test_a_name_that_begins_with_no_denies_nothing() -> None:
    plain, named = sentences("no dig"), sentences("no dig", frozenset({("no", "dig")}))
    assert plain[0].tokens[0].negative
    assert not named[0].tokens[0].negative


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("it rained, i slept", [0, 0, 1, 1]),
        ("it rained but i slept", [0, 0, 1, 1, 1]),
        ("i sat and slept", [0, 0, 1, 1]),
        ("call and write", [0, 0, 0]),
        ("it rained so i slept", [0, 0, 1, 1, 1]),
        ("not so wet", [0, 0, 0]),
    ],
)
def test_clauses_end_at_commas_and_where_a_new_verb_or_subject_comes(text: str, clauses: list[int]) -> None:
    assert [token.clause for token in sentences(text)[0].tokens] == clauses


@given(st.text(max_size=300))
def test_every_word_lies_where_it_says_in_the_text(text: str) -> None:
    end = 0
    for sentence in sentences(text):
        for token in sentence.tokens:
            assert 0 <= token.start < token.end <= len(text)
            assert token.text
            assert token.start >= end or token.end == end  # the parts of a contraction share a place
            end = token.end


def test_a_year_belongs_to_the_day_before_its_comma() -> None:
    for text in ("November 3, 2025", "November 3rd, 2025"):
        assert {token.clause for token in sentences(text)[0].tokens} == {0}
    for text in ("It rained, 2025 was wet", "November 3, 2 pots", "on the 3rd, 20251 drops"):
        assert {token.clause for token in sentences(text)[0].tokens} == {0, 1}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("rain\nand\rhail", "rain\nand\rhail"),
        ("\x1b[1;31mrain\x1b[0m", "       rain    "),
        ("\x1b]0;title\x07rain", "          rain"),
        ("\x9b31mrain", "    rain"),
        ("\x1brain\x00\ud800", " rain  "),
        ("\u202erain\u200f", " rain "),
        ("ra\u00adin", "ra\u00adin"),
        ("🌧️ rain", "🌧️ rain"),
        ("rain (28F) and I [m/31]", "rain       and I       "),
        ("I 33F, she 8F, (33 F) pots of F36", "I    , she 8F,        pots of    "),
        ("me (17F), her [f/9], him M17", "me  17F , her  f 9 , him M17"),
        ("me (18F), her [f/18], him M18", "me      , her       , him    "),
        ("(28 ferns) 1928F", "(28 ferns) 1928F"),
    ],
)
def test_what_cannot_be_printed_is_taken_out_and_nothing_moves(text: str, kept: str) -> None:
    assert printable(text) == kept


@given(st.text())
def test_every_text_keeps_its_length_when_it_is_made_printable(text: str) -> None:
    made = printable(text)
    assert len(made) == len(text)
    assert printable(made) == made
