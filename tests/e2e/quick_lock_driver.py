"""Run by test_quick_lock in a process of its own: shows a new library's family in a window, then locks or closes.

Passphrase, code and question come on standard input, a line each. Says "ready" when the family is shown, and waits for the file "go".
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QTimer

from app import wiring
from app.rooms import RoomId, Where
from vig_tool.work import families, opening


def main(folder: Path, what: str) -> int:
    passphrase, code, question = (sys.stdin.readline().rstrip("\n") for _ in range(3))
    application = wiring.build_application(["vig-tool-app"])
    window = wiring.Window(application, folder)
    window.crash_path.install()
    window.show()
    library = opening.create_library(folder, passphrase).library
    page = families.add_family(library, code).value
    families.add_cycle(library, page.id, question=question)
    window.open(library)
    assert window.shell is not None
    window.shell.go(RoomId.FAMILIES, Where(family=page.id))
    go = folder.parent / "go"
    clock = QTimer()

    def look() -> None:
        if go.exists():
            clock.stop()
            (window.lock if what == "lock" else window.close)()

    clock.timeout.connect(look)
    clock.start(100)
    QTimer.singleShot(300, lambda: print("ready", flush=True))
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
