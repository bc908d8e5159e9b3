"""What Discord delivers, brought to the bot: each interaction and each message once.

Laws. Nothing is raised for what a member does. And an interaction that comes twice is answered once.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, TypeAlias

import discord

from adapters.discord import drawing, forms, limits, permissions, translate, words
from adapters.discord.forms import Draft
from adapters.discord.requests import Requests
from adapters.discord.stage import DiscordStage
from adapters.discord.translate import Arrival, Kind
from adapters.discord.turns import Asked, Turn
from adapters.joining import Moderators
from bot.cards import Card
from bot.host import Host
from bot.messages import Heard, Show
from bot.ports import Clock, StageFault

log = logging.getLogger("trivium.discord")

Client: TypeAlias = discord.AutoShardedClient
Interaction: TypeAlias = discord.Interaction[Client]
FINISH = 2.0  # seconds that a stop gives to what was heard already
_SUGGESTIONS = 8  # Discord's number for an answer that suggests


class Ear:
    """Hears for the host, and answers what needs no bot: pages, forms opened again, permissions."""

    def __init__(
        self, host: Host, stage: DiscordStage, requests: Requests, clock: Clock, moderators: Moderators
    ) -> None:
        self._host = host
        self._moderators = moderators
        self._stage = stage
        self._requests = requests
        self._clock = clock
        self._busy: set[asyncio.Task[None]] = set()

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Do one thing beside the others."""
        task = asyncio.create_task(work)
        self._busy.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._busy.discard(task)
        if not task.cancelled() and (bug := task.exception()) is not None:
            log.error("a bug, met while hearing", exc_info=bug)

    async def finish(self) -> None:
        """Wait for what was heard already; a matter of seconds."""
        if self._busy:
            await asyncio.wait(self._busy, timeout=FINISH)

    async def message(self, message: discord.Message, bot: int) -> None:
        """A line of talk, or a command typed to the bot."""
        usual = message.type in (discord.MessageType.default, discord.MessageType.reply)
        if message.author.bot or message.webhook_id or not usual or not message.content:
            return
        heard = translate.said(arrival_of(message), message.content, bot)
        await self._host.hear(await self._by_role(heard, message.author))

    async def interaction(self, interaction: Interaction) -> None:
        if interaction.type is discord.InteractionType.autocomplete:
            await self._suggest(interaction)
            return
        if interaction.type.value not in {Kind.COMMAND, Kind.BUTTON, Kind.FORM}:
            return
        if interaction.id in self._stage.turns:  # delivered again, after a RESUME for one
            return
        arrival = arrival_of(interaction)
        turn = Turn(_asked(interaction, arrival), self._requests)
        self._stage.turns.add(turn, self._clock.now())
        try:
            await self._answer(interaction, arrival, turn)
        except StageFault as fault:
            log.warning("an interaction could not be answered: %s", fault)
        finally:
            await turn.settle()

    async def _answer(self, interaction: Interaction, arrival: Arrival, turn: Turn) -> None:
        id = str((arrival.data or {}).get("custom_id", ""))
        verb, _, key = id.partition(":")
        match turn.asked.kind, verb:
            case Kind.COMMAND, _:
                await self._hear(interaction, arrival, turn, translate.commanded(arrival))
            case Kind.FORM, _:
                heard = self._filled(arrival, id)
                await self._host.hear(await self._by_role(heard, interaction.user))
            case _, drawing.MORE:
                await self._more(turn, key)
            case _, drawing.FIX:
                await self._fix(turn, key)
            case _, drawing.LONG if not isinstance(self._stage.pocket.get(id), str):
                await turn.reply(drawing.words(words.GONE), private=True)
            case _, _:
                kept = self._stage.pocket.get(id) if verb == drawing.LONG else None
                button = kept if isinstance(kept, str) else id
                await self._hear(interaction, arrival, turn, translate.clicked(arrival, button))

    async def _hear(self, interaction: Interaction, arrival: Arrival, turn: Turn, heard: Heard) -> None:
        if translate.begins_round(heard) and (refusal := _unable(interaction, arrival)) is not None:
            await self._stage.show(Show(f"{heard.id}:may", heard.place, refusal, heard.member.id, heard.id))
            return
        await self._host.hear(await self._by_role(heard, interaction.user))

    async def _by_role(self, heard: Heard, member: discord.User | discord.Member) -> Heard:
        """The same with who moderates by a role that the community has chosen; looked up only where it matters."""
        if heard.member.moderates or translate.plays(heard) or not isinstance(member, discord.Member):
            return heard
        roles = {str(role.id) for role in member.roles}
        chosen = await self._moderators(heard.place.community)
        return heard if roles.isdisjoint(chosen) else translate.moderating(heard)

    def _filled(self, arrival: Arrival, id: str) -> Heard:
        """A form sent back, with what it had no field for."""
        _, _, named = id.partition(":")
        command, _, key = named.partition(":")
        draft = self._stage.pocket.get(key) if key else None
        held = draft if isinstance(draft, Draft) else None
        return translate.filled(arrival, held.form.command if held else command, forms.carried(held))

    async def _more(self, turn: Turn, key: str) -> None:
        name, _, page = key.partition(":")
        card = self._stage.pocket.get(name)
        if isinstance(card, Card) and page.isdecimal():
            await turn.reply(drawing.shown(card, name, int(page)), private=True)
        else:
            await turn.reply(drawing.words(words.GONE), private=True)

    async def _fix(self, turn: Turn, key: str) -> None:
        draft = self._stage.pocket.get(key)
        if not isinstance(draft, Draft) or not await turn.open_form(forms.modal(draft, key, again=True)):
            await turn.reply(drawing.words(words.OLD_FORM), private=True)

    async def _suggest(self, interaction: Interaction) -> None:
        arrival = arrival_of(interaction)
        typing = translate.typing(arrival)
        if typing is None:
            return
        found = await self._host.suggest(
            translate.place(arrival), typing.command, typing.option, typing.typed, translate.member(arrival)
        )
        choices = [{"name": value, "value": value} for value in found if 0 < len(value) <= limits.CHOICE]
        try:
            data = {"choices": choices[: limits.CHOICES]}
            await self._requests.respond(interaction.id, interaction.token, _SUGGESTIONS, data)
        except StageFault as fault:
            log.debug("suggestions came too late: %s", fault)


