"""`advisor check`: what fails it, what is shown, and the forms it is written in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from advisor.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

POND = """\
name: pond
sources: {notes: {title: Our notes, SOURCE sections: {ice: Ice}}}
facts:
  thickness: {kind: number, unit: cm, ask: How thick is the ice?}
topics: {skating: {title: Skating}}
rules:
  skate: {when: thickness >= LEAST, advise: {topic: skating, verdict: may, say: You can skate.}, source: notes/ice}
  keep-off: {when: thickness < 15, advise: {topic: skating, verdict: dont, say: Keep off.}, source: notes/ice}
"""
OVERLAP, APART = "14", "15"


def advisor(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments], catch_exceptions=False)


@pytest.fixture
def pond(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a rulebase that has one error."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pond").mkdir()
    return written(tmp_path)


def written(folder: Path, least: str = OVERLAP, source: str = "", more: str = "") -> Path:
    text = POND.replace("LEAST", least).replace("SOURCE", source) + more
    (folder / "pond" / "rulebase.yaml").write_text(text, encoding="utf-8")
    return folder


def test_an_error_fails_a_check_and_is_told_with_an_example_in_the_words_of_the_rulebase(pond: Path) -> None:
    result = advisor("./pond")
    assert result.exit_code == 1
    assert result.stdout.startswith("pond 0: 1 fact, 1 topic, 2 rules, 0 scenarios; no problems.\n\n")
    assert "\ncontradictory-advice: 1 error\n  ./pond/rulebase.yaml:8:3: " in result.stdout
    assert "\n      for example: thickness: 14 cm\n" in result.stdout
    assert result.stdout.endswith("\n\n1 error.\n")
    assert (pond / "pond").is_dir()


def test_a_rulebase_without_findings_is_fine(pond: Path) -> None:
    written(pond, APART)
    result = advisor("./pond")
    assert (result.exit_code, result.stdout.count("\n")) == (0, 1)


NOTE = "words: {frog: [toad]}\n"


@pytest.mark.parametrize(
    ("least", "options", "code"),
    [
        (OVERLAP, ["--fail-level", "never"], 0),
        (OVERLAP, ["--fail-level", "warning"], 1),
        (APART, [], 0),
        (APART, ["--fail-level", "warning"], 0),
        (APART, ["--fail-level", "note"], 1),
        (APART, ["--strict", "--fail-level", "note"], 1),
        (OVERLAP, ["--strict", "--skip", "contradictory-advice"], 0),
    ],
)
def test_the_severity_that_fails_a_check_can_be_chosen(pond: Path, least: str, options: list[str], code: int) -> None:
    written(pond, least, more=NOTE)
    assert advisor("./pond", *options).exit_code == code


def test_strict_fails_for_warnings(pond: Path) -> None:
    written(pond, APART, more="accepts: {no-such-code: So it is.}\n")
    assert "unknown-code: 1 warning" in advisor("./pond").stdout
    assert advisor("./pond").exit_code == 0
    assert advisor("./pond", "--strict").exit_code == 1


def test_what_hangs_on_the_day_is_shown_and_fails_a_check_only_with_the_day(pond: Path) -> None:
    written(pond, APART, "review_by: 2020-01-01,")
    result = advisor("./pond", "--strict")
    assert result.exit_code == 0
    assert "overdue-source: 1 warning" in result.stdout
    assert "1 warning.\n1 of these hangs on the day" in result.stdout
    assert advisor("./pond", "--strict", "--today", "2026-01-15").exit_code == 1
    assert advisor("./pond", "--strict", "--today", "2019-12-31").exit_code == 0


def test_what_is_accepted_fails_nothing_and_is_counted_and_shown_when_asked_for(pond: Path) -> None:
    written(pond, more="accepts: {contradictory-advice: The thicker the better.}\n")
    result = advisor("./pond")
    assert result.exit_code == 0
    assert result.stdout.endswith("No findings.\n1 finding accepted, with a reason; --accepted shows them.\n")
    assert "\n      accepted: The thicker the better.\n" in advisor("./pond", "--accepted").stdout
    assert advisor("./pond", "--format", "json").stdout == "[]\n"
    (found,) = json.loads(advisor("./pond", "--format", "json", "--accepted").stdout)
    assert found["accepted"] == "The thicker the better."


def test_one_code_alone_or_all_but_one_can_be_looked_for(pond: Path) -> None:
    written(pond, more=NOTE)
    codes = [one["code"] for one in json.loads(advisor("./pond", "--format", "json").stdout)]
    assert codes == ["contradictory-advice", "unused-words"]
    for options in (["--only", "unused-words"], ["--skip", "contradictory-advice"]):
        (one,) = json.loads(advisor("./pond", "--format", "json", *options).stdout)
        assert one["code"] == "unused-words"


def test_a_code_that_is_none_is_wrong_usage(pond: Path) -> None:
    for option in ("--only", "--skip"):
        result = advisor("./pond", option, "unused-word")
        assert result.exit_code == 2
        assert "did you mean 'unused-words'?" in result.stderr
    assert pond.is_dir()


def test_a_budget_with_which_nothing_could_be_proved_is_wrong_usage(pond: Path) -> None:
    result = advisor("./pond", "--budget", "10")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--budget" in result.stderr
    assert pond.is_dir()


def test_workflow_commands_name_file_line_and_column(pond: Path) -> None:
    result = advisor("./pond", "--format", "github")
    assert result.exit_code == 1
    assert result.stdout.startswith("::error file=pond/rulebase.yaml,line=8,col=3,title=contradictory-advice::")
    assert pond.is_dir()


def test_a_log_has_relative_places_and_every_code_that_was_looked_for(pond: Path) -> None:
    result = advisor("./pond", "--format", "sarif", "--quick")
    (run,) = json.loads(result.stdout)["runs"]
    (found,) = run["results"]
    assert found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "pond/rulebase.yaml"
    rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert {"contradictory-advice", "unused-words"} <= rules
    assert "unused-cue" not in rules  # a quick check reads no messages
    assert pond.is_dir()


def test_a_log_and_a_report_hold_what_is_accepted_with_its_reason(pond: Path) -> None:
    written(pond, more="accepts: {contradictory-advice: The thicker the better.}\n")
    (run,) = json.loads(advisor("./pond", "--format", "sarif").stdout)["runs"]
    assert run["results"][0]["suppressions"] == [{"kind": "inSource", "justification": "The thicker the better."}]
    report = ET.fromstring(advisor("./pond", "--format", "junit").stdout)  # noqa: S314 - our own
    assert [one.get("message") for one in report.iter("skipped")] == ["accepted: The thicker the better."]


def test_a_report_fails_for_what_fails_the_check(pond: Path) -> None:
    for options, failures in (([], "1"), (["--fail-level", "never"], "0")):
        report = ET.fromstring(advisor("./pond", "--format", "junit", *options).stdout)  # noqa: S314 - our own
        assert report.get("failures") == failures
    assert pond.is_dir()


@pytest.mark.parametrize("form", ["github", "sarif", "junit", "json"])
def test_problems_come_in_every_form_on_standard_output(pond: Path, form: str) -> None:
    written(pond, "1 and thicknes > 2")
    result = advisor("./pond", "--format", form)
    assert (result.exit_code, result.stderr) == (2, "")
    assert "unknown-fact" in result.stdout
    assert "there is no fact 'thicknes'" in result.stdout.replace("&apos;", "'")
    assert "did you mean 'thickness'?" in result.stdout


def test_problems_and_findings_have_the_same_keys_in_json(pond: Path) -> None:
    (finding,) = json.loads(advisor("./pond", "--format", "json").stdout)
    written(pond, "1 and thicknes > 2")
    (problem,) = json.loads(advisor("./pond", "--format", "json").stdout)
    assert list(problem) == list(finding)
    assert problem["severity"] == "error"


@pytest.mark.parametrize(
    "options", [("--only", "no-advice", "--skip", "no-advice"), ("--quick", "--only", "unused-cue")]
)
def test_a_check_that_would_look_for_nothing_is_refused(pond: Path, options: tuple[str, ...]) -> None:
    result = advisor("./pond", *options)
    assert result.exit_code == 2
    assert "leave nothing to look for" in result.stderr
    assert pond.is_dir()


def test_servers_are_told_files_from_the_folder_of_the_run(pond: Path) -> None:
    assert "file=pond/rulebase.yaml," in advisor("./pond", "--format", "github").stdout
    assert 'file="pond/rulebase.yaml"' in advisor("./pond", "--format", "junit").stdout
    assert pond.is_dir()


def test_places_of_a_rulebase_known_by_its_name_lead_to_its_files(pond: Path) -> None:
    result = advisor("breakup", "--quick", "--only", "unchecked-help", "--format", "sarif")
    found = json.loads(result.stdout)["runs"][0]["results"][0]  # accepted findings are among them
    file = found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert (pond / file).resolve().is_file()


@pytest.mark.parametrize("place", ["./pond", "./pond/", "./pond//"])
def test_messages_beside_a_rulebase_are_known_by_its_place(pond: Path, place: str) -> None:
    topic = "topics: {skating: {title: Skating, asked: [skate]}, ice: {title: Ice, asked: [thin]}}\n"
    text = POND.replace("LEAST", APART).replace("SOURCE", "").replace("topics: {skating: {title: Skating}}\n", topic)
    (pond / "pond" / "rulebase.yaml").write_text(text, encoding="utf-8")
    (pond / "pond" / "examples").mkdir()
    (pond / "pond" / "examples" / "all.yaml").write_text("ice: [Can I skate where it is thin?]\n", encoding="utf-8")
    (found,) = json.loads(advisor(place, "--format", "json", "--only", "claimed-twice").stdout)
    assert (found["file"], found["line"]) == ("./pond/examples/all.yaml", 1)
