"""Fills the sheet of a film from the library: with all its moments once, afterwards only with those that were announced as changed."""

from __future__ import annotations

from uuid import UUID

from app.screens.film_room.sheet import Sheet
from vig_tool.work import clips, finding, tagging
from vig_tool.work.changes import Changes
from vig_tool.work.opening import Library
from vig_tool.work.tagging import Moment

_FEW = 500
"""So many things changed are still asked for by name."""


class Reading:
    """Everything is read where it does not know what changed: another film, nothing announced, too much at once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._read: UUID | None = None
        self._touched: set[UUID] = set()
        self._clips_too = False

    def note(self, changes: Changes) -> None:
        """What somebody changed: it is read when the sheet is filled next."""
        if changes.touches("moment", "clip"):
            self._touched |= changes.ids
            self._clips_too = self._clips_too or changes.touches("clip")

    def begin_anew(self) -> None:
        """Everything may have changed."""
        self._read = None

    def fill(self, sheet: Sheet) -> Sheet:
        """With what the library holds now. Raises NotThere."""
        touched, clips_too = self._touched, self._clips_too
        self._touched, self._clips_too = set(), False
        known = self._read == sheet.recording.id and 0 < len(touched) <= _FEW
        self._read = sheet.recording.id
        if not known:
            return sheet.filled(self._all_of(sheet), clips=self._clips_of(sheet))
        if clips_too:
            touched |= {moment.id for moment in sheet.moments if moment.clip_id in touched}
        fresh = tagging.list_moments(self._library, sheet.recording.id, among=touched)
        return sheet.corrected(fresh, touched=touched, clips=self._clips_of(sheet) if clips_too else sheet.clips)

    def _all_of(self, sheet: Sheet) -> list[Moment]:
        """Found in one statement: five thousand are there in a fifth of the time."""
        film = sheet.recording.id
        tagging.list_moments(self._library, film, among=())  # which tells where the film is gone
        return [found.moment for found in finding.find_moments(self._library, finding.EVERYTHING, finding.Scope(recording=film))]

    def _clips_of(self, sheet: Sheet) -> int:
        return sum(clip.recording_id == sheet.recording.id for clip in clips.list_clips(self._library, sheet.recording.cycle_id))
