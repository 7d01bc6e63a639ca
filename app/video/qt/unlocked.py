"""Calls QMediaPlayer without holding Python's lock.

Stopping, seeking and leaving a film wait for Qt's reading thread, and that thread may be waiting for Python's lock, because it reads
through a Python device. PySide6 6.11 keeps the lock during the player's own methods (a deadlock, seen within a few stops of an MPEG
stream) but not during `QMetaObject.invokeMethod`.
"""

from __future__ import annotations

from PySide6.QtCore import Q_ARG, QMetaObject, Qt, QUrl
from PySide6.QtMultimedia import QMediaPlayer


def play(player: QMediaPlayer) -> None:
    _call(player, "play")


def pause(player: QMediaPlayer) -> None:
    _call(player, "pause")


def stop(player: QMediaPlayer) -> None:
    _call(player, "stop")


def leave(player: QMediaPlayer) -> None:
    """Not setSourceDevice(None): with an audio output and no sound device that waits for ever."""
    _call(player, "setSource", Q_ARG(QUrl, QUrl()))


def set_position(player: QMediaPlayer, ms: int) -> None:
    _call(player, "setPosition", Q_ARG("qlonglong", ms))


def set_rate(player: QMediaPlayer, rate: float) -> None:
    _call(player, "setPlaybackRate", Q_ARG("double", rate))


def _call(player: QMediaPlayer, method: str, *arguments: object) -> None:
    if not QMetaObject.invokeMethod(player, method, Qt.ConnectionType.DirectConnection, *arguments):  # type: ignore[call-overload]
        raise RuntimeError(f"QMediaPlayer has no {method}")
