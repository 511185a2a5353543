"""Renaming a fact, topic, rule or the like in all files of a rulebase, changing nothing else by a character.

The new texts are loaded before anything is done with them: they must make the same rulebase, but for the name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from advisor.errors import AdvisorError, RulebaseError, UnknownName
from advisor.rulebase.corpus import NO_FLAG, OFF_TOPIC
from advisor.rulebase.drafts import entries, mappings, text
from advisor.rulebase.files import sealed
from advisor.rulebase.nodes import Mapping as MappingNode
from advisor.rulebase.nodes import Report, Scalar
from advisor.rulebase.overlay import examples_of, learnt_of, read_with
from advisor.workbench.likeness import Swap, differences
from advisor.workbench.naming import ACT, FLAG, INNER, RULE, SHAPES, SIGN, SUBJECT, TAG, TOPIC, Mentions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from advisor.errors import Position
    from advisor.rulebase.model import Rulebase
    from advisor.rulebase.overlay import Page, Reading
    from advisor.workbench.naming import Mention

_LABELS = frozenset({TOPIC, SUBJECT, FLAG})
"""Kinds under which example messages stand, and that are learnt from them."""

_RESERVED = frozenset({OFF_TOPIC, NO_FLAG})
_BREAK = re.compile(r"\r\n?|\n")
_SHARED = {TOPIC: SUBJECT, SUBJECT: TOPIC, FLAG: SIGN, SIGN: FLAG}
"""Kinds that are named in the same places, so that no name may be both."""


class Target(NamedTuple):
    """What is renamed: its kind, the owner of an act, choice or section, and its name."""

    kind: str
    owner: str
    name: str

    @property
    def full(self) -> str:
        """Its name with its owner, as it is given on the command line."""
        return f"{self.owner}{INNER[self.kind]}{self.name}" if self.kind in INNER else self.name

    def __str__(self) -> str:
        return f"{self.kind}:{self.full}"


class Rewritten(NamedTuple):
    """A file that changes: its text before and after, and how many places of it change."""

    before: str
    after: str
    places: int


class Renaming(NamedTuple):
    """A renaming that was tried and is sound: what is renamed, its new name, and the files that change."""

    target: Target
    new: str
    files: Mapping[Path, Rewritten]


class CannotRename(AdvisorError):
    """A renaming that was not done, and why; no file was changed."""


def rename(places: tuple[str, ...], old: str, new: str) -> Renaming:
    """Rename something in the rulebase at some places; gives the new texts and writes nothing.

    `old` is a name, `topic.act`, `fact.choice` or `source/section`, with its kind before it where it names several
    things: `fact:rain`. Raises RulebaseError where the rulebase does not load, UnknownName, and CannotRename.

    >>> found = rename(("examples/garden",), "rain_expected", "rain_to_come")
    >>> str(found.target), found.new
    ('fact:rain_expected', 'rain_to_come')
    """
    reading = read_with(places)
    names = Names(reading)
    target = names.target(old)
    wanted = names.free(target, new)
    names.check_own(target, wanted, places)
    files = dict(_own_files(names, target, wanted))
    if target.kind in _LABELS:
        learnt = {
            **dict(_labels(examples_of(places), target, wanted)),
            **dict(_learnt(learnt_of(places), target, wanted)),
        }
        also = [kind for kind in sorted(_LABELS - {target.kind}) if Target(kind, "", target.name) in names.made]
        if learnt and also:
            raise CannotRename(f"example messages stand under '{target.name}', which {_an(also[0])} is called as well")
        files.update(learnt)
    _check(reading.rulebase, places, files, Swap(target.name, wanted))
    return Renaming(target, wanted, files)


class Names:
    """All names of a rulebase, and all places at which they stand."""

    def __init__(self, reading: Reading) -> None:
        self.rulebase, self.pages = reading.rulebase, reading.pages
        finder = Mentions(reading.rulebase)
        self.found = [(page, one) for page in self.pages for one in finder.within(page.root, page.form)]
        self.made: dict[Target, tuple[int, Position]] = {}  # the rulebase that makes it, and where; the last counts
        for page, one in self.found:
            target = Target(one.kind, one.owner, one.name)
            if one.declares or (one.kind in {ACT, TAG} and target not in self.made):
                self.made[target] = page.number, one.node.position
        for page, topic, node in self._unnamed():
            self.made.setdefault(Target(ACT, topic, topic), (page.number, node.position))

    def _unnamed(self) -> Iterator[tuple[Page, str, MappingNode]]:
        """Go through advice whose act is not written, so that it is called after its topic."""
        for page in self.pages:
            for _, rule in entries(page.root.get("rules")):
                advice = mappings(rule.get("advise") if isinstance(rule, MappingNode) else None)
                yield from ((page, text(one, "topic"), one) for one in advice if not one.get("act"))
            for key, topic in entries(page.root.get("topics")):
                advice = mappings(topic.get("otherwise") if isinstance(topic, MappingNode) else None)
                yield from ((page, key.text, one) for one in advice if not one.get("act"))

    def unnamed(self, topic: str) -> list[Position]:
        """List the places of advice on a topic whose act is called after it."""
        return [node.position for _, name, node in self._unnamed() if name == topic]

    def target(self, old: str) -> Target:
        """Find out what is to be renamed."""
        kind, _, name = old.rpartition(":")
        if kind and kind not in SHAPES:
            raise CannotRename(f"'{kind}' is no kind of name; there are: {', '.join(SHAPES)}")
        found = [one for one in self.made if one.full == name and kind in {"", one.kind}]
        if not found:
            raise UnknownName(kind or "name", name, [one.full for one in self.made if kind in {"", one.kind}])
        if len(found) > 1:
            said = ", ".join(map(str, found))
            raise CannotRename(f"'{name}' names {len(found)} things; say which one is meant: {said}")
        return found[0]

    def free(self, target: Target, new: str) -> str:
        """Give the new name without what may stand before it; raises CannotRename where it cannot be had."""
        name = new.removeprefix(f"{target.kind}:")
        if target.kind in INNER:
            name = name.removeprefix(target.owner + INNER[target.kind])
        report = Report()
        if not SHAPES[target.kind].check(Scalar(report.source("", name), 1, 1, name, plain=False), report, None):
            (problem,) = report.problems
            raise CannotRename(f"{problem.message}; {problem.remedy}")
        taken = [Target(target.kind, target.owner, name), Target(_SHARED.get(target.kind, ""), "", name)]
        if target.kind == TOPIC and self.unnamed(target.name):
            taken.append(Target(ACT, target.name, name))  # its act of that name would become the one left unnamed
        for other in taken:
            if other in self.made:
                raise CannotRename(f"there is {_an(other.kind)} '{name}' already, at {self.made[other][1]}")
        if (target.kind == RULE and name in self.rulebase.retired) or (target.kind in _LABELS and name in _RESERVED):
            raise CannotRename(f"'{name}' has a meaning already; choose another name")
        return name

    def check_own(self, target: Target, new: str, places: tuple[str, ...]) -> None:
        """Refuse what is named in a rulebase that is only extended, and an act that is called after its topic."""
        for page, one in self.of(target):
            if not page.own:
                base = page.shown.partition("/")[0]
                where = " ".join(f"--rules {place}" for place in dict.fromkeys([base, *places]))
                raise CannotRename(
                    f"the {target.kind} '{target.full}' belongs to '{base}' ({one.node.position}), which is only "
                    f"extended here; rename it for both: advisor rename {target} {new} {where}"
                )
        if target.kind == ACT and target.name == target.owner and (left_out := self.unnamed(target.owner)):
            raise CannotRename(
                f"the act '{target.full}' is called after its topic where no `act:` is written ({left_out[0]}); "
                f"write `act: {target.name}` there first, or rename topic:{target.owner}"
            )

    def of(self, target: Target) -> Iterator[tuple[Page, Mention]]:
        """Go through the places at which something is named."""
        made, _ = self.made[target]
        unnamed = target.kind == TOPIC and self.unnamed(target.name)
        for page, one in self.found:
            if (one.kind, one.owner, one.name) == target:
                if page.number >= made:  # what stands before it is another, which was retired
                    yield page, one
            elif unnamed and (one.kind, one.owner, one.name) == (ACT, target.name, target.name):
                yield page, one


def _own_files(names: Names, target: Target, new: str) -> Iterator[tuple[Path, Rewritten]]:
    """Rewrite the files of the rulebase."""
    places: dict[Path, tuple[Page, list[tuple[Scalar, int]]]] = {}
    for page, one in names.of(target):
        places.setdefault(page.path, (page, []))[1].append((one.node, one.offset))
    for path, (page, spots) in places.items():
        yield path, _rewritten(page, spots, target.name, new)


def _labels(pages: Iterable[Page], target: Target, new: str) -> Iterator[tuple[Path, Rewritten]]:
    """Rewrite the files of example messages, which stand under their labels."""
    for page in pages:
        spots = [(key, 0) for key, _ in page.root.entries if key.text == target.name]
        if spots:
            yield page.path, _rewritten(page, spots, target.name, new)


def _learnt(files: Mapping[Path, str], target: Target, new: str) -> Iterator[tuple[Path, Rewritten]]:
    """Rewrite the labels of what was learnt, in their one line, and seal it anew."""
    for path, learnt in files.items():
        _, labels, *lines = [*learnt.split("\n"), ""]
        if target.name in labels.split(" "):
            renamed = " ".join(new if label == target.name else label for label in labels.split(" "))
            after = sealed("\n".join([renamed, *lines])[:-1])
            yield path, Rewritten(learnt, after, 1)


def _rewritten(page: Page, spots: Iterable[tuple[Scalar, int]], old: str, new: str) -> Rewritten:
    """Put the new name in the place of the old one at each spot, from the last to the first."""
    before = after = page.root.file.text
    starts = [0, *(found.end() for found in _BREAK.finditer(before))]
    found = sorted({_index(before, starts, node, offset, old) for node, offset in spots}, reverse=True)
    for at in found:
        after = after[:at] + new + after[at + len(old) :]
    return Rewritten(page.mark + before, page.mark + after, len(found))


def _index(whole: str, starts: list[int], node: Scalar, offset: int, name: str) -> int:
    """Find where in a file a name stands that begins so far into a text."""
    spot = node.place(offset)
    at = starts[spot[0] - 1] + spot[1] - 1 if spot else -1
    if at >= 0 and whole.startswith(name, at):
        return at
    # an escape stands before it: it is as many names of that sort further on in the file as in the text
    alike = re.compile(rf"(?<![A-Za-z0-9_]){re.escape(name)}(?![A-Za-z0-9_])")
    before = sum(found.start() < offset for found in alike.finditer(node.text))
    start = starts[node.line - 1] + node.column - 1
    places = [found.start() for found in alike.finditer(whole, start)]
    if before >= len(places):
        raise CannotRename(f"{node.position}: the name is written with an escape here; write it out, and try again")
    return places[before]


def _check(before: Rulebase, places: tuple[str, ...], files: Mapping[Path, Rewritten], swap: Swap) -> None:
    """Load the new texts; raises CannotRename where they do not make the same rulebase but for the name."""
    try:
        after = read_with(places, {path: file.after.removeprefix("\ufeff") for path, file in files.items()}).rulebase
    except RulebaseError as error:
        raise CannotRename(f"the rulebase would not load then, so nothing is changed:\n{error.problems[0]}") from None
    found = sorted(set(differences(before, after, swap)))
    if found:
        raise CannotRename(f"more than the name would change ({', '.join(found)}), so nothing is changed")


def _an(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"
