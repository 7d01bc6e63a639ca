"""An engine, and everything it said."""

from __future__ import annotations

from PySide6.QtGui import QImage

from app.video.port import Engine, EngineState


class Watched:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.pictures: list[tuple[int, QImage]] = []
        self.states: list[EngineState] = []
        self.failures: list[str] = []
        self.ends = 0
        engine.pictured.connect(self._pictured)
        engine.state_changed.connect(self.states.append)
        engine.failed.connect(self.failures.append)
        engine.ended.connect(self._ended)

    def _pictured(self, image: QImage, us: int) -> None:
        self.pictures.append((us, image))

    def _ended(self) -> None:
        self.ends += 1
