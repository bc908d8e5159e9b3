"""Slack's payloads as what was delivered, and a delivery as what was heard. Pure.

One law: the same post gives the same delivery, whichever of its events brings it, and however often. A post is known
by its channel and `ts`, a press by who pressed what when, the rest by its trigger.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from adapters.slack import places, views
from adapters.slack.places import PLATFORM, Where
from adapters.slack.stamps import instant_of
from adapters.slack.text import typed
from bot.commands.parsing import Call, Misread, Misreading, parse
from bot.commands.vocabulary import TOPS
from bot.instant import Instant
from bot.messages import Clicked, Filled, Heard, Member, Place, Said

Payload: TypeAlias = Mapping[str, Any]

COMMAND = "trivium"
"""The one slash command that does everything."""

PRESS = "press"
"""What the actions of a card's own buttons begin with; those of Slack's own begin with their name."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A post: what was typed, and whether it was said to us ("@Trivium film Salt")."""

    text: str
    addressed: bool


@dataclass(frozen=True, slots=True)
class Own:
    """A button of Slack's own under a card: `action` says which, `value` what it carries."""

    action: str
    value: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """Something a member did. `where` is set where the delivery says it; a channel's name alone may need looking up.

    `name` is what Slack calls the member here, "" where it does not say. `sent_at` is Slack's own stamp, None where
    it gives none. `trigger` opens a modal for three seconds; `response_url` answers in private for half an hour.
    """

    id: str
    user: str
    channel: str
    content: Spoken | Said | Clicked | Filled | Own
    where: Where | None = None
    thread: str = ""
    direct: bool = False
    name: str = ""
    sent_at: Instant | None = None
    trigger: str = ""
    response_url: str = ""


def heard(delivery: Delivery, team: str, where: Where, member: Member, content: Said | Clicked | Filled,
          sent_at: Instant) -> Heard:  # fmt: skip
    """The delivery as the bot hears it; `sent_at` is by Slack's clock."""
    place = Place(PLATFORM, team, where.channel, where.alone)
    return Heard(delivery.id, place, member, content, sent_at)


# --- posts ---


def posted(event: Payload, bot: str) -> Delivery | None:
    """A member's post; None for an edited one, for one of a program, and for what is no post."""
    user, channel, ts = event.get("user"), event.get("channel"), event.get("ts")
    new = event.get("subtype") in {None, "thread_broadcast", "file_share"} and not event.get("edited")
    if not (new and user and channel and ts) or event.get("bot_id") or user == bot:
        return None
    thread = str(event.get("thread_ts") or "")
    text, addressed = _to_us(str(event.get("text") or ""), bot)
    return Delivery(
        places.named(channel, ts),
        user,
        channel,
        Spoken(text, addressed),
        thread="" if thread == ts else thread,
        direct=event.get("channel_type") == "im",
        sent_at=instant_of(ts),
    )


def mentioned_too(event: Payload, delivery: Delivery) -> bool:
    """Whether a post that names us comes as a mention as well: then that is heard, or two processes would each answer."""
    spoken = isinstance(delivery.content, Spoken) and delivery.content.addressed
    return spoken and event.get("type") == "message" and event.get("channel_type") in {"channel", "group"}


def _to_us(text: str, bot: str) -> tuple[str, bool]:
    """What was typed after our name, if it stands first."""
    match = re.match(rf"\s*<@{re.escape(bot)}(?:\|[^>]*)?>[\s:,]*", text) if bot else None
    return (typed(text[match.end() :]), True) if match else (typed(text), False)


def said(spoken: Spoken, *, direct: bool, asked: bool) -> tuple[Said, ...]:
    """What a post says; where it may be two things, the second is meant if the first means nothing there.

    Said to us, or to us alone, a post is a command without its slash. While a question is open (`asked`, as far as this
    process knows) it is one only where it can be nothing else: a command's name may well be an answer.
    """
    text = spoken.text.strip()
    if not (spoken.addressed or direct) or text.startswith("/"):
        return (Said(spoken.text),)
    read = parse(text, bare=True)
    if asked:
        certain = isinstance(read, Call) and (spoken.addressed or " " in read.command.path)
        return (Said(f"/{text}" if certain else text),)
    if isinstance(read, Misread) and read.kind is Misreading.UNKNOWN_COMMAND:
        return Said(text), Said(f"/{text}")
    return (Said(_line(text)),)


def _line(text: str) -> str:
    """A command without its slash as one with it; nothing asks for help."""
    text = text.strip()
    return text if text.startswith("/") else f"/{text or 'help'}"


