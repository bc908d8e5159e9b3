"""The ledger's tables, on the MetaData that `facts.store.database` owns.

Every community table's keys begin with `community_id`, so that communities can live on different databases. Times
are `bot.instant.Instant`: milliseconds, UTC.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Table, text

from facts.store.database import metadata
from facts.store.tables import Words

rounds = Table(
    "rounds",
    metadata,
    Column("community_id", Words, primary_key=True),
    Column("id", Words, primary_key=True),
    Column("platform", Words, nullable=False),
    Column("channel", Words, nullable=False),
    Column("open", Boolean, nullable=False),
    Column("version", Integer, nullable=False),  # compare-and-set: who saw another version loses
    Column("state", Words, nullable=False),
    Column("started_at", BigInteger, nullable=False),
    # What statements ask of a round stands beside its state; where the two differ, these columns hold.
    Column("number", Integer, nullable=False, server_default="0"),
    Column("taking", Boolean, nullable=False, server_default=text("false")),  # its question takes answers
    Column("due_at", BigInteger),
    Column(
        "shifted", BigInteger, nullable=False, server_default="0"
    ),  # by how much outages moved the deadline
    Column("changed_at", BigInteger, nullable=False, server_default="0"),
    Column("sender", Words),  # the process that shows what is in the outbox
    Column("sender_until", BigInteger),  # ... and until when nobody else does
    # One open round a channel, whoever starts it.
    Index(
        "uq_rounds_open",
        "community_id",
        "platform",
        "channel",
        unique=True,
        sqlite_where=text("open"),
        postgresql_where=text("open"),
    ),
    Index("ix_rounds_channel", "community_id", "platform", "channel", "started_at"),
    Index(
        "ix_rounds_changed",
        "community_id",
        "changed_at",
        sqlite_where=text("open"),
        postgresql_where=text("open"),
    ),
    Index(
        "ix_rounds_sender",
        "community_id",
        "sender_until",
        sqlite_where=text("sender IS NOT NULL"),
        postgresql_where=text("sender IS NOT NULL"),
    ),
)

# Early closes, one a question: it takes nothing from `at` on. A row is added, so that no answer waits for a lock.
cuts = Table(
    "cuts",
    metadata,
    Column("community_id", Words, primary_key=True),
    Column("round_id", Words, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False),
)

# Commands that change something, by the platform's name for the delivery: one that comes again is not done again.
inbox = Table(
    "inbox",
    metadata,
    Column("community_id", Words, primary_key=True),
    Column("platform", Words, primary_key=True),
    Column("delivery", Words, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("done", Boolean, nullable=False),
    Index("ix_inbox_at", "community_id", "at"),
)

# What a round drew, in order; the reserves come after the rest. `asked_as` is the number it was asked under.
round_questions = Table(
    "round_questions",
    metadata,
    Column("community_id", Words, primary_key=True),
    Column("round_id", Words, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("platform", Words, nullable=False),
    Column("channel", Words, nullable=False),
    Column("key", Words, nullable=False),
    Column("tags", Words, nullable=False),  # "|pack:…|kind:…|subject:…|": what the question is about
    Column("question", Words, nullable=False),
    Column("asked_as", Integer),
    Column("dropped", Boolean, nullable=False),  # its fact fell before it was asked
    Column("opened_at", BigInteger),  # when it was shown, written with the close; none where nobody answered
    Column("deadline", BigInteger),  # the last moment of sending, written with the close
    Index("ix_round_questions_channel", "community_id", "platform", "channel", "key"),
    Index("ix_round_questions_key", "community_id", "key"),
)

# What a round was sealed with. The salt is told to nobody: with it the questions that were not asked could be guessed.
seals = Table(
    "seals",
    metadata,
    Column("community_id", Words, primary_key=True),
    Column("round_id", Words, primary_key=True),
    Column("commitment", Words, nullable=False),
    Column("salt", Words, nullable=False),
)

# Only ever added to. A delivery that comes twice is one row.
attempts = Table(
    "attempts",
    metadata,
    Column("community_id", Words, primary_key=True),
    Column("round_id", Words, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("member_id", Words, primary_key=True),
    Column("delivery", Words, primary_key=True),
    Column("name", Words, nullable=False),
    Column("sent_at", BigInteger, nullable=False),
    Column("choice", Integer),
    Column("text", Words, nullable=False),
    Column("right", Boolean, nullable=False),
)

# The attempts that counted, written with the close, and again with every ruling that concerns them.
answers = Table(
    "answers",
    metadata,
    Column("community_id", Words, primary_key=True),
    Column("round_id", Words, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("member_id", Words, primary_key=True),
    Column("name", Words, nullable=False),
    Column("choice", Integer),
    Column("text", Words, nullable=False),
    Column("right", Boolean, nullable=False),
    Column("took", Integer, nullable=False),
    Column("points", Integer, nullable=False),
    Column("closed_at", BigInteger, nullable=False),
    Column("key", Words, nullable=False),
    Column("tags", Words, nullable=False),
    Index("ix_answers_closed_at", "community_id", "closed_at"),
    Index("ix_answers_member", "community_id", "member_id"),
)

# Only added to, but for the taking back. `round_id` is a host's: for that round only.
rulings = Table(
    "rulings",
    metadata,
    Column("community_id", Words, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("key", Words, nullable=False),
    Column("accepted", Words, nullable=False),  # a digest: it holds while the question accepts the same
    Column("text", Words, nullable=False),  # in its normal form
    Column("right", Boolean, nullable=False),
    Column("reason", Words, nullable=False),
    Column("by_member", Words, nullable=False),
    Column("by_name", Words, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("round_id", Words),
    Column("revoked_by", Words),
    Column("revoked_at", BigInteger),
    Index("ix_rulings_key", "community_id", "key"),
)

# A member's wish for a ruling on their own answer: one a question, `id` counts those of a round.
appeals = Table(
    "appeals",
    metadata,
    Column("community_id", Words, primary_key=True),
    Column("round_id", Words, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("member_id", Words, primary_key=True),
    Column("id", Integer, nullable=False),
    Column("name", Words, nullable=False),
    Column("key", Words, nullable=False),
    Column("text", Words, nullable=False),  # as it was written
    Column("asked_at", BigInteger, nullable=False),
    Column("settled_at", BigInteger),
    Index("ix_appeals_key", "community_id", "key"),
)

# What must be shown, written with the transition that caused it. `slot` names the message: a later row of the
# same slot edits it. `message` is the platform's name for it once shown.
outbox = Table(
    "outbox",
    metadata,
    Column("community_id", Words, primary_key=True),
    Column("id", Words, primary_key=True),
    Column("round_id", Words, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("slot", Words, nullable=False),
    Column("to_member", Words),
    Column("card", Words, nullable=False),
    Column("message", Words),
    Index("ix_outbox_round", "community_id", "round_id", "slot"),
    Index(
        "ix_outbox_unsent",
        "community_id",
        "round_id",
        sqlite_where=text("message IS NULL"),
        postgresql_where=text("message IS NULL"),
    ),
)

settings = Table(
    "settings",
    metadata,
    Column("community_id", Words, primary_key=True),
    Column("state", Words, nullable=False),
    Column("changed_by", Words, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
)

# The last sign of life of whoever serves rounds; for a clock that does not run by itself, how far time has come.
pulse = Table(
    "pulse",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False),
)
