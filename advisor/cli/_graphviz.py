"""Drawing by Graphviz, a program of its own that reads DOT."""

from __future__ import annotations

import shutil
import subprocess

from advisor.errors import AdvisorError

_SECONDS = 60
_SHOWN = 300


def as_svg(dot: str) -> str:
    """Have Graphviz draw a graph; raises AdvisorError where it is not installed, fails, or takes too long."""
    program = shutil.which("dot")
    if program is None:
        raise AdvisorError(
            "an SVG is drawn by Graphviz, which is not installed: apt install graphviz, brew install graphviz, or "
            "graphviz.org; --format mermaid and --format dot do without it"
        )
    try:
        done = subprocess.run(  # noqa: S603 - the program that was found, and nothing of the text on its command line
            [program, "-Tsvg"],
            input=dot.encode("utf-8", "replace"),
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        remedy = "draw less of it: --topic NAME, or --detail topics"
        raise AdvisorError(f"Graphviz was not done after {_SECONDS} seconds; {remedy}") from None
    except OSError as error:
        raise AdvisorError(f"Graphviz could not be run: {error.strerror}") from None
    if done.returncode:
        said = " ".join(done.stderr.decode(errors="replace").split())[:_SHOWN]
        raise AdvisorError(f"Graphviz could not draw it: {said or f'exit code {done.returncode}'}")
    return done.stdout.decode("utf-8", "replace")
