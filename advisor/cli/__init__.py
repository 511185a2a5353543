"""The command line: a file a verb, found by file name; words in, words out, no logic."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from typing import TYPE_CHECKING, Any, NoReturn

import click

from advisor import __version__
from advisor.errors import AdvisorError, RulebaseError

if TYPE_CHECKING:
    from collections.abc import Sequence


class Verbs(click.Group):
    """A group whose commands are the modules of this package; a module is imported when its verb is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the verbs, by the files there are."""
        del ctx
        files = [name for folder in __path__ for name in os.listdir(folder)]  # noqa: PTH208 - pathlib costs time
        return sorted(name[:-3] for name in files if name.endswith(".py") and not name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a verb's module and give its command."""
        if cmd_name not in self.list_commands(ctx):
            return None
        found: click.Command = importlib.import_module(f"{__name__}.{cmd_name}").command
        return found

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's signature
        """Run a verb; what we expect to go wrong is told in words, without a traceback."""
        try:
            return super().invoke(ctx)
        except RulebaseError as error:
            for problem in error.problems:
                click.echo(f"{problem}\n", err=True)
            count = len(error.problems)
            click.echo(f"{count} problem{'s' if count > 1 else ''}; the rulebase was not loaded.", err=True)
            ctx.exit(error.exit_code)
        except AdvisorError as error:
            click.echo(f"advisor: {error}", err=True)
            ctx.exit(error.exit_code)


@click.command(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="%(prog)s %(version)s")
def main() -> None:
    """Ask a rulebase for advice, and extend it."""


def run(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the process; the entry point of the package.

    The process ends with its one answer, so nothing is collected and nothing taken apart: that was a sixth of its time.
    """
    gc.disable()  # before the verb is imported
    code: object = 0
    try:
        main(args=list(arguments) if arguments is not None else sys.argv[1:], prog_name="advisor")
    except SystemExit as end:
        code = end.code
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:  # whoever was reading has gone away
        code = code or 1
    os._exit(code if isinstance(code, int) else 1 if code else 0)
