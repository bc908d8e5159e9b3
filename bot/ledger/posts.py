"""Keeps the playground's posts. The laws are in `bot.playground`: one key is one post, each change is an event.

Numbers are taken inside the transaction that uses them. On PostgreSQL two processes may take the same one; a
unique index lets the first through and the second tries again.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cards import Card
from bot.cards_json import as_dict, from_dict
from bot.ledger.secrets import SecretLedger
from bot.ledger.tables_web import posts
from bot.playground import KEPT, KEPT_PRIVATE, Draft, Part, Post, part_of
from bot.ports import StageFault
from facts.store.database import Database, DatabaseTrouble

_TRIES = 40  # each time one of those who met has got through, so this many at once are served
_SHOWN = (
    posts.c.id,
    posts.c.event,
    posts.c.at,
    posts.c.author,
    posts.c.author_name,
    posts.c.to_member,
    posts.c.text,
    posts.c.card,
)


class PostLedger:
    """The playground's channels and what stands in them."""

    def __init__(self, database: Database, kept: int = KEPT, kept_private: int = KEPT_PRIVATE) -> None:
        self._database = database
        self._kept = kept
        self._kept_private = kept_private
        self._turn = asyncio.Lock()  # writers of one process wait here, not in the database
        self.secrets = SecretLedger(database)

    async def put(self, community: str, channel: str, draft: Draft) -> Post:
        """Keep it, or say what was kept under its key before. Raises `StageFault` when it cannot be kept."""
        for _ in range(_TRIES):
            try:
                async with self._turn, self._database.write() as connection:
                    return await self._put(connection, community, channel, draft)
            except IntegrityError:
                continue  # another process took the number
            except DatabaseTrouble as trouble:
                raise StageFault(str(trouble)) from trouble
        raise StageFault("The post could not be kept: too many write at once.")

    async def _put(self, connection: AsyncConnection, community: str, channel: str, draft: Draft) -> Post:
        here = (posts.c.community_id == community) & (posts.c.channel == channel)
        if (before := await _first(connection, here & (posts.c.key == draft.key))) is not None:
            return before
        numbers = (
            await connection.execute(select(func.max(posts.c.id), func.max(posts.c.event)).where(here))
        ).one()
        event = (numbers[1] or 0) + 1
        if draft.edits is not None:
            edited = await self._edit(connection, here & (posts.c.id == draft.edits), draft, event)
            if edited is not None:
                return edited
        number = (numbers[0] or 0) + 1
        await connection.execute(
            insert(posts).values(
                community_id=community, channel=channel, id=number, event=event, key=draft.key,
                author=draft.author, author_name=draft.author_name, at=draft.at, **_content(draft),
            )
        )  # fmt: skip
        await self._trim(connection, here, draft.to_member)
        return Post(
            number, event, draft.at, draft.author, draft.author_name, draft.to_member, draft.text, draft.card
        )

    async def _trim(self, connection: AsyncConnection, here: Any, to_member: str | None) -> None:
        """Let the oldest go of what everyone sees, or of what this member alone does: never one for the other."""
        alike = here & (posts.c.to_member.is_(None) if to_member is None else posts.c.to_member == to_member)
        kept = self._kept if to_member is None else self._kept_private
        first_gone = select(posts.c.id).where(alike).order_by(posts.c.id.desc()).offset(kept).limit(1)
        await connection.execute(delete(posts).where(alike & (posts.c.id <= first_gone.scalar_subquery())))

    async def _edit(self, connection: AsyncConnection, this: Any, draft: Draft, event: int) -> Post | None:
        """The post as it stands after the edit; nothing if it is gone, so that the words are posted anew."""
        found = (await connection.execute(select(posts.c.edited_by).where(this))).one_or_none()
        if found is None:
            return None
        keys = found.edited_by.split("\n")
        if draft.key not in keys:
            await connection.execute(
                update(posts)
                .where(this)
                .values(event=event, edited_by="\n".join([*keys, draft.key]).strip(), **_content(draft))
            )
        return await _first(connection, this)

    @asynccontextmanager
    async def _read(self) -> AsyncIterator[AsyncConnection]:
        try:
            async with self._database.read() as connection:
                yield connection
        except DatabaseTrouble as trouble:
            raise StageFault(str(trouble)) from trouble

    async def latest(self, community: str, channel: str, member: str, limit: int = 200) -> tuple[Post, ...]:
        """The last posts that the member may see, oldest first."""
        asked = (
            select(*_SHOWN)
            .where(_visible(community, channel, member))
            .order_by(posts.c.id.desc())
            .limit(limit)
        )
        async with self._read() as connection:
            return tuple(_post(row) for row in reversed((await connection.execute(asked)).all()))

    async def since(self, community: str, channel: str, member: str, event: int) -> tuple[Post, ...]:
        """What has changed after that event, for the member, in the order of change."""
        seen = _visible(community, channel, member) & (posts.c.event > event)
        async with self._read() as connection:
            found = await connection.execute(select(*_SHOWN).where(seen).order_by(posts.c.event))
            return tuple(_post(row) for row in found.all())

    async def newest(self, community: str, channel: str, *parts: Part) -> Post | None:
        """The last card that everyone sees and that is one of these parts of a round."""
        here = (posts.c.community_id == community) & (posts.c.channel == channel)
        last = select(func.max(posts.c.id)).where(here & posts.c.part.in_([part.value for part in parts]))
        async with self._read() as connection:
            return await _first(connection, here & (posts.c.id == last.scalar_subquery()))

    async def newest_event(self, community: str, channel: str) -> int:
        here = (posts.c.community_id == community) & (posts.c.channel == channel)
        async with self._read() as connection:
            return int((await connection.execute(select(func.max(posts.c.event)).where(here))).scalar() or 0)

    async def channels(self, community: str) -> tuple[str, ...]:
        """Channels in which something public stands."""
        asked = select(posts.c.channel).where(posts.c.community_id == community, posts.c.to_member.is_(None))
        async with self._read() as connection:
            return tuple(sorted((await connection.execute(asked.distinct())).scalars()))


def _visible(community: str, channel: str, member: str) -> Any:
    for_them = or_(posts.c.to_member.is_(None), posts.c.to_member == member)
    return (posts.c.community_id == community) & (posts.c.channel == channel) & for_them


async def _first(connection: AsyncConnection, where: Any) -> Post | None:
    row = (await connection.execute(select(*_SHOWN).where(where))).one_or_none()
    return None if row is None else _post(row)


def _content(draft: Draft) -> Mapping[str, Any]:
    card = None if draft.card is None else json.dumps(as_dict(draft.card), ensure_ascii=False)
    part = None if draft.card is None or draft.to_member is not None else part_of(draft.card)
    return {"to_member": draft.to_member, "text": draft.text, "card": card, "part": part and part.value}


def _post(row: Any) -> Post:
    card: Card | None = None if row.card is None else from_dict(json.loads(row.card))
    return Post(row.id, row.event, row.at, row.author, row.author_name, row.to_member, row.text, card)
