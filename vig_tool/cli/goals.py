"""`vig-tool goal …`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal
from uuid import UUID

import typer

from vig_tool.cli import documents
from vig_tool.cli.context import call_of, id_of
from vig_tool.cli.options import Code, CycleNumber, GoalId
from vig_tool.cli.printing import Rows
from vig_tool.errors import NotThere

if TYPE_CHECKING:
    from vig_tool.work.goals import Goal, Rating
    from vig_tool.work.opening import Library

goals = typer.Typer(help="Goals: add, rate, list, end, remove.")

Kind = Literal["narrative", "scale", "count"]
Rater = Literal["parent", "guider"]


@goals.command("add")
def add_goal(
    ctx: typer.Context,
    code: Code,
    cycle: CycleNumber,
    kind: Annotated[Kind, typer.Option(help="Told in words, 0 to 10, or a count per day.")],
    text: Annotated[str, typer.Option(metavar="TEXT", help="The goal in the parent's words.")],
    target: Annotated[int | None, typer.Option(metavar="N", help="For a count: how often a day.")] = None,
) -> None:
    """Set a goal in a cycle; it is carried to the next ones.

    Example: vig-tool goal add F014 --cycle 1 --kind count --text "Praise her" --target 5
    """
    from vig_tool.work import families
    from vig_tool.work import goals as use

    call = call_of(ctx)
    with call.open() as lib:
        made = use.add_goal(lib, families.find_cycle(lib, code, cycle), kind=kind, text=text, target=target).value
    call.printer.give({"goal": str(made.id), **documents.goal(made)}, f"The goal is set. Goal {made.id}")


@goals.command("rate")
def rate_goal(
    ctx: typer.Context,
    goal: GoalId,
    cycle: CycleNumber,
    value: Annotated[int | None, typer.Option(metavar="V", help="0 to 10, or the count per day.")] = None,
    by: Annotated[Rater, typer.Option(help="Who rates.")] = "parent",
    text: Annotated[str, typer.Option(metavar="TEXT", help="What was said about it.")] = "",
    celebrate: Annotated[str | None, typer.Option(metavar="TEXT", help="What is celebrated.")] = None,
    clip: Annotated[list[str] | None, typer.Option(metavar="CLIP", help="A clip as evidence; may be given again.")] = None,
) -> None:
    """Rate a goal in a cycle; rating again corrects it.

    Example: vig-tool goal rate ID --cycle 1 --value 7 --by parent --celebrate "He asked for more"
    """
    from vig_tool.work import families
    from vig_tool.work import goals as use

    call = call_of(ctx)
    wanted = id_of(goal, "goal")
    evidence = tuple(id_of(each, "clip") for each in clip) if clip else None
    with call.open() as lib:
        where = families.find_cycle(lib, _family_code(lib, wanted), cycle)
        rated = use.rate_goal(
            lib, wanted, cycle_id=where, value=value, by=by, text=text, celebration=celebrate, clip_ids=evidence
        ).value
    call.printer.give(documents.goal(rated), f"Rated in cycle {cycle}.")


def _family_code(lib: Library, goal_id: UUID) -> str:
    from vig_tool.work import families
    from vig_tool.work import goals as use

    for card in families.list_families(lib):
        if any(goal.id == goal_id for goal in use.list_goals(lib, card.id)):
            return card.code
    raise NotThere("There is no goal with this id.", advice="“vig-tool goal list CODE” shows the ids.")


@goals.command("list")
def list_goals(ctx: typer.Context, code: Code) -> None:
    """List a family's goals with their ratings cycle by cycle.

    Example: vig-tool goal list F014
    """
    from vig_tool.work import families
    from vig_tool.work import goals as use

    call = call_of(ctx)
    with call.open() as lib:
        found = use.list_goals(lib, families.find_family(lib, code))
    rows = [_row(goal) for goal in found]
    columns = ("Id", "Kind", "Target", "Since cycle", "Ratings", "Goal")
    call.printer.give({"goals": [documents.goal(goal) for goal in found]}, Rows(columns, rows, "There is no goal yet."))


def _row(goal: Goal) -> tuple[str, ...]:
    ratings = "; ".join(_rating(each) for each in goal.ratings)
    return (str(goal.id), goal.kind, str(goal.target or ""), str(goal.made_in), ratings, goal.text)


def _rating(given: Rating) -> str:
    value = given.text if given.value is None else str(given.value)
    return f"cycle {given.cycle_number}: {value} ({given.by})"


@goals.command("end")
def end_goal(ctx: typer.Context, goal: GoalId, cycle: CycleNumber) -> None:
    """Let a goal end with a cycle: reached or let go, it is carried no further.

    Example: vig-tool goal end ID --cycle 2
    """
    from vig_tool.work import families
    from vig_tool.work import goals as use

    call = call_of(ctx)
    wanted = id_of(goal, "goal")
    with call.open() as lib:
        where = families.find_cycle(lib, _family_code(lib, wanted), cycle)
        ended = use.end_goal(lib, wanted, cycle_id=where).value
    call.printer.give(documents.goal(ended), f"The goal ends with cycle {cycle}.")


@goals.command("remove")
def remove_goal(ctx: typer.Context, goal: GoalId) -> None:
    """Remove a goal made by mistake. “vig-tool undo” brings it back.

    Example: vig-tool goal remove ID
    """
    from vig_tool.work import goals as use

    call = call_of(ctx)
    wanted = id_of(goal, "goal")
    with call.open() as lib:
        use.remove_goal(lib, wanted)
    call.printer.give({"removed": str(wanted)}, "The goal is removed.")
