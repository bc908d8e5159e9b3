"""Discord's stage: cards into channels, private words to members, forms as modals.

Laws. A post is sent under a nonce made of what it shows, so that sent twice it is one message. What is one member's is
sent to nobody else: where no way to them is open, it becomes a direct message, never one in the channel. And a message
that was deleted is posted anew, since what it says must be seen.
"""

from __future__ import annotations

from collections import OrderedDict
from contextlib import suppress
from dataclasses import replace
from typing import TypeAlias

from adapters.discord import drawing, forms
from adapters.discord.addresses import Post, Sealer, Whisper, named, read
from adapters.discord.drawing import Payload, digest
from adapters.discord.forms import Draft
from adapters.discord.limits import ID, NONCE
from adapters.discord.requests import Lapsed, Requests, Shut
from adapters.discord.translate import Kind, sent_at
from adapters.discord.turns import Turn, Turns
from bot.cards import Card, Tone
from bot.instant import SECOND
from bot.messages import Show, Shown
from bot.ports import Clock, StageFault

Kept: TypeAlias = Draft | Card | str
"""What a button of ours stands for: a form on its way, a card's other pages, a long id."""

_MOST = 5_000


class Pocket:
    """What the adapter's own buttons lead to, for as long as there is room; the oldest goes first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Kept] = OrderedDict()

    def put(self, key: str, kept: Kept) -> None:
        self._kept[key] = kept
        self._kept.move_to_end(key)
        if len(self._kept) > _MOST:
            self._kept.popitem(last=False)

    def get(self, key: str) -> Kept | None:
        return self._kept.get(key)


class DiscordStage:
    """Shows what the bot shows; `requests` is there once we are logged in."""

    def __init__(self, clock: Clock, sealer: Sealer) -> None:
        self.requests: Requests | None = None
        self.turns = Turns()
        self.pocket = Pocket()
        self.hears = True  # what is typed in the open
        self._clock = clock
        self._sealer = sealer
        self._moved: OrderedDict[str, str] = OrderedDict()  # messages that had to be sent anew

    async def show(self, show: Show) -> Shown:
        """Put a card on screen, in place of `edits` if named. Raises `StageFault` if Discord does not take it."""
        turn = self.turns.of(show.reply_to)
        draft = forms.draft_of(show.card, turn.asked.fields if turn else ())
        if draft is not None:
            return await self._ask(show, draft, turn)
        payload = self._drawn(show)
        if show.to is not None:
            return await self._tell(show, payload, turn)
        if turn is not None and show.edits is None:
            with suppress(Lapsed):
                return self._shown(show, await turn.reply(payload, private=False), turn, private=False)
            self.turns.lapsed(turn)
        return await self._post(show, payload)

    # --- for all of a channel ---

    async def _post(self, show: Show, payload: Payload) -> Shown:
        there = self._address(show.edits)
        if isinstance(there, Post):
            with suppress(Lapsed):
                await self._wire.edit(there.channel, there.message, payload)
                return Shown(named(there, self._sealer), self._clock.now())
        return await self._send(show, int(show.place.channel), payload)

    async def _send(self, show: Show, channel: int, payload: Payload) -> Shown:
        id = await self._wire.post(channel, payload, digest(show.id, NONCE))
        shown = Shown(named(Post(channel, id), self._sealer), sent_at(id))
        self._move(show.edits, shown.message)
        return shown

    # --- for one member alone ---

    async def _tell(self, show: Show, payload: Payload, turn: Turn | None) -> Shown:
        there = self._address(show.edits)
        if isinstance(there, Post):  # a direct message
            with suppress(Lapsed):
                await self._wire.edit(there.channel, there.message, payload)
                return Shown(named(there, self._sealer), self._clock.now())
        if isinstance(there, Whisper) and there.lives(self._clock.now()):
            told = await self._tell_again(show, payload, turn, there)
            if told is not None:
                return told
        assert show.to is not None
        private = not show.place.alone
        now = self._clock.now()
        for way in tuple(self.turns.reaching(turn, show.to, show.place.channel, now)):
            with suppress(Lapsed):
                return self._shown(show, await way.reply(payload, private=private), way, private=private)
            self.turns.lapsed(way)
        if show.place.alone:
            return await self._send(show, int(show.place.channel), payload)
        return await self._write(show, payload)

    async def _tell_again(
        self, show: Show, payload: Payload, turn: Turn | None, there: Whisper
    ) -> Shown | None:
        """Change what a member was told; what they pressed meanwhile is acknowledged first."""
        with suppress(Lapsed):
            if turn is None or await turn.take():
                await self._wire.edit_reply(there.token, there.message, payload)
                return Shown(named(there, self._sealer), self._clock.now())
            # A command must be answered with a message of its own: it takes the place of the one before.
            shown = self._shown(show, await turn.reply(payload, private=True), turn, private=True)
            with suppress(StageFault):
                await self._wire.delete_reply(there.token, there.message)
            return shown
        return None

    async def _write(self, show: Show, payload: Payload) -> Shown:
        """A direct message; who takes none from us is not told, and trying again would not help."""
        try:
            return await self._send(show, await self._wire.door(int(show.to or 0)), payload)
        except Shut:
            return Shown("", self._clock.now())

    # --- forms ---

    async def _ask(self, show: Show, draft: Draft, turn: Turn | None) -> Shown:
        key = digest(show.id)
        self.pocket.put(key, draft)
        if turn is not None:
            with suppress(Lapsed):
                if await turn.open_form(forms.modal(draft, key)):
                    return Shown("", self._clock.now())
        sent_back = turn is not None and turn.asked.kind is Kind.FORM
        payload = forms.refused(draft, key) if sent_back else forms.offered(draft, key)
        return await self._tell(show, payload, turn)

    # --- what all of them share ---

    @property
    def _wire(self) -> Requests:
        if self.requests is None:
            raise StageFault("Discord has not been reached yet.")
        return self.requests

    def _drawn(self, show: Show) -> Payload:
        card, key = show.card, digest(show.id)
        if card.tone is Tone.QUESTION and card.seconds is not None and show.edits is None:
            # Its time starts when it stands there, which is now, however long it waited.
            card = replace(card, closes_at=self._clock.now() + card.seconds * SECOND)
        if not self.hears:
            card = drawing.unheard(card)
        for button in card.buttons:
            if len(button.id) > ID:
                self.pocket.put(drawing.long_id(button.id), button.id)
        if drawing.pages(card) > 1:
            self.pocket.put(key, card)
        return drawing.shown(card, key)

    def _shown(self, show: Show, message: str, turn: Turn, *, private: bool) -> Shown:
        """What an interaction's reply is named by: one that all may see is a message like any other."""
        address: Post | Whisper = Whisper(turn.asked.token, message, turn.asked.born)
        if not private and message.isdecimal():
            address = Post(int(show.place.channel), int(message))
        shown = Shown(named(address, self._sealer), self._clock.now())
        self._move(show.edits, shown.message)
        return shown

    def _address(self, name: str | None) -> Post | Whisper | None:
        if not name:
            return None
        return read(self._moved.get(name, name), self._sealer)

    def _move(self, was: str | None, is_now: str) -> None:
        if was:
            self._moved[was] = is_now
            if len(self._moved) > _MOST:
                self._moved.popitem(last=False)
