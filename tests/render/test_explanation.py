"""Explanations in words: every way a thing can come out, at every level, in words fit for anybody."""

from __future__ import annotations

import datetime
import random
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import Advice, Advisor, AdvisorError, Explanation, UnknownName, loads
from advisor.reasoning.situation import tell
from advisor.render.blocks import ITEM, LEAD, as_text
from advisor.render.counterfactual import changes_blocks, difference_blocks, why_not_blocks
from advisor.render.explanation import FULL, LEVELS, LINE, SHORT, explanation_blocks
from tests.drawing import drawn, states
from tests.render.pages import ASKED, GOLDEN, page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.render.blocks import Block
    from advisor.rulebase.model import Rulebase

DAY = datetime.date(2026, 11, 23)
GARDEN = """
name: garden
sources: {notes: {title: Our notes, author: R. Reed, date: "1999", sections: {all: All of it}}}
facts:
  rain_comes: {kind: boolean, ask: Will it rain?, shown: {"true": it will rain, "false": it stays dry}}
  hard_frost:
    kind: boolean
    ask: Will it freeze?
    presume: false
    shown: {"true": it will freeze, "false": no frost comes}
  in_pot: {kind: boolean, ask: Is it in a pot?, shown: {"true": it is in a pot, "false": it is in the bed}}
  pot_is_small:
    kind: boolean
    applies: in_pot
    ask: Is the pot small?
    shown: {"true": the pot is small, "false": the pot is big enough}
  watered_on: {kind: date, past: true, ask: When did you water?, shown: you watered on <value>}
  days_dry: {kind: number, unit: days, compute: days_since(watered_on), shown: it has been dry for <value>}
  soil_is_dry: {kind: boolean, shown: {"true": the soil is dry, "false": the soil is damp}}
  at_risk: {kind: boolean, presume: false, shown: {"true": it is at risk, "false": it is safe}}
  is_parched: {kind: boolean, presume: false, shown: {"true": it is parched, "false": it is not parched}}
topics:
  watering: {title: Watering, asked: [water]}
  staking:
    title: Staking
    otherwise: {act: stake, verdict: silent, say: Our notes are silent., source: notes/all}
  pots: {title: Pots, applies: in_pot}
  mulch: {title: Mulch}
rules:
  dry: {when: days_dry >= days(4), conclude: {soil_is_dry: true}, source: notes/all}
  damp: {when: hard_frost and rain_comes, conclude: {at_risk: true}, source: notes/all}
  parched: {when: in_pot and not rain_comes, conclude: {is_parched: true}, source: notes/all}
  stake: {when: in_pot, advise: {topic: staking, act: stake, verdict: do, say: Stake it.}, source: notes/all}
  water:
    when: soil_is_dry
    advise: {topic: watering, act: water, verdict: do, say: Water it., because: Roots are thirsty.}
    source: notes/all
  rain-does-it:
    when: rain_comes
    overrides: [water]
    advise: {topic: watering, act: water, verdict: wait, say: Leave it to the rain.}
    source: notes/all
  not-in-frost:
    when: hard_frost
    overrides: [water]
    advise: {topic: watering, act: water, verdict: dont, say: "Hands off! It will freeze."}
    source: notes/all
  look-daily: {advise: {topic: watering, act: look, verdict: know, say: Look daily.}, source: notes/all}
  sing: {when: rain_comes, advise: {topic: watering, act: sing, verdict: do, say: Sing.}, source: notes/all}
  hush: {when: in_pot, advise: {topic: watering, act: sing, verdict: dont, say: Hush.}, source: notes/all}
  bigger: {when: pot_is_small, advise: {topic: pots, act: repot, verdict: do, say: Repot it.}, source: notes/all}
  straw: {when: rain_comes, advise: {topic: mulch, act: mulch, verdict: dont, say: It would rot.}, source: notes/all}
  late:
    when: not rain_comes
    advise: {topic: mulch, act: mulch, verdict: dont, say: It keeps the rain off., because: So we saw.}
    source: notes/all
"""


@pytest.fixture(scope="module")
def garden() -> Advisor:
    return Advisor(loads(GARDEN), engine="plain")


def why(advisor: Advisor, facts: dict[str, object], conclusion: str, level: str = SHORT, *, exact: bool = True) -> str:
    found = advisor.why(facts, conclusion, today=DAY)
    situation = tell(advisor.rulebase, facts, DAY) if exact else None
    return as_text(explanation_blocks(advisor.rulebase, found, DAY, level, situation=situation), width=200)


