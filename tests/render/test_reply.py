"""How a reply reads: each page is held to the letter."""

from __future__ import annotations

import datetime

import pytest

from advisor import Advisor, loads
from advisor.render.blocks import as_markdown, as_text
from advisor.render.reply import reply_blocks

DAY = datetime.date(2026, 11, 23)
LAKE = """
name: lake
notice: A program wrote this.
sources:
  book: {title: The lake book, author: R. Reed, date: "1999", sections: {ice: On ice}}
  club: {title: Rules of the club, sections: {ice: Skating}}
facts:
  thick: {kind: number, unit: cm, ask: How thick is the ice?, shown: the ice is <value> thick}
  alone:
    kind: boolean
    ask: Are you alone?
    presume: false
    shown: {"true": you are alone, "false": you are in company}
  frozen_since: {kind: date, ask: Since when has it been frozen?, shown: it has been frozen since <value>}
  days_frozen: {kind: number, unit: days, compute: days_since(frozen_since)}
  place: {kind: choice, choices: [shore, middle], ask: Where?, shown: {shore: you stay near the shore}}
never: [alone and place == middle]
topics:
  skating: {title: Skating on the lake, asked: ["skate", "go skating"]}
  fishing: {title: Fishing, asked: ["fish"]}
rules:
  thick-enough:
    when: thick >= 15
    advise:
      {topic: skating, act: skate, verdict: may, say: You may skate., because: The book says that 15 cm carry you.}
    source: book/ice
  too-thin:
    when: thick < 15
    advise: {topic: skating, act: skate, verdict: dont, say: Keep off the ice., because: It may break.}
    source: book/ice
  not-alone:
    when: alone
    overrides: [thick-enough]
    advise: {topic: skating, act: skate, verdict: wait, say: Wait for company.}
    source: club/ice
  rope: {advise: {topic: skating, act: rope, verdict: know, say: Ropes hang at the pier.}, source: club/ice}
  colour:
    advise: {topic: skating, act: colour, verdict: silent, say: The book says nothing of its colour.}
    source: book/ice
  old-ice:
    when: days_frozen >= 10
    advise: {topic: skating, act: middle, verdict: may, say: The middle is safe as well.}
    source: book/ice
  bait-a: {when: place == shore, advise: {topic: fishing, act: bait, verdict: do, say: Use worms.}, source: book/ice}
  bait-b: {when: not alone, advise: {topic: fishing, act: bait, verdict: dont, say: Use no worms.}, source: club/ice}
flags:
  under: {said: ["under the ice"], suspends: all, say: Call the rescue now.}
"""


@pytest.fixture(scope="module")
def lake() -> Advisor:
    return Advisor(loads(LAKE), engine="plain")


def page(lake: Advisor, text: str, **facts: object) -> str:
    return as_text(reply_blocks(lake.ask(text, facts=facts, today=DAY)))


def test_advice_comes_with_its_reason_source_and_assumptions_and_what_else_it_could_be(lake: Advisor) -> None:
    assert page(lake, "Can I skate?", thick=20) == (
        """\
I understood: the ice is 20 cm thick.

About: Skating on the lake.

You may skate.
  Why: The book says that 15 cm carry you.
  Source: The lake book – On ice (R. Reed, 1999)
  Taking it that you are in company.

Good to know:
- Ropes hang at the pier.
    Source: Rules of the club – Skating

The source is silent:
- The book says nothing of its colour.
    Source: On ice

What else it could be:
- If you are alone: Wait for company.
- If it has been frozen since 13 November 2026 or earlier: The middle is safe as
  well.

Tell me, if you like:
- Are you alone?
- Since when has it been frozen?

A program wrote this."""
    )


def test_a_text_about_nothing_known_gets_the_topics_and_no_advice(lake: Advisor) -> None:
    assert page(lake, "What is the capital of Peru?") == (
        """\
I could not tell what this is about, so I give no advice.

I can advise on:
- Skating on the lake (skating)
- Fishing (fishing)

A program wrote this."""
    )


def test_facts_that_cannot_all_be_so_are_named_and_nothing_is_advised(lake: Advisor) -> None:
    assert page(lake, "Can I skate?", alone=True, place="middle") == (
        """\
I understood: you are alone; place: middle.

About: Skating on the lake.

These cannot all be so, and I give no advice before I know which is right:

- you are alone
- place: middle

A program wrote this."""
    )


def test_rules_that_say_opposite_things_are_both_shown(lake: Advisor) -> None:
    shown = page(lake, "Where do I fish?", alone=False, place="shore")
    assert (
        """\
Two rules say opposite things here, and nothing tells which is right:

- Use worms.
- Use no worms."""
        in shown
    )


def test_help_comes_first_and_alone_where_a_flag_suspends_all(lake: Advisor) -> None:
    assert page(lake, "She went under the ice! Can I skate there?") == "Call the rescue now.\n\nA program wrote this."


def test_markdown_escapes_what_would_be_markup(lake: Advisor) -> None:
    shown = as_markdown(reply_blocks(lake.ask("Can I skate?", facts={"place": "middle", "thick": 3}, today=DAY)))
    assert "**Keep off the ice.**" in shown
    assert "### Good to know:" in shown
    assert shown.endswith("_A program wrote this._")


def test_the_notice_is_left_out_where_it_was_shown_before(lake: Advisor) -> None:
    assert "A program wrote this." not in as_text(reply_blocks(lake.ask("skate", today=DAY), notice=False))


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_is_wider_than_the_screen(lake: Advisor, width: int) -> None:
    shown = as_text(reply_blocks(lake.ask("Can I skate?", facts={"thick": 20}, today=DAY)), width)
    assert max(map(len, shown.splitlines())) <= width
