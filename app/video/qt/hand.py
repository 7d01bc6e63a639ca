"""A QMediaPlayer in a thread of its own: whatever it waits for, the window does not."""

from __future__ import annotations

import atexit
import contextlib
import queue
import threading
from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEventLoop, QIODevice, QObject, Qt, QUrl, Signal, Slot
from PySide6.QtMultimedia import QMediaDevices, QMediaPlayer, QVideoFrame, QVideoSink

from app.video.film import Film
from app.video.qt import unlocked as unlocked
from app.video.qt.device import SourceDevice
from app.video.qt.plugin import load_plugin
from app.video.qt.quiet import quiet_ffmpeg
from app.video.qt.sound import QtSound
from vig_tool.errors import UserError
from vig_tool.work.listening import Listening

_LAST_PATIENCE_S = 0.5


class QtHand(QObject):
    """What is asked is done in order, in the thread; what comes back says which loading (`round`) it belongs to.

    status_told(status, round, turn)   QMediaPlayer.MediaStatus
    troubled(sentence, round)      an error; "" where there is nothing better to say. Also told when the source cannot be opened or read.
    took_frame(frame)              called in the thread that delivers it. `round` and `turn` are those of the frame then.
    """

    status_told = Signal(object, int, int)
    troubled = Signal(str, int)
    _asked = Signal()

    def __init__(self, took_frame: Callable[[QVideoFrame], None], parent: QObject) -> None:
        super().__init__(parent)
        self.turn = -1
        """Of the loading or seek that frames arriving now come from; -1 in between."""
        self.device: SourceDevice | None = None
        self.asked = self.calls = 0
        """Calls asked for, and done."""
        self.hold_s = 0.0
        """How much later than its pictures the sound is heard."""
        self._took_frame = took_frame
        self._jobs: queue.SimpleQueue[Callable[[_Held], None] | None] = queue.SimpleQueue()
        self._held: _Held | None = None
        self._thread = threading.Thread(target=self._live, name="qt player", daemon=True)
        atexit.register(self._part)
        self._thread.start()

    def load(self, film: Film, round_: int, turn: int) -> None:
        """Another film, or the same from the very beginning: the only way back there in an MPEG stream, where a seek to the beginning
        lands on the second key picture."""
        self._post(lambda held: held.load(film, round_, turn))

    def play(self) -> None:
        self._post(lambda held: unlocked.play(held.player))

    def pause(self) -> None:
        self._post(lambda held: held.pause())

    def stop(self) -> None:
        self._post(lambda held: unlocked.stop(held.player))

    def set_position(self, ms: int, turn: int) -> None:
        self._post(lambda held: held.set_position(ms, turn))

    def set_rate(self, rate: float) -> None:
        self._post(lambda held: held.set_rate(rate))

    def set_volume(self, volume: float) -> None:
        self._post(lambda held: held.sound.set_volume(volume))

    def set_listening(self, listening: Listening) -> None:
        """See `QtSound`: some of it counts from the next `load`."""
        self._post(lambda held: held.sound.set_listening(listening))

    def set_muted(self, muted: bool) -> None:  # noqa: FBT001 - as in Qt
        self._post(lambda held: held.sound.set_muted(muted))

    def end(self) -> None:
        """After what was asked before: the source closed, the player gone, the thread over."""
        self.turn = -1
        self._jobs.put(None)
        self._asked.emit()

    def join(self, patience_s: float) -> bool:
        """False where it hangs."""
        self._thread.join(patience_s)
        if self._thread.is_alive():
            return False
        atexit.unregister(self._part)
        return True

    def _part(self) -> None:
        """The program ends. What hangs is left as it is: PySide would delete it under the thread that is inside it."""
        if not self._thread.is_alive():
            return
        with contextlib.suppress(RuntimeError):  # this was deleted with its engine
            self.end()
        self._thread.join(_LAST_PATIENCE_S)
        held = self._held
        if held is not None and self._thread.is_alive():
            held.left = True
            for thing in held.things:
                shiboken6.invalidate(thing)

    def abandon(self) -> threading.Thread:
        """After `end`, without waiting: the source's reader is closed. The thread ends by itself if it is ever let go."""
        if self.device is not None:
            self.device.release()
        return self._thread

    def frame(self, frame: QVideoFrame) -> None:
        if self.turn >= 0:
            self._took_frame(frame)

    def _post(self, job: Callable[[_Held], None]) -> None:
        self.asked += 1
        self._jobs.put(job)
        self._asked.emit()

    def _live(self) -> None:
        loop = QEventLoop()
        held = self._held = _Held(self, self._jobs, loop)
        try:
            self._asked.connect(held.serve, Qt.ConnectionType.QueuedConnection)
            held.serve()  # what was asked before there was anything to tell
            if not held.over:
                loop.exec()
        finally:
            held.put_away()
            self._held = None


