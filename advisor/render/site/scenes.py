"""The page of scenarios: what is given or said, what is expected, and whether it comes so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.render.markup import Markup, joined, tag
from advisor.render.site.facts import FILTER
from advisor.render.site.frame import Page
from advisor.render.site.linking import SCENARIOS, verdict
from advisor.render.site.pieces import findings, known, listed
from advisor.workbench.atlas import SCENARIO, TOPIC, Key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.render.markup import Part
    from advisor.render.site.linking import Links
    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Scenario, Step
    from advisor.workbench.trials import Trial

_NOTHING = "nothing"


def scenes(links: Links) -> Page:
    """Write the page of scenarios."""
    trials = links.atlas.trials
    if not trials:
        lead = "There are no scenarios yet. A scenario is a situation and what must come of it."
        return Page(SCENARIOS, "Scenarios", tag("p", lead))
    passed = sum(trial.passed for trial in trials)
    lead = f"A scenario is a situation and what must come of it. {passed:,} of {len(trials):,} passed."
    every = (_scene(links, number, trial) for number, trial in enumerate(trials))
    return Page(
        SCENARIOS, "Scenarios", joined([tag("p", lead), tag("div", joined(every, "\n"), data_filter=FILTER)], "\n")
    )


def _scene(links: Links, number: int, trial: Trial) -> Markup:
    scenario, key = trial.scenario, Key(SCENARIO, str(number))
    mark = tag("span", "passes" if trial.passed else "fails", class_=f"mark {'passes' if trial.passed else 'fails'}")
    missed = [f"{_step(miss.step)}{miss.about}: expected {miss.expected}, got {miss.got}" for miss in trial.misses]
    steps = [tag("li", known(_of_step(links, step))) for step in scenario.talk]
    return tag(
        "section",
        tag("h2", scenario.title, " ", mark),
        listed(missed, class_="missing"),
        known(_of_scenario(links, scenario)),
        tag("ol", *steps, class_="talk") if steps else None,
        known([("Findings", findings(links, key)), ("Stands in", links.place(scenario.position))]),
        id=links.anchor(key),
        class_="thing",
        data_item=True,
    )


def _step(number: int) -> str:
    return f"after step {number}, " if number else ""


def _of_scenario(links: Links, scenario: Scenario) -> Iterator[tuple[str, Part]]:
    yield "On", scenario.today
    yield "Given", _values(links, scenario.given)
    yield "Said", _quoted(scenario.say)
    if scenario.topics is not None:
        yield "Asked about", _named(links, TOPIC, scenario.topics)
    if not scenario.talk:
        yield from _expected(links, scenario)


def _of_step(links: Links, step: Step) -> Iterator[tuple[str, Part]]:
    yield "On", step.today
    yield "Answered" if step.answer else "Said", _quoted(step.say)
    yield from _expected(links, step)
    if step.asked is not None:
        yield "Asks next", joined((links.fact(name) for name in step.asked), " or ") or _NOTHING
    if step.checked is not None:
        yield "Asks first about", links.flag(step.checked)


def _expected(links: Links, found: Scenario | Step) -> Iterator[tuple[str, Part]]:
    """Tell what a scenario, or a step of its talk, expects."""
    if found.understands is not None:
        yield "Understood", _values(links, found.understands) or _NOTHING
    if found.topic is not None:
        yield "About", _named(links, TOPIC, [found.topic])
    if found.flags is not None:
        yield "Flags", joined((links.flag(name) for name in found.flags), ", ") or "none"
    acts = [(f"{topic}.{act}", one) for topic, those in (found.advises or {}).items() for act, one in those.items()]
    yield "Advises", listed(joined([verdict(one), " ", links.act(on)]) for on, one in acts)
    yield "By rules", links.rules(found.advised)
    yield "Not by rules", links.rules(found.withholds)
    yield "Concludes", _values(links, found.concludes or {})
    if found.assuming is not None:
        yield "Taken for granted", links.facts(found.assuming) or _NOTHING
    if found.open is not None:
        yield "Left open", joined(map(links.act, found.open), ", ") or _NOTHING
    if found.contradiction is not None:
        yield "At odds", links.facts(found.contradiction) or _NOTHING
    if found.conflict is not None:
        yield "In conflict", links.rules(found.conflict) or _NOTHING


def _values(links: Links, values: Mapping[str, Value]) -> Markup:
    return listed(links.value(name, value) for name, value in values.items())


def _quoted(words: str | None) -> Markup | None:
    return None if words is None else tag("q", words)


def _named(links: Links, kind: str, names: Iterable[str]) -> Markup:
    """Lead to things by their titles; a name that is none stands as it is."""
    known_names = links.rulebase.topics
    return joined((links.link(Key(kind, name)) if name in known_names else name for name in names), ", ")
