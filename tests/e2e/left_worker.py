"""What is killed in test_left_off: a window on a library. `leave`: goes somewhere in the film room and says so. `look`: goes to the film
room by its key, as one would after a crash, and says what is shown there. The passphrase comes on standard input.

One line: number of the picture (read from the picture), first µs and µs shown of the time line, the selected moment.
"""

from __future__ import annotations

import sys
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QTimer

from app import wiring
from app.rooms import RoomId, Where
from app.screens.film_room import FilmRoom
from tests.gui.playable import number_in
from vig_tool.vault import slots
from vig_tool.work import families, opening, tagging

PICTURE = 33


def shown(room: FilmRoom) -> str:
    assert room.stage.player is not None
    assert room.sheet is not None
    scale = room.stage.line.scale
    return f"{number_in(room.stage.player.view.image)} {scale.first_us} {scale.shown_us} {room.sheet.selected}"


def main(folder: Path, what: str) -> int:
    slots.COST = slots.MINIMUM = slots.Cost(memory_kib=64, passes=1, lanes=1)
    passphrase = sys.stdin.readline().rstrip("\n")
    application = wiring.build_application(["vig-tool-app"])
    window = wiring.Window(application, folder, prepares=False)
    window.crash_path.install()
    window.show()
    library = opening.open_library(folder, passphrase)
    window.open(library)
    shell = window.shell
    assert shell is not None
    if what == "leave":
        cycle = families.find_cycle(library, "F014", 1)
        shell.go(RoomId.FILM_ROOM, Where(family=families.find_family(library, "F014"), cycle=cycle))
    else:
        shell.actions_here.action(f"go.{RoomId.FILM_ROOM}").trigger()
    room = shell.current
    assert isinstance(room, FilmRoom)
    gone: list[UUID] = []

    def look() -> None:
        player, film = room.stage.player, room.stage.film
        if player is None or film is None or not player.settled:
            return
        if what == "leave" and not gone:
            [moment] = tagging.list_moments(library, film.recording_id)
            gone.append(moment.id)
            room.show_moment(moment.id)
            room.stage.seek(film.index.time(PICTURE))
            for _ in range(4):
                room.stage.line.zoom_in()
            return
        clock.stop()
        print(shown(room), flush=True)
        if what == "look":
            window.close()

    clock = QTimer()
    clock.timeout.connect(look)
    clock.start(50)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
