"""The ledger's statements, built once: a call only binds its values."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Text,
    bindparam,
    case,
    delete,
    func,
    insert,
    null,
    select,
    update,
)

from bot.instant import SECOND
from bot.ledger import tables as t
from bot.ledger.clock import NOW

DRAIN = 2 * SECOND  # after a gap: how long what waits in every process's queue has until anything is closed
LEASE = 5 * SECOND  # how long a process that gives no sign of life keeps the showing of a round

_me = bindparam("me", type_=Text)
_alone = bindparam("alone", type_=Boolean)  # no other process serves these rounds: what another left is ours
_mine = _alone | (t.rounds.c.sender == _me)
_free = _mine | t.rounds.c.sender.is_(None) | (t.rounds.c.sender_until < NOW)
_takes = bindparam("shows", type_=Boolean) & _free
_gap = bindparam("gap", type_=BigInteger)
_lets_go = bindparam("lets_go", type_=Boolean) & _mine

INSERT_ROUND = insert(t.rounds).values(changed_at=NOW, sender_until=NOW + LEASE)
INSERT_QUESTION = insert(t.round_questions)
INSERT_ANSWER = insert(t.answers)
INSERT_OUTGOING = insert(t.outbox)
INSERT_INBOX = insert(t.inbox)
INSERT_SEAL = insert(t.seals)

THIS_ROUND = (t.rounds.c.community_id == bindparam("of_community")) & (t.rounds.c.id == bindparam("of_round"))
_CUT = (
    select(t.cuts.c.at)
    .where(
        (t.cuts.c.community_id == t.rounds.c.community_id)
        & (t.cuts.c.round_id == t.rounds.c.id)
        & (t.cuts.c.number == t.rounds.c.number)
        & t.rounds.c.taking
    )
    .scalar_subquery()
    .label("cut_at")
)
STATE = (t.rounds.c.state, t.rounds.c.version, t.rounds.c.due_at, t.rounds.c.shifted, _CUT)
# Who moves a round and has something to show shows it, unless another process is at it.
MOVE = (
    update(t.rounds)
    .where(THIS_ROUND & (t.rounds.c.version == bindparam("was_version")))
    .values(
        version=bindparam("version"),
        open=bindparam("open"),
        state=bindparam("state"),
        number=bindparam("number"),
        taking=bindparam("taking"),
        due_at=bindparam("due_at"),
        shifted=bindparam("shifted"),
        changed_at=NOW,
        sender=case((_lets_go, null()), (_takes, _me), else_=t.rounds.c.sender),
        sender_until=case((_lets_go, null()), (_takes, NOW + LEASE), else_=t.rounds.c.sender_until),
    )
    .returning(t.rounds.c.sender)
)
HOLD = select(t.rounds.c.version).where(THIS_ROUND).with_for_update()
CLAIM = select(t.rounds.c.version).where(THIS_ROUND).with_for_update(skip_locked=True)
CUT = insert(t.cuts)
ROUND = select(*STATE).where(THIS_ROUND)
OPEN_ROUNDS = (
    select(*STATE)
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
    .values(opened_at=bindparam("opened_at"), deadline=bindparam("deadline"))
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
    select(t.outbox.c.id, t.outbox.c.sequence, t.outbox.c.slot, t.outbox.c.to_member, t.outbox.c.card)
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
    select(*STATE)
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

# Of two processes only who took the showing lets it go, and only while nothing was added to it meanwhile.
LET_GO = (
    update(t.rounds)
    .where(THIS_ROUND & (t.rounds.c.version == bindparam("was_version")) & _mine)
    .values(sender=None, sender_until=None)
)
TAKE_UP = (
    update(t.rounds)
    .where(THIS_ROUND & _free)
    .values(sender=_me, sender_until=NOW + LEASE)
    .returning(t.rounds.c.version)
)
# Who locks several rounds locks them in one order: the order in which attempts hold theirs.
_IN_ORDER = (t.rounds.c.community_id, t.rounds.c.id)
HOLD_MINE = select(t.rounds.c.id).where(t.rounds.c.sender == _me).order_by(*_IN_ORDER).with_for_update()
HOLD_OPEN = select(t.rounds.c.id).where(t.rounds.c.open).order_by(*_IN_ORDER).with_for_update()
RENEW = (
    update(t.rounds)
    .where(t.rounds.c.sender.is_not(None) & (t.rounds.c.sender == _me))
    .values(sender_until=NOW + LEASE)
    .returning(t.rounds.c.community_id, t.rounds.c.id)
)
ORPHANS = (
    select(t.rounds.c.community_id, t.rounds.c.id)
    .where(
        t.rounds.c.sender.is_not(None)
        & (t.rounds.c.sender_until < NOW)
        & t.rounds.c.platform.in_(bindparam("platforms", expanding=True))
    )
    .order_by(t.rounds.c.sender_until)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
LET_ALL_GO = update(t.rounds).where(t.rounds.c.sender == _me).values(sender_until=0)
CHANGED = select(
    t.rounds.c.community_id, t.rounds.c.id, t.rounds.c.platform, t.rounds.c.channel, t.rounds.c.version,
    t.rounds.c.due_at, _CUT,
).where(
    t.rounds.c.open
    & (t.rounds.c.changed_at >= bindparam("since", type_=BigInteger))
    & t.rounds.c.platform.in_(bindparam("platforms", expanding=True))
)  # fmt: skip
CUTS_SINCE = select(t.cuts.c.community_id, t.cuts.c.round_id).where(
    t.cuts.c.at >= bindparam("since", type_=BigInteger)
)
OPEN_HERE = select(t.rounds.c.id).where(
    t.rounds.c.open
    & (t.rounds.c.community_id == bindparam("of_community"))
    & (t.rounds.c.platform == bindparam("of_platform"))
    & (t.rounds.c.channel == bindparam("of_channel"))
)

IN_INBOX = (
    (t.inbox.c.community_id == bindparam("of_community"))
    & (t.inbox.c.platform == bindparam("of_platform"))
    & (t.inbox.c.delivery == bindparam("of_delivery"))
)
TAKEN_IN = select(t.inbox.c.done).where(IN_INBOX)
DONE_IN = update(t.inbox).where(IN_INBOX).values(done=True)
EMPTY_INBOX = delete(t.inbox).where(
    (t.inbox.c.community_id == bindparam("of_community")) & (t.inbox.c.at < bindparam("before"))
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
TIME = select(NOW.label("now"))
PULSE = select(t.pulse.c.at, NOW.label("now")).with_for_update()
# After a time in which nobody served: what was due waits for the answers under way, the rest moves by the gap.
SHIFT = (
    update(t.rounds)
    .where(t.rounds.c.open & t.rounds.c.due_at.is_not(None))
    .values(
        due_at=case((t.rounds.c.due_at + _gap > NOW + DRAIN, t.rounds.c.due_at + _gap), else_=NOW + DRAIN),
        shifted=case((t.rounds.c.taking, t.rounds.c.shifted + _gap), else_=t.rounds.c.shifted),
        version=t.rounds.c.version + 1,
        changed_at=NOW,
    )
)
SHIFT_CUTS = (
    update(t.cuts)
    .where(
        select(t.rounds.c.id)
        .where(
            (t.rounds.c.community_id == t.cuts.c.community_id)
            & (t.rounds.c.id == t.cuts.c.round_id)
            & (t.rounds.c.number == t.cuts.c.number)
            & t.rounds.c.taking
        )
        .exists()
    )
    .values(at=case((t.cuts.c.at + _gap > NOW + DRAIN, t.cuts.c.at + _gap), else_=NOW + DRAIN))
)
