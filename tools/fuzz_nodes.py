"""Feeds mutated rulebases to the loader until something but a RulebaseError comes out of it; run by hand.

    pip install atheris
    python tools/fuzz_nodes.py found rules/breakup -max_total_time=600 -max_len=20000

The first folder (it has to exist) collects the texts that reached something new, the others are read to begin with.
Whatever breaks the loader is written to a file named crash-…; naming that file alone tries it again.
"""

from __future__ import annotations

import importlib
import sys
from typing import Any


def main() -> None:
    """Fuzz with the arguments of the command line, which are libFuzzer's."""
    atheris: Any = importlib.import_module("atheris")
    with atheris.instrument_imports():
        advisor = importlib.import_module("advisor")

    def load(raw: bytes) -> None:
        try:
            advisor.loads(raw.decode(errors="surrogateescape"))
        except advisor.RulebaseError:
            return

    atheris.Setup(sys.argv, load)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
