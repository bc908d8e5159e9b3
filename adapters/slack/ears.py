"""What Slack delivers, brought to the bot, and what Slack is answered.

Two laws. Slack is told that a delivery was taken only when what it caused is kept, or after a second and a half, since
it waits for three. And a delivery that comes twice at once is done once, and told the same.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from adapters.slack import translate, views
from adapters.slack.blocks import drawn
from adapters.slack.calls import Calls
from adapters.slack.clock import SlackClock
from adapters.slack.completing import missing
from adapters.slack.finding import Finding
from adapters.slack.happenings import Happenings
from adapters.slack.members import Members
from adapters.slack.pending import Asked, Pending
from adapters.slack.places import PLATFORM, Where
from adapters.slack.responses import Responses
from adapters.slack.results import Results
from adapters.slack.sharing import line_of
from adapters.slack.translate import Delivery, Own, Spoken
from adapters.slack.workspaces import Workspace, Workspaces
from bot.cards import Card
from bot.host import Host
from bot.messages import Clicked, Filled, Place, Said
from bot.ports import StageFault

log = logging.getLogger("trivium.slack")

PATIENCE = 1.5  # seconds until Slack is told, kept or not
FORM_PATIENCE = 2.3  # as long as a modal can wait for what it is to show next
TAKEN = ""
"""An answer without words: the delivery was taken."""


class Ears:
    """Hears for the host what Bolt has verified."""

    def __init__(
        self,
        workspaces: Workspaces,
        call: Calls,
        members: Members,
        finding: Finding,
        pending: Pending,
        responses: Responses,
        happenings: Happenings,
        results: Results,
        clock: SlackClock,
    ) -> None:
        self._workspaces = workspaces
        self._call = call
        self._members = members
        self._finding = finding
        self._pending = pending
        self._responses = responses
        self._happenings = happenings
        self._results = results
        self._clock = clock
        self._host: Host | None = None
        self._doing: dict[str, asyncio.Task[None]] = {}

    def listen(self, host: Host) -> None:
        """From now on what is delivered is for this host."""
        self._host = host

    async def take(self, request: AsyncBoltRequest) -> BoltResponse:
        """One delivery of Slack's, and what Slack is answered."""
        body: Mapping[str, Any] = request.body
        team = str(request.context.team_id or request.context.enterprise_id or "")
        second = (request.headers.get("x-slack-request-timestamp") or [""])[0]
        try:
            workspace = await self._workspaces.of(team)
            if workspace is None:
                log.info("a delivery came from a workspace that removed Trivium")
                return BoltResponse(status=200, body=TAKEN)
            if self._host is None:
                return BoltResponse(status=503, body=TAKEN)
            answer = await self._taken(self._host, workspace, body, second)
        except StageFault as fault:
            log.error("a delivery of Slack's waits: %s", fault)
            return BoltResponse(status=503, body=TAKEN)  # Slack delivers it again
        return BoltResponse(status=200, body=answer)

    async def _taken(
        self, host: Host, workspace: Workspace, body: Mapping[str, Any], second: str
    ) -> str | dict[str, Any]:
        kind = body.get("type")
        if kind == "event_callback":
            await self._event(host, workspace, body.get("event") or {}, second)
        elif kind == "block_actions":
            await self._delivered(host, workspace, translate.pressed(body), second)
        elif kind == "view_submission":
            return await self._submitted(host, workspace, translate.submitted(body), second)
        elif kind == "block_suggestion":
            return await self._completed(host, workspace, body)
        elif body.get("command"):
            await self._delivered(host, workspace, translate.commanded(body), second)
        elif kind == "app_rate_limited":
            log.warning("Slack holds back events: more than 30,000 came in an hour from one workspace")
        return TAKEN

    async def _event(self, host: Host, workspace: Workspace, event: Mapping[str, Any], second: str) -> None:
        if event.get("type") not in {"message", "app_mention"}:
            opened = await self._happenings.happened(workspace, event)
            if opened is not None:
                await self._delivered(host, workspace, opened, second, home=True)
            return
        own = translate.own_post(event, workspace.bot)
        if own is not None:
            await self._happenings.posted(workspace, own)
            return
        delivery = translate.posted(event, workspace.bot)
        if delivery is None or translate.mentioned_too(event, delivery):
            return
        await self._delivered(host, workspace, delivery, second, event=event)

    # --- hearing ---

    async def _delivered(
        self,
        host: Host,
        workspace: Workspace,
        delivery: Delivery | None,
        second: str,
        *,
        event: Mapping[str, Any] | None = None,
        home: bool = False,
    ) -> None:
        """Have a delivery heard, and wait until it is kept."""
        if delivery is None:
            return
        where = await self._finding.where(workspace, delivery, event or {})
        asked = Asked(
            delivery.id,
            workspace.team,
            delivery.user,
            where,
            self._clock.ours(),
            delivery.name,
            delivery.trigger,
            delivery.response_url,
            home=home,
            post=isinstance(delivery.content, Spoken),
        )
        await self._kept(self._start(host, workspace, delivery, asked, second), asked, PATIENCE)

    def _start(
        self, host: Host, workspace: Workspace, delivery: Delivery, asked: Asked, second: str
    ) -> asyncio.Task[None]:
        """The task that does it: the one that does so already, if the same came twice at once."""
        key = f"{workspace.team}/{delivery.id}"
        doing = self._doing.get(key)
        if doing is None:
            doing = asyncio.create_task(self._do(host, workspace, delivery, asked, second))
            self._doing[key] = doing
            doing.add_done_callback(partial(self._done, key))
        return doing

    def _done(self, key: str, doing: asyncio.Task[None]) -> None:
        self._doing.pop(key, None)
        if not doing.cancelled() and (bug := doing.exception()) is not None:
            log.error("a bug, met by a delivery of Slack's", exc_info=bug)

    @staticmethod
    async def _kept(doing: asyncio.Task[None], asked: Asked, patience: float) -> None:
        told = asyncio.create_task(asked.committed.wait())
        try:
            await asyncio.wait({doing, told}, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        finally:
            told.cancel()

    async def _do(
        self, host: Host, workspace: Workspace, delivery: Delivery, asked: Asked, second: str
    ) -> None:
        try:
            for number, content in enumerate(await self._contents(host, workspace, delivery, asked)):
                if number and asked.committed.is_set():
                    break  # it meant something, and has its answer
                id = f"{delivery.id}:{number}" if number else delivery.id
                await self._hear(host, workspace, replace(delivery, id=id), asked, content, second)
        except StageFault as fault:
            log.warning("something asked on Slack could not be answered: %s", fault)

    async def _hear(
        self,
        host: Host,
        workspace: Workspace,
        delivery: Delivery,
        asked: Asked,
        content: Said | Clicked | Filled,
        second: str,
    ) -> None:
        asked.line = line_of(content)
        self._pending.add(asked)
        form = missing(content, asked.where) if asked.trigger else None
        if form is not None:  # the sentence that says so comes as well, and stays when the form is closed
            await self._opened(workspace, asked, form)
        member = await self._finding.who(host, workspace, delivery, asked.where, content)
        asked.name = member.name
        sent_at = delivery.sent_at if delivery.sent_at is not None else self._clock.sent_at(second)
        await host.hear(translate.heard(delivery, workspace.team, asked.where, member, content, sent_at))

    async def _contents(
        self, host: Host, workspace: Workspace, delivery: Delivery, asked: Asked
    ) -> tuple[Said | Clicked | Filled, ...]:
        """What the bot hears of it, one after the other until one is answered; nothing where Slack's own buttons do it."""
        content = delivery.content
        if isinstance(content, Spoken):
            place = Place(PLATFORM, workspace.team, asked.where.channel, asked.where.alone)
            open_now = host.answered(place) is not None
            return translate.said(content, direct=asked.where.alone, asked=open_now)
        if not isinstance(content, Own):
            return (content,)
        if content.action in {"share", "form"}:
            asked.shared = content.action == "share"
            return (Clicked(content.value),)
        if content.action == "more":
            await self._opened(workspace, asked, views.rest(content.value))
        if content.action == "result":
            card = await self._results.card(workspace.team, content.value, asked.member)
            await self._responses.say(asked, drawn(card, asked.where))
        return ()

    async def _opened(self, workspace: Workspace, asked: Asked, view: views.View) -> bool:
        try:
            await self._call(workspace, workspace.client.views_open(trigger_id=asked.trigger, view=view))
        except StageFault as fault:
            log.warning("a modal could not be opened: %s", fault)
            return False
        return True

    # --- forms ---

    async def _submitted(
        self, host: Host, workspace: Workspace, delivery: Delivery | None, second: str
    ) -> str | dict[str, Any]:
        """A form sent back: closed, or shown again with what is wrong with it."""
        if delivery is None or delivery.where is None:
            return TAKEN
        asked = Asked(
            delivery.id,
            workspace.team,
            delivery.user,
            delivery.where,
            self._clock.ours(),
            delivery.name,
            form=asyncio.get_running_loop().create_future(),
        )
        await self._kept(self._start(host, workspace, delivery, asked, second), asked, FORM_PATIENCE)
        card = asked.form.result() if asked.form is not None and asked.form.done() else None
        if asked.form is not None and not asked.form.done():
            asked.form.set_result(None)  # what comes later comes as a message
        return TAKEN if card is None else _again(card, asked.where, delivery)

    async def _completed(self, host: Host, workspace: Workspace, body: Mapping[str, Any]) -> dict[str, Any]:
        """Options for a select that is being typed into."""
        wanted = translate.completing(body)
        if wanted is None:
            return views.options((), "")
        place = Place(PLATFORM, workspace.team, wanted.where.channel, wanted.where.alone)
        member = await self._members.trusted(workspace, await self._members.of(workspace, wanted.user))
        found = await host.suggest(place, wanted.command, wanted.option, wanted.typed, member)
        return views.options(found, wanted.typed)

    async def close(self) -> None:
        """Let what is under way come to its end, for a moment."""
        doing = set(self._doing.values())
        if doing:
            await asyncio.wait(doing, timeout=PATIENCE)
        for task in doing:
            task.cancel()
        await asyncio.gather(*doing, return_exceptions=True)


def _again(card: Card, where: Where, delivery: Delivery) -> dict[str, Any]:
    """What a modal shows next: the errors beside its fields where it is the same form, else the new one."""
    form = card.form
    if form is None:
        return {}
    same = isinstance(delivery.content, Filled) and delivery.content.command == form.command
    errors = views.errors(form) if same else {}
    if errors:
        return {"response_action": "errors", "errors": errors}
    return {"response_action": "update", "view": views.modal(card, form, where)}
