"""`vig-tool init`, `unlock`, `passphrase`, `recovery`, `check`, `undo`, `redo`, `demo`: the library as a whole."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vig_tool.cli import passphrases
from vig_tool.cli.context import call_of, working
from vig_tool.cli.files import ReservedFile, read_line
from vig_tool.cli.options import FamilyCode, NewPassphraseFile, Quick
from vig_tool.cli.printing import length_text, say, seconds
from vig_tool.errors import BadInput

_KEEP = "Keep it apart from this computer: without it and without the passphrase nobody can open the library."


RecoveryOut = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write the recovery code into this new file instead of showing it.")
]


def make_library(ctx: typer.Context, recovery_out: RecoveryOut = None) -> None:
    """Make a new library in an empty or new folder, and give its recovery code.

    Example: vig-tool --library visits init --recovery-out recovery.txt
    """
    from vig_tool.work import opening

    call = call_of(ctx)
    folder = call.folder()
    kept = ReservedFile(recovery_out) if recovery_out is not None else None
    try:
        with call.printer.reserved():
            passphrase = call.known_passphrase() or passphrases.asked_twice("Passphrase for the new library: ") or passphrases.asked()
            made = opening.create_library(folder, passphrase)
            made.library.close()
    except BaseException:
        if kept is not None:
            kept.drop()
        raise
    code, shown = _hand_over(made.recovery, kept)
    call.printer.give({"library": str(folder), "recovery": code}, f"The library is made in “{folder}”.", shown, _KEEP)


def renew_recovery(ctx: typer.Context, recovery_out: RecoveryOut = None) -> None:
    """Make a new recovery code; the old one opens nothing from then on.

    Example: vig-tool --library visits recovery --recovery-out recovery.txt
    """
    from vig_tool.work import opening

    call = call_of(ctx)
    kept = ReservedFile(recovery_out) if recovery_out is not None else None
    try:
        with call.open() as lib:
            new = opening.new_recovery_code(lib)
    except BaseException:
        if kept is not None:
            kept.drop()
        raise
    code, shown = _hand_over(new, kept)
    call.printer.give({"library": str(call.folder()), "recovery": code}, shown, _KEEP)


def _hand_over(new: str, kept: ReservedFile | None) -> tuple[str | None, str]:
    """The code for the document (None where it went into a file), and the sentence about it."""
    if kept is not None:
        try:
            kept.write(f"{new}\n")
        except OSError:
            say(f"The recovery code could not be written to “{kept.path}”, so it is shown here.")
        else:
            return None, f"The recovery code is in “{kept.path}”."
    return new, f"The recovery code, shown only now: {new}"


def unlock(
    ctx: typer.Context,
    recovery_file: Annotated[Path | None, typer.Option(metavar="FILE", help="The file that holds the recovery code.")] = None,
    new_passphrase_file: NewPassphraseFile = None,
) -> None:
    """Open a library whose passphrase is forgotten with its recovery code, and set a new passphrase.

    Example: vig-tool --library visits unlock --recovery-file recovery.txt
    """
    from vig_tool.work import opening

    call = call_of(ctx)
    code = read_line(recovery_file, what="recovery code") if recovery_file is not None else passphrases.typed("Recovery code: ")
    if not code or not code.strip():
        raise BadInput("A recovery code is needed.", advice="Give --recovery-file FILE or type it when asked.")
    # The old passphrase is of no use here, so what the usual options give can only be the new one.
    chosen = new_passphrase_file or call.passphrase_file
    with call.printer.reserved():
        passphrase = passphrases.new_passphrase(chosen, otherwise=call.passphrase)
        opening.open_with_recovery(call.folder(), code.strip(), new_passphrase=passphrase).close()
    call.printer.give({"library": str(call.folder()), "unlocked": True}, "The library opens with the new passphrase from now on.")


def change_passphrase(ctx: typer.Context, new_passphrase_file: NewPassphraseFile = None) -> None:
    """Change the passphrase; the recovery code stays as it is.

    Example: vig-tool --library visits passphrase
    """
    from vig_tool.work import opening

    call = call_of(ctx)
    old = call.known_passphrase() or passphrases.asked("Present passphrase: ")
    call.passphrase_file, call.passphrase = None, old
    with call.open() as lib:
        opening.change_passphrase(lib, old=old, new=passphrases.new_passphrase(new_passphrase_file))
    call.printer.give({"changed": True}, "The library opens with the new passphrase from now on.")


def check_library(ctx: typer.Context, *, quick: Quick = False) -> None:
    """Check the library: database, every sealed film, keys, leftovers, trail.

    Example: vig-tool check
    """
    from vig_tool.work import keeping

    call = call_of(ctx)
    with call.open() as lib, working("Checking the library") as job:
        findings, remarks = keeping.check_library(lib, thorough=not quick, job=job), keeping.remarks(lib)
    entries = [{"kind": finding.kind, "sentence": finding.sentence} for finding in findings]
    document = {"ok": not findings, "findings": entries, "remarks": list(remarks)}
    call.printer.give(document, *([] if findings else ["All is well."]), *remarks)
    for finding in findings:
        say(finding.sentence)
    if findings:
        raise typer.Exit(1)


def undo(ctx: typer.Context, family: FamilyCode) -> None:
    """Take back the latest change to a family's moments, clips, words or goals.

    Example: vig-tool undo --family F014
    """
    from vig_tool.work import families, history

    call = call_of(ctx)
    with call.open() as lib:
        label = history.undo(lib, families.find_family(lib, family)).value
    call.printer.give({"undone": label}, f"Taken back: {label}")


def redo(ctx: typer.Context, family: FamilyCode) -> None:
    """Do again what “vig-tool undo” took back.

    Example: vig-tool redo --family F014
    """
    from vig_tool.work import families, history

    call = call_of(ctx)
    with call.open() as lib:
        label = history.redo(lib, families.find_family(lib, family)).value
    call.printer.give({"redone": label}, f"Done again: {label}")


def run_demo(ctx: typer.Context, folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the results go.")]) -> None:
    """Do the main job with a practice family, asking nothing: practice library, reel, still and record of strengths.

    Example: vig-tool demo practice
    """
    from vig_tool.work import opening, practice

    call = call_of(ctx)
    with call.printer.reserved(), working("Working with the practice family") as job:
        done = practice.run_demo(folder, job=job)
    document = {
        "library": str(done.library),
        "passphrase": opening.PRACTICE_PASSPHRASE,
        "reel": str(done.reel),
        "reel_frames": done.reel_frames,
        "reel_duration": seconds(done.reel_duration_us),
        "still": str(done.still),
        "record": str(done.record),
        "said": list(done.said),
    }
    files = [
        f"Practice library: {done.library}",
        f"  its passphrase, the same for everyone: {opening.PRACTICE_PASSPHRASE}",
        f"Reel: {done.reel} ({done.reel_frames} pictures, {seconds(done.reel_duration_us)} s, {length_text(done.reel_duration_us)})",
        f"Still: {done.still}",
        f"Record of strengths: {done.record}",
    ]
    call.printer.give(document, *done.said, *files)
