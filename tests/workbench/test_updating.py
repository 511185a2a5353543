"""Updating rewrites what scenarios expect to what comes, keeps the rest of a file, and says what it leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from advisor import Advisor, loads
from advisor.workbench.trials import try_all
from advisor.workbench.updating import update

if TYPE_CHECKING:
    from advisor.workbench.updating import Updated

HEAD = """\
name: walk
sources: {us: {title: Us, sections: {all: All}}}
facts:
  rain: {kind: boolean, ask: Does it rain?, said: {true: [it rains], false: [it is dry]}}
  windy: {kind: boolean, ask: Is it windy?, presume: false}
  miles: {kind: number, ask: How far?, said: [<value> miles]}
  far: {kind: boolean}
topics: {walk: {title: A walk, asked: [go for a walk]}}
rules:
  too-far: {when: miles > 5, conclude: {far: true}, source: us/all}
  stay: {when: rain, advise: {topic: walk, verdict: dont, say: Stay.}, source: us/all}
  rest: {when: far, advise: {topic: walk, act: rest, verdict: do, say: Rest on the way.}, source: us/all}
  go: {when: not rain and not windy, advise: {topic: walk, verdict: do, say: Go.}, source: us/all}
flags:
  hurt: {title: Hurt, said: [i am hurt], say: Rest., suspends: [go], checks: [{ask: Are you hurt?}]}
scenarios:
  # what somebody wants to know
"""


def updated(scenarios: str) -> Updated:
    text = HEAD + scenarios
    advisor = Advisor(loads(text), "plain")
    return update(advisor, try_all(advisor), {"text": text})


def rewritten(scenarios: str) -> str:
    """Give the scenarios as they are rewritten; everything else has to be as it was, and all of them pass."""
    found = updated(scenarios)
    assert found.kept == ()
    text = found.texts["text"][1] if found.texts else HEAD + scenarios
    assert text.startswith(HEAD)
    assert all(trial.passed for trial in try_all(Advisor(loads(text), "plain")))
    return text.removeprefix(HEAD)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("given: {rain: true}, advises: {walk: {walk: do}}", "given: {rain: true}, advises: {walk: {walk: dont}}"),
        ("given: {miles: 9}, concludes: {far: 'no'}", "given: {miles: 9}, concludes: {far: 'true'}"),
        ("say: It rains., understands: {rain: false}", "say: It rains., understands: {rain: true}"),
        ("say: 7 miles, understands: {miles: 8}", "say: 7 miles, understands: {miles: 7}"),
        (
            "given: {rain: false}, topics: [walk], assuming: []",
            "given: {rain: false}, topics: [walk], assuming: [windy]",
        ),
        ("given: {rain: true}, topics: [walk], assuming: [windy]", "given: {rain: true}, topics: [walk], assuming: []"),
        ("topics: [walk], open: [walk.rest]", "topics: [walk], open: [walk.rest, walk.walk]"),
        ("say: I am hurt., flags: []", "say: I am hurt., flags: [hurt]"),
        ("given: {rain: true}, advised: [go]", "given: {rain: true}, withholds: [go]"),
        ("given: {rain: true}, withholds: [stay]", "given: {rain: true}, advised: [stay]"),
        ("given: {rain: true}, advised: [stay, go]", "given: {rain: true}, withholds: [go], advised: [stay]"),
        (
            "given: {rain: true}, advised: [go], withholds: [stay]",
            "given: {rain: true}, advised: [stay], withholds: [go]",
        ),
        ("given: {rain: true}, contradiction: [rain]", "given: {rain: true}, contradiction: []"),
        ("given: {rain: true}, topics: [walk], conflict: [go]", "given: {rain: true}, topics: [walk], conflict: []"),
    ],
)
def test_what_does_not_come_is_rewritten_to_what_does(before: str, after: str) -> None:
    assert rewritten(f"  one: {{{before}}}  # why\n") == f"  one: {{{after}}}  # why\n"


def test_a_talk_is_rewritten_step_by_step_with_its_comments_and_layout() -> None:
    before = """\
  a talk:
    talk:
      - say: Shall I go for a walk?   # they ask
        topic: walk
        asked: windy
      - answered: "no"
        understands: {rain: true}
        asked: []   # all is known
        advised:
          - stay   # of the rain
          - go
        assuming:
          - rain
      - say: I am hurt.
        checked: hurt
        flags: []
  untouched:
    {given: {rain: true},   advises: {walk: {walk: dont}}}
