"""The Qt engine: QMediaPlayer fed from a film's source, its pictures taken from a QVideoSink with their exact times."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QAudioOutput, QMediaDevices, QMediaPlayer, QVideoFrame, QVideoSink

from app.video import unlocked
from app.video.device import SourceDevice
from app.video.film import Film, nearest_number
from app.video.landing import Landing, Verdict
from app.video.plain_frame import image_of_frame
from app.video.port import Engine, EngineState
from app.video.quiet import quiet_ffmpeg
from app.video.timers import one_shot
from vig_tool.errors import UserError
from vig_tool.timing import ZERO, Instant

_PATIENCE_MS = 8000
_RUN_UP_RATE = 4.0
_UNPLAYABLE = "This film cannot be played here."


@dataclass(frozen=True, slots=True)
class _Arrived:
    image: QImage
    start_us: int
    seek: int


class QtEngine(Engine):
    """QVideoFrame.startTime() is exact, counted from the container's own start; the first picture, delivered paused, tells how far
    the film's first picture is from there."""

    _picture_waits = Signal()
    _no_image = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._film: Film | None = None
        self._device: SourceDevice | None = None
        self._audio: QAudioOutput | None = None
        self._rate, self._volume = 1.0, 1.0
        self._offset_us: int | None = None
        self._landing: Landing | None = None
        self._running_up = False
        self._to_play = False
        self._last = -1
        self._seeks = 0
        self._lock = threading.Lock()
        self._waiting: _Arrived | None = None
        self._picture_waits.connect(self._take_picture, Qt.ConnectionType.QueuedConnection)
        self._no_image.connect(self._lose_patience, Qt.ConnectionType.QueuedConnection)
        self._sink = QVideoSink(self)
        self._player = QMediaPlayer(self)
        quiet_ffmpeg()  # only now: loading Qt's plugin turns its ffmpeg's voice on
        self._player.setVideoSink(self._sink)
        # Turning a frame into an image costs milliseconds; it is done in the thread that delivers it, not in the window's.
        self._sink.videoFrameChanged.connect(self._convert, Qt.ConnectionType.DirectConnection)
        self._player.mediaStatusChanged.connect(self._on_status)
        self._player.errorOccurred.connect(self._on_error)
        self._patience = one_shot(self, _PATIENCE_MS, self._lose_patience)

    def open(self, film: Film) -> None:
        self._leave()
        self._film = film
        self._enter(EngineState.OPENING)
        try:
            self._device = SourceDevice(film.source, self)
        except UserError as trouble:
            self._fail(str(trouble))
            return
        except OSError:
            self._fail(_UNPLAYABLE)
            return
        self._device.damaged.connect(self._fail)
        self._give_sound(film)
        self._load()
        unlocked.set_rate(self._player, self._rate)
        unlocked.pause(self._player)
        self._patience.start()

    def play(self) -> None:
        if self._state is EngineState.ENDED:
            self.seek(ZERO)
        self._to_play = True
        if self._offset_us is not None and self._state is not EngineState.FAILED:
            self._enter(EngineState.PLAYING)
            unlocked.play(self._player)

    def pause(self) -> None:
        self._to_play = False
        if self._state is EngineState.PLAYING:
            self._enter(EngineState.PAUSED)
            if not self._running_up:
                unlocked.pause(self._player)

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
        if not self._running_up:
            unlocked.set_rate(self._player, rate)

    def set_volume(self, volume: float) -> None:
        self._volume = volume
        if self._audio is not None:
            self._audio.setVolume(volume)

    def close(self) -> None:
        self._leave()
        self._enter(EngineState.CLOSED)

    def _leave(self) -> None:
        self._patience.stop()
        self._to_play = self._running_up = False
        self._offset_us, self._landing, self._last = None, None, -1
        self._seeks += 1
        with self._lock:
            self._waiting = None
        if self._device is not None:
            unlocked.leave(self._player)
            self._device.release()
            self._device.deleteLater()
            self._device = None
        self._film = None

    def _give_sound(self, film: Film) -> None:
        wanted = film.has_sound and not QMediaDevices.defaultAudioOutput().isNull()
        if wanted and self._audio is None:
            self._audio = QAudioOutput(self)
            self._audio.setVolume(self._volume)
            self._player.setAudioOutput(self._audio)

    def _load(self) -> None:
        """Also the only way back to the beginning of an MPEG stream: a seek there lands on the second key picture."""
        if self._film is not None and self._device is not None:
            unlocked.leave(self._player)
            self._player.setSourceDevice(self._device, QUrl(f"film.{self._film.container}"))

    def _go(self) -> None:
        if self._landing is None:
            return
        self._seeks += 1
        aim, self._last = self._landing.aim_us, -1
        if self._landing.runs_up:
            self._running_up = True
            unlocked.set_rate(self._player, _RUN_UP_RATE)
            if self._audio is not None:
                self._audio.setMuted(True)
        if aim is None:
            self._load()
        else:
            # Whole milliseconds only: rounded up, because a place just before a picture shows the one before.
            unlocked.set_position(self._player, -(-(aim + (self._offset_us or 0)) // 1000))
        if self._to_play or self._running_up:
            unlocked.play(self._player)
        else:
            unlocked.pause(self._player)

    def _end_run_up(self) -> None:
        self._running_up = False
        unlocked.set_rate(self._player, self._rate)
        if self._audio is not None:
            self._audio.setMuted(False)
        if not self._to_play:
            unlocked.pause(self._player)

    def _convert(self, frame: QVideoFrame) -> None:
        """In the delivering thread. Where the window falls behind, only the newest picture is kept for it."""
        if not frame.isValid() or frame.startTime() < 0:
            return
        image = image_of_frame(frame)
        if image.isNull():
            self._no_image.emit()
            return
        arrived = _Arrived(image, frame.startTime(), self._seeks)
        with self._lock:
            was_empty, self._waiting = self._waiting is None, arrived
        if was_empty:
            self._picture_waits.emit()

    @Slot()
    def _take_picture(self) -> None:
        with self._lock:
            arrived, self._waiting = self._waiting, None
        film = self._film
        if arrived is None or film is None or arrived.seek != self._seeks or self._state is EngineState.FAILED:
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
        elif self._to_play:
            unlocked.play(self._player)

    @Slot(QMediaPlayer.MediaStatus)
    def _on_status(self, status: QMediaPlayer.MediaStatus) -> None:
        if status is QMediaPlayer.MediaStatus.InvalidMedia:
            self._fail(_UNPLAYABLE)
        elif status is QMediaPlayer.MediaStatus.EndOfMedia and self._film is not None:
            self._at_end()

    def _at_end(self) -> None:
        self._take_picture()
        if self._offset_us is None:
            self._fail(_UNPLAYABLE)
        elif self._running_up and self._landing is not None and not self._landing.over:
            self._landing.judge(len(self._film.index) if self._film else 0)
            self._go()
        elif self._state is EngineState.PLAYING:
            self._to_play = False
            self._enter(EngineState.ENDED)
            self.ended.emit()

    @Slot(QMediaPlayer.Error, str)
    def _on_error(self, error: QMediaPlayer.Error, _words: str) -> None:
        if error is not QMediaPlayer.Error.NoError and self._film is not None:
            self._fail(_UNPLAYABLE)

    @Slot()
    def _lose_patience(self) -> None:
        if self._offset_us is None:
            self._fail(_UNPLAYABLE)

    @Slot(str)
    def _fail(self, sentence: str) -> None:
        if self._state in (EngineState.FAILED, EngineState.CLOSED):
            return
        self._patience.stop()
        self._enter(EngineState.FAILED)
        unlocked.stop(self._player)
        self.failed.emit(sentence)


def _square(image: QImage, film: Film) -> QImage:
    """As it is where its shape is the film's (Qt turns, mirrors and squares pixels itself), else scaled to the film's."""
    if abs(image.width() * film.height - image.height() * film.width) <= 0.01 * image.width() * film.height:
        return image
    return image.scaled(film.width, film.height, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