def why_not(advisor: Advisor, facts: dict[str, object], conclusion: str) -> str:
    found = advisor.why_not(facts, conclusion, today=DAY)
    return as_text(
        why_not_blocks(advisor.rulebase, found, DAY, situation=tell(advisor.rulebase, facts, DAY)), width=200
    )


def what_if(advisor: Advisor, facts: dict[str, object], changes: dict[str, object], topics: str = "watering") -> str:
    other = advisor.what_if(facts, changes, topics=topics, today=DAY)
    blocks = difference_blocks(advisor.rulebase, other, DAY, situation=tell(advisor.rulebase, facts, DAY))
    return as_text(blocks, width=200)


# --- why


@pytest.mark.parametrize(
    ("facts", "conclusion", "words"),
    [
        ({"rain_comes": True}, "watering.water", "Leave it to the rain, because it will rain."),
        (
            {"watered_on": "2026-11-01", "rain_comes": False},
            "watering.water",
            "Water it, because the soil is dry, taking it that no frost comes.",
        ),
        ({"hard_frost": True}, "watering.water", "Hands off! It will freeze, because it will freeze."),
        ({}, "watering.look", "Look daily. That holds whatever else is so."),
        ({}, "mulch", "Either way: don't, whatever turns out to be so."),
        (
            {"rain_comes": False},
            "rain-does-it",
            "“Leave it to the rain.” does not hold here, because you told me that it stays dry.",
        ),
        (
            {"rain_comes": True},
            "water",
            "“Water it.” does not hold here, because this weighs more: “Leave it to the rain.”",
        ),
        ({"in_pot": False}, "bigger", "“Repot it.” does not hold here, because “Pots” does not come into it."),
        ({"rain_comes": False}, "damp", "It is not shown that it is at risk, because you told me that it stays dry."),
        ({}, "watering.water", "That is still open: if it will freeze: Hands off! It will freeze."),
        (
            {"rain_comes": True, "in_pot": True},
            "watering.sing",
            "These contradict each other, and nothing tells which is right: “Hush.” / “Sing.”",
        ),
        (
            {"pot_is_small": True, "in_pot": False},
            "pots.repot",
            "These cannot all be so: it is in the bed; the pot is small.",
        ),
        ({"rain_comes": True}, "rain_comes", "You told me that it will rain."),
        (
            {"watered_on": "2026-11-20"},
            "days_dry",
            "It has been dry for 3 days, because you told me that you watered on 20 November 2026.",
        ),
        (
            {"pot_is_small": True},
            "in_pot",
            "It is in a pot; that follows from what you told me: that the pot is small.",
        ),
        ({}, "rain_comes", "You have not told me: Will it rain?"),
        ({}, "soil_is_dry", "That is still open. It hangs on this: When did you water?"),
        (
            {"watered_on": "2026-11-20"},
            "soil_is_dry",
            "The soil is damp, because you told me that you watered on 20 November 2026.",
        ),
        ({}, "at_risk", "It is safe, taking it that no frost comes."),
        ({}, "is_parched", "I take it that it is not parched; nothing that I know tells."),
        (
            {"in_pot": False},
            "staking.stake",
            "Our notes are silent, because nothing more definite fits what you told me.",
        ),
        (
            {"in_pot": True},
            "staking.stake.otherwise",
            "“Our notes are silent.” does not hold here, because there is something more definite to say: “Stake it.”",
        ),
    ],
)
def test_each_way_to_come_out_has_its_sentence(
    garden: Advisor, facts: dict[str, object], conclusion: str, words: str
) -> None:
    assert why(garden, facts, conclusion, LINE) == words


def test_in_short_the_reason_the_source_the_grounds_and_the_exceptions_are_said(garden: Advisor) -> None:
    assert why(garden, {"watered_on": "2026-11-01", "rain_comes": False}, "watering.water") == (
        """\
Water it.
  Why: Roots are thirsty.
  Source: Our notes – All of it (R. Reed, 1999)

This is so because you told me that it stays dry and that you watered on 1 November 2026. I took it that no frost comes.

It could be different if it will freeze or if it will rain; as things stand, neither is so."""
    )


