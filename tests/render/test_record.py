"""How a record reads, and that it reads without its rulebase."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from advisor import Advisor, loads
from advisor.conversation.record import Record
from advisor.render.blocks import DETAIL, HEADING, ITEM, LEAD, TITLE, Block, as_markdown, as_text
from advisor.render.record import printable, record_blocks

DAY = datetime.date(2026, 11, 23)
WALK = """
name: walk
version: "3"
title: A walk
notice: A program wrote this.
sources:
  book: {title: The book of walks, author: R. Reed, date: "1999-05-01", sections: {all: All of it}}
facts:
  rain: {kind: boolean, ask: Does it rain?, shown: {"true": it rains, "false": it is dry}}
  wind: {kind: number, unit: knots, ask: How strong is the wind?, shown: the wind blows <value>}
  boots: {kind: boolean, ask: Do you have boots?, presume: true, shown: {"true": you have boots}}
  where: {kind: choice, choices: [wood, shore], ask: Where to?, shown: {shore: you walk by the shore}}
  began: {kind: date, past: true, ask: When did you begin?, shown: you began on <value>}
topics:
  walk: {title: Going for a walk, asked: ["go for a walk"]}
never: [where == wood and wind > 40]
rules:
  stay-in: {when: rain and not boots, advise: {topic: walk, verdict: dont, say: Stay in.}, source: book/all}
  go:
    when: boots and rain
    advise: {topic: walk, verdict: do, say: Go out., because: Boots keep dry.}
    source: book/all
  mind-waves:
    when: where == shore and wind >= 20
    overrides: [go]
    advise: {topic: walk, verdict: wait, say: Wait for a calm sea.}
    source: book/all
  hat: {advise: {topic: walk, act: hat, verdict: know, say: Hats fly away.}, source: book/all}
  dogs: {advise: {topic: walk, act: dogs, verdict: silent, say: It says nothing of dogs.}, source: book/all}
plans:
  week:
    title: A week of walks
    from: began
    length: 7 days
    restarts: [rain]
    because: A week is a start.
    done: Well done.
    source: book/all
flags:
  storm: {said: ["a storm is here"], suspends: all, say: Go inside now.}
  ice: {said: ["there is ice"], suspends: [go], say: Mind the ice.}
"""


@pytest.fixture(scope="module")
def walk() -> Advisor:
    return Advisor(loads(WALK), "plain")


def page(record: Record, width: int = 80) -> str:
    return as_text(record_blocks(record), width)


def test_a_record_reads_from_the_notice_to_the_hash(walk: Advisor) -> None:
    session = walk.tell(walk.turn(walk.begin(), "walk", today=DAY), {"rain": True}, today=DAY)
    later = DAY + datetime.timedelta(days=1)
    session = walk.decline(walk.tell(session, {"where": "shore"}, today=later), "wind", "will find out", today=later)
    record = Record.of_reply(walk.reply(session, today=later)[1])
    assert (
        page(record)
        == f"""\
A walk
======

A program wrote this.

This record was made by a rule-based program from your answers on 24 November
2026. It is not advice of a person. What you wrote in your own words is not in
it.

What it is about
- Going for a walk

What you told
- It rains.
    Told on 23 November 2026. Question: Does it rain?
- You walk by the shore.
    Question: Where to?

Good to know
- Hats fly away.
    Source: The book of walks – All of it (R. Reed, 1999-05-01)

On this the source is silent
- It says nothing of dogs.
    Source: The book of walks – All of it (R. Reed, 1999-05-01)

Still open
- If the wind blows 20 or more knots: Wait for a calm sea.
- If boots: no: Stay in.
- If you have boots: Go out.

To find out
- How strong is the wind?
- Do you have boots?

How it came about

Decided by the rulebase walk 3, by the engine plain.

Hash of the rulebase:
{walk.rulebase.hash}"""
    )


def test_advice_has_its_reason_what_it_rests_on_what_it_presumes_and_its_source(walk: Advisor) -> None:
    record = Record.of_reply(walk.ask("", facts={"rain": True, "wind": 3}, topics="walk", today=DAY))
    shown = page(record)
    assert (
        """\
Advice
- Go out.
    Why: Boots keep dry.
    From what you told: it rains; the wind blows 3 knots.
    Taking it that you have boots.
    Source: The book of walks – All of it (R. Reed, 1999-05-01)
"""
        in shown
    )
    assert "Taken for granted\n- You have boots.\n" in shown


def test_a_record_reads_the_same_from_its_json_without_the_rulebase(walk: Advisor) -> None:
    for facts in ({"rain": True, "wind": "3..30"}, {"where": "wood", "wind": 50}, {"began": "2026-11-20"}):
        record = Record.of_reply(walk.ask("", facts=facts, topics="walk", today=DAY))
        assert page(Record.from_dict(record.to_dict())) == page(record)


def test_facts_at_odds_are_shown_and_nothing_is_said_to_be_advised(walk: Advisor) -> None:
    shown = page(Record.of_reply(walk.ask("", facts={"where": "wood", "wind": 50}, topics="walk", today=DAY)))
    assert "These cannot all be so" in shown
    assert "- the wind blows 50 knots" in shown
    assert "Advice" not in shown
    assert "Nothing could be said" not in shown


def test_what_was_not_answered_is_shown_with_the_way_it_was_not(walk: Advisor) -> None:
    session = walk.decline(walk.turn(walk.begin(), "walk", today=DAY), "boots", "rather not say", today=DAY)
    shown = page(Record.of_reply(walk.reply(session, today=DAY)[1]))
    assert "What you left open\n- Do you have boots? (rather not say)\n" in shown


def test_a_plan_is_shown_with_its_day_and_what_made_it_begin_anew(walk: Advisor) -> None:
    session = walk.tell(walk.turn(walk.begin(), "walk", today=DAY), {"began": "2026-11-20"}, today=DAY)
    session = walk.tell(session, {"rain": True}, today=DAY)
    shown = page(Record.of_reply(walk.reply(session, today=DAY + datetime.timedelta(days=2))[1]))
    assert (
        """\
