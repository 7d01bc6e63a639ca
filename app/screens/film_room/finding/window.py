"""Moments of several films, played one after the other as they lie in the films: the picture, and a quiet line that says which it is."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from app.actions import Place
from app.bindings import ActionSet
from app.screens.film_room.finding.films_ahead import FilmsAhead
from app.screens.film_room.finding.queue import Queue
from app.screens.film_room.finding.search import announce_words, place_words
from app.theme.icons import Icon
from app.theme.stylesheet import apply_theme
from app.theme.theme import Theme
from app.theme.tokens import Space
from app.video.player import Player
from app.widgets.key_list import KeyList
from app.widgets.one_line import OneLine
from app.widgets.plain import Button, IconButton, Words, column, row


class MomentsWindow(QWidget):
    """For the guider alone. Films are opened when their turn comes near; within a film, and into those that are open already, it runs
    on without a break.

    closed()          it is gone; nothing plays
    open_asked(Found) this one is wanted in the film room
    """

    closed = Signal()
    open_asked = Signal(object)

    def __init__(self, queue: Queue, player: Player, films: FilmsAhead, theme: Theme) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setWindowTitle("VIG Tool")
        self.setProperty("kind", "film")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        apply_theme(self, theme.darkened)
        self.queue = queue
        self._player, self._films = player, films
        self._several = len({one.placed.family_id for one in queue.items}) > 1
        self._base, self._waits, self._over = 0, False, False
        self._trouble = ""
        self.line = OneLine(tone="lead")
        self.note = OneLine(tone="soft")
        self.count = Words(tone="soft")
        self.run = IconButton(Icon.PAUSE, "Stop (Space)", on_click=self.toggle)
        self._build()
        handlers = {
            "found.toggle": self.toggle,
            "found.next": self.next,
            "found.previous": self.previous,
            "found.again": self.again,
            "found.frame_back": lambda: self._step(-1),
            "found.frame_on": lambda: self._step(1),
            "found.open": self.open_here,
            "found.leave": self.close,
        }
        self.actions_here = ActionSet(self, Place.FOUND, handlers)
        self.actions_here.allow(frozenset())
        ActionSet(self, Place.ANYWHERE, {"app.show_keys": lambda: KeyList(Place.FOUND, self).show()})
        player.view.clicked.connect(self.toggle)
        player.playing_changed.connect(self._playing_changed)
        player.sequence_moved.connect(self._moved)
        player.finished.connect(self._run_over)
        player.failed.connect(self._failed)
        films.came.connect(self._came)
        films.missing.connect(self._missing)

    def _build(self) -> None:
        back = IconButton(Icon.TO_START, "The one before (B)", on_click=self.previous)
        on = IconButton(Icon.TO_END, "The next one (N)", on_click=self.next)
        to_room = Button("In the film room", kind="plain", meaning=Icon.FILM_ROOM, tip="Go there (F)", on_click=self.open_here)
        leave = Button("Back", meaning=Icon.CLOSE, tip="Back to the list (Escape)", on_click=self.close)
        bar = QWidget()
        bar.setProperty("kind", "surface")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        words = row(None, self.line, self.count, space=Space.MEDIUM)  # as wide as the window: large letters need it
        words.setStretch(0, 1)
        keys = row(None, back, self.run, on, int(Space.SMALL), self.note, to_room, leave, space=Space.SMALL)
        keys.setStretch(4, 1)
        column(bar, words, keys, space=Space.HAIR).setContentsMargins(Space.LARGE, Space.SMALL, Space.LARGE, Space.SMALL)
        column(self, self._player.view, bar, space=0).setStretch(0, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def begin(self) -> None:
        self._turn_to(self.queue)

    @property
    def waits(self) -> bool:
        """For a film that is not open yet."""
        return self._waits

    @property
    def over(self) -> bool:
        """The last one has been played; its last picture stays."""
        return self._over

    def toggle(self) -> None:
        if self._over:
            self._turn_to(Queue(self.queue.items))
        elif not self._waits:
            self._player.toggle()

    def next(self) -> None:
        self._turn_to(self.queue.at(self.queue.place + 1))

    def previous(self) -> None:
        self._turn_to(self.queue.at(self.queue.place - 1))

    def again(self) -> None:
        """This one from its first picture."""
        self._turn_to(self.queue)

    def open_here(self) -> None:
        found = self.queue.now
        self.close()
        self.open_asked.emit(found)

    def _step(self, by: int) -> None:
        if not self._waits:
            self._player.step(by)

    def _turn_to(self, queue: Queue | None) -> None:
        if queue is None:
            return
        if queue.now is not self.queue.now:
            self._trouble = ""
        self.queue, self._over = queue, False
        self._announce()
        run = queue.run(self._films.opened)
        self._waits = not run
        if run:
            self._base = queue.place
            films = self._films.opened
            self._player.play_sequence([(films[one.placed.recording_id], one.moment.span) for one in run])
        else:
            self._player.pause()
            self.note.say(self._trouble or "Opening the film…")
        self._open_ahead()

    def _open_ahead(self) -> None:
        film = self.queue.next_to_open(self._films.opened)
        if film is not None:
            self._films.want(film)

    def _announce(self) -> None:
        found = self.queue.now
        code = f"{found.placed.family_code} · " if self._several else ""
        self.line.say(f"{code}{announce_words(found)}")
        self.line.setAccessibleName(f"{place_words(found)}, {found.title}")
        self.note.say(self._trouble or " ".join(found.moment.note.split()))
        self.count.say(self.queue.words)

    def _moved(self, place: int) -> None:
        queue = self.queue.at(self._base + place)
        if queue is not None:
            if queue.now is not self.queue.now:
                self._trouble = ""
            self.queue = queue
            self._announce()

    def _run_over(self) -> None:
        following = self.queue.at(self.queue.place + 1)
        if following is not None:
            self._turn_to(following)
        else:
            self._over = True
            self.note.say("That was the last one. Space begins again, Escape goes back.")

    def _came(self, recording_id: UUID) -> None:
        if self._waits and self.queue.now.placed.recording_id == recording_id:
            self._turn_to(self.queue)
        else:
            self._open_ahead()

    def _missing(self, recording_id: UUID, sentence: str) -> None:
        """What cannot be opened is left out, and said."""
        left = tuple(one for one in self.queue.items if one.placed.recording_id != recording_id)
        before = sum(one.placed.recording_id != recording_id for one in self.queue.items[: self.queue.place])
        self._trouble = sentence
        self.note.say(sentence)
        if left:
            self._base -= self.queue.place - before
            self.queue = Queue(left, min(before, len(left) - 1))
            if self._waits:
                self._turn_to(self.queue)

    def _playing_changed(self, on: bool) -> None:  # noqa: FBT001 - the signal's shape
        self.run.show_icon(Icon.PAUSE if on else Icon.PLAY, "Stop (Space)" if on else "Play (Space)")

    def _failed(self, sentence: str) -> None:
        self._trouble = sentence
        self.note.say(sentence)

    def closeEvent(self, event: QCloseEvent) -> None:
        """A film that was being opened may still come: it must find nobody, the player is gone by then."""
        self._films.came.disconnect(self._came)
        self._films.missing.disconnect(self._missing)
        self._player.pause()
        event.accept()
        self.closed.emit()
