"""Cycles, their recordings, and the moments tagged in them."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from vig_tool.library.models.base import UNDOABLE, VOLATILE, Base, HasId, Json, JsonList, part_of
from vig_tool.library.models.goals import Evidence
from vig_tool.library.models.review import ParentWords, Reflection, Review
from vig_tool.library.types import now
from vig_tool.library.words import ACTORS, CHAIN_ROLES, CHANNELS, ROLES, one_of

DIGEST_LENGTH = 64


class Cycle(HasId, Base):
    """One film and its shared review, numbered within the family, under a helping question."""

    __tablename__ = "cycle"
    __table_args__ = (
        UniqueConstraint("family_id", "number"),
        CheckConstraint("number >= 1", name="number"),
        {"info": UNDOABLE},
    )

    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("family.id", ondelete="RESTRICT"))
    number: Mapped[int]
    question: Mapped[str] = mapped_column(default="")
    filmed_on: Mapped[date | None]
    reviewed_on: Mapped[date | None]

    review: Mapped[Review | None] = relationship(cascade="all, delete-orphan")


class Recording(HasId, Base):
    """One imported film. `media_id` names its sealed file and its key; what the film is called outside stands only here.

    listening   how it is heard ("volume" percent, "both" ears from one channel, "boost"); the film itself is untouched
    parts       the files it was joined of, in order ("name", "digest", "size"); empty for a film that was one file
    seen        how it is looked at in the film room ("turn", "brightness", "contrast", "near"); the film itself is untouched
    left        where the film room was left, so that it is found again
    """

    __tablename__ = "recording"
    __table_args__ = (
        UniqueConstraint("digest"),
        UniqueConstraint("media_id"),
        CheckConstraint(one_of("role", ROLES), name="role"),
        CheckConstraint("size > 0", name="size"),
        CheckConstraint(f"length(digest) = {DIGEST_LENGTH}", name="digest"),
    )

    cycle_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cycle.id", ondelete="RESTRICT"), index=True)
    role: Mapped[str] = mapped_column(default="interaction")
    original_name: Mapped[str]
    digest: Mapped[str]
    size: Mapped[int]
    facts: Mapped[Json]
    said: Mapped[JsonList]
    frame_index: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    media_id: Mapped[uuid.UUID]
    listening: Mapped[Json] = mapped_column(default=dict, server_default=text("'{}'"))
    parts: Mapped[JsonList] = mapped_column(default=list, server_default=text("'[]'"))
    seen: Mapped[Json] = mapped_column(default=dict, server_default=text("'{}'"))
    left: Mapped[Json] = mapped_column(default=dict, server_default=text("'{}'"), info=VOLATILE)
    imported_at: Mapped[datetime] = mapped_column(default=now)

    moments: Mapped[list[Moment]] = relationship(cascade="all, delete-orphan")
    clips: Mapped[list[Clip]] = relationship(cascade="all, delete-orphan")


class Moment(HasId, Base):
    """A tagged span of a recording, in microseconds from its first picture, half-open.

    still_us   its best picture, where one was chosen
    drawings   what is drawn on its pictures ("at_us", "shape", and two points in parts of the picture)
    steps      of a chain: who begins, takes in and answers, each with its own picture
    """

    __tablename__ = "moment"
    __table_args__ = (
        CheckConstraint("start_us >= 0 AND end_us > start_us", name="span"),
        CheckConstraint(one_of("actor", ACTORS), name="actor"),
        CheckConstraint(one_of("chain_role", CHAIN_ROLES), name="chain_role"),
        CheckConstraint(one_of("channel", CHANNELS), name="channel"),
        {"info": UNDOABLE},
    )

    recording_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("recording.id", ondelete="CASCADE"), index=True)
    start_us: Mapped[int]
    end_us: Mapped[int]
    actor: Mapped[str | None]
    chain_role: Mapped[str | None]
    channel: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")
    star: Mapped[bool] = mapped_column(default=False)
    private: Mapped[bool] = mapped_column(default=False)
    still_us: Mapped[int | None]
    drawings: Mapped[JsonList] = mapped_column(default=list, server_default=text("'[]'"))
    goal_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("goal.id", ondelete="SET NULL"), index=True)
    made_at: Mapped[datetime] = mapped_column(default=now)

    principles: Mapped[list[MomentPrinciple]] = relationship(cascade="all, delete-orphan", order_by="MomentPrinciple.place")
    steps: Mapped[list[MomentStep]] = relationship(cascade="all, delete-orphan", order_by="MomentStep.place")
    clips: Mapped[list[Clip]] = relationship()


class MomentPrinciple(Base):
    """One principle of a moment, by its id in the programme's scheme. `edition`: the scheme's version when it was tagged; 0 where the
    scheme was still as it came with the programme."""

    __tablename__ = "moment_principle"
    __table_args__ = ({"info": part_of("moment", "moment_id")},)

    moment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("moment.id", ondelete="CASCADE"), primary_key=True)
    principle: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(default=0)
    edition: Mapped[int] = mapped_column(default=0, server_default=text("0"))


class MomentStep(Base):
    """One step of a turn chain: the picture at `at_us`, who acts in it, and what it is in the exchange."""

    __tablename__ = "moment_step"
    __table_args__ = (
        CheckConstraint("at_us >= 0", name="at"),
        CheckConstraint(one_of("actor", ACTORS), name="actor"),
        CheckConstraint(one_of("role", CHAIN_ROLES), name="role"),
        {"info": part_of("moment", "moment_id")},
    )

    moment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("moment.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    at_us: Mapped[int]
    actor: Mapped[str | None]
    role: Mapped[str | None]


class Clip(HasId, Base):
    """A span chosen for the review. `place` orders the clips of a cycle; `speed` is percent; `still_us` a picture to hold instead.

    covers   what is blurred: one entry a face or region, drawn by the guider ("marks": times in the film, boxes in parts of the picture)
    freeze   a picture to hold while the clip plays ("at_us", "hold_us", and "box": what to come near to), or None
    """

    __tablename__ = "clip"
    __table_args__ = (
        CheckConstraint("start_us >= 0 AND end_us > start_us", name="span"),
        CheckConstraint("speed BETWEEN 10 AND 400", name="speed"),
        CheckConstraint("still_us IS NULL OR (still_us >= start_us AND still_us < end_us)", name="still"),
        {"info": UNDOABLE},
    )

    cycle_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cycle.id", ondelete="RESTRICT"), index=True)
    recording_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("recording.id", ondelete="CASCADE"), index=True)
    moment_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("moment.id", ondelete="SET NULL"), index=True)
    start_us: Mapped[int]
    end_us: Mapped[int]
    place: Mapped[int]
    title: Mapped[str] = mapped_column(default="")
    caption: Mapped[str] = mapped_column(default="")
    speed: Mapped[int] = mapped_column(default=100)
    still_us: Mapped[int | None]
    covers: Mapped[JsonList] = mapped_column(default=list, server_default=text("'[]'"))
    freeze: Mapped[Json | None]
    made_at: Mapped[datetime] = mapped_column(default=now)

    words: Mapped[list[ParentWords]] = relationship()
    reflections: Mapped[list[Reflection]] = relationship()
    resumed: Mapped[list[Review]] = relationship()
    evidence: Mapped[list[Evidence]] = relationship(cascade="all, delete-orphan")

