"""What the library keeps about itself: settings, intentions under way, edits for undo, and the trail."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from vig_tool.library.models.base import Base, HasId, Json, JsonList
from vig_tool.library.types import now
from vig_tool.library.words import EDIT_STATES, PENDING_KINDS, one_of


class Setting(Base):
    """One setting of the library, as a plain value."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Json]


class SchemeEdition(HasId, Base):
    """A scheme as this library changed it. Editions are never changed: each change makes the next version, so that a moment shows its code
    as it was when it was tagged. `content` is what a programme's file says of one scheme."""

    __tablename__ = "scheme_edition"
    __table_args__ = (UniqueConstraint("programme", "scheme", "version"), CheckConstraint("version >= 1", name="version"))

    programme: Mapped[str]
    scheme: Mapped[str]
    version: Mapped[int]
    content: Mapped[Json]
    made_at: Mapped[datetime] = mapped_column(default=now)


class Pending(HasId, Base):
    """An intention noted before files or keys are touched, so that what a crash interrupts is undone or finished at the next opening."""

    __tablename__ = "pending"
    __table_args__ = (UniqueConstraint("media_id"), CheckConstraint(one_of("kind", PENDING_KINDS), name="kind"))

    kind: Mapped[str]
    media_id: Mapped[uuid.UUID]
    noted_at: Mapped[datetime] = mapped_column(default=now)


class Edit(HasId, Base):
    """One undoable edit: its label, and each row before and after. `number` orders the edits of the library."""

    __tablename__ = "edit"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint(one_of("state", EDIT_STATES), name="state"),
        Index(None, "scope", "state", "number"),
    )

    number: Mapped[int]
    scope: Mapped[uuid.UUID]
    action: Mapped[str]
    label: Mapped[str]
    state: Mapped[str] = mapped_column(default="done")
    rows: Mapped[JsonList]
    made_at: Mapped[datetime] = mapped_column(default=now)


class TrailEntry(Base):
    """One link of the trail. `facts` is canonical JSON holding ids, numbers and plain words only; `at_us` counts from 1970 in UTC."""

    __tablename__ = "trail"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at_us: Mapped[int]
    actor: Mapped[uuid.UUID]
    action: Mapped[str]
    object_id: Mapped[uuid.UUID | None]
    facts: Mapped[str]
    previous: Mapped[bytes] = mapped_column(LargeBinary)
    hash: Mapped[bytes] = mapped_column(LargeBinary)
    signature: Mapped[bytes] = mapped_column(LargeBinary)
