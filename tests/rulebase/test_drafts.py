"""Merging: what a rulebase takes over from those that it extends, and what it takes out of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from advisor.errors import RulebaseError
from advisor.rulebase import files
from advisor.rulebase.loading import load
from advisor.rulebase.model import Phrase, Rulebase
from tests.gardens import bare

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Shelf = Callable[..., Rulebase]

BASE = """\
name: weather
title: The weather
version: "2.1"
language: en-GB
notice: Look at the sky.
sources: {almanac: {title: An almanac, sections: {rain: Rain}}}
words: {storm: [storm, gale]}
facts:
  rain:
    kind: boolean
    ask: Does it rain?
    said: {true: [it rains], false: [it is dry]}
  wind: {kind: number, ask: How strong?, said: ["wind <value>"]}
  last_storm: {kind: date, ask: When did it last storm?}
topics:
  outing: {title: Going out, asked: [go out]}
rules:
  stay-in:
    when: rain
    advise: {topic: outing, verdict: dont, say: Stay in.}
    source: almanac/rain
  calm-first:
    when: wind > 8
    safety: true
    advise: {topic: outing, verdict: wait, say: Wait.}
    source: almanac/rain
  go:
    overrides: [stay-in]
    when: wind < 2
    advise: {topic: outing, verdict: may, say: Go.}
    source: almanac/rain
flags:
  danger: {said: [lightning], say: Get away from trees., suspends: [stay-in]}
  alarm: {said: [flood], say: Climb., suspends: all, keeps: [calm-first]}
plans:
  quiet: {title: Quiet days, from: last_storm, length: 3 days, restarts: [rain], source: almanac/rain}
never: [rain and wind == 0]
scenarios:
  rain: {given: {rain: true}, advises: {outing: {outing: dont}}}
"""

MINE = """\
name: mine
title: Mine
extends: [weather]
"""


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """Load the last of several texts; all of them are shipped, each under the name it bears."""

    def loaded(*texts: str) -> Rulebase:
        names = [text.partition("name: ")[2].partition("\n")[0] for text in texts]
        for name, text in zip(names, texts, strict=True):
            (tmp_path / name).mkdir()
            (tmp_path / name / "rulebase.yaml").write_text(text, encoding="utf-8")
        monkeypatch.setattr(files, "shipped", lambda: {name: tmp_path / name for name in names})
        return load(names[-1])

    return loaded


def problems(shelf: Shelf, *texts: str) -> list[str]:
    with pytest.raises(RulebaseError) as caught:
        shelf(*texts)
    return [str(problem).partition("\n")[0] for problem in caught.value.problems]


def test_an_extension_takes_over_everything_but_the_scenarios_and_the_names(shelf: Shelf) -> None:
    mine = shelf(BASE, MINE + "scenarios: {wind: {given: {wind: 9}, advises: {outing: {outing: wait}}}}\n")
    assert (mine.name, mine.title, mine.version) == ("mine", "Mine", "0")
    assert (mine.language, mine.notice) == ("en-GB", "Look at the sky.")
    assert set(mine.facts) == {"rain", "wind", "last_storm"}
    assert set(mine.plans) == {"quiet"}
    assert set(mine.rules) == {"stay-in", "calm-first", "go"}
    assert set(mine.sources) == {"almanac"}
    assert set(mine.flags) == {"danger", "alarm"}
    assert [never.text for never in mine.never] == ["rain and wind == 0"]
    assert [scenario.title for scenario in mine.scenarios] == ["wind"]
    assert mine.inherited == {"stay-in", "calm-first", "go", "outing"}


def test_an_extension_adds_plans_that_count_from_facts_of_either(shelf: Shelf) -> None:
    more = """\
facts: {sunny: {kind: boolean, ask: Is it sunny?}}
plans:
  drying: {title: Drying, from: last_storm, length: 2 weeks, restarts: [rain, sunny], source: almanac/rain}
"""
    mine = shelf(BASE, MINE + more)
    assert set(mine.plans) == {"quiet", "drying"}
    assert mine.plans["drying"].restarts == ("rain", "sunny")


def test_an_extension_may_speak_for_itself(shelf: Shelf) -> None:
    mine = shelf(BASE, MINE + 'version: "3"\nnotice: Ask a neighbour.\nlanguage: en-US\n')
    assert (mine.version, mine.notice, mine.language) == ("3", "Ask a neighbour.", "en-US")


def test_a_text_without_a_name_adds_to_a_rulebase_and_leaves_it_its_name(tmp_path: Path) -> None:
    base, more = tmp_path / "base.yaml", tmp_path / "more.yaml"
    base.write_text(BASE, encoding="utf-8")
    more.write_text("words: {storm: [tempest, gale]}\n", encoding="utf-8")
    both = load(base, more)
    assert (both.name, both.title, both.version) == ("weather", "The weather", "2.1")
    assert both.words == {"storm": ("storm", "gale", "tempest")}
    assert both.scenarios == ()
    assert set(load(more, base).facts) == {"rain", "wind", "last_storm"}


def test_words_are_joined_and_phrases_added_after_those_that_are_there(shelf: Shelf) -> None:
    more = """\
