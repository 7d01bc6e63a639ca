"""The only place that builds: the application, the window, the desk of an open library, every room; and the quick lock."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from app.announce import Announcer
from app.background import Background
from app.collecting import Collector
from app.intake import Intake
from app.keys_in_use import keys_in_use
from app.notices import CrashPath, Notices
from app.rooms import Desk, Room, RoomId, Where
from app.screens.clips import ClipsRoom
from app.screens.families.room import FamiliesRoom
from app.screens.film_room import FilmRoom
from app.screens.goals.room import GoalsRoom
from app.screens.review import ReviewRoom
from app.screens.schemes import SchemesRoom
from app.screens.settings.room import SettingsRoom
from app.screens.side_by_side import SideBySideRoom
from app.screens.welcome.screen import Welcome
from app.shell import Shell
from app.spoken import speak_roles
from app.tasks import Tasks
from app.theme.icons import Icon, icon
from app.theme.stylesheet import apply_theme
from app.theme.theme import Theme
from app.theme.tokens import Role
from app.video.choice import EngineChoice, Engines, vlc_missing
from app.video.player import Player
from vig_tool.work import keys, opening, settings
from vig_tool.work.changes import Changes
from vig_tool.work.left_off import last_left
from vig_tool.work.listening import read_listening

TITLE = "VIG Tool"
_FIRST_SIZE = (1366, 768)


class Window(QMainWindow):
    """Welcome, then the shell; a cover while locking. Its title never says more than the program's name."""

    def __init__(self, application: QApplication, folder: Path | None, *, prepares: bool = True) -> None:
        """`prepares`: whether films are prepared in the background."""
        super().__init__()
        self._prepares = prepares
        self.setWindowTitle(TITLE)
        self.resize(*_FIRST_SIZE)
        self._application = application
        self._tasks = Tasks(self)
        self._notices = Notices(self)
        self._announcer = Announcer(self)
        self.crash_path = CrashPath(self._notices, self)
        self._tasks.troubled.connect(self._notices.trouble)
        self._announcer.changed.connect(self._changed)
        self._engines = Engines()
        self._library: opening.Library | None = None
        self._background: Background | None = None
        self._closing = False
        self._was_maximised = False
        self._worn: Theme | None = None
        self.shell: Shell | None = None
        self.welcome = Welcome(self._tasks, folder)
        self.welcome.opened.connect(self.open)
        self.welcome.close_asked.connect(self.close)
        self._notices.said.connect(self.welcome.notice.show_line)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.welcome)
        self.setCentralWidget(self._stack)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.dress)
        self.dress()

    def open(self, library: opening.Library) -> None:
        """A library was opened: the shell takes the welcome screen's place."""
        self._library = library
        self._background = self._preparing(library) if self._prepares else None
        desk = Desk(
            library=library, tasks=self._tasks, notices=self._notices, announcer=self._announcer, background=self._background
        )
        self._notices.said.disconnect(self.welcome.notice.show_line)
        intake = Intake(desk, self)
        self._choose_engine()
        self._use_keys()
        self.shell = Shell(desk, room_makers(desk, intake, self._engines), self.theme())
        self.shell.lock_asked.connect(self.lock)
        self.shell.close_asked.connect(self.close)
        self.shell.full_screen.connect(self._go_full)
        self.shell.films_dropped.connect(intake.offer)
        self._stack.addWidget(self.shell)
        self._stack.setCurrentWidget(self.shell)
        self.dress()
        self.shell.go(RoomId.FAMILIES, Where())
        left = last_left(library)
        if left is not None:
            self.shell.remember(Where(family=left.family_id, cycle=left.cycle_id, recording=left.recording_id))
        self.welcome.deleteLater()
        if self._background is not None:
            self._background.start()

    @property
    def idle(self) -> bool:
        """Whether nothing runs beside the window, not even what the user is not told of (pictures for a strip, …)."""
        return not self._tasks.running and (self._background is None or self._background.idle)

    def theme(self) -> Theme:
        """As the library's settings say; before it is open, as the system has it."""
        chosen = settings.Settings() if self._library is None else settings.read_settings(self._library)
        system_dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return Theme(dark=chosen.theme == "dark" or (chosen.theme == "automatic" and system_dark), scale=chosen.text_scale)

    def _choose_engine(self) -> None:
        if self._library is not None:
            self._engines.choice = EngineChoice(settings.read_settings(self._library).engine)

    def _use_keys(self) -> None:
        if self._library is not None:
            keys_in_use().use(keys.read_keys(self._library))

    def dress(self, _scheme: object = None) -> None:
        self._worn = theme = self.theme()
        apply_theme(self._application, theme)
        if self.shell is not None:
            self.shell.wear(theme)

    def lock(self) -> None:
        """Drafts are saved and players stopped, everything is covered; then a fresh process takes this one's place, so that no key
        and no word stays in memory."""
        if self.shell is not None:
            self.shell.leave_all()
        cover = QWidget()
        cover.setProperty("kind", "paper")
        cover.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._stack.addWidget(cover)
        self._stack.setCurrentWidget(cover)
        self.repaint()
        folder = None if self._library is None else self._library.folder
        place = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        self._end_work()
        start_again(folder, place)

    def put_back(self, place: str) -> None:
        self.restoreGeometry(QByteArray.fromBase64(place.encode("ascii")))

    def _preparing(self, library: opening.Library) -> Background:
        background = Background(library, self)
        background.stopped.connect(self._notices.trouble)
        background.troubled.connect(self._notices.trouble)
        self._announcer.changed.connect(background.changed)
        return background

    def _end_work(self) -> None:
        if self._background is not None:
            self._background.close()
            self._background = None
        self._engines.farewell.close()
        self._tasks.close()
        if self._library is not None:
            self._library.close()
            self._library = None

    def _go_full(self, on: bool) -> None:  # noqa: FBT001 - the signal's shape
        if on:
            self._was_maximised = self.isMaximized()
            self.showFullScreen()
        elif self._was_maximised:
            self.showMaximized()
        else:
            self.showNormal()

    def _changed(self, changes: Changes, _initiator: QObject | None) -> None:
        if changes.touches("setting"):
            self._choose_engine()
            self._use_keys()
            if self.theme() != self._worn:
                self.dress()

    def _stop_and_close(self) -> None:
        self._closing = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        busy = self._tasks.busy
        if busy and not self._closing:
            event.ignore()
            self._notices.offer(f"{busy[0].title}: this is not finished yet.", "Stop it and close", self._stop_and_close)
            return
        if self.shell is not None:
            self.shell.leave_all()
        self._end_work()
        event.accept()


