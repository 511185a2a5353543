"""The reference says what the code declares: keys, kinds, limits, verbs, records and public names."""

from __future__ import annotations

import datetime
import inspect
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

import advisor
from advisor import Advisor, RulebaseError, loads
from advisor.cli import main
from advisor.rulebase.nodes import Report, parse
from advisor.rulebase.shape import SINGLE, check
from advisor.workbench import trials
from tools import reference, replay

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor import Reply

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"
PAGES = {path.name: path.read_text(encoding="utf-8") for path in sorted(REFERENCE.glob("*.md"))}
GARDEN = ROOT / "examples" / "garden"


@pytest.mark.parametrize("name", PAGES)
def test_what_the_code_declares_stands_in_the_reference(name: str) -> None:
    assert reference.written(PAGES[name]) == PAGES[name], "run: python tools/reference.py"


def test_every_part_that_is_made_stands_in_one_page() -> None:
    placed = [name for page in PAGES.values() for name in re.findall(r"<!-- begin: (.+) -->", page)]
    assert sorted(placed) == sorted(reference.parts())


def test_every_key_of_every_record_is_in_the_language() -> None:
    rows = set(re.findall(r"^\| `(\w+)` \|", PAGES["language.md"], re.MULTILINE))
    for path, record in reference.records().items():
        assert rows >= record.keys.keys(), path


def test_every_verb_is_documented_with_each_of_its_options() -> None:
    page = PAGES["command-line.md"]
    sections = dict(
        zip(re.findall(r"^## `advisor (\w+)`", page, re.MULTILINE), re.split(r"^## ", page, flags=re.MULTILINE)[1:])
    )
    assert sections.keys() == set(main.list_commands(click.Context(main)))
    for verb, section in sections.items():
        command = main.get_command(click.Context(main), verb)
        assert command
        assert command.help
        assert inspect.cleandoc(command.help) in section
        for option in (one for one in command.params if isinstance(one, click.Option)):
            assert f"| `{option.opts[-1]}" in section


def keys_of(value: object, at: str = "") -> Iterator[str]:
    """Name every key of a record, with `[]` for entries of lists and `*` for names of facts."""
    if isinstance(value, dict):
        for key, inner in value.items():
            named = at in {"understood.facts", "declined"} or at.endswith(".answers")
            path = f"{at}.*" if named else f"{at}.{key}".removeprefix(".")
            yield path
            yield from keys_of(inner, path)
    elif isinstance(value, list):
        for inner in value:
            yield from keys_of(inner, f"{at}[]")


TORN = """
name: torn
sources: {us: {title: Us, sections: {all: All}}}
facts:
  sunny: {kind: boolean, ask: Is it sunny?}
  warm: {kind: boolean, ask: Is it warm?}
topics: {walk: {title: A walk}}
never: [sunny and not warm]
rules:
  go: {when: sunny, advise: {topic: walk, verdict: do, say: Go.}, source: us/all}
  stay: {when: warm, advise: {topic: walk, verdict: dont, say: Stay.}, source: us/all}
"""


CASES = """
name: cases
sources: {us: {title: Us, sections: {all: All}}}
facts: {sunny: {kind: boolean, ask: Is it sunny?}}
topics: {walk: {title: A walk}}
rules:
  go: {when: sunny, advise: {topic: walk, verdict: do, say: Go.}, source: us/all}
  stroll: {when: not sunny, advise: {topic: walk, verdict: do, say: Stroll.}, source: us/all}
"""


def begun_anew(garden: Advisor) -> Reply:
    """Give the reply of a talk in which a plan began anew and a question was not answered."""
    day = datetime.date(2026, 11, 23)
    session = garden.tell(garden.turn(garden.begin(), "watering"), {"days_since_watering": 2}, today=day)
    session = garden.decline(garden.tell(session, {"rain_expected": True}, today=day), "frost", today=day)
    return garden.reply(session, today=day)[1]


def test_the_page_on_json_has_every_key_of_a_reply_and_no_other() -> None:
    garden, torn = Advisor.load(GARDEN, engine="plain"), Advisor(loads(TORN), "plain")
    replies = [
        garden.ask("Should I water the plants? It will rain."),
        garden.ask("Should I water the plants?", facts={"rain_expected": True, "frost": False}),
        torn.ask("", facts={"sunny": True, "warm": True}, topics="walk"),
        torn.ask("", facts={"sunny": True, "warm": False}, topics="walk"),
        Advisor.load("breakup").ask("I want to die."),
        Advisor.load("breakup", engine="indexed").ask("He texted me last night, nothing urgent. Can I answer?"),
        Advisor(loads(CASES), "plain").ask("", topics="walk"),
        begun_anew(garden),
    ]
    given = {key for reply in replies for key in keys_of(reply.to_dict())}
    assert set(re.findall(r"^\| `([\w.*\[\]]+)` \|", PAGES["json.md"], re.MULTILINE)) == given


def test_the_keys_of_a_reply_are_always_there() -> None:
    garden = Advisor.load(GARDEN, engine="plain")
    told = garden.ask("It will rain. Should I water the plants?").to_dict()
    assert (
        told.keys() == garden.ask("").to_dict().keys() == Advisor.load("breakup").ask("I want to die.").to_dict().keys()
    )
    assert json.loads(json.dumps(told)) == told


