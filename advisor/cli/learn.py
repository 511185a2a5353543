"""`advisor learn`: make the hints of a rulebase anew from its example messages."""

from __future__ import annotations

import click

from advisor.cli._options import rules_or_shipped
from advisor.cli._writing import write_anew
from advisor.errors import AdvisorError
from advisor.language.english import printable, sentences
from advisor.language.hints import Features, written
from advisor.language.phrases import WordLists
from advisor.rulebase.corpus import FOLDER, folder_of, labelled, labels_of
from advisor.rulebase.files import HINTS, is_whole
from advisor.rulebase.loading import load
from advisor.workbench.learning import learn


@click.command("learn", short_help="Learn hints from a rulebase's example messages.")
@click.argument("where", nargs=-1)
def command(where: tuple[str, ...]) -> None:
    """Learn from the messages in the folder `examples` of the rulebase at WHERE, and write its hints.txt."""
    places = rules_or_shipped(where)
    hints = folder_of(places[-1]) / HINTS
    if hints.is_file() and not is_whole(hints.read_bytes().decode(errors="replace")):
        hints.unlink()  # a rulebase with such hints is refused, and they are made anew here
    rulebase = load(*places)
    folder = folder_of(places[-1])
    features = Features(WordLists(rulebase.words), rulebase.classes)
    told = labelled(rulebase, folder)
    if not told:
        raise AdvisorError(
            f"{folder}: there are no messages to learn from; put them into {FOLDER}/ or under `examples:`"
        )
    examples = [(features.of(sentences(printable(one.text))), one.label) for one in told]
    labels = labels_of(rulebase)
    text = written(learn(examples, labels), labels)
    write_anew(folder / HINTS, text)
    click.echo(f"{folder / HINTS}: learnt from {len(examples):,} messages, {text.count(chr(10)) - 2:,} features.")
