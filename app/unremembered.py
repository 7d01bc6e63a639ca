"""Keeps Qt from writing down which folders were looked at: its file dialog notes them in a settings file outside the library."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QSettings

_GROUP = "FileDialog"


@contextmanager
def unremembered() -> Iterator[None]:
    """Around a file dialog: what Qt had noted before (for all its programs) is put back as it was."""
    before = _noted()
    try:
        yield
    finally:
        notes = QSettings(QSettings.Scope.UserScope, "QtProject")
        for name in set(_noted()) - set(before):
            notes.remove(f"{_GROUP}/{name}")
        for name, value in before.items():
            notes.setValue(f"{_GROUP}/{name}", value)
        notes.sync()


def _noted() -> dict[str, object]:
    notes = QSettings(QSettings.Scope.UserScope, "QtProject")
    notes.beginGroup(_GROUP)
    return {name: notes.value(name) for name in notes.allKeys()}
