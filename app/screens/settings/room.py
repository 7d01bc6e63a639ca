"""The settings' room. Every choice counts at once; there is no button to save."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QWidget

from app.keys_in_use import Changed, keys_in_use
from app.rooms import Crumb, Desk, Room, RoomId, Where
from app.screens.settings.keys import Keys
from app.screens.settings.sections import Checking, Lies, Looks, Playing, Prepared, Schemes
from app.screens.settings.way_in import WayIn
from app.theme.theme import theme_of
from app.theme.tokens import Size, Space
from app.widgets.plain import Words, column, row
from vig_tool.errors import UserError
from vig_tool.jobs import Job
from vig_tool.work import deriving, keeping, keys, opening, settings


class SettingsRoom(Room):
    def __init__(self, desk: Desk, vlc_missing: str | None) -> None:
        """`vlc_missing`: why VLC cannot be chosen, as a sentence; None where it can."""
        super().__init__(desk)
        self.looks, self.playing, self.way_in, self.checking = Looks(), Playing(vlc_missing), WayIn(), Checking()
        self.prepared, self.keys, self.schemes = Prepared(), Keys(), Schemes()
        self.lies = Lies(desk.library.folder, practice=desk.library.practice)
        inside = QWidget()
        left = column(None, self.looks, self.schemes, self.playing, self.keys, None, space=Space.LARGE)
        right = column(None, self.way_in, self.checking, self.prepared, self.lies, None, space=Space.LARGE)
        self._beside = row(None, left, right, None, space=Space.LARGE)
        column(inside, Words("Settings", tone="title"), self._beside, None, space=Space.LARGE, margin=Space.WIDE)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        column(self, scroll)
        self.way_in.setVisible(not desk.library.practice)
        self.keys.kept.connect(self._keep_keys)
        self.looks.theme_chosen.connect(self._choose_theme)
        self.looks.scale_chosen.connect(self._choose_scale)
        self.playing.engine_chosen.connect(self._choose_engine)
        self.playing.memory_chosen.connect(self._choose_memory)
        self.way_in.passphrase.change_asked.connect(self.change_passphrase)
        self.way_in.recovery.code_asked.connect(self.make_code)
        self.way_in.recovery.kept.connect(self._code_kept)
        self.checking.check_asked.connect(self.check)
        self.schemes.change_asked.connect(lambda: self.go.emit(RoomId.SCHEMES, Where()))
        self.prepared.copies_chosen.connect(self._choose_copies)
        self.prepared.throw_away_asked.connect(self.throw_away)
        self.lies.show_asked.connect(self._show_folder)

    @property
    def title(self) -> str:
        return "Settings"

    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb(self.title),)

    def enter(self, where: Where) -> None:  # noqa: ARG002 - settings belong to the whole library
        kept = settings.read_settings(self.desk.library)
        self.looks.show_settings(kept)
        self.playing.show_settings(kept)
        self.prepared.show_settings(kept)
        self._measure()

    def leave(self) -> None:
        """What was typed goes; a new recovery code stays until it is written down, since nothing else opens with it."""
        self.way_in.clear()

    def change_passphrase(self, old: str, new: str) -> None:
        library = self.desk.library

        def work(_job: Job) -> None:
            opening.change_passphrase(library, old=old, new=new)

        self.desk.tasks.run(work, done=self._passphrase_changed, failed=self._passphrase_refused)

    def make_code(self, passphrase: str) -> None:
        library = self.desk.library

        def work(_job: Job) -> str:
            return opening.new_recovery_code(library, passphrase=passphrase)

        self.desk.tasks.run(work, done=self.way_in.recovery.show_code, failed=self._code_refused)

    def check(self) -> None:
        library = self.desk.library

        def work(job: Job) -> tuple[list[keeping.Finding], tuple[str, ...]]:
            return keeping.check_library(library, job=job), keeping.remarks(library)

        self.desk.tasks.run(work, title="Checking the library", done=self._checked, cancelled=self.checking.stop)

    def throw_away(self) -> None:
        """What was made of films goes; making it rests, else it would come back at once."""
        library, background = self.desk.library, self.desk.background
        if background is not None:
            background.pause()

        def work(_job: Job) -> int:
            return deriving.throw_away_derived(library)

        self.desk.tasks.run(work, done=self._thrown_away)

    def _thrown_away(self, freed: int) -> None:
        self._measure()
        if self.desk.background is not None:
            self.desk.background.look()
        self.desk.notices.say(
            f"{freed / 1e6:,.0f} MB are free again. It is made anew when the library is opened next, or when you press “Go on” above."
        )

    def _measure(self) -> None:
        library = self.desk.library

        def work(_job: Job) -> int:
            return deriving.derived_bytes(library)

        self.desk.tasks.run(work, done=self.prepared.show_bytes)

    def _choose_copies(self, on: bool) -> None:  # noqa: FBT001 - the signal's shape
        self._change(replace(settings.read_settings(self.desk.library), smooth_copies=on))

    def _change(self, fresh: settings.Settings) -> None:
        self.carry_out(lambda: settings.change_settings(self.desk.library, fresh))

    def _keep_keys(self, other: Changed) -> None:
        done = self.carry_out(lambda: keys.keep_keys(self.desk.library, other))
        if done is not None:
            keys_in_use().use(done.value)

    def _choose_theme(self, theme: str) -> None:
        self._change(replace(settings.read_settings(self.desk.library), theme=theme))

    def _choose_scale(self, percent: int) -> None:
        self._change(replace(settings.read_settings(self.desk.library), text_scale=percent))

    def _choose_memory(self, megabytes: int) -> None:
        self._change(replace(settings.read_settings(self.desk.library), stepper_mb=megabytes))

    def _choose_engine(self, engine: str) -> None:
        self._change(replace(settings.read_settings(self.desk.library), engine=engine))

    def _passphrase_changed(self, _none: None) -> None:
        self.way_in.passphrase.clear()
        self.way_in.passphrase.change.setEnabled(True)
        self.desk.notices.say("The passphrase is changed. The recovery code stays as it is.")

    def _passphrase_refused(self, trouble: BaseException) -> None:
        self.way_in.passphrase.change.setEnabled(True)
        if isinstance(trouble, UserError):
            self.way_in.passphrase.old.complain(str(trouble))
        else:
            self.desk.notices.trouble(trouble)

    def _code_refused(self, trouble: BaseException) -> None:
        self.way_in.recovery.ask_again(str(trouble) if isinstance(trouble, UserError) else "")
        if not isinstance(trouble, UserError):
            self.desk.notices.trouble(trouble)

    def _code_kept(self) -> None:
        self.desk.notices.say("From now on the new recovery code opens the library. Throw the old paper away.")

    def _checked(self, found: tuple[Sequence[keeping.Finding], Sequence[str]]) -> None:
        findings, remarks = found
        self.checking.show_findings(findings, remarks)

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.desk.library.folder)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns where there is room for them; with large text one below the other."""
        wide = event.size().width() >= 2 * theme_of(self).px(Size.COLUMN) + 4 * Space.WIDE
        self._beside.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        super().resizeEvent(event)
