"""`advisor docs` makes a folder of pages, makes it anew, and touches nothing that it did not make."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from advisor.cli import main
from advisor.cli._writing import MADE
from tests.shelters import HOUSE

ROOT = Path(__file__).resolve().parents[2]
GARDEN = str(ROOT / "examples" / "garden")
PAGES = {"index.html", "facts.html", "plans.html", "sources.html", "scenarios.html", "findings.html", "names.html"}
FILES = {*PAGES, "topic-watering.html", "site.css", "filter.js", MADE}
needs_graphviz = pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")


def docs(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["docs", *arguments, "--no-graphs"], catch_exceptions=False)


def texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir() if path.is_file()}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder that was made."""
    folder = tmp_path / "site"
    assert docs(GARDEN, "--output", str(folder)).exit_code == 0
    return folder


def test_it_makes_the_pages_and_says_where_to_begin(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "site"
    result = docs(GARDEN, "--output", str(folder))
    assert (result.exit_code, result.stderr) == (0, "")
    place = folder.as_posix()
    assert result.stdout == f"Made 8 pages in {place}. Open {place}/index.html in a browser.\n"
    assert {path.name for path in folder.iterdir()} == FILES


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    assert docs(GARDEN, "--output", str(tmp_path)).exit_code == 0
    assert {path.name for path in tmp_path.iterdir()} == FILES


def test_made_twice_it_is_the_same_to_the_byte(site: Path) -> None:
    before = texts(site)
    assert docs(GARDEN, "--output", str(site)).exit_code == 0
    assert texts(site) == before


def test_another_process_writes_the_same_bytes(site: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    command = [sys.executable, "-m", "advisor", "docs", GARDEN, "--no-graphs", "--output", str(other)]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": "7"})
    assert texts(other) == texts(site)


def test_pages_that_are_no_more_are_taken_away_and_other_files_stay(site: Path, tmp_path: Path) -> None:
    (site / "CNAME").write_text("garden.example\n", encoding="utf-8")
    (site / ".git").mkdir()
    small = tmp_path / "small.yaml"
    small.write_text("name: small\nsources: {notes: {title: Notes, sections: {all: All}}}\n", encoding="utf-8")
    assert docs(str(small), "--output", str(site)).exit_code == 0
    assert {path.name for path in site.iterdir()} == FILES - {"topic-watering.html", "plans.html"} | {"CNAME", ".git"}
    assert "topic-watering.html" not in (site / MADE).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["notes.txt", "index.html", ".hidden"])
def test_a_folder_with_anything_in_it_that_was_not_made_here_is_refused_and_left_as_it_is(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_text("mine", encoding="utf-8")
    result = docs(GARDEN, "--output", str(tmp_path))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "was not made by this verb, and it is left as it is; choose another name" in result.stderr
    assert texts(tmp_path) == {name: "mine"}


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine", encoding="utf-8")
    for name in ("site", "site/below"):
        result = docs(GARDEN, "--output", str(tmp_path / name))
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.count("\n") == 1
    assert texts(tmp_path) == {"site": "mine"}


def test_a_file_of_somebody_else_with_the_name_of_a_page_is_not_written_over(site: Path) -> None:
    (site / "help.html").write_text("mine", encoding="utf-8")
    before = texts(site)
    result = docs(str(ROOT / "examples" / "hike"), "--output", str(site))
    assert result.exit_code == 2
    assert "help.html: there is such a file already, and nothing was made" in result.stderr
    assert texts(site) == before


def test_a_list_of_made_files_that_names_others_takes_nothing_away_outside(site: Path, tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("mine", encoding="utf-8")
    (site / MADE).write_text("../precious\n/etc/passwd\n..\n.\n\nindex.html\n", encoding="utf-8")
    for path in site.iterdir():
        if path.name not in {MADE, "index.html"}:
            path.unlink()
    assert docs(GARDEN, "--output", str(site)).exit_code == 0
    assert (tmp_path / "precious").read_text(encoding="utf-8") == "mine"


def test_what_was_broken_off_can_be_made_again(site: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import advisor.cli._writing as writing

    whole, other = writing.write_anew, tmp_path / "other"

    def full(path: Path, text: str) -> None:
        if path.name == "names.html":
            raise OSError(28, "No space left on device")
        whole(path, text)

    monkeypatch.setattr(writing, "write_anew", full)
    result = docs(GARDEN, "--output", str(other))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "No space left on device" in result.stderr
    monkeypatch.undo()
    assert docs(GARDEN, "--output", str(other)).exit_code == 0
    assert texts(other) == texts(site)


def test_a_rulebase_that_does_not_load_makes_nothing(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("name: bad\nrules: {a: {when: frosty}}\n", encoding="utf-8")
    result = docs(str(tmp_path / "bad.yaml"), "--output", str(tmp_path / "site"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert not (tmp_path / "site").exists()


def test_without_a_folder_it_is_refused() -> None:
    result = CliRunner().invoke(main, ["docs", GARDEN])
    assert result.exit_code == 2
    assert "--output" in result.stderr


def test_what_hangs_on_the_day_is_shown_only_where_the_day_is_given(tmp_path: Path) -> None:
    (tmp_path / "house.yaml").write_text(HOUSE, encoding="utf-8")
    house = str(tmp_path / "house.yaml")
    found = []
    for number, options in enumerate(([], ["--today", "2036-11-23"])):
        folder = tmp_path / str(number)
        assert docs(house, "--output", str(folder), *options).exit_code == 0
        found.append((folder / "findings.html").read_text(encoding="utf-8"))
    assert ["old-help" in text for text in found] == [False, True]


def test_example_messages_are_read_only_when_everything_is_asked_for(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(GARDEN, rules)
    text = (rules / "rulebase.yaml").read_text(encoding="utf-8")
    told = text.replace('asked: ["water the', 'examples: ["Zebras eat hay."]\n    asked: ["water the')
    (rules / "rulebase.yaml").write_text(told, encoding="utf-8")
    found = []
    for number, options in enumerate(([], ["--all"])):
        folder = tmp_path / str(number)
        assert docs(str(rules), "--output", str(folder), *options).exit_code == 0
        found.append((folder / "findings.html").read_text(encoding="utf-8"))
    assert ["misunderstood-example" in text for text in found] == [False, True]


@needs_graphviz
def test_graphs_are_drawn_where_graphviz_is_and_left_out_where_it_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ["docs", GARDEN, "--output", str(tmp_path / "with")]
    assert CliRunner().invoke(main, arguments, catch_exceptions=False).exit_code == 0
    drawn = (tmp_path / "with" / "topic-watering.html").read_text(encoding="utf-8")
    assert re.search(r'<div class="picture"[^>]*><svg ', drawn)
    assert "graphviz" not in drawn.lower()
    monkeypatch.setenv("PATH", str(tmp_path))
    result = CliRunner().invoke(main, [*arguments[:-1], str(tmp_path / "without")], catch_exceptions=False)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "<svg" not in (tmp_path / "without" / "topic-watering.html").read_text(encoding="utf-8")


def test_a_graph_that_graphviz_cannot_draw_is_left_out_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dot = tmp_path / "dot"
    dot.write_text("#!/bin/sh\necho out of paper >&2\nexit 3\n", encoding="utf-8")
    dot.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    result = CliRunner().invoke(main, ["docs", GARDEN, "--output", str(tmp_path / "site")], catch_exceptions=False)
    assert result.exit_code == 0
    assert result.stderr == ("the graph of 'watering' is left out: Graphviz could not draw it: out of paper\n")
    assert "<svg" not in (tmp_path / "site" / "topic-watering.html").read_text(encoding="utf-8")
