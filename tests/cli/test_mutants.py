"""`advisor test` tells what its scenarios would not notice, suggests scenarios that would, and gates on the score."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from advisor.cli import main

ROOT = Path(__file__).resolve().parents[2]
RULES = """\
name: kite
sources: {notes: {title: Our notes, sections: {all: All of them}}}
facts:
  wind: {kind: number, ask: How strong is the wind?, shown: the wind is <value>}
  thunder: {kind: boolean, ask: Does it thunder?, shown: {"true": it thunders, "false": there is no thunder}}
topics: {kite: {title: Kites}, boat: {title: Boats}}
rules:
  fly: {when: wind >= 4 and not thunder, advise: {topic: kite, verdict: do, say: Fly.}, source: notes/all}
  stay: {when: thunder, advise: {topic: boat, verdict: dont, say: Stay.}, source: notes/all}
scenarios:
  a fine day: {given: {wind: 9, thunder: false}, advises: {kite: {kite: do}}}
"""


@pytest.fixture
def kite(tmp_path: Path) -> str:
    (tmp_path / "rulebase.yaml").write_text(RULES, encoding="utf-8")
    return str(tmp_path)


def test(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["test", *arguments])


test.__test__ = False  # type: ignore[attr-defined]  # the verb, not a test


def test_mutants_are_told_in_the_rules_own_words_with_a_situation_that_tells_them_apart(kite: str) -> None:
    result = test(kite, "--mutants")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    at = next(n for n, line in enumerate(lines) if line.endswith(": 'fly' without `not thunder`"))
    assert lines[at].strip().startswith(f"{kite}/rulebase.yaml:8:3")
    assert lines[at + 1] == "    with wind: 4, thunder: true: 'fly' says nothing; with the change it says do"
    assert lines[-1] == "4 of 13 mutants killed (30.7 %)."


def test_coverage_marks_the_comparison_in_its_condition(kite: str) -> None:
    result = test(kite, "--coverage")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    at = lines.index("                      ^^^^^^^ `thunder` never decides alone while it is true")
    assert lines[at - 1] == "    wind >= 4 and not thunder"
    assert lines[at + 1].strip().startswith("it would with ")
    assert "thunder: true" in lines[at + 1]
    assert lines[-1] == "2 of 6 comparisons, each true and false, decide a rule alone in some scenario."


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--mutants"], 0),
        (["--mutants", "--min-score", "30"], 0),
        (["--mutants", "--min-score", "31"], 1),
        (["--mutants", "--strict"], 1),
        (["--coverage", "--strict"], 1),
        (["--suggest"], 0),
    ],
)
def test_the_exit_code_is_1_below_the_score_and_under_strict_for_anything_missing(
    kite: str, options: list[str], code: int
) -> None:
    assert test(kite, *options).exit_code == code


def test_suggestions_stand_alone_on_standard_output_and_close_every_gap(kite: str) -> None:
    result = test(kite, "--suggest")
    assert result.stdout.startswith("scenarios:\n")
    assert "1 of 1 scenarios passed." in result.stderr
    pasted = RULES.replace("scenarios:\n", result.stdout)
    Path(kite, "rulebase.yaml").write_text(pasted, encoding="utf-8")
    again = test(kite, "--mutants", "--coverage", "--strict")
    assert again.exit_code == 0, again.stdout
    assert "13 of 13 mutants killed (100 %)." in again.stdout
    nothing = test(kite, "--suggest")
    assert (nothing.stdout, nothing.stderr.splitlines()[-1]) == ("", "No scenario is missing.")


def test_suggestions_go_into_a_new_file_and_never_over_another(kite: str) -> None:
    place = Path(kite, "more.yaml")
    result = test(kite, "--suggest", "--output", str(place))
    assert (result.exit_code, result.stdout) == (0, "")
    assert f"Written to {place}" in result.stderr
    written = place.read_text(encoding="utf-8")
    assert written.startswith("scenarios:\n")
    assert test(kite, "--mutants", "--strict").exit_code == 0
    place.write_text("words: {sky: [air]}\n", encoding="utf-8")
    refused = test(kite, "--suggest", "--output", str(place))
    assert refused.exit_code == 2
    assert "there is such a file already" in refused.stderr
    assert place.read_text(encoding="utf-8") == "words: {sky: [air]}\n"


def test_a_file_that_would_not_be_read_as_yaml_is_not_written(kite: str) -> None:
    place = Path(kite, "more.txt")
    result = test(kite, "--suggest", "--output", str(place))
    assert result.exit_code == 2
    assert "let the name end in .yaml" in result.stderr
    assert not place.exists()


def test_json_has_what_was_asked_for_and_nothing_else(kite: str) -> None:
    record = json.loads(test(kite, "--format", "json", "--mutants", "--coverage", "--suggest").stdout)
    assert (record["mutants"]["killed"], record["mutants"]["survived"]) == (4, 9)
    assert record["conditions"]["rules"]["fly"] == {"met": 2, "owed": 4}
    assert all(one["given"] or one["topics"] for one in record["suggested"]["scenarios"])
    assert record["suggested"]["left"] == []
    assert {"mutants", "conditions", "suggested"}.isdisjoint(json.loads(test(kite, "--format", "json").stdout))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--mutants", "--run", "fine"], "leave --run out"),
        (["--suggest", "--update"], "leave --update out"),
        (["--min-score", "50"], "add --mutants"),
        (["--mutants", "--min-score", "101"], "101"),
        (["--output", "more.yaml"], "add --suggest"),
        (["--suggest", "--watch"], "leave --watch out"),
    ],
)
def test_options_that_do_not_go_together_are_refused(kite: str, options: list[str], message: str) -> None:
    result = test(kite, *options)
    assert result.exit_code == 2
    assert message in result.stderr


def test_what_is_printed_does_not_hang_on_the_order_of_hashes(kite: str) -> None:
    command = [
        sys.executable,
        "-m",
        "advisor",
        "test",
        kite,
        "--mutants",
        "--coverage",
        "--suggest",
        "--format",
        "json",
    ]
    runs = [
        subprocess.run(
            command, env={**os.environ, "PYTHONHASHSEED": seed}, cwd=ROOT, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]


def test_a_rulebase_without_rules_has_nothing_to_kill(tmp_path: Path) -> None:
    (tmp_path / "rulebase.yaml").write_text("name: empty\n", encoding="utf-8")
    result = test(str(tmp_path), "--mutants", "--coverage")
    assert result.exit_code == 0
    assert "0 of 0 mutants killed (100 %)." in result.stdout
    assert test(str(tmp_path), "--suggest").stdout == ""


def test_a_run_that_measures_nothing_loads_nothing_that_measures() -> None:
    program = (
        "import sys; from advisor.cli import main; main(['test', 'examples/hike'], standalone_mode=False); "
        "print([n for n in sys.modules if n.endswith(('mutants', 'mutations', 'suggesting', 'suggestions'))])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
