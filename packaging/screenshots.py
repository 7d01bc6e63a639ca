"""Makes the pictures of the README again from the running app (for maintainers): `python packaging/screenshots.py`.

With a folder as its one word it takes every room at both usual sizes and puts the pictures there, to be looked at. Run inside the
environment that packaging/test.py made. The practice family is opened in an ordinary window (on Qt's offscreen platform where there
is no screen), each room is entered as a user would, and grabbed once its pictures are there.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSize, QTimer
from PySide6.QtWidgets import QApplication, QWidget

ROOT = Path(__file__).resolve().parent.parent
SIZES = (QSize(1366, 768), QSize(1920, 1080))
README = ("film-room", "family")


def wait(milliseconds: int) -> None:
    """Lets the app work; its tasks and engines have threads of their own."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def settle(quiet: Callable[[], bool], *, at_most_ms: int = 20_000) -> None:
    """Until nothing runs any more, and a little longer for the last picture to be painted."""
    waited = 0
    while waited < at_most_ms and not quiet():
        wait(100)
        waited += 100
    wait(700)


def grab(widget: QWidget, folder: Path, name: str, size: QSize) -> None:
    suffix = "" if size == SIZES[0] else f"-{size.width()}x{size.height()}"
    file = folder / f"{name}{suffix}.png"
    if not widget.grab().save(str(file)):
        raise SystemExit(f"{file} could not be written.")
    print(file.name)


def take_all(folder: Path, library: Path, *, only: tuple[str, ...] = ()) -> None:
    """Every room at both sizes; with `only` those pictures at the smaller one."""
    from app.rooms import RoomId, Where
    from app.wiring import Window, build_application
    from vig_tool.work import clips, families, importing, practice, tagging

    application = build_application(["vig-tool"])
    window = Window(application, None)
    lib = practice.make_practice_library(library)
    window.show()
    sizes = SIZES[:1] if only else SIZES
    for size in sizes if not only else ():
        window.resize(size)
        wait(300)
        grab(window, folder, "welcome", size)
    window.open(lib)
    shell = window.shell
    if shell is None:
        raise SystemExit("The window did not open.")
    family = families.find_family(lib, practice.FAMILY_CODE)
    cycle = practice.practice_cycle(lib)
    film = importing.list_recordings(lib, cycle_id=cycle)[0]
    moment = tagging.list_moments(lib, film.id)[3]
    first = clips.list_clips(lib, cycle)[0]
    places = {
        "start": (RoomId.FAMILIES, Where()),
        "family": (RoomId.FAMILIES, Where(family=family)),
        "film-room": (RoomId.FILM_ROOM, Where(family=family, cycle=cycle, recording=film.id, moment=moment.id)),
        "clips": (RoomId.CLIPS, Where(family=family, cycle=cycle, clip=first.id)),
        "review": (RoomId.REVIEW, Where(family=family, cycle=cycle)),
        "goals": (RoomId.GOALS, Where(family=family, cycle=cycle)),
        "settings": (RoomId.SETTINGS, Where()),
    }
    for size in sizes:
        window.resize(size)
        for name, (room, where) in places.items():
            if only and name not in only:
                continue
            shell.go(room, where)
            settle(lambda: window.idle)
            grab(window, folder, name, size)
    window.close()
    QApplication.sendPostedEvents()


def main() -> int:
    chosen = len(sys.argv) > 1
    folder = Path(sys.argv[1]) if chosen else ROOT / "resources" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as scratch:
        take_all(folder, Path(scratch) / "practice", only=() if chosen else README)
    return 0


if __name__ == "__main__":
    sys.exit(main())
