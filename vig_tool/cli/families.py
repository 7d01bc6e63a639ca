"""`vig-tool family …` and `vig-tool cycle …`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import typer

from vig_tool.cli import documents
from vig_tool.cli.context import call_of
from vig_tool.cli.options import Code, CycleNumber
from vig_tool.cli.printing import Rows

families = typer.Typer(help="Families: add, list, show, correct.")
cycles = typer.Typer(help="Cycles of a family: add, list, correct.")

Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="The day.")]


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None


@families.command("add")
def add_family(
    ctx: typer.Context, code: Code, programme: Annotated[str, typer.Option(metavar="ID", help="The programme's id.")] = "vig"
) -> None:
    """Add a family under its code.

    Example: vig-tool family add F014
    """
    from vig_tool.work import families as use

    call = call_of(ctx)
    with call.open() as lib:
        page = use.add_family(lib, code, programme=programme).value
    text = f"Family {page.code} is added. Next: vig-tool cycle add {page.code} --question TEXT"
    call.printer.give({"family": page.code, **documents.family(page)}, text)


@families.command("list")
def list_families(ctx: typer.Context) -> None:
    """List the families by code, each with its cycles and what comes next.

    Example: vig-tool family list
    """
    from vig_tool.work import families as use

    call = call_of(ctx)
    with call.open() as lib:
        cards = use.list_families(lib)
    found = [{**documents.family(card), "cycles": card.cycles, "question": card.question, "state": card.state} for card in cards]
    rows = [(card.code, card.programme, str(card.cycles), card.question, card.state) for card in cards]
    call.printer.give({"families": found}, Rows(("Code", "Programme", "Cycles", "Question", "Next"), rows, "There is no family yet."))


@families.command("show")
def show_family(ctx: typer.Context, code: Code) -> None:
    """Show a family with its cycles side by side.

    Example: vig-tool family show F014
    """
    from vig_tool.work import families as use

    call = call_of(ctx)
    with call.open() as lib:
        page = use.family_page(lib, use.find_family(lib, code))
    document = {
        **documents.family(page),
        "people": [{"role": person.role, "name": person.name} for person in page.people],
        "cycles": [documents.cycle(card) for card in page.cycles],
    }
    rows = [(str(card.number), card.question, str(len(card.films)), str(card.clips), card.next_words) for card in page.cycles]
    title = f"{page.code} · {page.programme} · started {page.started.isoformat()}"
    call.printer.give(document, title, Rows(("Cycle", "Question", "Films", "Clips", "Next"), rows, "There is no cycle yet."))


@families.command("correct")
def correct_family(
    ctx: typer.Context,
    code: Code,
    new_code: Annotated[str | None, typer.Option("--code", metavar="CODE", help="The right code.")] = None,
    started: Day = None,
) -> None:
    """Correct a family's code or the day its work started.

    Example: vig-tool family correct F041 --code F014
    """
    from vig_tool.work import families as use

    if new_code is None and started is None:
        raise typer.BadParameter("Say what to correct: --code or --started.")
    call = call_of(ctx)
    with call.open() as lib:
        page = use.correct_family(lib, use.find_family(lib, code), code=new_code, started=_day(started)).value
    call.printer.give(documents.family(page), f"Family {page.code}, started {page.started.isoformat()}.")


@cycles.command("add")
def add_cycle(
    ctx: typer.Context,
    code: Code,
    question: Annotated[str, typer.Option(metavar="TEXT", help="The helping question, in the parent's words.")],
) -> None:
    """Add the next cycle of a family, under its helping question.

    Example: vig-tool cycle add F014 --question "What helps him feel close to me?"
    """
    from vig_tool.work import families as use

    call = call_of(ctx)
    with call.open() as lib:
        card = use.add_cycle(lib, use.find_family(lib, code), question=question).value
    call.printer.give({"cycle": card.number, "id": str(card.id)}, f"Cycle {card.number} of {code} is added.")


@cycles.command("list")
def list_cycles(
    ctx: typer.Context,
    code: Annotated[str | None, typer.Argument(metavar="CODE", help="The family's code; without it, all families.")] = None,
    family: Annotated[str | None, typer.Option("--family", metavar="CODE", help="The same, as an option.")] = None,
) -> None:
    """List the cycles of a family (or of all), each with its question and what comes next.

    Example: vig-tool cycle list F014
    """
    from vig_tool.work import families as use

    call = call_of(ctx)
    wanted = code or family
    with call.open() as lib:
        ids = [use.find_family(lib, wanted)] if wanted else [card.id for card in use.list_families(lib)]
        pages = [use.family_page(lib, each) for each in ids]
    pairs = [(page.code, card) for page in pages for card in page.cycles]
    rows = [(family_code, str(card.number), card.question, card.next_words) for family_code, card in pairs]
    found = [{"family": family_code, **documents.cycle(card)} for family_code, card in pairs]
    call.printer.give({"cycles": found}, Rows(("Family", "Cycle", "Question", "Next"), rows, "There is no cycle yet."))


@cycles.command("correct")
def correct_cycle(
    ctx: typer.Context,
    code: Code,
    cycle: CycleNumber,
    question: Annotated[str | None, typer.Option(metavar="TEXT", help="The right helping question.")] = None,
    filmed_on: Day = None,
    reviewed_on: Day = None,
) -> None:
    """Correct a cycle's helping question, the day it was filmed or reviewed.

    Example: vig-tool cycle correct F014 --cycle 1 --filmed-on 2025-09-04
    """
    from vig_tool.work import families as use

    if question is None and filmed_on is None and reviewed_on is None:
        raise typer.BadParameter("Say what to correct: --question, --filmed-on or --reviewed-on.")
    call = call_of(ctx)
    with call.open() as lib:
        where = use.find_cycle(lib, code, cycle)
        card = use.correct_cycle(lib, where, question=question, filmed_on=_day(filmed_on), reviewed_on=_day(reviewed_on)).value
    call.printer.give(documents.cycle(card), f"Cycle {card.number} of {code} is corrected: {card.question}")
