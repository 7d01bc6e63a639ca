"""Which moment the chain key is about: the one it goes on with, or none, so that a new one begins."""

from __future__ import annotations

from vig_tool.timing import SECOND, Instant
from vig_tool.work.chains import turns_among
from vig_tool.work.tagging import Moment

NEAR_US = 10 * SECOND
"""A chain that is farther away than this from the picture shown is over."""


def to_go_on_with(moment: Moment | None, now: Instant, *, looked_at: bool) -> Moment | None:
    """The selected moment, if it is a chain near the picture shown. One without steps, if the picture is inside and it is one of turns
    or `looked_at`: the film stands, or plays just this moment. While the film runs on, a tap a second ago was something else.

        |<-- 10 s -->|==== the chain ====|<-- 10 s -->|
    """
    if moment is None:
        return None
    if moment.steps:
        near = moment.span.start.us - NEAR_US <= now.us < moment.span.end.us + NEAR_US
        return moment if near else None
    meant = looked_at or turns_among(moment.principles) is not None
    return moment if meant and now in moment.span else None
