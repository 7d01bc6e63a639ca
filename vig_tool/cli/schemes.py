"""`vig-tool scheme …`: what one tags with, listed, written to a file, taken in from one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vig_tool.cli.context import call_of
from vig_tool.cli.printing import Rows, seconds

if TYPE_CHECKING:
    from vig_tool.work.schemes import Principle, SchemeCard

schemes = typer.Typer(no_args_is_help=True, help="Schemes: what one tags with.")

SchemeId = Annotated[str, typer.Argument(metavar="SCHEME", help="The scheme's id, as “vig-tool scheme list” says it.")]
OutFile = Annotated[Path, typer.Option("--out", metavar="FILE", help="The file to write; it must not be there yet.")]
InFile = Annotated[Path, typer.Argument(metavar="FILE", help="A scheme's file, as “vig-tool scheme export” writes it.")]


@schemes.command("list")
def list_schemes(ctx: typer.Context) -> None:
    """List the schemes and their principles as this library uses them.

    Example: vig-tool scheme list
    """
    from vig_tool.work import schemes as work

    call = call_of(ctx)
    with call.open() as lib:
        cards = work.list_schemes(lib)
        limits = work.programme_limits(lib)
    rows = [
        (card.scheme.id, one.id, one.name, one.key, "retired" if one.retired else ", ".join(card.used_for))
        for card in cards
        for one in (*card.scheme.principles, *card.scheme.retired)
    ]
    document = {"schemes": [_scheme(card) for card in cards], "clips": limits.clips, "seconds": seconds(limits.clip_us)}
    call.printer.give(document, Rows(("Scheme", "Id", "Name", "Key", "Used for"), rows, "There is no scheme."))


@schemes.command("export")
def export_scheme(ctx: typer.Context, scheme: SchemeId, out: OutFile) -> None:
    """Write a scheme to a file (TOML) that can be changed by hand and taken in again.

    Example: vig-tool scheme export contact --out contact.toml
    """
    from vig_tool.errors import Refused
    from vig_tool.work import scheme_files
    from vig_tool.work import schemes as work

    call = call_of(ctx)
    with call.open() as lib:
        text = work.export_scheme(lib, scheme)
    if out.exists():
        raise Refused(f"“{out}” is there already and is not overwritten.", advice="Name a new file.")
    scheme_files.write_text(out, text)
    call.printer.give({"scheme": scheme, "file": str(out)}, f"Written as “{out}”.")


@schemes.command("import")
def import_scheme(ctx: typer.Context, file: InFile) -> None:
    """Take a scheme in from a file: from now on it is tagged with so. What was tagged before keeps its name, colour and shape.

    Example: vig-tool scheme import contact.toml
    """
    from vig_tool.work import scheme_files
    from vig_tool.work import schemes as work

    call = call_of(ctx)
    text = scheme_files.read_text(file)
    with call.open() as lib:
        card = work.import_scheme(lib, text, name=file.name).value
    call.printer.give(_scheme(card), f"“{card.scheme.name}” is used as the file says, as version {card.edition}.")


def _scheme(card: SchemeCard) -> dict[str, object]:
    return {
        "scheme": card.scheme.id,
        "name": card.scheme.name,
        "version": card.edition,
        "used_for": list(card.used_for),
        "principles": [_principle(one) for one in (*card.scheme.principles, *card.scheme.retired)],
    }


def _principle(one: Principle) -> dict[str, object]:
    plain = {"id": one.id, "name": one.name, "key": one.key, "colour": one.colour, "shape": one.shape, "group": one.group}
    return {**plain, "lead": seconds(one.lead_us), "lag": seconds(one.lag_us), "retired": one.retired}
