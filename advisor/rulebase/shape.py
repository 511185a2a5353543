"""The shape of a rulebase's files, declared once: the loader checks against it, and editors get a schema made of it.

`SINGLE` is a whole rulebase in one text, `ROOT` the file rulebase.yaml, `DOCUMENT` any other file beside it.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from advisor.rulebase import care_shape
from advisor.rulebase.accepting import ACCEPTS
from advisor.rulebase.care_shape import EVIDENCE, FLAG, TAG
from advisor.rulebase.combinators import Key, ListOf, MapOf, OneOf, Record
from advisor.rulebase.kinds import KINDS
from advisor.rulebase.scenario_shape import SCENARIO
from advisor.rulebase.terms import (
    ACT,
    CASE,
    CHOICE,
    CITED,
    CONDITION,
    DAY,
    EXAMPLES,
    FACT,
    FORMULA,
    IDENTIFIER,
    LANGUAGE,
    LASTS,
    LENGTH,
    PHRASES,
    PLAN,
    RULE,
    RULEBASE,
    RULES,
    SAID,
    SHOWN,
    TEXT,
    TITLE,
    TOPIC,
    VALUE,
    VERDICT,
    WEIGHT,
    WORDS,
)
from advisor.rulebase.texts import Choice, Flag, Shape

if TYPE_CHECKING:
    from advisor.rulebase.report import Report
    from advisor.rulebase.tree import Node

__all__ = ["DOCUMENT", "ROOT", "SINGLE", "Shape", "check"]

_EXAMPLES = {
    "examples": Key(EXAMPLES, "Messages that are about it, tried by `advisor test`."),
    "counterexamples": Key(EXAMPLES, "Messages that are not about it, though one might think so; tried as well."),
}
_FACT = Record(
    "a fact",
    {
        "kind": Key(Choice(tuple(KINDS)), "What kind of thing the fact is.", required=True),
        "choices": Key(ListOf(CHOICE, "a list of choices"), "What it can be, for a fact of kind choice."),
        "unit": Key(TEXT, "What the number counts, such as days; for a fact of kind number."),
        "min": Key(VALUE, "The least value that makes sense, for a number or duration."),
        "max": Key(VALUE, "The greatest value that makes sense, for a number or duration."),
        "past": Key(Flag(), "Whether the date cannot lie after today."),
        "compute": Key(FORMULA, "How the fact follows from others, such as days_since(last_rain)."),
        "applies": Key(CONDITION, "When the fact makes sense at all; elsewhere it is neither asked nor read."),
        "presume": Key(VALUE, "What is taken while the fact is unknown; shown as an assumption."),
        "otherwise": Key(VALUE, "What a derived fact is when every rule that concludes it is false, or unknown."),
        "lasts": Key(LASTS, "How long an answer holds: occasion, always, or a number of days such as days 7."),
        "ask": Key(TEXT, "The question that asks for it."),
        "help": Key(TEXT, "More on what the question means, shown to who asks for it."),
        "said": Key(SAID, "How people say it: phrases for each value, or phrases that hold <value>."),
        "shown": Key(
            SHOWN, "How it is said back: a clause that reads well after 'if', for each value or holding <value>."
        ),
        "weights": Key(
            MapOf(CASE, WEIGHT, "a number for each answer", least=1),
            "How usual each answer is, 1 where left out; only the order of questions reads it.",
        ),
        "fixed": Key(Flag(), "Whether nobody can change it, as with what has happened; no change of it is proposed."),
        **ACCEPTS,
    },
)

_OTHERWISE = Record(
    "advice",
    {
        "act": Key(ACT, "What the verdict is about; the topic itself when left out."),
        "verdict": Key(VERDICT, "What is advised; silent when the source says nothing.", required=True),
        "say": Key(TEXT, "The advice in one or two sentences.", required=True),
        "because": Key(TEXT, "The reason for it."),
        "source": Key(CITED, "The section it comes from, as source/section.", required=True),
    },
)
_TOPIC = Record(
    "a topic",
    {
        "title": Key(TEXT, "What the topic is called when it is shown.", required=True),
        "asked": Key(PHRASES, "How people ask about it."),
        **_EXAMPLES,
        "applies": Key(CONDITION, "When the topic makes sense."),
        "otherwise": Key(
            OneOf((_OTHERWISE, ListOf(_OTHERWISE, "a list of advice"))),
            "The advice given when every rule of the act that has a condition is false.",
        ),
        **ACCEPTS,
    },
)

_UNCOVERED = Record(
    "what is not covered",
    {
        "title": Key(TEXT, "What it is called when it is shown.", required=True),
        "asked": Key(PHRASES, "How people speak of it.", required=True),
        "say": Key(TEXT, "What is said of it all the same, such as who may help."),
        **_EXAMPLES,
        **ACCEPTS,
    },
)

_ADVISE = Record(
    "advice",
    {
        "topic": Key(TOPIC, "The topic that the advice belongs to.", required=True),
        **{key: value for key, value in _OTHERWISE.keys.items() if key != "source"},
    },
    elsewhere=MappingProxyType({"source": "it belongs beside `advise:`, to the rule"}),
)
_RULE = Record(
    "a rule",
    {
        "when": Key(
            OneOf((CONDITION, ListOf(CONDITION, "a list of conditions"))),
            "The condition, or conditions that must all hold; a rule without one always holds.",
        ),
        "conclude": Key(
            MapOf(FACT, VALUE, "a fact with its value", least=1), "The fact that the rule concludes, with its value."
        ),
        "advise": Key(_ADVISE, "The advice that the rule gives."),
        "overrides": Key(RULES, "Rules that give way when this one holds."),
        "source": Key(CITED, "The section it comes from, as source/section.", required=True),
        "tags": Key(ListOf(TAG, "a list of tags"), "Names that gather rules, for flags to suspend."),
        "evidence": Key(
            ListOf(EVIDENCE, "a list of notes"), "Notes on what research says to what the rule claims, by name."
        ),
        "safety": Key(Flag(), "Whether it keeps people safe; such a rule is only replaced with a reason."),
        "replaces": Key(RULE, "The rule of an extended rulebase whose place this one takes."),
        "reason": Key(TEXT, "Why that rule is replaced."),
        **ACCEPTS,
    },
    either=("conclude", "advise"),
    needs=MappingProxyType({"reason": "replaces"}),
    elsewhere=MappingProxyType(
        dict.fromkeys(("topic", "act", "verdict", "say", "because"), "it belongs under `advise:`")
    ),
)

_FLAG = care_shape.flag(PHRASES, RULES, ListOf(TOPIC, "a list of topics"))

_RESTART = Record(
    "what restarts the plan",
    {
        "fact": Key(FACT, "The told boolean that restarts the plan when it is reported true.", required=True),
        "unless": Key(
            ListOf(FACT, "a list of facts"), "Told booleans; while one of them is true, the plan runs on all the same."
        ),
    },
)
_PLAN = Record(
    "a plan",
    {
        "title": Key(TEXT, "What the plan is called when it is shown.", required=True),
        "from": Key(FACT, "The told date from which it counts.", required=True),
        "length": Key(LENGTH, "How long it lasts, such as 28 days or 4 weeks.", required=True),
        "restarts": Key(
            ListOf(OneOf((FACT, _RESTART)), "a list of facts"),
            "Told booleans; when one is reported true while the plan runs, it counts anew from that day.",
        ),
        "because": Key(TEXT, "Why it counts."),
        "done": Key(TEXT, "What is said when it is over."),
        "source": Key(CITED, "The section it comes from, as source/section.", required=True),
        **ACCEPTS,
    },
)

_MORE_PHRASES = Record(
    "the phrases",
    {
        "facts": Key(MapOf(FACT, SAID, "facts with phrases"), "More phrases for facts, as under `said:`."),
        "topics": Key(MapOf(TOPIC, PHRASES, "topics with phrases"), "More phrases for topics, as under `asked:`."),
        "not_covered": Key(
            MapOf(TOPIC, PHRASES, "subjects with phrases"), "More phrases for what is not covered, as under `asked:`."
        ),
        "flags": Key(MapOf(FLAG, PHRASES, "flags with phrases"), "More phrases for flags, as under `said:`."),
    },
)

_SOURCE = Record(
    "a source",
    {
        "title": Key(TEXT, "The title of the source.", required=True),
        "author": Key(TEXT, "Who wrote it."),
        "date": Key(TEXT, "When it appeared."),
        "url": Key(TEXT, "Where it can be read."),
        "note": Key(TEXT, "What a reader ought to know about it."),
        "speaks": Key(TEXT, "Whose word its advice is, said before it, such as: The book says."),
        "review_by": Key(DAY, "The day by which somebody is to read it again, such as 2026-11-23."),
        "sections": Key(
            MapOf(IDENTIFIER, TEXT, "sections with titles", least=1), "Its sections, each with a title.", required=True
        ),
        **ACCEPTS,
    },
)

_SUBJECT = {
    "facts": Key(MapOf(FACT, _FACT, "facts"), "What is known or not: the facts, by name."),
    "topics": Key(MapOf(TOPIC, _TOPIC, "topics"), "What one can ask about: the topics, by name."),
    "not_covered": Key(
        MapOf(TOPIC, _UNCOVERED, "subjects"), "What lies near the topics and has no answer here, by name."
    ),
    "domain": Key(PHRASES, "Cues by which a message belongs to this field at all, whether it is covered or not."),
    "rules": Key(MapOf(RULE, _RULE, "rules"), "What follows from what: the rules, by name."),
    "flags": Key(MapOf(FLAG, _FLAG, "flags"), "What is raised about safety by what people say."),
    **care_shape.care(PHRASES),
    "plans": Key(MapOf(PLAN, _PLAN, "plans"), "Stretches of days that count from a date: the plans, by name."),
    "never": Key(ListOf(CONDITION, "a list of conditions"), "Situations that cannot be."),
    "words": Key(
        MapOf(WORDS, ListOf(TEXT, "a list of texts"), "word lists"),
        "Lists of alternatives for phrases, used as (name).",
    ),
    "phrases": Key(_MORE_PHRASES, "More phrases for what is declared elsewhere."),
    "scenarios": Key(MapOf(TITLE, SCENARIO, "scenarios"), "Examples, each with what must come of it."),
    "accepts": Key(
        ACCEPTS["accepts"].shape,
        "Findings of `advisor check` that are accepted in all of this file, by code, each with the reason; in "
        "rulebase.yaml in every file, the folder `examples` included.",
    ),
}


def _whole(*, required: bool) -> dict[str, Key]:
    return {
        "name": Key(RULEBASE, "What the rulebase is called in programs.", required=required),
        "version": Key(TEXT, "The version of the rulebase."),
        "title": Key(TEXT, "What the rulebase is called when it is shown; its name, when left out."),
        "language": Key(LANGUAGE, "The language of its texts and phrases, such as en."),
        "notice": Key(TEXT, "What is shown with every reply."),
        "reminder": Key(TEXT, "The notice in one line, for replies in which help comes first."),
        "help": Key(TEXT, "What is said to a call for help; a need in braces, such as {crisis}, stands for the help."),
        "extends": Key(ListOf(RULEBASE, "a list of rulebases"), "Rulebases that this one adds to, by name."),
        "retires": Key(MapOf(RULE, TEXT, "rules with reasons"), "Rules of those that no longer hold, with reasons."),
        "sources": Key(MapOf(IDENTIFIER, _SOURCE, "sources"), "Where the guidance comes from, by name."),
        "classes": Key(
            ListOf(WORDS, "a list of word lists"), "Word lists whose words count as one when hints are learnt."
        ),
    }


SINGLE = Record("a rulebase", {**_whole(required=False), **_SUBJECT})
ROOT = Record("rulebase.yaml", {**_whole(required=True), **_SUBJECT})
DOCUMENT = Record(
    "this file",
    _SUBJECT,
    elsewhere=MappingProxyType(dict.fromkeys(_whole(required=False), "it belongs in rulebase.yaml")),
)


def check(node: Node, shape: Shape, report: Report) -> bool:
    """Report everything in a tree that does not have a shape; true when all of it does.

    >>> from advisor.rulebase.nodes import Report, parse
    >>> report = Report()
    >>> check(parse("topics: {rain: {titel: Rain}}", "garden.yaml", report), DOCUMENT, report)
    False
    >>> [(problem.code, problem.remedy) for problem in report.problems]
    [('unknown-key', "did you mean 'title'?")]
    """
    return shape.check(node, report, None)
