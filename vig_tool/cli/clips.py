"""`vig-tool clip …` and `vig-tool reel …`."""

from __future__ import annotations

from typing import Annotated

import typer

from vig_tool.cli import documents
from vig_tool.cli.context import call_of, id_of, working
from vig_tool.cli.options import (
    ClipId,
    CycleNumber,
    End,
    FamilyCode,
    LevelSound,
    MaybeCycle,
    MaybeFamily,
    NewFile,
    RecordingId,
    SaveAs,
    Start,
)
from vig_tool.cli.printing import Rows, length_text, seconds, time_text
from vig_tool.timing import Instant, Span
from vig_tool.work.export_choice import Choice

clips = typer.Typer(help="Clips of a cycle: add, list, export, remove.")
reels = typer.Typer(help="The reel of a cycle: its clips in order.")


@clips.command("add")
def add_clip(
    ctx: typer.Context,
    recording: RecordingId,
    start: Start,
    end: End,
    title: Annotated[str, typer.Option(metavar="TEXT", help="A title.")] = "",
) -> None:
    """Choose a clip for the review: a span of a recording, at the end of its cycle's strip. Both ends move up to the next picture.

    Example: vig-tool clip add ID --start 12.48 --end 15 --title "He looks up"
    """
    from vig_tool.work import clips as use

    call = call_of(ctx)
    wanted, span = id_of(recording, "recording"), Span(Instant.parse(start), Instant.parse(end))
    with call.open() as lib:
        chosen = use.add_clip(lib, wanted, span=span, title=title).value
    text = f"Chosen {time_text(chosen.span.start)} to {time_text(chosen.span.end)} s. Clip {chosen.id}"
    call.printer.give({"clip": str(chosen.id), **documents.clip(chosen)}, text)


@clips.command("list")
def list_clips(
    ctx: typer.Context,
    code: Annotated[str | None, typer.Argument(metavar="CODE", help="The family's code; without it, all families.")] = None,
    family: MaybeFamily = None,
    cycle: MaybeCycle = None,
) -> None:
    """List the clips in the order of their cycle.

    Example: vig-tool clip list --family F014 --cycle 1
    """
    from vig_tool.work import clips as use
    from vig_tool.work import families

    call = call_of(ctx)
    wanted = code or family
    found: list[tuple[str, int, use.Clip]] = []
    with call.open() as lib:
        ids = [families.find_family(lib, wanted)] if wanted else [card.id for card in families.list_families(lib)]
        for page in [families.family_page(lib, each) for each in ids]:
            chosen = [card for card in page.cycles if cycle in (None, card.number)]
            found += [(page.code, card.number, clip) for card in chosen for clip in use.list_clips(lib, card.id)]
    entries = [{"family": of, "cycle": number, **documents.clip(clip)} for of, number, clip in found]
    rows = [
        (str(clip.id), of, str(number), time_text(clip.span.start), time_text(clip.span.end), length_text(clip.span.length_us), clip.title)
        for of, number, clip in found
    ]
    columns = ("Id", "Family", "Cycle", "Start", "End", "Length", "Title")
    call.printer.give({"clips": entries}, Rows(columns, rows, "No clip is chosen yet."))


@clips.command("export")
def export_clip(
    ctx: typer.Context, clip: ClipId, out: NewFile, *, save_as: SaveAs = Choice.PHONE, level_sound: LevelSound = False
) -> None:
    """Write a clip as an MP4: exactly its pictures, upright, without tags, checked after writing.

    Example: vig-tool clip export CLIP --out smile.mp4 --as phone --level-sound
    """
    from vig_tool.work import exporting

    call = call_of(ctx)
    wanted = id_of(clip, "clip")
    with call.open() as lib, working("Writing the clip") as job:
        done = exporting.export_clip(lib, wanted, out=out, choice=save_as, level_sound=level_sound, job=job)
    document = {
        "frames": done.frames,
        "start": seconds(done.start.us),
        "end": seconds(done.end.us),
        "checked": done.checked,
        "method": done.method,
        "as": done.choice.value,
        "again": done.again,
        "width": done.width,
        "height": done.height,
        "file": str(done.file),
    }
    call.printer.give(document, f"Wrote {done.file}: {done.frames} pictures, {time_text(done.start)} to {time_text(done.end)} s, checked.")


@clips.command("remove")
def remove_clip(ctx: typer.Context, clip: ClipId) -> None:
    """Take a clip out of its cycle's strip; the film and the moment stay. “vig-tool undo” brings it back.

    Example: vig-tool clip remove CLIP
    """
    from vig_tool.work import clips as use

    call = call_of(ctx)
    wanted = id_of(clip, "clip")
    with call.open() as lib:
        use.remove_clip(lib, wanted)
    call.printer.give({"removed": str(wanted)}, "The clip is removed.")


@reels.command("export")
def export_reel(
    ctx: typer.Context,
    family: FamilyCode,
    cycle: CycleNumber,
    out: NewFile,
    *,
    plain: Annotated[bool, typer.Option("--plain", help="Without title card, captions and fades.")] = False,
    save_as: SaveAs = Choice.PHONE,
    level_sound: LevelSound = False,
) -> None:
    """Write a cycle's clips in order as one MP4, with the helping question before the first.

    Example: vig-tool reel export --family F014 --cycle 1 --out reel.mp4 --as small
    """
    from vig_tool.work import exporting, families

    call = call_of(ctx)
    with call.open() as lib, working("Writing the reel") as job:
        found = families.find_cycle(lib, family, cycle)
        done = exporting.export_reel(lib, found, out=out, plain=plain, choice=save_as, level_sound=level_sound, job=job)
    document = {"frames": done.frames, "duration": seconds(done.duration_us), "clips": done.clips, "file": str(done.file)}
    call.printer.give(document, f"Wrote {done.file}: {done.clips} clips, {length_text(done.duration_us)}.")
