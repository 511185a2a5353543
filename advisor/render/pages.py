"""The page of a code in words."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.workbench.pages import Page

_WIDE = 80


def page_in_words(page: Page) -> str:
    """Tell what a code means, what to do about it, what to avoid and what to prefer, and why.

    >>> from advisor.workbench.pages import page
    >>> print(page_in_words(page("unknown-fact")))
    unknown-fact (problem: the rulebase does not load)
    <BLANKLINE>
    No fact has this name.
    <BLANKLINE>
    Remedy: correct it, or declare the fact.
    """
    return "\n\n".join(_parts(page))


def _parts(page: Page) -> Iterator[str]:
    yield f"{page.code} ({sort_in_words(page)})"
    yield _filled(page.title)
    for head, snippet in (("Avoid:", page.avoid), ("Prefer:", page.prefer)):
        if snippet:
            yield f"{head}\n\n{textwrap.indent(snippet.rstrip(), '    ')}"
    if page.why:
        yield _filled(f"Why: {page.why}")
    yield _filled(f"Remedy: {page.remedy.rstrip('.')}.")
    yield from map(_filled, _notes(page))


def _notes(page: Page) -> Iterator[str]:
    if page.dated:
        yield "It hangs on the day, and fails a check only where the day is given with `--today`."
    if not page.quick:
        yield "A quick check (`--quick`) leaves it out."


def page_as_markdown(page: Page) -> str:
    """Write what a page says of a code as Markdown, without its heading.

    >>> from advisor.workbench.pages import page
    >>> print(page_as_markdown(page("unknown-fact")))
    No fact has this name.
    <BLANKLINE>
    Remedy: correct it, or declare the fact.
    """
    return "\n\n".join(_marked(page))


def _marked(page: Page) -> Iterator[str]:
    yield page.title
    for head, snippet in (("Avoid:", page.avoid), ("Prefer:", page.prefer)):
        if snippet:
            yield head
            yield f"```yaml\n{snippet.rstrip()}\n```"
    if page.why:
        yield f"Why: {page.why}"
    yield f"Remedy: {page.remedy.rstrip('.')}."
    yield from _notes(page)


def sort_in_words(page: Page) -> str:
    """Say what sort of thing has the code: a finding of some severity, or a problem.

    >>> from advisor.workbench.pages import page
    >>> sort_in_words(page("unused-cue"))
    'note'
    """
    return "problem: the rulebase does not load" if page.severity == "problem" else page.severity


def _filled(text: str) -> str:
    return textwrap.fill(text, _WIDE, break_long_words=False, break_on_hyphens=False)
