"""`vig-tool derived`: what is made from films beside the work (small pictures, sound shapes, copies that play smoothly)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from vig_tool.cli.context import call_of, id_of, working
from vig_tool.cli.printing import say

if TYPE_CHECKING:
    from vig_tool.work.deriving import Missing

derived = typer.Typer(no_args_is_help=True, help="What is made from films, sealed: it may always be thrown away.")

OnlyRecording = Annotated[str | None, typer.Option("--recording", metavar="ID", help="Only of this recording.")]


@derived.command("make")
def make_derived(ctx: typer.Context) -> None:
    """Make all that is missing now, instead of beside the work in the app: for a computer that works alone.

    Example: vig-tool derived make
    """
    from vig_tool.work import deriving

    call = call_of(ctx)
    made: list[Missing] = []
    with call.open() as lib, working("Preparing films") as job:
        failed = deriving.make_all(lib, job=job, on_each=made.append)
        used = deriving.derived_bytes(lib)
    if failed:
        say(f"Of {failed} {'film' if failed == 1 else 'films'} not everything could be made.")
    films = len({each.recording_id for each in made})
    call.printer.give(
        {"films": films, "failed": failed, "bytes": used},
        f"{films} {'film' if films == 1 else 'films'} prepared; all of it takes {used / 1e6:.1f} MB.",
    )


@derived.command("clear")
def clear_derived(ctx: typer.Context, recording: OnlyRecording = None) -> None:
    """Throw it away. Films, moments and clips stay; it is made again beside the work or with “vig-tool derived make”.

    Example: vig-tool derived clear
    """
    from vig_tool.work import deriving

    call = call_of(ctx)
    wanted = None if recording is None else id_of(recording, "recording")
    with call.open() as lib:
        freed = deriving.throw_away_derived(lib, wanted)
    call.printer.give({"freed": freed}, f"{freed / 1e6:.1f} MB are free again.")
