"""What Alembic runs. There is no alembic.ini: `vig_tool.library.schema` hands over an open connection, inside its transaction."""

from __future__ import annotations

from alembic import context

from vig_tool.library.models import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
