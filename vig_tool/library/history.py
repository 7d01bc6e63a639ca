"""Undo and redo. Edits are data in the library, so they reach across restarts; what has changed since is never overwritten."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from vig_tool.errors import Refused
from vig_tool.library.library import Library
from vig_tool.library.models import Base, Edit
from vig_tool.library.rows import RowChange, Thing, Values, decode, read_row

State = Literal["done", "undone"]


@dataclass(frozen=True, slots=True)
class Taken:
    """An edit that was taken back or done again, and what was touched."""

    label: str
    changes: frozenset[Thing]


class _ChangedSince(Exception):
    """A row is no longer as the edit left it."""


def labels(session: Session, scope: uuid.UUID) -> tuple[str, str]:
    """What undo and redo would do now; empty where there is nothing."""
    back, again = _next(session, scope, "done"), _next(session, scope, "undone")
    return (back.label if back else "", again.label if again else "")


def undo(lib: Library, scope: uuid.UUID) -> Taken:
    """Takes back the latest edit of the scope. Raises Refused where there is none, or where what it changed has changed since."""
    return _take(lib, scope, "done")


def redo(lib: Library, scope: uuid.UUID) -> Taken:
    """Does again what was undone last. Raises Refused likewise."""
    return _take(lib, scope, "undone")


def forget(session: Session, scope: uuid.UUID, things: frozenset[Thing]) -> None:
    """Drops every edit that speaks of one of these things: what is erased must not live on in the history."""
    marks = {thing_id.hex for _, thing_id in things}
    for edit in session.scalars(select(Edit).where(Edit.scope == scope)):
        if any(marks & _values(row) for row in edit.rows):
            session.delete(edit)


def _take(lib: Library, scope: uuid.UUID, state: State) -> Taken:
    edit_id: uuid.UUID | None = None
    try:
        with lib.change("edit.undone" if state == "done" else "edit.redone") as unit:
            edit = _next(unit.session, scope, state)
            if edit is None:
                raise Refused("There is nothing to undo." if state == "done" else "There is nothing to do again.")
            edit_id, label = edit.id, edit.label
            kept = [RowChange.from_json(row) for row in edit.rows]
            _apply(unit.session, [row.inverse for row in kept] if state == "done" else kept)
            # What really happened is kept, not what was meant: a link that fell away with a row comes back with it.
            happened = unit.rows()
            edit.rows = [(row.inverse if state == "done" else row).to_json() for row in happened]
            edit.state = "undone" if state == "done" else "done"
            unit.about(edit_id)
        return Taken(label, unit.changes)
    except (_ChangedSince, IntegrityError) as trouble:
        with lib.aside() as session:
            session.execute(delete(Edit).where(Edit.id == edit_id))
        word = "undone" if state == "done" else "done again"
        raise Refused(f"This has changed since, so it cannot be {word}.", advice="Everything is as it was.") from trouble


def _next(session: Session, scope: uuid.UUID, state: State) -> Edit | None:
    order = Edit.number.desc() if state == "done" else Edit.number.asc()
    return session.scalars(select(Edit).where(Edit.scope == scope, Edit.state == state).order_by(order).limit(1)).one_or_none()


def _apply(session: Session, rows: list[RowChange]) -> None:
    """Brings rows from `before` to `after`: removals children first, then additions parents first, then corrections."""
    for row in rows:
        _compare(session, row)
    place = {table.name: number for number, table in enumerate(Base.metadata.sorted_tables)}
    for row in sorted(rows, key=lambda row: -place[row.table]):
        if row.before is not None and row.after is None:
            gone = _entity(session, row.table, row.before)
            if gone is not None:
                session.delete(gone)
                session.flush()
    for row in sorted(rows, key=lambda row: place[row.table]):
        if row.before is None and row.after is not None:
            session.add(_class(row.table)(**_decoded(session, row.table, row.after)))
            session.flush()
    for row in rows:
        if row.before is not None and row.after is not None:
            entity = _entity(session, row.table, row.after)
            for name, value in _decoded(session, row.table, row.after).items():
                if row.before[name] != row.after[name]:
                    setattr(entity, name, value)
    session.flush()


def _compare(session: Session, row: RowChange) -> None:
    table = Base.metadata.tables[row.table]
    key = [(row.before or row.after or {})[column.key] for column in table.primary_key]
    current = read_row(session.connection(), table, key)
    if (current is None) != (row.before is None):
        raise _ChangedSince
    if current is None or row.before is None:
        return
    loose = _loose_links(row.table)
    for name, value in row.before.items():
        fell_away = name in loose and current[name] is None
        if current[name] != value and not fell_away and not table.columns[name].info.get("volatile"):
            raise _ChangedSince


def _loose_links(table: str) -> dict[str, str]:
    """Columns that fall to nothing when the row they point at goes, with that row's table: their loss is no change of the thing."""
    return {
        key.parent.key: key.column.table.name for key in Base.metadata.tables[table].foreign_keys if key.ondelete == "SET NULL"
    }


def _decoded(session: Session, table: str, values: Values) -> Values:
    columns = Base.metadata.tables[table].columns
    plain = {name: decode(columns[name], value) for name, value in values.items()}
    for name, target in _loose_links(table).items():
        if plain[name] is not None and session.get(_class(target), plain[name]) is None:
            plain[name] = None
    return plain


def _entity(session: Session, table: str, values: Values) -> Base | None:
    key = Base.metadata.tables[table].primary_key
    return session.get(_class(table), tuple(decode(column, values[column.key]) for column in key))


def _class(table: str) -> type[Base]:
    found: type[Any] = next(mapper.class_ for mapper in Base.registry.mappers if mapper.local_table.name == table)  # type: ignore[attr-defined]
    return found


def _values(row: dict[str, Any]) -> set[str]:
    return {value for side in ("before", "after") for value in (row[side] or {}).values() if isinstance(value, str)}
