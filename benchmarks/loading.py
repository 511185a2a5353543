"""How long it takes to load a large rulebase, beside reading the bare YAML, and how much memory each needs.

    python -m benchmarks.loading --rules 10000

The YAML is generated in our own format. Each loading is a process of its own, so that nothing is warm and the memory is
its own; the two take turns.
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
import json, resource, sys, time
{imports}
begin = time.perf_counter()
loaded = {load}
seconds = time.perf_counter() - begin
kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:  # Linux counts what the process that started this one needed in the former, and not in this
    kilobytes = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM:"))
except OSError:
    pass
print(json.dumps([seconds, kilobytes / 1024]))
"""
WAYS = {
    "advisor.load": ("import advisor", "advisor.load(sys.argv[1])"),
    "yaml.load, CSafeLoader": (
        "import yaml",
        "yaml.load(open(sys.argv[1] + '/rulebase.yaml', encoding='utf-8'), Loader=yaml.CSafeLoader)",
    ),
    "nothing but the imports": ("import advisor, yaml", "None"),
}
BARE, OURS = "yaml.load, CSafeLoader", "advisor.load"


def child(way: str, folder: str) -> tuple[float, float]:
    """Load once in a new process; give the seconds it took and the megabytes it needed at most."""
    imports, load = WAYS[way]
    command = [sys.executable, "-c", CHILD.format(imports=imports, load=load), folder]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{way} failed:\n{done.stderr}")
    seconds, megabytes = json.loads(done.stdout)
    return seconds, megabytes


def measure(count: int, rounds: int) -> None:
    """Load a generated rulebase of that many rules in turns and print what came out."""
    with tempfile.TemporaryDirectory() as folder:
        text = as_yaml(generate(count))
        Path(folder, "rulebase.yaml").write_text(text, encoding="utf-8")
        taken: dict[str, list[tuple[float, float]]] = {way: [] for way in WAYS}
        for _ in range(rounds):
            for way, found in taken.items():
                found.append(child(way, folder))
    seconds = {way: figure([one for one, _ in found]) for way, found in taken.items()}
    memory = {way: figure([most for _, most in found]) for way, found in taken.items()}
    print(f"\n{count} rules, {len(text) / 1e6:.1f} MB of YAML\n")
    rows = [
        [
            way,
            f"{seconds[way].median:.2f}",
            f"{seconds[way].low:.2f} - {seconds[way].high:.2f}",
            f"{seconds[way].median / seconds[BARE].median:.2f}",
            f"{memory[way].median:.0f}",
        ]
        for way in WAYS
    ]
    print(table(["way", "s", "10 % - 90 %", "times the bare YAML", "MB at most"], rows))
    print(f"\n{OURS} takes {seconds[OURS].median / seconds[BARE].median:.2f} times as long as the bare YAML")


def main() -> None:
    """Read the command line and measure each size."""
    parser = argparse.ArgumentParser(description="loading a rulebase beside reading its YAML")
    parser.add_argument("--rules", type=int, nargs="+", default=[10_000], help="sizes of the rulebases")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is loaded")
    options = parser.parse_args()
    print(machine())
    for count in options.rules:
        measure(count, options.rounds)


if __name__ == "__main__":
    main()