# --- slash commands ---


def commanded(body: Payload) -> Delivery | None:
    """A slash command: the one for everything, or a short one, which may have a prefix of the workspace's."""
    user, channel = body.get("user_id"), body.get("channel_id")
    if not user or not channel:
        return None
    line = command_line(str(body.get("command") or ""), str(body.get("text") or ""))
    return Delivery(
        str(body.get("trigger_id") or ""),
        user,
        channel,
        Said(line),
        direct=body.get("channel_name") == "directmessage",
        name=str(body.get("user_name") or ""),
        trigger=str(body.get("trigger_id") or ""),
        response_url=str(body.get("response_url") or ""),
    )


def command_line(command: str, text: str) -> str:
    """ "/trivium film Salt", "/film Salt" and "/quiz-film Salt" are one line."""
    name, given = command.removeprefix("/").casefold(), typed(text).strip()
    top = max((top for top in TOPS if name.endswith(top)), key=len, default="")
    if name == COMMAND or not top:
        return _line(given)
    return f"/{top} {given}".rstrip()


# --- buttons ---


def pressed(body: Payload) -> Delivery | None:
    """A button, in a message or on the Home tab."""
    actions, user = body.get("actions") or (), body.get("user") or {}
    if not actions or not user.get("id"):
        return None
    action, container = actions[0], body.get("container") or {}
    name, value = str(action.get("action_id") or ""), str(action.get("value") or "")
    stamp, message = str(action.get("action_ts") or ""), str(container.get("message_ts") or "")
    channel = str((body.get("channel") or {}).get("id") or container.get("channel_id") or "")
    where = places.read(action.get("block_id"))
    return Delivery(
        f"{user['id']}/{stamp}/{message}/{name}",
        user["id"],
        channel,
        Clicked(value) if name.partition(".")[0] == PRESS else Own(name, value),
        where=where,
        thread=(where.thread if where else "") or str(container.get("thread_ts") or ""),
        name=str(user.get("name") or user.get("username") or ""),
        sent_at=instant_of(stamp),
        trigger=str(body.get("trigger_id") or ""),
        response_url=str(body.get("response_url") or ""),
    )


# --- modals ---


def submitted(body: Payload) -> Delivery | None:
    """A form that was sent back."""
    view, user = body.get("view") or {}, body.get("user") or {}
    asked = views.asked(view)
    if asked is None or not user.get("id"):
        return None
    values = tuple((option, text) for option, text in views.given(view) if text)
    return Delivery(
        str(body.get("trigger_id") or f"{view.get('id')}/{hash(values)}"),
        user["id"],
        asked.where.slack_channel,
        Filled(asked.command, values),
        where=asked.where,
        thread=asked.where.thread,
        name=str(user.get("name") or user.get("username") or ""),
        trigger=str(body.get("trigger_id") or ""),
    )


@dataclass(frozen=True, slots=True)
class Completing:
    """A select that is being typed into: which option of which command."""

    command: str
    option: str
    typed: str
    where: Where
    user: str


def completing(body: Payload) -> Completing | None:
    """What a select of a form asks to be completed."""
    asked = views.asked(body.get("view") or {})
    option, user = body.get("block_id"), (body.get("user") or {}).get("id")
    if asked is None or not option or not user:
        return None
    return Completing(asked.command, option, str(body.get("value") or ""), asked.where, user)


# --- what comes back of ours, and what happens to the app ---


@dataclass(frozen=True, slots=True)
class OwnPost:
    """A message of ours as Slack tells it back: which card it shows, and of which round."""

    show: str
    round: str
    message: str


EVENT = "trivium_card"
"""The type of the metadata that our messages carry."""


def metadata(show: str, round: str) -> dict[str, Any]:
    """What our messages carry, so that one that is told back is known."""
    return {"event_type": EVENT, "event_payload": {"show": show, "round": round}}


def own_post(event: Payload, bot: str) -> OwnPost | None:
    """A message of ours that shows a card of a round."""
    carried = event.get("metadata") or {}
    payload = carried.get("event_payload") or {}
    ours = event.get("user") == bot and carried.get("event_type") == EVENT and not event.get("edited")
    fresh = event.get("subtype") in {None, "bot_message", "thread_broadcast"}
    if not (ours and fresh and payload.get("show") and event.get("ts")):
        return None
    name = places.named(str(event["channel"]), str(event["ts"]))
    return OwnPost(str(payload["show"]), str(payload.get("round") or ""), name)
