"""Appeals and rulings, from the wish to the last card: who may, what is kept, who is told.

One law: what is told of a ruling tells nobody another member's answer. The channel sees at most one line, and only
when the first three places of the round it was made in change.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from bot.cards import Card
from bot.instant import Instant
from bot.ledger.ledger import Ledger
from bot.ledger.outgoing import Outgoing
from bot.ledger.rulings import TRIES, Appeal, MovedOn, Played, Regraded
from bot.messages import Member, Place
from bot.play import Play
from bot.ports import Clock
from bot.quiz import moves
from bot.quiz.round import Phase, Round
from bot.quiz.rulings import (
    Bar,
    Change,
    Ruling,
    accepted_by,
    appealed_text,
    contested,
    in_force,
    podium,
    ruled,
)
from bot.quiz.scoring import Attempt
from bot.wording import rulings as wording
from facts.names import normal


@dataclass(frozen=True, slots=True)
class Done:
    """A ruling that was made or taken back, and how many members' answers it changed."""

    ruling: Ruling
    changed: int
    given: bool  # whether anybody had given the text


class Rulings:
    """The one place where rulings are made."""

    def __init__(self, ledger: Ledger, play: Play, clock: Clock) -> None:
        self._ledger = ledger
        self._play = play
        self._clock = clock
        self._turn = asyncio.Lock()  # one at a time: rounds that are over have no lock of their own

    # --- looking ---

    async def newest(self, place: Place) -> Round | None:
        """The channel's newest round with a question that can be ruled on."""
        return await self._ledger.rulings.newest(place)

    async def last_wrong(self, round: Round, member: str) -> int | None:
        """The number of the last question that the member answered wrongly."""
        wrong = [
            played.number
            for played in await self._ledger.rulings.played(round)
            if any(answer.member == member and not answer.right for answer in played.answers)
        ]
        return max(wrong, default=None)

    async def contested(self, round: Round) -> tuple[str, ...]:
        """The wrong texts of a round, appealed ones first, then those that more members gave."""
        appeals = await self._ledger.rulings.appeals(round.place.community, round.id)
        found: list[tuple[bool, str]] = []
        for played in await self._ledger.rulings.played(round):
            asked: dict[str, int] = {}
            for one in appeals:
                if one.number == played.number and one.settled_at is None:
                    asked[normal(one.text)] = asked.get(normal(one.text), 0) + 1
            attempts = await self._ruled(played)
            found += [
                (normal(text) not in asked, text) for text in contested(played.question, attempts, asked)
            ]
        return tuple(text for _, text in sorted(found, key=lambda one: one[0]))

    async def question(self, round: Round, number: int) -> Played | Bar:
        """One question of a round, once it has closed."""
        now = await self._play.by_id(round.place.community, round.id)
        if now is not None and now.number == number and now.phase in (Phase.POSTING, Phase.ASKING):
            return Bar.OPEN
        found = (one for one in await self._ledger.rulings.played(round) if one.number == number)
        return next(found, Bar.NO_QUESTION)

    async def appeal_of(self, round: Round, id: int) -> Appeal | None:
        appeals = await self._ledger.rulings.appeals(round.place.community, round.id)
        return next((one for one in appeals if one.id == id), None)

    async def ruling(self, community: str, number: int) -> Ruling | None:
        return await self._ledger.rulings.ruling(community, number)

    async def _ruled(self, played: Played) -> tuple[Attempt, ...]:
        rulings = await self._ledger.rulings.of(played.round.place.community, played.question.key)
        return ruled(played.question, played.round.id, played.attempts, rulings)

    # --- asking ---

    async def appeal(self, member: Member, where: Round, number: int) -> Appeal | Bar:
        """Ask for a ruling on the member's own wrong answer; the round's host is told."""
        for _ in range(TRIES - 1):
            with suppress(MovedOn):
                return await self._ask(member, where, number)
        return await self._ask(member, where, number)

    async def _ask(self, member: Member, where: Round, number: int) -> Appeal | Bar:
        place, at = where.place, self._clock.now()
        async with self._turn, self._play.still(place.community):
            round = await self._ledger.round(place.community, where.id)
            assert round is not None
            played = await self.question(round, number)
            appeal = played if isinstance(played, Bar) else await self._appeal(member, played, at)
            if isinstance(appeal, Bar):
                return appeal
            after = replace(round, version=round.version + 1)
            assert not isinstance(played, Bar)
            outgoing = _for_the_host(after, played, appeal)
            await self._ledger.rulings.ask(after, round.version, appeal, outgoing)
            await self._play.take_up(place.community, appeal.key, (after,))
        await self._play.show_all((after,))
        return appeal

    async def _appeal(self, member: Member, played: Played, at: Instant) -> Appeal | Bar:
        mine = next((answer for answer in played.answers if answer.member == member.id), None)
        if mine is None:
            return Bar.NO_ANSWER
        if mine.right:
            return Bar.WAS_RIGHT
        round, question = played.round, played.question
        appeals = await self._ledger.rulings.appeals(round.place.community, round.id)
        for one in appeals:
            if (one.number, one.member) == (played.number, member.id):
                return Bar.ASKED if one.settled_at is None else Bar.RULED
        attempts = [one for one in await self._ruled(played) if one.member == member.id]
        text = appealed_text(question, attempts) or mine.text
        rulings = await self._ledger.rulings.of(round.place.community, question.key)
        if in_force(question, round.id, text, rulings) is not None:
            return Bar.RULED
        return Appeal(
            round.id, played.number, member.id, len(appeals) + 1, member.name, question.key, text, at
        )

    # --- ruling ---

    async def rule(
        self, member: Member, moderates: bool, played: Played, text: str, right: bool, reason: str
    ) -> Done | Bar:
        """Say of a text that it is right or wrong: a moderator for good, the round's host for that round."""
        round, question = played.round, played.question
        if not round.runs_for(member.id, moderates):
            return Bar.NOT_YOURS
        community = round.place.community
        async with self._turn:
            rulings = await self._ledger.rulings.of(community, question.key)
            held = in_force(question, round.id, text, rulings)
            if held is not None and held.round is None and not moderates:
                return Bar.MODERATORS_WORD
            if held is not None and held.right is right and (held.round is None or not moderates):
                return Bar.AS_IT_IS
            ruling = Ruling(
                0, question.key, accepted_by(question), normal(text), right, reason, member.id, member.name,
                self._clock.now(), None if moderates else round.id,
            )  # fmt: skip
            async with self._play.still(community):
                kept, regraded = await self._ledger.rulings.rule(
                    community, ruling, lambda done: _told(done, ruling, round.id, back=False)
                )
                await self._take_up(community, ruling, regraded)
        await self._play.show_all(_rounds(regraded))
        return Done(kept, _members(regraded), played.gave(ruling.text))

    async def held(self, played: Played, text: str) -> Ruling | None:
        """The ruling that holds for a text of this question."""
        rulings = await self._ledger.rulings.of(played.round.place.community, played.question.key)
        return in_force(played.question, played.round.id, text, rulings)

    async def revoke(
        self, member: Member, moderates: bool, round: Round, ruling: Ruling | None
    ) -> Done | Bar:
        """Take a ruling back, with all that followed; what held before it holds again."""
        if not round.runs_for(member.id, moderates):
            return Bar.NOT_YOURS
        if ruling is None:
            return Bar.NO_RULING
        if not moderates and ruling.round != round.id:
            return Bar.MODERATORS_WORD
        community = round.place.community
        async with self._turn, self._play.still(community):
            if await self._ledger.rulings.ruling(community, ruling.number) is None:
                return Bar.NO_RULING
            regraded = await self._ledger.rulings.revoke(
                community,
                ruling,
                member.id,
                self._clock.now(),
                lambda done: _told(done, replace(ruling, by_name=member.name), round.id, back=True),
            )
            await self._take_up(community, ruling, regraded)
        await self._play.show_all(_rounds(regraded))
        return Done(ruling, _members(regraded), bool(regraded))

    async def _take_up(self, community: str, ruling: Ruling, regraded: Sequence[Regraded]) -> None:
        await self._play.take_up(community, ruling.key, _rounds(regraded))


