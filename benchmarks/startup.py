"""How long `advisor ask` takes as a whole process, beside a Python that imports the two libraries it needs.

    python -m benchmarks.startup

The processes take turns, so that a busy moment of the machine hits them all.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from time import perf_counter

from benchmarks._timing import figure, machine, table

QUESTION = "My ex texted me last night. Can I answer?"
# what the installed command does, without the installing
RUN = [sys.executable, "-c", "from advisor.cli import run; run()"]
ASK = [*RUN, "ask", "--rules", "rules/breakup", QUESTION]
WAYS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "python -c 'import click, yaml'": [sys.executable, "-c", "import click, yaml"],
    "advisor --help": [*RUN, "--help"],
    "advisor ask": ASK,
}
# as on any machine in use, Python may keep what it has compiled
COMPILED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
BARE, OURS = "python -c 'import click, yaml'", "advisor ask"


def once(command: list[str]) -> float:
    """Run a command to its end and give the milliseconds it took."""
    begin = perf_counter()
    done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=False, env=COMPILED)
    taken = (perf_counter() - begin) * 1_000
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr.decode()}")
    return taken


def main() -> None:
    """Run each in turn and print what came out."""
    parser = argparse.ArgumentParser(description="starting up and answering one question")
    parser.add_argument("--rounds", type=int, default=20, help="how often each is started")
    options = parser.parse_args()
    print(machine(), end="\n\n")
    taken: dict[str, list[float]] = {way: [] for way in WAYS}
    for command in WAYS.values():
        once(command)  # compiled files are written once
    for _ in range(options.rounds):
        for way, found in taken.items():
            found.append(once(WAYS[way]))
    figures = {way: figure(found) for way, found in taken.items()}
    rows = [
        [way, f"{f.median:.0f}", f"{f.low:.0f} - {f.high:.0f}", f"{f.median / figures[BARE].median:.2f}"]
        for way, f in figures.items()
    ]
    print(table(["process", "ms", "10 % - 90 %", "times the bare imports"], rows))
    print(f"\n{OURS} takes {figures[OURS].median / figures[BARE].median:.2f} times as long as {BARE}")


if __name__ == "__main__":
    main()
