"""First start and lock screen: open the library, make a new one, try the practice family, or get in with the recovery code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QWidget

from app.actions import Place
from app.bindings import ActionSet
from app.screens.welcome.pages import CodePage, FirstPage, NewPage, Page, RecoverPage, UnlockPage
from app.tasks import Tasks
from app.widgets.fields import Field, choose_folder
from app.widgets.job_tray import JobTray
from app.widgets.notice_bar import NoticeBar
from app.widgets.plain import column, row
from vig_tool.errors import UserError
from vig_tool.jobs import Job
from vig_tool.work import opening, practice, settings

_PRACTICE_HINT = f"This is the practice library. Its passphrase is no secret: {opening.PRACTICE_PASSPHRASE}"
_NO_LIBRARY = "There is no library in that folder."


class Welcome(QWidget):
    """Sends `opened(Library)` once; everything slow happens in tasks. Bugs go on to `Tasks.troubled`."""

    opened = Signal(object)
    close_asked = Signal()

    def __init__(self, tasks: Tasks, folder: Path | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "room")
        self._tasks = tasks
        self._folder = folder
        self._made: opening.NewLibrary | None = None
        self._answering: Field | None = None
        there = folder is not None and opening.is_library(folder)
        self.first_page, self.unlock_page = FirstPage(), UnlockPage()
        self.new_page = NewPage(settings.usual_folder() if folder is None or there else folder)
        self.code_page, self.recover_page = CodePage(), RecoverPage()
        self._holders: dict[Page, QWidget] = {}
        self.pages = QStackedWidget()
        for page in (self.first_page, self.unlock_page, self.new_page, self.code_page, self.recover_page):
            self._holders[page] = _centred(page)
            self.pages.addWidget(self._holders[page])
        self.notice = NoticeBar()
        self.tray = JobTray()
        tasks.started.connect(self.tray.began)
        tasks.ended.connect(self.tray.ended)
        column(self, self.pages, self.notice, self.tray, space=0).setStretch(0, 1)
        self.actions_here = ActionSet(self, Place.ANYWHERE, {"app.close": self.close_asked.emit})
        self._listen()
        if folder is not None and there:
            self.show_unlock(folder)
        else:
            self.show_page(self.first_page)
        if folder is not None and not there:
            self.notice.show_line("trouble", _NO_LIBRARY, "Make a new one there, or choose another folder.")

    def _listen(self) -> None:
        self.first_page.practice_asked.connect(self.practise)
        self.first_page.new_asked.connect(self._show_new)
        self.first_page.open_asked.connect(self.open_other)
        self.unlock_page.asked.connect(self.unlock)
        self.unlock_page.code_asked.connect(self._show_recover)
        self.unlock_page.other_asked.connect(self.open_other)
        self.unlock_page.back.connect(self._show_first)
        self.new_page.asked.connect(self.make)
        self.new_page.back.connect(self._show_first)
        self.code_page.sheet.written_down.connect(self._go_on)
        self.recover_page.asked.connect(self.recover)
        self.recover_page.back.connect(self._show_unlock_again)

    @property
    def page(self) -> Page:
        return next(page for page, holder in self._holders.items() if holder is self.pages.currentWidget())

    def show_page(self, page: Page) -> None:
        self.pages.setCurrentWidget(self._holders[page])
        page.first.setFocus()

    def show_unlock(self, folder: Path) -> None:
        self._folder = folder
        practising = folder.absolute() == settings.practice_folder().absolute()
        self.unlock_page.show_folder(folder, hint=_PRACTICE_HINT if practising else "")
        self.show_page(self.unlock_page)

    def unlock(self, passphrase: str) -> None:
        folder = self._folder
        if folder is not None:
            self._run(lambda _job: opening.open_library(folder, passphrase), answering=self.unlock_page.passphrase, saying="Opening…")

    def make(self, folder: Path, passphrase: str) -> None:
        def work(_job: Job) -> opening.NewLibrary:
            return opening.create_library(folder, passphrase)

        self._run(work, answering=self.new_page.passphrase, saying="Making your library…", then=self._show_code)

    def recover(self, code: str, passphrase: str) -> None:
        folder = self._folder

        def work(_job: Job) -> opening.Library:
            return opening.open_with_recovery(folder or settings.usual_folder(), code, new_passphrase=passphrase)

        self._run(work, answering=self.recover_page.code, saying="Opening with the code…")

    def practise(self) -> None:
        saying = "The first time takes a minute: the practice films are drawn."
        self._run(_open_practice, answering=None, saying=saying, title="Practice family")

    def open_other(self) -> None:
        chosen = choose_folder(self, self._folder or settings.usual_folder())
        if chosen is None:
            return
        if opening.is_library(chosen):
            self.show_unlock(chosen)
        else:
            self.notice.show_line("trouble", _NO_LIBRARY, "Choose the folder that was made for it.")

    def _run(
        self,
        work: Callable[[Job], object],
        *,
        answering: Field | None,
        saying: str,
        title: str = "",
        then: Callable[..., object] | None = None,
    ) -> None:
        done: Callable[..., object] = then or self._open
        self._answering = answering
        self.notice.show_line("plain", saying, "")
        self.pages.setEnabled(False)
        self._tasks.run(work, title=title, done=done, failed=self._refused, cancelled=self._stopped)

    def _open(self, library: opening.Library) -> None:
        self.notice.hide()
        if not library.practice:
            settings.remember_library(library.folder)
        self.opened.emit(library)

    def _show_code(self, made: opening.NewLibrary) -> None:
        self._made = made
        self.notice.hide()
        self.pages.setEnabled(True)
        self.code_page.sheet.show_code(made.recovery)
        self.show_page(self.code_page)

    def _go_on(self) -> None:
        made, self._made = self._made, None
        if made is not None:
            self._open(made.library)

    def _stopped(self) -> None:
        self.pages.setEnabled(True)
        self.notice.hide()

    def _refused(self, trouble: BaseException) -> None:
        self.pages.setEnabled(True)
        self.notice.hide()
        if not isinstance(trouble, UserError):
            self._tasks.troubled.emit(trouble)
        elif self._answering is not None:
            self._answering.complain(str(trouble))
        else:
            self.notice.show_line("trouble", trouble.sentence, trouble.advice)

    def _show_first(self) -> None:
        self.show_page(self.first_page)

    def _show_new(self) -> None:
        self.show_page(self.new_page)

    def _show_recover(self) -> None:
        self.show_page(self.recover_page)

    def _show_unlock_again(self) -> None:
        if self._folder is not None:
            self.show_unlock(self._folder)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.page.first.setFocus()  # set before, it is lost on the way into the window


def _open_practice(job: Job) -> opening.Library:
    folder = settings.practice_folder()
    if opening.is_library(folder):
        return opening.open_library(folder, opening.PRACTICE_PASSPHRASE)
    return practice.make_practice_library(folder, job=job)


def _centred(page: QWidget) -> QScrollArea:
    """In the middle of the window, and still reachable where text is large and the window small."""
    inside = QWidget()
    row(inside, None, column(None, None, page, None), None)
    scroll = QScrollArea()
    scroll.setWidget(inside)
    scroll.setWidgetResizable(True)
    return scroll
