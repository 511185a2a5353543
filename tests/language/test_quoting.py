"""Whose words and whose things: quotations tell nothing of the writer, and neither does what somebody else has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.language.english import sentences
from advisor.language.quoting import of_another, quotations

if TYPE_CHECKING:
    from collections.abc import Callable

    from advisor.language.heard import Heard

    Read = Callable[[str], Heard]

AFTER = " and now I wonder what on earth to make of that, as it was all so very sudden"
QUOTED = [
    '"I watered the fern for you"',
    "“I watered the fern for you”",
    "«I watered the fern for you»",
    "''I watered the fern for you''",
    '("I watered the fern for you")',
    '"well, I watered the fern"',
]


@pytest.mark.parametrize("quoted", QUOTED)
def test_a_quoted_message_tells_no_fact_of_the_writer(read: Read, quoted: str) -> None:
    heard = read(f"My aunt sent me {quoted}{AFTER}")
    assert (heard.facts, heard.unsure) == ({}, ())
    assert {one.aside for one in heard.fired if one.role == "fact"} == {"quoted"}


def test_a_quotation_that_is_never_closed_reaches_to_the_end(read: Read) -> None:
    assert read("I do not know what to make of this at all, honestly: “I watered the fern for you").facts == {}


def test_what_is_said_around_a_quotation_is_told(read: Read) -> None:
    heard = read(f'It rained when she wrote "I watered the fern for you"{AFTER}')
    assert heard.facts == {"rained": True}


def test_what_is_quoted_counts_half_for_its_topic(read: Read) -> None:
    plain = read(f"I was told there is a flat tyre on it{AFTER}").topics[0]
    quoted = read(f'I was told "there is a flat tyre on it"{AFTER}').topics[0]
    assert (plain.topic, quoted.topic) == ("repair", "repair")
    assert quoted.score == pytest.approx(plain.score / 2)


def test_a_term_of_one_or_two_words_in_quotes_counts_in_full(read: Read) -> None:
    for text in (f'It "rained"{AFTER}', f'So "it rained" here{AFTER}'):
        assert read(text).facts == {"rained": True}
    term, plain = (read(f"I have a {words} here{AFTER}").topics for words in ('"flat tyre"', "flat tyre"))
    assert term == plain
    assert term[0].topic == "repair"


@pytest.mark.parametrize("quoted", QUOTED)
def test_a_text_that_is_mostly_a_quotation_is_read_as_the_writers(read: Read, quoted: str) -> None:
    assert read(quoted).facts == {"watered": True}
    assert read(f"{quoted} :(").facts == {"watered": True}


def test_danger_in_a_quotation_is_heard_all_the_same(read: Read) -> None:
    heard = read(f'He texted "there is a gas leak at mine"{AFTER}')
    assert ([(one.flag, one.status) for one in heard.flags], heard.decision) == ([("gas", "affirmed")], "help")


def test_apostrophes_and_inches_quote_nothing() -> None:
    for text in ("I don't, you don't, they don't", 'a 5" pot and a 6" pot', "it's the ferns' own and the roses' own"):
        assert quotations(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "His neighbour helped me",
        "her neighbour wrote to me",
        "his old neighbour helped me",
        "my friend's neighbour helped me",
        "my friends neighbour helped me",
        "their very nice neighbour helped me",
        "whose neighbour helped me, I wonder",
    ],
)
def test_what_somebody_elses_neighbour_did_tells_nothing(read: Read, text: str) -> None:
    heard = read(text)
    assert heard.facts == {}
    assert {one.aside for one in heard.fired if one.name == "neighbour_helped"} == {"of somebody else"}


@pytest.mark.parametrize("text", ["My neighbour helped me", "our neighbour helped me", "my old neighbour helped me"])
def test_what_the_writers_own_neighbour_did_is_told(read: Read, text: str) -> None:
    assert read(text).facts == {"neighbour_helped": True}


@pytest.mark.parametrize(
    ("text", "at", "theirs"),
    [
        ("his fern", 1, True),
        ("whose fern", 1, True),
        ("my sister's fern", 2, True),
        ("my sisters fern", 2, True),
        ("my fern", 1, False),
        ("our really big fern", 3, False),
        ("a fern", 1, False),
        ("his he", 1, False),
        ("fern", 0, False),
        ("roses fern", 1, False),
    ],
)
def test_a_noun_belongs_to_whom_the_word_before_says(text: str, at: int, *, theirs: bool) -> None:
    assert of_another(sentences(text)[0].tokens, at) is theirs


@given(st.text(alphabet="ab \n\"“”«»'(", max_size=120))
def test_quotations_lie_in_the_text_and_none_overlaps_another(text: str) -> None:
    end = 0
    for start, stop in quotations(text):
        assert end <= start < stop <= len(text)
        assert len(text[start:stop].split()) > 2
        end = stop
