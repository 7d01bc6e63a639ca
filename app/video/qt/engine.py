"""The Qt engine: QMediaPlayer fed from a film's source, its pictures taken from a QVideoSink with their exact times."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QMediaPlayer, QVideoFrame

from app.timers import one_shot
from app.video.film import Film, nearest_number
from app.video.landing import Landing, Verdict
from app.video.port import Engine, EngineState
from app.video.qt.hand import QtHand
from app.video.qt.plain_frame import FrameShop
from vig_tool.timing import ZERO, Instant
from vig_tool.work.listening import Listening

_PATIENCE_MS = 8000
_JOIN_S = 2.0
_RUN_UP_RATE = 4.0
_TIMELESS = 5
_UNPLAYABLE = "This film cannot be played here."


@dataclass(frozen=True, slots=True)
class _Arrived:
    image: QImage
    start_us: int
    turn: int


class QtEngine(Engine):
    """QVideoFrame.startTime() is exact, counted from the container's own start; the first picture, delivered paused, tells how far
    the film's first picture is from there."""

    _picture_waits = Signal()
    _no_image = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._film: Film | None = None
        self._hand: QtHand | None = None
        self._leaving: list[QtHand] = []
        self._rate, self._volume = 1.0, 1.0
        self._offset_us: int | None = None
        self._landing: Landing | None = None
        self._running_up = False
        self._to_play = False
        self._last = -1
        self._round = self._turns = self._frames = self._timeless = 0
        self._lock = threading.Lock()
        self._waiting: _Arrived | None = None
        self._shop = FrameShop()
        self._picture_waits.connect(self._take_picture, Qt.ConnectionType.QueuedConnection)
        self._no_image.connect(self._lose_patience, Qt.ConnectionType.QueuedConnection)
        self._patience = one_shot(self, _PATIENCE_MS, self._lose_patience)

    @property
    def signs(self) -> int:
        hand = self._hand
        if hand is None:
            return self._frames
        device = hand.device
        return self._frames + hand.calls + (0 if device is None else device.reads)

    @property
    def busy(self) -> bool:
        return self._hand is not None and self._hand.calls < self._hand.asked

    def fit(self, width: int, height: int) -> None:
        self._shop.fit(width, height)

    def open(self, film: Film) -> None:
        self._forget()
        self._film = film
        self._shop.begin(film)
        self._enter(EngineState.OPENING)
        if self._hand is None:
            hand = self._hand = QtHand(self._convert, self)
            hand.status_told.connect(self._on_status)
            hand.troubled.connect(self._on_trouble)
            hand.set_volume(self._volume)
            hand.set_listening(self._listening)
        self._hand.set_muted(False)
        self._hand.load(film, self._round, self._turns)
        self._hand.set_rate(self._rate)
        self._hand.pause()
        self._patience.start()

    def play(self) -> None:
        if self._state is EngineState.ENDED:
            self.seek(ZERO)
        self._to_play = True
        if self._offset_us is not None and self._state is not EngineState.FAILED and self._hand is not None:
            self._enter(EngineState.PLAYING)
            self._hand.play()

    def pause(self) -> None:
        self._to_play = False
        if self._state is EngineState.PLAYING:
            self._enter(EngineState.PAUSED)
            if not self._running_up and self._hand is not None:
                self._hand.pause()

    def seek(self, at: Instant) -> None:
        if self._film is None or self._state is EngineState.FAILED:
            return
        number = nearest_number(self._film.index, at.us)
        self._landing = Landing(self._film.index, number, self._film.container)
        if self._state is EngineState.ENDED:
            self._enter(EngineState.PLAYING if self._to_play else EngineState.PAUSED)
        if self._offset_us is not None:
            self._go()

    def set_rate(self, rate: float) -> None:
        self._rate = rate
        if not self._running_up and self._hand is not None:
            self._hand.set_rate(rate)

    def set_volume(self, volume: float) -> None:
        self._volume = volume
        if self._hand is not None:
            self._hand.set_volume(volume)

    def set_hearing(self, listening: Listening) -> None:
        """What turns plain sound into one that is worked on, or back, needs the film loaded anew: at the same place, in a moment."""
        before, self._listening = self._listening, listening
        if self._hand is None:
            return
        self._hand.set_listening(listening)
        if listening.plain is not before.plain and self._film is not None and self._film.has_sound and self._offset_us is not None:
            number = max(self._last, self._landing.number if self._landing else 0, 0)
            self._landing = Landing(self._film.index, number, self._film.container)
            self._offset_us = None
            self._turns += 1
            self._hand.load(self._film, self._round, self._turns)
            self._hand.set_rate(self._rate)
            self._hand.pause()
            self._patience.start()

    @property
    def hold_s(self) -> float:
        return 0.0 if self._hand is None else self._hand.hold_s

    def leave(self) -> None:
        self._forget()
        self._film = None
        hand, self._hand = self._hand, None
        if hand is not None:
            hand.end()
            self._leaving.append(hand)
        self._enter(EngineState.CLOSED)

    @property
    def gone(self) -> bool:
        for hand in [hand for hand in self._leaving if hand.join(0)]:
            self._leaving.remove(hand)
            hand.deleteLater()
        return self._hand is None and not self._leaving

    def close(self) -> None:
        self.leave()
        until = time.monotonic() + _JOIN_S
        for hand in self._leaving:
            hand.join(max(0.0, until - time.monotonic()))
        if not self.gone:
            self.forsake()

    def forsake(self) -> threading.Thread | None:
        self.leave()
        threads = [hand.abandon() for hand in self._leaving]
        return next((thread for thread in threads if thread.is_alive()), None)

    def _forget(self) -> None:
        """Nothing of the film before is told any more."""
        self._patience.stop()
        self._to_play = self._running_up = False
        self._offset_us, self._landing, self._last = None, None, -1
        self._round += 1
        self._turns += 1
        self._timeless = 0
        with self._lock:
            self._waiting = None

    def _go(self) -> None:
        film, hand, landing = self._film, self._hand, self._landing
        if film is None or hand is None or landing is None:
            return
        self._turns += 1
        aim, self._last = landing.aim_us, -1
        if landing.runs_up:
            self._running_up = True
            hand.set_rate(_RUN_UP_RATE)
            hand.set_muted(True)
        if aim is None:
            hand.load(film, self._round, self._turns)
        else:
            # Whole milliseconds only: rounded up, because a place just before a picture shows the one before.
            hand.set_position(-(-(aim + (self._offset_us or 0)) // 1000), self._turns)
        if self._to_play or self._running_up:
            hand.play()
        else:
            hand.pause()

    def _end_run_up(self) -> None:
        self._running_up = False
        if self._hand is not None:
            self._hand.set_rate(self._rate)
            self._hand.set_muted(False)
            if not self._to_play:
                self._hand.pause()

    def _convert(self, frame: QVideoFrame) -> None:
        """In the delivering thread. Where the window falls behind, only the newest picture is kept for it."""
        hand = self._hand
        if hand is None or not frame.isValid():
            return
        if frame.startTime() < 0:  # some AVI films: Qt knows no times in them
            self._timeless += 1
            if self._timeless == _TIMELESS:
                self._no_image.emit(self._round)
            return
        turn, opened = hand.turn, self._round
        self._frames += 1
        image = self._shop.image_of(frame)
        if image.isNull():
            self._no_image.emit(opened)
            return
        with self._lock:
            was_empty, self._waiting = self._waiting is None, _Arrived(image, frame.startTime(), turn)
        if was_empty:
            self._picture_waits.emit()

    @Slot()
    def _take_picture(self) -> None:
        with self._lock:
            arrived, self._waiting = self._waiting, None
        film = self._film
        if arrived is None or film is None or arrived.turn != self._turns or self._state is EngineState.FAILED:
            return
        if self._offset_us is None:
            self._begin(arrived.start_us)
        number = nearest_number(film.index, arrived.start_us - (self._offset_us or 0))
        if self._landing is not None:
            verdict = self._landing.judge(number)
            if verdict is Verdict.LATE:
                self._go()
            if verdict is not Verdict.THERE:
                return
            if self._running_up:
                self._end_run_up()
        if number != self._last:
            self._last = number
            self.pictured.emit(_square(arrived.image, film), int(film.index.times[number]))

    def _begin(self, first_us: int) -> None:
        self._patience.stop()
        self._offset_us = first_us
        self._enter(EngineState.PLAYING if self._to_play else EngineState.PAUSED)
        if self._landing is not None:
            self._go()
        elif self._to_play and self._hand is not None:
            self._hand.play()

    @Slot(object, int, int)
    def _on_status(self, status: QMediaPlayer.MediaStatus, told_round: int, turn: int) -> None:
        if told_round != self._round or self._film is None:
            return
        if status is QMediaPlayer.MediaStatus.InvalidMedia:
            self._fail(_UNPLAYABLE)
        elif status is QMediaPlayer.MediaStatus.EndOfMedia and turn == self._turns:
            self._at_end()

    def _at_end(self) -> None:
        self._take_picture()
        if self._offset_us is None:
            self._fail(_UNPLAYABLE)
        elif self._running_up and self._landing is not None and not self._landing.over:
            self._landing.judge(len(self._film.index) if self._film else 0)
            self._go()
        elif self._hand is not None and self._hand.device is not None and self._hand.device.broken:
            return  # no end: the device answered so where it could read no further, and the trouble is on its way
        elif self._state is EngineState.PLAYING:
            self._to_play = False
            self._enter(EngineState.ENDED)
            self.ended.emit()

    @Slot(str, int)
    def _on_trouble(self, sentence: str, told_round: int) -> None:
        if told_round == self._round and self._film is not None:
            self._fail(sentence or _UNPLAYABLE)

    @Slot()
    @Slot(int)
    def _lose_patience(self, round_: int | None = None) -> None:
        if self._offset_us is None and round_ in (None, self._round):
            self._fail(_UNPLAYABLE)

    def _fail(self, sentence: str) -> None:
        if self._state in (EngineState.FAILED, EngineState.CLOSED):
            return
        self._patience.stop()
        self._enter(EngineState.FAILED)
        if self._hand is not None:
            self._hand.stop()
        self.failed.emit(sentence)


def _square(image: QImage, film: Film) -> QImage:
    """As it is where its shape is the film's (Qt turns, mirrors and squares pixels itself), else scaled to the film's."""
    if abs(image.width() * film.height - image.height() * film.width) <= 0.01 * image.width() * film.height:
        return image
    return image.scaled(film.width, film.height, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
