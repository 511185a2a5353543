"""What `make` promises: the words of whoever asks arrive untouched, and the set-up happens by itself."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent

# What `make test` hands down to the tests, and would change what make does in them.
OF_THE_OUTER_MAKE = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS", "PYTHON", "Q", "VENV"}

# Stands in for the advisor: writes down what it was given, and ends as it is told to.
RECORDER = """\
import json, os, pathlib, sys
terminal = sys.stdin.isatty()
seen = {
    "arguments": sys.argv[1:],
    "terminal": terminal,
    "input": None if terminal else sys.stdin.buffer.read().decode(),
    "environment": dict(os.environ),
}
folder = pathlib.Path(sys.argv[0]).parent
(folder / "seen.json").write_text(json.dumps(seen))
sys.exit(int((folder / "exit_code").read_text()))
"""


class Made(NamedTuple):
    """What make printed, how it ended, and what the recorder saw if it was run."""

    output: str
    code: int
    seen: dict[str, Any]


class Checkout:
    """The project's own Makefile over an environment in which a recorder stands in for the advisor."""

    def __init__(self, folder: Path) -> None:
        """Lay out an environment that counts as installed."""
        self.environment = folder
        self.stamp = folder / ".installed"
        (folder / "bin").mkdir()
        program(folder / "bin" / "advisor", f"#!{sys.executable} -IS\n{RECORDER}")
        self.stamp.touch()

    def make(
        self,
        *arguments: str,
        env: dict[str, str] | None = None,
        stdin: int | None = subprocess.DEVNULL,
        typed: str | None = None,
        code: int = 0,
    ) -> Made:
        """Run make with these additions to the environment; the recorder is to end with the code."""
        record = self.environment / "bin" / "seen.json"
        record.unlink(missing_ok=True)
        (self.environment / "bin" / "exit_code").write_text(str(code), encoding="ascii")
        ours = {name: text for name, text in os.environ.items() if name not in OF_THE_OUTER_MAKE}
        done = subprocess.run(
            ["make", "--no-print-directory", "-C", str(ROOT), f"VENV={self.environment}", *arguments],
            env={**ours, **(env or {})},
            stdin=None if typed is not None else stdin,
            input=typed,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        seen = json.loads(record.read_text(encoding="utf-8")) if record.exists() else {}
        return Made(done.stdout, done.returncode, seen)


def program(path: Path, text: str) -> None:
    """Write a program that can be run."""
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture(autouse=True)
def _nothing_was_run_by_the_words() -> Iterator[None]:
    yield
    trace = ROOT / "pwned"
    was_run = trace.exists()
    trace.unlink(missing_ok=True)
    assert not was_run


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


@pytest.fixture(scope="module")
def lasting_checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    return Checkout(tmp_path_factory.mktemp("environment"))


ODD_TEXTS = [
    "He texted me last night, nothing urgent. Can I answer?",
    'she said "never again"',
    "it's over, isn't it",
    "$HOME and ${HOME} and $$ and $(HOME)",
    "$(shell touch pwned) $(error stop)",
    "`touch pwned` $(touch pwned); touch pwned | cat & exit 1",
    "one line\nanother line\n\na third\n",
    "# not a comment # at all",
    "tab\there, 100 %s %d %n",
    "back\\slash, \\n, \\$HOME, and one at the end \\",
    "-",
    "--help",
    "ünïcödé, emoji 💔, ‘typographic’ – and 日本語",
    "a=b Q:=c !false {x,y} * ? ~ [a-z] <in >out",
    "trailing blanks   ",
]


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_words_given_to_make_reach_the_advisor_untouched(checkout: Checkout, text: str) -> None:
    assert checkout.make("ask", f"Q={text}").seen["input"] == text


@pytest.mark.parametrize("text", [*ODD_TEXTS, "  blanks before"])
def test_words_in_the_environment_reach_the_advisor_untouched(checkout: Checkout, text: str) -> None:
    assert checkout.make("ask", env={"Q": text}).seen["input"] == text


@settings(max_examples=15)
@given(text=st.text(alphabet="$(){}`'\"\\#%;&|<>*?!~=:-@+,\n\t aHOMEé💔", min_size=1, max_size=30))
def test_any_words_at_all_reach_the_advisor_untouched(lasting_checkout: Checkout, text: str) -> None:
    assert lasting_checkout.make("ask", env={"Q": text}).seen["input"] == text
    # What precedes the first word after `Q=` is dropped by make's own grammar.
    assert lasting_checkout.make("ask", f"Q=:{text}").seen["input"] == f":{text}"


def test_words_stand_neither_among_arguments_nor_in_the_environment_of_the_advisor(
    checkout: Checkout,
) -> None:
    for made in (checkout.make("ask", "Q=a secret"), checkout.make("ask", env={"Q": "a secret"})):
        assert made.seen["arguments"] == ["ask", "-"]
        assert "secret" not in json.dumps(made.seen["environment"])


def test_make_never_repeats_the_words(checkout: Checkout) -> None:
    assert "secret" not in checkout.make("ask", "Q=a secret").output
    assert "secret" not in checkout.make("ask", "Q=a secret", code=3).output
    assert "secret" not in checkout.make("ask", "Q=a secret", "--dry-run").output


@pytest.mark.parametrize("arguments", [["ask"], ["ask", "Q="]])
def test_without_words_the_advisor_reads_what_make_was_given_to_read(checkout: Checkout, arguments: list[str]) -> None:
    seen = checkout.make(*arguments, typed="typed later\n").seen
    assert (seen["arguments"], seen["input"]) == (["ask"], "typed later\n")


def test_without_words_the_advisor_keeps_the_terminal(checkout: Checkout) -> None:
    pty = pytest.importorskip("pty", reason="no pseudo-terminals here")
    keyboard, terminal = pty.openpty()
    try:
        assert checkout.make("ask", stdin=terminal).seen["terminal"]
    finally:
        os.close(keyboard)
        os.close(terminal)


@pytest.mark.parametrize("arguments", [["ask"], ["ask", "Q=hello"]])
def test_make_fails_when_the_advisor_does(checkout: Checkout, arguments: list[str]) -> None:
    assert checkout.make(*arguments, code=0).code == 0
    assert checkout.make(*arguments, code=3).code != 0


def test_a_second_run_does_not_set_up_again(checkout: Checkout) -> None:
    assert "setup_env" not in checkout.make("ask", "--dry-run").output


def test_a_change_of_pyproject_sets_up_again(checkout: Checkout) -> None:
    before = (ROOT / "pyproject.toml").stat().st_mtime - 1
    os.utime(checkout.stamp, (before, before))
    assert "setup_env" in checkout.make("ask", "--dry-run").output


def test_a_python_that_does_not_fit_is_refused_by_name(checkout: Checkout) -> None:
    checkout.stamp.unlink()
    made = checkout.make("ask", "PYTHON=/no/such/python")
    assert made.code != 0
    assert "PYTHON=/no/such/python does not run Python 3.10 or newer" in made.output
    assert made.seen == {}


def test_the_newest_python_that_fits_sets_up(checkout: Checkout, tmp_path: Path) -> None:
    checkout.stamp.unlink()
    pythons = tmp_path / "pythons"
    pythons.mkdir()
    for minor, fits in {14: False, 13: False, 12: True, 11: True, 10: True}.items():
        text = f'#!/bin/sh\ntest "$1" != -c || exit {int(not fits)}\necho "3.{minor} does: $*"\n'
        program(pythons / f"python3.{minor}", text)
    made = checkout.make("ask", env={"PATH": f"{pythons}{os.pathsep}{os.environ['PATH']}"})
    assert f"3.12 does: tools/setup_env.py {checkout.environment}" in made.output
    assert made.code == 0
    assert checkout.stamp.exists()


def test_a_set_up_that_stopped_is_tried_again(checkout: Checkout, tmp_path: Path) -> None:
    checkout.stamp.unlink()
    program(tmp_path / "stopping", '#!/bin/sh\ntest "$1" = -c\n')
    made = checkout.make("ask", f"PYTHON={tmp_path / 'stopping'}")
    assert made.code != 0
    assert made.seen == {}
    assert not checkout.stamp.exists()


def test_clean_removes_the_environment_but_no_other_folder(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    environment, other = tmp_path / "environment", tmp_path / "other"
    environment.mkdir()
    other.mkdir()
    (environment / "pyvenv.cfg").touch()
    for folder in (environment, other):
        subprocess.run(["make", "-C", tmp_path, "clean", f"VENV={folder}"], check=True, stdout=subprocess.DEVNULL)
    assert (environment.exists(), other.exists()) == (False, True)


def test_continuous_integration_runs_make_test_and_reads_nothing(tmp_path: Path) -> None:
    program(tmp_path / "make", '#!/bin/sh\necho "make $*|$(pwd)|$(cat)"\nexit 7\n')
    run = ROOT / ".ci" / "run"
    assert os.access(run, os.X_OK)
    done = subprocess.run(
        ["bash", run],
        cwd=tmp_path,
        env={**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"},
        input="not to be read",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.strip(), done.returncode) == (f"make test|{ROOT}|", 7)
