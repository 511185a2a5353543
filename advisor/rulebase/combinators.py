"""The shapes that hold others: lists, mappings, records with their keys, and one of several."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from advisor.errors import near
from advisor.rulebase.texts import short, wrong
from advisor.rulebase.tree import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections import abc

    from advisor.rulebase.report import Report
    from advisor.rulebase.texts import Shape
    from advisor.rulebase.tree import Node


@dataclass(eq=False, repr=False)
class ListOf:
    """A list of things of one shape, at least `least` of them."""

    item: Shape
    noun: str
    least: int = 1
    takes: ClassVar[tuple[type, ...]] = (Sequence,)

    def check(self, node: Node, report: Report, owner: Scalar | None) -> bool:
        if type(node) is not Sequence:
            return wrong(self, node, report)
        if len(node.items) < self.least:
            report.add("no-value", "the list is empty", node, "write something, or leave it out")
            return False
        good, check = True, self.item.check
        for item in node.items:
            good = check(item, report, None) and good
        return good


@dataclass(eq=False, repr=False)
class MapOf:
    """Keys of one shape, such as names, each with a value of one shape, at least `least` of them."""

    key: Shape
    value: Shape
    noun: str
    least: int = 0
    takes: ClassVar[tuple[type, ...]] = (Mapping,)

    def check(self, node: Node, report: Report, owner: Scalar | None) -> bool:
        if type(node) is not Mapping:
            return wrong(self, node, report)
        if len(node.entries) < self.least:
            report.add("no-value", "there is nothing in the braces", node, "write something, or leave it out")
            return False
        good = True
        check_key, check_value = self.key.check, self.value.check
        for key, value in node.entries:
            good = check_key(key, report, owner) and good
            good = check_value(value, report, key) and good
        return good


@dataclass(eq=False, repr=False)
class OneOf:
    """One of several shapes; no two of them take the same kind of node."""

    shapes: tuple[Shape, ...]

    @property
    def noun(self) -> str:
        return " or ".join(shape.noun for shape in self.shapes)

    @property
    def takes(self) -> tuple[type, ...]:
        return tuple(kind for shape in self.shapes for kind in shape.takes)

    def check(self, node: Node, report: Report, owner: Scalar | None) -> bool:
        kind = type(node)
        for shape in self.shapes:
            if kind in shape.takes:
                return shape.check(node, report, owner)
        return wrong(self, node, report)


@dataclass(eq=False, repr=False)
class Key:
    """A key of a record: the shape of its value, and a sentence on what it is for."""

    shape: Shape
    doc: str
    required: bool = False


@dataclass(eq=False, repr=False)
class Record:
    """Certain keys, each with a shape of its own.

    Exactly one of the keys `either` has to stand there; `needs` names keys that make sense beside another one only;
    `elsewhere` says what to do about keys that belong in another place, `hint` about keys like no other.
    """

    noun: str
    keys: abc.Mapping[str, Key]
    either: tuple[str, ...] = ()
    needs: abc.Mapping[str, str] = field(default_factory=dict)
    elsewhere: abc.Mapping[str, str] = field(default_factory=dict)
    hint: str = ""
    takes: ClassVar[tuple[type, ...]] = (Mapping,)
    _required: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_required", tuple(name for name, key in self.keys.items() if key.required))

    def check(self, node: Node, report: Report, owner: Scalar | None) -> bool:
        if type(node) is not Mapping:
            return wrong(self, node, report)
        good, keys = True, self.keys
        meant: set[str] = set()
        for key, value in node.entries:
            known = keys.get(key.text)
            if known is None:
                meant |= self._unknown(key, report)
                good = False
            elif not known.shape.check(value, report, key):
                good = False
        return self._complete(node, report, owner, meant) and good

    def _unknown(self, key: Scalar, report: Report) -> set[str]:
        """Report a key that is not declared; gives the keys that it may have been meant for."""
        remedy, meant = self.elsewhere.get(key.text, ""), set()
        if not remedy and not report.full:
            nearest = near(key.text, self.keys)
            remedy = self.hint or f"known here: {', '.join(self.keys)}"
            meant = set(self._required) if self.hint else set()
            if nearest:
                remedy, meant = f"did you mean '{nearest}'?", {nearest}
        report.add("unknown-key", f"there is no key '{short(key.text)}' in {self.noun}", key, remedy)
        return meant

    def _complete(self, node: Mapping, report: Report, owner: Scalar | None, meant: set[str]) -> bool:
        """Report what is missing, but for what another key was meant for, and what does not go together."""
        if not (self._required or self.either or self.needs):
            return True
        present = {key.text: key for key, _ in node.entries}
        at, name = owner or node, f"'{short(owner.text)}'" if owner else self.noun
        good = True
        for key in self._required:
            if key not in present and key not in meant:
                report.add("missing-key", f"{name} has no '{key}'", at, f"add `{key}:`. {self.keys[key].doc}")
                good = False
        chosen = [key for key in self.either if key in present]
        if len(chosen) > 1:
            message = f"{name} has both '{chosen[0]}' and '{chosen[1]}'"
            report.add("either-or", message, present[chosen[1]], "keep one of the two")
        elif self.either and not chosen and not meant.intersection(self.either):
            message = f"{name} has neither {' nor '.join(repr(key) for key in self.either)}"
            report.add("missing-key", message, at, "add one of them")
        for key, other in self.needs.items():
            if key in present and other not in present:
                message = f"'{key}' has no meaning without '{other}'"
                report.add("missing-key", message, present[key], f"add `{other}:`, or take it out")
                good = False
        return good and (len(chosen) == 1 or not self.either)
