"""What fits on a card and on a button, as the narrowest platform has it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.cards import Button, Field
from facts.knowledge import Subject

FIELDS = 12  # on one page
LETTERS = 1500  # on one page, about
FIELD_LETTERS = 900  # in one field


def paged(fields: Sequence[Field]) -> list[list[Field]]:
    """The fields in pages that fit a card; at least one page."""
    pages: list[list[Field]] = [[]]
    letters = 0
    for each in (part for whole in fields for part in _parts(whole)):
        size = len(each.label) + sum(len(line) for line in each.lines)
        if pages[-1] and (len(pages[-1]) == FIELDS or letters + size > LETTERS):
            pages.append([])
            letters = 0
        pages[-1].append(each)
        letters += size
    return pages


def _parts(field: Field) -> Iterator[Field]:
    """A field whose lines are too many for one, as several of the same label."""
    lines: list[str] = []
    for line in field.lines:
        if lines and sum(map(len, lines)) + len(line) > FIELD_LETTERS:
            yield Field(field.label, tuple(lines))
            lines = []
        lines.append(line)
    yield Field(field.label, tuple(lines))


def look_up_button(subject: Subject, text: str = "") -> Button | None:
    """The button that opens a subject; None where its id is too long for one."""
    return button(f"/{command_for(subject)} name:#{subject.id}", text or subject.label)


def button(line: str, text: str) -> Button | None:
    """A button within the sizes that platforms take."""
    return Button(line, text if len(text) <= 75 else text[:74] + "…") if len(line) <= 100 else None


def command_for(subject: Subject) -> str:
    """The command that looks such a subject up."""
    return subject.kind if subject.kind in {"film", "person"} else "about"
