"""Stubs: a Python module with the types of a rulebase's facts, topics and acts, for type checkers."""

from __future__ import annotations

import re
from fractions import Fraction
from textwrap import wrap
from typing import TYPE_CHECKING

from advisor.rulebase.model import Advice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.rulebase.model import Fact, Rulebase

FIRST = "# Written by `advisor stubs`, which writes it anew: change the rulebase, and not this file.\n"
"""The first line, by which a module that was written before is known."""

_WIDTH = 100
_TOLD = {
    "boolean": "bool",
    "number": "int | Decimal | Range",
    "date": "datetime.date | Range",
    "duration": "datetime.timedelta | int | Range",
    "text": "str",
}
_CONCLUDED = {**_TOLD, "number": "int | Decimal", "date": "datetime.date", "duration": "int"}
_LOWER = re.compile(r"\b(bool|int|str|datetime)\b")


def stubs(rulebase: Rulebase) -> str:
    """Write the module; the same rulebase gives the same text.

    >>> from advisor import load
    >>> lines = stubs(load("examples/garden")).splitlines()
    >>> [line for line in lines if line.startswith(("Act", "class", "    wat"))]  # doctest: +NORMALIZE_WHITESPACE
    ['Act: TypeAlias = Literal["watering.next_time", "watering.water"]',
     'class Facts(TypedDict, total=False):',
     '    watered_on: datetime.date | Range',
     'class Concluded(TypedDict, total=False):']
    """
    what = f"{rulebase.name} {rulebase.version}"
    told = [fact for fact in rulebase.facts.values() if _can_be_told(fact)]
    derived = [fact for fact in rulebase.facts.values() if fact.derived]
    # in the body of a class a fact's name hides what else is called so
    hidden = sorted({"bool", "int", "str", "datetime"} & {fact.name for fact in [*told, *derived]})
    types = {fact.name: _type(fact, _CONCLUDED if fact.derived else _TOLD, hidden) for fact in [*told, *derived]}
    aliases = [f"_{name}: TypeAlias = {name}" for name in hidden if name != "datetime"]
    names = [*_literal("Topic: TypeAlias = ", rulebase.topics), *_literal("Act: TypeAlias = ", _acts(rulebase))]
    classes = [_class("Facts", f"What can be told of {what}; of what is not known, the key is left out.", told, types)]
    if derived:
        text = f"What the rules of {what} conclude; of what is open, the key is left out."
        classes.append(_class("Concluded", text, derived, types))
    body = "\n\n\n".join("\n".join(lines) for lines in ([*aliases, *names], *classes) if lines)
    first = "\n".join(_documented(f"Facts, topics and acts of the rulebase {what}, for type checkers.", ""))
    imports = "\n".join(_imports(" ".join(types.values()), body))
    space = "\n\n" if aliases or names else "\n\n\n"
    return f"{FIRST}{first}\n\n{imports}{space}{body}\n"


def _can_be_told(fact: Fact) -> bool:
    return fact.told or (fact.formula is not None and fact.formula.inverse(Fraction(0)) is not None)


def _acts(rulebase: Rulebase) -> list[str]:
    order = {topic: number for number, topic in enumerate(rulebase.topics)}
    acts = {(order[rule.then.topic], rule.then.on) for rule in rulebase.rules.values() if isinstance(rule.then, Advice)}
    return [on for _, on in sorted(acts)]


def _type(fact: Fact, types: Mapping[str, str], hidden: list[str]) -> str:
    if fact.kind == "choice":
        return "Literal"
    return _LOWER.sub(lambda found: f"_{found[0]}" if found[0] in hidden else found[0], types[fact.kind])


def _imports(types: str, body: str) -> Iterator[str]:
    """Import what is used, and no more."""
    if "datetime" in types:
        yield "import datetime as _datetime" if "_datetime" in types else "import datetime"
    if "Decimal" in types:
        yield "from decimal import Decimal"
    typing = {"Literal": "Literal[", "TypeAlias": ": TypeAlias =", "TypedDict": "(TypedDict, "}
    yield "from typing import " + ", ".join(name for name, used in typing.items() if used in body)
    if "Range" in types:
        yield ""
        yield "from advisor import Range"


def _literal(start: str, names: Iterable[str]) -> Iterator[str]:
    """Write a type of some texts, in one line where it fits."""
    quoted = [f'"{name}"' for name in names]
    line = f"{start}Literal[{', '.join(quoted)}]"
    if len(line) <= _WIDTH and quoted:
        yield line
    elif quoted:
        margin = " " * (len(start) - len(start.lstrip()))
        yield f"{start}Literal["
        yield from (f"{margin}    {name}," for name in quoted)
        yield f"{margin}]"


def _class(name: str, text: str, facts: Iterable[Fact], types: Mapping[str, str]) -> list[str]:
    lines = [f"class {name}(TypedDict, total=False):", *_documented(text, "    ")]
    for fact in facts:
        start = f"    {fact.name}: "
        lines += ["", *(_literal(start, fact.choices) if fact.kind == "choice" else [start + types[fact.name]])]
        if words := _about(fact):
            lines += _documented(words, "    ")
    return lines


def _about(fact: Fact) -> str:
    """Say what a fact is, as its author put it."""
    unit = f"In {fact.unit}." if fact.unit else ""
    computed = f"Computed from {' and '.join(fact.formula.facts)}." if fact.formula else ""
    applies = f"Applies only where: {' '.join(fact.applies_text.split())}." if fact.applies_text else ""
    return " ".join(filter(None, (fact.ask, computed, unit, applies)))


def _documented(text: str, margin: str) -> Iterator[str]:
    """Write a docstring, on several lines where it is long."""
    words = text.replace("\\", "\\\\").replace('"""', r"\"\"\"")
    if words.endswith('"') and not words.endswith(r"\""):
        words = words[:-1] + r"\""
    lines = wrap(words, _WIDTH - len(margin) - 6, break_long_words=False, break_on_hyphens=False)
    if len(lines) == 1:
        yield f'{margin}"""{lines[0]}"""'
        return
    yield f'{margin}"""{lines[0]}'
    yield from (f"{margin}{line}" for line in lines[1:])
    yield f'{margin}"""'
