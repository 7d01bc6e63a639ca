"""The first shape of the library."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from vig_tool.library.types import UtcTime

revision = "0001"
down_revision: str | None = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _keeping()
    _families()
    _cycles()
    _goals()
    _moments()
    _clips()
    _ratings()
    _review()


def downgrade() -> None:
    for table in (
        "reflection",
        "parent_words",
        "review",
        "evidence",
        "celebration",
        "rating",
        "clip",
        "moment_principle",
        "moment",
        "goal",
        "recording",
        "cycle",
        "consent",
        "programme_in_use",
        "person",
        "family",
        "practitioner",
        "trail",
        "setting",
        "pending",
        "edit",
    ):
        op.drop_table(table)


def _keeping() -> None:
    op.create_table(
        "edit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("scope", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("rows", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.CheckConstraint("state IN ('done', 'undone')", name=op.f("ck_edit_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edit")),
        sa.UniqueConstraint("number", name=op.f("uq_edit_number")),
    )
    op.create_index(op.f("ix_edit_scope_state_number"), "edit", ["scope", "state", "number"], unique=False)
    op.create_table(
        "pending",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("media_id", sa.Uuid(), nullable=False),
        sa.Column("noted_at", UtcTime(), nullable=False),
        sa.CheckConstraint("kind IN ('import', 'removal')", name=op.f("ck_pending_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending")),
        sa.UniqueConstraint("media_id", name=op.f("uq_pending_media_id")),
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(none_as_null=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_setting")),
    )
    op.create_table(
        "trail",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=True),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_trail")),
    )


def _families() -> None:
    op.create_table(
        "practitioner",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("added_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practitioner")),
    )
    op.create_table(
        "family",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("added_at", UtcTime(), nullable=False),
        sa.CheckConstraint("length(code) > 0", name=op.f("ck_family_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family")),
        sa.UniqueConstraint("code", name=op.f("uq_family_code")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('parent', 'child', 'other')", name=op.f("ck_person_kind")),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name=op.f("fk_person_family_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_index(op.f("ix_person_family_id"), "person", ["family_id"], unique=False)
    op.create_table(
        "programme_in_use",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("pack", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name=op.f("fk_programme_in_use_family_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_in_use")),
        sa.UniqueConstraint("family_id", "pack", name=op.f("uq_programme_in_use_family_id_pack")),
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "scope IN ('film', 'guider', 'supervisor', 'intervision', 'training', 'research', 'parent_copy', 'stills')",
            name=op.f("ck_consent_scope"),
        ),
        sa.CheckConstraint("until IS NULL OR until >= given_on", name=op.f("ck_consent_until")),
        sa.CheckConstraint("withdrawn_on IS NULL OR withdrawn_on >= given_on", name=op.f("ck_consent_withdrawn")),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name=op.f("fk_consent_family_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consent_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_family_id"), "consent", ["family_id"], unique=False)
    op.create_index(op.f("ix_consent_person_id"), "consent", ["person_id"], unique=False)


def _cycles() -> None:
    op.create_table(
        "cycle",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("filmed_on", sa.Date(), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.CheckConstraint("number >= 1", name=op.f("ck_cycle_number")),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name=op.f("fk_cycle_family_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycle")),
        sa.UniqueConstraint("family_id", "number", name=op.f("uq_cycle_family_id_number")),
    )
    op.create_table(
        "recording",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("original_name", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("facts", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("said", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("frame_index", sa.LargeBinary(), nullable=False),
        sa.Column("media_id", sa.Uuid(), nullable=False),
        sa.Column("imported_at", UtcTime(), nullable=False),
        sa.CheckConstraint("role IN ('interaction', 'review', 'supervision')", name=op.f("ck_recording_role")),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_recording_digest")),
        sa.CheckConstraint("size > 0", name=op.f("ck_recording_size")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_recording_cycle_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording")),
        sa.UniqueConstraint("digest", name=op.f("uq_recording_digest")),
        sa.UniqueConstraint("media_id", name=op.f("uq_recording_media_id")),
    )
    op.create_index(op.f("ix_recording_cycle_id"), "recording", ["cycle_id"], unique=False)


def _goals() -> None:
    op.create_table(
        "goal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("ended_cycle_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("target", sa.BigInteger(), nullable=True),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.CheckConstraint("kind IN ('narrative', 'scale', 'count')", name=op.f("ck_goal_kind")),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_goal_text")),
        sa.CheckConstraint("target IS NULL OR target >= 0", name=op.f("ck_goal_target")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_goal_cycle_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["ended_cycle_id"], ["cycle.id"], name=op.f("fk_goal_ended_cycle_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name=op.f("fk_goal_family_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal")),
    )
    op.create_index(op.f("ix_goal_cycle_id"), "goal", ["cycle_id"], unique=False)
    op.create_index(op.f("ix_goal_ended_cycle_id"), "goal", ["ended_cycle_id"], unique=False)
    op.create_index(op.f("ix_goal_family_id"), "goal", ["family_id"], unique=False)


def _moments() -> None:
    op.create_table(
        "moment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recording_id", sa.Uuid(), nullable=False),
        sa.Column("start_us", sa.BigInteger(), nullable=False),
        sa.Column("end_us", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.String(), nullable=True),
        sa.Column("chain_role", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("star", sa.Boolean(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.CheckConstraint("actor IN ('child', 'parent', 'both', 'guider')", name=op.f("ck_moment_actor")),
        sa.CheckConstraint("chain_role IN ('initiative', 'reception', 'response')", name=op.f("ck_moment_chain_role")),
        sa.CheckConstraint("channel IN ('gaze', 'face', 'voice', 'touch', 'posture', 'words', 'action')", name=op.f("ck_moment_channel")),
        sa.CheckConstraint("start_us >= 0 AND end_us > start_us", name=op.f("ck_moment_span")),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_moment_goal_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["recording_id"], ["recording.id"], name=op.f("fk_moment_recording_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moment")),
    )
    op.create_index(op.f("ix_moment_goal_id"), "moment", ["goal_id"], unique=False)
    op.create_index(op.f("ix_moment_recording_id"), "moment", ["recording_id"], unique=False)
    op.create_table(
        "moment_principle",
        sa.Column("moment_id", sa.Uuid(), nullable=False),
        sa.Column("principle", sa.String(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["moment_id"], ["moment.id"], name=op.f("fk_moment_principle_moment_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("moment_id", "principle", name=op.f("pk_moment_principle")),
    )


def _clips() -> None:
    op.create_table(
        "clip",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("recording_id", sa.Uuid(), nullable=False),
        sa.Column("moment_id", sa.Uuid(), nullable=True),
        sa.Column("start_us", sa.BigInteger(), nullable=False),
        sa.Column("end_us", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("caption", sa.String(), nullable=False),
        sa.Column("speed", sa.BigInteger(), nullable=False),
        sa.Column("still_us", sa.BigInteger(), nullable=True),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.CheckConstraint("speed BETWEEN 10 AND 400", name=op.f("ck_clip_speed")),
        sa.CheckConstraint("start_us >= 0 AND end_us > start_us", name=op.f("ck_clip_span")),
        sa.CheckConstraint("still_us IS NULL OR (still_us >= start_us AND still_us < end_us)", name=op.f("ck_clip_still")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_clip_cycle_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["moment_id"], ["moment.id"], name=op.f("fk_clip_moment_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["recording_id"], ["recording.id"], name=op.f("fk_clip_recording_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clip")),
    )
    op.create_index(op.f("ix_clip_cycle_id"), "clip", ["cycle_id"], unique=False)
    op.create_index(op.f("ix_clip_moment_id"), "clip", ["moment_id"], unique=False)
    op.create_index(op.f("ix_clip_recording_id"), "clip", ["recording_id"], unique=False)


def _ratings() -> None:
    op.create_table(
        "rating",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("rater", sa.String(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.CheckConstraint("rater IN ('parent', 'guider')", name=op.f("ck_rating_rater")),
        sa.CheckConstraint("value IS NULL OR value >= 0", name=op.f("ck_rating_value")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_rating_cycle_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_rating_goal_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
        sa.UniqueConstraint("goal_id", "cycle_id", "rater", name=op.f("uq_rating_goal_id_cycle_id_rater")),
    )
    op.create_index(op.f("ix_rating_cycle_id"), "rating", ["cycle_id"], unique=False)
    op.create_table(
        "celebration",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rating_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["rating_id"], ["rating.id"], name=op.f("fk_celebration_rating_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_celebration")),
        sa.UniqueConstraint("rating_id", name=op.f("uq_celebration_rating_id")),
    )
    op.create_table(
        "evidence",
        sa.Column("rating_id", sa.Uuid(), nullable=False),
        sa.Column("clip_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["clip_id"], ["clip.id"], name=op.f("fk_evidence_clip_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["rating_id"], ["rating.id"], name=op.f("fk_evidence_rating_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("rating_id", "clip_id", name=op.f("pk_evidence")),
    )
    op.create_index(op.f("ix_evidence_clip_id"), "evidence", ["clip_id"], unique=False)


def _review() -> None:
    op.create_table(
        "review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("resume_clip_id", sa.Uuid(), nullable=True),
        sa.Column("started_at", UtcTime(), nullable=False),
        sa.Column("finished_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_review_cycle_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["resume_clip_id"], ["clip.id"], name=op.f("fk_review_resume_clip_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("cycle_id", name=op.f("uq_review_cycle_id")),
    )
    op.create_index(op.f("ix_review_resume_clip_id"), "review", ["resume_clip_id"], unique=False)
    op.create_table(
        "parent_words",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("clip_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("written_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["clip_id"], ["clip.id"], name=op.f("fk_parent_words_clip_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_parent_words_review_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parent_words")),
        sa.UniqueConstraint("review_id", "clip_id", name=op.f("uq_parent_words_review_id_clip_id")),
    )
    op.create_index(op.f("ix_parent_words_clip_id"), "parent_words", ["clip_id"], unique=False)
    op.create_table(
        "reflection",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("clip_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("written_at", UtcTime(), nullable=False),
        sa.CheckConstraint("kind IN ('feelings', 'thoughts', 'wishes', 'intentions')", name=op.f("ck_reflection_kind")),
        sa.ForeignKeyConstraint(["clip_id"], ["clip.id"], name=op.f("fk_reflection_clip_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_reflection_review_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reflection")),
        sa.UniqueConstraint("review_id", "clip_id", "kind", name=op.f("uq_reflection_review_id_clip_id_kind")),
    )
    op.create_index(op.f("ix_reflection_clip_id"), "reflection", ["clip_id"], unique=False)
