"""What leaves the library on request: a clip, a still, the reel. Asks what for and where; the work is a task that can be stopped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.asking import AskWhere
from app.rooms import Desk
from app.screens.clips.saving import How, SaveHow
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
        self._how = How()
        self.asking: SaveHow | None = None
        """The question what for, while it is open."""

    def save_clip(self, clip: Clip, place: int) -> None:
        self._ask_how("Save this clip", lambda how: self._save_clip(clip, place, how))

    def _save_clip(self, clip: Clip, place: int, how: How) -> None:
        out = self._ask(self._room, "Save this clip", f"clip {place + 1}.mp4")
        if out is not None:
            library = self._desk.library

            def work(job: Job) -> ExportedClip:
                return exporting.export_clip(library, clip.id, out=out, choice=how.choice, level_sound=how.level_sound, job=job)

            self._desk.tasks.run(work, title="Saving the clip", done=self._clip_saved, cancelled=self._stopped)

    def _ask_how(self, title: str, then: Callable[[How], object]) -> None:
        """The last answer stands ready; it is forgotten when the program ends."""

        def done(how: How) -> None:
            self._how = how
            then(how)

        self.asking = SaveHow(self._room, title=title, before=self._how, done=done)
        self.asking.finished.connect(self._asked)
        self.asking.open()

    def _asked(self, _answer: int) -> None:
        self.asking = None

    def save_still(self, clip: Clip, place: int) -> None:
        out = self._ask(self._room, "Save this picture", f"clip {place + 1}.png")
        if out is None:
            return
        library = self._desk.library

        def work(_job: Job) -> Path:
            exporting.export_still(library, clip.recording_id, at=clip.span.start, out=out)
            return out

        self._desk.tasks.run(work, title="Saving the picture", done=self._still_saved)

    def _still_saved(self, out: Path) -> None:
        self._desk.notices.say(_saved(out))

    def save_reel(self, cycle_id: UUID) -> None:
        self._ask_how("Save all clips as one film", lambda how: self._save_reel(cycle_id, how))

    def _save_reel(self, cycle_id: UUID, how: How) -> None:
        out = self._ask(self._room, "Save all clips as one film", "review.mp4")
        if out is not None:
            library = self._desk.library

            def work(job: Job) -> ExportedReel:
                return exporting.export_reel(library, cycle_id, out=out, choice=how.choice, level_sound=how.level_sound, job=job)

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
