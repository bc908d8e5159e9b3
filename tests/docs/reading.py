"""The documents taken apart: their blocks of code, their words in code, their links and headings."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCUMENTS = tuple(sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]))
RUN = (sys.executable, "-c", "from adapters.cli import main; main()")
"""The trivium command of the folder it is started in."""

_BLOCK = re.compile(r"^( *)```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of code, without its indentation. `patched` says that a patch stands above it."""

    language: str
    text: str
    patched: bool


def read(document: Path) -> str:
    return document.read_text("utf-8")


def blocks(document: Path) -> Iterator[Block]:
    patched = False
    for indent, language, text in _BLOCK.findall(read(document)):
        lines = (line.removeprefix(indent) for line in text.splitlines())
        yield Block(language, "".join(f"{line}\n" for line in lines), patched)
        patched = patched or language == "diff"


def prose(document: Path) -> str:
    """The document without its fenced blocks."""
    return _BLOCK.sub("", read(document))


def spans(document: Path) -> Iterator[str]:
    """What stands in backticks."""
    yield from re.findall(r"`([^`\n]+)`", prose(document))


def code(document: Path) -> str:
    """All that stands in code: fenced (but for drawings of plain text), indented, in backticks."""
    indented = re.findall(r"^ {4,}(.*)$", prose(document), re.MULTILINE)
    fenced = [block.text for block in blocks(document) if block.language != "text"]
    return "\n".join([*fenced, *indented, *spans(document)])


def links(document: Path) -> Iterator[str]:
    yield from _LINK.findall(prose(document))


def anchors(document: Path) -> set[str]:
    """The names under which its headings can be linked to."""
    headings = re.findall(r"^#+ (.+)$", prose(document), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def name(document: Path) -> str:
    return str(document.relative_to(ROOT))
