"""Advice on every row of a CSV file, with pandas: columns for each act, and how often each verdict came out.

From the folder of the project, with `pip install pandas`:

    python examples/batch/with_pandas.py examples/sourdough examples/batch/jars.csv --act baking.bake --today 2026-11-23

Columns that bear the name of a fact are told, and an empty field is unknown; all others are carried along. To each row
are added, for each act, the verdict, the rules behind it, what it takes for granted and the facts on which it still
hangs; and what is wrong with a row that does not fit. No row is lost. The table is on the standard output, or in
`--out`; problems and counts are messages.
"""

from __future__ import annotations

import argparse
import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pandas

from advisor import Advisor, AdvisorError

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_FIELDS = 64


def read(path: Path) -> pandas.DataFrame:
    """Read a table as it is written: texts, empty ones for what is not there, and the line of the file as the index.

    A row with too many fields keeps them all, under columns without a name. A line is told rightly as long as no field
    holds a line break.
    """
    raw = pandas.read_csv(
        path,
        header=None,
        names=range(MOST_FIELDS),
        dtype=str,
        na_filter=False,  # "none" and "NA" are words like others
        skip_blank_lines=False,
        encoding="utf-8-sig",
    )
    raw.index += 1
    if raw.empty:
        message = f"{path} is empty"
        raise ValueError(message)
    header = raw.iloc[0]
    width = max((place + 1 for place, name in enumerate(header) if name), default=0)
    table = raw.iloc[1:].set_axis([*header[:width], *[""] * (MOST_FIELDS - width)], axis="columns")
    return table[(table != "").any(axis="columns")]


def advised(advisor: Advisor, row: dict[str, str], acts: list[str], today: datetime.date) -> dict[str, str]:
    """Give what is found out about a row, as columns."""
    facts = {name: value for name, value in row.items() if name in advisor.rulebase.facts and value}
    try:
        outcome = advisor.decide(facts, topics=_topics(acts), today=today)
    except AdvisorError as error:
        return {"problem": str(error)}
    if outcome.contradiction:
        return {"problem": f"at odds: {', '.join(outcome.contradiction.facts)}"}
    found = {}
    for act in acts:
        standing = [one for one in outcome.concluded if one.advice.on == act]
        found[act] = standing[0].advice.verdict if standing else ""
        found[f"{act} rules"] = " ".join(one.rule or "cases" for one in standing)
        found[f"{act} assuming"] = _listed(fact for one in standing for fact in one.assuming)
        found[f"{act} open"] = _listed(fact for one in outcome.open if one.advice.on == act for fact in one.needs)
    return found


def batch(advisor: Advisor, table: pandas.DataFrame, acts: list[str], today: datetime.date) -> pandas.DataFrame:
    """Add to each row what is found out about it."""
    named = table.loc[:, table.columns != ""]
    too_many = (table.loc[:, table.columns == ""] != "").any(axis="columns")
    found = [
        {"problem": "it has too many fields"} if more else advised(advisor, row, acts, today)
        for more, row in zip(too_many, named.to_dict("records"))
    ]
    columns = [f"{act}{about}" for act in acts for about in ("", " rules", " assuming", " open")]
    added = pandas.DataFrame(found, index=named.index, columns=[*columns, "problem"]).fillna("")
    return named.join(added)


def _topics(acts: list[str]) -> list[str]:
    return list(dict.fromkeys(act.partition(".")[0] for act in acts))


def _listed(facts: Iterable[str]) -> str:
    return " ".join(sorted(set(facts)))


def main() -> int:
    """Advise on each row; 1 when a row did not fit, 2 when nothing could be done."""
    parser = argparse.ArgumentParser(description="Advise on every row of a CSV file, with pandas.")
    parser.add_argument("rules")
    parser.add_argument("table", type=Path)
    parser.add_argument("--act", action="append", required=True, help="such as baking.bake; more than once for several")
    parser.add_argument("--today", type=datetime.date.fromisoformat, default=datetime.date.today())  # noqa: DTZ011
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    try:
        advisor = Advisor.load(given.rules, engine="indexed")  # the engine that is meant for batches
        for act in given.act:
            advisor.why({}, act, today=given.today)  # one that there is not is no fault of the rows
        done = batch(advisor, read(given.table), given.act, given.today)
        done.to_csv(given.out or sys.stdout, index=False)
    except (AdvisorError, OSError, ValueError) as error:  # pandas raises ValueErrors for what it cannot read
        print(error, file=sys.stderr)
        return 2
    bad = done.loc[done["problem"] != "", "problem"]
    for line, problem in bad.items():
        print(f"{given.table}:{line}: {problem}", file=sys.stderr)
    good = done[done["problem"] == ""]
    for act in given.act:
        counts = good[act].replace("", "open").value_counts()
        print(f"{act}: {', '.join(f'{count} {verdict}' for verdict, count in counts.items())}", file=sys.stderr)
    return 1 if len(bad) else 0


if __name__ == "__main__":
    sys.exit(main())
