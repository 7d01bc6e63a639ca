"""First start and lock screen: one obvious next step, a quiet sentence for a wrong passphrase, the recovery code shown once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.screens.welcome import screen
from app.screens.welcome.screen import Welcome
from app.tasks import Tasks
from tests.gui.desk import PASSPHRASE
from tests.gui.desk import dressed as dressed
from vig_tool.jobs import Job
from vig_tool.work import opening, practice, settings


@pytest.fixture
def opened() -> Iterator[list[opening.Library]]:
    """The libraries a test opened; closed at its end."""
    libraries: list[opening.Library] = []
    yield libraries
    for library in libraries:
        library.close()


@pytest.fixture
def remembered() -> list[Path]:
    """The folders noted as opened last."""
    return []


@pytest.fixture
def welcome(
    dressed: QApplication,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    opened: list[opening.Library],
    remembered: list[Path],
) -> Iterator[Callable[[Path | None], Welcome]]:
    monkeypatch.setattr(settings, "usual_folder", lambda: tmp_path / "usual")
    monkeypatch.setattr(settings, "practice_folder", lambda: tmp_path / "practice")
    monkeypatch.setattr(settings, "remember_library", remembered.append)
    tasks = Tasks()

    def make(folder: Path | None) -> Welcome:
        shown = Welcome(tasks, folder)
        qtbot.addWidget(shown)
        shown.opened.connect(opened.append)
        shown.resize(1366, 768)
        shown.show()
        return shown

    yield make
    tasks.close()


@pytest.fixture
def library_folder(tmp_path: Path) -> tuple[Path, str]:
    """A closed library and its recovery code."""
    made = opening.create_library(tmp_path / "there", PASSPHRASE)
    made.library.close()
    return tmp_path / "there", made.recovery


def test_a_first_start_offers_the_practice_family_first(welcome: Callable[[Path | None], Welcome]) -> None:
    shown = welcome(None)
    assert shown.page is shown.first_page
    assert shown.first_page.practise.property("kind") == "main"


def test_the_passphrase_opens_the_library(
    welcome: Callable[[Path | None], Welcome], qtbot: QtBot, library_folder: tuple[Path, str], opened: list[opening.Library]
) -> None:
    shown = welcome(library_folder[0])
    assert shown.page is shown.unlock_page
    QTest.keyClicks(shown.unlock_page.passphrase.edit, PASSPHRASE)
    with qtbot.waitSignal(shown.opened, timeout=5000):
        QTest.keyClick(shown.unlock_page.passphrase.edit, Qt.Key.Key_Return)
    assert opened[0].folder == library_folder[0]


def test_a_wrong_passphrase_is_one_quiet_sentence(
    welcome: Callable[[Path | None], Welcome], qtbot: QtBot, library_folder: tuple[Path, str], opened: list[opening.Library]
) -> None:
    shown = welcome(library_folder[0])
    QTest.keyClicks(shown.unlock_page.passphrase.edit, "not this one at all")
    shown.unlock_page.go.click()
    field = shown.unlock_page.passphrase
    qtbot.waitUntil(lambda: field.line.property("tone") == "danger", timeout=5000)
    assert "passphrase" in field.line.words
    assert shown.pages.isEnabled()
    assert opened == []
    QTest.keyClicks(field.edit, "x")
    assert field.line.words == ""


def test_a_new_library_shows_its_code_once_and_waits_until_it_is_written_down(
    welcome: Callable[[Path | None], Welcome], qtbot: QtBot, tmp_path: Path, opened: list[opening.Library]
) -> None:
    shown = welcome(None)
    shown.first_page.make.click()
    page = shown.new_page
    assert shown.page is page
    page.passphrase.set_text(PASSPHRASE)
    page.again.set_text("another")
    page.go.click()
    assert "match" in page.again.line.words
    page.again.set_text(PASSPHRASE)
    page.go.click()
    qtbot.waitUntil(lambda: shown.page is shown.code_page, timeout=5000)
    code = shown.code_page.sheet.code.words
    assert len(code) > 30
    assert not shown.code_page.sheet.go.isEnabled()
    assert opened == []
    shown.code_page.sheet.written.click()
    with qtbot.waitSignal(shown.opened, timeout=2000):
        shown.code_page.sheet.go.click()
    assert opened[0].folder == tmp_path / "usual"
    assert shown.code_page.sheet.code.words == ""
    opened.pop().close()
    again = welcome(tmp_path / "usual")
    again.recover(code.replace("\n", ""), "a passphrase quite new")
    with qtbot.waitSignal(again.opened, timeout=5000):
        pass


def test_too_short_a_passphrase_is_said_at_the_field(welcome: Callable[[Path | None], Welcome], qtbot: QtBot, tmp_path: Path) -> None:
    shown = welcome(None)
    shown.make(tmp_path / "usual", "abc")
    qtbot.waitUntil(lambda: shown.new_page.passphrase.line.property("tone") == "danger", timeout=5000)
    assert not (tmp_path / "usual" / "library.db").exists()


def test_the_recovery_code_opens_and_sets_a_new_passphrase(
    welcome: Callable[[Path | None], Welcome], qtbot: QtBot, library_folder: tuple[Path, str], opened: list[opening.Library]
) -> None:
    shown = welcome(library_folder[0])
    page = shown.recover_page
    shown.show_page(page)
    page.code.set_text(library_folder[1].lower())
    page.passphrase.set_text("a passphrase quite new")
    page.again.set_text("a passphrase quite new")
    with qtbot.waitSignal(shown.opened, timeout=5000):
        page.go.click()
    opened.pop().close()
    opening.open_library(library_folder[0], "a passphrase quite new").close()


def test_a_mistyped_code_is_said_at_its_field(
    welcome: Callable[[Path | None], Welcome], qtbot: QtBot, library_folder: tuple[Path, str]
) -> None:
    shown = welcome(library_folder[0])
    shown.show_page(shown.recover_page)
    shown.recover("not a code", "a passphrase quite new")
    qtbot.waitUntil(lambda: shown.recover_page.code.line.property("tone") == "danger", timeout=5000)


def test_the_practice_family_opens_without_any_question(
    welcome: Callable[[Path | None], Welcome],
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    opened: list[opening.Library],
    remembered: list[Path],
) -> None:
    def quick(folder: Path, *, job: Job | None = None) -> opening.Library:
        return opening.create_library(folder, opening.PRACTICE_PASSPHRASE, practice=True).library

    monkeypatch.setattr(practice, "make_practice_library", quick)
    for _ in range(2):
        shown = welcome(None)
        with qtbot.waitSignal(shown.opened, timeout=5000):
            shown.first_page.practise.click()
        assert opened[0].practice
        opened.pop().close()
    assert remembered == []
    locked = welcome(tmp_path / "practice")
    assert opening.PRACTICE_PASSPHRASE in locked.unlock_page.passphrase.line.words


def test_another_folder_is_refused_with_a_sentence(
    welcome: Callable[[Path | None], Welcome], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen, "choose_folder", lambda _parent, _start: tmp_path)
    shown = welcome(None)
    shown.first_page.open.click()
    assert "no library" in shown.notice.sentence.words
    assert shown.page is shown.first_page


def test_a_folder_without_a_library_is_said_and_offered_for_a_new_one(welcome: Callable[[Path | None], Welcome], tmp_path: Path) -> None:
    shown = welcome(tmp_path / "nothing")
    assert shown.page is shown.first_page
    assert "no library" in shown.notice.sentence.words
    assert shown.new_page.folder.folder == tmp_path / "nothing"


def test_ctrl_q_closes_the_window_before_anything_is_opened(welcome: Callable[[Path | None], Welcome], qtbot: QtBot) -> None:
    first = welcome(None)
    first.activateWindow()
    qtbot.waitUntil(first.isActiveWindow)
    with qtbot.waitSignal(first.close_asked, timeout=2000):
        QTest.keyClick(first, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
