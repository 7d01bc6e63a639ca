"""From the start of the process to a usable window, and from a library's opening to its first page."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.bench.held import PASSPHRASE
from tests.bench.measure import Row, Setting, against, alone, middle, timed

RUNS = 5

_WELCOME = """
import sys
from pathlib import Path
from app import lean
lean.start_lean()
from PySide6.QtCore import QTimer
from app import wiring
application = wiring.build_application(["vig-tool"])
window = wiring.Window(application, Path(sys.argv[1]))
window.show()
QTimer.singleShot(0, lambda: QTimer.singleShot(0, application.quit))
application.exec()
window.close()
"""
_BARE = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication(["bare"])
window = QMainWindow()
window.show()
QTimer.singleShot(0, lambda: QTimer.singleShot(0, application.quit))
application.exec()
"""


def _process(code: str, *words: str) -> float:
    return timed(lambda: subprocess.run([sys.executable, "-c", code, *words], check=True, capture_output=True))


def run(setting: Setting) -> list[Row]:
    from vig_tool.work import families, opening

    folder = setting.scratch / "library"
    lib = opening.create_library(folder, PASSPHRASE).library
    for number in range(40):
        family = families.add_family(lib, f"F{number:03d}").value
        families.add_cycle(lib, family.id, question="What am I doing that helps him feel close to me?")
    lib.close()
    ours, bare = [], []
    for _ in range(RUNS):
        ours.append(_process(_WELCOME, str(folder)))
        bare.append(_process(_BARE))
    opened = [timed(lambda: opening.open_library(folder, PASSPHRASE).close()) for _ in range(RUNS)]
    pages = _first_pages(folder)
    return [
        against("process start to usable window", "an empty Qt window", middle(ours), middle(bare)),
        alone("passphrase to open library (Argon2id included)", middle(opened), "s"),
        alone("open library to the page of 40 families painted", middle(pages), "s"),
    ]


def _first_pages(folder: Path) -> list[float]:
    from PySide6.QtWidgets import QApplication

    from app import wiring
    from vig_tool.work import opening

    application = QApplication.instance() or wiring.build_application(["vig-tool"])
    assert isinstance(application, QApplication)
    seconds = []
    for _ in range(3):
        window = wiring.Window(application, None)
        window.show()
        lib = opening.open_library(folder, PASSPHRASE)

        def show(window: wiring.Window = window, lib: opening.Library = lib) -> None:
            window.open(lib)
            window.grab()

        seconds.append(timed(show))
        window.close()
    return seconds