def test_in_full_every_rule_test_and_value_is_told_with_where_it_came_from(garden: Advisor) -> None:
    shown = why(garden, {"watered_on": "2026-11-01", "rain_comes": False}, "watering.water", FULL)
    assert (
        shown.partition("How this comes about:\n")[2]
        .replace("\u00a0", " ")
        .startswith(
            """\
- Rule water holds: “Water it.”
    Its condition: soil_is_dry.
    The soil is dry (concluded, see below).
    Rule not-in-frost, which would override it, does not hold: “Hands off! It will freeze.”
      Its condition: hard_frost.
      Asked for: it will freeze; found: no frost comes (presumed).
    Rule rain-does-it, which would override it, does not hold: “Leave it to the rain.”
      Its condition: rain_comes.
      Asked for: it will rain; found: it stays dry (you told me).
    The soil is dry: concluded by rule dry.
      Rule dry holds: “the soil is dry”.
        Its condition: days_dry >= days(4).
        Asked for: you watered on 19 November 2026 or earlier; found: you watered on 1 November 2026 (you told me).
        Source: Our notes – All of it (R. Reed, 1999).
    Source: Our notes – All of it (R. Reed, 1999)."""
        )
    )


def test_a_verdict_by_cases_tells_each_case_with_its_if(garden: Advisor) -> None:
    assert why(garden, {}, "mulch") == (
        """\
Either way: don't.

- If it stays dry: It keeps the rain off.
    Why: So we saw.
    Source: Our notes – All of it (R. Reed, 1999)
- If it will rain: It would rot.
    Source: Our notes – All of it (R. Reed, 1999)

This does not hang on anything that you told me."""
    )


def test_without_the_situation_what_was_told_is_said_as_far_as_it_matters(garden: Advisor) -> None:
    facts: dict[str, object] = {"watered_on": "2026-11-01", "rain_comes": False}
    assert "you watered on 19 November 2026 or earlier" in why(garden, facts, "watering.water", exact=False)
    assert "1 November 2026" not in why(garden, facts, "watering.water", exact=False).replace("19 November", "")


def test_a_retired_rule_gives_the_reason_for_it() -> None:
    garden = Advisor(loads(GARDEN), engine="plain")
    object.__setattr__(garden.rulebase, "retired", {"old": "roots rotted by it"})
    for level in LEVELS:
        assert why(garden, {}, "old", level) == "That is not used any more: roots rotted by it."


def test_another_level_is_refused_with_the_nearest(garden: Advisor) -> None:
    with pytest.raises(UnknownName, match="there is no level 'shrt'; did you mean 'short'"):
        why(garden, {}, "mulch", "shrt")


# --- why not


@pytest.mark.parametrize(
    ("facts", "conclusion", "words"),
    [
        (
            {"rain_comes": False},
            "watering.water=wait",
            (
                "What is in the way: you told me that it stays dry.\n\n"
                "- “Leave it to the rain.” would take that it will rain."
            ),
        ),
        (
            {"watered_on": "2026-11-20"},
            "soil_is_dry",
            "What is in the way: you told me that you watered on 20 November 2026.",
        ),
        (
            {},
            "watering.water=do",
            (
                "Nothing that you told me is in the way. It hangs on what I do not know yet.\n\n"
                "- If the soil is dry: Water it."
            ),
        ),
        (
            {},
            "watering.water=may",
            "Nothing that you told me is in the way: it does not come to that in any situation.",
        ),
        ({"rain_comes": True}, "watering.water=wait", "It is so.\n\n- Leave it to the rain."),
        (
            {"watered_on": "2026-11-01", "rain_comes": False},
            "watering.water=do",
            "It is so.\n\n- Water it.\n    Taking it that no frost comes.",
        ),
        (
            {"pot_is_small": True, "in_pot": False},
            "pots.repot=do",
            (
                "These cannot all be so, and nothing follows before I know which is right:\n\n"
                "- it is in the bed\n- the pot is small"
            ),
        ),
        (
            {"rain_comes": True, "watered_on": "2026-11-22"},
            "watering.water=do",
            (
                "What is in the way: you told me that it will rain.\n\n"
                "- “Water it.” does not hold here, because this weighs more: “Leave it to the rain.”"
            ),
        ),
    ],
)
def test_what_is_not_so_says_what_is_in_the_way(
    garden: Advisor, facts: dict[str, object], conclusion: str, words: str
) -> None:
    assert why_not(garden, facts, conclusion) == words


