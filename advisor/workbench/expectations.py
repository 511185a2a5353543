"""Expectations made from outcomes: what tells two outcomes apart, and the fewest that a scenario needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Union

from advisor.reasoning.outcome import CASES
from advisor.rulebase.model import Advice
from advisor.workbench.expecting import ADVISES, CONCLUDES, CONFLICT, RULES_ADVISED, WITHHOLDS, misses

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.reasoning.outcome import Outcome
    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Rule, Scenario
    from advisor.workbench.expecting import Seen


class Item(NamedTuple):
    """One expectation: the key of a scenario it stands under, what it is about, and what is expected of that.

    >>> Item("advises", "watering.water", "wait").about
    'watering.water'
    """

    key: str
    about: str
    value: Union[Value, tuple[str, ...]] = ""


def apart(one: Outcome, other: Outcome, where: str) -> Iterator[Item]:
    """Go through what is so of one outcome and not of another, the plainest first; `where` is a topic or a fact."""
    for name in sorted(one.derived, key=lambda name: (name != where, name)) if where not in one.topics else ():
        yield from _derived(one, other, name)
    for c in one.concluded:
        if c.advice.verdict not in {o.advice.verdict for o in other.concluded if o.advice.on == c.advice.on}:
            yield Item(ADVISES, c.advice.on, c.advice.verdict)
    stands, also = ({c.rule for c in outcome.concluded if c.how != CASES} for outcome in (one, other))
    yield from (Item(RULES_ADVISED, name) for name in sorted(stands - {c.rule for c in other.concluded}))
    yield from (Item(WITHHOLDS, name) for name in sorted(also - {c.rule for c in one.concluded}))
    for name in sorted(one.derived):
        yield from _derived(one, other, name)
    at_odds, odds = ({rule for c in outcome.conflicts for rule in c.rules} for outcome in (one, other))
    if at_odds != odds:
        yield Item(CONFLICT, "", tuple(sorted(at_odds)))


def _derived(one: Outcome, other: Outcome, name: str) -> Iterator[Item]:
    value = one.derived[name].value
    if name not in other.derived or other.derived[name].value != value:
        yield Item(CONCLUDES, name, value)


def of_rule(outcome: Outcome, rule: Rule) -> Item | None:
    """Give what to expect of a rule: its verdict where it stands, else that it does not; of a fact, its value."""
    if not isinstance(rule.then, Advice):
        found = outcome.derived.get(rule.then.fact)
        return Item(CONCLUDES, rule.then.fact, found.value) if found else None
    if any(c.rule == rule.name for c in outcome.concluded):
        return Item(ADVISES, rule.then.on, rule.then.verdict)
    return Item(WITHHOLDS, rule.name)


def expecting(scenario: Scenario, rule: Rule) -> bool:
    """Whether a scenario expects something of a rule, its act or its fact."""
    if not isinstance(rule.then, Advice):
        return rule.then.fact in (scenario.concludes or {})
    on = (scenario.advises or {}).get(rule.then.topic, {}).get(rule.then.act)
    return on == rule.then.verdict or rule.name in (*scenario.advised, *scenario.withholds)


def fits(scenario: Scenario, item: Item) -> bool:
    """Whether a scenario can expect something more: of each act it expects one verdict, though several may stand."""
    if item.key != ADVISES:
        return True
    topic, _, act = item.about.partition(".")
    return (scenario.advises or {}).get(topic, {}).get(act, item.value) == item.value


def with_these(scenario: Scenario, *items: Item) -> Scenario:
    """Give a scenario that expects more; what does not fit takes the place of what is there."""
    for key, about, value in items:
        if key == ADVISES:
            topic, _, act = about.partition(".")
            acts = {**(scenario.advises or {}).get(topic, {}), act: str(value)}
            scenario = scenario._replace(advises={**(scenario.advises or {}), topic: acts})
        elif key == RULES_ADVISED:
            scenario = scenario._replace(advised=(*scenario.advised, about))
        elif key == WITHHOLDS:
            scenario = scenario._replace(withholds=(*scenario.withholds, about))
        elif key == CONCLUDES:
            concludes = {**(scenario.concludes or {}), about: value}
            scenario = scenario._replace(concludes=concludes)  # type: ignore[arg-type]  # a value of the fact
        else:
            scenario = scenario._replace(conflict=value)  # type: ignore[arg-type]  # names of rules
    return scenario


def items(scenario: Scenario) -> list[Item]:
    """List what a scenario expects of advice, rules, facts and conflicts."""
    found = [Item(ADVISES, f"{t}.{a}", v) for t, acts in (scenario.advises or {}).items() for a, v in acts.items()]
    found += [Item(CONCLUDES, name, value) for name, value in (scenario.concludes or {}).items()]
    found += [Item(RULES_ADVISED, name) for name in scenario.advised]
    found += [Item(WITHHOLDS, name) for name in scenario.withholds]
    return found if scenario.conflict is None else [*found, Item(CONFLICT, "", scenario.conflict)]


def fewer(scenario: Scenario, against: Iterable[Seen], named: Iterable[Rule]) -> Scenario:
    """Leave out what a scenario need not expect to fail on every one of `against` and say something of each rule named.

    It keeps its topics unless what it expects names them already.
    """
    against, named = list(against), list(named)
    kept = items(scenario)
    bare = scenario._replace(advises=None, concludes=None, advised=(), withholds=(), conflict=None)
    for item in reversed(kept):
        less = with_these(bare, *(one for one in kept if one != item))
        if all(misses(less, other) for other in against) and all(expecting(less, rule) for rule in named):
            kept = [one for one in kept if one != item]
    scenario = with_these(bare, *kept)
    return scenario._replace(topics=None) if scenario.advises else scenario