def _rounds(regraded: Iterable[Regraded]) -> tuple[Round, ...]:
    return tuple({one.after.id: one.after for one in regraded}.values())


def _members(regraded: Iterable[Regraded]) -> int:
    return len({change.member for one in regraded for change in one.changes})


def _for_the_host(round: Round, played: Played, appeal: Appeal) -> tuple[Outgoing, ...]:
    if round.host == appeal.member:
        return ()
    card = wording.appeal(appeal.name, played.question, appeal.number, appeal.text, round.id, appeal.id)
    id = f"{round.id}:{round.version}:0"
    return (Outgoing(id, round.id, round.place, _slot(appeal), card, round.host),)


def _slot(appeal: Appeal) -> str:
    return f"appeal{appeal.id}"


def _told(regraded: tuple[Regraded, ...], ruling: Ruling, home: str, *, back: bool) -> tuple[Outgoing, ...]:
    """What a ruling, or its taking back, puts on screen: each member one card, in the newest round it touched."""
    made: list[Outgoing] = []

    def add(round: Round, slot: str, card: Card, to: str | None) -> None:
        made.append(
            Outgoing(f"{round.id}:{round.version}:{len(made)}", round.id, round.place, slot, card, to)
        )

    for one in regraded:
        for appeal in one.settled:
            if one.after.host != appeal.member:
                closed = wording.appeal_closed(appeal.name, appeal.number, appeal.text, ruling.right)
                add(one.after, _slot(appeal), closed, one.after.host)
    for member, (where, mine) in _concerned(regraded).items():
        slot = f"ruling{where.after.version}:{member}"
        add(where.after, slot, wording.told(where.question, where.number, mine, ruling, back=back), member)
    for one in regraded:
        if one.after.id == home and not one.after.place.alone:
            before, after = moves.board(one.before), moves.board(one.after)
            if podium(before.rows) != podium(after.rows):
                add(one.after, f"ruling{one.after.version}", wording.places(after), None)
            break
    return tuple(made)


def _concerned(regraded: Iterable[Regraded]) -> dict[str, tuple[Regraded, tuple[Change, ...]]]:
    """Everybody who is told: where, and what changed for them; nothing where they asked and it stays as it was."""
    concerned: dict[str, tuple[Regraded, tuple[Change, ...]]] = {}
    for one in regraded:
        for change in one.changes:
            _, had = concerned.get(change.member, (one, ()))
            concerned[change.member] = one, (*had, change)
        for appeal in one.settled:
            concerned.setdefault(appeal.member, (one, ()))
    return concerned
