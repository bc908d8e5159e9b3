"""The ledger's statements, built once: a call only binds its values."""

from __future__ import annotations

from sqlalchemy import bindparam, func, insert, select, update

from bot.ledger import tables as t

INSERT_ROUND = insert(t.rounds)
INSERT_QUESTION = insert(t.round_questions)
INSERT_ATTEMPT = insert(t.attempts)
INSERT_ANSWER = insert(t.answers)
INSERT_OUTGOING = insert(t.outbox)

THIS_ROUND = (t.rounds.c.community_id == bindparam("of_community")) & (t.rounds.c.id == bindparam("of_round"))
MOVE = (
    update(t.rounds)
    .where(THIS_ROUND & (t.rounds.c.version == bindparam("was_version")))
    .values(version=bindparam("version"), open=bindparam("open"), state=bindparam("state"))
)
ROUND = select(t.rounds.c.state).where(THIS_ROUND)
OPEN_ROUNDS = (
    select(t.rounds.c.state)
    .where(t.rounds.c.open & t.rounds.c.platform.in_(bindparam("platforms", expanding=True)))
    .order_by(t.rounds.c.started_at, t.rounds.c.id)
)

OF_ROUND = (t.round_questions.c.community_id == bindparam("of_community")) & (
    t.round_questions.c.round_id == bindparam("of_round")
)
AT_POSITION = OF_ROUND & (t.round_questions.c.position == bindparam("of_position"))
ASK = update(t.round_questions).where(AT_POSITION).values(asked_as=bindparam("number"))
DROP = update(t.round_questions).where(AT_POSITION).values(dropped=True)
CLOSE = (
    update(t.round_questions)
    .where(OF_ROUND & (t.round_questions.c.asked_as == bindparam("of_number")))
    .values(opened_at=bindparam("opened_at"))
)
WAITING = (
    select(t.round_questions.c.position, t.round_questions.c.question, t.round_questions.c.tags)
    .where(OF_ROUND & t.round_questions.c.asked_as.is_(None) & ~t.round_questions.c.dropped)
    .order_by(t.round_questions.c.position)
)
TAGS = select(t.round_questions.c.tags).where(
    OF_ROUND & (t.round_questions.c.asked_as == bindparam("of_number"))
)
TIMES_ASKED = (
    select(t.round_questions.c.key, func.count().label("times"))
    .where(
        (t.round_questions.c.community_id == bindparam("of_community"))
        & (t.round_questions.c.platform == bindparam("of_platform"))
        & (t.round_questions.c.channel == bindparam("of_channel"))
        & t.round_questions.c.asked_as.is_not(None)
    )
    .group_by(t.round_questions.c.key)
)

ATTEMPTS = (
    select(t.attempts)
    .where(
        (t.attempts.c.community_id == bindparam("of_community"))
        & (t.attempts.c.round_id == bindparam("of_round"))
        & (t.attempts.c.number == bindparam("of_number"))
    )
    .order_by(t.attempts.c.sent_at, t.attempts.c.delivery)
)

UNSENT = (
    select(t.outbox.c.id, t.outbox.c.slot, t.outbox.c.to_member, t.outbox.c.card)
    .where(
        (t.outbox.c.community_id == bindparam("of_community"))
        & (t.outbox.c.round_id == bindparam("of_round"))
        & t.outbox.c.message.is_(None)
    )
    .order_by(t.outbox.c.sequence)
)
_UNSENT_OF = (
    select(t.outbox.c.community_id, t.outbox.c.round_id)
    .where(t.outbox.c.message.is_(None))
    .distinct()
    .subquery()
)
ROUNDS_UNSENT = (
    select(t.rounds.c.state)
    .join_from(
        _UNSENT_OF,
        t.rounds,
        (t.rounds.c.community_id == _UNSENT_OF.c.community_id) & (t.rounds.c.id == _UNSENT_OF.c.round_id),
    )
    .where(t.rounds.c.platform.in_(bindparam("platforms", expanding=True)))
    .order_by(t.rounds.c.started_at, t.rounds.c.id)
)
SENT = (
    update(t.outbox)
    .where((t.outbox.c.community_id == bindparam("of_community")) & (t.outbox.c.id == bindparam("of_id")))
    .values(message=bindparam("message"))
)
MESSAGES = (
    select(t.outbox.c.slot, t.outbox.c.message)
    .where(
        (t.outbox.c.community_id == bindparam("of_community"))
        & (t.outbox.c.round_id == bindparam("of_round"))
        & (t.outbox.c.message > "")
    )
    .order_by(t.outbox.c.sequence.desc())  # the first of a slot comes last, and stays
)
GIVE_UP = (
    update(t.outbox)
    .where(
        (t.outbox.c.community_id == bindparam("of_community"))
        & (t.outbox.c.round_id == bindparam("of_round"))
        & t.outbox.c.message.is_(None)
    )
    .values(message="")
)
MESSAGES_IN = (
    select(t.outbox.c.slot, t.outbox.c.message)
    .where(
        (t.outbox.c.community_id == bindparam("of_community"))
        & (t.outbox.c.round_id == bindparam("of_round"))
        & t.outbox.c.slot.in_(bindparam("slots", expanding=True))
        & (t.outbox.c.message > "")
    )
    .order_by(t.outbox.c.sequence.desc())  # the first of a slot comes last, and stays
)

SETTINGS = select(t.settings.c.state).where(t.settings.c.community_id == bindparam("of_community"))
INSERT_SETTINGS = insert(t.settings)
CHANGE_SETTINGS = (
    update(t.settings)
    .where(t.settings.c.community_id == bindparam("of_community"))
    .values(state=bindparam("state"), changed_by=bindparam("changed_by"), changed_at=bindparam("changed_at"))
)
LAST_TIME = select(t.pulse.c.at)
MARK_TIME = update(t.pulse).values(at=bindparam("at"))
FIRST_TIME = insert(t.pulse)
