"""Asks where an export should go. The suggested names say nothing about whom it shows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app.unremembered import unremembered

AskWhere = Callable[[QWidget, str, str], Path | None]
"""(parent, title of the question, suggested file name) → the file to write, or None."""

_KINDS = {".mp4": "Film (*.mp4)", ".png": "Picture (*.png)", ".pdf": "PDF (*.pdf)", ".toml": "Scheme (*.toml)"}

_FILMS = "Films (*.mp4 *.mov *.m4v *.mkv *.webm *.avi *.mts *.m2ts *.ts *.mpg *.mpeg *.wmv *.3gp *.3g2 *.ogv);;All files (*)"


def ask_where(parent: QWidget, title: str, name: str) -> Path | None:
    """The system's own dialog; it asks by itself before a file there is replaced."""
    ending = Path(name).suffix
    with unremembered():
        chosen, _kind = QFileDialog.getSaveFileName(parent, title, name, _KINDS[ending])
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix else path.with_suffix(ending)


def ask_scheme(parent: QWidget) -> Path | None:
    """A scheme's file to take in."""
    with unremembered():
        chosen, _kind = QFileDialog.getOpenFileName(parent, "Choose a scheme", "", f"{_KINDS['.toml']};;All files (*)")
    return Path(chosen) if chosen else None


def ask_films(parent: QWidget) -> tuple[Path, ...]:
    """Any number of films to take in; none where the user thinks better of it."""
    with unremembered():
        chosen, _kind = QFileDialog.getOpenFileNames(parent, "Choose films", "", _FILMS)
    return tuple(Path(name) for name in chosen)
