"""Set up the virtual environment that the Makefile runs everything in.

`python3 tools/setup_env.py FOLDER` installs what running takes, `--dev` adds what checking takes. What is
optional and cannot be had here is left out with a line that says why. Only the standard library is at hand:
this runs before anything is installed.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
# The first complaint names the cause; those that follow only pass it on.
COMPLAINT = re.compile(r"^.*?\berror:\s+(?!subprocess-exited-with-error)(.+)$", re.IGNORECASE | re.MULTILINE)


class SetupError(Exception):
    """Set-up cannot go on; the message says why and what to do."""


class Extra(NamedTuple):
    """Something optional, and the module that shows whether it works."""

    name: str
    module: str
    distribution: str
    without: str
    fails_from: tuple[int, int] | None = None  # the first Python that it does not import on


DURABLE = Extra(
    "durable",
    module="durable_rules_engine",
    distribution="durable_rules",
    without="the built-in engine is used",
    fails_from=(3, 13),
)
CLIPS = Extra("clips", module="clips", distribution="clipspy", without="its tests are skipped")
CALENDAR = Extra(
    "calendar",
    module="icalendar",
    distribution="icalendar",
    without="plans cannot be written to a calendar file",
)
AUTHOR = Extra("author", module="ruamel.yaml", distribution="ruamel.yaml", without="advisor fmt cannot run")
SAT = Extra("sat", module="pysat.solvers", distribution="python-sat", without="its tests are skipped")
# What checking takes has a calendar library already.
TO_RUN, TO_CHECK = (DURABLE, CALENDAR), (CLIPS, AUTHOR, SAT)


class Environment(NamedTuple):
    """A virtual environment in a folder, with the log of what was done to it."""

    folder: Path

    @property
    def python(self) -> Path:
        """The interpreter inside."""
        return self.folder / "bin" / "python"

    @property
    def log(self) -> Path:
        """Where everything goes that pip prints."""
        return self.folder / "setup.log"

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The outcome of the interpreter inside, run with these arguments and nothing to read."""
        quiet = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
        done = subprocess.run(
            [str(self.python), *arguments],
            cwd=ROOT,
            env={**os.environ, **quiet},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
        with self.log.open("a", encoding="utf-8") as log:
            log.write(f"$ python {' '.join(arguments)}\n{done.stdout}\n")
        return done

    def install(self, what: str) -> None:
        """Install this checkout as `what`: ".", or with an extra in brackets."""
        done = self.run("-m", "pip", "install", "--editable", what)
        if done.returncode != 0:
            raise SetupError(cause(done.stdout))


def say(line: str) -> None:
    """Tell whoever waits; standard output belongs to the answers."""
    print(line, file=sys.stderr, flush=True)


def cause(output: str) -> str:
    r"""What went wrong, in the one line of a program's output that names it.

    >>> cause("warning: old\nfatal error: Python.h: not found\nerror: command 'cc' failed")
    'Python.h: not found'
    """
    found = COMPLAINT.search(output)
    if found:
        return found[1].strip()
    lines = output.strip().splitlines()
    return lines[-1].strip() if lines else "it ended without a word"


def serves(environment: Environment) -> bool:
    """Whether the environment is there, works and has this very version of Python."""
    if not environment.python.exists():
        return False
    done = environment.run("-c", "import sys, pip; print(*sys.version_info[:2])")
    return done.returncode == 0 and done.stdout.split() == [str(part) for part in sys.version_info[:2]]


def create(environment: Environment) -> None:
    """Make the environment anew, in a folder that is empty, absent or an environment already."""
    folder = environment.folder
    if folder.exists() and any(folder.iterdir()) and not (folder / "pyvenv.cfg").is_file():
        raise SetupError(f"{folder} is not a virtual environment; name another folder with VENV=")
    say(f"Setting up {folder} with Python {sys.version.split()[0]}. This is done once.")
    done = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(folder)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        raise SetupError(f"{cause(done.stdout)} (name another Python with PYTHON=)")


def try_import(environment: Environment, extra: Extra) -> None:
    """See that something optional imports, or take it away again."""
    # In a process of its own: a fault in C must not end the set-up.
    done = environment.run("-c", f"import {extra.module}")
    if done.returncode != 0:
        environment.run("-m", "pip", "uninstall", "--yes", extra.distribution)
        raise SetupError(f"it was installed but does not import ({cause(done.stdout)})")


def add(environment: Environment, extra: Extra) -> None:
    """Install something optional and see that it works, or say in one line why it is left out."""
    if extra.fails_from and sys.version_info >= extra.fails_from:
        reason = "it does not work on Python {}.{} and later".format(*extra.fails_from)
        say(f"Without advisor[{extra.name}]: {reason}; {extra.without}.")
        return
    try:
        environment.install(f".[{extra.name}]")
        try_import(environment, extra)
    except SetupError as error:
        say(f"Without advisor[{extra.name}]: {error}; {extra.without}. See {environment.log}")


def set_up(folder: Path, *, dev: bool) -> None:
    """Bring the environment in the folder up to what pyproject.toml asks for."""
    environment = Environment(folder)
    if not serves(environment):
        create(environment)
    say("Installing what the checks take." if dev else "Installing what is needed.")
    try:
        environment.install(".[dev]" if dev else ".")
    except SetupError as error:
        raise SetupError(f"{error}. See {environment.log}") from None
    for extra in TO_CHECK if dev else TO_RUN:
        add(environment, extra)


def main() -> int:
    """The exit code of the set-up: 0 when all that is required is there."""
    parser = argparse.ArgumentParser(description="Set up the virtual environment of this checkout.")
    parser.add_argument("folder", type=Path, help="where the environment is, or is to be")
    parser.add_argument("--dev", action="store_true", help="add the tools that check the project")
    chosen = parser.parse_args()
    try:
        set_up(chosen.folder, dev=chosen.dev)
    except SetupError as error:
        say(f"Set-up stopped: {error}")
        return 1
    except KeyboardInterrupt:
        say("Set-up interrupted; the next run goes on from here.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
