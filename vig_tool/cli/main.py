"""Builds `vig-tool` from its areas and reads the global options."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from vig_tool import __version__
from vig_tool.cli import (
    chains,
    clips,
    derived,
    families,
    finding,
    goals,
    importing,
    keeping,
    moments,
    passphrases,
    recordings,
    review,
    schemes,
)
from vig_tool.cli.context import Call
from vig_tool.cli.printing import Printer, steady
from vig_tool.cli.trouble import exit_code_of


class Front(TyperGroup):
    """The one place where trouble becomes words."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - typer keeps its context's own class to itself
        try:
            return super().invoke(ctx)
        except (typer.Exit, typer.Abort, typer.TyperException):
            raise
        except (Exception, KeyboardInterrupt) as trouble:
            printer = ctx.obj.printer if isinstance(ctx.obj, Call) else Printer(as_json=False)
            raise typer.Exit(exit_code_of(trouble, printer)) from trouble


app = typer.Typer(cls=Front, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


def _say_version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it so
    if wanted:
        sys.stdout.write(f"vig-tool {__version__}\n")
        raise typer.Exit


@app.callback()
def read_globals(
    ctx: typer.Context,
    library: Annotated[Path | None, typer.Option(metavar="DIR", envvar="VIG_LIBRARY", help="The library's folder.")] = None,
    passphrase_file: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A file with the passphrase in its first line (or set VIG_PASSPHRASE).")
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")] = False,
    version: Annotated[bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say the version.")] = False,  # noqa: ARG001
) -> None:
    """VIG Tool on the command line: films kept sealed, moments, clips, reviews and goals, as in the app.

    Global options stand before the command. Times are seconds (12.48) or HH:MM:SS.mmm. It ends with 0 when done, 1 when something was
    refused or failed (with a sentence), 2 when the command itself was not understood.

    Example: vig-tool --library visits --json family list
    """
    ctx.obj = Call(
        library=library,
        passphrase_file=passphrase_file,
        passphrase=passphrases.take_variable(passphrases.VARIABLE),
        printer=Printer(as_json=as_json),
    )


app.command("init")(keeping.make_library)
app.add_typer(families.families, name="family")
app.add_typer(families.cycles, name="cycle")
app.command("import")(importing.import_films)
app.add_typer(recordings.recordings, name="recording")
app.add_typer(derived.derived, name="derived")
app.command("still")(recordings.write_still)
app.add_typer(moments.moments, name="moment")
app.command("find")(finding.find)
app.add_typer(chains.chains, name="chain")
app.add_typer(clips.clips, name="clip")
app.add_typer(clips.reels, name="reel")
app.add_typer(goals.goals, name="goal")
app.add_typer(schemes.schemes, name="scheme")
app.add_typer(review.reviews, name="review")
app.add_typer(review.reports, name="report")
app.command("undo")(keeping.undo)
app.command("redo")(keeping.redo)
app.command("check")(keeping.check_library)
app.command("passphrase")(keeping.change_passphrase)
app.command("recovery")(keeping.renew_recovery)
app.command("unlock")(keeping.unlock)
app.command("demo")(keeping.run_demo)


def run() -> None:
    """The program `vig-tool`."""
    _open_standard_streams()
    steady(sys.stdout)
    steady(sys.stderr)
    app(prog_name="vig-tool")


def _open_standard_streams() -> None:
    """A closed stdin, stdout or stderr would give its number to the next file opened: the library's own."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for as long as the program lives
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
