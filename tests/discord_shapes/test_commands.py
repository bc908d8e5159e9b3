"""The command tree: all of the vocabulary, within Discord's limits, sent only when it has changed."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from adapters.discord.commands import same, tree
from bot.commands.vocabulary import COMMANDS, TOPS
from tests.discord_stand_in import limits


def by_name() -> dict[str, dict[str, Any]]:
    return {command["name"]: command for command in tree()}


def as_discord_keeps_it(commands: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """With Discord's own fields added, its defaults left out, and in an order of its own."""
    kept = copy.deepcopy(commands)[::-1]
    for number, command in enumerate(kept):
        command |= {"id": str(number), "version": "1", "application_id": "2", "nsfw": False}
        if command["default_member_permissions"] is not None:
            command["default_member_permissions"] = str(command["default_member_permissions"])
        for option in command["options"]:
            for inner in (option, *option.get("options", ())):
                if inner.get("required") is False:
                    del inner["required"]
    return kept


def test_the_whole_vocabulary_is_there() -> None:
    """Every command and every option that menus list stands in the tree; hidden ones do not."""
    told: dict[str, set[str]] = {}
    for command in tree():
        subs = [option for option in command["options"] if option["type"] == 1]
        for sub in subs or [None]:
            path = f"{command['name']} {sub['name']}" if sub else command["name"]
            told[path] = {option["name"] for option in (sub or command)["options"]}
    assert told == {command.path: {option.name for option in command.shown} for command in COMMANDS}
    assert set(by_name()) == set(TOPS)


def test_the_tree_is_within_the_limits() -> None:
    """Discord takes it as it is."""
    assert list(limits.of_commands(tree())) == []


def test_moderators_commands_are_theirs() -> None:
    """What only moderators use is shown to who manages the server; the rest to everyone."""
    assert by_name()["facts"]["default_member_permissions"] == 1 << 5
    assert by_name()["film"]["default_member_permissions"] is None
    assert by_name()["rule"]["default_member_permissions"] is None


def test_a_form_asks_for_what_is_needed_itself() -> None:
    """Discord insists on nothing that a form asks for, and on what has none."""
    (adding,) = by_name()["questions"]["options"]
    assert not any(option["required"] for option in adding["options"])
    assert by_name()["film"]["options"][0]["required"]


def test_an_unchanged_tree_is_known_again() -> None:
    """Discord's own fields, defaults and order make no difference."""
    assert same(tree(), as_discord_keeps_it(tree()))
    assert same(tree(), tree()[::-1])


def test_any_change_is_seen() -> None:
    """A word, an option, a permission, a command more or less: each is a change."""
    changes: list[Callable[[list[dict[str, Any]]], object]] = [
        lambda tree: tree[0].update(description="Another."),
        lambda tree: tree[0]["options"][0].update(autocomplete=False),
        lambda tree: tree[0].update(default_member_permissions="32"),
        lambda tree: tree[0].update(contexts=[0]),
        lambda tree: tree.pop(),
    ]
    for change in changes:
        theirs = tree()
        change(theirs)
        assert not same(tree(), theirs)
