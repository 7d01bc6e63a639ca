"""The shared review of a cycle: where it was left, the parent's words, the guider's reflections."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from vig_tool.library.models.base import UNDOABLE, VOLATILE, Base, HasId, part_of
from vig_tool.library.types import now
from vig_tool.library.words import REFLECTION_KINDS, one_of


class Review(HasId, Base):
    """One per cycle. `resume_clip_id` is the clip on the screen when it was left; none at the beginning and once it was seen through."""

    __tablename__ = "review"
    __table_args__ = (UniqueConstraint("cycle_id"), {"info": UNDOABLE})

    cycle_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cycle.id", ondelete="CASCADE"))
    resume_clip_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("clip.id", ondelete="SET NULL"), index=True, info=VOLATILE)
    started_at: Mapped[datetime] = mapped_column(default=now)
    finished_at: Mapped[datetime | None]

    words: Mapped[list[ParentWords]] = relationship(cascade="all, delete-orphan")
    reflections: Mapped[list[Reflection]] = relationship(cascade="all, delete-orphan")


class ParentWords(HasId, Base):
    """What the parent said about a clip, in the parent's own words. They outlive the clip."""

    __tablename__ = "parent_words"
    __table_args__ = (UniqueConstraint("review_id", "clip_id"), {"info": part_of("review", "review_id")})

    review_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("review.id", ondelete="CASCADE"))
    clip_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("clip.id", ondelete="SET NULL"), index=True)
    text: Mapped[str]
    written_at: Mapped[datetime] = mapped_column(default=now)


class Reflection(HasId, Base):
    """The guider's reflection on a clip (or, without one, on the whole review) under one of four headings."""

    __tablename__ = "reflection"
    __table_args__ = (
        UniqueConstraint("review_id", "clip_id", "kind"),
        CheckConstraint(one_of("kind", REFLECTION_KINDS), name="kind"),
        {"info": part_of("review", "review_id")},
    )

    review_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("review.id", ondelete="CASCADE"))
    clip_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("clip.id", ondelete="SET NULL"), index=True)
    kind: Mapped[str]
    text: Mapped[str]
    written_at: Mapped[datetime] = mapped_column(default=now)
