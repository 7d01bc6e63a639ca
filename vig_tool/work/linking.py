"""Which goal a moment speaks of."""

from __future__ import annotations

from uuid import UUID

from vig_tool.errors import BadInput
from vig_tool.library import moments, talk
from vig_tool.work import tagging
from vig_tool.work.changes import Changes, Done
from vig_tool.work.opening import Library
from vig_tool.work.tagging import Moment


def link_goal(lib: Library, moment_id: UUID, goal_id: UUID | None) -> Done[Moment]:
    """The moment speaks of this goal of its family; None: of none. Raises BadInput for another family's goal, NotThere."""
    with lib.reading() as session:
        family_id = moments.cycle_of_recording(session, moments.get(session, moment_id).recording_id).family_id
        if goal_id is not None and talk.goal(session, goal_id).family_id != family_id:
            raise BadInput("This goal is another family’s.")
    label = "Link no goal" if goal_id is None else "Link the goal"
    with lib.change("moment.changed", scope=family_id, label=label) as unit:
        moments.get(unit.session, moment_id).goal_id = goal_id
        unit.about(moment_id)
    return Done(tagging.read_moment(lib, moment_id), Changes.of(unit.changes), label)
