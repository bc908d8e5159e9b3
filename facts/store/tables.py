"""The tables of what is known.

One law holds here: every primary key and every index begins with `community_id`, so that one community's rows lie
together, can be moved together, and are never read by another. Packs that all share stand under the community "*".

Full text is a table of words, not a database's own text index: that could not begin with `community_id`, and one
statement serves both databases.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from facts.store.database import metadata

SHARED = "*"
OWN = "own"  # the pack a community's own facts and questions belong to


def key(community: str) -> str:
    """The `community_id` of a community, which is never the shared one, whatever a platform calls it."""
    return f"*{community}" if community.startswith(SHARED) else community


def storable(text: str) -> str:
    """The text as both databases can hold it."""
    if text.isascii() and text.isprintable():
        return text
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")


class Words(TypeDecorator[str]):
    """Text that both databases can hold: what neither takes (NUL, half a surrogate pair) is written out as it is
    called in code, so that no text a member sends is ever an error."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: object) -> str | None:
        return None if value is None else storable(value)


class Plain(Words):
    """Text compared byte by byte on both databases: prefixes are ranges, and the order is the same everywhere."""

    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[str]:
        return Text(collation="C") if dialect.name == "postgresql" else Text()


def _id(name: str) -> Column[str]:
    return Column(name, Plain, nullable=False)


def _words(name: str) -> Column[str]:
    return Column(name, Words, nullable=False, server_default="")


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False)


packs = Table(
    "packs",
    metadata,
    _id("community_id"),
    _id("name"),
    _words("version"),
    _words("title"),
    _words("licence"),
    _words("summary"),
    _words("language"),
    _words("digest"),  # of the file it was read from: an unchanged file is not read again
    Column("installed_at", BigInteger, nullable=False),
    PrimaryKeyConstraint("community_id", "name"),
)

pack_switches = Table(
    "pack_switches",
    metadata,
    _id("community_id"),
    _id("pack"),
    _flag("on"),
    PrimaryKeyConstraint("community_id", "pack"),
)

content_versions = Table(
    "content_versions",
    metadata,
    _id("community_id"),
    Column("version", BigInteger, nullable=False),
    PrimaryKeyConstraint("community_id"),
)

subjects = Table(
    "subjects",
    metadata,
    _id("community_id"),
    _id("id"),
    _id("pack"),
    _id("kind"),
    _words("summary"),
    _flag("mature"),  # nothing but mature facts is known of it
    _flag("retired"),
    PrimaryKeyConstraint("community_id", "id"),
    Index(None, "community_id", "pack"),
)

names = Table(
    "names",
    metadata,
    _id("community_id"),
    _id("subject_id"),
    Column("place", Integer, nullable=False),  # 0 is the label
    _words("text"),
    _words("note"),
    _id("normal"),
    _id("joined"),  # the normal form without spaces
    PrimaryKeyConstraint("community_id", "subject_id", "place"),
    Index(None, "community_id", "normal"),
    Index(None, "community_id", "joined"),
)

# A name from each of its words on: "shin sang ok", "sang ok", "ok". What is typed is a prefix of one of them.
name_tails = Table(
    "name_tails",
    metadata,
    _id("community_id"),
    _id("tail"),
    _id("subject_id"),
    Column("place", Integer, nullable=False),
    Column("word", Integer, nullable=False),
    PrimaryKeyConstraint("community_id", "tail", "subject_id", "place", "word"),
    Index(None, "community_id", "subject_id"),
)

deletion_keys = Table(
    "deletion_keys",
    metadata,
    _id("community_id"),
    Column("key", BigInteger, nullable=False),
    _id("subject_id"),
    Column("place", Integer, nullable=False),
    Column("word", Integer, nullable=False),
    PrimaryKeyConstraint("community_id", "key", "subject_id", "place", "word"),
    Index(None, "community_id", "subject_id"),
)

sources = Table(
    "sources",
    metadata,
    _id("community_id"),
    _id("id"),
    _id("pack"),
    _words("title"),
    _words("publisher"),
    _words("author"),
    _words("date"),
    _words("locator"),
    _words("licence"),
    PrimaryKeyConstraint("community_id", "id"),
)

# The head of each fact; what it says stands in the revision of that number.
facts = Table(
    "facts",
    metadata,
    _id("community_id"),
    _id("id"),
    _id("pack"),
    Column("revision", Integer, nullable=False),
    Column("place", Integer, nullable=False),  # the order in which its pack lists it
    _id("property"),
    _id("status"),
    _flag("spoiler"),
    _flag("mature"),
    _flag("retired"),
    PrimaryKeyConstraint("community_id", "id"),
    Index(None, "community_id", "pack"),
)

revisions = Table(
    "revisions",
    metadata,
    _id("community_id"),
    _id("fact_id"),
    Column("number", Integer, nullable=False),
    Column("content", Words, nullable=False),
    _words("author"),
    Column("at", BigInteger, nullable=False),
    Column("approver", Words),
    Column("restores", Integer),
    PrimaryKeyConstraint("community_id", "fact_id", "number"),
    ForeignKeyConstraint(["community_id", "fact_id"], ["facts.community_id", "facts.id"]),
)

# Which subjects a fact is about ("about") and which it names in its value, qualifiers or claim ("touching").
fact_subjects = Table(
    "fact_subjects",
    metadata,
    _id("community_id"),
    _id("subject_id"),
    _id("role"),
    _id("fact_id"),
    PrimaryKeyConstraint("community_id", "subject_id", "role", "fact_id"),
    Index(None, "community_id", "fact_id"),
)

questions = Table(
    "questions",
    metadata,
    _id("community_id"),
    _id("id"),
    _id("pack"),
    Column("revision", Integer, nullable=False),
    Column("place", Integer, nullable=False),
    _flag("retired"),
    PrimaryKeyConstraint("community_id", "id"),
    Index(None, "community_id", "pack"),
)

question_revisions = Table(
    "question_revisions",
    metadata,
    _id("community_id"),
    _id("question_id"),
    Column("number", Integer, nullable=False),
    Column("content", Words, nullable=False),
    _words("author"),
    Column("at", BigInteger, nullable=False),
    PrimaryKeyConstraint("community_id", "question_id", "number"),
    ForeignKeyConstraint(["community_id", "question_id"], ["questions.community_id", "questions.id"]),
)

# Full text: each word of a subject's names and summary (fact_id empty) and of its facts.
search_words = Table(
    "search_words",
    metadata,
    _id("community_id"),
    _id("word"),
    _id("subject_id"),
    _id("fact_id"),
    Column("weight", Integer, nullable=False),
    PrimaryKeyConstraint("community_id", "word", "subject_id", "fact_id"),
    Index(None, "community_id", "subject_id"),
    Index(None, "community_id", "fact_id"),
)
