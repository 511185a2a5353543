"""`advisor learn`: make anew what a rulebase has learnt from its example messages: hints, and alarms of its flags."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from advisor.cli._options import rules_or_shipped
from advisor.cli._writing import write_anew
from advisor.errors import AdvisorError
from advisor.language.english import printable, sentences
from advisor.language.hints import Features, written
from advisor.language.phrases import WordLists
from advisor.language.reading import Understanding
from advisor.rulebase.corpus import FOLDER, alarms_of, folder_of, labelled, labels_of
from advisor.rulebase.files import ALARMS, HINTS, is_whole
from advisor.rulebase.loading import load
from advisor.workbench.learning import alarming, learn

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path


@click.command("learn", short_help="Learn hints from a rulebase's example messages.")
@click.argument("where", nargs=-1)
def command(where: tuple[str, ...]) -> None:
    """Learn from the messages in the folder `examples` of the rulebase at WHERE, and write its hints and alarms."""
    places = rules_or_shipped(where)
    folder = folder_of(places[-1])
    for name in (HINTS, ALARMS):
        file = folder / name
        if file.is_file() and not is_whole(file.read_bytes().decode(errors="replace")):
            file.unlink()  # a rulebase with such hints is refused, and they are made anew here
    rulebase = replace(load(*places), hints="", alarms="")  # what was learnt before is no part of it
    told = labelled(rulebase, folder)
    if not told:
        raise AdvisorError(
            f"{folder}: there are no messages to learn from; put them into {FOLDER}/ or under `examples:`"
        )
    features, understanding = Features(WordLists(rulebase.words), rulebase.classes), Understanding(rulebase)
    found = {one.text: features.of(sentences(printable(one.text))) for one in told}
    labels = labels_of(rulebase)
    if any(FOLDER in one.position.file.split("/") and one.label in labels for one in told):
        _write(
            folder / HINTS, [(found[one.text], one.label) for one in told if one.label in labels], labels, balanced=True
        )
    alarms = alarming(understanding, told)
    if any(label in rulebase.flags for _, label in alarms):
        rows = [(understanding.alarming(sentences(printable(text))), label) for text, label in alarms]
        _write(folder / ALARMS, rows, alarms_of(rulebase), balanced=False)


def _write(
    file: Path, examples: Sequence[tuple[Collection[str], str]], labels: Sequence[str], *, balanced: bool
) -> None:
    text = written(learn(examples, labels, balanced=balanced), labels)
    write_anew(file, text)
    click.echo(f"{file}: learnt from {len(examples):,} messages, {text.count(chr(10)) - 2:,} features.")
