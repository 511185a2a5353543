"""Stubs say which facts can be told, and what they can be, so that a type checker finds what is told wrong."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, get_type_hints

import pytest

from advisor import Range, load
from advisor.workbench.stubs import FIRST, stubs
from tests.drawing import drawn
from tests.gardens import GARDEN, garden

if TYPE_CHECKING:
    from mypy import api

    from advisor import Rulebase
else:
    api = pytest.importorskip("mypy.api")

ROOT = Path(__file__).resolve().parents[2]
QUOTES = '"' * 3
HIDING = garden(
    r"""
facts:
  bool: {kind: boolean, ask: 'Is it "so"'}
  int: {kind: number, unit: pots, ask: 'How \many QQQ pots are there, where this text is much too long for a line of a
    module, so that it takes two?', applies: str == "x"}
  str: {kind: text, ask: What?}
  datetime: {kind: date, ask: When?}
  sky: {kind: choice, ask: What of it?, choices:
    [red, green, blue, yellow, orange, violet, turquoise, purple, grey_as_lead, grey_as_silver, white]}
  type: {kind: duration, otherwise: 3 days}
rules:
  so: {when: bool, conclude: {type: 4 weeks}, source: notes/all}
""".replace("QQQ", QUOTES)
)
RULEBASES = {
    "garden": load("examples/garden"),
    "breakup": load("breakup"),
    "kinds": GARDEN,
    "hiding": HIDING,
    "bare": garden(),
    **{f"world {seed}": drawn(seed)[1].rulebase for seed in range(2)},
}
USED_RIGHT = """
import datetime
from advisor import Advisor, Range
from garden_facts import Act, Concluded, Facts, Topic

facts: Facts = {"rain_expected": True, "watered_on": datetime.date(2026, 1, 1)}
more: Facts = {"watered_on": Range(None, datetime.date(2026, 1, 1)), "days_since_watering": 6}
topic: Topic = "watering"
act: Act = "watering.water"
found: Concluded = {"soil_is_dry": True}
Advisor.load("garden").decide(facts, topics=topic)
"""
USED_WRONG = """
from garden_facts import Act, Facts, Topic

text: Facts = {"rain_expected": "maybe"}
name: Facts = {"rain_expcted": True}
half: Facts = {"days_since_watering": 2.5}
concluded: Facts = {"soil_is_dry": True}
topic: Topic = "waterin"
act: Act = "watering.sing"
"""


def executed(text: str) -> dict[str, object]:
    """Run a module, and give what it declares."""
    space: dict[str, object] = {"__name__": "stubs"}
    exec(compile(text, "stubs.py", "exec", dont_inherit=True), space)  # noqa: S102 - that it runs is what is tried
    return space


def checked(folder: Path, monkeypatch: pytest.MonkeyPatch, *files: str) -> list[str]:
    """Check modules as strictly as can be, and give what was found."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("MYPYPATH", str(ROOT))
    options = ["--strict", "--no-error-summary", "--hide-error-context", "--python-version", "3.10"]
    # the library itself is checked elsewhere, and kept between the two runs
    told, complaint, _ = api.run([*options, "--follow-imports=silent", "--config-file=", *files])
    assert not complaint
    return told.splitlines()


def test_a_type_checker_takes_what_is_right_and_finds_each_thing_that_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in (("right", USED_RIGHT), ("wrong", USED_WRONG)):
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    names = []
    for name, rulebase in RULEBASES.items():
        names.append(f"{name.replace(' ', '_')}_facts.py")
        (tmp_path / names[-1]).write_text(stubs(rulebase), encoding="utf-8")
    found = checked(tmp_path, monkeypatch, "right.py", "wrong.py", *names)
    wrong = [number for number, line in enumerate(USED_WRONG.splitlines(), 1) if " = " in line]
    assert [line.split(": error: ")[0] for line in found] == [f"wrong.py:{number}" for number in wrong]


@pytest.mark.parametrize("name", RULEBASES)
def test_the_module_runs_and_names_each_fact_that_can_be_told_or_concluded(name: str) -> None:
    rulebase = RULEBASES[name]
    space = executed(stubs(rulebase))
    told = get_type_hints(space["Facts"])
    concluded = get_type_hints(space["Concluded"]) if "Concluded" in space else {}
    derived = {fact for fact, one in rulebase.facts.items() if one.derived}
    assert concluded.keys() == derived
    assert told.keys() >= {fact for fact, one in rulebase.facts.items() if one.told}
    assert told.keys() <= rulebase.facts.keys() - derived


@pytest.mark.parametrize("name", RULEBASES)
def test_nothing_is_imported_that_is_not_used(name: str) -> None:
    text = stubs(RULEBASES[name])
    tree = ast.parse(text)
    lines = [node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
    names = {alias.asname or alias.name for node in lines for alias in node.names}
    assert names <= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def test_a_computed_fact_can_be_told_where_it_can_be_turned_back() -> None:
    rulebase: Rulebase = garden("""
    facts:
      planted: {kind: date, ask: When?}
      cut: {kind: date, ask: When?}
      age: {kind: number, unit: days, compute: days_since(planted)}
      stood: {kind: number, unit: days, compute: "days_between(planted, cut)"}
    """)
    assert get_type_hints(executed(stubs(rulebase))["Facts"]).keys() == {"planted", "cut", "age"}


def test_a_range_can_be_told_and_is_never_concluded() -> None:
    space = executed(stubs(HIDING))
    assert Range in get_type_hints(space["Facts"])["int"].__args__
    assert get_type_hints(space["Concluded"]) == {"type": int}


def test_a_question_is_read_beside_its_fact_whatever_is_in_it() -> None:
    lines = stubs(HIDING).splitlines()
    at = lines.index("    int: _int | Decimal | Range") + 1
    end = next(number for number in range(at, len(lines)) if not lines[number])
    read = ast.literal_eval("\n".join(lines[at:end]).strip())
    assert " ".join(read.split()) == (
        rf"How \many {QUOTES} pots are there, where this text is much too long for a line of a module, so that it takes"
        ' two? In pots. Applies only where: str == "x".'
    )
    assert max(map(len, lines)) <= 100


def test_the_same_rulebase_gives_the_same_module_in_every_process() -> None:
    imports = "from advisor import load; from advisor.workbench.stubs import stubs"
    program = f"{imports}; print(stubs(load('breakup')), end='')"
    printed = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert printed == {stubs(load("breakup"))}


def test_the_first_line_says_what_the_module_is() -> None:
    assert stubs(garden()).startswith(FIRST)
    assert FIRST.startswith("# ")
