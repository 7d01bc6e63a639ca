"""Keeps the ffmpeg inside Qt Multimedia from printing what it finds in films (titles, places) to the terminal."""

from __future__ import annotations

import ctypes
from functools import cache
from pathlib import Path

import PySide6

_QUIET = -8  # AV_LOG_QUIET
_PLACES = ("Qt/lib/libavutil.so.*", "Qt/lib/libavutil.*.dylib", "avutil-*.dll")


@cache
def quiet_ffmpeg() -> bool:
    """Whether it could be done; Qt offers no setting for it. Other copies of ffmpeg in this process are not touched."""
    folder = Path(next(iter(PySide6.__path__)))
    for pattern in _PLACES:
        for library in sorted(folder.glob(pattern)):
            try:
                ctypes.CDLL(str(library)).av_log_set_level(_QUIET)
            except (OSError, AttributeError):
                continue
            return True
    return False
