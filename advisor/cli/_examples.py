"""The example messages that lie in a folder beside a rulebase."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from advisor.rulebase.corpus import FOLDER, folder_of, labelled, labels_of
from advisor.rulebase.files import called, is_path
from advisor.workbench.trials import Message, messages

if TYPE_CHECKING:
    from advisor.rulebase.model import Rulebase


def beside(rulebase: Rulebase, place: str) -> tuple[Message, ...]:
    """Read the messages in the folder `examples` of a place; none where it is no folder or has none.

    Raises RulebaseError for files that cannot be read, and for labels that are none.
    """
    if is_path(place) and not Path(place).is_dir():
        return ()
    folder = folder_of(place)
    if not (folder / FOLDER).is_dir():
        return ()
    own = {message.position for message in messages(rulebase)}
    labels = labels_of(rulebase)  # what raises flags says nothing about the cues of topics and facts
    told = labelled(rulebase, folder, called(place))  # with the places under which the rulebase's own files are known
    return tuple(Message(*one) for one in told if one.position not in own and one.label in labels)
