"""What the time line is given: lanes and marks as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from vig_tool.timing import Instant, Span

OTHER = ""
"""The lane of marks without a principle; shown only where there are such."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One principle. `colour` is "#rrggbb"; `shape` one of app.theme.shapes.SHAPES."""

    id: str
    name: str
    colour: str
    shape: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One moment: it stands in each lane named in `lanes` (none: in the lane OTHER). `words` is its tip, the first line what it is;
    `steps` are the pictures of a chain, in order."""

    id: UUID
    span: Span
    lanes: tuple[str, ...] = ()
    star: bool = False
    private: bool = False
    clip: bool = False
    words: str = ""
    steps: tuple[Instant, ...] = ()

    def stands_in(self, lane: Lane) -> bool:
        return lane.id in self.lanes or (lane.id == OTHER and not self.lanes)