words: {storm: [gale, tempest], breeze: [breeze]}
phrases:
  facts:
    rain: {true: [it pours, {cue: wet, unless: [paint]}]}
    wind: ["<value> beaufort"]
  topics:
    outing: [leave the house]
"""
    mine = shelf(BASE, MINE + more)
    assert mine.words == {"storm": ("storm", "gale", "tempest"), "breeze": ("breeze",)}
    rain = mine.facts["rain"].said
    assert bare(rain["true"]) == (Phrase("it rains"), Phrase("it pours"), Phrase("wet", ("paint",)))
    assert (list(rain), bare(rain["false"])) == (["true", "false"], (Phrase("it is dry"),))
    wind = mine.facts["wind"].said
    assert (list(wind), bare(wind["value"])) == (["value"], (Phrase("wind <value>"), Phrase("<value> beaufort")))
    assert bare(mine.topics["outing"].asked) == (Phrase("go out"), Phrase("leave the house"))


def test_subjects_cues_of_the_field_and_classes_are_joined(shelf: Shelf) -> None:
    theirs = """\
classes: [storm]
not_covered: {tides: {title: Tides, asked: [high tide]}}
domain: [weather]
"""
    more = """\
words: {breeze: [breeze]}
classes: [breeze, storm]
not_covered: {moon: {title: The moon, asked: [full moon]}}
domain: [{cue: sky, weight: 2}]
phrases: {not_covered: {tides: [{cue: low tide, weight: 0.5}]}}
"""
    mine = shelf(BASE + theirs, MINE + more)
    assert mine.classes == ("storm", "breeze")
    assert list(mine.not_covered) == ["tides", "moon"]
    assert bare(mine.not_covered["tides"].asked) == (Phrase("high tide"), Phrase("low tide", (), 0.5))
    assert bare(mine.domain) == (Phrase("weather"), Phrase("sky", (), 2))


def test_a_subject_that_one_of_them_covers_is_told(shelf: Shelf) -> None:
    more = "topics: {tides: {title: Tides}}\n"
    assert problems(shelf, BASE + "not_covered: {tides: {title: Tides, asked: [high tide]}}\n", MINE + more) == [
        "weather/rulebase.yaml:40:15: duplicate-name: 'tides' is a topic, and not covered",
    ]


def test_phrases_for_what_is_declared_nowhere_are_told(shelf: Shelf) -> None:
    more = "phrases: {facts: {rian: {true: [it pours]}}, topics: {outings: [leave]}, not_covered: {tide: [ebb]}}\n"
    assert problems(shelf, BASE, MINE + more) == [
        "mine/rulebase.yaml:4:19: unknown-fact: there is no fact 'rian'",
        "mine/rulebase.yaml:4:55: unknown-topic: there is no topic 'outings'",
        "mine/rulebase.yaml:4:88: unknown-subject: there is no subject 'tide'",
    ]


def replacing(old: str, new: str, reason: str = "", extends: str = "weather", name: str = "mine") -> str:
    return f"""\
