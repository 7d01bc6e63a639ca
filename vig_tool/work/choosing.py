"""The fine pass over a film: a moment's best picture, and the goal it speaks of."""

from __future__ import annotations

from uuid import UUID

from vig_tool.errors import BadInput
from vig_tool.library import moments, recordings, talk
from vig_tool.timing import Instant
from vig_tool.work import tagging
from vig_tool.work.changes import Changes, Done
from vig_tool.work.opening import Library
from vig_tool.work.tagging import Moment


def choose_still(lib: Library, moment_id: UUID, *, at: Instant | None) -> Done[Moment]:
    """The picture on the screen at `at` is its best one; None: none is. A clip made from it shows the same, as long as it is inside.
    Raises BadInput for a picture outside the moment, NotThere."""
    with lib.reading() as session:
        held = moments.get(session, moment_id)
        family_id = moments.cycle_of_recording(session, held.recording_id).family_id
        index = lib.indexes.of(recordings.get(session, held.recording_id))
    still = None if at is None else index.time(index.shown_at(at)).us
    if still is not None and still not in range(held.start_us, held.end_us):
        raise BadInput("This picture is not part of the moment.", advice="Go to a picture inside it first.")
    label = "Choose no best picture" if still is None else "Choose the best picture"
    with lib.change("moment.changed", scope=family_id, label=label) as unit:
        moments.get(unit.session, moment_id).still_us = still
        unit.about(moment_id)
    return Done(tagging.read_moment(lib, moment_id), Changes.of(unit.changes), label)


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
