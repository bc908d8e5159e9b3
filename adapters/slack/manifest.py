"""The app's manifest, made from the one vocabulary: what an operator pastes at api.slack.com/apps. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from adapters.slack.text import cut
from adapters.slack.translate import COMMAND
from bot.commands.vocabulary import COMMANDS, TOPS, Command, Option

SCOPES = frozenset(
    {
        "app_mentions:read",
        "channels:history",
        "channels:read",
        "chat:write",
        "chat:write.public",
        "commands",
        "groups:history",
        "groups:read",
        "im:history",
        "im:write",
        "mpim:history",
        "usergroups:read",
        "users:read",
    }
)
"""What the app asks for: to hear mentions, commands and answers, to reply, to know names and who is an admin."""

EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "member_joined_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "message.mpim",
    "tokens_revoked",
)

RESERVED = frozenset(
    [
        "away",
        "active",
        "apps",
        "archive",
        "call",
        "close",
        "collapse",
        "contract",
        "dm",
        "dnd",
        "expand",
        "feed",
        "feedback",
        "give-feedback",
        "giphy",
        "help",
        "invite",
        "invite_people",
        "join",
        "keys",
        "leave",
        "me",
        "msg",
        "mute",
        "open",
        "part",
        "people",
        "poll",
        "prefs",
        "rate",
        "remind",
        "remove",
        "rename",
        "search",
        "settings",
        "shortcuts",
        "shrug",
        "star",
        "status",
        "text",
        "topic",
        "unarchive",
        "unmute",
        "unstar",
        "who",
    ]
)
"""Names that Slack's own commands have, or that it keeps for itself."""

_COMMANDS = 50  # as many as an app can have
_NAME, _DESCRIPTION, _HINT = 32, 2_000, 1_000
_PREFIX = re.compile(r"[a-z0-9_-]{0,16}")

ABOUT = "Quiz rounds, and facts with their sources."
LONG = (
    "Trivium looks up facts and says where each one comes from, and plays quiz rounds on exactly those facts: timed "
    "questions in a thread, with choices on buttons or typed answers, a final board, and rulings where a verdict is "
    "contested. Everything works as /trivium, by mention and in direct messages."
)


class WrongManifest(Exception):
    """What a manifest cannot be made from, in one sentence."""


def manifest(url: str = "", *, short: bool = False, prefix: str = "") -> dict[str, Any]:
    """The manifest. Without `url` the app uses Socket Mode; with it Slack calls `url`/slack/events.

    `short` adds a command for each of the vocabulary (/film), `prefix` stands before their names. Raises WrongManifest.
    """
    if not _PREFIX.fullmatch(prefix):
        raise WrongManifest("--prefix takes up to 16 small letters, digits, dashes and underscores.")
    if url and not re.fullmatch(r"https://[^\s/]+(/[^\s]*)?", url):
        raise WrongManifest("--url is a whole address that begins with https://, since Slack calls no other.")
    calls = {"request_url": f"{url}/slack/events"} if url else {}
    suggests = {"message_menu_options_url": f"{url}/slack/events"} if url else {}
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "Trivium",
            "description": ABOUT,
            "long_description": LONG,
            "background_color": "#14161c",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Trivium", "always_online": True},
            "slash_commands": [
                {**command, **({"url": f"{url}/slack/events"} if url else {})}
                for command in _slash_commands(short, prefix)
            ],
        },
        "oauth_config": {
            **({"redirect_urls": [f"{url}/slack/oauth_redirect"]} if url else {}),
            "scopes": {"bot": sorted(SCOPES)},
        },
        "settings": {
            "event_subscriptions": {**calls, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **calls, **suggests},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not url,
            "token_rotation_enabled": False,
        },
    }


def _slash_commands(short: bool, prefix: str) -> list[dict[str, Any]]:
    made = [_slash(COMMAND, ABOUT, "film Pulgasari")]
    for top in TOPS if short else ():
        name = f"{prefix}{top}"
        if name not in RESERVED and len(name) < _NAME:
            commands = [command for command in COMMANDS if command.top == top]
            made.append(_slash(name, _does(commands), _hint(commands)))
    return made[:_COMMANDS]


def _slash(name: str, does: str, hint: str) -> dict[str, Any]:
    # Escaped, a mention of a member comes with their id.
    slash = {"command": f"/{name}", "description": cut(does, _DESCRIPTION), "should_escape": True}
    return {**slash, "usage_hint": cut(hint, _HINT)} if hint else slash


def _does(commands: list[Command]) -> str:
    return " ".join(command.help for command in commands)


def _hint(commands: list[Command]) -> str:
    """What can be typed after the command: "start [topic] [questions:] | stop | skip"."""
    return " | ".join(" ".join(_words(command)) for command in commands).strip()


def _words(command: Command) -> Iterator[str]:
    yield from command.path.split(" ")[1:]
    for option in command.shown:
        yield _option(option)


def _option(option: Option) -> str:
    if option.required:
        return f"<{option.name}>"
    return f"[{option.name}]" if option.rest else f"[{option.name}:]"


def as_yaml(manifest: Mapping[str, Any]) -> list[str]:
    """The manifest as lines of YAML. Texts are written as JSON, which YAML reads as it is."""
    return list(_yaml(manifest, ""))


def _yaml(value: Mapping[str, Any], indent: str) -> Iterator[str]:
    for name, one in value.items():
        if isinstance(one, Mapping):
            yield f"{indent}{name}:"
            yield from _yaml(one, f"{indent}  ")
        elif isinstance(one, list):
            yield f"{indent}{name}:"
            for each in one:
                yield from _item(each, f"{indent}  ")
        else:
            yield f"{indent}{name}: {json.dumps(one, ensure_ascii=False)}"


def _item(value: Any, indent: str) -> Iterator[str]:
    if not isinstance(value, Mapping):
        yield f"{indent}- {json.dumps(value, ensure_ascii=False)}"
        return
    for number, line in enumerate(_yaml(value, f"{indent}  ")):
        yield line if number else f"{indent}- {line.strip()}"
