"""Discord's interactions and messages as what the bot hears. Pure.

Two laws. Time is the snowflake's, which says when Discord took it, not when it came here. And a platform decides
nothing: who may moderate is said by Discord's own permissions, what it means is the bot's affair.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any, TypeAlias

from bot.buttons import Verb, read_press
from bot.commands.vocabulary import COMMAND, Seen, Takes
from bot.instant import Instant
from bot.messages import Clicked, Filled, Heard, Member, Place, Role, Said

PLATFORM = "discord"
_EPOCH = 1_420_070_400_000  # the first moment of 2015, from which snowflakes count
_MANAGES = 1 << 3 | 1 << 5  # administrator, manage server

Json: TypeAlias = Mapping[str, Any]


class Kind(IntEnum):
    """What an interaction is, as Discord numbers it."""

    COMMAND = 2
    BUTTON = 3
    SUGGEST = 4
    FORM = 5


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who did something where, by Discord's ids; `data` is the interaction's own.

    `guild` is None outside a server. `joined` says that the bot is a member there: else a member brought it along,
    and it can answer them but post nothing by itself. `direct` is the direct message with the bot.
    """

    id: int
    user: int
    name: str
    channel: int
    guild: int | None = None
    joined: bool = True
    direct: bool = False
    permissions: int = 0
    data: Json | None = None


@dataclass(frozen=True, slots=True)
class Typing:
    """An option that is being typed."""

    command: str
    option: str
    typed: str


def sent_at(snowflake: int) -> Instant:
    """When Discord made this id."""
    return (snowflake >> 22) + _EPOCH


def member(arrival: Arrival) -> Member:
    # In a community of their own everybody is their own moderator.
    moderates = own_community(arrival) or bool(arrival.permissions & _MANAGES)
    return Member(str(arrival.user), arrival.name, frozenset({Role.MODERATOR} if moderates else ()))


def own_community(arrival: Arrival) -> bool:
    """Whether this is a member's own: a direct message, or a place that the bot is no member of."""
    return arrival.guild is None or not arrival.joined


def place(arrival: Arrival) -> Place:
    community = f"@{arrival.user}" if own_community(arrival) else str(arrival.guild)
    return Place(PLATFORM, community, str(arrival.channel), alone=arrival.direct)


# --- what was heard ---


def said(arrival: Arrival, text: str, bot: int) -> Heard:
    """A message: what is typed after the bot's name is typed to it."""
    for name in (f"<@{bot}>", f"<@!{bot}>"):
        text = text.removeprefix(name)
    return _heard(arrival, Said(text.strip()))


def commanded(arrival: Arrival) -> Heard:
    """A slash command with its options."""
    data = arrival.data or {}
    path, options = _path(data)
    values = tuple((option["name"], _value(path, option, data)) for option in options)
    return _heard(arrival, Filled(path, values))


def clicked(arrival: Arrival, button: str) -> Heard:
    return _heard(arrival, Clicked(button))


def filled(arrival: Arrival, command: str, carried: Sequence[tuple[str, str]] = ()) -> Heard:
    """A form sent back; `carried` are values that were given before and had no field."""
    values = dict(carried) | fields_of(arrival)
    return _heard(arrival, Filled(command, tuple(values.items())))


def fields_of(arrival: Arrival) -> dict[str, str]:
    """What was put into a form's fields."""
    return dict(_fields((arrival.data or {}).get("components", ())))


def typing(arrival: Arrival) -> Typing | None:
    """The option that has the cursor."""
    path, options = _path(arrival.data or {})
    focused = next((option for option in options if option.get("focused")), None)
    return Typing(path, focused["name"], str(focused.get("value", ""))) if focused else None


def _heard(arrival: Arrival, content: Said | Clicked | Filled) -> Heard:
    return Heard(str(arrival.id), place(arrival), member(arrival), content, sent_at(arrival.id))


def _path(data: Json) -> tuple[str, Sequence[Json]]:
    """A command's whole path, and the options at its end."""
    path, options = str(data.get("name", "")), data.get("options") or ()
    while options and options[0].get("type") in (1, 2):  # a subcommand, a group of them
        path, options = f"{path} {options[0]['name']}", options[0].get("options") or ()
    return path, options


def _value(path: str, option: Json, data: Json) -> str:
    """An option's value as text; a member is told by the name they go by there."""
    command, value = COMMAND.get(path), str(option.get("value", ""))
    known = command.option(option["name"]) if command else None
    if known is None or known.takes is not Takes.MEMBER:
        return value
    resolved = data.get("resolved") or {}
    guest, user = (resolved.get(name, {}).get(value) or {} for name in ("members", "users"))
    return guest.get("nick") or user.get("global_name") or user.get("username") or value


def _fields(components: Sequence[Json]) -> Iterator[tuple[str, str]]:
    for part in components:
        for field in (part.get("component"), *(part.get("components") or ())):
            if field and field.get("custom_id"):
                given = field.get("values")
                yield field["custom_id"], given[0] if given else str(field.get("value") or "")


# --- what is known of it before it is done ---


def begins_round(heard: Heard) -> bool:
    """Whether the bot will post in the channel by itself because of this."""
    match heard.content:
        case Filled(command, _):
            return command in _BEGINNING
        case Clicked(button):
            press = read_press(button)
            return (
                press.verb in (Verb.AGAIN, Verb.BEGIN, Verb.RESUME) if press else _line(button) in _BEGINNING
            )
        case Said():
            return False


def plays(heard: Heard) -> bool:
    """Whether it is talk or an answer, for which it does not matter who moderates."""
    match heard.content:
        case Filled(command, _):
            return command == "answer" or read_press(command) is not None
        case Clicked(button):
            press = read_press(button)
            return press is not None and press.verb in (Verb.ANSWER, Verb.TYPE)
        case Said(text):
            return not text.startswith("/")


def moderating(heard: Heard) -> Heard:
    """The same, from a member whom the community has made a moderator by a role."""
    by = heard.member
    return replace(heard, member=replace(by, roles=by.roles | {Role.MODERATOR}))


def seen_by_all(heard: Heard) -> bool:
    """Whether the reply will most likely be the channel's: what one waits for says so before it is there."""
    command = COMMAND.get(heard.content.command) if isinstance(heard.content, Filled) else None
    return command is not None and command.seen is not Seen.ONESELF


_BEGINNING = frozenset({"trivia start", "trivia resume"})


def _line(button: str) -> str:
    """The path of a button that is a command line."""
    words = button.removeprefix("/").split(" ")
    return next((path for path in (" ".join(words[:2]), words[0]) if path in COMMAND), "")