def test_a_fact_that_is_so_after_all_is_said_with_what_it_rests_on(garden: Advisor) -> None:
    assert why_not(garden, {"watered_on": "2026-11-01"}, "soil_is_dry=true").startswith(
        "It is so.\n\nThe soil is dry.\n"
    )


def test_where_there_is_no_room_to_work_it_out_that_is_said(garden: Advisor) -> None:
    found = Explanation("watering.water=do", "unknown", wanted=("do",))
    assert [block.words for block in why_not_blocks(garden.rulebase, found, DAY)] == [
        "There are too many possibilities here to say that for sure."
    ]


# --- what if


def test_what_if_tells_what_comes_what_goes_and_what_would_be_asked(garden: Advisor) -> None:
    assert what_if(garden, {"watered_on": "2026-11-01", "rain_comes": False}, {"rain_comes": True}) == (
        """\
If it will rain:

It would be so:
- Leave it to the rain.

It would not be so any more:
- Water it.
    Taking it that no frost comes."""
    )


def test_what_if_that_changes_nothing_says_so(garden: Advisor) -> None:
    facts: dict[str, object] = {"watered_on": "2026-11-01", "rain_comes": False}
    assert what_if(garden, facts, {"watered_on": "2026-11-02"}) == (
        "If you watered on 2 November 2026:\n\n- Nothing would change."
    )


def test_what_if_of_something_not_known_any_more_asks_for_it_again(garden: Advisor) -> None:
    shown = what_if(garden, {"rain_comes": True}, {"rain_comes": None})
    assert shown.startswith("If I did not know the answer to “Will it rain?”:")
    assert "I would then ask:\n" in shown


def test_what_if_of_what_drops_a_told_fact_names_it(garden: Advisor) -> None:
    shown = what_if(garden, {"pot_is_small": True}, {"in_pot": False}, "pots")
    assert "This would not come into it any more:\n- the pot is small" in shown


def test_what_if_of_what_cannot_be_beside_the_rest_names_both(garden: Advisor) -> None:
    rulebase = loads(GARDEN + "never: [rain_comes and hard_frost]\n")
    shown = what_if(Advisor(rulebase, engine="plain"), {"rain_comes": True}, {"hard_frost": True})
    assert shown == (
        "That cannot be, so nothing follows from it. These cannot all be so:\n\n- it will freeze\n- it will rain"
    )
    assert what_if(garden, {}, {"in_pot": False, "pot_is_small": True}, "pots").startswith("That cannot be,")


# --- the nearest change


@pytest.mark.parametrize(
    ("facts", "conclusion", "words"),
    [
        ({"rain_comes": True}, "watering.water=wait", "It is so already; nothing would have to be different."),
        ({}, "watering.water=may", "Nothing that can be changed would make that certain."),
        (
            {"watered_on": "2026-11-22"},
            "soil_is_dry",
            (
                "It would take this:\n\n- Now: You watered on 22 November 2026. "
                "Then: You watered on 19 November 2026 or earlier."
            ),
        ),
        (
            {},
            "soil_is_dry",
            "It would take this:\n\n- You watered on 19 November 2026 or earlier. I do not know yet whether it is so.",
        ),
    ],
)
def test_the_nearest_change_says_what_is_and_what_would_have_to_be(
    garden: Advisor, facts: dict[str, object], conclusion: str, words: str
) -> None:
    changes = garden.nearest_change(facts, conclusion, today=DAY)
    assert as_text(changes_blocks(garden.rulebase, changes, DAY), width=200) == words


# --- everywhere


@pytest.mark.parametrize("name", ASKED)
def test_the_pages_of_whole_rulebases_read_as_they_were_written_down(name: str) -> None:
    """Where words were changed on purpose, `python -m tests.render.pages` writes the pages anew."""
    assert page(name) == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


def conclusions(rulebase: Rulebase) -> list[str]:
    acts = dict.fromkeys(rule.then.on for rule in rulebase.rules.values() if isinstance(rule.then, Advice))
    return [*acts, *rulebase.rules, *rulebase.facts]


