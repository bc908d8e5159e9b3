"""JSON lines to what the bot hears, and what it shows to JSON. Pure.

Outside, times are seconds and may have a fraction; inside, they are whole milliseconds. A line that is not right
becomes a `PipeError` with one sentence, never an exception.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any, NoReturn

from bot.cards_json import as_dict
from bot.instant import SECOND, Instant
from bot.messages import Clicked, Filled, Heard, Member, Place, Role, Said, Show

PLATFORM = "pipe"
_LONGEST_NAME = 200
_LATEST = 100_000_000_000.0  # seconds; past the year 5000, so milliseconds were meant
_ROLES = {role.value: role for role in Role}


@dataclass(frozen=True, slots=True)
class Tick:
    """Nothing is said; time passes up to `at`."""

    at: Instant


@dataclass(frozen=True, slots=True)
class PipeError:
    """What is wrong with a line, in a sentence."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line that says something: what is heard, and when it arrives."""

    at: Instant
    heard: Heard


class _Wrong(Exception):
    pass


def heard(line: str, now: Instant | None = None) -> Line | Tick | PipeError:
    """What a line says. `now` stands in for an `at` that is missing; without it, `at` is required."""
    try:
        return _read(_parse(line), now)
    except _Wrong as wrong:
        return PipeError(str(wrong))


def shown(show: Show, at: Instant) -> dict[str, Any]:
    """What the bot shows, as a line of output holds it."""
    return {
        "at": at / SECOND,
        "message": show.id,
        "community": show.place.community,
        "channel": show.place.channel,
        "to": show.to,
        "reply_to": show.reply_to,
        "edits": show.edits,
        "card": as_dict(show.card),
    }


def _parse(line: str) -> dict[str, Any]:
    try:
        plain = json.loads(line, parse_constant=_constant)
    except RecursionError:
        _wrong("This line is nested too deeply.")
    except ValueError:
        _wrong("This line is not JSON.")
    if not isinstance(plain, dict):
        _wrong('A line is a JSON object, such as {"at": 30}.')
    return plain


def _constant(name: str) -> NoReturn:
    _wrong(f"{name} is not a number that JSON has.")


def _read(plain: dict[str, Any], now: Instant | None) -> Line | Tick:
    at = _time(plain, "at", now)
    if plain.keys() <= {"at"}:
        return Tick(at)
    direct = plain.get("direct", False)
    if not isinstance(direct, bool):
        _wrong("direct is true or false.")
    place = Place(PLATFORM, _name(plain, "community"), _name(plain, "channel"), alone=direct)
    sent = _time(plain, "sent", at)
    return Line(at, Heard(_name(plain, "id"), place, _member(plain), _content(plain), sent))


def _time(plain: dict[str, Any], key: str, missing: Instant | None) -> Instant:
    value = plain.get(key)
    if value is None and missing is not None:
        return missing
    if isinstance(value, bool) or not isinstance(value, int | float):
        _wrong(
            f"{key} is missing: it is a time in seconds."
            if value is None
            else f"{key} is a number of seconds."
        )
    if not 0 <= value <= _LATEST or not math.isfinite(value):
        _wrong(f"{key} is a number of seconds, not below 0 and not past {_LATEST:.0f}.")
    return round(value * SECOND)


def _name(plain: dict[str, Any], key: str, of: str = "") -> str:
    value = plain.get(key)
    if value is None:
        _wrong(f"{of}{key} is missing.")
    if not isinstance(value, str):
        _wrong(f"{of}{key} is a text.")
    if not value or len(value) > _LONGEST_NAME:
        _wrong(f"{of}{key} has 1 to {_LONGEST_NAME} characters.")
    if not all(character.isprintable() for character in value):
        _wrong(f"{of}{key} holds a character that cannot be shown.")
    return value


def _member(plain: dict[str, Any]) -> Member:
    member = plain.get("member")
    if not isinstance(member, dict):
        _wrong('member is missing: it is an object such as {"id": "u1", "name": "Ann"}.')
    id = _name(member, "id", "member.")
    name = _name(member, "name", "member.") if "name" in member else id
    roles = member.get("roles", [])
    if not isinstance(roles, list) or not all(isinstance(role, str) for role in roles):
        _wrong("member.roles is a list of texts.")
    # A chat system has roles of its own: those that mean nothing here are passed over.
    return Member(id, name, frozenset(_ROLES[role] for role in roles if role in _ROLES))


def _content(plain: dict[str, Any]) -> Said | Clicked | Filled:
    present = [key for key in ("text", "click", "form") if plain.get(key) is not None]
    if len(present) != 1:
        _wrong("A line holds one of text, click and form.")
    value = plain[present[0]]
    if present == ["form"]:
        return _filled(value)
    text = _text(value, present[0])
    return Said(text) if present == ["text"] else Clicked(text)


def _filled(form: Any) -> Filled:
    if not isinstance(form, dict) or not isinstance(values := form.get("values"), dict):
        _wrong('form is an object such as {"command": "facts add", "values": {"subject": "Salt"}}.')
    command = _name(form, "command", "form.")
    return Filled(command, tuple((_text(key, "form"), _text(value, key)) for key, value in values.items()))


def _text(value: Any, key: str) -> str:
    if not isinstance(value, str):
        _wrong(f"{key} is a text.")
    try:
        value.encode()
    except UnicodeEncodeError:
        _wrong(f"{key} holds half a character.")
    return value


def _wrong(sentence: str) -> NoReturn:
    raise _Wrong(sentence)