def rows_below(heading: str, page: str) -> list[tuple[str, str]]:
    """The first two cells of each row of the table that begins with a heading."""
    body = page.split(heading, 1)[1].split("\n\n", 1)[0]
    return re.findall(r"^\| `(.+?)` \| (.+?) \|$", body, re.MULTILINE)


CONDITIONS = rows_below("| condition | holds when |", PAGES["language.md"])
REFUSED = rows_below("| condition | problem |", PAGES["language.md"])
FORMULAS = rows_below("| formula | gives |", PAGES["language.md"])
FACTS = next(block.text for block in replay.blocks(PAGES["language.md"]) if block.sort == "yaml")
HEAD = "name: t\nsources: {s: {title: S, sections: {a: A}}}\ntopics: {t: {title: T}}\n" + FACTS
RULE = "rules: {{one: {{when: {when!r}, advise: {{topic: t, verdict: do, say: Go.}}, source: s/a}}}}\n"


@pytest.mark.parametrize("condition", [condition for condition, _ in CONDITIONS])
def test_the_conditions_that_the_page_shows_are_read(condition: str) -> None:
    assert loads(HEAD + RULE.format(when=condition)).rules["one"].when == condition


@pytest.mark.parametrize(("condition", "problem"), REFUSED)
def test_the_conditions_that_the_page_calls_wrong_are_refused_as_it_says(condition: str, problem: str) -> None:
    with pytest.raises(RulebaseError) as caught:
        loads(HEAD + RULE.format(when=condition))
    assert {found.code for found in caught.value.problems} == {problem.strip("`")}


@pytest.mark.parametrize("formula", [formula for formula, _ in FORMULAS])
def test_the_formulas_that_the_page_shows_are_read(formula: str) -> None:
    kind = "date" if formula.startswith("sown +") else "number"
    more = "  cut: {kind: date, ask: When?}\n  gusts: {kind: number, ask: How strong?}\n"
    rulebase = loads(HEAD + more + f"  made: {{kind: {kind}, compute: {formula!r}}}\n")
    assert rulebase.facts["made"].formula is not None


def test_there_are_tables_to_try() -> None:
    assert len(CONDITIONS) > 10
    assert len(REFUSED) > 5
    assert len(FORMULAS) > 5


BLOCKS = [
    pytest.param(block.text, id=f"{path.name}:{block.start}")
    for path in replay.documents()
    for block in replay.blocks(path.read_text(encoding="utf-8"))
    if block.sort == "yaml" and not all(line.startswith("#") for line in block.lines)
]


@pytest.mark.parametrize("text", BLOCKS)
def test_the_yaml_in_the_documents_has_the_shape_of_a_rulebase(text: str) -> None:
    report = Report()
    node = parse(text, "page", report)
    assert node
    assert check(node, SINGLE, report), [str(problem) for problem in report.problems]


@pytest.mark.parametrize("name", [name for name in advisor.__all__ if callable(getattr(advisor, name))])
def test_every_public_name_has_an_example_that_runs(name: str) -> None:
    thing = getattr(advisor, name)
    classes = [one for one in getattr(thing, "__mro__", ()) if one.__module__.startswith("advisor.")]
    members = [m.__func__ if isinstance(m, classmethod) else m for one in classes for m in vars(one).values()]
    described = [thing, *(member for member in members if inspect.isfunction(member))]
    assert any(">>>" in (inspect.getdoc(one) or "") for one in described)


def test_every_public_name_stands_in_the_library() -> None:
    rows = re.findall(r"^\| `(\w+)", PAGES["library.md"].split("\n\n###", 1)[0], re.MULTILINE)
    assert sorted(rows) == sorted(advisor.__all__)


def test_a_scenario_without_a_day_takes_place_on_the_day_that_the_page_says() -> None:
    day = trials.DAY
    assert f"{day.day} {day:%B} {day.year}" in " ".join(PAGES["language.md"].split())


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        (0, ["check", "examples/garden"]),
        (1, ["test", "{failing}"]),
        (1, ["test", "{thin}", "--strict"]),
        (0, ["test", "{thin}"]),
        (2, ["nothing"]),
        (2, ["ask", "--today", "tomorrow", "hello"]),
        (2, ["ask", "--fact", "rian=yes", "hello"]),
        (2, ["check", "{broken}"]),
        (2, ["check", "{broken}", "--format", "json"]),
        (3, ["ask", "--strict", "--rules", "examples/garden", "Should I water the plants?"]),
        (0, ["ask", "--rules", "examples/garden", "Should I water the plants?"]),
    ],
)
def test_the_exit_codes_are_those_of_the_page(
    code: int, arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    texts = {
        "failing": HEAD + RULE.format(when="rain") + "scenarios: {a: {given: {rain: true}, advises: {t: {t: dont}}}}\n",
        "thin": HEAD + RULE.format(when="rain") + "scenarios: {a: {given: {rain: true}, advises: {t: {t: do}}}}\n",
        "broken": "name: [\n",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    places = {name: str(tmp_path / f"{name}.yaml") for name in texts}
    assert CliRunner().invoke(main, [word.format(**places) for word in arguments]).exit_code == code
    assert f"| {code} |" in PAGES["command-line.md"]
