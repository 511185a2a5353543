"""Comparing what two rulebases say on one topic, or conclude of one fact, in every situation that both allow."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.reasoning.diagram import FALSE
from advisor.rulebase.checking import default_of
from advisor.rulebase.kinds import KINDS
from advisor.rulebase.model import SILENT, Advice, Conclusion
from advisor.workbench.differences import CLOSED, CONFLICT, OPENED, RENAMED, TURNS, WORDED, Change, Part, Room, Said
from advisor.workbench.grounds import Grounds
from advisor.workbench.turns import level_of, turn_of, turn_of_value
from advisor.workbench.versions import LEVELS, MAJOR, MINOR, PATCH

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator

    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Rule
    from advisor.workbench.grounds import Ground, Split
    from advisor.workbench.joining import Joined
    from advisor.workbench.turns import Verdicts

ASPECTS = ("say", "because", "source")
"""What of advice can be worded otherwise."""


class _Pair(NamedTuple):
    """What was said and what is said now, and the situations in which it is so."""

    before: Verdicts
    now: Verdicts
    node: int


class Compared:
    """One topic of two rulebases, or a fact that is derived in both: their name spaces are apart.

    Raises TooLarge from every method that would make more than `budget` nodes.

    >>> import datetime
    >>> from advisor import load
    >>> from advisor.workbench.joining import Joined
    >>> joined = Joined(load("examples/garden"), load("examples/garden"))
    >>> list(Compared(joined, "watering", datetime.date(2026, 1, 15), 10_000).changes())
    []
    """

    def __init__(self, joined: Joined, name: str, today: datetime.date, budget: int, *, derived: bool = False) -> None:
        self.grounds = Grounds(joined, name, today, budget, derived=derived)
        self.derived = derived
        self.joined, self.name, self.diagram = joined, name, self.grounds.diagram

    def changes(self) -> Iterator[Change]:
        """Go through what comes out otherwise."""
        if self.derived:
            yield from self._of_fact()
            return
        for act in self.grounds.acts():
            before, now = (self.grounds.split(ground, act) for ground in self.grounds.both)
            pairs = list(self._pairs(before, now))
            yield from self._gathered(act, pairs)
            yield from self._worded(act, before, now)
            yield from self._presumed(act, before, now, pairs)

    def _pairs(self, before: Split, now: Split) -> Iterator[_Pair]:
        for was, node in before.items():
            for says, other in now.items():
                both = self.diagram.both(node, other) if was != says else FALSE
                if both != FALSE:
                    yield _Pair(was, says, both)

    def _gathered(self, act: str, pairs: Iterable[_Pair], *, values: bool = False) -> Iterator[Change]:
        """Make one change of all pairs that turn alike, with the smallest example of those that go farthest."""
        found: dict[str, list[_Pair]] = {}
        for pair in pairs:
            found.setdefault((turn_of_value if values else turn_of)(pair.before, pair.now), []).append(pair)
        for turn in (one for one in TURNS if one in found):
            # what rules conclude counts less than the advice that hangs on it
            levels = [MINOR if values else level_of(turn, pair.before, pair.now) for pair in found[turn]]
            level = max(levels, key=LEVELS.index)
            cells, pair = self._smallest([one for one, its in zip(found[turn], levels) if its == level])
            others = {_verdicts(one) for one in found[turn]} - {_verdicts(pair)}
            region = self.grounds.region(pair.node, cells)
            was, says = (
                Said(verdicts, self.grounds.rules(ground, act, region))
                for ground, verdicts in zip(self.grounds.both, _verdicts(pair))
            )
            yield Change(turn, act, level, self.grounds.common.told(cells), was, says, tuple(sorted(others)))

    def _smallest(self, pairs: list[_Pair]) -> tuple[dict[int, int], _Pair]:
        found = [(self.grounds.common.cells(pair.node), pair) for pair in pairs]
        return min(found, key=lambda one: (len(one[0]), sorted(one[0].items())))

    def _worded(self, act: str, before: Split, now: Split) -> Iterator[Change]:
        """Tell where the same verdicts are said in other words."""
        same = self.diagram.any(self.diagram.both(before[one], now[one]) for one in before if one in now)
        nodes = {aspect: self.diagram.both(same, self._differing(act, aspect)) for aspect in ASPECTS}
        aspects = tuple(aspect for aspect in ASPECTS if nodes[aspect] != FALSE)
        if not aspects:
            return
        place, node = ASPECTS.index(aspects[0]), nodes[aspects[0]]
        cells = self.grounds.common.cells(node)
        region = self.grounds.region(node, cells)
        rules = [self.grounds.rules(ground, act, region) for ground in self.grounds.both]
        words = [
            dict.fromkeys(_texts(ground, name)[place] for name in names)
            for ground, names in zip(self.grounds.both, rules)
        ]
        was, says = (
            Said(
                next(tuple(sorted(one)) for one, where in split.items() if self.diagram.both(where, region) != FALSE),
                rules[side],
                tuple(text for text in words[side] if text not in words[1 - side]),
            )
            for side, split in enumerate((before, now))
        )
        yield Change(WORDED, act, PATCH, self.grounds.common.told(cells), was, says, aspects=aspects)

    def _differing(self, act: str, aspect: str) -> int:
        """Give the situations in which the texts of an aspect are not the same ones on both sides."""
        place = ASPECTS.index(aspect)
        said: tuple[dict[tuple[str, str], int], dict[tuple[str, str], int]] = ({}, {})
        for ground, found in zip(self.grounds.both, said):
            for rule in ground.on(act):
                assert isinstance(rule.then, Advice)  # noqa: S101 - it is on an act
                key = rule.then.verdict, _texts(ground, rule.name)[place]
                found[key] = self.diagram.either(found.get(key, FALSE), self.grounds.stands(ground, rule.name))
        old, new = said
        return self.diagram.any(self._other(old.get(key, FALSE), new.get(key, FALSE)) for key in {**old, **new})

    def _other(self, a: int, b: int) -> int:
        return self.diagram.choose(a, self.diagram.negate(b), b)

    # --- what is presumed

    def _presumed(self, act: str, before: Split, now: Split, told: list[_Pair]) -> Iterator[Change]:
        """Tell what comes out otherwise only because another value is presumed of a fact that nobody tells."""
        differing = self.diagram.any(pair.node for pair in told)
        for number, was, says in self._presumptions():
            known = [self.diagram.within(differing, number, 1 << cell) for cell in (was, says)]
            left = self.diagram.both(self.grounds.common.possible, self.diagram.negate(self.diagram.any(known)))
            pairs = []
            for one, node in before.items():
                for other, where in now.items():
                    parts = self.diagram.within(node, number, 1 << was), self.diagram.within(where, number, 1 << says)
                    both = self.diagram.all([left, *parts]) if one != other else FALSE
                    pairs += [_Pair(one, other, both)] * (both != FALSE)
            fact = self.grounds.variables[number].fact
            for change in self._gathered(act, pairs):
                example = {name: value for name, value in change.example.items() if name != fact}
                was_said, now_said = (said._replace(rules=()) for said in (change.before, change.now))
                yield change._replace(example=example, before=was_said, now=now_said, assuming=fact)

    def _presumptions(self) -> Iterator[tuple[int, int, int]]:
        """Go through the variables of which other cells are presumed: number, cell before, cell now."""
        for number, variable in enumerate(self.grounds.variables):
            facts = [side.facts.get(variable.fact) for side in (self.joined.old, self.joined.new)]
            presumed = [None if fact is None else fact.presume for fact in facts]
            if len(variable.told) == 1 and None not in presumed:
                was, says = (self.grounds.cell_of(variable, value) for value in presumed if value is not None)
                if was is not None and says is not None and was != says:
                    yield number, was, says

    # --- derived facts

    def _of_fact(self) -> Iterator[Change]:
        show = KINDS[self.joined.facts[self.name].kind].show
        before, now = ({show(v): n for v, n in self._values(ground)} for ground in self.grounds.both)
        for said, ground in ((before, self.grounds.old), (now, self.grounds.new)):
            said[CONFLICT] = self.diagram.any(self.grounds.at_odds(ground, rule.name) for rule in ground.roots)
        splits = (self.grounds.parted(said) for said in (before, now))
        yield from self._gathered(self.name, self._pairs(*splits), values=True)

    def _values(self, ground: Ground) -> Iterator[tuple[Value, int]]:
        """Go through the values that a derived fact can have, and the situations in which it has them."""
        values: list[Value] = [rule.then.value for rule in ground.roots if isinstance(rule.then, Conclusion)]
        default = default_of(ground.rulebase.facts[self.name])
        if default is not None:
            values.append(default)  # type: ignore[arg-type]  # a value of the fact
        for value in dict.fromkeys(values):
            yield value, self.grounds.common.within(ground.has(value, self.name))

    # --- situations that only one of them allows

    def rooms(self) -> Iterator[Room]:
        """Tell of situations that only one side allows, whatever those facts are that the other does not have."""
        old, new = self.grounds.both
        for sort, ground, other in ((CLOSED, old, new), (OPENED, new, old)):
            node = self.diagram.both(ground.possible, self.diagram.negate(self.grounds.whatever(other, ground)))
            if node == FALSE:
                continue
            advice = [(rule.then, ground.stands(rule.name)) for rule in ground.roots if isinstance(rule.then, Advice)]
            met = [self.diagram.both(node, where) for a, where in advice if a.verdict != SILENT]
            said = [ground.cells(where) for where in met if where != FALSE]
            cells = min(said or [ground.cells(node)], key=lambda one: (len(one), sorted(one.items())))
            region = self.grounds.region(node, cells)
            here = [a for a, where in advice if self.diagram.both(region, self.diagram.negate(where)) == FALSE]
            level = MAJOR if sort == CLOSED and said else MINOR
            spoken = tuple(dict.fromkeys((a.on, a.verdict) for a in here))
            yield Room(sort, level, (self.name,), ground.told(cells), spoken)

    # --- rules that only have another name

    def renamed(self) -> Iterator[Part]:
        """Tell of rules that are gone, and that others took the place of.

        One that says the same under the same condition is that rule; several are when they say it in the same words
        where it stood.
        """
        gone, come = (
            {rule.name: rule for rule in ground.roots if not (rule.otherwise or rule.name in other.rulebase.rules)}
            for ground, other in (self.grounds.both, self.grounds.both[::-1])
        )
        for name, rule in tuple(gone.items()):
            for other, now in come.items():
                if self._same(rule, now):
                    del gone[name], come[other]
                    yield Part("rule", name, RENAMED, MAJOR, now=other)
                    break
        for words in dict.fromkeys((rule.then, rule.source) for rule in gone.values()):
            names = [[n for n, rule in side.items() if (rule.then, rule.source) == words] for side in (gone, come)]
            were, are = (
                self.diagram.any(self.grounds.stands(ground, name) for name in side)
                for ground, side in zip(self.grounds.both, names)
            )
            if were == are != FALSE:
                yield from (Part("rule", name, RENAMED, MAJOR, now=", ".join(names[1])) for name in names[0])

    def _same(self, rule: Rule, now: Rule) -> bool:
        """Whether a rule is one of another name: as it is written, or by what it says and when."""
        if _what(rule) != _what(now):
            return False
        written = (rule.then, rule.source, rule.clauses) == (now.then, now.source, now.clauses)
        before, after = (
            self.grounds.common.within(ground.loosened(ground.compiler.rule(one.name)[0]))
            for ground, one in zip(self.grounds.both, (rule, now))
        )
        return written or before == after != FALSE


def _what(rule: Rule) -> tuple[object, object]:
    """Give what a rule says, whatever its words."""
    return (rule.then.on, rule.then.verdict) if isinstance(rule.then, Advice) else (rule.then.fact, rule.then.value)


def _verdicts(pair: _Pair) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(sorted(pair.before)), tuple(sorted(pair.now))


def _texts(ground: Ground, name: str) -> tuple[str, str, str]:
    """Give the words of a rule's advice, by aspect."""
    rule = ground.rulebase.rules[name]
    assert isinstance(rule.then, Advice)  # noqa: S101 - asked of advice alone
    return rule.then.say, rule.then.because, rule.source
