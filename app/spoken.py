"""Tells screen readers what a widget of our own is, where Qt would only know that it is a frame or an empty area."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget


def speak_roles() -> None:
    """Once for the application. Widgets say what they are by a class attribute `spoken`, a QAccessible.Role."""
    QAccessible.installFactory(_tell)


def _tell(_class: str, thing: QObject) -> QAccessibleInterface | None:
    role = getattr(type(thing), "spoken", None)
    return QAccessibleWidget(thing, role) if isinstance(thing, QWidget) and isinstance(role, QAccessible.Role) else None
