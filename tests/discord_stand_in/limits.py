"""Limits that Discord's OpenAPI description leaves out. Each finding is a line of words; none means it is fine. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.discord_stand_in.components import (
    BUTTON,
    CONTAINER,
    INPUT,
    LABEL,
    ROW,
    SECTION,
    SELECT,
    SELECTS,
    TEXT,
    V2_ONLY,
    all_of,
    inside,
)
from tests.discord_stand_in.world import JSON, Flag

CONTENT = 2000
COMPONENTS = 40
WORDS = 4000  # all text of a message made of components
_COMMAND_NAME = re.compile(r"[-_'\w]{1,32}")
_OPTION_TYPES = range(3, 12)


def of_message(body: JSON, *, flags: int | None = None, editing: bool = False) -> Iterator[str]:
    """What is wrong with a message; `flags` are those it has, where it is edited."""
    flags = (flags or 0) | (body.get("flags") or 0)
    content, components = body.get("content") or "", body.get("components") or []
    if len(content) > CONTENT:
        yield f"content is {len(content)} letters long, and {CONTENT} are allowed"
    whole = bool(flags & Flag.COMPONENTS_V2)
    if whole and (content or body.get("embeds")):
        yield "a message of components cannot have content or embeds"
    if not editing and not (content or components or body.get("embeds")):
        yield "an empty message cannot be sent"
    if not whole and any(one["type"] in V2_ONLY for one in all_of(components)):
        yield "components of this kind need the flag 32768"
    yield from _of_components(components, whole=whole)
    for number, embed in enumerate(body.get("embeds") or ()):
        fields = embed.get("fields") or ()
        size = sum(len(embed.get(name) or "") for name in ("title", "description"))
        size += sum(len(field["name"]) + len(field["value"]) for field in fields)
        if size > 6000 or len(fields) > 25:
            yield f"embed {number} is too large"


def _of_components(components: list[JSON], *, whole: bool) -> Iterator[str]:
    everything = list(all_of(components))
    if whole and len(everything) > COMPONENTS:
        yield f"{len(everything)} components, and {COMPONENTS} are allowed in all"
    if not whole and len(components) > 5:
        yield f"{len(components)} rows, and 5 are allowed"
    words = sum(len(one.get("content") or "") for one in everything if one["type"] == TEXT)
    if words > WORDS:
        yield f"{words} letters of text, and {WORDS} are allowed in all"
    ids = [one["custom_id"] for one in everything if one.get("custom_id")]
    for id in {id for id in ids if ids.count(id) > 1}:
        yield f"the custom_id {id!r} stands there twice"
    for one in everything:
        yield from _of_component(one)


def _of_component(one: JSON) -> Iterator[str]:
    kind, children = one["type"], list(inside(one))
    if kind == TEXT and not one["content"].strip():
        yield "a text without words"
    if kind in (ROW, CONTAINER, SECTION) and not one.get("components"):
        yield f"a component of type {kind} with nothing in it"
    if kind == ROW:
        buttons = sum(child["type"] == BUTTON for child in children)
        others = len(children) - buttons
        if buttons > 5 or others > 1 or (buttons and others):
            yield "a row holds five buttons or one select"
    if kind == SECTION and len(one["components"]) > 3:
        yield "a section holds three texts at most"
    if kind == CONTAINER and any(child["type"] == CONTAINER for child in children):
        yield "a container within a container"
    if kind == BUTTON:
        if not (one.get("label") or "").strip() and not one.get("emoji") and one["style"] != 6:
            yield "a button without a label"
        if one["style"] == 5 and (not one.get("url") or one.get("custom_id")):
            yield "a button with an address has no custom_id, and needs its address"
        if one["style"] in (1, 2, 3, 4) and (not one.get("custom_id") or one.get("url")):
            yield "a button to press needs a custom_id"
    if kind in SELECTS:
        options = one.get("options") or []
        if kind == SELECT and not 1 <= len(options) <= 25:
            yield f"a select with {len(options)} options"
        if len({option["value"] for option in options}) != len(options):
            yield "two options of a select have one value"
        if any(not option["label"] or len(option["label"]) > 100 for option in options):
            yield "an option's label is empty or longer than 100"


def of_modal(data: JSON) -> Iterator[str]:
    components = data["components"]
    if not 1 <= len(components) <= 5:
        yield f"a modal with {len(components)} components, and 1 to 5 are allowed"
    everything = list(all_of(components))
    ids = [one["custom_id"] for one in everything if one.get("custom_id")]
    if len(set(ids)) != len(ids):
        yield "two fields of a modal have one custom_id"
    for one in components:
        if one["type"] not in (ROW, LABEL, TEXT):
            yield f"a modal cannot hold a component of type {one['type']}"
    for one in everything:
        if one["type"] == INPUT:
            value = one.get("value") or ""
            if len(value) > (one.get("max_length") or 4000):
                yield f"the value of {one['custom_id']!r} is longer than its field"
            if "\n" in value and one["style"] == 1:
                yield f"the value of {one['custom_id']!r} has a line break, and its field has one line"
        if one["type"] == SELECT:
            yield from _of_component(one)


def of_choices(choices: list[JSON]) -> Iterator[str]:
    """What is wrong with the choices of an autocompletion."""
    if len(choices) > 25:
        yield f"{len(choices)} choices, and 25 are allowed"
    for choice in choices:
        if not 1 <= len(choice["name"]) <= 100 or not 1 <= len(str(choice["value"])) <= 100:
            yield f"the choice {choice['name']!r} is empty or longer than 100"


# --- commands ---


def of_commands(commands: list[JSON]) -> Iterator[str]:
    """What is wrong with the whole list of an application's commands."""
    names = [(command.get("type") or 1, command["name"]) for command in commands]
    if len(set(names)) != len(names):
        yield "two commands have one name"
    if sum(kind == 1 for kind, _ in names) > 100:
        yield "more than 100 commands"
    for command in commands:
        for found in _of_command(command):
            yield f"/{command['name']}: {found}"


