"""The film itself: the picture, the line under it, the time line below; and the keys that play, seek and step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from app.rooms import Desk
from app.screens.film_room.marks import Marks, lanes_of
from app.screens.film_room.scrubbing import Scrubbing
from app.screens.film_room.sheet import Sheet
from app.screens.film_room.speed import faster, slower
from app.screens.film_room.transport import Transport
from app.tasks import Task
from app.video.player import Player
from app.widgets.plain import column
from app.widgets.timeline.marks import Lane
from app.widgets.timeline.view import TimeLine
from vig_tool.errors import UserError
from vig_tool.jobs import Job
from vig_tool.timing import SECOND, ZERO, Instant, Span
from vig_tool.work import listening, playing, settings
from vig_tool.work.films import damage_sentence
from vig_tool.work.listening import Listening
from vig_tool.work.playing import Film, StripPicture


@dataclass(frozen=True, slots=True)
class _Lines:
    """What was made in the background for one film."""

    recording_id: UUID
    strip: tuple[StripPicture, ...] = ()
    peaks: NDArray[np.float32] | None = None
    damage: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class _Proven:
    """Of a copy that could not be played on: the sentence to tell where it can be read after all, and whether it ran when it broke."""

    recording_id: UUID
    sentence: str
    ran: bool


class Stage(QWidget):
    """`film` is what plays here; `now` the time of the very picture that is shown."""

    moved = Signal(object)  # Instant: another picture is shown

    def __init__(self, desk: Desk, make_player: Callable[[], Player]) -> None:
        super().__init__()
        self._desk = desk
        self._make_player = make_player
        self._rate = 1.0
        self._lanes: tuple[Lane, ...] = ()
        self._marks = Marks()
        self._tasks: list[Task] = []
        self._damage: tuple[Span, ...] = ()
        self.film: Film | None = None
        self.player: Player | None = None
        self.transport = Transport()
        self.line = TimeLine(snap=self._snap, step=self._step_of, carry=self._carried)
        self._scrubbing = Scrubbing(self)
        self.line.seek_asked.connect(self._let_go)
        self.line.dragged.connect(self._scrubbing.drag)
        self.line.edge_moved.connect(self._show_edge)
        self.transport.bar.dragged.connect(self._scrubbing.drag)
        self.transport.bar.sought.connect(self._let_go)
        self.transport.rate_asked.connect(self._go)
        self.transport.volume.turned.connect(self._listen)
        self.transport.volume.kept.connect(self._keep_listening)
        self._screen = QWidget()
        self._screen.setProperty("kind", "film")
        self._screen.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._inside = column(self._screen)
        upper = QWidget()
        self._upper = column(upper, self._screen, self.transport, space=0)
        self._upper.setStretch(0, 1)
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.addWidget(upper)
        self._split.addWidget(self.line)
        self._split.setStretchFactor(0, 1)
        self._split.setStretchFactor(1, 0)
        self._split.setChildrenCollapsible(False)
        self._split.splitterMoved.connect(self._move_border)
        self._moved_border = False
        column(self, self._split)
        if desk.background is not None:
            desk.background.made.connect(self._made)

    @property
    def now(self) -> Instant:
        return ZERO if self.player is None else self.player.now

    def another_player(self) -> Player:
        """For what plays in a window of its own; whoever asked sees it off."""
        return self._make_player()

    def open(self, recording_id: UUID, *, at: Instant) -> None:
        """Shows this film, stopped at the picture at `at`. Raises UserError."""
        if self.film is None or self.film.recording_id != recording_id or self.player is None:
            self.put_away()
            self.film = playing.open_film(self._desk.library, recording_id)
            self.player = self._make_player()
            self.player.shown.connect(self._shown)
            self.player.view.clicked.connect(self.toggle)
            self.player.playing_changed.connect(self._playing_changed)
            self.player.failed.connect(self._failed)
            self._inside.addWidget(self.player.view)
            self._scrubbing.use(self.player)
            self._rate = 1.0
            self.transport.show_rate(1.0)
            self.transport.volume.show_listening(listening.read_listening(self._desk.library, recording_id))
            self.transport.volume.show_sound(there=self.film.has_sound)
            self.transport.show_length(self.film.index.end_us)
            self.line.show_film(self.film.index.end, frames=self.film.index.times)
            self._damage = ()
            self.transport.bar.show_damage((), "")
            self._settle_line()
            self.player.load(self.film)
            self._fetch_lines(recording_id)
            QTimer.singleShot(0, self, self._come_first)  # its questions to the database in a turn of their own
        self.seek(at)

    def _come_first(self) -> None:
        if self._desk.background is not None and self.film is not None:
            self._desk.background.come_first(self.film.recording_id)

    def put_away(self) -> None:
        """Nothing plays any more. What is being read or decoded ends in its own time."""
        self.transport.volume.box.hide()
        self.transport.volume.flush()
        for task in self._tasks:
            task.cancel()
        self._tasks = []
        self._scrubbing.use(None)
        player, self.player, self.film = self.player, None, None
        if player is not None:
            player.see_off()
            self._inside.removeWidget(player.view)
            player.view.deleteLater()

    def show_sheet(self, sheet: Sheet) -> None:
        lanes = lanes_of(sheet)
        if self._lanes != lanes:
            self._lanes = lanes
            self.line.show_lanes(lanes)
            self._settle_line()
        self.line.show_marks(self._marks.of(sheet))
        self.line.show_selected(sheet.selected)

    def add_under_picture(self, widget: QWidget) -> None:
        """Between the film and the time line."""
        self._upper.addWidget(widget)

    def add_above_transport(self, widget: QWidget) -> None:
        """Right under the picture: when it comes or goes, the keys of the transport stay where they are."""
        self._upper.insertWidget(self._upper.indexOf(self.transport), widget)

    def fold_line(self, *, away: bool) -> None:
        """Something else needs the time line's place."""
        below = self._split.widget(1)
        if below is not None:
            below.setVisible(not away)

    @property
    def rate(self) -> float:
        """How fast it plays, or will."""
        return self._rate

    def set_rate(self, rate: float) -> None:
        """Without beginning to play."""
        if self.player is not None:
            self._rate = rate
            self.transport.show_rate(rate)
            self.player.set_rate(rate)

    def _settle_line(self) -> None:
        """The picture takes what the time line leaves, until someone moves the border between them."""
        if not self._moved_border:
            self._split.setSizes([self._split.height() - self.line.sizeHint().height(), self.line.sizeHint().height()])

    def _move_border(self) -> None:
        self._moved_border = True

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What the playing keys do."""
        return {
            "play.toggle": self.toggle,
            "play.pause": self.pause,
            "play.faster": self._faster,
            "play.backwards": self._backwards,
            "play.slower": self._slower,
            "frame.back": lambda: self.step(-1),
            "frame.forward": lambda: self.step(1),
            "seek.back": lambda: self.jump(-SECOND),
            "seek.forward": lambda: self.jump(SECOND),
            "seek.back_far": lambda: self.jump(-10 * SECOND),
            "seek.forward_far": lambda: self.jump(10 * SECOND),
            "seek.start": lambda: self.seek(ZERO),
            "seek.end": self._to_end,
            "line.zoom_in": self.line.zoom_in,
            "line.zoom_out": self.line.zoom_out,
            "line.zoom_whole": self.line.zoom_whole,
        }

    def toggle(self) -> None:
        if self.player is not None:
            self.player.toggle()

    def pause(self) -> None:
        if self.player is not None:
            self.player.pause()

    def step(self, by: int) -> None:
        if self.player is not None:
            self.player.step(by)

    def seek(self, to: Instant) -> None:
        """To the picture on the screen at `to`."""
        if self.player is not None and self.film is not None:
            self.player.seek(self.film.index.time(self.film.index.shown_at(to)))

    def _let_go(self, to: Instant) -> None:
        self._scrubbing.let_go()
        self.seek(to)

    def jump(self, us: int) -> None:
        self.seek(self.now.shifted(us))

    def _to_end(self) -> None:
        if self.film is not None:
            self.seek(self.film.index.end)

    def _faster(self) -> None:
        if self.player is not None:
            self._go(faster(self._rate, playing=self.player.playing))

    def _backwards(self) -> None:
        if self.player is not None:
            self.player.backwards()

    def _slower(self) -> None:
        if self.player is not None:
            self._go(slower(self._rate, playing=self.player.playing))

    def _go(self, rate: float) -> None:
        self.set_rate(rate)
        if self.player is not None and not self.player.playing:
            self.player.play()

    def _listen(self, wanted: Listening) -> None:
        if self.player is not None:
            self.player.set_listening(wanted)

    def _keep_listening(self, wanted: Listening) -> None:
        """With this recording; how loud it is also for those that were never set."""
        if self.film is None:
            return
        library = self._desk.library
        try:
            done = listening.keep_listening(library, self.film.recording_id, wanted)
            general = settings.change_settings(library, replace(settings.read_settings(library), volume=wanted.volume))
        except UserError as trouble:
            self._desk.notices.trouble(trouble)
        else:
            for changes in (done.changes, general.changes):
                self._desk.announcer.announce(changes, self)

    def _snap(self, instant: Instant) -> Instant:
        return instant if self.film is None else self.film.index.snap(instant)

    def _step_of(self, instant: Instant, by: int) -> Instant:
        if self.film is None:
            return instant
        index = self.film.index
        number = len(index) if instant >= index.end else index.shown_at(instant)
        return index.time(number + by)

    def _carried(self, span: Span, by_us: int) -> Span:
        return span if self.film is None else self.film.index.carried(span, by_us)

    def _show_edge(self, edge: Instant, later: bool) -> None:  # noqa: FBT001 - the signal's shape
        """While an end is dragged the picture shown is the first, or the last, that stays inside: small while the hand moves."""
        self.pause()
        self._scrubbing.drag(edge.shifted(-1) if later else edge)

    def _shown(self, at: Instant, _number: int) -> None:
        self.transport.show_now(at)
        self.line.show_time(at)
        self.moved.emit(at)

    def _playing_changed(self, on: bool) -> None:  # noqa: FBT001 - the signal's shape
        self.transport.show_playing(on=on)

    def _failed(self, sentence: str) -> None:
        film, library = self.film, self._desk.library
        if film is None or self._in_damage(self.now):
            self._desk.notices.say("The film is damaged here: the last good picture stays. Go on to see what comes after.")
        elif film.is_copy:
            ran = self.player is not None and self.player.broke_off

            def prove(_job: Job) -> _Proven:
                sound = playing.prove_copy(library, film.recording_id)
                return _Proven(film.recording_id, sentence if sound else "", ran)

            self._desk.tasks.run(prove, done=self._play_itself)
        else:
            self._desk.notices.trouble(UserError(sentence))

    def _in_damage(self, at: Instant) -> bool:
        """Whether a picture on either side of the one at `at` lies where the film is damaged."""
        near = 0 if self.film is None else 2 * self.film.index.usual_step_us
        return any(span.start.us - near <= at.us < span.end.us + near for span in self._damage)

    def _play_itself(self, proven: _Proven) -> None:
        """A copy that cannot be read is gone: the film itself goes on from here, running where the copy ran or was asked to since. One
        that can: the trouble is told as it came."""
        if self.film is None or self.player is None or self.film.recording_id != proven.recording_id or not self.film.is_copy:
            return  # another film, or it plays already: players may tell the same trouble twice
        if proven.sentence:
            self._desk.notices.trouble(UserError(proven.sentence))
            return
        at, runs = self.now, proven.ran or self.player.playing
        self.film = playing.open_film(self._desk.library, proven.recording_id, copy=False)
        self.player.load(self.film)
        self.seek(at)
        if runs:
            self.player.play()

    def _made(self, recording_id: UUID, _kind: str) -> None:
        """More of this film is there now."""
        if self.film is not None and self.film.recording_id == recording_id:
            self._fetch_lines(recording_id)

    def _fetch_lines(self, recording_id: UUID) -> None:
        library = self._desk.library

        def read(_job: Job) -> _Lines:
            strip, peaks = playing.filmstrip(library, recording_id), playing.waveform(library, recording_id)
            return _Lines(recording_id, strip, peaks, playing.damaged(library, recording_id))

        # One thread, not three: the window waits until a thread has begun.
        self._tasks = [self._desk.tasks.run(read, done=self._show_lines)]

    def _show_lines(self, lines: _Lines) -> None:
        if self.film is None or self.film.recording_id != lines.recording_id:
            return
        if lines.strip:
            self.line.show_filmstrip(lines.strip)
            self._scrubbing.show_strip(lines.strip)
        if lines.peaks is not None:
            self.line.show_waveform(lines.peaks)
        if lines.damage:
            self._damage = lines.damage
            self.line.show_damage(lines.damage, damage_sentence(lines.damage))
            self.transport.bar.show_damage(lines.damage, damage_sentence(lines.damage))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle_line()
