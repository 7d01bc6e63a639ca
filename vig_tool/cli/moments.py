"""`vig-tool moment …`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from vig_tool.cli import documents
from vig_tool.cli.context import call_of, id_of
from vig_tool.cli.options import End, MomentId, RecordingId, Start
from vig_tool.cli.printing import Rows, time_text
from vig_tool.timing import Instant, Span

if TYPE_CHECKING:
    from vig_tool.work.tagging import Moment

moments = typer.Typer(help="Moments of a recording: add, list, remove.")

Actor = Literal["child", "parent", "both", "guider"]
ChainRole = Literal["initiative", "reception", "response"]
Channel = Literal["gaze", "face", "voice", "touch", "posture", "words", "action"]
Format = Literal["table", "csv"]

_COLUMNS = ("Start", "End", "Principles", "Actor", "Chain", "Channel", "Star", "Private", "Note", "Id")


@moments.command("add")
def add_moment(
    ctx: typer.Context,
    recording: RecordingId,
    start: Start,
    end: End,
    principle: Annotated[list[str], typer.Option(metavar="P", help="A principle of the scheme, e.g. attentive; may be given again.")],
    actor: Annotated[Actor | None, typer.Option(help="Who acts.")] = None,
    chain: Annotated[ChainRole | None, typer.Option(help="Its place in the chain of turns.")] = None,
    channel: Annotated[Channel | None, typer.Option(help="How it is seen or heard.")] = None,
    note: Annotated[str, typer.Option(metavar="TEXT", help="A note.")] = "",
    *,
    star: Annotated[bool, typer.Option("--star", help="A candidate for the review.")] = False,
    private: Annotated[bool, typer.Option("--private", help="It can reach no parent's screen.")] = False,
) -> None:
    """Tag a moment: a span of a recording, with one or more principles. Both ends move up to the next picture.

    Example: vig-tool moment add ID --start 12.48 --end 15 --principle attentive --principle turns --actor parent
    """
    from vig_tool.work import tagging

    call = call_of(ctx)
    wanted, span = id_of(recording, "recording"), Span(Instant.parse(start), Instant.parse(end))
    with call.open() as lib:
        tagged = tagging.add_moment(
            lib,
            wanted,
            span=span,
            principles=principle,
            actor=actor,
            chain_role=chain,
            channel=channel,
            note=note,
            star=star,
            private=private,
        ).value
    document = {"moment": str(tagged.id), **documents.moment(tagged)}
    text = f"Tagged {time_text(tagged.span.start)} to {time_text(tagged.span.end)} s: {', '.join(tagged.principles)}. Moment {tagged.id}"
    call.printer.give(document, text)


@moments.command("list")
def list_moments(
    ctx: typer.Context,
    recording: RecordingId,
    form: Annotated[Format, typer.Option("--format", help="A table to read, or CSV for a spreadsheet.")] = "table",
) -> None:
    """List the moments of a recording by time.

    Example: vig-tool moment list ID --format csv
    """
    from vig_tool.work import tagging

    call = call_of(ctx)
    if form == "csv" and call.printer.as_json:
        raise typer.BadParameter("--json and --format csv do not go together.")
    wanted = id_of(recording, "recording")
    with call.open() as lib:
        found = tagging.list_moments(lib, wanted)
    rows = [_row(tagged) for tagged in found]
    if form == "csv":
        call.printer.give_csv([column.lower() for column in _COLUMNS], rows)
    else:
        call.printer.give({"moments": [documents.moment(tagged) for tagged in found]}, Rows(_COLUMNS, rows, "Nothing is tagged yet."))


def _row(tagged: Moment) -> tuple[str, ...]:
    times = (time_text(tagged.span.start), time_text(tagged.span.end))
    words = (", ".join(tagged.principles), tagged.actor or "", tagged.chain_role or "", tagged.channel or "")
    return (*times, *words, "yes" if tagged.star else "", "yes" if tagged.private else "", tagged.note, str(tagged.id))


@moments.command("remove")
def remove_moment(ctx: typer.Context, moment: MomentId) -> None:
    """Remove a moment; a clip made from it stays. “vig-tool undo” brings it back.

    Example: vig-tool moment remove ID
    """
    from vig_tool.work import tagging

    call = call_of(ctx)
    wanted = id_of(moment, "moment")
    with call.open() as lib:
        tagging.remove_moment(lib, wanted)
    call.printer.give({"removed": str(wanted)}, "The moment is removed.")
