"""A file dialog leaves no folder's name behind in Qt's settings, and takes none of another program's away."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QDir, QSettings, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog

from app.unremembered import unremembered

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there Qt keeps its notes in the registry, which a test leaves alone")


@pytest.fixture
def notes(tmp_path: Path) -> Iterator[Path]:
    """Where Qt writes its notes during the test."""
    home = tmp_path / "notes"
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(home))
    yield home
    usual = os.environ.get("XDG_CONFIG_HOME") or QDir.homePath() + "/.config"
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, usual)


def _look_into(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "film.mp4").touch()
    dialog = QFileDialog(None, "Choose films", str(folder))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.selectFile(str(folder / "film.mp4"))
    QTimer.singleShot(0, dialog.accept)
    dialog.exec()
    del dialog


def _written(notes: Path) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in notes.rglob("*") if path.is_file())


def test_qt_alone_writes_the_folder_down(qapp: QApplication, notes: Path, tmp_path: Path) -> None:
    _look_into(tmp_path / "F014-visit")
    assert "F014-visit" in _written(notes)


def test_nothing_of_it_is_left(qapp: QApplication, notes: Path, tmp_path: Path) -> None:
    with unremembered():
        _look_into(tmp_path / "F014-visit")
    assert "F014-visit" not in _written(notes)


def test_what_was_noted_before_is_still_there(qapp: QApplication, notes: Path, tmp_path: Path) -> None:
    _look_into(tmp_path / "holidays")
    with unremembered():
        _look_into(tmp_path / "F014-visit")
    assert "holidays" in _written(notes)
    assert "F014-visit" not in _written(notes)