def everything(advisor: Advisor, facts: dict[str, object], conclusion: str, level: str) -> Iterator[Iterable[Block]]:
    """Say all there is to say of a conclusion."""
    rulebase, situation = advisor.rulebase, tell(advisor.rulebase, facts, DAY)
    for known in (situation, None):
        found = advisor.why(facts, conclusion, today=DAY)
        yield explanation_blocks(rulebase, found, DAY, level, situation=known)
        fact = rulebase.facts.get(conclusion)
        if fact is None or fact.derived:
            yield why_not_blocks(rulebase, advisor.why_not(facts, conclusion, today=DAY), DAY, situation=known)
        if fact is not None and fact.told:
            other = advisor.what_if(facts, {conclusion: None}, today=DAY)
            yield difference_blocks(rulebase, other, DAY, situation=known)


seeds = st.integers(0, 1_000_000)
VALUES: dict[str, list[object]] = {
    "boolean": [True, False],
    "date": ["2026-11-22", "2026-10-01", "2026-11-01..2026-11-20"],
    "duration": [3, 40],
    "number": [1],
}
SHOWN = {name: Advisor.load(name, engine="plain") for name in ("examples/garden", "breakup")}


@settings(max_examples=40)
@given(st.sampled_from(sorted(SHOWN)), st.sampled_from([LINE, SHORT]), seeds)
def test_a_person_never_reads_the_name_of_a_fact(name: str, level: str, seed: int) -> None:
    advisor, rnd = SHOWN[name], random.Random(seed)  # noqa: S311 - repeatable
    rulebase = advisor.rulebase
    told = [fact for fact in rulebase.facts.values() if fact.told and rnd.random() < 0.3]
    facts = {fact.name: rnd.choice(list(fact.choices) or VALUES[fact.kind]) for fact in told}
    for conclusion in rnd.sample(conclusions(rulebase), 4):
        for blocks in everything(advisor, facts, conclusion, level):
            words = " ".join(block.words for block in blocks)
            names = re.findall(r"[a-z0-9]+(?:_[a-z0-9]+)+", words)
            assert not set(names) & set(rulebase.facts), words


@settings(max_examples=30)
@given(seeds)
def test_everything_there_is_to_ask_gets_words_in_any_rulebase(seed: int) -> None:
    world, advisor = drawn(seed)
    rnd = random.Random(seed)  # noqa: S311 - repeatable
    for told in states(world, rnd, 2):
        for conclusion in rnd.sample(conclusions(advisor.rulebase), 4):
            for level in LEVELS:
                for blocks in everything(advisor, told, conclusion, level):
                    found = list(blocks)
                    assert found[0].sort == LEAD
                    assert all(block.words.strip() and not re.search("None(?! of)", block.words) for block in found)


@settings(max_examples=30)
@given(seeds)
def test_a_line_is_one_line_and_the_whole_proof_names_every_rule_it_read(seed: int) -> None:
    world, advisor = drawn(seed)
    rulebase = advisor.rulebase
    (told,) = states(world, random.Random(seed), 1)  # noqa: S311 - repeatable
    for name in (name for name, rule in rulebase.rules.items() if isinstance(rule.then, Advice)):
        found = advisor.why(told, name, today=DAY)
        (line,) = explanation_blocks(rulebase, found, DAY, LINE)
        assert "\n" not in line.words
        full = " ".join(block.words for block in explanation_blocks(rulebase, found, DAY, FULL) if block.sort == ITEM)
        named = {words.lower() for words in re.findall(r"[Rr]ule [\w.-]+\w", full)}
        for one in found.concluded:
            read = [one.rule, *(defeat.rule for defeat in one.proof.defeats)]
            assert {f"rule {rule}" for rule in read} <= named


@settings(max_examples=30)
@given(seeds)
def test_the_nearest_change_never_speaks_of_what_nobody_can_change(seed: int) -> None:
    advisor, rnd = SHOWN["breakup"], random.Random(seed)  # noqa: S311 - repeatable
    rulebase = advisor.rulebase
    told = [fact for fact in rulebase.facts.values() if fact.kind == "boolean" and fact.told and rnd.random() < 0.2]
    acts = [c for c in conclusions(rulebase) if "." in c and not c.endswith(".otherwise")]
    try:
        changes = advisor.nearest_change({fact.name: rnd.random() < 0.5 for fact in told}, rnd.choice(acts), today=DAY)
    except AdvisorError:
        return  # facts at odds, or no room to work it out
    words = " ".join(block.words for block in changes_blocks(rulebase, changes, DAY))
    for fact in rulebase.facts.values():
        assert not fact.fixed or not any(shown.lower() in words.lower() for shown in fact.shown.values())
