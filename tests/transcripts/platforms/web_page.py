"""A page of the playground as its reader reads it: each card as plain lines. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from tests.transcripts.platforms import AskedField, Seen, tidy

_EMPTY = frozenset({"input", "meta", "link", "br", "img", "hr"})


@dataclass
class Node:
    """An element of a page; `tag` is empty for plain text."""

    tag: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    inside: list[Node] = field(default_factory=list)
    words: str = ""

    def is_a(self, tag: str, kind: str = "") -> bool:
        return self.tag == tag and (not kind or kind in self.attributes.get("class", "").split())

    def all(self, tag: str, kind: str = "") -> Iterator[Node]:
        for node in self.inside:
            if node.is_a(tag, kind):
                yield node
            yield from node.all(tag, kind)

    def one(self, tag: str, kind: str = "") -> str:
        """The text of the first such element, or nothing."""
        return next((node.text for node in self.all(tag, kind)), "")

    @property
    def text(self) -> str:
        if self.is_a(self.tag, "unseen"):
            return ""
        return self.words + "".join(node.text for node in self.inside)


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Node("page")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(node)
        if tag not in _EMPTY:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        while len(self.open) > 1 and self.open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(Node(words=data))


def posts_of(page: str, channel: str) -> list[Seen]:
    """The bot's messages on a page, from top to bottom; members' own lines are left out."""
    tree = _Tree()
    tree.feed(page)
    articles = [node for node in tree.open[0].all("article", "post") if not node.is_a("article", "line")]
    return [_seen(article, channel) for article in articles]


def _seen(article: Node, channel: str) -> Seen:
    command, asked, buttons = "", list[AskedField](), list[tuple[str, str]]()
    for button in article.all("button"):
        if button.attributes.get("name") == "button":
            buttons.append((button.text.strip(), button.attributes["value"]))
    for form in article.all("form", "fill"):
        command = next(
            one.attributes["value"] for one in form.all("input") if one.attributes["name"] == "command"
        )
        asked = [_field(one) for one in form.all("p", "field")]
    key = f"{channel}/{article.attributes['data-post']}"
    return Seen(key, channel, tidy(_lines(article)), tuple(buttons), command, tuple(asked))


def _lines(article: Node) -> Iterator[str]:
    for node in article.inside:
        if node.is_a("p", "heading"):
            yield node.one("span")  # the countdown beside it ticks
        elif node.is_a("div", "top"):
            yield f"{node.one('h2')} {node.one('p', 'aside')}"
        elif node.is_a("form", "choices"):
            for choice in node.all("li"):
                mark = choice.one("em").replace("taken away", "gone")
                yield f"{choice.one('button') or choice.one('b')} {choice.one('span')} {mark}"
        elif node.is_a("dl"):
            for row in node.all("div"):
                label = row.one("dt")
                yield from (f"{'' if number else label} {dd.text}" for number, dd in enumerate(row.all("dd")))
        elif node.is_a("table"):
            for row in list(node.all("tr"))[1:]:
                yield " ".join(cell.text for cell in row.inside if cell.tag in {"td", "th"})
        elif node.is_a("p", "foot") or (node.tag == "p" and "class" not in node.attributes):
            yield node.text


def _field(node: Node) -> AskedField:
    named = next(one for tag in ("input", "select", "textarea") for one in node.all(tag))
    label = next(node.all("label"))
    words = "".join(part.text for part in label.inside if not part.is_a("span", "need")).strip()
    value = named.attributes.get("value", "") if named.tag == "input" else named.text.strip()
    if named.tag == "select":
        value = next((one.text for one in named.all("option") if "selected" in one.attributes), "")
    return AskedField(
        named.attributes["name"].removeprefix("field."), words, value, node.one("span", "error")
    )
