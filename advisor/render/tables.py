"""Tables of a scenario's rules in words: each clause test by test, with what was read, and what became of the rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from advisor.reasoning.proving import DERIVED
from advisor.reasoning.records import record
from advisor.reasoning.situation import APART, IMPLIED
from advisor.render.readings import Scene, asked, found
from advisor.rulebase.kinds import KINDS
from advisor.workbench import tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Rulebase
    from advisor.workbench.tables import Line, RuleLines, Table

_TRUTHS = {True: "true", False: "false", None: "unknown"}
_TRUTH = 9
_WIDEST = 60
"""How far the second column is moved to the right for tests that are long."""

_ORIGINS = {DERIVED: "concluded", IMPLIED: "follows from what was told", APART: "does not apply"}
_BY_CASES = "one of the cases that all come to this verdict"


def table_in_words(rulebase: Rulebase, table: Table) -> str:
    """Tell of a scenario what became of each rule, and what each test of it read."""
    where = f", step {table.step} of {table.steps}" if table.step else ""
    lines = [f"{table.scenario}{where}, on {table.today.isoformat()}"]
    if table.contradiction:
        lines.append("  " + at_odds_in_words(table))
    elif table.quiet:
        lines.append(f"  Help comes first, and nothing else is said: {', '.join(table.quiet)}.")
    elif not table.topics:
        lines.append("  No topic was asked, so no rule was looked at.")
    elif not table.rules:
        lines.append("  No rule advises on what was asked.")
    return "\n".join([*lines, *rules_in_words(rulebase, table, "  ")])


def at_odds_in_words(table: Table) -> str:
    """Say which facts are at odds, and by what."""
    clash = table.contradiction
    if clash is None:
        return ""
    why = f" ({clash.text})" if clash.text else ""
    return f"The facts told are at odds, so nothing is decided: {', '.join(clash.facts)}{why}."


def rules_in_words(rulebase: Rulebase, table: Table, margin: str) -> Iterator[str]:
    """Tell the rules of a table line by line, below each the tests of its clauses."""
    scene = Scene(rulebase, table.today)
    rows = {one.rule: [[_row(scene, line) for line in clause] for clause in one.clauses] for one in table.rules}
    widths = [len(test) for clauses in rows.values() for clause in clauses for _, test, _ in clause]
    width = max((wide for wide in widths if wide <= _WIDEST), default=0)
    for one in table.rules:
        yield f"{margin}{one.rule} ({one.on}: {one.says}): {became(one)}"
        for number, clause in enumerate(rows[one.rule]):
            if number:
                yield f"{margin}  or"
            for truth, test, value in clause:
                yield f"{margin}    {truth.ljust(_TRUTH)}{test.ljust(width)}  {value}"
        yield from _otherwise(one, margin)


def _row(scene: Scene, line: Line) -> tuple[str, str, str]:
    return _TRUTHS[line.reading.holds], asked(scene, line.reading), _read(scene, line)


def _read(scene: Scene, line: Line) -> str:
    """Say what a test read, and where that came from."""
    reading = line.reading
    fact = scene.rulebase.facts[reading.fact]
    origin = _ORIGINS.get(line.origin, line.origin)
    told = [name for name in reading.told if name != reading.fact]
    if line.origin in {tables.COMPUTED, IMPLIED, APART} and told:
        origin += f" ({'from ' if line.origin == tables.COMPUTED else ''}{', '.join(told)})"
    if line.value is not None:
        words = f"{fact.name}: {_shown(scene, fact.name, line.value)}, {origin}"
    elif reading.cell is not None and line.origin != APART:
        words = f"{fact.name}: {found(scene, reading)}, {origin}"
    else:
        words = f"{fact.name}: {origin}"
    computed = [f"{name}: {_shown(scene, name, v)}" for name, v in line.computed.items() if v is not None]
    return words + (f" ({', '.join(computed)})" if computed else "")


def _shown(scene: Scene, name: str, value: Value) -> str:
    return KINDS[scene.rulebase.facts[name].kind].show(value)


def became(one: RuleLines) -> str:
    """Say what became of a rule.

    >>> from advisor import Advisor
    >>> garden = Advisor.load("examples/garden")
    >>> [became(one) for one in tables.table(garden, garden.rulebase.scenarios[1]).rules][:2]
    ['advised', 'open']
    """
    given = "concluded" if one.concludes else "advised"
    if one.standing == tables.SILENCED:
        return f"silenced by {', '.join(one.silenced_by) or 'a flag'}"
    if one.standing == tables.IN_CASES:
        return _BY_CASES
    if one.standing in {tables.STANDS, tables.ASSUMING}:
        return f"{given}, assuming {', '.join(one.assuming)}" if one.assuming else given
    if one.standing == tables.AT_ODDS:
        return f"not {given}, in conflict with {', '.join(one.in_conflict_with)}"
    words = f"not {given}" if one.standing == tables.OUT else "open"
    words += f", beaten by {', '.join(one.beaten_by)}" if one.beaten_by else ""
    waits = one.waits_for if one.standing == tables.UNDECIDED and one.holds is not False else ()
    return words + (f", waits for {', '.join(waits)}" if waits else "")


def _otherwise(one: RuleLines, margin: str) -> Iterator[str]:
    """Say when advice is given that has no condition of its own."""
    if one.unless:
        yield f"{margin}    given where none of these holds:"
        yield from (f"{margin}      {_TRUTHS[holds].ljust(_TRUTH)}{rule}" for rule, holds in one.unless)
    elif not any(one.clauses):
        yield f"{margin}    it always holds"


def table_record(rulebase: Rulebase, table: Table) -> dict[str, Any]:
    """Give a table as plain values, each test in words beside what it read."""
    scene = Scene(rulebase, table.today)
    return {
        "scenario": table.scenario,
        "step": table.step or None,
        "today": table.today.isoformat(),
        "topics": list(table.topics),
        "contradiction": record(table.contradiction),
        "quiet": list(table.quiet),
        "rules": rules_record(scene, table.rules),
    }


def rules_record(scene: Scene, rules: Iterable[RuleLines]) -> list[dict[str, Any]]:
    """Give the rules of a table as plain values."""
    return [
        {
            **record(one),
            "clauses": [[_line_record(scene, line) for line in clause] for clause in one.clauses],
            "unless": [{"rule": rule, "holds": holds} for rule, holds in one.unless],
        }
        for one in rules
    ]


def _line_record(scene: Scene, line: Line) -> dict[str, Any]:
    return {
        "test": asked(scene, line.reading),
        "holds": line.reading.holds,
        "fact": line.reading.fact,
        "value": record(line.value),
        "origin": line.origin,
        "told": list(line.reading.told),
        "computed": record(line.computed),
    }