def room_makers(desk: Desk, intake: Intake, engines: Engines) -> dict[RoomId, Callable[[], Room]]:
    """How each room is built, when it is first entered."""

    def make_player() -> Player:
        player = Player(engines, asks=partial(read_listening, desk.library))
        if desk.background is not None:
            desk.background.give_way_to(player)
        return player

    return {
        RoomId.FAMILIES: partial(FamiliesRoom, desk, intake),
        RoomId.FILM_ROOM: partial(FilmRoom, desk, make_player),
        RoomId.SIDE_BY_SIDE: partial(SideBySideRoom, desk, make_player),
        RoomId.CLIPS: partial(ClipsRoom, desk, make_player),
        RoomId.REVIEW: partial(ReviewRoom, desk, make_player),
        RoomId.GOALS: partial(GoalsRoom, desk),
        RoomId.SETTINGS: partial(SettingsRoom, desk, vlc_missing()),
        RoomId.SCHEMES: partial(SchemesRoom, desk),
    }


def build_application(argv: Sequence[str]) -> QApplication:
    application = QApplication(list(argv))
    application.setApplicationName(TITLE)
    application.setStyle("Fusion")
    application.setWindowIcon(icon(Icon.REVIEW, Theme(), role=Role.ACCENT))
    Collector(application)
    speak_roles()
    return application


def start_again(folder: Path | None, place: str) -> None:
    """Puts a fresh process at the lock screen in this one's place. Does not return."""
    command = [sys.executable, "-m", "app", *(["--library", str(folder)] if folder else []), "--place", place]
    sys.stderr.flush()
    if os.name == "posix":
        os.execv(sys.executable, command)  # noqa: S606 - our own interpreter, a fixed list
    subprocess.Popen(command, close_fds=True)
    os._exit(0)  # nothing may run on with the keys in memory


def run(argv: Sequence[str], *, folder: Path | None, place: str = "") -> int:
    """Shows the window and runs until it is closed; the exit status."""
    application = build_application(argv)
    window = Window(application, folder)
    window.crash_path.install()
    if place:
        window.put_back(place)
    window.show()
    return application.exec()
