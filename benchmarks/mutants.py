"""How long it takes to run a rulebase's scenarios, and to try every mutant of its rules on them.

    python -m benchmarks.mutants
    python -m benchmarks.mutants --rules 60 500 --rounds 1

Each run is a process of its own, from starting Python to the last line, beside one that runs the scenarios alone. Rules
that are generated come without scenarios: what is measured there is proving which mutants change anything.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks._generated import as_yaml, generate
from benchmarks._timing import figure, machine, table

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ("rules/breakup", "examples/sourdough", "examples/garden")


def once(*arguments: str) -> tuple[float, dict[str, Any]]:
    """Run `advisor test` in a new process; give the seconds it took and its record."""
    command = [sys.executable, "-m", "advisor", "test", *arguments, "--format", "json"]
    begin = perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    taken = perf_counter() - begin
    if done.returncode > 1:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr}")
    return taken, json.loads(done.stdout)


def row(name: str, place: str, rounds: int) -> list[str]:
    """Measure one rulebase."""
    alone = figure([once(place)[0] for _ in range(rounds)]).median
    runs = [once(place, "--coverage", "--mutants") for _ in range(rounds)]
    taken = figure([seconds for seconds, _ in runs])
    record = runs[0][1]
    cells = [name, str(record["passed"]), f"{alone:.2f}", f"{taken.median:.2f}", f"{taken.low:.2f} - {taken.high:.2f}"]
    counts = [record["mutants"][key] for key in ("killed", "survived", "equivalent", "undecided")]
    return [*cells, f"{sum(counts):,}", *(f"{count:,}" for count in counts)]


def main() -> None:
    """Read the command line, measure each and print what came out."""
    parser = argparse.ArgumentParser(description="scenarios and mutants")
    parser.add_argument("--rules", type=int, nargs="*", default=[60, 500], help="sizes of generated rulebases")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is run")
    options = parser.parse_args()
    print(machine(), end="\n\n")
    rows = [row(Path(place).name, place, options.rounds) for place in SHIPPED]
    for count in options.rules:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "rulebase.yaml").write_text(as_yaml(generate(count)), encoding="utf-8")
            rows.append(row(f"{count:,} rules", folder, 1))
    head = ["rulebase", "scenarios", "alone, s", "with mutants, s", "10 % - 90 %", "mutants"]
    head += ["killed", "survive", "equivalent", "undecided"]
    print(table(head, rows))


if __name__ == "__main__":
    main()
