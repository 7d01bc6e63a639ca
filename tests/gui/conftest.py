"""Shared by the tests of windows and playback: no screen unless asked for, films as screens get them, nothing left running."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

if "VIG_REAL_WINDOW" not in os.environ:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"

from tests.films import FilmShelf as FilmShelf
from tests.films import films as films
from tests.gui.desk import desk as desk


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """Every thread a test starts is joined when it ends."""
    before = set(threading.enumerate())
    yield

    def left() -> list[threading.Thread]:
        # Threads of Qt and libVLC that once called into Python are dummies; they are not Python's to join.
        return [thread for thread in threading.enumerate() if thread not in before and not isinstance(thread, threading._DummyThread)]

    until = time.monotonic() + 3
    while left() and time.monotonic() < until:
        time.sleep(0.02)
    assert not left(), f"threads left running: {left()}"


@pytest.fixture
def dressed(qapp: QApplication) -> QApplication:
    """The application in the light theme."""
    from app.theme.stylesheet import apply_theme
    from app.theme.theme import Theme

    apply_theme(qapp, Theme())
    return qapp

from tests.gui.at_work import filled_library as filled_library  # noqa: E402
from tests.gui.at_work import make_player as make_player  # noqa: E402
from tests.gui.at_work import work as work  # noqa: E402