"""
    after = (
        before.replace("asked: windy", "asked: rain")
        .replace("{rain: true}\n        asked: []", "{rain: false}\n        asked: [windy]")
        .replace(
            "        advised:\n          - stay   # of the rain",
            "        withholds: [stay]\n        advised:\n          # of the rain",
        )
        .replace("- rain\n", "- windy\n")
        .replace("flags: []", "flags: [hurt]")
    )
    assert rewritten(before) == after


def test_a_rule_moves_between_lists_of_lines_and_an_empty_list_goes() -> None:
    before = "  one:\n    given: {rain: true}\n    advised:\n      - go\n    withholds:\n      - rest\n"
    assert rewritten(before) == "  one:\n    given: {rain: true}\n    withholds:\n      - rest\n      - go\n"


@pytest.mark.parametrize(
    ("scenario", "why"),
    [
        (
            "given: {rain: false, windy: true}, advises: {walk: {walk: do}}",
            "nothing comes that could be expected instead",
        ),
        ("topics: [walk], concludes: {far: true}", "nothing comes that could be expected instead"),
        ("say: It is dry., understands: {miles: 3}", "nothing comes that could be expected instead"),
        ("say: Hello., topic: walk", "nothing comes that could be expected instead"),
        ("talk: [{say: Hello.}, {answered: 'yes'}]", "what is said or told is never rewritten"),
        ('given: {rain: true}, advises: {walk: {walk: "\\x64o"}}', "it is written over several lines, or with escapes"),
        ("given: {rain: true}, advised: [go], withholds: [rest]", "it has no lines of its own"),
    ],
)
def test_what_cannot_be_rewritten_is_left_and_said(scenario: str, why: str) -> None:
    found = updated(f"  one: {{{scenario}}}\n")
    assert found.texts == {}
    assert found.scenarios == ()
    assert {one.why for one in found.kept} == {why}


def test_what_can_be_rewritten_is_though_something_beside_it_cannot() -> None:
    found = updated("  one: {topics: [walk], concludes: {far: true}, assuming: [rain]}\n")
    assert [one.miss.key for one in found.kept] == ["concludes"]
    assert found.texts["text"][1].endswith("  one: {topics: [walk], concludes: {far: true}, assuming: []}\n")


def test_the_facts_being_at_odds_is_left_where_the_scenario_does_not_speak_of_it() -> None:
    text = HEAD.replace("topics:", "never: [rain and windy]\ntopics:", 1)
    text += "  one: {given: {rain: true, windy: true}, topics: [walk], assuming: []}\n"
    advisor = Advisor(loads(text), "plain")
    found = update(advisor, try_all(advisor), {"text": text})
    assert found.texts == {}
    assert [one.why for one in found.kept] == ["nothing is written there that could be changed"]


def test_a_byte_order_mark_and_line_ends_stay_as_they_are() -> None:
    text = "\ufeff" + (HEAD + "  one:\n    given: {rain: true}\n    withholds: [stay, go]\n").replace("\n", "\r\n")
    advisor = Advisor(loads(text), "plain")
    after = update(advisor, try_all(advisor), {"text": text}).texts["text"][1]
    assert after == text.replace("    withholds: [stay, go]", "    advised: [stay]\r\n    withholds: [go]")


def test_files_that_are_not_at_hand_are_left_and_said() -> None:
    advisor = Advisor(loads(HEAD + "  one: {given: {rain: true}, withholds: [stay]}\n"), "plain")
    found = update(advisor, try_all(advisor), {})
    assert [one.why for one in found.kept] == ["its file is none of those that may be written"]


def test_a_scenario_that_moved_since_is_left_and_said() -> None:
    text = HEAD + "  one: {given: {rain: true}, withholds: [stay]}\n"
    advisor = Advisor(loads(text), "plain")
    found = update(advisor, try_all(advisor), {"text": text.replace("  one:", "  two:")})
    assert found.texts == {}
    assert [one.why for one in found.kept] == ["the scenario is not where it was"]


def test_scenarios_that_pass_are_not_looked_at() -> None:
    assert updated("  one: {given: {rain: true}, advised: [stay]}\n") == ({}, (), ())
