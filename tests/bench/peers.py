"""What others do with a film, as a careful programmer would write it: OpenCV, moviepy, plain PyAV, Qt's player."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol, cast

import av
import cv2
import numpy as np

from tests.bench.numbers import Rgb
from vig_tool.timing import FrameIndex


class Seeker(Protocol):
    name: str

    def picture(self, number: int) -> Rgb: ...

    def close(self) -> None: ...


class OpenCv:
    name = "OpenCV set + read"

    def __init__(self, path: Path, index: FrameIndex) -> None:
        self._film = cv2.VideoCapture(str(path))

    def picture(self, number: int) -> Rgb:
        self._film.set(cv2.CAP_PROP_POS_FRAMES, number)
        return cast("Rgb", self._film.read()[1])

    def close(self) -> None:
        self._film.release()


class MoviePy:
    name = "moviepy get_frame"

    def __init__(self, path: Path, index: FrameIndex) -> None:
        from moviepy import VideoFileClip

        self._film: Any = VideoFileClip(str(path), audio=False)
        self._index = index

    def picture(self, number: int) -> Rgb:
        # Half a picture in: moviepy rounds down.
        made: Rgb = self._film.get_frame((self._index.time(number).us + self._index.time(number + 1).us) / 2e6)
        return made

    def close(self) -> None:
        self._film.close()


class PlainPyAv:
    name = "plain PyAV"

    def __init__(self, path: Path, index: FrameIndex) -> None:
        self._film = av.open(str(path))
        self._stream = self._film.streams.video[0]
        self._stream.thread_type = "AUTO"
        self._index = index

    def picture(self, number: int) -> Rgb:
        stamp = int(self._index.stamps[number])
        self._film.seek(stamp, stream=self._stream)
        for frame in self._film.decode(self._stream):
            if frame.pts is not None and frame.pts >= stamp:
                rgb = cast("Rgb", frame.to_ndarray(format="rgb24"))
                return np.ascontiguousarray(np.rot90(rgb, frame.rotation // 90)) if frame.rotation else rgb
        raise AssertionError(number)

    def close(self) -> None:
        self._film.close()


class QtSeek:
    name = "Qt player, paused seek"

    def __init__(self, path: Path, index: FrameIndex) -> None:
        from PySide6.QtCore import QUrl
        from PySide6.QtMultimedia import QMediaPlayer, QVideoSink
        from PySide6.QtWidgets import QApplication

        self._application = QApplication.instance() or QApplication(["bench"])
        self._index = index
        self._player, self._sink = QMediaPlayer(), QVideoSink()
        self._player.setVideoSink(self._sink)
        self._frame: Any = None
        self._sink.videoFrameChanged.connect(self._take)
        self._player.setSource(QUrl.fromLocalFile(str(path)))
        self._player.pause()
        self._until(lambda: self._frame is not None)

    def _take(self, frame: Any) -> None:
        if frame.isValid():
            self._frame = frame

    def _until(self, done: Any) -> None:
        from PySide6.QtCore import QDeadlineTimer, QEventLoop

        patience = QDeadlineTimer(3000)
        while not done() and not patience.hasExpired():
            self._application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)

    def picture(self, number: int) -> Rgb:
        from PySide6.QtGui import QImage

        self._frame = None
        ms = -(-self._index.time(number).us // 1000)
        self._player.setPosition(ms)
        self._until(lambda: self._frame is not None)
        if self._frame is None:
            return np.zeros((32, 320, 3), np.uint8)
        image = self._frame.toImage().convertToFormat(QImage.Format.Format_RGB888)
        rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
        rgb: Rgb = rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3).copy()
        return rgb

    def close(self) -> None:
        from PySide6.QtCore import QUrl

        self._player.setSource(QUrl())


SEEKERS = (OpenCv, MoviePy, PlainPyAv, QtSeek)
