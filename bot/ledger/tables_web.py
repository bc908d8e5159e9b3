"""The playground's tables: its posts, and sealed secrets. Keys begin with the community."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, String, Table, Text, UniqueConstraint

from facts.store.database import metadata

posts = Table(
    "posts",
    metadata,
    Column("community_id", String(64), primary_key=True),
    Column("channel", String(64), primary_key=True),
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("event", Integer, nullable=False),
    Column("key", String(200), nullable=False),
    Column("edited_by", Text, nullable=False, server_default=""),  # keys of the edits made, a line each
    Column("at", BigInteger, nullable=False),
    Column("author", String(64), nullable=False),
    Column("author_name", String(64), nullable=False),
    Column("to_member", String(64), nullable=True),
    Column("text", Text, nullable=True),
    Column("card", Text, nullable=True),
    # Two writers that take one number meet here, and the second tries again.
    UniqueConstraint("community_id", "channel", "event", name="uq_posts_event"),
    Index("ix_posts_key", "community_id", "channel", "key", unique=True),
)

secrets = Table(
    "secrets",
    metadata,
    Column("community_id", String(64), primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)
