"""Slack's tables: installations, and which card stands in which message. Keys begin with the community."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, LargeBinary, Table, Text

from facts.store.database import metadata

# One a workspace; what is in it, its token among it, is sealed before it comes here.
installations = Table(
    "installations",
    metadata,
    Column("community_id", Text, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("at", BigInteger, nullable=False),
)

# Slack knows no name of ours for a message: this does, so that a card that was sent twice is found.
slack_posts = Table(
    "slack_posts",
    metadata,
    Column("community_id", Text, primary_key=True),
    Column("show_id", Text, primary_key=True),
    Column("round_id", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("ix_slack_posts_round", "community_id", "round_id", "at"),
    Index("ix_slack_posts_message", "community_id", "message"),
)
