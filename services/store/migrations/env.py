"""Runs migrations on the connection that `Database.upgrade` holds, inside its transaction and lock."""

from alembic import context

from services.store.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    compare_type=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
