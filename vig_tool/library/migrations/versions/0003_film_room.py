"""Steps of a chain, a still and drawings of a moment, editions of schemes; how a film is looked at, and where it was left."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from vig_tool.library.types import UtcTime

revision = "0003"
down_revision: str | None = "0002"
branch_labels = None
depends_on = None

ACTORS = "'child', 'parent', 'both', 'guider'"
ROLES = "'initiative', 'reception', 'response'"


def upgrade() -> None:
    with op.batch_alter_table("recording") as table:
        table.add_column(sa.Column("seen", sa.JSON(none_as_null=True), nullable=False, server_default=sa.text("'{}'")))
        table.add_column(sa.Column("left", sa.JSON(none_as_null=True), nullable=False, server_default=sa.text("'{}'")))
    with op.batch_alter_table("moment") as table:
        table.add_column(sa.Column("still_us", sa.BigInteger(), nullable=True))
        table.add_column(sa.Column("drawings", sa.JSON(none_as_null=True), nullable=False, server_default=sa.text("'[]'")))
    with op.batch_alter_table("moment_principle") as table:
        table.add_column(sa.Column("edition", sa.BigInteger(), nullable=False, server_default=sa.text("0")))
    op.create_table(
        "moment_step",
        sa.Column("moment_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.CheckConstraint("at_us >= 0", name=op.f("ck_moment_step_at")),
        sa.CheckConstraint(f"actor IN ({ACTORS})", name=op.f("ck_moment_step_actor")),
        sa.CheckConstraint(f"role IN ({ROLES})", name=op.f("ck_moment_step_role")),
        sa.ForeignKeyConstraint(["moment_id"], ["moment.id"], name=op.f("fk_moment_step_moment_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("moment_id", "place", name=op.f("pk_moment_step")),
    )
    op.create_table(
        "scheme_edition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("scheme", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_scheme_edition_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_edition")),
        sa.UniqueConstraint("programme", "scheme", "version", name=op.f("uq_scheme_edition_programme_scheme_version")),
    )


def downgrade() -> None:
    op.drop_table("scheme_edition")
    op.drop_table("moment_step")
    with op.batch_alter_table("moment_principle") as table:
        table.drop_column("edition")
    with op.batch_alter_table("moment") as table:
        table.drop_column("drawings")
        table.drop_column("still_us")
    with op.batch_alter_table("recording") as table:
        table.drop_column("left")
        table.drop_column("seen")
