"""Advice on every row of a CSV file, with the standard library alone.

From the folder of the project:

    python examples/batch/plain.py examples/sourdough examples/batch/jars.csv --topic baking --today 2026-11-23

Columns that bear the name of a fact are told, and an empty field is unknown; all others are carried along. Each row
comes out again with its verdicts, or with what is wrong with it, and no row is lost.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import sys
from pathlib import Path

from advisor import Advisor, AdvisorError


def advised(advisor: Advisor, row: dict[str, str], topics: list[str], today: datetime.date) -> dict[str, str]:
    """Give the verdict on each act that something can be said of, or the problem of the row."""
    facts = {name: value for name, value in row.items() if name in advisor.rulebase.facts and value}
    try:
        outcome = advisor.decide(facts, topics=topics, today=today)
    except AdvisorError as error:
        return {"problem": str(error)}
    if outcome.contradiction:
        return {"problem": f"at odds: {', '.join(outcome.contradiction.facts)}"}
    verdicts = {one.advice.on: one.advice.verdict for one in reversed(outcome.concluded)}  # the weightiest wins
    return {"verdicts": "; ".join(f"{on}: {verdict}" for on, verdict in sorted(verdicts.items())), "problem": ""}


def main() -> int:
    """Advise on each row; 1 when a row did not fit, 2 when nothing could be done."""
    parser = argparse.ArgumentParser(description="Advise on every row of a CSV file.")
    parser.add_argument("rules")
    parser.add_argument("table", type=Path)
    parser.add_argument("--topic", action="append", required=True)
    parser.add_argument("--today", type=datetime.date.fromisoformat, default=datetime.date.today())  # noqa: DTZ011
    given = parser.parse_args()
    try:
        advisor = Advisor.load(given.rules, engine="indexed")  # the engine that is meant for batches
        advisor.decide({}, topics=given.topic, today=given.today)  # an unknown topic is no fault of the rows
        with given.table.open(newline="", encoding="utf-8-sig") as file:
            return _all(advisor, csv.DictReader(file, restkey="", restval=""), given)
    except (AdvisorError, OSError, UnicodeError, csv.Error) as error:
        print(error, file=sys.stderr)
        return 2


def _all(advisor: Advisor, rows: csv.DictReader[str], given: argparse.Namespace) -> int:
    told = csv.DictWriter(sys.stdout, [*(rows.fieldnames or ()), "verdicts", "problem"], extrasaction="ignore")
    told.writeheader()
    bad = 0
    for row in rows:
        found = {"problem": "it has too many fields"} if "" in row else advised(advisor, row, given.topic, given.today)
        told.writerow({**row, **found})
        if found["problem"]:
            bad += 1
            print(f"{given.table}:{rows.line_num}: {found['problem']}", file=sys.stderr)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
