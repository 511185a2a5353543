"""What each Problem means and what to do about it, by its code: the one source of their pages and of the reference.

The words of a Problem itself name the very thing that is wrong; these say what kind of thing it is.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Meaning(NamedTuple):
    """What a Problem means, and what to do about it."""

    means: str
    remedy: str


_READING = {
    "unknown-rulebase": Meaning(
        "no rulebase of this name is shipped or installed", "correct the name; for a folder write `./folder`"
    ),
    "no-root": Meaning("the folder has no `rulebase.yaml`", "add one; a `name:` is enough"),
    "extends-path": Meaning("`extends:` names a path", "extend by name, or load both places, the base first"),
    "extends-cycle": Meaning("a rulebase extends itself, directly or not", "take it out of `extends:`"),
    "outside": Meaning("a file lies outside the folder, behind a link", "copy it in"),
    "unreadable": Meaning("the file is not there or cannot be opened", "see the reason in the message"),
    "not-a-file": Meaning("it is a pipe or a device", "put the text into a file"),
    "not-utf8": Meaning("the file is in another encoding", "save it as UTF-8"),
    "too-many-files": Meaning("the folder has more files than are read", "join some of them"),
    "too-large": Meaning("the file is too large", "spread the rulebase over several files"),
    "too-many-nodes": Meaning("the file has too many keys and values", "spread the rulebase over several files"),
    "too-deep": Meaning("lists, keys or brackets are nested too deeply", "name a part as a fact of its own"),
    "more-problems": Meaning("there are more problems than are shown", "put right what is shown first"),
}
_YAML = {
    "empty": Meaning("there is nothing in the file", "write something, or remove it"),
    "yaml-syntax": Meaning("it cannot be read as YAML", "see the remedy: mostly quotes, brackets or indentation"),
    "yaml-characters": Meaning("there is a character that cannot be shown", "take it out"),
    "yaml-directive": Meaning("a line begins with `%`", "take it out"),
    "yaml-documents": Meaning("a second document begins in the file", "put it into a file of its own"),
    "yaml-alias": Meaning(
        "something is said by reference: `&name` or `*name`", "write out what it stands for, or put the text in quotes"
    ),
    "yaml-tag": Meaning("a tag stands here: `!name`", "take it out, or put the text in quotes"),
    "key-not-text": Meaning("a key is empty, a list or a mapping", "write a plain word"),
    "duplicate-key": Meaning("a key stands twice in one place", "keep one"),
    "no-value": Meaning(
        "a key, entry or list is empty; in braces often a comma within a text",
        "write the value, or put the whole text in quotes",
    ),
}
_SHAPE = {
    "unknown-key": Meaning("there is no such key here", "see the remedy: a near key, or where it belongs"),
    "missing-key": Meaning("a key that is needed is not there", "add it"),
    "either-or": Meaning("there are two keys of which there can be one", "keep one"),
    "one-of": Meaning("a rule does not conclude exactly one thing", "write a rule for each"),
    "wrong-shape": Meaning("there is a text where a list belongs, or the like", "write it as the message says"),
    "unknown-value": Meaning("the value is none of the words that fit", "choose one of those named"),
    "bad-name": Meaning("a name is spelled in a way that names are not, or is a word of conditions", "see the remedy"),
    "bad-value": Meaning(
        "a value does not fit its fact, a day is none or too early, a weight is not above 0, or a plan takes no day",
        "write what is expected",
    ),
    "too-long": Meaning("a text or condition is too long", "shorten it, or name a part as a fact"),
}
_NAMES = {
    "duplicate-name": Meaning(
        "the name is declared already, maybe in a rulebase that is extended, or restarts a plan twice",
        "give another name; `replaces:` or `phrases:` where that was meant",
    ),
    "unknown-fact": Meaning("no fact has this name", "correct it, or declare the fact"),
    "unknown-topic": Meaning("no topic has this name", "correct it, or declare the topic"),
    "unknown-rule": Meaning(
        "no rule has this name, or none that can be retired or replaced", "correct it, or declare the rule"
    ),
    "unknown-flag": Meaning("no flag has this name; under `of:` no sign either", "correct it, or declare the flag"),
    "unknown-sign": Meaning("no sign has this name", "correct it, or declare the sign"),
    "unknown-tag": Meaning("no rule bears this tag", "correct it, or write it under `tags:` of a rule"),
    "unknown-need": Meaning(
        "no place under `resources:` helps with this need", "correct it, or add a place that helps"
    ),
    "unknown-country": Meaning("no country under `countries:` has this code", "correct it, or declare the country"),
    "unknown-evidence": Meaning("no note on evidence has this name", "correct it, or write the note"),
    "unknown-act": Meaning("no rule of the topic is about this act", "correct it, or write a rule about it"),
    "unknown-source": Meaning("no source has this name", "correct it, or declare the source"),
    "unknown-section": Meaning("the source has no such section", "correct it, or add the section to its source"),
    "unknown-word-list": Meaning("no word list has this name", "correct it, or declare the list under `words:`"),
    "unknown-subject": Meaning("nothing that is not covered has this name", "correct it, or declare the subject"),
    "unknown-label": Meaning(
        "a message in the folder `examples` has a label that is no topic, subject, flag, `off_topic` or `no_flag`",
        "correct it",
    ),
    "bad-hints": Meaning(
        "`hints.txt` or `alarms.txt` was cut or changed by hand", "make them anew with `advisor learn`"
    ),
}
_FACTS = {
    "wrong-kind": Meaning("a key, comparison, formula or plan does not go with the fact's kind", "change one of them"),
    "bad-choices": Meaning("fewer than two choices, one twice, or one called `unknown`", "list two or more"),
    "no-question": Meaning("a told fact has no `ask:`", "write the question"),
    "no-hole": Meaning("a phrase has no `<value>`", "write it where the value stands"),
    "bad-presume": Meaning(
        "the fact is a date, or counted with, and cannot be presumed", "conclude another fact from it and presume that"
    ),
    "presumed-safety": Meaning(
        "a safety rule reads a fact that is presumed", "take the presumption out: safety takes nothing for granted"
    ),
    "not-derived": Meaning("`otherwise:` on a fact that no rule concludes", "`presume:` is for what is unknown"),
    "not-told": Meaning(
        "a told fact is needed here, or the key is for told facts only", "name the facts it comes from"
    ),
    "derived-computed": Meaning("a fact has a formula and rules that conclude it", "keep one of the two"),
    "no-otherwise": Meaning("in some cases no rule says what the fact is", "write `otherwise:`"),
    "bad-formula": Meaning("the formula cannot be read, or mixes what cannot be mixed", "see the remedy"),
    "computed-cycle": Meaning("facts are computed from each other in a circle", "let one of them be told"),
    "derived-cycle": Meaning("facts are concluded from each other in a circle", "let one of them read told facts only"),
}
_CONDITIONS = {
    "bad-condition": Meaning("it does not read as a condition", "see the remedy"),
    "unknown-choice": Meaning("the fact never has this value", "write one of its choices"),
    "two-facts": Meaning("a fact is compared with a fact", "compute their difference as a fact"),
    "never-holds": Meaning("the condition, or one comparison, can never hold", "correct it"),
    "always-holds": Meaning("it always holds", "correct it, or leave it out"),
    "too-many-clauses": Meaning("written out, it is too large", "name a part as a derived fact"),
}
_RULES = {
    "override-cycle": Meaning("rules override each other in a circle", "take one out of `overrides:`"),
    "no-reason": Meaning("a safety rule is replaced without a reason", "write `reason:`"),
    "open-hole": Meaning(
        "the value of `<fact>` may be unknown where the rule holds",
        "compare the fact in `when:`, or leave the value out",
    ),
    "bad-phrase": Meaning("a phrase has no word to look for, or a hole that nothing fills", "write how people say it"),
    "words-cycle": Meaning("word lists hold each other in a circle", "write one of them out"),
    "no-text": Meaning("a scenario expects something understood, and nothing is said", "add `say:`"),
    "no-situation": Meaning("a scenario tells nothing and asks nothing", "add `given:`, `say:`, `topics:` or `talk:`"),
    "beside-talk": Meaning("what belongs to a step stands beside a talk", "put it into the step after which it is so"),
    "nothing-asked": Meaning("a step answers, and nothing was asked before it", "write it under `say:`"),
    "not-advice": Meaning("a rule that concludes a fact is expected to advise", "expect the fact under `concludes:`"),
}

SECTIONS: Mapping[str, Mapping[str, Meaning]] = MappingProxyType(
    {
        "Finding and reading files": _READING,
        "YAML": _YAML,
        "Shape": _SHAPE,
        "Names": _NAMES,
        "Facts": _FACTS,
        "Conditions": _CONDITIONS,
        "Rules, phrases, scenarios": _RULES,
    }
)
"""Every code with its meaning, gathered by what is wrong."""

PROBLEMS: Mapping[str, Meaning] = MappingProxyType({c: m for part in SECTIONS.values() for c, m in part.items()})
"""Every code with its meaning.

>>> PROBLEMS["unknown-fact"].means
'no fact has this name'
"""
