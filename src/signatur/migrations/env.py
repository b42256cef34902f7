"""Alembic's entry: runs the migrations on the connection that it is given."""

from alembic import context

from signatur.installed import all_parts
from signatur.kernel.db import Base

all_parts()  # loading the parts fills the metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    # Tables of the job queue belong to huey, search tables of SQLite to its full-text engine.
    include_name=lambda name, kind, _parents: kind != "table" or name in Base.metadata.tables,
)
with context.begin_transaction():
    context.run_migrations()
