"""Write those parts of the reference that the code declares: keys, kinds, limits, verbs and public names.

They stand between the comments `<!-- begin: NAME -->` and `<!-- end: NAME -->` in the pages of `docs/reference`, and
`python tools/reference.py` writes them anew. A test holds the pages to what this program would write.
"""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

import advisor
from advisor.cli import main as command_line
from advisor.language import reading
from advisor.render.pages import page_as_markdown
from advisor.rulebase import clauses, computing, nodes, report, shape, syntax, texts
from advisor.rulebase.combinators import ListOf, MapOf, OneOf, Record
from advisor.rulebase.declaring import ONLY
from advisor.rulebase.kinds import KINDS
from advisor.rulebase.problems import SECTIONS
from advisor.workbench import checks
from advisor.workbench.pages import page
from tools import library

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PAGES = Path(__file__).resolve().parent.parent / "docs" / "reference"
PART = re.compile(r"(?s)<!-- begin: (?P<name>[\w -]+) -->\n.*?<!-- end: (?P=name) -->")


def table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    r"""Lay rows out as a table of Markdown.

    >>> print(table(("key", "meaning"), [("`say`", "a <value>")]))
    | key | meaning |
    |---|---|
    | `say` | a \<value> |
    """
    lines = [heads, ("---",) * len(heads), *rows]
    cells = [[re.sub(r"<(?=\w)", r"\\<", cell).replace("|", "\\|") for cell in line] for line in lines]
    return "\n".join(f"| {' | '.join(line)} |" for line in cells).replace("| --- ", "|---").replace("--- |", "---|")


def records() -> dict[str, Record]:
    """Name every record of the format by the path of keys that leads to it; `*` stands for a name of the author's.

    >>> sorted(records())[:4]
    ['', 'countries.*', 'evidence.*', 'facts.*']
    """
    found: dict[str, Record] = {}
    _walk(shape.SINGLE, "", found)
    return found


def _walk(part: object, path: str, found: dict[str, Record]) -> None:
    if isinstance(part, Record):
        if part in found.values():
            return  # told once, where it is met first
        found[path] = part
        for name, key in part.keys.items():
            _walk(key.shape, f"{path}.{name}".removeprefix("."), found)
    elif isinstance(part, OneOf):
        for one in part.shapes:
            _walk(one, path, found)
    elif isinstance(part, ListOf):
        _walk(part.item, f"{path}[]", found)
    elif isinstance(part, MapOf):
        _walk(part.value, f"{path}.*", found)


def keys(record: Record, names: tuple[str, ...] = ()) -> str:
    """Lay out the keys of a record, or those that are named."""
    rows = []
    for name, key in record.keys.items():
        if names and name not in names:
            continue
        needed = " **Required.**" if key.required else ""
        only = ONLY.get(name, ()) if "kind" in record.keys else ()
        told = "" if all(kind in key.doc for kind in only) else f" Kinds: {', '.join(only)}."
        rows.append((f"`{name}`", key.shape.noun, key.doc + told + needed))
    if record.either:
        named = " or ".join(f"`{name}`" for name in record.either)
        rows.append((named, "", "**Required:** exactly one of the two."))
    return table(("key", "value", "meaning"), rows)


def kinds() -> str:
    """Lay out the kinds of facts."""
    rows = []
    for name, kind in KINDS.items():
        order = "yes" if kind.ordered else "no"
        rows.append((f"`{name}`", kind.expected(("a", "b")).replace("one of a, b", "one of its choices"), order))
    return table(("kind", "what fits", "has an order, can be a range"), rows)


def limits() -> str:
    """Lay out what is too much, from the limits that the code has."""
    rows = [
        ("a file", f"{nodes.MAX_BYTES:,} bytes; {nodes.MAX_NODES:,} keys and values; {nodes.MAX_DEPTH} levels deep"),
        ("a text", f"{texts.LONGEST_TEXT:,} characters"),
        ("a name", f"{texts.LONGEST_NAME} characters"),
        ("a condition or formula, as written", f"{syntax.MAX_LENGTH:,} characters, {syntax.MAX_DEPTH} levels"),
        (
            "a condition, multiplied out",
            f"{clauses.MAX_CLAUSES} clauses of at most {clauses.MAX_TESTS} tests each",
        ),
        ("a formula, written out over told facts", f"{computing.MAX_PARTS} parts"),
        ("problems reported at once", f"{report.MOST_PROBLEMS}; the rest are counted"),
        ("a message to the advisor", f"{reading.LONGEST:,} characters"),
    ]
    return table(("what", "at most"), rows)


