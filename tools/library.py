"""Lay out the public names for the reference: signature, docstring, example, and what a class has to offer.

The examples are those of the docstrings, with the imports that they take, so that each can be copied and run.
"""

from __future__ import annotations

import ast
import doctest
import importlib
import inspect
import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import advisor

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import ModuleType

WIDTH = 100
PARTS_FROM = ("advisor.conversation.", "advisor.language.", "advisor.reasoning.")


class Said(NamedTuple):
    """A docstring in its three parts: the first sentence or paragraph, what else it says, and the example."""

    first: str
    more: str
    example: str


def said(thing: object) -> Said:
    r"""Take a docstring apart.

    >>> def double(number):
    ...     '''Double a number.
    ...
    ...     >>> double(2)
    ...     4
    ...     '''
    >>> said(double)
    Said(first='Double a number.', more='', example='>>> double(2)\n4')
    """
    words, mark, example = (inspect.getdoc(thing) or "").partition(">>>")
    first, _, more = re.sub(r"<(?=\w)", r"\\<", words).strip().partition("\n\n")
    return Said(" ".join(first.split()), more.strip(), (mark + example).strip())


def signature(name: str, thing: object) -> str:
    """Write down how a thing is called or made, a line a part where it is long.

    >>> print(signature("Range", advisor.Range))
    Range(low: int | Decimal | datetime.date | None, high: int | Decimal | datetime.date | None)
    >>> signature("load", advisor.load)
    'load(*where: str | os.PathLike[str]) -> Rulebase'
    """
    if isinstance(thing, property):
        given = _annotation(inspect.signature(thing.fget).return_annotation) if thing.fget else ""
        return f"{name}: {given}"
    if inspect.isclass(thing) and issubclass(thing, Exception) and not inspect.isfunction(thing.__init__):
        return f"{name}(message: str)"
    assert callable(thing)  # noqa: S101 - properties aside, only classes and functions are public
    found = inspect.signature(thing)
    parts, marked = list[str](), False
    for parameter in found.parameters.values():
        if parameter.name in {"self", "cls"}:
            continue
        if parameter.kind is parameter.KEYWORD_ONLY and not marked:
            parts.append("*")
        marked = marked or parameter.kind in {parameter.KEYWORD_ONLY, parameter.VAR_POSITIONAL}
        parts.append(_parameter(parameter))
    gives = "" if inspect.isclass(thing) else f" -> {_annotation(found.return_annotation)}"
    line = f"{name}({', '.join(parts)}){gives}"
    return line if len(line) <= WIDTH else "\n".join([f"{name}(", *(f"    {one}," for one in parts), f"){gives}"])


def _parameter(parameter: inspect.Parameter) -> str:
    stars = {"VAR_POSITIONAL": "*", "VAR_KEYWORD": "**"}.get(parameter.kind.name, "")
    typed = "" if parameter.annotation is parameter.empty else f": {_annotation(parameter.annotation)}"
    if parameter.default is parameter.empty:
        return f"{stars}{parameter.name}{typed}"
    plain = isinstance(parameter.default, (str, int, float, tuple, type(None)))
    return f"{parameter.name}{typed} = {parameter.default if plain else ...!r}".replace("Ellipsis", "...")


def _annotation(given: object) -> str:
    """Write a type down as it stands in the code, quoted there or not."""
    words = given if isinstance(given, str) else getattr(given, "__forward_arg__", None)
    return (words or inspect.formatannotation(given)).strip("'\"")


def imports(example: str, home: str) -> list[str]:
    """Write down the imports that an example takes: of names that it uses and that its module has.

    >>> imports(">>> Range(20, 24)", "advisor.rulebase.kinds")
    ['>>> from advisor import Range']
    """
    code = "".join(one.source for one in doctest.DocTestParser().get_examples(f"{example}\n"))
    tree = list(ast.walk(ast.parse(code)))
    names = [node for node in tree if isinstance(node, ast.Name)]
    made = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    for node in tree:
        made |= (
            {one.asname or one.name for one in node.names} if isinstance(node, (ast.Import, ast.ImportFrom)) else set()
        )
    module = importlib.import_module(home)
    places: dict[str, list[str]] = {}
    for name in sorted(({node.id for node in names} - made) & vars(module).keys()):
        thing = getattr(module, name)
        public = name in advisor.__all__
        place = "" if inspect.ismodule(thing) else "advisor" if public else getattr(thing, "__module__", None) or home
        places.setdefault(place, []).append(name)
    modules = [f">>> import {name}" for name in places.pop("", ())]
    return [*modules, *(f">>> from {place} import {', '.join(taken)}" for place, taken in sorted(places.items()))]


