"""What `contents` shows of facts and plans."""

from __future__ import annotations

import json

import pytest

from advisor.errors import UnknownName
from advisor.render.contents import contents, contents_in_words
from tests.gardens import garden

GARDEN = garden("""
facts:
  sown: {kind: date, ask: When was it sown?}
  rain: {kind: boolean, ask: Does it rain?, weights: {true: 1, false: 2.5}, fixed: true}
  dug: {kind: boolean, ask: Did you dig?, help: Hoeing does not count.}
  indoors: {kind: boolean, ask: Is it indoors?}
plans:
  rest:
    title: Rest for the bed
    from: sown
    length: 4 weeks
    restarts: [rain, {fact: dug, unless: [indoors, rain]}]
    because: Roots need it.
    done: Dig away.
    source: notes/all
  sprout: {title: To sprout, from: sown, length: 1, source: notes/all}
""")


def test_plans_are_listed_by_their_titles() -> None:
    assert contents(GARDEN, "plans") == {"rest": "Rest for the bed", "sprout": "To sprout"}


def test_a_plan_is_shown_in_full() -> None:
    assert (
        contents_in_words(contents(GARDEN, "rest"))
        == """\
plan rest
  title: Rest for the bed
  from: sown
  length: 28 days
  restarts: rain, dug
  unless
    dug: indoors, rain
  because: Roots need it.
  done: Dig away.
  source: notes/all: Our notes – All of them
  declared: text:10:3"""
    )


def test_a_plan_without_anything_optional_shows_what_it_has() -> None:
    assert contents(GARDEN, "sprout") == {
        "plan sprout": {
            "title": "To sprout",
            "from": "sown",
            "length": "1 day",
            "source": "notes/all: Our notes – All of them",
            "declared": "text:18:3",
        }
    }


def test_a_fact_shows_its_weights_and_that_it_is_fixed_where_it_is() -> None:
    rain, dug = contents(GARDEN, "rain")["fact rain"], contents(GARDEN, "dug")["fact dug"]
    assert (rain["weights"], rain["fixed"]) == ({"true": 1, "false": "2.5"}, True)
    assert not {"weights", "fixed"} & dug.keys()
    assert json.loads(json.dumps(rain)) == rain


def test_a_fact_shows_what_helps_with_its_question() -> None:
    assert contents(GARDEN, "dug")["fact dug"]["help"] == "Hoeing does not count."


def test_a_name_that_is_near_a_plan_is_told_which() -> None:
    with pytest.raises(UnknownName, match="did you mean 'sprout'"):
        contents(GARDEN, "sprot")