def arrival_of(source: Interaction | discord.Message) -> Arrival:
    """Who did something where, from the client library's own values."""
    if isinstance(source, discord.Message):
        author, guild = source.author, source.guild
        granted = author.guild_permissions if isinstance(author, discord.Member) else discord.Permissions()
        return Arrival(
            source.id,
            author.id,
            author.display_name,
            source.channel.id,
            guild.id if guild else None,
            direct=guild is None,
            permissions=granted.value,
        )
    known = source.guild_id is not None and source.client.get_guild(source.guild_id) is not None
    elsewhere = source.context.private_channel  # a direct message between others
    return Arrival(
        source.id,
        source.user.id,
        source.user.display_name,
        source.channel_id or 0,
        source.guild_id,
        joined=known or source.is_guild_integration(),
        direct=source.guild_id is None and not elsewhere,
        permissions=source.permissions.value,
        data=dict(source.data or {}),
    )


def _asked(interaction: Interaction, arrival: Arrival) -> Asked:
    kind = Kind(interaction.type.value)
    private = True
    if kind is Kind.COMMAND:
        private = not translate.seen_by_all(translate.commanded(arrival))
    fields: frozenset[str] = frozenset()
    if kind is Kind.FORM:
        fields = frozenset(translate.fields_of(arrival))
    return Asked(
        interaction.id,
        interaction.token,
        kind,
        arrival.user,
        arrival.channel,
        translate.sent_at(interaction.id),
        on_message=kind is not Kind.COMMAND and interaction.message is not None,
        private=private and not arrival.direct,
        fields=fields,
        replaces=str((arrival.data or {}).get("custom_id", "")).startswith(f"{drawing.FIXED}:"),
    )


def _unable(interaction: Interaction, arrival: Arrival) -> Card | None:
    """Why the bot could not play a round there; None where it can."""
    if arrival.direct:
        return None
    if translate.own_community(arrival):
        return words.not_joined()
    thread = isinstance(interaction.channel, discord.Thread)
    missing = permissions.missing(interaction.app_permissions.value, thread=thread)
    return words.not_allowed(missing) if missing else None
