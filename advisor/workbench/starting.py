"""A new rulebase to begin with: small, complete, and running from the first minute."""

from __future__ import annotations

import json
import os
import re
import textwrap
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, NamedTuple

from advisor.errors import AdvisorError
from advisor.rulebase import files
from advisor.rulebase.model import KNOW, SILENT, Advice
from advisor.rulebase.schema import json_schema
from advisor.rulebase.terms import RULEBASE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from advisor.rulebase.model import Rule, Rulebase

SCHEMA = "rulebase.schema.json"
_TEMPLATES = Path(__file__).parent / "templates"
_PLAIN = re.compile(r"[a-z(][^:#\"'\n]*[^:#\"'\s]|[a-z]", re.IGNORECASE)
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
"""Words that other readers of YAML, and editors, take for something else than a text."""

_LONGEST = 80
_WIDTH = 118


class Start(NamedTuple):
    """A new rulebase: its files by their places in its folder, and a message to ask it first.

    `subject` names the file to change first; `origin` says whence pip installs advisor, "" where that is not known.
    """

    name: str
    files: Mapping[str, str]
    subject: str
    message: str
    origin: str


class _Kind(NamedTuple):
    """One of the two sorts of a new rulebase: its templates, what its names are, and the message to ask it."""

    root: str
    subject: str
    message: str


_OWN = _Kind("rulebase.yaml", "washing.yaml", "It will rain today. Can I hang out the washing?")
_MORE = _Kind("extending.yaml", "open-evening.yaml", "It is my first visit. When do I come to the open evening?")


def found() -> dict[str, Path]:
    """Name the rulebases that can be extended, with their folders."""
    return {**files.installed(), **files.shipped()}


def check_name(name: str) -> None:
    """Raise AdvisorError for a name that no rulebase can have, or that one already has."""
    if not RULEBASE.fits(name):
        mended = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        remedy = f"did you mean '{mended}'?" if RULEBASE.fits(mended) else f"write {RULEBASE.like}"
        if "/" in name or os.sep in name:
            remedy = "where its folder is made is said by --in"
        elif len(name) > RULEBASE.limit:
            remedy = f"a name has at most {RULEBASE.limit} characters"
        raise AdvisorError(f"'{name[:_LONGEST]}' is not {RULEBASE.noun}; {remedy}")
    taken = found().get(name)
    if taken is not None:
        raise AdvisorError(f"there is a rulebase '{name}' already, in {taken}; choose another name")


def start(name: str, base: Rulebase | None = None, *, bases: Sequence[str] = (), origin: str = "") -> Start:
    """Write a new rulebase, or one that adds to `base`; `origin` is whence pip installs advisor.

    `bases` names those of which `base` is made, where it is not the one of its name.

    >>> from advisor import loads
    >>> made = start("my-rules")
    >>> sorted(made.files)[-2:]
    ['rulebase.yaml', 'washing.yaml']
    >>> loads(made.files["washing.yaml"] + made.files["rulebase.yaml"]).name
    'my-rules'
    """
    kind = _OWN if base is None else _MORE
    words = {"name": _scalar(name), "title": _scalar(_title(name)), "schema": SCHEMA, "origin": origin}
    words |= {"subject": kind.subject, "message": kind.message, "packages": "", "extending": ""}
    words["pushing"] = "" if origin else _PUSHING
    if base is not None:
        words |= _extending(base, bases or [base.name])
    templates = {
        "rulebase.yaml": kind.root,
        kind.subject: kind.subject,
        "README.md": "readme.md",
        ".vscode/settings.json": "settings.json",
        ".vscode/extensions.json": "extensions.json",
        ".github/workflows/rules.yml": "rules.yml",
    }
    written = {place: _filled(template, words) for place, template in templates.items()}
    schema = json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
    return Start(name, {**written, SCHEMA: schema}, kind.subject, kind.message, origin)


_PUSHING = """
5. Before you push it, say in `.github/workflows/rules.yml` where advisor is installed from."""


