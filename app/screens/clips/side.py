"""Beside the two ends: what the selected clip is called, and what can be done with it."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.screens.clips.running import Running
from app.theme.icons import Icon
from app.theme.tokens import Space
from app.widgets.draft import DraftEdit
from app.widgets.plain import Button, Line, Words, column
from vig_tool.work.clips import Clip


class ClipSide(QWidget):
    title_kept = Signal(object, str)
    caption_kept = Signal(object, str)
    asked = Signal(str)  # the id of an action

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "paper")
        self._clip: UUID | None = None
        self.title = DraftEdit("Title", example="A title, for you", lines=1)
        self.caption = DraftEdit("Caption", example="Words under the saved film, if you like", lines=2)
        self.play = self._button("Play this clip", Icon.PLAY, "clip.play", "Space")
        self.save = self._button("Save this clip…", Icon.EXPORT, "clip.export", "Ctrl+E")
        self.still = Button("Save its first picture…", kind="link", meaning=Icon.STILL, on_click=lambda: self.asked.emit("still"))
        self.save_all = self._button("Save all as one film…", Icon.EXPORT, "reel.export", "Ctrl+Shift+E")
        self.remove = self._button("Take it out", Icon.REMOVE, "clip.remove", "Del")
        self.running = Running()
        pieces = (Words("Title", tone="heading"), self.title, Words("Caption", tone="heading"), self.caption)
        gap = int(Space.SMALL)
        one, all_of_them = (self.save, self.still, self.remove), (Line(), gap, self.save_all)
        column(self, *pieces, gap, self.play, gap, self.running, gap, *one, gap, *all_of_them, None, space=Space.HAIR)
        self.title.kept.connect(lambda text: self._keep(self.title_kept, text))
        self.caption.kept.connect(lambda text: self._keep(self.caption_kept, text))
        self.title.done.connect(lambda: self.asked.emit("focus"))
        self.caption.done.connect(lambda: self.asked.emit("focus"))

    def _button(self, words: str, meaning: Icon, action: str, key: str) -> Button:
        kind = "" if meaning is Icon.PLAY else "link"
        return Button(words, kind=kind, meaning=meaning, tip=f"{words} ({key})", on_click=lambda: self.asked.emit(action))

    def show_clip(self, clip: Clip) -> None:
        if clip.id != self._clip:
            self.flush()
        self._clip = clip.id
        self.running.show_clip(clip)
        for edit, text in ((self.title, clip.title), (self.caption, clip.caption)):
            if not edit.hasFocus() or edit.text != text:
                edit.show_text(text)

    def flush(self) -> None:
        self.title.flush()
        self.caption.flush()

    def _keep(self, signal: object, text: str) -> None:
        if self._clip is not None:
            signal.emit(self._clip, text)  # type: ignore[attr-defined]
