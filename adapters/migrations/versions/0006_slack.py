"""Slack: installations, and which card stands in which message."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "installations",
        sa.Column("community_id", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("community_id", name="pk_installations"),
    )
    op.create_table(
        "slack_posts",
        sa.Column("community_id", sa.Text(), nullable=False),
        sa.Column("show_id", sa.Text(), nullable=False),
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("community_id", "show_id", name="pk_slack_posts"),
    )
    op.create_index("ix_slack_posts_round", "slack_posts", ["community_id", "round_id", "at"], unique=False)
    op.create_index("ix_slack_posts_message", "slack_posts", ["community_id", "message"], unique=False)
