"""The commands as Discord lists them, made from the one vocabulary, and whether Discord has them so already. Pure.

One law: what is compared is what a member could see or use, so that an unchanged vocabulary is never sent again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from adapters.discord import limits
from bot.commands.vocabulary import COMMANDS, Command, Option, Takes, Who

Plain: TypeAlias = dict[str, Any]

_SUBCOMMAND, _STRING, _INTEGER, _USER = 1, 3, 4, 6
_MANAGE_SERVER = 1 << 5
_EVERYWHERE = [0, 1, 2]  # servers, direct messages with the bot, other direct messages
_INSTALLS = [0, 1]  # on a server, for oneself
_COMPLETED = frozenset(
    {
        Takes.FILM,
        Takes.PERSON,
        Takes.SUBJECT,
        Takes.TOPIC,
        Takes.PROPERTY,
        Takes.PACK,
        Takes.COMMAND,
        Takes.CONTESTED,
    }
)


def tree(commands: Iterable[Command] = COMMANDS) -> list[Plain]:
    """Every command as Discord is told it."""
    families: dict[str, list[Command]] = {}
    for command in commands:
        families.setdefault(command.top, []).append(command)
    return [_top(top, family) for top, family in families.items()]


def _top(top: str, family: Sequence[Command]) -> Plain:
    plain: Plain = {
        "type": 1,
        "name": top,
        "description": _description(top, family),
        "options": [],
        "contexts": _EVERYWHERE,
        "integration_types": _INSTALLS,
        # A server's managers may open it to others; who is a moderator here is checked again by the bot.
        "default_member_permissions": _MANAGE_SERVER
        if all(command.who is Who.MODERATORS for command in family)
        else None,
    }
    if family[0].path == top:
        return plain | {"options": _options(family[0])}
    return plain | {
        "options": [
            {
                "type": _SUBCOMMAND,
                "name": command.path.partition(" ")[2],
                "description": limits.cut(command.help, limits.DESCRIPTION),
                "options": _options(command),
            }
            for command in family
        ]
    }


def _description(top: str, family: Sequence[Command]) -> str:
    if family[0].path == top:
        return limits.cut(family[0].help, limits.DESCRIPTION)
    verbs = ", ".join(command.path.partition(" ")[2] for command in family)
    return limits.cut(f"{top.capitalize()}: {verbs}", limits.DESCRIPTION)


def _options(command: Command) -> list[Plain]:
    # A command with a form asks for what is missing in the form, so Discord need not insist.
    asked = sorted(command.shown, key=lambda option: not _needed(command, option))
    return [_option(command, option) for option in asked[: limits.OPTIONS]]


def _needed(command: Command, option: Option) -> bool:
    return option.required and not command.form


def _option(command: Command, option: Option) -> Plain:
    plain: Plain = {
        "type": _STRING,
        "name": option.name,
        "description": limits.cut(option.help, limits.DESCRIPTION),
        "required": _needed(command, option),
    }
    match option.takes:
        case Takes.WHOLE:
            ends = {"min_value": option.least, "max_value": option.most}
            plain["type"] = _INTEGER
            return plain | {name: value for name, value in ends.items() if value is not None}
        case Takes.CHOICE:
            return plain | {"choices": [{"name": choice, "value": choice} for choice in option.choices]}
        case Takes.MEMBER:
            return plain | {"type": _USER}
        case _:
            return plain | {"autocomplete": True} if option.takes in _COMPLETED else plain


# --- what Discord has ---


def same(ours: Iterable[Mapping[str, Any]], theirs: Iterable[Mapping[str, Any]]) -> bool:
    """Whether Discord's list says what ours says; the order of commands means nothing."""
    return _by_name(ours) == _by_name(theirs)


def _by_name(commands: Iterable[Mapping[str, Any]]) -> dict[tuple[int, str], Plain]:
    return {(command.get("type") or 1, command["name"]): _command(command) for command in commands}


def _command(command: Mapping[str, Any]) -> Plain:
    permissions = command.get("default_member_permissions")
    return {
        "description": command.get("description") or "",
        "permissions": None if permissions is None else int(permissions),
        "contexts": sorted(command.get("contexts") or ()),
        "installs": sorted(command.get("integration_types") or ()),
        "options": [_compared(option) for option in command.get("options") or ()],
    }


def _compared(option: Mapping[str, Any]) -> Plain:
    """An option with its defaults filled in, as Discord leaves them out."""
    return {
        "type": option["type"],
        "name": option["name"],
        "description": option["description"],
        "required": bool(option.get("required")),
        "autocomplete": bool(option.get("autocomplete")),
        "choices": [(choice["name"], choice["value"]) for choice in option.get("choices") or ()],
        "ends": (option.get("min_value"), option.get("max_value")),
        "options": [_compared(inner) for inner in option.get("options") or ()],
    }
