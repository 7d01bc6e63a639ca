"""The base of all models: naming of constraints, types by annotation, and what undo may touch."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, Date, MetaData, String, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from vig_tool.library.types import UtcTime, new_id

Json = dict[str, Any]
JsonList = list[Any]

UNDOABLE = {"undoable": True}
"""Table info of what guiders edit: its rows may go into an edit, and come back by undo."""

VOLATILE = {"volatile": True}
"""Column info of what the program writes by itself: that it moved on since does not stand in the way of undo."""


def part_of(kind: str, column: str, *, undoable: bool = True) -> dict[str, Any]:
    """Table info of rows that are only a part of another thing: a change to one is announced as a change of that thing."""
    return {"undoable": undoable, "part_of": (kind, column)}


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        uuid.UUID: Uuid(),
        datetime: UtcTime(),
        date: Date(),
        str: String(),
        int: BigInteger(),
        Json: JSON(none_as_null=True),
        JsonList: JSON(none_as_null=True),
    }


class HasId:
    """Mix-in: the usual primary key."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
