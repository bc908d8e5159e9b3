"""The statements of rulings and appeals, built once."""

from __future__ import annotations

from sqlalchemy import bindparam, func, insert, select, update

from bot.ledger import tables as t
from bot.ledger.statements import OF_ROUND, STATE

# The open rounds in which a question is being asked: a ruling and the question's close wait for each other.
HOLD_ASKING = (
    select(t.rounds.c.id)
    .join(
        t.round_questions,
        (t.round_questions.c.community_id == t.rounds.c.community_id)
        & (t.round_questions.c.round_id == t.rounds.c.id)
        & (t.round_questions.c.asked_as == t.rounds.c.number),
    )
    .where(
        t.rounds.c.open
        & (t.round_questions.c.community_id == bindparam("of_community"))
        & (t.round_questions.c.key == bindparam("of_key"))
    )
    .order_by(t.rounds.c.id)
    .with_for_update(of=t.rounds)
)
INSERT_RULING = insert(t.rulings)
INSERT_APPEAL = insert(t.appeals)

_OF_COMMUNITY = t.rulings.c.community_id == bindparam("of_community")
_HOLDS = _OF_COMMUNITY & t.rulings.c.revoked_at.is_(None)
HELD = select(t.rulings).where(_HOLDS & (t.rulings.c.key == bindparam("of_key"))).order_by(t.rulings.c.number)
RULING = select(t.rulings).where(_HOLDS & (t.rulings.c.number == bindparam("of_number")))
LAST_NUMBER = select(func.max(t.rulings.c.number)).where(_OF_COMMUNITY)
REVOKE = (
    update(t.rulings)
    .where(_HOLDS & (t.rulings.c.number == bindparam("of_number")))
    .values(revoked_by=bindparam("taken_by"), revoked_at=bindparam("taken_at"))
)

NEWEST = (
    select(*STATE)
    .where(
        (t.rounds.c.community_id == bindparam("of_community"))
        & (t.rounds.c.platform == bindparam("of_platform"))
        & (t.rounds.c.channel == bindparam("of_channel"))
        & select(t.round_questions.c.round_id)
        .where(
            (t.round_questions.c.community_id == t.rounds.c.community_id)
            & (t.round_questions.c.round_id == t.rounds.c.id)
            & t.round_questions.c.opened_at.is_not(None)
        )
        .exists()
    )
    .order_by(t.rounds.c.started_at.desc(), t.rounds.c.id.desc())
    .limit(1)
)

_CLOSED = select(
    t.round_questions.c.round_id,
    t.round_questions.c.asked_as,
    t.round_questions.c.question,
    t.round_questions.c.opened_at,
    t.round_questions.c.deadline,
).where(t.round_questions.c.opened_at.is_not(None))
CLOSED_OF_ROUND = _CLOSED.where(OF_ROUND).order_by(t.round_questions.c.asked_as)
CLOSED_OF_KEY = (
    _CLOSED.where(
        (t.round_questions.c.community_id == bindparam("of_community"))
        & (t.round_questions.c.key == bindparam("of_key"))
    )
).order_by(t.round_questions.c.opened_at, t.round_questions.c.round_id, t.round_questions.c.asked_as)
_ANSWERS = select(t.answers).where(
    (t.answers.c.community_id == bindparam("of_community")) & (t.answers.c.round_id == bindparam("of_round"))
)
_IN_ORDER = (t.answers.c.number, t.answers.c.took, t.answers.c.member_id)
ANSWERS_OF_ROUND = _ANSWERS.order_by(*_IN_ORDER)
ANSWERS_TO = _ANSWERS.where(t.answers.c.number == bindparam("of_number")).order_by(*_IN_ORDER)
REWRITE = (
    update(t.answers)
    .where(
        (t.answers.c.community_id == bindparam("of_community"))
        & (t.answers.c.round_id == bindparam("of_round"))
        & (t.answers.c.number == bindparam("of_number"))
        & (t.answers.c.member_id == bindparam("of_member"))
    )
    .values({name: bindparam(name) for name in ("name", "choice", "text", "right", "took", "points")})
)

APPEALS = (
    select(t.appeals)
    .where(
        (t.appeals.c.community_id == bindparam("of_community"))
        & (t.appeals.c.round_id == bindparam("of_round"))
    )
    .order_by(t.appeals.c.id)
)
WAITING_APPEALS = (
    select(t.appeals)
    .where(
        (t.appeals.c.community_id == bindparam("of_community"))
        & (t.appeals.c.key == bindparam("of_key"))
        & t.appeals.c.settled_at.is_(None)
    )
    .order_by(t.appeals.c.round_id, t.appeals.c.id)
)
SETTLE = (
    update(t.appeals)
    .where(
        (t.appeals.c.community_id == bindparam("of_community"))
        & (t.appeals.c.round_id == bindparam("of_round"))
        & (t.appeals.c.number == bindparam("of_number"))
        & (t.appeals.c.member_id == bindparam("of_member"))
    )
    .values(settled_at=bindparam("settled"))
)