Plans
- A week of walks: day 2 of 7, counted from 23 November 2026, until 30 November
  2026.
    A week is a start.
    Counted anew from 23 November 2026: it rains.
    Source: The book of walks – All of it (R. Reed, 1999-05-01)
"""
        in shown
    )
    over = page(Record.of_reply(walk.reply(session, today=DAY + datetime.timedelta(days=9))[1]))
    assert "- A week of walks: from 23 November 2026, over since 30 November 2026.\n    Well done.\n" in over


def test_help_comes_before_the_notice_and_alone_where_it_silences_everything(walk: Advisor) -> None:
    shown = page(Record.of_reply(walk.ask("A storm is here. Should I go for a walk?", today=DAY)))
    assert shown.index("Go inside now.") < shown.index("A program wrote this.")
    assert "Advice" not in shown
    assert "What it is about" not in shown
    beside = page(Record.of_reply(walk.ask("There is ice. Should I go for a walk?", today=DAY)))
    assert beside.index("Mind the ice.") < beside.index("A program wrote this.") < beside.index("Hats fly away.")


def test_rules_that_say_opposite_things_are_shown_side_by_side() -> None:
    walk = Advisor(loads(WALK.replace("    overrides: [go]\n", "")), "plain")
    facts = {"rain": True, "boots": True, "where": "shore", "wind": 25}
    shown = page(Record.of_reply(walk.ask("", facts=facts, topics="walk", today=DAY)))
    assert "nothing tells which is right:\n\n- Go out. (go)\n- Wait for a calm sea. (mind-waves)\n" in shown


def test_cases_are_shown_each_with_its_if_and_the_source_once() -> None:
    walk = Advisor(loads(WALK.replace("verdict: dont, say: Stay in.", "verdict: do, say: Take an umbrella.")), "plain")
    walk = Advisor(loads(walk.rulebase.texts[0].replace(", presume: true", "")), "plain")
    facts = {"rain": True, "where": "wood"}
    shown = page(Record.of_reply(walk.ask("", facts=facts, topics="walk", today=DAY)))
    assert "If you have boots: Go out." in shown
    assert "If boots: no: Take an umbrella." in shown
    assert shown.partition("Good to know")[0].count("Source:") == 1


@pytest.mark.parametrize("width", [40, 80])
def test_no_line_of_a_record_is_wider_than_the_screen_but_the_hash(walk: Advisor, width: int) -> None:
    record = Record.of_reply(walk.ask("", facts={"rain": True}, topics="walk", today=DAY))
    lines = [line for line in page(record, width).splitlines() if record.hash not in line]
    assert max(map(len, lines)) <= width


def test_nothing_in_a_record_drives_a_terminal(walk: Advisor) -> None:
    record = Record.of_reply(walk.ask("", facts={"rain": True}, topics="walk", today=DAY))
    shown = page(replace(record, title="\x1b[2Ja\x07", notice="b\x9b31m\rc"))
    assert all(char == "\n" or char.isprintable() for char in shown)
    assert printable("one\ntwo") == "one\ntwo"


def test_a_reply_shows_itself_in_a_notebook(walk: Advisor) -> None:
    shown = walk.ask("Should I go for a walk?", facts={"rain": True, "boots": True, "wind": 1}, today=DAY)
    assert "**Go out.**" in shown._repr_markdown_()


def test_markdown_has_a_title_and_a_line_for_each_detail() -> None:
    blocks = [
        Block(TITLE, "A\nwalk"),
        Block(HEADING, "Advice"),
        Block(ITEM, "Go."),
        Block(DETAIL, "Why."),
        Block(ITEM, "B"),
    ]
    assert as_markdown(blocks) == "# A walk\n\n### Advice\n\n- Go.\\\n  Why.\n- B"


@pytest.mark.parametrize(
    ("words", "marked"),
    [
        ("<b>", "&lt;b>"),
        ("[here](https://example.org)", "\\[here\\](https://example.org)"),
        ("`rm`", "\\`rm\\`"),
        ("# one\n- two\n3. three\n12) four\n> five", "\\# one\\\n\\- two\\\n3\\. three\\\n12\\) four\\\n\\> five"),
        ("snow_drop *", "snow\\_drop \\*"),
        ("1.5 and 2-3", "1\\.5 and 2-3"),
    ],
)
def test_nothing_in_the_words_is_read_as_markup(words: str, marked: str) -> None:
    assert as_markdown([Block(LEAD, words)]) == f"**{marked}**"
