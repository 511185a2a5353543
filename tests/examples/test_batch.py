"""The batches of the examples: each row comes out with its verdicts or with what is wrong with it."""

from __future__ import annotations

import csv
import functools
import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BATCH = ROOT / "examples" / "batch"
JARS = BATCH / "jars.csv"
RULES = str(ROOT / "examples" / "sourdough")
WANTED = {"plain.py": "--topic=baking", "with_pandas.py": "--act=baking.bake"}
MISSING = importlib.util.find_spec("pandas") is None
PROGRAMS = ["plain.py", pytest.param("with_pandas.py", marks=pytest.mark.skipif(MISSING, reason="without pandas"))]
MISFITS = {"Gus": "kept_in", "Kit": "room", "Pam": "fed_on", "Una": "at odds", "Zoe": "too many", "Ivy": "fed_on"}


@functools.cache
def run(program: str, table: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(BATCH / program), RULES, str(table), *(options or (WANTED[program],))]
    return subprocess.run(
        [*command, "--today=2026-11-23"], env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines()))


def verdict(row: dict[str, str]) -> str:
    """The verdict on baking, from the column of either program."""
    told = row.get("baking.bake") or row.get("verdicts", "").partition("baking.bake: ")[2]
    return told.partition(";")[0]


@pytest.mark.parametrize("program", PROGRAMS)
def test_no_row_is_lost_and_their_order_stays(program: str) -> None:
    told = rows(run(program, JARS).stdout)
    assert len(told) == 40
    assert [row["jar"] for row in told] == [line.partition(",")[0] for line in JARS.read_text("utf-8").splitlines()[1:]]


@pytest.mark.parametrize("program", PROGRAMS)
def test_rows_that_do_not_fit_are_named_by_line_with_the_reason_in_the_table_as_well(program: str) -> None:
    done = run(program, JARS)
    assert done.returncode == 1
    told = {row["jar"]: row for row in rows(done.stdout)}
    assert {name for name, row in told.items() if row["problem"]} == MISFITS.keys()
    lines = {line.partition(",")[0]: number for number, line in enumerate(JARS.read_text("utf-8").splitlines(), 1)}
    for name, reason in MISFITS.items():
        assert reason in told[name]["problem"]
        assert verdict(told[name]) == ""
        assert f"{JARS}:{lines[name]}: {told[name]['problem']}\n" in done.stderr


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_verdicts_are_those_of_the_rules(program: str) -> None:
    told = {row["jar"]: verdict(row) for row in rows(run(program, JARS).stdout)}
    expected = {"Abe": "do", "Ada": "wait", "Jim": "dont", "Eve": "", "Ned": "", "Max": "wait"}
    assert {name: told[name] for name in expected} == expected


@pytest.mark.skipif(MISSING, reason="without pandas")
def test_with_pandas_each_act_has_its_rules_its_assumptions_and_what_it_hangs_on() -> None:
    done = run("with_pandas.py", JARS, "--act=baking.bake", "--act=feeding.feed")
    told = {row["jar"]: row for row in rows(done.stdout)}
    assert told["Val"]["baking.bake rules"] == "bake-with-it"
    assert told["Val"]["baking.bake assuming"] == "liquid"
    assert "surface" in told["Lee"]["feeding.feed open"]
    assert told["Cal"]["feeding.feed"] == "dont"
    assert "baking.bake: " in done.stderr


@pytest.mark.skipif(MISSING, reason="without pandas")
def test_both_programs_come_to_the_same_verdicts() -> None:
    one, other = (rows(run(program, JARS).stdout) for program in WANTED)
    assert [verdict(row) for row in one] == [verdict(row) for row in other]


@pytest.mark.parametrize("program", PROGRAMS)
def test_rows_of_any_length_empty_lines_and_words_like_none_are_read_as_they_stand(
    program: str, tmp_path: Path
) -> None:
    table = tmp_path / "odd.csv"
    table.write_text("\ufeffage,jar\n3,NA\n\n4\n5,x,y,z\n", encoding="utf-8")
    done = run(program, table)
    told = rows(done.stdout)
    assert [(row["age"], row["jar"], verdict(row)) for row in told] == [
        ("3", "NA", "wait"),
        ("4", "", "wait"),
        ("5", "x", ""),
    ]
    assert f"{table}:5: it has too many fields" in done.stderr


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize(
    ("table", "options", "says"),
    [
        ("none.csv", (), "none.csv"),
        ("jars.csv", ("--topic=bakng", "--act=bakng.bake"), "bakng"),
    ],
)
def test_what_cannot_be_done_at_all_is_told_in_a_line(
    program: str, table: str, options: tuple[str, ...], says: str
) -> None:
    sort = WANTED[program].partition("=")[0]
    done = run(program, BATCH / table, *(option for option in options if option.startswith(sort)))
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert "Traceback" not in done.stderr
