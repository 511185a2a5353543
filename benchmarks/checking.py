"""How long `advisor check` takes to prove what it proves, beside loading the same rulebase.

    python -m benchmarks.checking --rules 60 500 5000

The YAML is generated in our own format, with mistakes in it as chance would have it. Each round is a process of its own
that loads and then checks, so that both meet the same machine.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks._generated import as_yaml, generate
from benchmarks._timing import figure, machine, table

CHILD = """
import json, sys, time
import advisor
from advisor.workbench.bench import Bench
from advisor.workbench.checks import run
begin = time.perf_counter()
rulebase = advisor.load(sys.argv[1])
loaded = time.perf_counter()
bench = Bench(advisor.Advisor(rulebase), quick=True)
found = run(bench)
checked = time.perf_counter()
spaces = [space for space in bench.spaces.values() if space is not None]
most = max(len(getattr(space.diagram, "kids", ())) for space in spaces)
print(json.dumps([loaded - begin, checked - loaded, len(found), len(bench.spaces) - len(spaces), most]))
"""


def child(place: str) -> tuple[float, float, int, int, int]:
    """Load and check once in a new process: seconds of each, findings, topics left undecided, nodes of the largest."""
    done = subprocess.run([sys.executable, "-c", CHILD, place], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"checking {place} failed:\n{done.stderr}")
    loaded, checked, found, undecided, most = json.loads(done.stdout)
    return loaded, checked, found, undecided, most


def row(name: str, place: str, rounds: int) -> list[str]:
    """Measure one rulebase."""
    taken = [child(place) for _ in range(rounds)]
    ratio = figure([checked / loaded for loaded, checked, *_ in taken])
    return [
        name,
        f"{figure([one[0] for one in taken]).median:.2f}",
        f"{figure([one[1] for one in taken]).median:.2f}",
        f"{ratio.median:.2f}",
        f"{ratio.low:.2f} - {ratio.high:.2f}",
        f"{taken[0][2]:,}",
        f"{taken[0][4]:,}",
        str(taken[0][3]),
    ]


def main() -> None:
    """Read the command line, measure each size and print what came out."""
    parser = argparse.ArgumentParser(description="checking a rulebase beside loading it")
    parser.add_argument("--rules", type=int, nargs="+", default=[60, 500, 5_000], help="sizes of generated rulebases")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is loaded and checked")
    options = parser.parse_args()
    print(machine(), end="\n\n")
    rows = [row("breakup", "breakup", options.rounds)]
    for count in options.rules:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "rulebase.yaml").write_text(as_yaml(generate(count)), encoding="utf-8")
            rows.append(row(f"{count:,} rules", folder, options.rounds))
    head = ["rulebase", "loading, s", "checking, s", "times loading", "10 % - 90 %", "findings", "nodes", "undecided"]
    print(table(head, rows))


if __name__ == "__main__":
    main()