def origin() -> str:
    """Say whence pip can install this advisor elsewhere; "" where it came from no repository that others can reach."""
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        text = distribution("advisor").read_text("direct_url.json")
        direct = json.loads(text) if text else {}
        version = direct["vcs_info"]
        if version["vcs"] == "git" and direct["url"].startswith(("https://", "ssh://")):
            return f"git+{direct['url']}@{version['commit_id']}"
    except (PackageNotFoundError, KeyError, TypeError, ValueError):  # not installed, or not from a repository
        pass
    return ""


def _filled(template: str, words: Mapping[str, str]) -> str:
    return Template((_TEMPLATES / template).read_text(encoding="utf-8")).substitute(words)


def _title(name: str) -> str:
    return name.replace("-", " ").capitalize()


def _scalar(text: str) -> str:
    """Write a text as YAML, in quotes where it could be read as something else."""
    plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS
    return text if plain else json.dumps(text, ensure_ascii=False)


def _extending(base: Rulebase, bases: Sequence[str]) -> dict[str, str]:
    """Give what the templates of an extension name: names that are free in the base, and rules that it has."""
    quoted = [f"`{one}`" for one in bases]
    having = f"{_listed(quoted, 'and')} {'has' if len(bases) == 1 else 'have'}"
    words = {
        "extends": ", ".join(map(_scalar, bases)),
        "having": having,
        "bases": _listed(quoted, "and"),
        "either": _listed(quoted, "or"),
        "showing": " ".join(f"--rules {one}" for one in bases),
        "extending": f", with all that {having}",
        "fact": _free("first_visit", base.facts),
        "topic": _free("open_evening", {*base.topics, *base.not_covered}),
        "rule": _free("newcomers-come-at-six", {*base.rules, *base.retired}),
        "source": _free("our-notes", base.sources),
        "packages": "".join(f' "{package}"' for one in bases for package in _packages(one)),
    }
    advising = [rule for rule in base.rules.values() if _fit_to_show(rule)]
    # a rule that overrides none can be replaced without a thought for what it overrode
    old = next((rule for rule in advising if _verdict(rule) not in _ASIDE and not rule.overrides), None)
    gone = next((rule for rule in advising if _verdict(rule) == KNOW), None)
    words["replaced"] = _filled("replaced.txt", {**words, **_shown(base, old, "  # ")}) if old else ""
    words["retired"] = _filled("retired.txt", {**words, **_shown(base, gone, "# ")}) if gone else ""
    return words


def _listed(words: Sequence[str], joint: str) -> str:
    """Join words as in a sentence."""
    return f" {joint} ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


_ASIDE = frozenset({KNOW, SILENT})


def _fit_to_show(rule: Rule) -> bool:
    """Whether a rule serves as an example of one that is changed: short, with a condition, and no matter of safety."""
    return isinstance(rule.then, Advice) and rule.conditional and not rule.safety and len(rule.when) <= _LONGEST


def _verdict(rule: Rule) -> str:
    return rule.then.verdict if isinstance(rule.then, Advice) else ""


def _shown(base: Rulebase, rule: Rule, before: str) -> dict[str, str]:
    """Give what is said of a rule where it is an example, in a comment that begins with the same in each line."""
    assert isinstance(rule.then, Advice)  # noqa: S101 - only such rules are shown
    then = rule.then
    own = _free("our-own-rule", {*base.rules, *base.retired})
    said = textwrap.fill(" ".join(then.say.split()), _WIDTH, initial_indent=before, subsequent_indent=before)
    about = {"topic": then.topic, "act": then.act, "verdict": then.verdict}
    return {"rule": own, "old": rule.name, "when": _scalar(rule.when), "said": said, **about}


def _packages(name: str) -> Iterator[str]:
    """Name what has to be installed beside advisor for a rulebase to be found, as pip reads it."""
    from importlib.metadata import entry_points

    for entry in () if name in files.shipped() else entry_points(group=files.GROUP):
        if entry.name == name and entry.dist is not None:
            yield f"{entry.dist.name}=={entry.dist.version}"


def _free(name: str, taken: Collection[str]) -> str:
    """Give a name, or the first numbered one like it, that is not taken."""
    joint = "_" if "_" in name else "-"
    numbered = (f"{name}{joint}{number}" for number in range(2, len(taken) + 3))
    return next(free for free in (name, *numbered) if free not in taken)
