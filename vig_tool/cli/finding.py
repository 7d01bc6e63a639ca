"""`vig-tool find`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from vig_tool.cli import documents
from vig_tool.cli.context import call_of, id_of
from vig_tool.cli.moments import Actor, Channel, Format
from vig_tool.cli.options import MaybeCycle, MaybeFamily
from vig_tool.cli.printing import Rows, time_text

if TYPE_CHECKING:
    from vig_tool.work.finding import Found, Scope
    from vig_tool.work.opening import Library

Order = Literal["time", "principle", "length", "made"]

_COLUMNS = ("Family", "Cycle", "Start", "End", "Title", "Star", "Private", "Note", "Recording", "Id")


def find(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(metavar="[TEXT]", help="Words of the note or of a principle's name, in any case.")] = "",
    family: MaybeFamily = None,
    cycle: MaybeCycle = None,
    recording: Annotated[str | None, typer.Option(metavar="ID", help="Only this recording.")] = None,
    principle: Annotated[list[str] | None, typer.Option(metavar="P", help="With this principle; again: with any of them.")] = None,
    actor: Annotated[Actor | None, typer.Option(help="Who acts.")] = None,
    channel: Annotated[Channel | None, typer.Option(help="How it is seen or heard.")] = None,
    goal: Annotated[str | None, typer.Option(metavar="ID", help="That speak of this goal.")] = None,
    sort: Annotated[Order, typer.Option(help="time: by family and cycle. length: the longest first. made: the newest first.")] = "time",
    form: Annotated[Format, typer.Option("--format", help="A table to read, or CSV for a spreadsheet.")] = "table",
    *,
    all_of_them: Annotated[bool, typer.Option("--all", help="Only with every principle named.")] = False,
    star: Annotated[bool | None, typer.Option("--star/--no-star", help="Only starred ones, or only others.", show_default=False)] = None,
    clip: Annotated[bool | None, typer.Option("--clip/--no-clip", help="Only chosen ones, or only others.", show_default=False)] = None,
    without_private: Annotated[bool, typer.Option("--without-private", help="Leave private ones out.")] = False,
) -> None:
    """Find moments in the whole library, a family, one of its cycles or a recording.

    Example: vig-tool find "looks up" --family F014 --principle turns --star
    """
    from vig_tool.work import finding

    call = call_of(ctx)
    if form == "csv" and call.printer.as_json:
        raise typer.BadParameter("--json and --format csv do not go together.")
    if cycle is not None and family is None:
        raise typer.BadParameter("--cycle needs --family.")
    wanted = finding.Wanted(
        principles=tuple(principle or ()),
        all_of_them=all_of_them,
        actor=actor,
        channel=channel,
        star=star,
        clip=clip,
        goal_id=None if goal is None else id_of(goal, "goal"),
        text=text,
        private=not without_private,
    )
    with call.open() as lib:
        found = finding.find_moments(lib, wanted, _scope(lib, family, cycle, recording), sort=finding.Sort(sort))
    rows = [_row(one) for one in found]
    if form == "csv":
        call.printer.give_csv([column.lower() for column in _COLUMNS], rows)
    else:
        call.printer.give({"moments": [_document(one) for one in found]}, Rows(_COLUMNS, rows, "No moment is like that."))


def _scope(lib: Library, family: str | None, cycle: int | None, recording: str | None) -> Scope:
    """Raises NotThere, BadInput."""
    from vig_tool.work import families, importing
    from vig_tool.work.finding import Scope

    if recording is not None:
        return Scope(recording=importing.recording_card(lib, id_of(recording, "recording")).id)
    if family is None:
        return Scope()
    return Scope(family=families.find_family(lib, family)) if cycle is None else Scope(cycle=families.find_cycle(lib, family, cycle))


def _document(found: Found) -> documents.Document:
    placed = found.placed
    return {"family": placed.family_code, "cycle": placed.cycle_number, "role": placed.role, "title": found.title} | documents.moment(
        found.moment
    )


def _row(found: Found) -> tuple[str, ...]:
    held, placed = found.moment, found.placed
    signs = ("yes" if held.star else "", "yes" if held.private else "")
    times = (time_text(held.span.start), time_text(held.span.end))
    return (placed.family_code, str(placed.cycle_number), *times, found.title, *signs, held.note, str(held.recording_id), str(held.id))
