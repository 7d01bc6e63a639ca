"""Column types both SQLite and PostgreSQL take, and how new ids are made."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import uuid_utils.compat
from sqlalchemy import DateTime, Dialect
from sqlalchemy.types import TypeDecorator


def new_id() -> uuid.UUID:
    """A UUIDv7: rows of two laptops merge without clashes and sort by when they were made."""
    return uuid.UUID(int=uuid_utils.compat.uuid7().int)


def new_media_id() -> uuid.UUID:
    """The id of a sealed file. Wholly random: a file's name must not say when its film was taken in."""
    return uuid.uuid4()


def now() -> datetime:
    """Aware, in UTC, with microseconds."""
    return datetime.now(UTC)


class UtcTime(TypeDecorator[datetime]):
    """Aware UTC datetimes. SQLite keeps no zone, so there they are stored as UTC and given back aware."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the base class says so
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
