"""`vig-tool chain …`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from vig_tool.cli import documents
from vig_tool.cli.context import call_of, id_of, working
from vig_tool.cli.moments import Actor, ChainRole
from vig_tool.cli.options import MomentId, NewFile, RecordingId
from vig_tool.cli.printing import Rows, seconds, time_text
from vig_tool.timing import Instant

if TYPE_CHECKING:
    from vig_tool.cli.context import Call
    from vig_tool.work.tagging import Moment

chains = typer.Typer(help="Chains of turns: who begins, who takes it in, who answers, each at its own picture.")

At = Annotated[str, typer.Option("--at", metavar="TIME", help="The picture shown at this time: seconds (12.48) or HH:MM:SS.mmm.")]
MaybeAt = Annotated[str | None, typer.Option("--at", metavar="TIME", help="To the picture shown at this time.")]
MaybeActor = Annotated[Actor | None, typer.Option(help="Who acts; without it, who usually comes next.")]
MaybeRole = Annotated[ChainRole | None, typer.Option("--role", help="Its place in the chain; without it, what usually comes next.")]
StepNumber = Annotated[int, typer.Argument(metavar="STEP", min=1, help="Which step: 1 is the first.")]

_COLUMNS = ("Step", "Time", "Who and what")


@chains.command("begin")
def begin_chain(ctx: typer.Context, recording: RecordingId, at: At) -> None:
    """Begin a chain: a moment around this picture, with its first step.

    Example: vig-tool chain begin ID --at 12.48
    """
    from vig_tool.work import chains as use

    call = call_of(ctx)
    wanted, when = id_of(recording, "recording"), Instant.parse(at)
    with call.open() as lib:
        _give(call, use.begin_chain(lib, wanted, at=when).value)


@chains.command("add")
def add_step(ctx: typer.Context, moment: MomentId, at: At, actor: MaybeActor = None, role: MaybeRole = None) -> None:
    """Add a step to a chain, in its place by time; the moment grows so that it holds it.

    Example: vig-tool chain add ID --at 13.2 --actor parent --role reception
    """
    from vig_tool.work import chains as use

    call = call_of(ctx)
    wanted, when = id_of(moment, "moment"), Instant.parse(at)
    with call.open() as lib:
        _give(call, use.add_step(lib, wanted, at=when, actor=actor, role=role).value)


@chains.command("change")
def change_step(
    ctx: typer.Context, moment: MomentId, step: StepNumber, at: MaybeAt = None, actor: MaybeActor = None, role: MaybeRole = None
) -> None:
    """Change a step of a chain; what is not named stays.

    Example: vig-tool chain change ID 2 --actor parent
    """
    from vig_tool.work import chains as use

    if at is None and actor is None and role is None:
        raise typer.BadParameter("say what to change: --at, --actor or --role.")
    call = call_of(ctx)
    wanted, when = id_of(moment, "moment"), None if at is None else Instant.parse(at)
    with call.open() as lib:
        _give(call, use.change_step(lib, wanted, step - 1, at=when, actor=actor, role=role).value)


@chains.command("remove")
def remove_step(ctx: typer.Context, moment: MomentId, step: StepNumber) -> None:
    """Remove a step of a chain; the moment stays. “vig-tool undo” brings it back.

    Example: vig-tool chain remove ID 2
    """
    from vig_tool.work import chains as use

    call = call_of(ctx)
    wanted = id_of(moment, "moment")
    with call.open() as lib:
        _give(call, use.remove_step(lib, wanted, step - 1).value)


@chains.command("list")
def list_steps(ctx: typer.Context, moment: MomentId) -> None:
    """List the steps of a chain by time.

    Example: vig-tool chain list ID
    """
    from vig_tool.work import tagging

    call = call_of(ctx)
    wanted = id_of(moment, "moment")
    with call.open() as lib:
        _give(call, tagging.read_moment(lib, wanted))


@chains.command("print")
def write_page(ctx: typer.Context, moment: MomentId, out: NewFile) -> None:
    """Write a chain's pictures with arrows between them on one page, as a PDF. No code, note or principle is on it.

    Example: vig-tool chain print ID --out chain.pdf
    """
    from vig_tool.work.chain_page import write_chain_page

    call = call_of(ctx)
    wanted = id_of(moment, "moment")
    with call.open() as lib, working("Writing the page") as job:
        written = write_chain_page(lib, wanted, out=out, job=job)
    call.printer.give({"file": str(written)}, f"Wrote {written}.")


def _give(call: Call, chain: Moment) -> None:
    from vig_tool.work.chains import step_words

    steps = [{"time": seconds(step.at.us), "actor": step.actor, "role": step.role} for step in chain.steps]
    rows = [(str(place), time_text(step.at), step_words(step.actor, step.role)) for place, step in enumerate(chain.steps, 1)]
    call.printer.give({"moment": str(chain.id), **documents.moment(chain), "steps": steps}, Rows(_COLUMNS, rows, "It has no steps yet."))
