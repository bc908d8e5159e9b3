"""The tables of what is known."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Compared byte by byte: prefixes are ranges, and the order is the same everywhere.
PLAIN = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "packs",
        sa.Column("community_id", PLAIN, nullable=False),
        sa.Column("name", PLAIN, nullable=False),
        sa.Column("version", sa.Text(), nullable=False, server_default=""),
        sa.Column("title", sa.Text(), nullable=False, server_default=""),
        sa.Column("licence", sa.Text(), nullable=False, server_default=""),
        sa.Column("summary", sa.Text(), nullable=False, server_default=""),
        sa.Column("language", sa.Text(), nullable=False, server_default=""),
        sa.Column("digest", sa.Text(), nullable=False, server_default=""),
        sa.Column("installed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("community_id", "name", name="pk_packs"),
    )
    op.create_table(
        "pack_switches",
        sa.Column("community_id", PLAIN, nullable=False),
        sa.Column("pack", PLAIN, nullable=False),
        sa.Column("on", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("community_id", "pack", name="pk_pack_switches"),
    )
    op.create_table(
        "content_versions",
        sa.Column("community_id", PLAIN, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("community_id", name="pk_content_versions"),
    )
    op.create_table(
        "subjects",
        sa.Column("community_id", PLAIN, nullable=False),
        sa.Column("id", PLAIN, nullable=False),
        sa.Column("pack", PLAIN, nullable=False),
        sa.Column("kind", PLAIN, nullable=False),
        sa.Column("summary", sa.Text(), nullable=False, server_default=""),
        sa.Column("mature", sa.Boolean(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("community_id", "id", name="pk_subjects"),
    )
    op.create_index("ix_subjects_community_id_pack", "subjects", ["community_id", "pack"])
    op.create_table(
        "names",
        sa.Column("community_id", PLAIN, nullable=False),
        sa.Column("subject_id", PLAIN, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False, server_default=""),
        sa.Column("note", sa.Text(), nullable=False, server_default=""),
        sa.Column("normal", PLAIN, nullable=False),
        sa.Column("joined", PLAIN, nullable=False),
        sa.PrimaryKeyConstraint("community_id", "subject_id", "place", name="pk_names"),
    )
    op.create_index("ix_names_community_id_joined", "names", ["community_id", "joined"])
    op.create_index("ix_names_community_id_normal", "names", ["community_id", "normal"])
    op.create_table(
        "name_tails",
        sa.Column("community_id", PLAIN, nullable=False),
        sa.Column("tail", PLAIN, nullable=False),
        sa.Column("subject_id", PLAIN, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("word", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("community_id", "tail", "subject_id", "place", "word", name="pk_name_tails"),
    )
    op.create_index("ix_name_tails_community_id_subject_id", "name_tails", ["community_id", "subject_id"])
    op.create_table(
        "deletion_keys",
        sa.Column("community_id", PLAIN, nullable=False),
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("subject_id", PLAIN, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("word", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "community_id", "key", "subject_id", "place", "word", name="pk_deletion_keys"
        ),
    )
    op.create_index(
        "ix_deletion_keys_community_id_subject_id", "deletion_keys", ["community_id", "subject_id"]
    )
    op.create_table(
        "sources",
        sa.Column("community_id", PLAIN, nullable=False),
        sa.Column("id", PLAIN, nullable=False),
        sa.Column("pack", PLAIN, nullable=False),
        sa.Column("title", sa.Text(), nullable=False, server_default=""),
        sa.Column("publisher", sa.Text(), nullable=False, server_default=""),
        sa.Column("author", sa.Text(), nullable=False, server_default=""),
        sa.Column("date", sa.Text(), nullable=False, server_default=""),
        sa.Column("locator", sa.Text(), nullable=False, server_default=""),
        sa.Column("licence", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("community_id", "id", name="pk_sources"),
    )
    op.create_table(
        "facts",
        sa.Column("community_id", PLAIN, nullable=False),
        sa.Column("id", PLAIN, nullable=False),
        sa.Column("pack", PLAIN, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("property", PLAIN, nullable=False),
        sa.Column("status", PLAIN, nullable=False),
        sa.Column("spoiler", sa.Boolean(), nullable=False),
        sa.Column("mature", sa.Boolean(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("community_id", "id", name="pk_facts"),
    )
    op.create_index("ix_facts_community_id_pack", "facts", ["community_id", "pack"])
    op.create_table(
        "revisions",
        sa.Column("community_id", PLAIN, nullable=False),
        sa.Column("fact_id", PLAIN, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False, server_default=""),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("approver", sa.Text(), nullable=True),
        sa.Column("restores", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("community_id", "fact_id", "number", name="pk_revisions"),
        sa.ForeignKeyConstraint(
            ["community_id", "fact_id"],
            ["facts.community_id", "facts.id"],
            name="fk_revisions_community_id_fact_id",
        ),
    )
    op.create_table(
        "fact_subjects",
        sa.Column("community_id", PLAIN, nullable=False),
        sa.Column("subject_id", PLAIN, nullable=False),
        sa.Column("role", PLAIN, nullable=False),
        sa.Column("fact_id", PLAIN, nullable=False),
        sa.PrimaryKeyConstraint("community_id", "subject_id", "role", "fact_id", name="pk_fact_subjects"),
    )
    op.create_index("ix_fact_subjects_community_id_fact_id", "fact_subjects", ["community_id", "fact_id"])
    op.create_table(
        "questions",
        sa.Column("community_id", PLAIN, nullable=False),
        sa.Column("id", PLAIN, nullable=False),
        sa.Column("pack", PLAIN, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("community_id", "id", name="pk_questions"),
    )
    op.create_index("ix_questions_community_id_pack", "questions", ["community_id", "pack"])
    op.create_table(
        "question_revisions",
        sa.Column("community_id", PLAIN, nullable=False),
        sa.Column("question_id", PLAIN, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False, server_default=""),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("community_id", "question_id", "number", name="pk_question_revisions"),
        sa.ForeignKeyConstraint(
            ["community_id", "question_id"],
            ["questions.community_id", "questions.id"],
            name="fk_question_revisions_community_id_question_id",
        ),
    )
    op.create_table(
        "search_words",
        sa.Column("community_id", PLAIN, nullable=False),
        sa.Column("word", PLAIN, nullable=False),
        sa.Column("subject_id", PLAIN, nullable=False),
        sa.Column("fact_id", PLAIN, nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("community_id", "word", "subject_id", "fact_id", name="pk_search_words"),
    )
    op.create_index("ix_search_words_community_id_fact_id", "search_words", ["community_id", "fact_id"])
    op.create_index("ix_search_words_community_id_subject_id", "search_words", ["community_id", "subject_id"])
