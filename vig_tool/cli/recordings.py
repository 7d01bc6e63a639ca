"""`vig-tool still` and `vig-tool recording …`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from vig_tool.cli import documents
from vig_tool.cli.context import call_of, id_of
from vig_tool.cli.options import CycleNumber, FamilyCode, MaybeCycle, MaybeFamily, NewFile, RecordingId
from vig_tool.cli.printing import Rows, length_text, seconds, time_text
from vig_tool.timing import Instant

if TYPE_CHECKING:
    from vig_tool.work.importing import RecordingCard

recordings = typer.Typer(help="Recordings: list, show, their picture times, move, remove.")

def write_still(
    ctx: typer.Context,
    recording: RecordingId,
    at: Annotated[str, typer.Option("--at", metavar="TIME", help="Which picture: the one on the screen at this time.")],
    out: NewFile,
) -> None:
    """Write the picture shown at a time as a PNG file, and say that picture's exact time.

    Example: vig-tool still ID --at 12.48 --out smile.png
    """
    from vig_tool.work import exporting

    call = call_of(ctx)
    wanted, instant = id_of(recording, "recording"), Instant.parse(at)
    with call.open() as lib:
        shown = exporting.export_still(lib, wanted, at=instant, out=out)
    call.printer.give({"time": seconds(shown.us)}, f"Wrote {out}: the picture at {time_text(shown)} s.")


@recordings.command("list")
def list_recordings(ctx: typer.Context, family: MaybeFamily = None, cycle: MaybeCycle = None) -> None:
    """List the recordings, of all families or of one.

    Example: vig-tool recording list --family F014
    """
    from vig_tool.work import families, importing

    call = call_of(ctx)
    with call.open() as lib:
        code = families.family_page(lib, families.find_family(lib, family)).code if family else None
        cards = importing.list_recordings(lib)
    cards = [card for card in cards if code in (None, card.family_code) and cycle in (None, card.cycle_number)]
    rows = [_row(card) for card in cards]
    columns = ("Id", "Family", "Cycle", "Role", "Length", "Pictures", "Size", "Rate", "File")
    call.printer.give({"recordings": [documents.recording(card) for card in cards]}, Rows(columns, rows, "There is no recording yet."))


def _row(card: RecordingCard) -> tuple[str, ...]:
    size = f"{card.width}×{card.height}"
    length = length_text(card.duration_us)
    place = (str(card.id), card.family_code, str(card.cycle_number), card.role)
    return (*place, length, str(card.frames), size, card.rate, card.original_name)


@recordings.command("show")
def show_recording(ctx: typer.Context, recording: RecordingId) -> None:
    """Show what is known of one recording.

    Example: vig-tool recording show ID
    """
    from vig_tool.work import importing

    call = call_of(ctx)
    wanted = id_of(recording, "recording")
    with call.open() as lib:
        card = importing.recording_card(lib, wanted)
    document = documents.recording(card)
    lines = [f"{name}: {' '.join(value) if isinstance(value, list) else value}" for name, value in document.items()]
    call.printer.give(document, *lines)


@recordings.command("frames")
def list_frames(ctx: typer.Context, recording: RecordingId) -> None:
    """List the time of every picture of a recording, in seconds.

    Example: vig-tool recording frames ID
    """
    from vig_tool.work import importing

    call = call_of(ctx)
    wanted = id_of(recording, "recording")
    with call.open() as lib:
        times = [int(us) for us in importing.recording_index(lib, wanted).times]
    text = "\n".join(time_text(Instant(us)) for us in times)
    call.printer.give({"frames": len(times), "times": [seconds(us) for us in times]}, text)


@recordings.command("move")
def move_recording(ctx: typer.Context, recording: RecordingId, family: FamilyCode, cycle: CycleNumber) -> None:
    """Move a recording to another cycle of its family; its moments and clips go with it.

    Example: vig-tool recording move ID --family F014 --cycle 2
    """
    from vig_tool.work import families, importing

    call = call_of(ctx)
    wanted = id_of(recording, "recording")
    with call.open() as lib:
        card = importing.move_recording(lib, wanted, cycle_id=families.find_cycle(lib, family, cycle)).value
    call.printer.give(documents.recording(card), f"The recording is now in cycle {card.cycle_number} of {card.family_code}.")


@recordings.command("remove")
def remove_recording(ctx: typer.Context, recording: RecordingId) -> None:
    """Remove a recording for good: its key is destroyed, and its moments, its clips and what was said about them go with it.
    This cannot be undone.

    Example: vig-tool recording remove ID
    """
    from vig_tool.work import importing

    call = call_of(ctx)
    wanted = id_of(recording, "recording")
    with call.open() as lib:
        importing.remove_recording(lib, wanted)
    call.printer.give({"removed": str(wanted)}, "The recording is gone, and its key with it.")


@recordings.command("original")
def show_original(ctx: typer.Context, recording: RecordingId) -> None:
    """Show the file or files a recording was made of, with what their tags say of place, device and time. Exports never hold any of it.

    Example: vig-tool recording original ID
    """
    from vig_tool.work import originals

    call = call_of(ctx)
    wanted = id_of(recording, "recording")
    with call.open() as lib:
        found = originals.original_tags(lib, wanted)
    lines = [line for each in found for line in (each.name, *(f"  {name}: {value}" for name, value in each.tags))]
    call.printer.give(
        {"originals": [{"file": each.name, "size": each.size, "sha256": each.digest, "tags": dict(each.tags)} for each in found]}, *lines
    )


@recordings.command("cleared")
def note_cleared(
    ctx: typer.Context,
    recording: RecordingId,
    kept: Annotated[bool, typer.Option("--not", help="They are still there, and that is meant.")] = False,  # noqa: FBT002 - an option
) -> None:
    """Note on the trail that the original was removed from card or phone. VIG Tool itself never removes one.

    Example: vig-tool recording cleared ID
    """
    from vig_tool.work import originals

    call = call_of(ctx)
    wanted = id_of(recording, "recording")
    with call.open() as lib:
        originals.note_originals(lib, [wanted], cleared=not kept)
    call.printer.give({"noted": str(wanted), "cleared": not kept}, "Noted.")
