"""Two rulebases differ just where what both decide differs, one situation after another."""

from __future__ import annotations

import copy
import random
from itertools import product
from typing import TYPE_CHECKING, Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from advisor import Advisor, RulebaseError
from advisor.workbench.differences import CHANGES, CLOSED, OPENED, WORDED
from advisor.workbench.review import review
from advisor.workbench.turns import turn_of
from advisor.workbench.versions import MAJOR
from tests.drawing import DAY, advisor_of, drawn, verdicts
from tests.worlds import NA, Expression, World, possible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advisor.workbench.differences import Change, Differences

seeds = st.integers(0, 1_000_000)
Situation = tuple[tuple[str, Any], ...]
Said = dict[str, frozenset[str]]
OTHER = {"do": "wait", "may": "do", "dont": "may", "wait": "know", "know": "dont"}


def changed(world: World, rnd: random.Random) -> World:
    """Change a world in some places, as an author might."""
    other = copy.deepcopy(world)
    for name in rnd.sample(list(other.rules), rnd.choice([1, 1, 2, 3])):
        rule = other.rules[name]
        what = rnd.randrange(6)
        if what == 0 and "advise" in rule:
            topic, act, verdict = rule["advise"]
            rule["advise"] = (topic, act, OTHER[verdict])
        elif what == 1 and "advise" in rule:
            del other.rules[name]
            for one in other.rules.values():
                one["overrides"] = [beaten for beaten in one["overrides"] if beaten != name]
        elif what == 2:
            rule["overrides"] = []
        elif rule["when"] is not None:
            rule["when"] = otherwise(rule["when"], what, rnd)
    if rnd.random() < 0.3:
        blue: list[Expression] = [("b2", "==", True), ("c0", "==", "blue")]
        other.never = [] if other.never else [("and", blue)]
    if rnd.random() < 0.3:
        other.applies.pop(rnd.choice(["b1", "k0"]), None)
    return other


def otherwise(when: Expression, what: int, rnd: random.Random) -> Expression:
    """Turn a condition round, or make it wider or narrower."""
    if what == 3:
        return ("not", [when])
    if what == 4:
        return ("or", [when, ("c0", "==", rnd.choice(["red", "green"]))])
    limit: Expression = ("n0", rnd.choice(["<", ">="]), rnd.choice([5, 10]))
    return ("and", [when, limit])


class Pair:
    """Two worlds, all that is said in each situation of either, and what the review says of the two."""

    def __init__(self, seed: int) -> None:
        self.old_world, self.old = drawn(seed)
        self.new_world = changed(self.old_world, random.Random(seed))  # noqa: S311 - drawn from a seed on purpose
        try:
            self.new = advisor_of(self.new_world)
        except RulebaseError as error:
            # a condition may always or never hold, an act may be left with no rule: that is refused
            assume(not error.problems)
        self.found = review(self.old, self.new, today=DAY)
        self.before, self.now = (
            dict(situations(*one)) for one in ((self.old_world, self.old), (self.new_world, self.new))
        )
        self.common = [one for one in self.before if one in self.now]

    def turns(self) -> set[tuple[str, str]]:
        return {
            (turn_of(before.get(on, frozenset()), now.get(on, frozenset())), on)
            for before, now in ((self.before[one], self.now[one]) for one in self.common)
            for on in {**before, **now}
            if before.get(on) != now.get(on)
        }


def situations(world: World, advisor: Advisor) -> Iterator[tuple[Situation, Said]]:
    """Go through every situation of a world, with what is decided on each act when all of it is told."""
    seen = set()
    for values in product(*world.facts.values()):
        known = possible(world, dict(zip(world.facts, values)))
        if known is None or (key := tuple(known.items())) in seen:
            continue
        seen.add(key)
        said: Said = {}
        told = {name: value for name, value in known.items() if value is not NA}
        for on, verdict in verdicts(advisor.decide(told, today=DAY)):
            said[on] = said.get(on, frozenset()) | {verdict}
        yield key, said


def advice(found: Differences) -> list[Change]:
    return [one for one in found.changes if "." in one.on and one.sort != WORDED]


def fits(situation: Situation, example: Mapping[str, Any]) -> bool:
    known = dict(situation)
    return all(known[name] == value for name, value in example.items())


@settings(max_examples=8, deadline=None)
@given(seeds)
def test_nothing_differs_between_a_rulebase_and_itself(seed: int) -> None:
    world, advisor = drawn(seed)
    again = Advisor(advisor_of(world, random.Random(seed)).rulebase, engine="indexed")  # noqa: S311
    for other in (advisor, again):
        found = review(advisor, other, today=DAY)
        assert (found.level, found.changes, found.rooms, found.parts) == ("none", (), (), ())


@settings(max_examples=15, deadline=None)
@given(seeds)
def test_just_those_acts_differ_that_differ_in_some_situation_that_both_allow(seed: int) -> None:
    pair = Pair(seed)
    assume(pair.old_world.applies == pair.new_world.applies)
    assert {(one.sort, one.on) for one in advice(pair.found) if not one.assuming} == pair.turns()


@settings(max_examples=15, deadline=None)
@given(seeds)
def test_an_example_is_decided_as_it_says_by_both_however_it_is_told_to_the_end(seed: int) -> None:
    pair = Pair(seed)
    for change in advice(pair.found):
        if change.assuming or pair.old_world.applies != pair.new_world.applies:
            continue
        met = [one for one in pair.common if fits(one, change.example)]
        assert met
        pairs = set()
        for one in met:
            before, now = (side[one].get(change.on, frozenset()) for side in (pair.before, pair.now))
            assert before != now
            pairs.add((tuple(sorted(before)), tuple(sorted(now))))
        assert pairs == {(change.before.verdicts, change.now.verdicts)}


@settings(max_examples=10, deadline=None)
@given(seeds)
def test_what_appears_one_way_disappears_the_other_way(seed: int) -> None:
    pair = Pair(seed)
    back = review(pair.new, pair.old, today=DAY)
    swap = {"appears": "disappears", "conflict appears": "conflict dissolves", OPENED: CLOSED}
    swap |= {there: here for here, there in swap.items()}
    assert {(swap.get(one.sort, one.sort), one.on) for one in back.changes if not one.assuming} == {
        (one.sort, one.on) for one in pair.found.changes if not one.assuming
    }
    assert {swap[one.sort] for one in back.rooms} == {one.sort for one in pair.found.rooms}


@settings(max_examples=10, deadline=None)
@given(seeds)
def test_a_situation_called_impossible_or_possible_now_is_just_that(seed: int) -> None:
    pair = Pair(seed)
    for room in pair.found.rooms:
        only, other = (pair.before, pair.now) if room.sort == CLOSED else (pair.now, pair.before)
        assert any(fits(one, room.example) for one in only)
        assert not any(fits(one, room.example) for one in other)
    if pair.before.keys() == pair.now.keys():
        assert not pair.found.rooms


@settings(max_examples=10, deadline=None)
@given(seeds)
def test_what_reverses_or_disappears_is_never_less_than_major(seed: int) -> None:
    pair = Pair(seed)
    if {turn for turn, _ in pair.turns()} & {"reverses", "disappears"} and not pair.found.undecided:
        assert pair.found.level == MAJOR
    assert all(one.level == MAJOR for one in advice(pair.found) if one.sort in {"reverses", "disappears"})
    assert CHANGES not in {one.sort for one in advice(pair.found) if one.level == "patch"}
