"""`advisor graph` draws a rulebase as Mermaid, DOT, SVG or JSON, on a pipe or into a file."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from advisor.cli import main

GARDEN = str(Path(__file__).resolve().parents[2] / "examples" / "garden")
needs_graphviz = pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")


def graph(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["graph", *arguments], catch_exceptions=False)


def test_mermaid_comes_on_the_pipe_unless_something_else_is_asked_for() -> None:
    result = graph(GARDEN)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("flowchart LR\n  accTitle: When to water the garden\n")
    assert graph(GARDEN, "--format", "dot").stdout.startswith('digraph "When to water the garden" {\n')
    assert {node["kind"] for node in json.loads(graph(GARDEN, "--format", "json").stdout)["nodes"]} == {
        "fact",
        "rule",
        "act",
        "topic",
    }


def test_a_large_rulebase_is_drawn_by_topics_and_the_reason_is_told() -> None:
    result = graph("breakup")
    assert result.exit_code == 0
    assert "122 rules are too many for one picture" in result.stderr
    assert "rule_" not in result.stdout


@pytest.mark.parametrize("options", [["--topic", "bump_in"], ["--detail", "rules"], ["--detail", "conditions"]])
def test_what_is_asked_for_is_drawn_however_large_the_rulebase_is(options: list[str]) -> None:
    result = graph("breakup", *options)
    assert result.stderr == ""
    assert "rule_" in result.stdout
    assert ("<br/>when " in result.stdout) is ("conditions" in options)


def test_several_topics_are_drawn_together() -> None:
    text = graph("breakup", "--topic", "bump_in", "--topic", "cruel").stdout
    assert text.count("subgraph") == 2


def test_the_ending_of_the_file_says_how_it_is_written(tmp_path: Path) -> None:
    for name, first in (("a.mmd", "flowchart LR"), ("a.gv", "digraph "), ("a.json", "{")):
        result = graph(GARDEN, "--output", str(tmp_path / name))
        assert (result.exit_code, result.output) == (0, "")
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert text.startswith(first)
        assert text.endswith("\n")
    assert graph(GARDEN, "--topic", "watering", "--output", str(tmp_path / "a.mmd")).exit_code == 0


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("rules.yaml", [], "the name ends in .mmd, .mermaid, .dot, .gv, .svg, .json"),
        ("rules", ["--format", "dot"], "the name ends in"),
        ("rules.svg", ["--format", "dot"], "holds svg, and not dot"),
        ("none/rules.dot", [], "the file could not be written: No such file or directory"),
    ],
)
def test_a_file_that_cannot_be_it_is_refused_and_nothing_is_written(
    tmp_path: Path, name: str, options: list[str], message: str
) -> None:
    result = graph(GARDEN, *options, "--output", str(tmp_path / name))
    assert result.exit_code == 2
    assert message in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_topic_that_is_none_is_refused_with_the_nearest() -> None:
    result = graph(GARDEN, "--topic", "wattering")
    assert result.exit_code == 2
    assert "there is no topic 'wattering'; did you mean 'watering'?" in result.stderr


@needs_graphviz
def test_graphviz_draws_an_svg(tmp_path: Path) -> None:
    assert graph(GARDEN, "--output", str(tmp_path / "a.svg")).exit_code == 0
    text = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert "<svg " in text
    assert "never&#45;before&#45;frost" in text
    assert graph(GARDEN, "--format", "svg").stdout == text


def test_without_graphviz_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = graph(GARDEN, "--format", "svg")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(
        "advisor: an SVG is drawn by Graphviz, which is not installed: apt install graphviz"
    )
    assert result.stderr.count("\n") == 1


@pytest.fixture
def drawing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A program that is found in the place of Graphviz."""
    program = tmp_path / "dot"
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda _: str(program))
    return program


def test_what_graphviz_says_when_it_fails_is_told(drawing: Path) -> None:
    drawing.write_text("#!/bin/sh\necho 'Error: out of\nink' >&2\nexit 3\n", encoding="utf-8")
    result = graph(GARDEN, "--format", "svg")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "advisor: Graphviz could not draw it: Error: out of ink\n"


def test_graphviz_that_fails_without_a_word_is_told_by_its_exit_code(drawing: Path) -> None:
    drawing.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    assert graph(GARDEN, "--format", "svg").stderr == "advisor: Graphviz could not draw it: exit code 3\n"


def test_graphviz_that_cannot_be_run_is_told(drawing: Path) -> None:
    drawing.chmod(0o644)
    assert "Graphviz could not be run: Permission denied" in graph(GARDEN, "--format", "svg").stderr


def test_graphviz_that_is_never_done_is_ended_and_told(monkeypatch: pytest.MonkeyPatch, drawing: Path) -> None:
    def waiting(command: list[str], *, timeout: float, **_: object) -> None:
        assert command[0] == str(drawing)
        raise subprocess.TimeoutExpired(command, timeout)

    monkeypatch.setattr(subprocess, "run", waiting)
    result = graph(GARDEN, "--format", "svg")
    assert result.exit_code == 2
    assert "Graphviz was not done after 60 seconds; draw less of it: --topic NAME, or --detail topics" in result.stderr


def test_the_picture_of_the_page_on_graphs_is_the_one_that_is_drawn() -> None:
    page = (Path(GARDEN).parents[1] / "docs" / "how-to" / "see-the-rules-as-a-graph.md").read_text(encoding="utf-8")
    shown = page.split("```mermaid\n", 1)[1].split("```", 1)[0]
    assert shown == graph(GARDEN).stdout
