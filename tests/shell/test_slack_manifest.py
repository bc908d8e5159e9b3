"""`trivium slack manifest`: the shape that Slack takes, made from the vocabulary."""

from __future__ import annotations

import re
from typing import Any

import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner

from adapters.cli import app
from adapters.slack.manifest import EVENTS, RESERVED, SCOPES, as_yaml, manifest
from adapters.slack.translate import command_line
from bot.commands.parsing import Misread, Misreading, parse
from bot.commands.vocabulary import COMMANDS, TOPS

URL = "https://trivia.example.org"
NEEDED = {
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "member_joined_channel": "channels:read",
}
"""What Slack asks of who wants to hear of an event."""


def printed(*words: str) -> Any:
    done = CliRunner().invoke(app, ["slack", "manifest", *words])
    assert done.exit_code == 0, done.output
    return YAML(typ="safe").load(done.stdout)


def names(made: Any) -> list[str]:
    return [one["command"] for one in made["features"]["slash_commands"]]


def test_without_an_address_it_is_for_socket_mode() -> None:
    """No request address stands anywhere, and the one command is /trivium."""
    made = printed()
    assert made["settings"]["socket_mode_enabled"] is True
    assert "http" not in str(made)
    assert names(made) == ["/trivium"]


def test_with_an_address_slack_calls_it_for_everything() -> None:
    """Commands, events, buttons, options and the end of an installation all lead to the address."""
    made = printed("--url", f"{URL}/")
    assert made["settings"]["socket_mode_enabled"] is False
    settings = made["settings"]
    assert settings["event_subscriptions"]["request_url"] == f"{URL}/slack/events"
    assert settings["interactivity"]["request_url"] == f"{URL}/slack/events"
    assert settings["interactivity"]["message_menu_options_url"] == f"{URL}/slack/events"
    assert made["features"]["slash_commands"][0]["url"] == f"{URL}/slack/events"
    assert made["oauth_config"]["redirect_urls"] == [f"{URL}/slack/oauth_redirect"]


def test_short_commands_skip_what_slack_reserves() -> None:
    """Each first word of the vocabulary has its command, but for the names that Slack keeps."""
    made = names(printed("--short"))
    assert {f"/{top}" for top in TOPS if top not in RESERVED} | {"/trivium"} == set(made)
    assert not {name.removeprefix("/") for name in made} & RESERVED


def test_a_prefix_frees_every_name() -> None:
    """With a prefix nothing is reserved, and each command is read as the one it stands for."""
    made = names(printed("--prefix", "quiz-"))
    assert set(made) == {"/trivium", *(f"/quiz-{top}" for top in TOPS)}
    for command in COMMANDS:
        top, _, rest = command.path.partition(" ")
        found = parse(command_line(f"/quiz-{top}", rest))
        assert not isinstance(found, Misread) or found.kind is Misreading.MISSING, command.path


def test_slacks_limits_are_kept() -> None:
    """Names, descriptions and hints are as long as Slack takes them, and there are 50 commands at most."""
    made = manifest(URL, short=True, prefix="a-long-prefix---")
    about = made["display_information"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert 174 <= len(about["long_description"]) <= 4_000
    commands = made["features"]["slash_commands"]
    assert len(commands) <= 50
    for one in commands:
        assert re.fullmatch(r"/[a-z0-9_-]{1,31}", one["command"])
        assert 1 <= len(one["description"]) <= 2_000
        assert len(one.get("usage_hint", "")) <= 1_000


def test_every_event_has_its_scope() -> None:
    """Slack sends an event only to who may hear of it."""
    assert {NEEDED[event] for event in EVENTS if event in NEEDED} <= SCOPES


@pytest.mark.parametrize(
    "given", [{}, {"url": URL}, {"short": True}, {"url": URL, "prefix": "q-", "short": True}]
)
def test_the_yaml_says_what_the_manifest_says(given: dict[str, Any]) -> None:
    """What is printed is read back as the same."""
    made = manifest(**given)
    assert YAML(typ="safe").load("\n".join(as_yaml(made))) == made


@pytest.mark.parametrize(
    ("words", "told"), [(("--url", "http://example.org"), "https://"), (("--prefix", "Q!"), "--prefix takes")]
)
def test_what_slack_would_refuse_is_refused_here(words: tuple[str, ...], told: str) -> None:
    """A wrong address or prefix is one line, and nothing is printed."""
    done = CliRunner().invoke(app, ["slack", "manifest", *words])
    assert done.exit_code == 1
    assert told in done.stderr
    assert done.stdout == ""
