"""Where Alembic enters: runs the migrations on the connection it is given."""

from __future__ import annotations

from alembic import context

from bot.ledger import tables as ledger_tables
from bot.ledger import tables_slack, tables_web
from facts.store import tables
from facts.store.database import metadata

# Importing the tables is what fills the metadata.
declared = {tables.packs, ledger_tables.rounds, tables_web.posts, tables_slack.slack_posts}
assert declared <= set(metadata.tables.values())

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transaction_per_migration=False,
)
context.run_migrations()
