"""Messages read by two rulebases: which of them are understood otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.reasoning.plan import topics_of
from advisor.rulebase.kinds import KINDS
from advisor.rulebase.model import NOTHING
from advisor.workbench.differences import Heard
from advisor.workbench.parts import bare
from advisor.workbench.tallies import phrases_of
from advisor.workbench.trials import DAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.reasoning.plan import Plan
    from advisor.rulebase.model import Rulebase, Topic, Uncovered
    from advisor.workbench.joining import Joined
    from advisor.workbench.trials import Hearing


def reheard(joined: Joined, old: Hearing, new: Hearing, messages: Iterable[str]) -> Iterator[Heard]:
    """Go through the messages that are understood otherwise, each with what differs."""
    for text in messages:
        before, now = _reading(old, text, joined.renamed), _reading(new, text, NOTHING)
        if before != now:
            differing = [name for name in {**before, **now} if before.get(name) != now.get(name)]
            yield Heard(text, *({name: one[name] for name in differing if name in one} for one in (before, now)))


def _reading(advisor: Hearing, text: str, renamed: Mapping[str, str]) -> dict[str, str]:
    """Give what is understood of a message, by what each thing is."""
    heard = advisor.understand(text, today=DAY)
    found = {"decision": heard.decision}
    about = ", ".join(heard.offered) or heard.topic or heard.subject
    if about:
        found["about"] = about
    for name, value in heard.facts.items():
        found[f"fact {renamed.get(name, name)}"] = KINDS[advisor.rulebase.facts[name].kind].show(value)
    found |= {f"flag {raised.flag}": raised.status for raised in heard.flags}
    return found


def messages_of(*rulebases: Rulebase) -> dict[str, None]:
    """Gather the messages that stand in rulebases: examples, counterexamples, and what scenarios say, each once.

    >>> from advisor import load
    >>> list(messages_of(load("examples/garden")))[1]
    'Should I water the plants?'
    """
    found: dict[str, None] = {}
    for rulebase in rulebases:
        things: list[Topic | Uncovered] = [*rulebase.topics.values(), *rulebase.not_covered.values()]
        for thing in things:
            found |= dict.fromkeys(one.text for one in (*thing.examples, *thing.counterexamples))
        for scenario in rulebase.scenarios:
            said = [scenario.say, *(step.say for step in scenario.talk if not step.answer)]
            found |= dict.fromkeys(text for text in said if text)
    return found


def heard_alike(joined: Joined, old: Rulebase, new: Rulebase) -> bool:
    """Whether nothing differs by which a message is understood, so that none has to be read."""
    return _heard_by(old, joined.old.plan, joined.renamed) == _heard_by(new, joined.new.plan, NOTHING)


def _heard_by(rulebase: Rulebase, made: Plan, renamed: Mapping[str, str]) -> tuple[object, ...]:
    """Give all by which a message is understood."""
    told = {
        renamed.get(name, name): (one.kind, one.choices, one.unit, one.minimum, one.maximum, one.past)
        for name, one in rulebase.facts.items()
    }
    formulas = {name: fact.formula for name, fact in made.rulebase.facts.items()}
    flags = {name: (flag.urgency, flag.firm, flag.despite) for name, flag in rulebase.flags.items()}
    titles = {name: topic.title for name, topic in rulebase.topics.items()}
    care, phrases = rulebase.care, bare(phrases_of(rulebase, renamed))
    learnt = rulebase.words, rulebase.classes, rulebase.hints, rulebase.alarms, rulebase.language
    return told, formulas, flags, titles, bare(care.signs), bare(care.together), phrases, learnt, topics_of(made)
