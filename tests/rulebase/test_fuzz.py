"""Never a traceback: whatever a text holds, a Rulebase or every Problem comes out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from advisor.errors import RulebaseError
from advisor.rulebase.loading import loads
from advisor.rulebase.model import VERDICTS, Rulebase

ROOT = Path(__file__).resolve().parents[2]
GARDEN = (ROOT / "examples" / "garden" / "rulebase.yaml").read_text(encoding="utf-8")


def loaded(text: str) -> Rulebase | None:
    """Load a text; what else than a rulebase or its problems comes out fails the test."""
    try:
        rulebase = loads(text)
    except RulebaseError as error:
        found = error.problems
    else:
        assert rulebase.hash
        return rulebase
    assert found
    for problem in found:
        assert str(problem).startswith(f"{problem.position}: {problem.code}: ")
        assert problem.position.line >= 1
        assert problem.position.column >= 1
    return None


@given(st.text(max_size=200))
@example("\x00")
@example("a: &b c")
@example("- " * 2_000)
@example("[" * 100_000)
@example("facts: {x: {kind: number, compute: " + "-" * 9_000 + "x}}")
def test_any_text_is_a_rulebase_or_has_problems(text: str) -> None:
    loaded(text)


@given(st.text(st.sampled_from("facts:rulewhn{}[]()'\"\n -|>&*!%@`#?,.0x~\t\u2028"), max_size=120))
def test_any_text_that_looks_like_yaml_is_a_rulebase_or_has_problems(text: str) -> None:
    loaded(text)


NAMES = ["rain", "sky", "wind", "age", "planted", "note", "dry", "wet", "calm", "true", "a-b", "Bad Name", ""]
LANGUAGE = (
    "rain sky wind age planted note dry wet calm clear cloudy == != < >= in not and or ( ) [ ] , 3 -2.5 'wet' days(3)"
    " weeks(2) days_since(planted) min( max( + - * true false"
)
NAME = st.sampled_from(NAMES)
CONDITION = st.lists(st.sampled_from(LANGUAGE.split()), min_size=1, max_size=8).map(" ".join) | st.sampled_from(
    ["rain", "wind > 3", "sky == clear", "age >= days(3)", "not (rain and wet)", 'planted > date("2026-11-23")', ""]
)
FORMULA = st.sampled_from(
    ["days_since(planted)", "planted + weeks(4)", "wind * 2", "min(wind, dry)", "age + 1", "calm", "wind - calm", "3"]
)
VALUE = st.sampled_from(
    ["true", "false", "clear", "cloudy", "3", "2.5", "1..4", "..", "2026-11-23", "3 weeks", "unknown", "no", "~", "x y"]
)
TEXT = st.sampled_from(
    ["Does it rain?", "It is <age>.", "<value> days", "for <rain> or <wind>", "(plants)", "a*", "…", ""]
)
PHRASE = TEXT | st.fixed_dictionaries({}, optional={"cue": TEXT, "unless": st.lists(TEXT, max_size=2)})
PHRASES = st.lists(PHRASE, max_size=2)
SAID = PHRASES | st.dictionaries(st.sampled_from(["true", "false", "clear", "up"]), PHRASES, max_size=2)
CITED = st.sampled_from(["notes/all", "notes/none", "books/all", "notes"])
ACT = st.sampled_from(["water", "dig", "garden"])
VERDICT = st.sampled_from([*VERDICTS, "never"])


def mapping(keys: dict[str, st.SearchStrategy[Any]], always: tuple[str, ...] = ()) -> st.SearchStrategy[Any]:
    """A mapping with some of the keys, and now and then something else in its place."""
    fixed = {key: keys[key] for key in always}
    rest = {key: value for key, value in keys.items() if key not in always}
    return st.one_of(*[st.fixed_dictionaries(fixed, optional=rest)] * 9, TEXT, PHRASES, st.none())


def named(value: st.SearchStrategy[Any], names: st.SearchStrategy[str] = NAME) -> st.SearchStrategy[Any]:
    return st.dictionaries(names, value, max_size=5)


KIND = st.sampled_from(["boolean", "choice", "number", "date", "duration", "text", "bolean"])
FACT = mapping(
    {
        "kind": KIND,
        "ask": TEXT,
        "help": TEXT,
        "choices": st.lists(st.sampled_from(["clear", "cloudy", "no", "unknown", "clear"]), max_size=3),
        "unit": st.sampled_from(["days", "weeks", "mm"]),
        "min": VALUE,
        "max": VALUE,
        "past": st.sampled_from(["true", "false", "perhaps"]),
        "compute": FORMULA,
        "applies": CONDITION,
        "presume": VALUE,
        "otherwise": VALUE,
        "lasts": st.sampled_from(["occasion", "days 3", "ever"]),
        "said": SAID,
        "shown": TEXT | st.dictionaries(st.sampled_from(["true", "false", "clear"]), TEXT, max_size=2),
        "weights": st.dictionaries(st.sampled_from(["true", "false", "clear", "up"]), VALUE, max_size=2),
        "fixed": st.sampled_from(["true", "false", "perhaps"]),
    },
    ("kind", "ask"),
)
ADVICE = {"act": ACT, "verdict": VERDICT, "say": TEXT, "because": TEXT}
OTHERWISE = mapping({**ADVICE, "source": CITED}, ("verdict", "say"))
RULE = mapping(
    {
        "when": CONDITION | st.lists(CONDITION, max_size=2),
        "conclude": named(VALUE),
        "advise": mapping({"topic": NAME, **ADVICE}, ("topic", "verdict", "say")),
        "overrides": st.lists(NAME, max_size=2),
        "source": CITED,
        "safety": st.sampled_from(["true", "false"]),
        "replaces": NAME,
        "reason": TEXT,
    },
    ("source",),
)
RESTART = NAME | mapping({"fact": NAME, "unless": st.lists(NAME, max_size=2)}, ("fact",))
PLAN = mapping(
    {
        "title": TEXT,
        "from": NAME,
        "length": VALUE,
        "restarts": st.lists(RESTART, max_size=2),
        "because": TEXT,
        "done": TEXT,
        "source": CITED,
    },
    ("title", "from", "length", "source"),
)
SCENARIO = mapping(
    {
        "today": st.sampled_from(["2026-11-23", "2026-02-30", "today"]),
        "given": named(VALUE),
        "say": TEXT,
        "understands": named(VALUE),
        "topic": NAME,
        "topics": st.lists(NAME, max_size=2),
        "advises": named(named(VERDICT, ACT)),
        "concludes": named(VALUE),
        "assuming": st.lists(NAME, max_size=2),
        "open": st.lists(st.sampled_from(["rain.water", "rain", "a.b.c"]), max_size=2),
        "withholds": st.lists(NAME, max_size=2),
        "flags": st.lists(NAME, max_size=2),
        "contradiction": st.lists(NAME, max_size=2),
        "conflict": st.lists(NAME, max_size=2),
    }
)
DOCUMENT = st.fixed_dictionaries(
    {"facts": named(FACT, st.sampled_from(NAMES[:9]))},
    optional={
        "name": NAME,
        "title": TEXT,
        "sources": st.just({"notes": {"title": "Notes", "sections": {"all": "All"}}}),
        "topics": named(
            mapping(
                {
                    "title": TEXT,
                    "asked": PHRASES,
                    "applies": CONDITION,
                    "otherwise": OTHERWISE | st.lists(OTHERWISE, max_size=2),
                },
                ("title",),
            )
        ),
        "rules": named(RULE),
        "flags": named(
            mapping(
                {
                    "said": PHRASES,
                    "say": TEXT,
                    "suspends": st.just("all") | st.lists(NAME, max_size=2),
                    "keeps": st.lists(NAME, max_size=2),
                },
                ("said", "say"),
            )
        ),
        "plans": named(PLAN),
        "never": st.lists(CONDITION, max_size=2),
        "words": named(PHRASES),
        "phrases": mapping({"facts": named(SAID), "topics": named(PHRASES)}),
        "scenarios": named(SCENARIO, TEXT),
        "extends": st.lists(NAME, max_size=1),
        "retires": named(TEXT),
    },
)


@given(DOCUMENT)
def test_a_text_of_nearly_the_right_shape_is_a_rulebase_or_has_problems(document: dict[str, Any]) -> None:
    loaded(yaml.safe_dump(document, sort_keys=False, allow_unicode=True).replace("'true'", "true"))


FACTS = """
name: garden
sources: {notes: {title: Notes, sections: {all: All}}}
facts:
  rain: {kind: boolean, ask: Does it rain?}
  sky: {kind: choice, choices: [clear, cloudy], ask: What of the sky?, applies: not rain}
  wind: {kind: number, ask: How strong?, min: 0, max: 12}
  planted: {kind: date, ask: When?, applies: rain or wind > 3}
  age: {kind: number, unit: days, compute: days_since(planted)}
  least: {kind: number, compute: "min(wind, age - 3)"}
  note: {kind: text, ask: What?}
  wet: {kind: boolean}
  calm: {kind: boolean, otherwise: unknown}
  level: {kind: choice, choices: [low, high]}
