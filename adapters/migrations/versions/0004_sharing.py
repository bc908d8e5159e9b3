"""Rounds that several processes serve: what statements ask of them as columns, early closes, an inbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in (
        sa.Column("number", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("taking", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("shifted", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("changed_at", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("sender", sa.Text(), nullable=True),
        sa.Column("sender_until", sa.BigInteger(), nullable=True),
    ):
        op.add_column("rounds", column)
    # Of questions closed before this it follows from when they were shown.
    op.add_column("round_questions", sa.Column("deadline", sa.BigInteger(), nullable=True))
    for index, of, those in (
        ("ix_rounds_changed", "changed_at", sa.text("open")),
        ("ix_rounds_sender", "sender_until", sa.text("sender IS NOT NULL")),
    ):
        op.create_index(
            index, "rounds", ["community_id", of], unique=False, sqlite_where=those, postgresql_where=those
        )
    op.execute(_FROM_STATE[op.get_bind().dialect.name])
    # What waits to be shown waits for a sender, and this one will not come back.
    op.execute(
        "UPDATE rounds SET sender = '', sender_until = 0 WHERE EXISTS (SELECT 1 FROM outbox WHERE "
        "outbox.community_id = rounds.community_id AND outbox.round_id = rounds.id AND outbox.message IS NULL)"
    )
    op.create_table(
        "cuts",
        sa.Column("community_id", sa.Text(), nullable=False),
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("community_id", "round_id", "number", name="pk_cuts"),
    )
    op.create_table(
        "inbox",
        sa.Column("community_id", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("delivery", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("community_id", "platform", "delivery", name="pk_inbox"),
    )
    op.create_index("ix_inbox_at", "inbox", ["community_id", "at"], unique=False)


_FROM_STATE = {
    "sqlite": """
        UPDATE rounds SET
            number = json_extract(state, '$.number'),
            taking = json_extract(state, '$.phase') IN ('posting', 'asking'),
            due_at = json_extract(state, '$.due')
        WHERE open
    """,
    "postgresql": """
        UPDATE rounds SET
            number = CAST(CAST(state AS json) ->> 'number' AS integer),
            taking = CAST(state AS json) ->> 'phase' IN ('posting', 'asking'),
            due_at = CAST(CAST(state AS json) ->> 'due' AS bigint)
        WHERE open
    """,
}
