"""What a room of the window is: a widget with a title that is entered with a place and left again; and what rooms are given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from app.announce import Announcer
from app.background import Background
from app.notices import Notices
from app.tasks import Tasks
from vig_tool.errors import UserError
from vig_tool.work.changes import Done
from vig_tool.work.opening import Library

T = TypeVar("T")


class RoomId(StrEnum):
    FAMILIES = "families"
    FILM_ROOM = "film_room"
    SIDE_BY_SIDE = "side_by_side"
    CLIPS = "clips"
    REVIEW = "review"
    GOALS = "goals"
    SETTINGS = "settings"
    SCHEMES = "schemes"


INNER = frozenset({RoomId.SIDE_BY_SIDE, RoomId.SCHEMES})
"""Rooms that one enters from another room: they do not stand on the rail."""


@dataclass(frozen=True, slots=True)
class Where:
    """What a room is about. The shell keeps the last one, so that a room opened from the rail shows what one was working on."""

    family: UUID | None = None
    cycle: UUID | None = None
    recording: UUID | None = None
    moment: UUID | None = None
    clip: UUID | None = None


@dataclass(frozen=True, slots=True)
class Crumb:
    """One word of the bread crumb; `to` is where a click on it leads (None: nowhere, it is here)."""

    words: str
    room: RoomId | None = None
    where: Where | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """What every room works with. Built by wiring, once per open library. Without `background` nothing is prepared."""

    library: Library
    tasks: Tasks
    notices: Notices
    announcer: Announcer
    background: Background | None = None


class Room(QWidget):
    """A screen of the shell.

    `enter` shows what `where` says and may be called again with another place; `leave` saves what is half-written and stops what
    plays, within 200 ms: it is called before another room, on closing and by the quick lock. `crumbs` is read after `enter` and
    whenever `crumbs_changed` is sent. A room asks for another by `go`; it never calls one.
    """

    go = Signal(object, object)  # RoomId, Where
    crumbs_changed = Signal()
    undo_changed = Signal()  # what Undo would do may have changed though nothing was announced
    full_screen = Signal(bool)  # the shell hides itself around the room (shared review)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setProperty("kind", "room")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    @property
    def title(self) -> str:
        """Its name in the bread crumb."""
        raise NotImplementedError

    @property
    def dark(self) -> bool:
        """Whether it is always dark (film room, review)."""
        return False

    def where(self) -> Where:
        """What it is about just now."""
        return Where()

    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb(self.title),)

    def enter(self, where: Where) -> None:
        raise NotImplementedError

    def leave(self) -> None:
        """Nothing to save or stop unless a room says otherwise."""

    def carry_out(self, use_case: Callable[[], Done[T]], *, complain: Callable[[str], object] | None = None) -> Done[T] | None:
        """What a use case gave, announced; None where it could not be done: that is said at the field that caused it (`complain`), or by
        the notices."""
        try:
            done = use_case()
        except UserError as trouble:
            if complain is not None:
                complain(str(trouble))
            else:
                self.desk.notices.trouble(trouble)
            return None
        self.desk.announcer.announce(done.changes, self)
        return done

    def announced_by_me(self, initiator: QObject | None) -> bool:
        return initiator is self
