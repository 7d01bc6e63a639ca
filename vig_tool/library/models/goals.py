"""Goals, which live across cycles: their ratings, and the celebrations and clips that belong to a rating."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from vig_tool.library.models.base import UNDOABLE, Base, HasId, part_of
from vig_tool.library.types import now
from vig_tool.library.words import GOAL_KINDS, RATERS, one_of

if TYPE_CHECKING:
    from vig_tool.library.models.films import Moment


class Goal(HasId, Base):
    """Made in one cycle and alive in each later one until it is ended. A count goal has a target per day."""

    __tablename__ = "goal"
    __table_args__ = (
        CheckConstraint(one_of("kind", GOAL_KINDS), name="kind"),
        CheckConstraint("length(text) > 0", name="text"),
        CheckConstraint("target IS NULL OR target >= 0", name="target"),
        {"info": UNDOABLE},
    )

    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("family.id", ondelete="RESTRICT"), index=True)
    cycle_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cycle.id", ondelete="RESTRICT"), index=True)
    ended_cycle_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("cycle.id", ondelete="RESTRICT"), index=True)
    kind: Mapped[str]
    text: Mapped[str]
    target: Mapped[int | None]
    made_at: Mapped[datetime] = mapped_column(default=now)

    ratings: Mapped[list[Rating]] = relationship(cascade="all, delete-orphan")
    moments: Mapped[list[Moment]] = relationship()


class Rating(HasId, Base):
    """How near a goal is in one cycle, as the parent or the guider sees it. Narrative goals have words only."""

    __tablename__ = "rating"
    __table_args__ = (
        UniqueConstraint("goal_id", "cycle_id", "rater"),
        CheckConstraint(one_of("rater", RATERS), name="rater"),
        CheckConstraint("value IS NULL OR value >= 0", name="value"),
        {"info": part_of("goal", "goal_id")},
    )

    goal_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("goal.id", ondelete="CASCADE"))
    cycle_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cycle.id", ondelete="RESTRICT"), index=True)
    rater: Mapped[str]
    value: Mapped[int | None]
    text: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime] = mapped_column(default=now)

    celebration: Mapped[Celebration | None] = relationship(cascade="all, delete-orphan")
    evidence: Mapped[list[Evidence]] = relationship(cascade="all, delete-orphan", order_by="Evidence.place")


class Celebration(HasId, Base):
    """What is celebrated with the parent about a goal in one cycle."""

    __tablename__ = "celebration"
    __table_args__ = (UniqueConstraint("rating_id"), {"info": UNDOABLE})

    rating_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("rating.id", ondelete="CASCADE"))
    text: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(default=now)


class Evidence(Base):
    """A clip that shows what a rating or celebration says."""

    __tablename__ = "evidence"
    __table_args__ = ({"info": UNDOABLE},)

    rating_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("rating.id", ondelete="CASCADE"), primary_key=True)
    clip_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("clip.id", ondelete="CASCADE"), primary_key=True, index=True)
    place: Mapped[int] = mapped_column(default=0)
