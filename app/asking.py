"""Asks where an export should go. The suggested names say nothing about whom it shows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

AskWhere = Callable[[QWidget, str, str], Path | None]
"""(parent, title of the question, suggested file name) → the file to write, or None."""

_KINDS = {".mp4": "Film (*.mp4)", ".png": "Picture (*.png)"}


def ask_where(parent: QWidget, title: str, name: str) -> Path | None:
    """The system's own dialog; it asks by itself before a file there is replaced."""
    ending = Path(name).suffix
    chosen, _kind = QFileDialog.getSaveFileName(parent, title, name, _KINDS[ending])
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix else path.with_suffix(ending)