def described(name: str, thing: object, level: int, *, example: bool = True) -> str:
    """Lay out one name below a heading: signature, what it is, and an example where it has one."""
    words = said(thing)
    parts = [f"{'#' * level} `{name}`", f"```python\n{signature(name, thing)}\n```", words.first, words.more]
    if words.example and example:
        home = getattr(thing.fget if isinstance(thing, property) else thing, "__module__", advisor.__name__)
        parts.append("\n".join(["```python", *imports(words.example, home), words.example, "```"]))
    return "\n\n".join(part for part in parts if part)


def members(thing: type) -> dict[str, object]:
    """Name what a class offers beside its fields, its parents' first.

    >>> list(members(advisor.Concluded))
    ['to_dict', 'firm']
    """
    ours = [one for one in reversed(thing.__mro__) if one.__module__.startswith(f"{advisor.__name__}.")]
    own = {name: value for one in ours for name, value in vars(one).items() if not name.startswith("_")}
    told = {n: v.__func__ if isinstance(v, (classmethod, staticmethod)) else v for n, v in own.items()}
    fields = getattr(thing, "_fields", ())
    return {n: v for n, v in told.items() if n not in fields and (inspect.isfunction(v) or isinstance(v, property))}


def detailed(name: str, thing: object, level: int = 3) -> Iterator[str]:
    """Lay out one name and, of a class, its members: in one line each where a line will do."""
    yield described(name, thing, level)
    lines, longer = list[str](), list[str]()
    for member, value in members(thing).items() if inspect.isclass(thing) else ():
        called, words = signature(f"{name}.{member}", value), said(value)
        inherited = member not in vars(thing)
        if len(called) <= WIDTH and (inherited or not (words.more or words.example)):
            lines.append(f"- `{called}`: {words.first}")
        else:
            longer.append(described(f"{name}.{member}", value, level + 1))
    yield from ["\n".join(lines)] if lines else []
    yield from longer


def details(names: Sequence[str], module: ModuleType = advisor) -> str:
    """Lay out names of a module with all there is to say of each."""
    ordered = sorted(names, key=str.lower)
    return "\n\n".join(part for name in ordered for part in detailed(name, getattr(module, name)))


def parts() -> dict[str, type]:
    """Name the classes that results are made of and that no import of `advisor` gives, each by its full name.

    >>> "reasoning.outcome.Proof" in parts()
    True
    """
    public = [thing for name in advisor.__all__ if inspect.isclass(thing := getattr(advisor, name))]
    found, todo = dict[str, type](), list(public)
    while todo:
        for part in _types_in(todo.pop()):
            name = f"{part.__module__}.{part.__qualname__}".removeprefix(f"{advisor.__name__}.")
            if part not in public and name not in found:
                found[name] = part
                todo.append(part)
    return dict(sorted(found.items()))


def _types_in(thing: type) -> Iterator[type]:
    """The classes of conversation, language and reasoning that a class names in its fields and members."""
    given = [getattr(one, "__annotations__", {}) for one in thing.__mro__ if one.__module__.startswith(PARTS_FROM)]
    called = [one.fget if isinstance(one, property) else one for one in members(thing).values()]
    given += [getattr(one, "__annotations__", {}) for one in called]
    words = {word for one in given for typed in one.values() for word in re.findall(r"\w+", _annotation(typed))}
    for word in sorted(words & names_of(thing.__module__).keys()):
        part = names_of(thing.__module__)[word]
        if inspect.isclass(part) and part.__module__.startswith(PARTS_FROM):
            yield part


@cache
def names_of(home: str) -> dict[str, object]:
    """All names that a module may use in its types, those among them that it imports for the types alone."""
    module = importlib.import_module(home)
    names = dict(vars(module))
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{advisor.__name__}."):
            origin = importlib.import_module(node.module or "")
            names.update({one.asname or one.name: getattr(origin, one.name, None) for one in node.names})
    return names


def of_module(home: str) -> str:
    """Lay out all that a module beside the package itself offers: what it declares and does not hide."""
    module = importlib.import_module(home)
    names = [name for name, thing in vars(module).items() if getattr(thing, "__module__", "") == home]
    return details([name for name in names if not name.startswith("_")], module)


def lesser() -> str:
    """Lay out those classes, each with what it is made of; nobody needs to make one."""
    return "\n\n".join(described(name, thing, 3, example=False) for name, thing in parts().items())
