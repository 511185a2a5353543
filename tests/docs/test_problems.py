"""The page on problems has every code that the source can report, and no other; and each can be brought about."""

from __future__ import annotations

import ast
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from advisor import RulebaseError, load
from advisor.rulebase.corpus import labelled
from advisor.rulebase.nodes import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reference" / "problems.md"
TREES = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "advisor" / "rulebase").glob("*.py"))]
NODES = [node for tree in TREES for node in ast.walk(tree)]

REPORTING = {"add", "refuse", "wrong", "Mistake", "Problem"}  # calls that are given a code first
SOME_NODES = 1_000  # as many as a test can wait for
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MADE = re.compile(r"(\{\}|[a-z0-9]+)(-(\{\}|[a-z0-9]+))+")


def documented() -> list[str]:
    return re.findall(r"^\| `([a-z0-9-]+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)


def texts(node: ast.expr | None) -> Iterator[str]:
    """The texts that an expression can be; `{}` stands for what is filled in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    elif isinstance(node, ast.Starred) and isinstance(node.value, ast.Name):
        for found in NODES:
            if isinstance(found, ast.Assign) and ast.unparse(found.targets[0]) == node.value.id:
                yield from texts(found.value.elts[0] if isinstance(found.value, ast.Tuple) else None)


def named(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def kinds() -> set[str]:
    """What can be unknown: the second thing that the calls which report unknown names are given."""
    calls = [node for node in NODES if isinstance(node, ast.Call) and named(node) in {"unknown", "_names"}]
    second = [call.args[1] for call in calls if len(call.args) > 1]
    return {kind for given in second for kind in texts(given) if CODE.fullmatch(kind)}


def in_source() -> set[str]:
    """Every code that the source names or makes of parts."""
    found: set[str] = set()
    for node in NODES:
        if isinstance(node, ast.Call):
            found.update(texts(node.args[0]) if named(node) in REPORTING and node.args else ())
            found.update(text for key in node.keywords if key.arg == "code" for text in texts(key.value))
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
            found.update(texts(node.value) if ast.unparse(target) == "code" else ())
    codes = {text for text in found if CODE.fullmatch(text)}
    made = {text for text in found - codes if MADE.fullmatch(text)}
    assert made == {"unknown-{}", "{}-holds"}, "say here what the parts of a new code can be"
    return codes | {f"unknown-{kind}" for kind in (*kinds(), "subject")} | {"always-holds", "never-holds"}


def test_the_page_has_every_code_of_the_source_once_and_no_other() -> None:
    assert sorted(documented()) == sorted(in_source())


HEAD = "name: garden\nsources: {s: {title: Notes, sections: {a: All}}}\n"
RAIN = HEAD + "facts:\n  rain: {kind: boolean, ask: Does it rain?}\n"
WATERING = RAIN + "topics: {water: {title: Watering}}\n"


def rule(when: str, then: str = "advise: {topic: water, verdict: do, say: Go.}") -> str:
    return WATERING + f"rules:\n  one: {{when: {when!r}, {then}, source: s/a}}\n"


def fact(body: str, more: str = "") -> str:
    return RAIN + f"  wind: {{{body}}}\n{more}"


# The shortest rulebases that have a problem of each code.
TEXTS = {
    "unknown-subject": "name: garden\nphrases: {not_covered: {tide: [low water]}}\n",
    "empty": "# nothing\n",
    "yaml-syntax": "name: [garden\n",
    "yaml-characters": "name: gar\x07den\n",
    "yaml-directive": "%YAML 1.2\n---\nname: garden\n",
    "yaml-documents": "name: garden\n---\nname: other\n",
    "yaml-alias": "name: &a garden\n",
    "yaml-tag": "name: !!str garden\n",
    "key-not-text": "[a, b]: garden\n",
    "duplicate-key": "name: garden\nname: other\n",
    "no-value": "name:\n",
    "too-deep": "name: " + "[" * 41 + "]" * 41,
    "too-many-nodes": "name: [" + "a," * SOME_NODES + "]",
    "more-problems": "name: garden\n" + "".join(f"key{n}: no\n" for n in range(300)),
    "unknown-key": "name: garden\nfact: {}\n",
    "missing-key": "name: garden\nfacts: {rain: {ask: Does it rain?}}\n",
    "either-or": rule("rain", "conclude: {rain: true}, advise: {topic: water, verdict: do, say: Go.}"),
    "one-of": rule("rain", "conclude: {dry: true, wet: true}"),
    "wrong-shape": "name: garden\nfacts: [rain]\n",
    "unknown-value": fact("kind: bool, ask: Windy?"),
    "bad-name": "name: My Garden\n",
    "bad-value": fact("kind: number, ask: How windy?, presume: strong"),
    "too-long": "name: garden\nnotice: " + "a" * 5_001 + "\n",
    "unknown-rulebase": "name: garden\nextends: [no-such-garden]\n",
    "extends-path": "name: garden\nextends: [./other]\n",
    "duplicate-name": RAIN,  # beside a file that has the same
    "unknown-fact": rule("rian"),
    "unknown-topic": rule("rain", "advise: {topic: watr, verdict: do, say: Go.}"),
    "unknown-rule": WATERING + "flags: {fire: {said: [fire], say: Run., suspends: [none-such]}}\n",
    "unknown-flag": rule("rain") + "scenarios: {one: {say: fire, flags: [fire]}}\n",
    "unknown-sign": "name: garden\nflags: {fire: {said: [fire], say: Run., despite: [smoke]}}\n",
    "unknown-tag": WATERING + "flags: {fire: {said: [fire], say: Run., suspends: {tags: [wet]}}}\n",
    "unknown-need": "name: garden\nflags: {fire: {said: [fire], say: 'Call {brigade}.'}}\n",
    "unknown-country": "name: garden\nresources: [{country: DE, needs: [brigade], name: Brigade}]\n",
    "unknown-evidence": rule("rain").replace("source:", "evidence: [wetness], source:"),
    "unknown-act": rule("rain") + "scenarios: {one: {given: {rain: true}, advises: {water: {hose: do}}}}\n",
    "unknown-source": rule("rain").replace("s/a", "t/a"),
    "unknown-section": rule("rain").replace("s/a", "s/b"),
    "unknown-word-list": HEAD + "topics: {water: {title: Watering, asked: [water the (plants)]}}\n",
    "wrong-kind": rule("rain > 3"),
    "bad-choices": fact("kind: choice, choices: [calm], ask: How windy?"),
    "no-question": fact("kind: boolean"),
    "no-hole": fact("kind: number, ask: How windy?, said: [it is windy]"),
    "bad-presume": fact("kind: date, ask: Since when?, presume: 2026-01-01"),
    "presumed-safety": rule("rain").replace("source:", "safety: true, source:").replace("ask:", "presume: false, ask:"),
    "not-derived": fact("kind: number, ask: How windy?, otherwise: 3"),
    "not-told": fact("kind: boolean, ask: Windy?", "rules: {one: {conclude: {wind: true}, source: s/a}}\n"),
    "derived-computed": fact(
        "kind: number, compute: gust + 1",
        "  gust: {kind: number, ask: How strong?}\nrules: {one: {conclude: {wind: 3}, source: s/a}}\n",
    ),
    "no-otherwise": fact("kind: number", "rules: {one: {when: rain, conclude: {wind: 3}, source: s/a}}\n"),
    "bad-formula": fact("kind: number, compute: rain + 1"),
    "computed-cycle": fact("kind: number, compute: gust + 1", "  gust: {kind: number, compute: wind + 1}\n"),
    "derived-cycle": RAIN
    + "  wet: {kind: boolean}\n  cold: {kind: boolean}\nrules:\n"
    + "  one: {when: wet, conclude: {cold: true}, source: s/a}\n"
    + "  two: {when: cold, conclude: {wet: true}, source: s/a}\n",
    "bad-condition": rule("rain = true"),
    "unknown-choice": rule("rain == maybe"),
    "two-facts": fact("kind: boolean, ask: Windy?", "never: [rain == wind]\n"),
    "never-holds": rule("rain and not rain"),
    "always-holds": rule("rain or not rain"),
    "too-many-clauses": HEAD
    + "facts:\n"
    + "".join(f"  {side}{n}: {{kind: boolean, ask: Is it so?}}\n" for side in "ab" for n in range(9))
    + "never: ['"
    + " and ".join(f"(a{n} or b{n})" for n in range(9))
    + "']\n",
    "override-cycle": rule("rain").replace("source:", "overrides: [one], source:"),
    "open-hole": fact("kind: number, ask: How windy?") + "topics: {water: {title: Watering}}\n"
    "rules: {one: {when: rain, advise: {topic: water, verdict: do, say: The wind is <wind>.}, source: s/a}}\n",
    "bad-phrase": HEAD + "topics: {water: {title: Watering, asked: ['?']}}\n",
    "words-cycle": HEAD + "words: {a: [(b)], b: [(a)]}\n",
    "no-text": RAIN + "scenarios: {one: {given: {rain: true}, understands: {rain: true}}}\n",
    "beside-talk": RAIN + "scenarios: {one: {talk: [{say: It rains.}], concludes: {rain: true}}}\n",
    "nothing-asked": RAIN + "scenarios: {one: {talk: [{answered: It rains.}]}}\n",
    "not-advice": rule("rain", "conclude: {wet: true}").replace("topics:", "  wet: {kind: boolean}\ntopics:", 1)
    + "scenarios: {one: {given: {rain: true}, advised: [one]}}\n",
    "no-situation": RAIN + "scenarios: {one: {flags: []}}\n",
}


def _safety_rule(folder: Path) -> tuple[Path, ...]:
    (folder / "base.yaml").write_text(rule("rain").replace("source:", "safety: true, source:"), encoding="utf-8")
    text = "name: more\nrules: {two: {replaces: one, advise: {topic: water, verdict: do, say: Go.}, source: s/a}}\n"
    (folder / "more.yaml").write_text(text, encoding="utf-8")
    return folder / "base.yaml", folder / "more.yaml"


def _written(folder: Path, raw: bytes) -> tuple[Path, ...]:
    (folder / "rulebase.yaml").write_bytes(raw)
    return (folder,)


def _linked(folder: Path) -> tuple[Path, ...]:
    inner = folder / "garden"
    inner.mkdir()
    (folder / "other.yaml").write_text("facts: {}\n", encoding="utf-8")
    (inner / "rulebase.yaml").write_text("name: garden\n", encoding="utf-8")
    (inner / "other.yaml").symlink_to(folder / "other.yaml")
    return (inner,)


def _many(folder: Path) -> tuple[Path, ...]:
    for number in range(1_001):
        (folder / f"{number}.yaml").touch()
    return _written(folder, b"name: garden\n")


def _pipe(folder: Path) -> tuple[Path, ...]:
    os.mkfifo(folder / "rulebase.yaml")
    return (folder,)


def _changed_hints(folder: Path) -> tuple[Path, ...]:
    (folder / "rulebase.yaml").write_text("name: garden\n", encoding="utf-8")
    (folder / "hints.txt").write_text("advisor hints 1 00000000\nrain\n", encoding="utf-8")
    return (folder,)


FILES: dict[str, Callable[[Path], tuple[Path, ...]]] = {
    "no-root": lambda folder: (folder,),
    "outside": _linked,
    "unreadable": lambda folder: (folder / "none.yaml",),
    "not-a-file": _pipe,
    "not-utf8": lambda folder: _written(folder, b"name: g\xe4rden\n"),
    "too-many-files": _many,
    "too-large": lambda folder: _written(folder, b"#" * (MAX_BYTES + 1)),
    "no-reason": _safety_rule,
    "bad-hints": _changed_hints,
}


def codes(*where: Path | str) -> set[str]:
    with pytest.raises(RulebaseError) as caught:
        load(*where)
    return {problem.code for problem in caught.value.problems}


@pytest.mark.parametrize("code", TEXTS)
def test_each_problem_of_a_text_can_be_brought_about(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("advisor.rulebase.nodes.MAX_NODES", SOME_NODES)
    (tmp_path / "rulebase.yaml").write_text(TEXTS[code], encoding="utf-8")
    if code == "duplicate-name":
        (tmp_path / "more.yaml").write_text(TEXTS[code].removeprefix(HEAD), encoding="utf-8")
    assert code in codes(tmp_path)


@pytest.mark.parametrize("code", FILES)
def test_each_problem_of_files_can_be_brought_about(code: str, tmp_path: Path) -> None:
    assert code in codes(*FILES[code](tmp_path))


def test_a_rulebase_that_extends_itself_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rulebase.yaml").write_text("name: garden\nextends: [garden]\n", encoding="utf-8")
    monkeypatch.setattr("advisor.rulebase.files.shipped", lambda: {"garden": tmp_path})
    assert "extends-cycle" in codes("garden")


def test_a_message_with_a_label_that_is_none_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "rulebase.yaml").write_text("name: garden\n", encoding="utf-8")
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples" / "more.yaml").write_text("tide: [low water]\n", encoding="utf-8")
    with pytest.raises(RulebaseError) as caught:
        labelled(load(tmp_path), tmp_path)
    assert [problem.code for problem in caught.value.problems] == ["unknown-label"]


def test_every_documented_problem_is_brought_about_here() -> None:
    assert set(documented()) == TEXTS.keys() | FILES.keys() | {"extends-cycle", "unknown-label"}
