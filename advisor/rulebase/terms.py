"""The names and texts of which a rulebase's files are made: what each may look like, declared once."""

from __future__ import annotations

import keyword

from advisor.rulebase.accepting import ACCEPTS
from advisor.rulebase.combinators import Key, ListOf, MapOf, OneOf, Record
from advisor.rulebase.model import VERDICTS
from advisor.rulebase.texts import LONGEST_CONDITION, Choice, Name, Text

# Conditions are read as Python expressions, in which these words have their own meaning.
_RESERVED = frozenset(word for word in keyword.kwlist if word.islower()) | {"true", "false"}
_SNAKE = r"[a-z][a-z0-9_]*"
_KEBAB = r"[a-z0-9]+(-[a-z0-9]+)*"
_EITHER = r"[a-z0-9]+([-_][a-z0-9]+)*"
_UNDERSCORES = "a small letter first, then small letters, digits and '_'"
_DASHES = "small letters and digits, with a '-' between words"

FACT = Name("a name of a fact", _SNAKE, _UNDERSCORES, reserved=_RESERVED)
TOPIC = Name("a name of a topic", _SNAKE, _UNDERSCORES)
ACT = Name("a name of an act", _SNAKE, _UNDERSCORES)
CHOICE = Name("a name of a choice", _SNAKE, _UNDERSCORES, reserved=_RESERVED)
CASE = Name("true, false or a choice", _SNAKE, _UNDERSCORES)
RULE = Name("a name of a rule", _KEBAB, _DASHES)
RULEBASE = Name("a name of a rulebase", _KEBAB, _DASHES)
PLAN = Name("a name of a plan", _SNAKE, _UNDERSCORES)
WORDS = Name("a name of a word list", _EITHER, "small letters and digits, with a '_' between words")
IDENTIFIER = Name("a name for a source or section", _EITHER, _DASHES)
TITLE = Text("a title", limit=200)

TEXT = Text()
VALUE = Text("a value", blank=True)
CONDITION = Text("a condition", LONGEST_CONDITION, "name a part of it as a derived fact")
FORMULA = Text("a formula", LONGEST_CONDITION, "name a part of it as a computed fact")
VERDICT = Choice(VERDICTS)
CITED = Name("a source and a section", f"{_EITHER}/{_EITHER}", "source/section", 2 * 80 + 1)
TOPIC_ACT = Name("a topic and an act", rf"{_SNAKE}\.{_SNAKE}", "topic.act", 2 * 80 + 1)
DAY = Name("a day", r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "it as 2026-11-23", code="bad-value")
LANGUAGE = Name("a language", r"[a-z]{2,3}(-[A-Z]{2})?", "its code, such as en", code="bad-value")
LASTS = Name(
    "how long a fact lasts",
    r"occasion|always|days [1-9][0-9]{0,4}",
    "occasion, always or a number of days, such as days 7",
    code="bad-value",
)

LENGTH = Name(
    "a length of time",
    r"[1-9][0-9]{0,4}\s*(days?|d|weeks?|w)?",
    "at least 1 day, such as 28 days or 4 weeks",
    code="bad-value",
)
WEIGHT = Name(
    "a weight",
    r"(?=.*[1-9])(0|[1-9][0-9]{0,8})(\.[0-9]{1,9})?",
    "a number above 0, such as 4 or 0.5",
    code="bad-value",
)

RULES = ListOf(RULE, "a list of rules")
SOME_RULES = ListOf(RULE, "a list of rules", least=0)
SOME_FACTS = ListOf(FACT, "a list of facts", least=0)
VALUES = MapOf(FACT, VALUE, "facts with values")

PHRASE = OneOf(
    (
        Text("a phrase"),
        Record(
            "a phrase",
            {
                "cue": Key(Text("a phrase"), "What people say.", required=True),
                "unless": Key(
                    ListOf(TEXT, "a list of texts"), "What forbids this reading when it is said in the same sentence."
                ),
                "weight": Key(WEIGHT, "How much it says for its topic; what its words weigh, when left out."),
                **ACCEPTS,
            },
            hint="put a phrase that holds ': ' in quotes",
        ),
    )
)
PHRASES = ListOf(PHRASE, "a list of phrases")
EXAMPLES = ListOf(Text("a message"), "a list of messages")
SAID = OneOf((PHRASES, MapOf(CASE, PHRASES, "a list of phrases for each value")))
SHOWN = OneOf((TEXT, MapOf(CASE, TEXT, "a text for each value")))
