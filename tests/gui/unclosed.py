"""Plays a film and ends without closing anything: `python -m tests.gui.unclosed qt|vlc FILM [hung]`."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from app.video.choice import EngineChoice, Engines
from app.video.vlc.engine import VlcLibrary
from tests.gui.hanging import stuck_film
from tests.gui.playable import CountedSource, playable


def main(choice: str, path: str, *how: str) -> None:
    application = QApplication([])
    film, source = stuck_film(playable(CountedSource(Path(path).read_bytes())), after=60_000 if how else 1 << 40, readers=1)
    engines = Engines(EngineChoice(choice), vlc=VlcLibrary("--aout=adummy"))
    engine = engines.candidates()[0]()
    engine.open(film)
    engine.play()
    loop = QEventLoop()
    watch = QTimer()
    watch.timeout.connect(lambda: loop.quit() if (source.readers and source.readers[0].stuck if how else engine.signs > 60) else None)
    watch.start(50)
    QTimer.singleShot(20_000, loop.quit)
    loop.exec()
    if how:
        engines.aside.take(engine)
    print("over", engines.aside.threads, bool(application), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