def _of_command(command: JSON) -> Iterator[str]:
    if (command.get("type") or 1) != 1:  # a context menu's
        if command.get("description") or command.get("options"):
            yield "a context menu's command has neither description nor options"
        return
    yield from _named(command)
    options = command.get("options") or []
    if _size(command) > 8000:
        yield f"{_size(command)} letters in all, and 8000 are allowed"
    yield from _of_options(options, depth=0)


def _named(thing: JSON) -> Iterator[str]:
    name = thing["name"]
    if not _COMMAND_NAME.fullmatch(name) or name != name.lower():
        yield f"{name!r} is no name"
    if not (thing.get("description") or "").strip():
        yield f"{name!r} has no description"


def _of_options(options: list[JSON], depth: int) -> Iterator[str]:
    if len(options) > 25:
        yield f"{len(options)} options, and 25 are allowed"
    names = [option["name"] for option in options]
    if len(set(names)) != len(names):
        yield "two options have one name"
    nested = [option["type"] in (1, 2) for option in options]
    if any(nested) and not all(nested):
        yield "subcommands and options do not go together"
    needed = [bool(option.get("required")) for option in options]
    if needed != sorted(needed, reverse=True):
        yield "an option that is required comes after one that is not"
    for option in options:
        yield from _named(option)
        choices = option.get("choices") or []
        if len(choices) > 25:
            yield f"{len(choices)} choices for {option['name']}"
        if choices and option.get("autocomplete"):
            yield f"{option['name']} has choices and autocompletion"
        if option["type"] in (1, 2):
            if option["type"] == 2 and depth > 0:
                yield "a group within a group"
            yield from _of_options(option.get("options") or [], depth + 1)


def _size(thing: JSON) -> int:
    own = len(thing["name"]) + len(thing.get("description") or "")
    choices = sum(len(one["name"]) + len(str(one["value"])) for one in thing.get("choices") or ())
    return own + choices + sum(_size(option) for option in thing.get("options") or ())
