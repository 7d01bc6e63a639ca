"""What the clips room knows: the clips of one cycle in order, which is selected, the meter. Plain data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from vig_tool.timing import SECOND
from vig_tool.work.clips import Clip, Meter


@dataclass(frozen=True, slots=True)
class Table:
    clips: tuple[Clip, ...]
    meter: Meter
    selected: UUID | None = None

    def filled(self, clips: tuple[Clip, ...], meter: Meter) -> Table:
        """With what the library holds now. Where the selected clip is gone, its neighbour is selected."""
        if any(clip.id == self.selected for clip in clips):
            return replace(self, clips=clips, meter=meter)
        place = min(self.place or 0, len(clips) - 1)
        return Table(clips=clips, meter=meter, selected=clips[place].id if clips else None)

    def selecting(self, clip_id: UUID | None) -> Table:
        there = any(clip.id == clip_id for clip in self.clips)
        return replace(self, selected=clip_id if there else self.selected)

    @property
    def place(self) -> int | None:
        return next((place for place, clip in enumerate(self.clips) if clip.id == self.selected), None)

    @property
    def clip(self) -> Clip | None:
        place = self.place
        return None if place is None else self.clips[place]

    @property
    def allows(self) -> frozenset[str]:
        """The words the room's actions need."""
        return frozenset({"clips"} if self.clips else set()) | frozenset({"clip"} if self.clip is not None else set())

    def words_of(self, clip: Clip) -> str:
        """Its length; where it is longer than the programme advises, that is said, no more."""
        said = f"{clip.span.length_us / SECOND:.1f} s"
        if 0 < self.meter.clip_limit_us < clip.span.length_us:
            said += f", longer than {self.meter.clip_limit_us // SECOND} s"
        return said