name: {name}
title: {name}
extends: [{extends}]
rules:
  {new}:
    replaces: {old}
    when: rain and wind > 3
    advise: {{topic: outing, verdict: dont, say: "Stay in, says {name}."}}
    source: almanac/rain
{f"    reason: {reason}" if reason else ""}
"""


def test_a_rule_that_replaces_another_is_overridden_and_silenced_in_its_place(shelf: Shelf) -> None:
    mine = shelf(BASE, replacing("stay-in", "stay-dry", "We are made of sugar."))
    assert set(mine.rules) == {"stay-dry", "calm-first", "go"}
    assert mine.rules["go"].overrides == ("stay-dry",)
    assert mine.flags["danger"].silences == {"stay-dry"}
    assert mine.flags["alarm"].silences == {"stay-dry", "go"}
    assert not mine.flags["alarm"].quiets
    assert mine.retired == {"stay-in": "We are made of sugar."}


def test_a_rule_may_be_replaced_without_a_reason_unless_it_is_for_safety(shelf: Shelf) -> None:
    mine = shelf(BASE, replacing("stay-in", "stay-dry"))
    assert mine.retired == {"stay-in": "replaced by stay-dry"}


def test_a_safety_rule_is_replaced_only_with_a_reason(shelf: Shelf) -> None:
    assert problems(shelf, BASE, replacing("calm-first", "stay-dry")) == [
        "mine/rulebase.yaml:6:15: no-reason: 'calm-first' is a safety rule and is replaced without a reason"
    ]


def test_with_a_reason_a_safety_rule_is_replaced(shelf: Shelf) -> None:
    mine = shelf(BASE, replacing("calm-first", "stay-dry", "Ours is stricter."))
    assert mine.retired == {"calm-first": "Ours is stricter."}
    assert mine.flags["alarm"].silences == {"stay-in", "go"}


def test_what_replaces_a_replacement_stands_in_the_first_rules_place(shelf: Shelf) -> None:
    yours = replacing("stay-dry", "stay-warm", "Colder here.", extends="mine", name="yours")
    rulebase = shelf(BASE, replacing("stay-in", "stay-dry"), yours)
    assert set(rulebase.rules) == {"stay-warm", "calm-first", "go"}
    assert rulebase.rules["go"].overrides == ("stay-warm",)
    assert rulebase.flags["danger"].silences == {"stay-warm"}
    assert rulebase.retired == {"stay-in": "replaced by stay-dry", "stay-dry": "Colder here."}


def test_a_rule_that_was_replaced_may_come_back_in_place_of_what_replaced_it(shelf: Shelf) -> None:
    yours = replacing("stay-dry", "stay-in", "It was right.", extends="mine", name="yours")
    rulebase = shelf(BASE, replacing("stay-in", "stay-dry"), yours)
    assert set(rulebase.rules) == {"stay-in", "calm-first", "go"}
    assert rulebase.rules["go"].overrides == ("stay-in",)
    assert rulebase.retired == {"stay-dry": "It was right."}


def test_a_retired_rule_is_gone_with_its_reason_and_what_overrode_it_overrides_nothing(shelf: Shelf) -> None:
    mine = shelf(BASE, MINE + "retires: {stay-in: We like rain., calm-first: We like wind.}\n")
    assert set(mine.rules) == {"go"}
    assert mine.rules["go"].overrides == ()
    assert mine.retired == {"stay-in": "We like rain.", "calm-first": "We like wind."}


def test_only_rules_of_the_extended_rulebase_are_retired_or_replaced_and_each_once(shelf: Shelf) -> None:
    text = (
        MINE
        + """\
retires: {stay-inn: Why not., stay-in: Enough.}
rules:
  stay-dry: {replaces: stay-in, advise: {topic: outing, verdict: dont, say: No.}, source: almanac/rain}
  also: {replaces: stay-dry, advise: {topic: outing, verdict: may, say: Go.}, source: almanac/rain}
"""
    )
    assert problems(shelf, BASE, text) == [
        "mine/rulebase.yaml:4:11: unknown-rule: there is no rule 'stay-inn' to retire or replace",
        "mine/rulebase.yaml:6:24: unknown-rule: the rule 'stay-in' is retired or replaced already",
        "mine/rulebase.yaml:7:20: unknown-rule: there is no rule 'stay-dry' to retire or replace",
    ]


def test_what_is_declared_twice_is_told_with_the_first_place_and_a_way_out(shelf: Shelf) -> None:
    more = """\
sources: {almanac: {title: Another, sections: {rain: Rain}}}
facts: {rain: {kind: boolean, ask: Wet?}}
topics: {outing: {title: Out}}
rules: {go: {advise: {topic: outing, verdict: may, say: Go.}, source: almanac/rain}}
flags: {danger: {said: [bear], say: Run.}}
plans: {quiet: {title: Quieter, from: last_storm, length: 9 days, source: almanac/rain}}
"""
    with pytest.raises(RulebaseError) as caught:
        shelf(BASE, MINE + more)
    assert [(p.code, p.message, p.remedy) for p in caught.value.problems] == [
        (
            "duplicate-name",
            f"the {noun} '{name}' is declared already, at weather/rulebase.yaml:{place}",
            f"give it another name{more_remedy}",
        )
        for noun, name, place, more_remedy in (
            ("source", "almanac", "6:11", ""),
            ("fact", "rain", "9:3", ", or add phrases to the first under `phrases:`"),
            ("topic", "outing", "16:3", ", or add phrases to the first under `phrases:`"),
            ("rule", "go", "27:3", ", or say which rule it `replaces:`"),
            ("flag", "danger", "33:3", ""),
            ("plan", "quiet", "36:3", ""),
        )
    ]


def test_scenarios_of_one_title_in_two_files_are_told(tmp_path: Path) -> None:
    text = "scenarios: {rain: {given: {rain: true}}}\n"
    (tmp_path / "rulebase.yaml").write_text("name: a\nfacts: {rain: {kind: boolean, ask: R?}}\n" + text, "utf-8")
    (tmp_path / "more.yaml").write_text(text, "utf-8")
    with pytest.raises(RulebaseError) as caught:
        load(tmp_path)
    assert [problem.code for problem in caught.value.problems] == ["duplicate-name"]
