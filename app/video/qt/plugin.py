"""Loads Qt's multimedia plugin, with the ffmpeg in it, while Python's lock is let go."""

from __future__ import annotations

import ctypes
from functools import cache
from pathlib import Path

from PySide6.QtCore import QLibraryInfo


@cache
def load_plugin() -> bool:
    """Whether it is loaded. The first QVideoSink would load it too, but PySide holds the lock meanwhile: from a cold disk that takes a
    second, in which the whole window stands. What ctypes loads Qt then finds loaded."""
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "multimedia"
    for library in sorted(folder.glob("*ffmpegmediaplugin*")):
        try:
            ctypes.CDLL(str(library))
        except OSError:
            continue
        return True
    return False
