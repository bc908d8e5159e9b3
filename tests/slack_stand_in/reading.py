"""Blocks as a member reads them: their words line by line, what can be pressed, what can be filled in. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.slack_stand_in.workspace import Blocks

_LINK = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_STYLED = re.compile(
    r"(?<![^\s(\"'“”‘’*_~|>.,:;!?\-–—])([*_~])(?=\S)([^\n]*?\S)\1(?![^\s)\"'“”‘’*_~|<.,:;!?\-–—])"
)
_CODE = re.compile(r"`([^`\n]+)`")
_UNSEEN = re.compile("[\u200b\u200c\u200d\u2060\ufeff]")
PING = re.compile(r"<(?:!(?:channel|here|everyone|subteam)|@|#)[^>]*>")


@dataclass(frozen=True)
class PressedButton:
    """A button as it stands there."""

    label: str
    block: str
    element: Mapping[str, Any]


@dataclass(frozen=True)
class AskedInput:
    """One field of a modal."""

    label: str
    block: str
    element: Mapping[str, Any]
    optional: bool
    hint: str


def block_name(block: Mapping[str, Any], number: int) -> str:
    """A block's id; Slack makes one up where the app gives none."""
    return str(block.get("block_id") or f"made-up-{number}")


def lines_of(blocks: Blocks) -> list[str]:
    """What the blocks say, one line for each line on screen."""
    return [line for block in blocks for line in _lines(block) if line.strip()]


def buttons_of(blocks: Blocks) -> list[PressedButton]:
    """What can be pressed, from the top."""
    found = []
    for number, block in enumerate(blocks):
        inside = list(block.get("elements", ())) if block["type"] == "actions" else []
        if "accessory" in block:
            inside.append(block["accessory"])
        for element in inside:
            if element["type"] == "button":
                label = element["text"]["text"]
                found.append(PressedButton(label, block_name(block, number), element))
    return found


def inputs_of(blocks: Blocks) -> list[AskedInput]:
    """What can be filled in, from the top."""
    return [
        AskedInput(
            block["label"]["text"],
            block_name(block, number),
            block["element"],
            bool(block.get("optional")),
            block.get("hint", {}).get("text", ""),
        )
        for number, block in enumerate(blocks)
        if block["type"] == "input"
    ]


def pings_in(message: Mapping[str, Any]) -> list[str]:
    """Whom a message would call: members, groups, everybody."""
    found = PING.findall(str(message.get("text") or ""))
    for value in _everything(message.get("blocks") or ()):
        if value.get("type") == "mrkdwn":
            found += PING.findall(value["text"])
        elif value.get("type") in {"user", "broadcast", "usergroup"}:
            found.append(str(dict(value)))
    if message.get("link_names") or message.get("parse") == "full":
        found.append("names are looked for in the text")
    return found


def _everything(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        yield value
        for inside in value.values():
            yield from _everything(inside)
    elif isinstance(value, list | tuple):
        for inside in value:
            yield from _everything(inside)


def _lines(block: Mapping[str, Any]) -> list[str]:
    match block["type"]:
        case "header":
            return words(block["text"]).split("\n")
        case "section":
            texts = [block["text"]] if "text" in block else []
            return [line for one in (*texts, *block.get("fields", ())) for line in words(one).split("\n")]
        case "context":
            inside = [words(one) for one in block["elements"] if "text" in one]
            return " ".join(inside).split("\n")
        case "rich_text":
            return [line for one in block["elements"] for line in _rich(one)]
        case _:
            return []


def words(text: Mapping[str, Any]) -> str:
    """A text object as it reads on screen."""
    if text["type"] == "plain_text":
        return _UNSEEN.sub("", text["text"])
    return mrkdwn(text["text"])


def mrkdwn(text: str) -> str:
    """Slack's markup as it reads on screen: what is styled without its signs, links by their words."""
    read = _LINK.sub(_linked, text)
    read = _CODE.sub(r"\1", read)
    while (less := _STYLED.sub(r"\2", read)) != read:
        read = less
    return _UNSEEN.sub("", html.unescape(read))


def _linked(found: re.Match[str]) -> str:
    target, label = found[1], found[2]
    if label is not None:
        return label
    return f"@{target[1:]}" if target[:1] in "@!#" else target


def _rich(element: Mapping[str, Any]) -> list[str]:
    if element["type"] == "rich_text_list":
        return [f"• {line}" for one in element["elements"] for line in _rich(one)]
    return _UNSEEN.sub("", "".join(map(_run, element["elements"]))).split("\n")


def _run(run: Mapping[str, Any]) -> str:
    match run["type"]:
        case "text":
            return str(run["text"])
        case "link":
            return str(run.get("text", run["url"]))
        case "date":
            return str(run.get("fallback", run["format"]))
        case "emoji":
            return f":{run['name']}:"
        case _:
            return "@somebody"