topics:
  garden: {title: The garden, applies: wind < 12, otherwise: {verdict: silent, say: Nothing., source: notes/all}}
rules:
  wets: {when: rain, conclude: {wet: true}, source: notes/all}
  calms: {when: wind < 3, conclude: {calm: true}, source: notes/all}
  lowers: {when: wind < 5, conclude: {level: low}, source: notes/all}
  lifts: {when: not (wind < 5), conclude: {level: high}, source: notes/all}
"""
TESTS = """rain; wet; calm; sky == clear; level == low; level != high; wind >= 3; wind == 12; wind < 0; 3 < wind <= 12
age < 5; age >= weeks(1); least > 2; note == 'x'; planted > date("2026-11-01")"""
TEST = st.sampled_from(TESTS.replace("\n", "; ").split("; "))
JOINED = st.recursive(
    TEST,
    lambda parts: (
        parts.map("not ({})".format)
        | st.lists(parts, min_size=2, max_size=3).map(lambda found: "(" + ") and (".join(found) + ")")
        | st.lists(parts, min_size=2, max_size=3).map(lambda found: "(" + ") or (".join(found) + ")")
    ),
    max_leaves=5,
)
CONCLUDED = st.sampled_from(["wet: true", "wet: false", "calm: true", "level: low", "level: high"])
HELD = st.sampled_from(["age", "wind", "planted", "wet", "least", "level", "note"])
THEN = st.one_of(
    st.just("advise: {topic: garden, act: dig, verdict: may, say: Dig.}"),
    st.builds("conclude: {{{}}}".format, CONCLUDED),
    st.builds(
        "advise: {{topic: garden, act: water, verdict: {}, say: It is <{}>.}}".format,
        st.sampled_from(["do", "dont", "know"]),
        HELD,
    ),
)


@st.composite
def rulebooks(draw: st.DrawFn) -> str:
    """A rulebase in which every name is right and every condition can be read."""
    lines = [FACTS.rstrip()]
    count = draw(st.integers(1, 5))
    for number in range(count):
        others = draw(st.lists(st.integers(0, count - 1), max_size=1))
        overrides = ", ".join(f"r{other}" for other in others if other != number)
        lines.append(f"  r{number}:\n    source: notes/all\n    {draw(THEN)}")
        if overrides:
            lines.append(f"    overrides: [{overrides}]")
        if draw(st.integers(0, 5)):
            lines.append(f"    when: {json.dumps(draw(JOINED))}")
    if draw(st.booleans()):
        lines.append(f"never: [{json.dumps(draw(JOINED))}]")
    return "\n".join(lines) + "\n"


MEANT = "always-holds never-holds derived-cycle not-told open-hole override-cycle too-many-clauses"


@given(rulebooks())
def test_a_text_in_which_every_name_is_right_has_problems_of_meaning_only(text: str) -> None:
    try:
        loads(text)
    except RulebaseError as error:
        found = {problem.code for problem in error.problems}
    else:
        found = set()
    assert found <= set(MEANT.split())


@st.composite
def mutations(draw: st.DrawFn) -> str:
    """The example of the garden with a few lines or characters deleted, doubled, swapped or changed."""
    lines = GARDEN.splitlines()
    for _ in range(draw(st.integers(1, 3))):
        at, other = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        match draw(st.sampled_from(["delete", "double", "swap", "change", "insert", "indent"])):
            case "delete":
                del lines[at]
            case "double":
                lines.insert(other, lines[at])
            case "swap":
                lines[at], lines[other] = lines[other], lines[at]
            case "indent":
                lines[at] = lines[at][2:] if lines[at].startswith("  ") and draw(st.booleans()) else "  " + lines[at]
            case kind:
                line = lines[at]
                column = draw(st.integers(0, len(line)))
                typed = draw(st.sampled_from([*"abz_-<>()[]{}:'\",.*&!#=0 ", "not ", " or ", "\t", "…", "é"]))
                lines[at] = line[:column] + typed + line[column + (kind == "change") :]
    return "\n".join(lines) + "\n"


@given(mutations())
def test_the_example_with_mistakes_in_it_is_a_rulebase_or_has_problems(text: str) -> None:
    loaded(text)


def test_the_example_without_mistakes_is_a_rulebase() -> None:
    assert loaded(GARDEN) is not None
