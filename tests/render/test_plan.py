"""A dated plan counts its days out, and neither praises nor blames."""

from __future__ import annotations

import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor import load, loads
from advisor.conversation.fold import fold, progress
from advisor.conversation.session import Session
from advisor.reasoning.situation import tell
from advisor.render.blocks import as_text
from advisor.render.plan import plan_blocks

DAY = datetime.date(2026, 11, 23)
GARDEN = loads("""
name: garden
sources: {notes: {title: Our notes, author: R. Reed, date: "1999", sections: {all: Rest}}}
facts:
  planted: {kind: date, ask: When did you plant it?, shown: you planted it on <value>}
  was_moved: {kind: boolean, ask: Was it moved?, shown: {"true": it was moved}}
plans:
  rest:
    title: Rest for the tree
    from: planted
    length: 28 days
    restarts: [was_moved]
    because: Roots need time.
    done: The roots hold.
    source: notes/all
  bare: {title: Bare, from: planted, length: 1 day, because: So it is., source: notes/all}
""")


def page(session: Session, today: datetime.date = DAY, plan: int = 0) -> str:
    state = fold(GARDEN, session, today)
    found = progress(GARDEN, state.situation, state.restarts)[plan]
    return as_text(plan_blocks(GARDEN, found, today))


def planted(day: str) -> Session:
    return Session.begin(GARDEN).told({"planted": day}, datetime.date.fromisoformat(day))


def test_the_count_is_shown_from_day_nought_to_the_end_with_what_is_left() -> None:
    assert page(planted("2026-11-11")) == (
        """\
Rest for the tree: day 12 of 28.

11 November is day 0; today, 23 November, is day 12; 28 days end on 9 December.
16 days are left.

It counts from 11 November, because you told me that you planted it on 11
November 2026.
  Why: Roots need time.
  Source: Our notes – Rest (R. Reed, 1999)"""
    )


def test_every_new_beginning_is_told_with_its_day_and_its_cause() -> None:
    session = planted("2026-11-02").told({"was_moved": True}, datetime.date(2026, 11, 10))
    shown = page(session.told({"planted": "2026-11-20"}, datetime.date(2026, 11, 21)))
    assert (
        """\
It began anew:
- 10 November: it was moved
- 20 November: you planted it on 20 November 2026"""
        in shown
    )
    assert "It counts from 20 November, because you told me that you planted it on 20" in shown


def test_a_plan_that_began_anew_says_that_it_counts_from_there_and_why() -> None:
    shown = page(planted("2026-11-02").told({"was_moved": True}, datetime.date(2026, 11, 10)))
    assert shown.startswith("Rest for the tree: day 13 of 28.\n\n10 November is day 0;")
    assert "It counts from 10 November, because it began anew then: it was moved." in shown


def test_a_plan_without_a_day_says_what_it_needs_to_know() -> None:
    assert page(Session.begin(GARDEN)) == (
        """\
Rest for the tree.

To count the days I need to know this: When did you plant it?
  Why: Roots need time.
  Source: Our notes – Rest (R. Reed, 1999)"""
    )


@pytest.mark.parametrize(
    ("today", "heading", "count"),
    [
        ("2026-11-11", "day 0 of 28.", "Today, 11 November, is day 0; 28 days end on 9 December. 28 days are left."),
        (
            "2026-12-08",
            "day 27 of 28.",
            "11 November is day 0; today, 8 December, is day 27; 28 days end on 9 December. 1 day is left.",
        ),
        ("2026-12-09", "the 28 days are over.", "11 November is day 0; 28 days end today, 9 December."),
        ("2026-12-10", "the 28 days are over.", "11 November is day 0; 28 days ended on 9 December, 1 day ago."),
        (
            "2027-01-06",
            "the 28 days are over.",
            "11 November 2026 is day 0; 28 days ended on 9 December 2026, 28 days ago.",
        ),
    ],
)
def test_first_last_and_later_days_are_counted_right(today: str, heading: str, count: str) -> None:
    shown = page(planted("2026-11-11"), datetime.date.fromisoformat(today))
    blocks = [" ".join(part.split()) for part in shown.split("\n\n")]
    assert blocks[:2] == [f"Rest for the tree: {heading}", count]


def test_a_plan_that_begins_later_says_when() -> None:
    state = tell(GARDEN, {"planted": "2026-12-01"}, DAY)
    shown = as_text(plan_blocks(GARDEN, progress(GARDEN, state)[0], DAY))
    assert shown.startswith(
        "Rest for the tree: it begins in 8 days.\n\n1 December is day 0; 28 days end on 29 December."
    )


def test_what_the_rulebase_says_at_the_end_is_said_and_where_it_says_nothing_that_the_days_are_over() -> None:
    over = datetime.date(2026, 12, 24)
    assert "The roots hold." in page(planted("2026-11-11"), over)
    assert page(planted("2026-11-11"), over, plan=1).startswith("Bare: the day is over.\n\n11 November is day 0; 1 day")


@given(st.integers(-40, 400), st.integers(0, 60))
def test_nothing_in_it_is_a_score_praise_or_blame(back: int, moved: int) -> None:
    start = DAY - datetime.timedelta(back)
    session = Session.begin(GARDEN).told({"planted": start.isoformat()}, min(start, DAY))
    shown = page(session.told({"was_moved": True}, DAY - datetime.timedelta(moved)) if moved < back else session)
    assert not re.search(
        r"%|streak|score|well done|congrat|great|good|fail|broke|only|just|still", shown, re.IGNORECASE
    )
    assert "was_moved" not in shown


def test_the_four_weeks_of_the_break_up_rulebase_are_counted_in_its_own_words() -> None:
    rulebase = load("breakup")
    (four_weeks,) = progress(rulebase, tell(rulebase, {"last_contact": "2026-11-11"}, DAY))
    words = [block.words for block in plan_blocks(rulebase, four_weeks, DAY)]
    assert words[0] == "Four weeks without contact: day 12 of 28."
    assert words[3] == f"Why: {rulebase.plans['four_weeks'].because}"
