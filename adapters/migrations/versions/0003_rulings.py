"""Rulings and appeals, and what deriving answers again needs: when each question was shown."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rulings",
        sa.Column("community_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("accepted", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_member", sa.Text(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("round_id", sa.Text(), nullable=True),
        sa.Column("revoked_by", sa.Text(), nullable=True),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("community_id", "number", name="pk_rulings"),
    )
    op.create_index("ix_rulings_key", "rulings", ["community_id", "key"], unique=False)
    op.create_table(
        "appeals",
        sa.Column("community_id", sa.Text(), nullable=False),
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("community_id", "round_id", "number", "member_id", name="pk_appeals"),
    )
    op.create_index("ix_appeals_key", "appeals", ["community_id", "key"], unique=False)
    # Questions closed before this stay without: rulings begin with the rounds played from now on.
    op.add_column("round_questions", sa.Column("opened_at", sa.BigInteger(), nullable=True))
    op.create_index("ix_round_questions_key", "round_questions", ["community_id", "key"], unique=False)
    op.create_index(
        "ix_rounds_channel", "rounds", ["community_id", "platform", "channel", "started_at"], unique=False
    )
