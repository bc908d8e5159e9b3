"""Slack's stage: where a card belongs, how it gets there, and what is done where Slack does not take it.

Three laws. A card of a round is in one message: it is looked for before it is posted, and noted after. A round stays
in its thread; the channel sees its start and its end. And what one member is told is never put where others see it.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from adapters.slack import calls, places, views, words
from adapters.slack.blocks import Drawn, drawn
from adapters.slack.calls import Calls, Refused
from adapters.slack.clock import SlackClock
from adapters.slack.doors import Posts
from adapters.slack.extras import extras, is_final
from adapters.slack.members import Members
from adapters.slack.pending import Asked, Pending
from adapters.slack.places import Where
from adapters.slack.responses import Responses
from adapters.slack.threads import Threads
from adapters.slack.translate import metadata
from adapters.slack.workspaces import Workspace, Workspaces
from bot.cards import Card, Tone
from bot.instant import MINUTE, Instant
from bot.messages import Show, Shown
from bot.ports import StageFault

log = logging.getLogger("trivium.slack")


class SlackStage:
    """Puts cards on the screens of all workspaces."""

    def __init__(
        self,
        workspaces: Workspaces,
        call: Calls,
        posts: Posts,
        threads: Threads,
        members: Members,
        pending: Pending,
        responses: Responses,
        clock: SlackClock,
        name: str,
    ) -> None:
        """`name` is this process's own, for what only one of several is to say."""
        self._name = name
        self._workspaces = workspaces
        self._call = call
        self._posts = posts
        self._threads = threads
        self._members = members
        self._pending = pending
        self._responses = responses
        self._clock = clock
        self._told: dict[tuple[str, str], Instant] = {}  # channels that were told we are not in them

    async def show(self, show: Show) -> Shown:
        """Put a card on screen, in place of `edits` if named. Raises `StageFault` if Slack does not take it."""
        workspace = await self._workspaces.of(show.place.community)
        if workspace is None:
            raise StageFault("Slack: Trivium is not installed in that workspace.")
        asked = self._asked(show.reply_to)
        if asked is not None:
            asked.committed.set()
            if asked.post and not await self._ours_to_say(workspace, show):
                return Shown("", self._clock.now())
            if show.card.form is not None and await self._form(workspace, show, asked):
                return Shown("", self._clock.now())
            if asked.home:
                return await self._home(workspace, show, asked)
        private = show.to is not None and not (asked and asked.shared and show.card.tone is not Tone.REFUSAL)
        if private and not show.place.alone:
            return await self._private(workspace, show, asked)
        return await self._public(workspace, show, asked)

    async def _ours_to_say(self, workspace: Workspace, show: Show) -> bool:
        """Whether no other process says this in reply to the same post; what the database cannot tell is said."""
        try:
            now = self._clock.ours()
            return await self._posts.note(workspace.team, show.id, _REPLY, self._name, now) == self._name
        except StageFault:
            return True

    def _asked(self, reply_to: str | None) -> Asked | None:
        """What a card replies to; words that come late name the delivery with something after it."""
        if reply_to is None:
            return None
        return self._pending.of(reply_to) or self._pending.of(reply_to.rpartition(":")[0])

    # --- what everybody there sees ---

    async def _public(self, workspace: Workspace, show: Show, asked: Asked | None) -> Shown:
        round = _round(show)
        if round and show.edits is None:
            there = await self._posts.find(workspace.team, show.id)
            if there is not None:  # it got there, and we never heard of it
                await self._threads.of(workspace.team, round)
                return Shown(there, self._stamp(there))
        where = await self._where(workspace, show, asked)
        byline = words.SHARED_BY.format(name=asked.name) if asked is not None and asked.shared else ""
        message = drawn(show.card, where, extras(show, asked, round), byline)
        changed = await self._change(workspace, show, message) if show.edits else None
        if changed is not None:
            return changed
        return await self._post(workspace, show, where, message, asked)

    async def _change(self, workspace: Workspace, show: Show, message: Drawn) -> Shown | None:
        """The message changed; None where it is gone, so that a new one takes its place."""
        named = places.message(show.edits or "")
        if named is None:
            return None
        given: dict[str, Any] = {"channel": named[0], "ts": named[1]}
        if _round(show):
            given["metadata"] = metadata(show.id, _round(show))
        try:
            await self._call(
                workspace,
                workspace.client.chat_update(**given, text=message.text, blocks=message.blocks),
            )
        except Refused as refused:
            if refused.error in calls.GONE:
                return None
            raise
        return Shown(show.edits or "", self._clock.now())

    async def _post(
        self, workspace: Workspace, show: Show, where: Where, message: Drawn, asked: Asked | None
    ) -> Shown:
        round = _round(show)
        given: dict[str, Any] = {
            "channel": where.slack_channel,
            "text": message.text,
            "blocks": message.blocks,
        }
        if round:
            given["metadata"] = metadata(show.id, round)
        if where.slack_thread:
            given["thread_ts"] = where.slack_thread
            if is_final(show.card) and not places_thread(where):
                given["reply_broadcast"] = True
        try:
            named, at = await self._posted(workspace, given)
        except Refused as refused:
            if refused.error not in calls.NOT_THERE:
                raise
            return await self._elsewhere(workspace, show, message, asked, refused)
        if not round:
            return Shown(named, at)
        kept = await self._posts.note(workspace.team, show.id, round, named, self._clock.ours())
        self._threads.noted(workspace.team, round, kept)
        if kept != named:  # another process was quicker
            await self.delete(workspace, named)
            return Shown(kept, self._stamp(kept))
        return Shown(named, at)

    async def _posted(self, workspace: Workspace, given: Mapping[str, Any]) -> tuple[str, Instant]:
        """A new message's name and its moment by Slack's clock."""
        sent = self._clock.ours()
        try:
            answer = await self._call(
                workspace,
                workspace.client.chat_postMessage(unfurl_links=False, unfurl_media=False, **given),
            )
        except Refused as refused:
            if refused.error not in calls.NO_THREAD or "thread_ts" not in given:
                raise
            loose = {name: value for name, value in given.items() if name not in _OF_A_THREAD}
            return await self._posted(workspace, loose)
        ts = str(answer.get("ts") or "")
        at = self._clock.learn(sent, ts)
        return places.named(str(answer.get("channel") or given["channel"]), ts), at

    async def _elsewhere(
        self, workspace: Workspace, show: Show, message: Drawn, asked: Asked | None, refused: Refused
    ) -> Shown:
        """We are not in that channel: a reply goes by its own address, anything else says so to who asked last."""
        if asked is not None and await self._responses.say(asked, message, in_channel=True):
            return Shown("", self._clock.now())
        now, key = self._clock.ours(), (workspace.team, show.place.channel)
        if refused.error in calls.NOT_IN and now - self._told.get(key, -MINUTE) >= MINUTE:
            if len(self._told) > 1_000:
                self._told.clear()
            self._told[key] = now
            somebody = self._pending.somebody(*key, now)
            if somebody is not None:
                where = Where(show.place.channel, show.place.alone)
                note = drawn(Card(tone=Tone.REFUSAL, lines=(words.NOT_HERE,)), where)
                await self._responses.say(somebody, note)
        raise refused

    async def delete(self, workspace: Workspace, message: str) -> None:
        """Take back a message that shows what another shows already."""
        named = places.message(message)
        if named is None:
            return
        try:
            await self._call(workspace, workspace.client.chat_delete(channel=named[0], ts=named[1]))
        except StageFault as fault:
            log.warning("a card that stands there twice could not be taken back: %s", fault)

    # --- what one member sees ---

    async def _private(self, workspace: Workspace, show: Show, asked: Asked | None) -> Shown:
        where = await self._where(workspace, show, asked)
        message = drawn(show.card, where, extras(show, asked, ""))
        if show.edits and places.message(show.edits) is not None:  # it went by direct message
            changed = await self._change(workspace, show, message)
            if changed is not None:
                return changed
        member = show.to or ""
        now = self._clock.ours()
        last = self._pending.last(workspace.team, show.place.channel, member)
        for one in (asked, last):
            if one is not None and one.answerable(now) and await self._responses.say(one, message):
                return Shown(_unnamed(show), self._clock.now())
        try:
            return await self._ephemeral(workspace, show, where, message)
        except Refused as refused:
            if refused.error not in calls.NOT_THERE:
                raise
        direct = await self._members.direct(workspace, member)
        message = drawn(show.card, replace(where, thread=where.slack_thread), extras(show, asked, ""))
        named, at = await self._posted(
            workspace, {"channel": direct, "text": message.text, "blocks": message.blocks}
        )
        return Shown(named, at)

    async def _ephemeral(self, workspace: Workspace, show: Show, where: Where, message: Drawn) -> Shown:
        await self._call(
            workspace,
            workspace.client.chat_postEphemeral(
                channel=where.slack_channel,
                user=show.to or "",
                thread_ts=where.slack_thread or None,
                text=message.text,
                blocks=message.blocks,
            ),
        )
        return Shown(_unnamed(show), self._clock.now())

    async def _form(self, workspace: Workspace, show: Show, asked: Asked) -> bool:
        """Open the card's form, or show it again in the modal that was sent; False where it is too late for that."""
        form = show.card.form
        if form is None:
            return False
        if asked.form is not None and not asked.form.done():
            asked.form.set_result(show.card)
            return True
        if not asked.opens(self._clock.ours()):
            return False
        try:
            await self._call(
                workspace,
                workspace.client.views_open(
                    trigger_id=asked.trigger, view=views.modal(show.card, form, asked.where)
                ),
            )
        except Refused as refused:
            log.warning("a form could not be opened: %s", refused)
            return False
        return True

    async def _home(self, workspace: Workspace, show: Show, asked: Asked) -> Shown:
        card = replace(show.card, note=" · ".join(part for part in (show.card.note, words.HOME_NOTE) if part))
        view = views.home(drawn(card, asked.where))
        await self._call(workspace, workspace.client.views_publish(user_id=asked.member, view=view))
        return Shown("", self._clock.now())

    # --- where ---

    async def _where(self, workspace: Workspace, show: Show, asked: Asked | None) -> Where:
        """The channel or the thread that a card goes to."""
        place = show.place
        where = Where(place.channel, place.alone)
        if place.alone or places_thread(where):
            return where
        if asked is not None:
            return replace(where, thread=asked.where.thread)
        round = _round(show)
        return replace(where, thread=await self._threads.of(workspace.team, round)) if round else where

    def _stamp(self, message: str) -> Instant:
        named = places.message(message)
        return self._clock.stamp(named[1] if named else "")


_REPLY = "reply"  # under which it is noted who replies to a post
_OF_A_THREAD = frozenset({"thread_ts", "reply_broadcast"})


def places_thread(where: Where) -> bool:
    """Whether the place is a thread itself, rather than a channel with rounds in threads."""
    return ":" in where.channel


def _round(show: Show) -> str:
    """The round whose outbox a card comes from: its id begins with the round's. "" for a reply."""
    return "" if show.reply_to is not None else show.id.partition(":")[0]


def _unnamed(show: Show) -> str:
    """The name of a message that one member sees and nobody can change."""
    return f"{show.place.channel}/{show.to}/{show.id}"
