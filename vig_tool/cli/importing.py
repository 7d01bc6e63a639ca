"""`vig-tool import`: films in, parts of one film joined where that is wanted, each read back and compared."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from vig_tool.cli import documents
from vig_tool.cli.context import call_of, working
from vig_tool.cli.options import CycleNumber, FamilyCode
from vig_tool.cli.printing import Printer, clean, length_text, say
from vig_tool.errors import Cancelled

if TYPE_CHECKING:
    from uuid import UUID

    from vig_tool.jobs import Job
    from vig_tool.work.importing import Imported, Run
    from vig_tool.work.opening import Library

Role = Literal["interaction", "review", "supervision"]


def import_films(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="The films.")],
    family: FamilyCode,
    cycle: CycleNumber,
    role: Annotated[Role, typer.Option(help="What the films show.")] = "interaction",
    join: Annotated[
        bool | None,
        typer.Option(
            "--join/--no-join",
            help="Join films that are parts of one, as cameras write them, into one recording; where none are recognised, all in the order"
            " given. Without either you are asked on a terminal; elsewhere nothing is joined.",
        ),
    ] = None,
) -> None:
    """Take films in: each is examined, sealed, indexed, then read back and compared; the originals are never touched.

    Example: vig-tool import visit.mp4 --family F014 --cycle 1
    """
    from vig_tool.work import families, importing

    call = call_of(ctx)
    results: list[Imported] = []
    with call.open() as lib, working("Taking films in") as job:
        where = families.find_cycle(lib, family, cycle)
        joins = _joins(files, join, call.printer, job)
        try:
            results = importing.import_films(lib, files, cycle_id=where, role=role, joins=joins, job=job, on_each=results.append).value
        except Cancelled:
            _say_results(call.printer, results, frozenset())
            raise
        whole = _read_back(lib, results, job)
    _say_results(call.printer, results, whole)
    if any(result.error for result in results) or len(whole) < len(_fresh(results)):
        raise typer.Exit(1)


def _joins(files: Sequence[Path], join: bool | None, printer: Printer, job: Job) -> list[list[Path]]:  # noqa: FBT001 - an option as given
    from vig_tool.work import importing

    if join is False or len(files) < 2:
        return []
    runs = importing.find_runs(files, job=job)
    if join:
        return [[chunk.path for chunk in run.chunks] for run in runs] or [list(files)]
    chosen = []
    for run in runs:
        if _asks(printer):
            if _wanted(run):
                chosen.append([chunk.path for chunk in run.chunks])
        else:
            say(f"{_names(run)} look like parts of one film. They are taken in one by one; --join makes one film of them.")
    return chosen


def _asks(printer: Printer) -> bool:
    return not printer.as_json and sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def _wanted(run: Run) -> bool:
    lines = [f"These look like parts of one film. {run.why}"]
    lines += [f"  {number}. {clean(chunk.path.name)}  {length_text(chunk.length_us)}" for number, chunk in enumerate(run.chunks, 1)]
    lines.append(f"  together {length_text(sum(chunk.length_us for chunk in run.chunks))}")
    for line in lines:
        typer.echo(line, err=True)
    return typer.confirm("Join them into one film, in this order?", default=run.sure, err=True)


def _names(run: Run) -> str:
    return ", ".join(clean(chunk.path.name) for chunk in run.chunks)


def _fresh(results: Sequence[Imported]) -> list[UUID]:
    return [result.recording.id for result in results if result.recording is not None and not result.known]


def _read_back(lib: Library, results: Sequence[Imported], job: Job) -> frozenset[UUID]:
    from vig_tool.work import originals

    return frozenset(originals.verify_recordings(lib, _fresh(results), job=job).value.whole)


def _say_results(printer: Printer, results: list[Imported], whole: frozenset[UUID]) -> None:
    lines = [_result_line(result) for result in results if result.recording is not None]
    if whole:
        lines.append("Read back and compared: what was sealed is whole. When the card or phone is cleared: vig-tool recording cleared ID")
    printer.give({"recordings": [documents.imported(result) for result in results]}, *lines)
    for result in results:
        if result.error:
            say(f"{result.file.name}: {result.error}")
        elif whole and not result.known and result.recording is not None and result.recording.id not in whole:
            say(f"{result.file.name}: what was sealed does not read back whole. Keep the original, and look at the disk.")


def _result_line(result: Imported) -> str:
    card = result.recording
    if card is None:
        return ""
    if result.known and result.of:
        return f"Already here: {result.file.name} is part {result.part} of {result.of} of recording {card.id}."
    if result.known:
        return f"Already here: {result.file.name} is recording {card.id}, taken in before."
    said = " ".join((f"{length_text(card.duration_us)}, {card.frames} pictures.", *card.said))
    return f"Taken in: {result.file.name}. {said} Recording {card.id}"
