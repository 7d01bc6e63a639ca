"""Notices engines that hang, and keeps those that were set aside until their one thread ends."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.video.port import Engine, EngineState

BEAT_MS = 250
PATIENCE_BEATS = 7  # noticed within two seconds of the last sign of life
_RUNNING = (EngineState.OPENING, EngineState.PLAYING)


class Aside:
    """Engines that hang. Nothing else of them is left than a thread each, which ends by itself if it is ever let go."""

    def __init__(self) -> None:
        self._kept: list[tuple[Engine, threading.Thread]] = []
        self.hung = 0
        """How many ever were."""

    def take(self, engine: Engine) -> None:
        """Does not wait. The engine belongs to this from now on."""
        self.hung += 1
        engine.setParent(None)
        thread = engine.forsake()
        if thread is None or not thread.is_alive():
            engine.deleteLater()
        else:
            self._kept.append((engine, thread))

    @property
    def threads(self) -> int:
        """How many still hang."""
        over = [kept for kept in self._kept if not kept[1].is_alive()]
        self._kept = [kept for kept in self._kept if kept[1].is_alive()]
        for engine, _ in over:
            engine.deleteLater()
        return len(self._kept)


class Watch(QObject):
    """Looks at one engine a few times a second.

    hung(engine)    it should run, open or finish a call, and for two seconds has given no sign of life. Told once.
    """

    hung = Signal(object)

    def __init__(self, rests: Callable[[], float], aside: Aside, parent: QObject) -> None:
        """rests   seconds for which the picture shown may rightly stay where it is"""
        super().__init__(parent)
        self._rests, self._aside = rests, aside
        self._engine: Engine | None = None
        self._leaving: list[tuple[Engine, int]] = []
        self._before: tuple[int, EngineState] | None = None
        self._beats = 0
        self._beat = QTimer(self)
        self._beat.setInterval(BEAT_MS)
        self._beat.timeout.connect(self._look)

    def follow(self, engine: Engine) -> None:
        self._engine, self._before, self._beats = engine, None, 0
        self._beat.start()

    def see_off(self, engine: Engine) -> None:
        """It leaves its film in its own time; should that hang, it is set aside. The engine belongs to this from now on."""
        if self._engine is engine:
            self._engine = None
        engine.leave()
        self._leaving.append((engine, 0))
        self._beat.start()

    @property
    def gone(self) -> bool:
        """Whether nothing is left of those that were seen off."""
        return all(engine.gone for engine, _ in self._leaving)

    def close(self) -> None:
        """Those that are leaving are waited for, not for long."""
        self._beat.stop()
        self._engine = None
        leaving, self._leaving = self._leaving, []
        for engine, _ in leaving:
            engine.close()
            self._part(engine, beats=PATIENCE_BEATS)

    @Slot()
    def _look(self) -> None:
        """Beats are counted, not seconds: where the window itself was kept waiting, engines had no chance to tell."""
        leaving, self._leaving = self._leaving, []
        for left, beats in leaving:
            self._part(left, beats=beats)
        engine = self._engine
        if engine is None:
            if not self._leaving:
                self._beat.stop()
            return
        now = (engine.signs, engine.state)
        waits = engine.busy or engine.state in _RUNNING
        if now != self._before or not waits or engine.starting:
            self._before, self._beats = now, 0
            return
        self._beats += 1
        resting = self._rests() if engine.state is EngineState.PLAYING and not engine.busy else 0.0
        if self._beats >= PATIENCE_BEATS + resting * 1000 / BEAT_MS:
            self._engine = None
            self.hung.emit(engine)

    def _part(self, engine: Engine, *, beats: int) -> None:
        if engine.gone:
            engine.deleteLater()
        elif beats >= PATIENCE_BEATS:
            self._aside.take(engine)
        else:
            self._leaving.append((engine, beats + 1))
