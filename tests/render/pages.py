"""Pages of explanations, written down in golden/: `python -m tests.render.pages` writes them anew, to be read over."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from advisor import Advisor
from advisor.reasoning.situation import tell
from advisor.render.blocks import as_text
from advisor.render.counterfactual import changes_blocks, difference_blocks, why_not_blocks
from advisor.render.explanation import LEVELS, explanation_blocks
from advisor.render.question import question_blocks, why_asked_blocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.render.blocks import Block

DAY = datetime.date(2026, 11, 23)
GOLDEN = Path(__file__).parent / "golden"
DRY = {"watered_on": "2026-11-11", "rain_expected": False}
WROTE = {"ex_reached_out": True, "last_contact": "2026-11-11"}
ASKED: dict[str, list[tuple[str, dict[str, object], str]]] = {
    "garden": [
        ("why", DRY, "watering.water"),
        ("why", {**DRY, "rain_expected": True}, "water-dry-soil"),
        ("why", DRY, "soil_is_dry"),
        ("why not", {**DRY, "frost": False}, "watering.water=wait"),
        ("why not", {}, "watering.water=do"),
        ("what if frost", DRY, "yes"),
        ("nearest change", {"rain_expected": True}, "watering.water=dont"),
        ("nearest change", {"frost": True, "rain_expected": True, "watered_on": "2026-11-22"}, "watering.water=do"),
        ("question", {}, "watering"),
        ("question", {"rain_expected": False}, "watering"),
    ],
    "breakup": [
        ("why", WROTE, "ex_contacts_me.reply"),
        ("why", {**WROTE, "emergency": True}, "ex_contacts_me.reply"),
        ("why", {**WROTE, "emergency": True}, "dont-answer"),
        ("why", WROTE, "four_weeks_over"),
        ("why", {"answered": True, "ex_reached_out": False}, "ex_contacts_me.reply"),
        ("why not", {**WROTE, "emergency": False, "practical_matter": False}, "ex_contacts_me.reply"),
        ("why not", WROTE, "ex_contacts_me.reply"),
        ("what if emergency", WROTE, "yes"),
        ("what if ex_reached_out", {**WROTE, "answered": True}, "no"),
        ("nearest change", WROTE, "four_weeks_over"),
        ("nearest change", WROTE, "ex_contacts_me.reply"),
        ("question", {"ex_reached_out": True}, "ex_contacts_me"),
        ("question", {}, "bump_in"),
    ],
}


def blocks(advisor: Advisor, what: str, facts: dict[str, object], about: str) -> Iterator[tuple[str, Iterable[Block]]]:
    """Give the blocks of everything there is to say to a question, each under a heading of its own."""
    rulebase, situation = advisor.rulebase, tell(advisor.rulebase, facts, DAY)
    if what == "why":
        why = advisor.why(facts, about, today=DAY)
        for level in LEVELS:
            yield level, explanation_blocks(rulebase, why, DAY, level, situation=situation)
    elif what == "why not":
        not_so = advisor.why_not(facts, about, today=DAY)
        yield "why not", why_not_blocks(rulebase, not_so, DAY, situation=situation)
    elif what.startswith("what if"):
        name = what.removeprefix("what if ")
        topics = [name for name in ("watering", "ex_contacts_me") if name in rulebase.topics]
        other = advisor.what_if(facts, {name: about}, topics=topics, today=DAY)
        yield "what if", difference_blocks(rulebase, other, DAY, situation=situation)
    elif what == "nearest change":
        yield what, changes_blocks(rulebase, advisor.nearest_change(facts, about, today=DAY), DAY)
    else:
        question = advisor.next_question(facts, topic=about, today=DAY)
        assert question is not None
        yield "asked", question_blocks(rulebase, question)
        yield "why it is asked", why_asked_blocks(rulebase, question)


def page(name: str) -> str:
    """Give the page of a rulebase."""
    advisor = Advisor.load(f"examples/{name}" if name == "garden" else name, engine="plain")
    parts: list[str] = []
    for what, facts, about in ASKED[name]:
        told = ", ".join(f"{key}: {value}" for key, value in facts.items())
        parts.append(f"=== {what} {about}; told: {told or 'nothing'}")
        for heading, found in blocks(advisor, what, facts, about):
            text = as_text(found, width=100).replace("\u00a0", " ")
            parts.append(f"--- {heading}\n{text}")
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for name in ASKED:
        (GOLDEN / f"{name}.txt").write_text(page(name), encoding="utf-8")
