"""What leaves the library on request: a clip, a still, the reel. Asks where; the work is a task that shows and can be stopped."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.asking import AskWhere
from app.rooms import Desk
from vig_tool.errors import UserError
from vig_tool.jobs import Job
from vig_tool.timing import SECOND
from vig_tool.work import exporting
from vig_tool.work.clips import Clip
from vig_tool.work.exporting import ExportedClip, ExportedReel


class Exports(QObject):
    """File names suggested here hold no name and no code."""

    def __init__(self, desk: Desk, room: QWidget, ask: AskWhere) -> None:
        super().__init__(room)
        self._desk = desk
        self._room = room
        self._ask = ask

    def save_clip(self, clip: Clip, place: int) -> None:
        out = self._ask(self._room, "Save this clip", f"clip {place + 1}.mp4")
        if out is not None:
            library = self._desk.library

            def work(job: Job) -> ExportedClip:
                return exporting.export_clip(library, clip.id, out=out, job=job)

            self._desk.tasks.run(work, title="Saving the clip", done=self._clip_saved, cancelled=self._stopped)

    def save_still(self, clip: Clip, place: int) -> None:
        out = self._ask(self._room, "Save this picture", f"clip {place + 1}.png")
        if out is None:
            return
        try:
            exporting.export_still(self._desk.library, clip.recording_id, at=clip.span.start, out=out)
        except UserError as trouble:
            self._desk.notices.trouble(trouble)
        else:
            self._desk.notices.say(_saved(out))

    def save_reel(self, cycle_id: UUID) -> None:
        out = self._ask(self._room, "Save all clips as one film", "review.mp4")
        if out is not None:
            library = self._desk.library

            def work(job: Job) -> ExportedReel:
                return exporting.export_reel(library, cycle_id, out=out, job=job)

            self._desk.tasks.run(work, title="Saving all clips as one film", done=self._reel_saved, cancelled=self._stopped)

    def _clip_saved(self, made: ExportedClip) -> None:
        self._desk.notices.say(f"{_saved(made.file)} It was checked: {made.frames} pictures, nothing outside the clip.")

    def _reel_saved(self, made: ExportedReel) -> None:
        many = "1 clip" if made.clips == 1 else f"{made.clips} clips"
        self._desk.notices.say(f"{_saved(made.file)} {many}, {made.duration_us / SECOND:.1f} s, checked.")

    def _stopped(self) -> None:
        self._desk.notices.say("Stopped. Nothing was left behind.")


def _saved(file: Path) -> str:
    return f"Saved as “{file.name}”. Outside the library it is no longer protected."
