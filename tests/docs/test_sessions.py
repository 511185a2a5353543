"""What documents and transcripts show is what happens: every command is run, and its output is the one shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import replay

ROOT = Path(__file__).resolve().parents[2]
BICYCLE = ROOT / "examples" / "bicycle"
HIKE = ROOT / "examples" / "hike"
PAGES = [
    path for path in replay.documents() if any(b.sort == replay.SESSION for b in replay.blocks(path.read_text("utf-8")))
]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_sessions_of_a_document_print_what_it_shows(path: Path) -> None:
    if path.name == "keep-files-tidy.md":  # the one page that shows what an extra does
        pytest.importorskip("ruamel.yaml")
    for _, played in replay.replayed(list(replay.blocks(path.read_text(encoding="utf-8")))):
        for step, printed in played:
            assert replay.agree(step.shown, printed), f"$ {step.command}\n" + "\n".join(printed)


@pytest.mark.parametrize("path", replay.transcripts(), ids=lambda path: path.stem)
def test_a_transcript_is_what_a_shell_prints_line_by_line(path: Path) -> None:
    for _, played in replay.replayed(replay.whole(path.read_text(encoding="utf-8")), replay.for_real):
        for step, printed in played:
            assert printed == step.shown, f"$ {step.command}"


def test_there_are_sessions_to_play() -> None:
    assert {"README.md", "tutorial.md"} <= {path.name for path in PAGES}
    assert replay.transcripts()


def test_lines_that_are_left_out_are_the_only_ones_that_may_differ() -> None:
    printed = ("one", "two", "three")
    assert replay.agree(("one", replay.LEFT_OUT, "three"), printed)
    assert not replay.agree(("one", replay.LEFT_OUT, "four"), printed)
    assert not replay.agree(("one", "two"), printed)


def test_a_page_that_is_put_right_shows_what_is_printed() -> None:
    page = "Look:\n\n```console\n$ advisor check examples/garden\nwrong\n\n$ advisor nothing; echo $?\n```\n\nEnd.\n"
    right = replay.put_right(page, list(replay.blocks(page)))
    assert "garden 1.0: " in right
    assert "wrong" not in right
    assert right.endswith("\n2\n```\n\nEnd.\n")
    assert replay.put_right(right, list(replay.blocks(right))) == right


def test_the_tutorial_ends_with_the_files_of_the_example() -> None:
    written = {}
    for block in replay.blocks((ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")):
        if block.file:
            written[block.file] = block.text
    example = {f"bicycle/{path.name}": path.read_text(encoding="utf-8") for path in BICYCLE.iterdir()}
    assert written == example


def test_the_careful_rulebase_of_the_page_is_the_one_of_the_example() -> None:
    page = (ROOT / "docs" / "how-to" / "make-a-careful-rulebase.md").read_text(encoding="utf-8")
    written = {block.file: block.text for block in replay.blocks(page) if block.file and "/examples/" not in block.file}
    example = {f"hike/{path.name}": path.read_text(encoding="utf-8") for path in HIKE.glob("*.yaml")}
    assert written == example
