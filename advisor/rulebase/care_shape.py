"""The shapes of what belongs to care: flags, signs, voices, what is said together, help, evidence, wording."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.rulebase.accepting import ACCEPTS
from advisor.rulebase.care import CONFIDENCES, URGENCIES
from advisor.rulebase.combinators import Key, ListOf, MapOf, OneOf, Record
from advisor.rulebase.texts import Choice, Flag, Name, Text

if TYPE_CHECKING:
    from advisor.rulebase.texts import Shape

_EITHER = r"[a-z0-9]+([-_][a-z0-9]+)*"
_WORDS = "small letters and digits, with a '_' between words"

FLAG = Name("a name of a flag", _EITHER, _WORDS)
SIGN = Name("a name of a sign", _EITHER, _WORDS)
NEED = Name("a name of a need", _EITHER, _WORDS)
TAG = Name("a name of a tag", _EITHER, _WORDS)
EVIDENCE = Name("a name of a note on evidence", _EITHER, _WORDS)
COUNTRY = Name("a country", r"[A-Z]{2}|\*", "its code of two letters, such as DE, or '*' for anywhere")
_DAY = Name("a day", r"[0-9]{4}-[0-9]{2}-[0-9]{2}|never", "it as 2026-11-23, or never", code="bad-value")
_CITED = Name("a source and a section", f"{_EITHER}/{_EITHER}", "source/section", 2 * 80 + 1)
_TEXT = Text()

_CHECK = Record(
    "a direct question",
    {
        "ask": Key(_TEXT, "The question, to be answered with yes or no.", required=True),
        "yes": Key(FLAG, "The flag that a yes raises; left out, it affirms this one."),
        "no": Key(FLAG, "The flag that a no raises; left out, it denies this one."),
        "unsure": Key(FLAG, "The flag that doubt raises; left out, this one stays possible."),
        "doubt": Key(Flag(), "Whether it is asked only while the flag is no more than possible."),
    },
)
_GIVING_HELP = "a need in braces, such as {emergency}, stands for the help of the person's country"


def flag(phrases: Shape, rules: Shape, topics: Shape) -> Record:
    """Give the shape of a flag, by those of phrases, and of lists of rules and topics."""
    silenced = Record(
        "what falls silent",
        {
            "rules": Key(rules, "Rules, by name."),
            "topics": Key(topics, "Topics, with all their rules."),
            "tags": Key(ListOf(TAG, "a list of tags"), "All rules that bear one of these tags."),
        },
    )
    return Record(
        "a flag",
        {
            "title": Key(_TEXT, "The kind of thing it is, said instead of the person's words; its name when left out."),
            "urgency": Key(
                Choice(URGENCIES),
                "How pressing it is: at emergency and urgent nothing is decided, boundary and adapt silence rules.",
            ),
            "said": Key(phrases, "What raises the flag when somebody says it; none where hints or others raise it."),
            "say": Key(_TEXT, f"What is said first when the flag is raised; {_GIVING_HELP}.", required=True),
            "witness": Key(_TEXT, "What is said instead when it is about somebody else."),
            "doer": Key(_TEXT, "What is said instead when it is about what the writer does."),
            "brief": Key(_TEXT, "The one line it has when something more urgent speaks."),
            "stays": Key(_TEXT, "The line of help that stays in every reply once it was denied."),
            "checks": Key(ListOf(_CHECK, "a list of direct questions"), "Direct questions, asked one after the other."),
            "needs": Key(ListOf(NEED, "a list of needs"), "The kinds of help that fit, most fitting first."),
            "firm": Key(Flag(), "Whether a denial does not end what it suspends."),
            "despite": Key(ListOf(SIGN, "a list of signs"), "Signs beside which a denial counts for nothing."),
            "suspends": Key(
                OneOf((Choice(("all",)), rules, silenced)), "The rules that fall silent while it is raised, or all."
            ),
            "keeps": Key(
                ListOf(Text("a rule"), "a list of rules", least=0),
                "Rules that speak nevertheless; at emergency and urgent none does.",
            ),
            **ACCEPTS,
        },
    )


def care(phrases: Shape) -> dict[str, Key]:
    """Give the sections of care beside the flags, by the shape of phrases."""
    sign = Record("a sign", {"said": Key(phrases, "What people say of it.", required=True), **ACCEPTS})
    voices = Record(
        "voices",
        {
            "witness": Key(phrases, "Cues by which a message is about somebody else, such as 'my (friend)'."),
            "doer": Key(phrases, "Cues by which the writer tells of a deed of their own."),
        },
    )
    return {
        "signs": Key(MapOf(SIGN, sign, "signs"), "What raises no flag alone, and may together with others."),
        "voices": Key(voices, "How it is told who a flag is about."),
        "together": Key(MapOf(SIGN, _TOGETHER, "combinations"), "Flags and signs that mean more together."),
        "resources": Key(ListOf(_RESOURCE, "a list of places that help"), "Places that help, by country and need."),
        "countries": Key(MapOf(COUNTRY, _COUNTRY, "countries"), "The countries for which there is help, by code."),
        "evidence": Key(MapOf(EVIDENCE, _EVIDENCE, "notes on evidence"), "What research says, by name."),
        "wording": Key(
            Record(
                "wording",
                {
                    "never": Key(phrases, "What no text may say."),
                    "urgent": Key(phrases, "What flags may not say besides, at emergency and urgent."),
                },
            ),
            "What the texts of this rulebase must not say; `advisor check` looks for it.",
        ),
    }


_TOGETHER = Record(
    "a combination",
    {
        "of": Key(
            ListOf(FLAG, "a list of flags and signs", least=2), "The flags and signs, all of them.", required=True
        ),
        "raises": Key(FLAG, "The flag that they raise together."),
        "possible": Key(Flag(), "Whether it is only possible then, and asked about."),
        "say": Key(_TEXT, "A line that is added to what is said."),
        "source": Key(_CITED, "The section it comes from, as source/section.", required=True),
        **ACCEPTS,
    },
)
_RESOURCE = Record(
    "a place that helps",
    {
        "country": Key(COUNTRY, "The country where it is.", required=True),
        "needs": Key(ListOf(NEED, "a list of needs"), "What it helps with.", required=True),
        "name": Key(_TEXT, "What it is called.", required=True),
        "call": Key(_TEXT, "Its telephone number."),
        "text": Key(_TEXT, "How to reach it by text message."),
        "url": Key(_TEXT, "Its page."),
        "email": Key(_TEXT, "Its mail address."),
        "hours": Key(_TEXT, "When it can be reached."),
        "grade": Key(Choice(("A", "B")), "A: a page of its own or of a government was read; B: another page."),
        "source": Key(_TEXT, "The page that was read."),
        "source_says": Key(_TEXT, "The day that this page is of."),
        "checked_on": Key(_DAY, "The day on which a person opened the page and found it right, or never."),
        **ACCEPTS,
    },
)
_COUNTRY = Record(
    "a country",
    {
        "name": Key(_TEXT, "Its name.", required=True),
        "also": Key(ListOf(_TEXT, "a list of names"), "Other names that people give it."),
        "within": Key(COUNTRY, "What it belongs to, whose help serves where it has none, such as EU."),
    },
)
_EVIDENCE = Record(
    "a note on evidence",
    {
        "claim": Key(_TEXT, "The claim, in short.", required=True),
        "note": Key(_TEXT, "What research says to it, in one or two sentences.", required=True),
        "confidence": Key(Choice(CONFIDENCES), "How sure this note is.", required=True),
        "references": Key(ListOf(_TEXT, "a list of references"), "The studies, each in short."),
        **ACCEPTS,
    },
)
