"""Every problem that loading can find: each code has a small bad rulebase and the exact text that comes of it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from advisor.errors import RulebaseError
from advisor.rulebase import report
from advisor.rulebase.loading import loads
from tests.gardens import codes, problems

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
SOURCES = HERE.parents[1] / "advisor" / "rulebase"


def cases() -> Iterator[tuple[str, tuple[str, str]]]:
    """The bad rulebases by title, each with the text that comes of it."""
    for part in ("\n" + (HERE / "problems.txt").read_text(encoding="utf-8")).split("\n=== ")[1:]:
        title, _, rest = part.partition("\n")
        text, _, expected = rest.partition("\n=>\n")
        yield title, (text + "\n", expected.rstrip("\n"))


CASES = dict(cases())

ELSEWHERE = {
    "bad-hints": "test_files.py",
    "extends-cycle": "test_files.py",
    "more-problems": "test_problems.py",
    "no-reason": "test_drafts.py",
    "no-root": "test_files.py",
    "not-a-file": "test_files.py",
    "not-utf8": "test_files.py",
    "outside": "test_files.py",
    "too-large": "test_files.py",
    "too-long": "test_problems.py",
    "too-many-files": "test_files.py",
    "too-many-nodes": "test_nodes.py",
    "unknown-label": "test_corpus.py",
    "unknown-rulebase": "test_files.py",
    "unreadable": "test_files.py",
}
"""Codes whose problem takes more than a few lines of text, and where it is tried instead."""


@pytest.mark.parametrize("title", CASES)
def test_a_bad_rulebase_is_told_what_is_wrong_to_the_letter(title: str) -> None:
    text, expected = CASES[title]
    with pytest.raises(RulebaseError) as caught:
        loads(text)
    assert str(caught.value) == expected
    assert title.partition(":")[0] in {problem.code for problem in caught.value.problems}


def codes_in_the_sources() -> set[str]:
    """The codes that the modules of the rulebase report problems with, read off their text."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(SOURCES.glob("*.py")))
    found = set(re.findall(r'(?:\.add|\.refuse|\bMistake|\.wrong|\bProblem|\bTOO_MANY =)\s*\(\s*"([a-z0-9-]+)"', text))
    found |= set(re.findall(r'\bcode(?:: str)? ?= ?"([a-z0-9-]+)"', text))
    nouns = re.findall(r'\bunknown\(\s*(?:self\.)?report, "([a-z-]+)"', text)
    nouns += re.findall(r'\._names\([^"\n]*(?:"[a-z]+"\))?, "([a-z]+)", self', text)
    assert 'report.add(f"unknown-{kind}"' in text
    nouns += re.findall(r'\bunknown\(report, "([a-z-]+)" if ', text)
    return found | {f"unknown-{noun}" for noun in nouns} | {"always-holds", "never-holds"}


def test_every_code_has_a_bad_rulebase_and_every_bad_rulebase_a_code() -> None:
    shown = {title.partition(":")[0] for title in CASES}
    assert not shown & set(ELSEWHERE)
    assert shown | set(ELSEWHERE) == codes_in_the_sources()


@pytest.mark.parametrize(("code", "file"), sorted(ELSEWHERE.items()))
def test_a_code_that_takes_more_than_a_few_lines_is_tried_where_it_says(code: str, file: str) -> None:
    assert code in (HERE / file).read_text(encoding="utf-8")


def test_everything_wrong_with_a_text_is_told_at_once_in_the_order_of_its_lines() -> None:
    text = """\
name: Garden
facts:
  rain: {kind: bolean, ask: Does it rain?}
  wind: {kind: number, min: 3, max: 2}
  soil: {kind: choice, choices: [clay], ask: What soil?, said: {mud: [mud]}}
  age: {kind: number, compute: days_since(plantd)}
topics:
  garden: {titel: The garden}
rules:
  dig:
    when: wind > days(3) and soil == cley or rian
    advise: {topic: gardn, verdict: always, say: "Dig <deep>."}
    overrides: [rest]
    source: notes/all
never: [wind, rain]
scenarios:
  any: {given: {wnid: 3, wind: strong}, advises: {garden: {dig: do}}}
"""
    with pytest.raises(RulebaseError) as caught:
        loads(text)
    found = caught.value.problems
    assert [(problem.position.line, problem.code) for problem in found] == [
        (1, "bad-name"),
        (3, "unknown-value"),
        (4, "no-question"),
        (4, "bad-value"),
        (5, "bad-choices"),
        (5, "unknown-value"),
        (6, "bad-formula"),
        (8, "unknown-key"),
        (11, "wrong-kind"),
        (11, "unknown-choice"),
        (11, "unknown-fact"),
        (12, "unknown-topic"),
        (12, "unknown-value"),
        (13, "unknown-rule"),
        (14, "unknown-source"),
        (15, "wrong-kind"),
        (17, "unknown-fact"),
        (17, "bad-value"),
        (17, "unknown-act"),
    ]


def test_more_problems_than_anyone_reads_are_counted() -> None:
    facts = "".join(f"  f{n}: {{kind: boolean}}\n" for n in range(report.MOST_PROBLEMS + 5))
    found = problems("facts:\n" + facts)
    assert Counter(problem.code for problem in found) == {"no-question": report.MOST_PROBLEMS, "more-problems": 1}
    assert found[-1].message == "5 more problems were found"


def test_a_condition_or_formula_that_is_too_long_is_told_so_once() -> None:
    long = " or ".join(["rain"] * 300)
    assert len(long) > 2_000
    rain = "facts:\n  rain: {kind: boolean, ask: Does it rain?}\n"
    assert codes(f"{rain}never: [{long}]\n") == ["too-long"]
    assert codes(f"{rain}  wet: {{kind: number, compute: {'+'.join(['rain'] * 500)}}}\n") == ["too-long"]


def test_a_mistake_is_told_once_and_not_again_for_all_that_hangs_on_it() -> None:
    text = """
    facts:
      rain: {kind: bolean, ask: Does it rain?}
      wet: {kind: boolean}
    topics:
      garden: {title: The garden}
    rules:
      rain-wets: {when: rain, conclude: {wet: true}, source: notes/all}
      stay: {when: wet and, advise: {topic: garden, act: stay, verdict: dont, say: "<rain>"}, source: notes/all}
    scenarios:
      any: {given: {rain: true}, advises: {garden: {stay: dont}}, withholds: [stay]}
    """
    assert codes(text) == ["unknown-value", "bad-condition"]
