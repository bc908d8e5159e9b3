"""Text on its way in and out of Slack. Pure.

Two laws. What a member wrote is never read as Slack's own markup: it goes out as plain text elements, and where Slack
parses (the fallback of a message) it is escaped. And what comes in is what the member typed, not how Slack sends it.
"""

from __future__ import annotations

import html
import re

_MARKED = re.compile(r"<([^<>]*)>")


def escaped(text: str) -> str:
    """Text for a place that Slack parses: nothing in it mentions anybody, links or opens a tag."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def typed(text: str) -> str:
    """What a member typed: links as they were written, entities as their characters.

    Mentions of members, groups and channels keep their ids ("<@U1>"), since only so they name somebody for certain.
    """
    return html.unescape(_MARKED.sub(_as_typed, text))


def _as_typed(match: re.Match[str]) -> str:
    inside = match.group(1)
    target, _, label = inside.partition("|")
    if target.startswith(("@", "#")):
        return f"&lt;{target}&gt;"
    if target.startswith("!subteam^"):  # "<!subteam^S1|@writers>": a group of members
        return f"&lt;@{target.partition('^')[2]}&gt;"
    if target.startswith("!"):  # "<!channel>", "<!date^…|yesterday>"
        return label or "@" + target[1:].partition("^")[0]
    return label or target.removeprefix("mailto:")


def cut(text: str, most: int) -> str:
    """The text within so many characters; an ellipsis says that it was longer."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
