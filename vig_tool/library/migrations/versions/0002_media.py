"""How a film is listened to, of which files it was joined, and what is covered or held in a clip."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("recording") as table:
        table.add_column(sa.Column("listening", sa.JSON(none_as_null=True), nullable=False, server_default=sa.text("'{}'")))
        table.add_column(sa.Column("parts", sa.JSON(none_as_null=True), nullable=False, server_default=sa.text("'[]'")))
    with op.batch_alter_table("clip") as table:
        table.add_column(sa.Column("covers", sa.JSON(none_as_null=True), nullable=False, server_default=sa.text("'[]'")))
        table.add_column(sa.Column("freeze", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("clip") as table:
        table.drop_column("freeze")
        table.drop_column("covers")
    with op.batch_alter_table("recording") as table:
        table.drop_column("parts")
        table.drop_column("listening")
