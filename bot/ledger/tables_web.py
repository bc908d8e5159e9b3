"""The playground's tables: its posts, and sealed secrets. Keys begin with the community."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

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
    Column("part", String(16), nullable=True),  # of a round, where everyone sees it: `bot.playground.Part`
    Column("text", Text, nullable=True),
    Column("card", Text, nullable=True),
    # Two writers that take one number meet here, and the second tries again.
    UniqueConstraint("community_id", "channel", "event", name="uq_posts_event"),
    Index("ix_posts_key", "community_id", "channel", "key", unique=True),
    # Where what is public ends, and what is each member's: the oldest of it is trimmed.
    Index("ix_posts_to_member", "community_id", "channel", "to_member", "id"),
    Index(
        "ix_posts_part",
        "community_id",
        "channel",
        "part",
        "id",
        sqlite_where=text("part IS NOT NULL"),
        postgresql_where=text("part IS NOT NULL"),
    ),
)

secrets = Table(
    "secrets",
    metadata,
    Column("community_id", String(64), primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)
