"""The time line with five thousand moments on an hour of film: how long a picture of it takes while one pans and zooms, and opening it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app import wiring
from app.rooms import RoomId, Where
from app.theme.shapes import usual_look
from app.widgets.timeline.marks import Lane, Mark
from app.widgets.timeline.view import TimeLine
from tests.bench import tagging
from tests.bench.measure import Row, Setting, alone, late, middle, timed
from vig_tool.timing import SECOND, Instant, Span

MOMENTS, LENGTH_US, STEP_US = 5_000, 3600 * SECOND, 33_333
WIDTH, HEIGHT = 1366, 768
NEARER = (1, 3, 10, 20, 50, 200, 100_000)
"""From the whole film to single pictures."""

FRAMES, OPENINGS = 40, 9


def run(setting: Setting) -> list[Row]:
    application = QApplication.instance() or wiring.build_application(["vig-tool"])
    assert isinstance(application, QApplication)
    window = QWidget()
    window.resize(WIDTH, HEIGHT)
    line = TimeLine()
    inside = QVBoxLayout(window)
    inside.addStretch(1)
    inside.addWidget(line)
    window.show()
    QTest.qWaitForWindowExposed(window)
    QTest.qWait(100)
    marks = [_marks(seed) for seed in range(OPENINGS)]
    opened = [timed(partial(_open, line, made)) for made in marks]
    pans: list[float] = []
    zooms: list[float] = []
    count = FRAMES // 4 if setting.quick else FRAMES
    for nearer in NEARER:
        line.zoom_whole()
        line.zoom(nearer, line.scale.width * 0.4)
        for _ in range(8):
            line.refresh()
            line.repaint()
        for n in range(count):
            way = 1 if n % 2 else -1
            pans.append(timed(partial(_painted, line, partial(_pan, line, 40 * way))))
            zooms.append(timed(partial(_painted, line, partial(line.zoom, 1.05**way))))
    window.close()
    work = f"time line, {MOMENTS} moments on 60 minutes, {WIDTH}×{HEIGHT}"
    entered = f"a film of an hour with {MOMENTS} moments"
    return [
        alone(f"{work}: a frame of panning, median", 1000 * middle(pans), "ms", most=8),
        alone(f"{work}: a frame of panning, p95", 1000 * late(pans), "ms", most=8),
        alone(f"{work}: a frame of zooming, median", 1000 * middle(zooms), "ms", most=8),
        alone(f"{work}: a frame of zooming, p95", 1000 * late(zooms), "ms", most=8),
        alone(f"{work}: given and painted for the first time", 1000 * middle(opened), "ms", most=300),
        alone(f"{entered}: the film room opens it, and the line is painted", 1000 * middle(_entered(setting)), "ms", most=300),
    ]


def _entered(setting: Setting) -> list[float]:
    """Seconds from asking for the room to its time line standing there painted, with the library asked for everything anew."""
    with tagging.film_room(setting.scratch / "room", tagging.hour(setting), moments=MOMENTS) as held:
        shell, line = held.window.shell, held.room.stage.line
        assert shell is not None
        where, found = held.room.where(), []
        for _ in range(OPENINGS):
            shell.go(RoomId.FAMILIES, Where())
            QTest.qWait(300)

            def enter() -> None:
                shell.go(RoomId.FILM_ROOM, where)
                line.grab()

            found.append(timed(enter))
            assert line.isVisible()
            QTest.qWait(300)
        return found


def _painted(line: TimeLine, change: Callable[[], object]) -> None:
    change()
    line.repaint()


def _pan(line: TimeLine, pixels: int) -> None:
    line.show_scale(line.scale.moved(pixels))


def _open(line: TimeLine, marks: list[Mark]) -> None:
    """As the film room does it with a film that it opens."""
    frames: NDArray[np.int64] = np.arange(LENGTH_US // STEP_US, dtype=np.int64) * STEP_US
    line.show_film(Instant(LENGTH_US), frames=frames)
    line.show_lanes([Lane(f"lane {n}", f"Principle {n + 1}", *usual_look(n)) for n in range(6)])
    line.show_filmstrip([_Picture(Instant(second * SECOND)) for second in range(0, 3600, 2)])
    line.show_waveform(np.abs(np.sin(np.arange(50 * 3600) / 97)).astype(np.float32))
    line.show_marks(marks)
    line.repaint()


@dataclass(frozen=True, slots=True)
class _Picture:
    """As small as those of a filmstrip, and about as long in the making."""

    time: Instant

    @property
    def rgb(self) -> NDArray[np.uint8]:
        return np.full((90, 160, 3), self.time.us // SECOND % 255, np.uint8)


def _marks(seed: int) -> list[Mark]:
    order = random.Random(seed)
    made: list[Mark] = []
    for _ in range(MOMENTS):
        start, length = order.randrange(LENGTH_US - 10 * SECOND), order.randrange(SECOND, 9 * SECOND)
        steps = tuple(Instant(start + length * n // 4) for n in range(4)) if order.random() < 0.15 else ()
        star, private, clip = (order.random() < part for part in (0.15, 0.1, 0.1))
        lanes = (f"lane {order.randrange(6)}",) if order.random() < 0.97 else ()
        span = Span.of_us(start, start + length)
        made.append(Mark(uuid4(), span, lanes, star=star, private=private, clip=clip, words="a moment", steps=steps))
    return made
