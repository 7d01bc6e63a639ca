"""A part of the film room: its own keys and widgets, told of every film and every change. The room knows its parts only as this."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.rooms import Desk, RoomId, Where
from app.screens.film_room.marking import Marking
from app.screens.film_room.sheet import Sheet
from app.screens.film_room.side import Side
from app.screens.film_room.stage import Stage


class Whole(Protocol):
    """The room, as its parts see it."""

    desk: Desk
    sheet: Sheet | None
    stage: Stage
    side: Side
    marking: Marking

    @property
    def host(self) -> QWidget:
        """What menus and dialogs belong to."""

    def where(self) -> Where:
        """Family, cycle and recording."""

    def refresh(self, *, select: UUID | None) -> None:
        """Shows what the library holds now."""

    def show_sheet(self, sheet: Sheet) -> None:
        """Shows this, without asking the library."""

    def show_moment(self, moment_id: UUID) -> None:
        """Selects it and shows its first picture."""

    def select_nothing(self) -> None: ...

    def show_side(self) -> None:
        """The right side, where it was folded away."""

    def undo(self) -> None:
        """Takes back the last step."""

    def go_to_room(self, room: RoomId) -> None:
        """To another room, about the same film."""

    def go_to(self, room: RoomId, where: Where) -> None:
        """To a room, or to this one again, about something else."""

    def allow_anew(self) -> None:
        """Asks every part again what its keys need."""


class Part:
    """Does nothing by itself. Lives as long as the room."""

    def __init__(self, room: Whole) -> None:
        self.room = room

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        """What the keys of this part do (ids of `app.actions`)."""
        return {}

    def allows(self) -> frozenset[str]:
        """Words that hold now, for the keys that need them."""
        return frozenset()

    def film_opened(self) -> None:
        """`room.stage.film` and `room.stage.player` are there."""

    def film_put_away(self) -> None:
        """They are about to go."""

    def sheet_shown(self, sheet: Sheet) -> None:
        """Moments, selection or scheme are these now."""
