"""How well danger is recognised: recall by priority, false alarms, and their intervals.

    python -m benchmarks.care --data FILE
    python -m benchmarks.care --titles FILE --wrong

FILE is a YAML list of messages, each with `text`, `expect` (trigger, no_trigger or grey), `flags` (what it must raise,
the main one first), `priority` (P0 to P3, of the main one) and `accept` (flags that are right as well); or with
`--titles` a text with a message a line, none of which should raise anything. A trigger counts as recalled where one of
its flags, or one accepted, is raised, for an emergency one that is an emergency. A false alarm is a flag raised that is
neither expected nor accepted on a message that expects none; one of P3 changes a rule and shows no help, and is
counted apart. Shares come with a Wilson interval of 95 %; where nothing was missed, 3/n is the upper bound of the rate
of misses. `--wrong` lists what went wrong.
"""

from __future__ import annotations

import argparse
import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import yaml

from advisor import Advisor
from benchmarks.understanding import wilson

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.language.heard import Raised

DAY = datetime.date(2026, 11, 23)
PRIORITIES = ("P0", "P1", "P2", "P3")


class Case(NamedTuple):
    """A labelled message, and what it raised."""

    text: str
    expect: str
    flags: tuple[str, ...]
    accept: tuple[str, ...]
    priority: str
    voice: str
    raised: tuple[Raised, ...]

    @property
    def fair(self) -> set[str]:
        """The flags that are right."""
        return {*self.flags, *self.accept}

    @property
    def recalled(self) -> bool:
        """Whether a right flag was raised, for an emergency one of that urgency."""
        fair = [one for one in self.raised if one.flag in self.fair]
        return any(self.priority != "P0" or one.priority == "P0" for one in fair)

    @property
    def exact(self) -> bool:
        """Whether the main flag was raised."""
        return any(one.flag == self.flags[0] for one in self.raised)

    @property
    def alarms(self) -> list[Raised]:
        """The flags raised that are not right."""
        return [one for one in self.raised if one.flag not in self.fair]


def read_cases(advisor: Advisor, file: str) -> list[Case]:
    """Read labelled messages, and try each."""
    return [
        Case(
            entry["text"],
            entry["expect"],
            tuple(entry.get("flags") or ()),
            tuple(entry.get("accept") or ()),
            entry.get("priority", ""),
            entry.get("voice", "self"),
            _raised(advisor, entry["text"]),
        )
        for entry in yaml.safe_load(Path(file).read_text(encoding="utf-8"))
    ]


def read_titles(advisor: Advisor, file: str) -> list[Case]:
    """Read messages that should raise nothing, one a line."""
    lines = [line.strip() for line in Path(file).read_text(encoding="utf-8").splitlines()]
    return [Case(line, "no_trigger", (), (), "", "self", _raised(advisor, line)) for line in lines if line]


def _raised(advisor: Advisor, text: str) -> tuple[Raised, ...]:
    return tuple(one for one in advisor.understand(text, today=DAY).flags if one.status != "denied")


def report(cases: Sequence[Case], *, wrong: bool) -> None:
    """Print the shares, and with `wrong` what went wrong."""
    for priority in PRIORITIES:
        asked = [case for case in cases if case.expect == "trigger" and case.priority == priority]
        if asked:
            found = sum(case.recalled for case in asked)
            bound = f", misses at most {300 / len(asked):.1f} %" if found == len(asked) else ""
            print(f"recall {priority}: {wilson(found, len(asked))}{bound}")
    triggers = [case for case in cases if case.expect == "trigger"]
    if triggers:
        print(f"the main flag itself: {wilson(sum(case.exact for case in triggers), len(triggers))}")
        voiced = [case for case in triggers if case.recalled]
        right = sum(any(one.voice == case.voice for one in case.raised if one.flag in case.fair) for case in voiced)
        print(f"the right voice, of those recalled: {wilson(right, len(voiced))}")
    calm = [case for case in cases if case.expect == "no_trigger"]
    if calm:
        shown = [case for case in calm if any(one.priority != "P3" for one in case.alarms)]
        print(f"false alarms P0 to P2: {wilson(len(shown), len(calm))}")
        print(f"  of them P0: {sum(any(one.priority == 'P0' for one in case.alarms) for case in shown)}")
        print(f"false alarms P3 alone: {sum(bool(case.alarms) for case in calm) - len(shown)}")
    grey = [case for case in cases if case.expect == "grey"]
    if grey:
        print(f"grey, raised: {sum(bool(case.raised) for case in grey)} of {len(grey)}")
    for case in cases if wrong else ():
        got = ", ".join(f"{one.flag} {one.status}" for one in case.raised) or "-"
        if case.expect == "trigger" and not case.recalled:
            print(f"missed {case.priority} {', '.join(case.flags)} (got {got}): {case.text}")
        elif case.expect == "no_trigger" and case.alarms:
            print(f"alarm {got}: {case.text}")


def main() -> None:
    """Read the arguments, and report."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    given = parser.add_mutually_exclusive_group(required=True)
    given.add_argument("--data", metavar="FILE", help="labelled messages")
    given.add_argument("--titles", metavar="FILE", help="messages, one a line, that should raise nothing")
    parser.add_argument("--rules", default="breakup", metavar="WHERE", help="the rulebase")
    parser.add_argument("--wrong", action="store_true", help="list what went wrong")
    asked = parser.parse_args()
    advisor = Advisor.load(asked.rules, engine="plain")
    cases = read_cases(advisor, asked.data) if asked.data else read_titles(advisor, asked.titles)
    report(cases, wrong=asked.wrong)


if __name__ == "__main__":
    main()
