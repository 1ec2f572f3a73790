"""Runs the migrations on the connection that the server hands over."""

from alembic import context

from server.state.tables import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
context.run_migrations()