class _Held(QObject):
    """The player and what belongs to it; lives in the thread."""

    _source_given = Signal(QIODevice, QUrl)

    def __init__(self, hand: QtHand, jobs: queue.SimpleQueue[Callable[[_Held], None] | None], loop: QEventLoop) -> None:
        super().__init__()
        self.over = self.left = False
        self._hand, self._jobs, self._loop = hand, jobs, loop
        self._round = -1
        self._device: SourceDevice | None = None
        load_plugin()
        self._sink = QVideoSink()
        self.player = QMediaPlayer()
        quiet_ffmpeg()  # only now: loading Qt's plugin turns its ffmpeg's voice on
        self.sound = QtSound(self.player)
        self.player.setVideoSink(self._sink)
        # Python's lock is let go while a signal is sent, but not during the method itself, which may wait for Qt's threads.
        self._source_given.connect(self.player.setSourceDevice)
        # Turning a frame into an image costs milliseconds; it is done in the thread that delivers it, not in the window's.
        self._sink.videoFrameChanged.connect(hand.frame, Qt.ConnectionType.DirectConnection)
        self.player.mediaStatusChanged.connect(self._on_status)
        self.player.errorOccurred.connect(self._on_error)
        self._devices = QMediaDevices()
        self._devices.audioOutputsChanged.connect(self._follow_sound)

    @Slot()
    def serve(self) -> None:
        while not self.over:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                return
            if job is None:
                self.over = True
                self._loop.quit()
                return
            try:
                job(self)
            except Exception as bug:  # noqa: BLE001 - told like any other; what closes things comes after it and must be done
                threading.excepthook(threading.ExceptHookArgs((type(bug), bug, bug.__traceback__, threading.current_thread())))
            self._hand.calls += 1

    def load(self, film: Film, round_: int, turn: int) -> None:
        self._leave()
        self._round = round_
        try:
            self._device = self._hand.device = SourceDevice(film.source, lambda sentence: self._tell_damage(sentence, round_))
        except UserError as trouble:
            self._hand.troubled.emit(str(trouble), round_)
            return
        except OSError:
            self._hand.troubled.emit("", round_)
            return
        self.sound.give(has_sound=film.has_sound)
        self._hand.hold_s = self.sound.hold_s
        self._hand.turn = turn
        self._source_given.emit(self._device, QUrl(f"film.{film.container}"))

    def _tell_damage(self, sentence: str, round_: int) -> None:
        with contextlib.suppress(RuntimeError):  # this was deleted with its engine
            self._hand.troubled.emit(sentence, round_)

    def pause(self) -> None:
        unlocked.pause(self.player)
        self.sound.clear()

    def set_rate(self, rate: float) -> None:
        unlocked.set_rate(self.player, rate)
        self.sound.set_rate(rate)
        self._hand.hold_s = self.sound.hold_s

    def set_position(self, ms: int, turn: int) -> None:
        self._hand.turn = -1
        unlocked.set_position(self.player, ms)
        self.sound.clear()
        self._hand.turn = turn

    @property
    def things(self) -> tuple[QObject, ...]:
        """All that lives in this thread and belongs to Python."""
        sound = (thing for thing in vars(self.sound).values() if thing is not self.player)
        found = (self._devices, self.player, self._sink, self._device, self._loop, *sound, self)
        return tuple(thing for thing in found if isinstance(thing, QObject))

    def put_away(self) -> None:
        """Each by hand and here: a QObject that Python deletes later, from wherever, may wait for Python's lock in another thread."""
        self._leave()
        if self.left:
            return
        self.sound.end()
        for thing in (self._devices, self.player, self._sink, self.sound.left, self._loop, self):
            if thing is not None:
                shiboken6.delete(thing)

    def _leave(self) -> None:
        """Until the player has left it, which may hang, the device stays the hand's: `abandon` closes it."""
        self._hand.turn = -1
        device, self._device = self._device, None
        if device is None:
            return
        unlocked.leave(self.player)
        if self.left:
            return
        self._hand.device = None
        device.release()
        shiboken6.delete(device)

    @Slot()
    def _follow_sound(self) -> None:
        self.sound.follow()

    @Slot(QMediaPlayer.MediaStatus)
    def _on_status(self, status: QMediaPlayer.MediaStatus) -> None:
        self._hand.status_told.emit(status, self._round, self._hand.turn)

    @Slot(QMediaPlayer.Error, str)
    def _on_error(self, error: QMediaPlayer.Error, _words: str) -> None:
        if error is not QMediaPlayer.Error.NoError and self._device is not None:
            with contextlib.suppress(RuntimeError):
                self._hand.troubled.emit("", self._round)
