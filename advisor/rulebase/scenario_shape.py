"""The shape of scenarios: a situation or a talk, and what must come of it."""

from __future__ import annotations

from types import MappingProxyType

from advisor.rulebase.accepting import ACCEPTS
from advisor.rulebase.care_shape import FLAG
from advisor.rulebase.combinators import Key, ListOf, MapOf, OneOf, Record
from advisor.rulebase.terms import (
    ACT,
    DAY,
    FACT,
    RULES,
    SOME_FACTS,
    SOME_RULES,
    TEXT,
    TOPIC,
    TOPIC_ACT,
    VALUES,
    VERDICT,
)

_UNDERSTOOD = {
    "understands": Key(VALUES, "The facts that must be understood from it."),
    "topic": Key(TOPIC, "The topic that must be understood from it; in a talk, the one it is then about."),
}
_EXPECTED = {
    "advises": Key(
        MapOf(TOPIC, MapOf(ACT, VERDICT, "acts with verdicts"), "topics with acts and verdicts"),
        "The verdicts that must come out, by topic and act.",
    ),
    "advised": Key(RULES, "The rules that must advise."),
    "withholds": Key(RULES, "The rules that must not advise."),
    "concludes": Key(VALUES, "The facts that must be concluded."),
    "assuming": Key(SOME_FACTS, "The facts that the advice must presume, and no others."),
    "open": Key(
        ListOf(TOPIC_ACT, "a list of acts", least=0), "The acts that must still be open, and no others: topic.act."
    ),
    "flags": Key(ListOf(FLAG, "a list of flags", least=0), "The flags that must be raised, and no others."),
    "contradiction": Key(SOME_FACTS, "The facts that must be found at odds, and no others."),
    "conflict": Key(SOME_RULES, "The rules that must be found in conflict, and no others."),
}
_STEP = Record(
    "a step of a talk",
    {
        "today": Key(DAY, "The day on which it is said; that of the step before, when left out."),
        "say": Key(TEXT, "What the person writes."),
        "answered": Key(TEXT, "What the person answers to the question that was asked last."),
        **_UNDERSTOOD,
        "asked": Key(
            OneOf((FACT, SOME_FACTS)),
            "The fact that must be asked for next; of several, one of them; [] when nothing must be asked.",
        ),
        "checked": Key(FLAG, "The flag whose direct question must be asked next."),
        **_EXPECTED,
    },
    either=("say", "answered"),
    elsewhere=MappingProxyType({"given": "tell it before the talk: `given:` beside `talk:`"}),
)
SCENARIO = Record(
    "a scenario",
    {
        "today": Key(DAY, "The day on which it takes place, such as 2026-11-23."),
        "given": Key(VALUES, "The facts that are told."),
        "say": Key(TEXT, "What the person writes."),
        **_UNDERSTOOD,
        "topics": Key(ListOf(TOPIC, "a list of topics"), "The topics asked about."),
        **_EXPECTED,
        "talk": Key(ListOf(_STEP, "a list of steps"), "What is said in turn, each with what must come of it."),
        **ACCEPTS,
    },
    elsewhere=MappingProxyType(
        dict.fromkeys(("answered", "asked", "checked"), "it belongs in a step of a talk, under `talk:`")
    ),
)
