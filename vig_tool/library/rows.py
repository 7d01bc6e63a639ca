"""What a transaction did to rows, as plain data: each row before and after, with its values as JSON takes them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Connection, Table, event, select
from sqlalchemy.orm import Mapper, Session, object_session

from vig_tool.library.models import Base
from vig_tool.library.types import UtcTime

Values = dict[str, Any]
Thing = tuple[str, uuid.UUID]
"""The kind of a thing (its table's name, "moment") and its id."""

_OWN_AFFAIRS = frozenset({"edit", "trail", "pending", "setting"})
_RECORDER = "vig_tool.recorder"


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row: None before it was added, None after it was removed."""

    table: str
    before: Values | None
    after: Values | None

    @property
    def inverse(self) -> RowChange:
        return RowChange(self.table, self.after, self.before)

    def to_json(self) -> dict[str, Any]:
        return {"table": self.table, "before": self.before, "after": self.after}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> RowChange:
        return cls(data["table"], data["before"], data["after"])


class Recorder:
    """Watches one session. Undoable rows are read before their first change and again at the end, so it does not matter how often or by
    which side of a relationship they were changed in between."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._first: dict[tuple[Table, tuple[Any, ...]], Values | None] = {}
        self._things: set[Thing] = set()
        session.info[_RECORDER] = self

    @property
    def things(self) -> frozenset[Thing]:
        """Everything touched so far that a screen may show."""
        return frozenset(self._things)

    def rows(self) -> list[RowChange]:
        """The undoable rows that are not as they were, parents first."""
        self._session.flush()
        connection = self._session.connection()
        order = {table: place for place, table in enumerate(Base.metadata.sorted_tables)}
        changed = []
        for table, key in sorted(self._first, key=lambda item: order[item[0]]):
            before, after = self._first[table, key], read_row(connection, table, key)
            if before != after:
                changed.append(RowChange(table.name, before, after))
        return changed

    def saw(self, connection: Connection, target: Base, *, added: bool) -> None:
        table = Base.metadata.tables[target.__tablename__]
        values = [getattr(target, column.key) for column in table.primary_key]
        self._notice(table, target)
        if table.info.get("undoable"):
            key = (table, tuple(encode(value) for value in values))
            if key not in self._first:
                self._first[key] = None if added else read_row(connection, *key)

    def _notice(self, table: Table, target: Base) -> None:
        kind, column = table.info.get("part_of", (table.name, "id"))
        thing_id = getattr(target, column, None)
        if table.name not in _OWN_AFFAIRS and isinstance(thing_id, uuid.UUID):
            self._things.add((kind, thing_id))


def read_row(connection: Connection, table: Table, key: Iterable[Any]) -> Values | None:
    """The row with this (encoded) key, encoded; None where there is none."""
    wanted = [column == decode(column, value) for column, value in zip(table.primary_key, key, strict=True)]
    row = connection.execute(select(table).where(*wanted)).mappings().one_or_none()
    return None if row is None else {column.key: encode(row[column]) for column in table.columns}


def encode(value: object) -> Any:  # noqa: ANN401 - what JSON takes
    if isinstance(value, uuid.UUID):
        return value.hex
    return value.isoformat() if isinstance(value, date) else value


def decode(column: Column[Any], value: Any) -> Any:  # noqa: ANN401 - what the column takes
    if value is None:
        return None
    if isinstance(column.type, UtcTime):
        return datetime.fromisoformat(value)
    kind = column.type.python_type
    if kind is uuid.UUID:
        return uuid.UUID(value)
    return date.fromisoformat(value) if kind is date else value


def _recorder(target: Base) -> Recorder | None:
    session = object_session(target)
    return None if session is None else session.info.get(_RECORDER)


@event.listens_for(Base, "after_insert", propagate=True)
def _added(_mapper: Mapper[Any], connection: Connection, target: Base) -> None:
    recorder = _recorder(target)
    if recorder:
        recorder.saw(connection, target, added=True)


@event.listens_for(Base, "before_update", propagate=True)
def _changing(_mapper: Mapper[Any], connection: Connection, target: Base) -> None:
    recorder, session = _recorder(target), object_session(target)
    if recorder and session and session.is_modified(target):
        recorder.saw(connection, target, added=False)


@event.listens_for(Base, "before_delete", propagate=True)
def _removing(_mapper: Mapper[Any], connection: Connection, target: Base) -> None:
    recorder = _recorder(target)
    if recorder:
        recorder.saw(connection, target, added=False)
