"""Tallies: how many phrases, messages, scenarios and helplines were added, are gone, or changed; told in short."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from advisor.rulebase.model import NOTHING
from advisor.workbench.differences import Count
from advisor.workbench.parts import bare
from advisor.workbench.versions import MINOR, PATCH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from advisor.rulebase.model import Phrase, Rulebase, Topic, Uncovered
    from advisor.workbench.joining import Joined

Phrases = dict[str, tuple["Phrase", ...]]


def tallies(joined: Joined, old: Rulebase, new: Rulebase) -> Iterator[Count]:
    """Go through the numbers of what differs: phrases and words by what they stand for, then all else."""
    before, now = phrases_of(old, joined.renamed), phrases_of(new)
    for where in {**now, **before}:
        ours, theirs = ({one.cue: bare(one) for one in side.get(where, ())} for side in (before, now))
        yield from _counted("phrases", where, (ours, theirs))
    for where in {**new.words, **old.words}:
        listed = tuple(dict.fromkeys(rulebase.words.get(where, ())) for rulebase in (old, new))
        yield from _counted("words", where, listed)
    sides = old.care, new.care
    yield from _counted("sign", "", [{one.name: bare(one) for one in care.signs.values()} for care in sides])
    yield from _counted("thing said together", "", [{one.name: bare(one) for one in care.together} for care in sides])
    for where in dict.fromkeys(one.country for care in reversed(sides) for one in care.resources):
        places = [{one.name: bare(one) for one in care.resources if one.country == where} for care in sides]
        yield from _counted("helpline", where, places, level=PATCH)
    scenarios = [{one.title: bare(one) for one in rulebase.scenarios} for rulebase in (old, new)]
    yield from _counted("scenario", "", scenarios, level=PATCH)
    yield from _counted("example message", "", [_examples(old), _examples(new)], level=PATCH)


def phrases_of(rulebase: Rulebase, renamed: Mapping[str, str] = NOTHING) -> Phrases:
    """Gather all phrases by what they stand for, such as `topic watering`; some facts under other names."""
    found: Phrases = {f"topic {one.name}": one.asked for one in rulebase.topics.values()}
    found |= {f"subject {one.name}": one.asked for one in rulebase.not_covered.values()}
    for name, fact in rulebase.facts.items():
        found |= {f"fact {renamed.get(name, name)}, {value}": cues for value, cues in fact.said.items()}
    found |= {f"flag {one.name}": one.said for one in rulebase.flags.values()}
    found |= {f"voice {name}": cues for name, cues in rulebase.care.voices.items()}
    return {**found, "its field": rulebase.domain}


def _examples(rulebase: Rulebase) -> dict[tuple[str, str, int], None]:
    """Give the example messages of topics and subjects, each with its number among those of the same words."""
    found: Counter[tuple[str, str]] = Counter()
    things: list[Topic | Uncovered] = [*rulebase.topics.values(), *rulebase.not_covered.values()]
    for thing in things:
        found.update((thing.name, one.text) for one in thing.examples)
        found.update((f"not {thing.name}", one.text) for one in thing.counterexamples)
    return {(*one, number): None for one, times in found.items() for number in range(times)}


def _counted(kind: str, where: str, sides: Sequence[Mapping[Any, object]], *, level: str = MINOR) -> Iterator[Count]:
    """Count what differs, where anything does; what is only put otherwise is a patch."""
    before, now = sides
    added, gone = sum(one not in before for one in now), sum(one not in now for one in before)
    changed = sum(before[one] != now[one] for one in before if one in now)
    if added or gone or changed:
        yield Count(kind, where, added, gone, level if added or gone else PATCH, changed)