def verbs() -> str:
    """Lay out every verb: what it does, what it takes, and its options."""
    context = click.Context(command_line, info_name="advisor")
    found = []
    for name in command_line.list_commands(context):
        command = command_line.get_command(context, name)
        assert command is not None  # noqa: S101 - it was listed
        pieces = " ".join(command.collect_usage_pieces(click.Context(command, info_name=name, parent=context)))
        rows = [_option(one) for one in command.params if isinstance(one, click.Option)]
        parts = [
            f"## `advisor {name}`",
            f"```text\nadvisor {name} {pieces}".rstrip() + "\n```",
            inspect.cleandoc(command.help or ""),
        ]
        parts += [table(("option", "meaning", "default"), rows)] if rows else []
        parts += [command.epilog] if command.epilog else []
        found.append("\n\n".join(parts))
    return "\n\n".join(found)


def _option(option: click.Option) -> tuple[str, str, str]:
    choices = "|".join(map(str, option.type.choices)) if isinstance(option.type, click.Choice) else ""
    value = "" if option.is_flag or option.count else f" {option.metavar or choices or option.type.name.upper()}"
    names = [*reversed(option.opts), *option.secondary_opts]
    more = [" May be given more than once." if option.multiple else "", " **Required.**" if option.required else ""]
    default = option.default if type(option.default) in {str, int, float} else None
    return (
        f"`{', '.join(names)}{value}`",
        f"{option.help or ''}{''.join(more)}".strip(),
        f"`{default}`" if default else "",
    )


def names() -> str:
    """Lay out every public name of the package in a line."""
    rows = []
    for name in sorted(advisor.__all__, key=str.lower):
        thing = getattr(advisor, name)
        rows.append((f"`{_called(name, thing)}`", library.said(thing).first))
    return table(("name", "what it is"), rows)


def _called(name: str, thing: object) -> str:
    """Write a name as it is called: with the names of what it takes."""
    if not inspect.isfunction(thing):
        return name
    taken: list[str] = []
    star = False
    for parameter in inspect.signature(thing).parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY and not star:
            taken, star = [*taken, "*"], True
        word = f"*{parameter.name}" if parameter.kind is parameter.VAR_POSITIONAL else parameter.name
        star = star or word.startswith("*")
        taken += [word] if word not in {"self", "cls"} else []
    return f"{name}({', '.join(taken)})"


def findings() -> str:
    """Lay out every finding of `advisor check`: in a table, and each with its page."""
    pages = [one for code in checks.codes() if (one := page(code))]
    rows = [(f"[`{one.code}`](#{one.code})", one.severity, one.title) for one in pages]
    sections = [f"## `{one.code}`\n\n*{one.severity.capitalize()}.*\n\n{page_as_markdown(one)}" for one in pages]
    return "\n\n".join([table(("code", "severity", "what it means"), rows), *sections])


def problems() -> str:
    """Lay out every problem, gathered by what is wrong."""
    found = []
    for title, part in SECTIONS.items():
        rows = [(f"`{code}`", *meaning) for code, meaning in part.items()]
        found.append(f"## {title}\n\n{table(('code', 'what it means', 'what to do'), rows)}")
    return "\n\n".join(found)


def parts() -> dict[str, Callable[[], str]]:
    """Name every part that is written here, with what writes it."""
    found: dict[str, Callable[[], str]] = {"kinds": kinds, "limits": limits, "verbs": verbs, "names": names}
    found["details of names"] = lambda: library.details(advisor.__all__)
    found["parts of results"] = library.lesser
    found["testing"] = lambda: library.of_module("advisor.testing")
    found |= {"findings": findings, "problems": problems}
    subject = tuple(shape.DOCUMENT.keys)
    root = tuple(name for name in shape.SINGLE.keys if name not in subject)
    found["keys of rulebase-yaml"] = lambda: keys(shape.ROOT, root)
    found["keys of any file"] = lambda: keys(shape.ROOT, subject)
    for path, record in records().items():
        if path:
            found[f"keys of {' '.join(re.findall(r'[a-z_]+', path))}"] = lambda record=record: keys(record)  # type: ignore[misc]  # bound now
    return found


def written(page: str) -> str:
    """Give a page with every part written anew; raises KeyError for a part that nothing here writes."""
    known = parts()

    def anew(found: re.Match[str]) -> str:
        name = found["name"]
        return f"<!-- begin: {name} -->\n\n{known[name]()}\n\n<!-- end: {name} -->"

    return PART.sub(anew, page)


def main() -> None:
    """Write every page anew, and say which were changed."""
    for path in sorted(PAGES.glob("*.md")):
        page = path.read_text(encoding="utf-8")
        if (true := written(page)) != page:
            path.write_text(true, encoding="utf-8")
            print(f"{path.name}: written anew")


if __name__ == "__main__":
    main()
