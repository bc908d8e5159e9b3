"""The menu of slash commands at a member's client: built from what was synced, and nothing else.

One law: what Discord's client would not send raises `NotOffered`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.discord_stand_in import payloads
from tests.discord_stand_in.server import StandIn
from tests.discord_stand_in.world import JSON, Channel, Guild, Permission, User, permissions

STRING, INTEGER, BOOLEAN, USER = 3, 4, 5, 6
_LETTERS = 6000  # of a text option, where nothing less is said


class NotOffered(Exception):
    """The member's client does not let them do that."""


def command(
    at: StandIn, user: User, place: Channel, path: str, given: dict[str, object], focus: str = ""
) -> JSON:
    """The data of an interaction: a command with its options, or one that is being typed, with `focus` on an option."""
    words = path.split(" ")
    found = next((one for one in at.rest.commands if one["name"] == words[0] and one["type"] == 1), None)
    if found is None:
        raise NotOffered(f"/{words[0]} is not in the menu")
    _offered(found, user, place)
    resolved: JSON = {}
    inner, wrap = _inner(found, words[1:])
    options = _options(inner, given, focus)
    for option in options:
        if option["type"] == USER and not option.get("focused"):
            _resolve(at.realm.users[option["value"]], place.guild, resolved)
    data = {"id": found["id"], "name": found["name"], "type": 1, "options": wrap(options)}
    if place.guild is not None:
        data["guild_id"] = place.guild.id
    return data | ({"resolved": resolved} if resolved else {})


def _offered(found: JSON, user: User, place: Channel) -> None:
    context = 0 if place.guild else 1
    if context not in (found["contexts"] or [0, 1, 2]):
        raise NotOffered(f"/{found['name']} is not offered here")
    needed = found["default_member_permissions"]
    if needed is not None and place.guild is not None:
        mine = permissions(place, user)
        if (int(needed) == 0 or mine & int(needed) != int(needed)) and not mine & Permission.ADMINISTRATOR:
            raise NotOffered(f"/{found['name']} is not offered to {user.name}")


def _inner(found: JSON, words: list[str]) -> tuple[JSON, Callable[[list[JSON]], list[JSON]]]:
    """The command or subcommand that is meant, and how its options are wrapped on the way up."""
    wraps: list[JSON] = []
    for word in words:
        inner = next((one for one in found.get("options") or [] if one["name"] == word), None)
        if inner is None or inner["type"] not in (1, 2):
            raise NotOffered(f"/{found['name']} has no {word}")
        wraps.append(inner)
        found = inner

    def wrap(options: list[JSON]) -> list[JSON]:
        for outer in reversed(wraps):
            options = [{"name": outer["name"], "type": outer["type"], "options": options}]
        return options

    return found, wrap


def _options(within: JSON, given: dict[str, object], focus: str) -> list[JSON]:
    offered = {option["name"]: option for option in within.get("options") or []}
    if any(option["type"] in (1, 2) for option in offered.values()):
        raise NotOffered(f"/{within['name']} needs a subcommand")
    missing = [name for name, one in offered.items() if one.get("required") and name not in given]
    if missing and not focus:
        raise NotOffered(f"/{within['name']} needs {missing[0]}")
    for name in given:
        if name not in offered:
            raise NotOffered(f"/{within['name']} has no option {name}")
    return [_option(offered[name], value, focus) for name, value in given.items()]


def _option(option: JSON, value: object, focus: str) -> JSON:
    name, kind = option["name"], option["type"]
    out: JSON = {"name": name, "type": kind, "value": value}
    if name == focus:
        if not option.get("autocomplete"):
            raise NotOffered(f"nothing is offered for {name}")
        return out | {"focused": True}
    if kind == INTEGER:
        least, most = option.get("min_value", -(2**53)), option.get("max_value", 2**53)
        if not isinstance(value, int) or not least <= value <= most:
            raise NotOffered(f"{name} is a whole number between {least} and {most}")
    if kind == STRING:
        least, most = option.get("min_length", 0), option.get("max_length", _LETTERS)
        if not least <= len(str(value)) <= most:
            raise NotOffered(f"{name} takes {least} to {most} letters")
    if option.get("choices"):
        chosen = {str(one["value"]): one["value"] for one in option["choices"]}
        chosen |= {one["name"]: one["value"] for one in option["choices"]}
        if str(value) not in chosen:
            raise NotOffered(f"{name} has no choice {value}")
        out["value"] = chosen[str(value)]
    if kind == USER:
        out["value"] = value.id if isinstance(value, User) else str(value)
    return out


def _resolve(who: User, guild: Guild | None, resolved: JSON) -> None:
    """Says of a chosen user what an interaction says beside the id."""
    resolved.setdefault("users", {})[who.id] = payloads.user(who)
    if guild is not None and who.id in guild.members:
        member: dict[str, Any] = payloads.member(guild.members[who.id], guild)
        member.pop("user")
        resolved.setdefault("members", {})[who.id] = member
