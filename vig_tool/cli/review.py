"""`vig-tool review …` and `vig-tool report …`."""

from __future__ import annotations

from typing import Annotated

import typer

from vig_tool.cli import documents
from vig_tool.cli.context import call_of, id_of, working
from vig_tool.cli.options import ClipId, FamilyCode, NewFile

reviews = typer.Typer(help="The shared review: what was said about a clip.")
reports = typer.Typer(help="What the family keeps.")

Words = Annotated[str | None, typer.Option(metavar="TEXT", help="The guider's reflection under this heading.")]


@reviews.command("note")
def keep_words(
    ctx: typer.Context,
    clip: ClipId,
    parent: Annotated[str | None, typer.Option(metavar="TEXT", help="The parent's own words.")] = None,
    feelings: Words = None,
    thoughts: Words = None,
    wishes: Words = None,
    intentions: Words = None,
) -> None:
    """Keep what was said about a clip: the parent's words, or a reflection under feelings, thoughts, wishes or intentions.

    Example: vig-tool review note CLIP --parent "I saw him look up"
    """
    from vig_tool.work import review

    given = {"feelings": feelings, "thoughts": thoughts, "wishes": wishes, "intentions": intentions}
    reflections = {kind: text for kind, text in given.items() if text is not None}
    if parent is None and not reflections:
        raise typer.BadParameter("Say what to keep: --parent, --feelings, --thoughts, --wishes or --intentions.")
    call = call_of(ctx)
    wanted = id_of(clip, "clip")
    with call.open() as lib:
        if parent is not None:
            review.keep_parents_words(lib, wanted, text=parent)
        for kind, text in reflections.items():
            review.reflect(lib, wanted, kind=kind, text=text)
        kept = review.words_of(lib, wanted)
    call.printer.give(documents.words(kept), "Kept.")


@reviews.command("show")
def show_words(ctx: typer.Context, clip: ClipId) -> None:
    """Show what was said about a clip.

    Example: vig-tool review show CLIP
    """
    from vig_tool.work import review

    call = call_of(ctx)
    wanted = id_of(clip, "clip")
    with call.open() as lib:
        kept = review.words_of(lib, wanted)
    lines = [f"{kind}: {text}" for kind, text in {"parent": kept.parents_words, **kept.reflections}.items() if text]
    call.printer.give(documents.words(kept), *(lines or ["Nothing is written down yet."]))


@reports.command("strengths")
def write_strengths(ctx: typer.Context, family: FamilyCode, out: NewFile) -> None:
    """Write the record of strengths as a PDF: questions, stills, the parent's words, goals and celebrations. Nothing private.

    Example: vig-tool report strengths --family F014 --out strengths.pdf
    """
    from vig_tool.work import families, reporting

    call = call_of(ctx)
    with call.open() as lib, working("Writing the record") as job:
        written = reporting.write_strengths(lib, families.find_family(lib, family), out=out, job=job)
    warnings = [written.warning] if written.warning else []
    call.printer.give({"file": str(written.file), "left_out": written.left_out}, f"Wrote {written.file}.", *warnings)
