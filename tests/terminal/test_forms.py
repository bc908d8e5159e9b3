"""A form in a terminal: asked field by field; what was right is kept."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.terminal.forms import Ask, ask, words
from bot.cards import Form, FormField

FORM = Form(
    "facts add",
    "Add a fact",
    (
        FormField("subject", "Subject", help="what it is about", required=True),
        FormField("kind", "Kind", choices=("film", "person")),
        FormField("author", "Author"),
    ),
)


def typing(lines: Sequence[str | None], asked: list[str]) -> Ask:
    """A member who types these lines, None for leaving."""
    left = iter(lines)

    async def prompt(words: str, given: str, choices: tuple[str, ...]) -> str | None:
        asked.append(words)
        line = next(left)
        return line if line is None else line or given

    return prompt


async def test_each_field_is_asked_and_a_required_one_again() -> None:
    """Every field is asked once; an empty answer to a required one is asked again; what stays empty is left out."""
    asked: list[str] = []
    values = await ask(FORM, typing(["", " Salt ", "film", ""], asked))
    assert values == (("subject", "Salt"), ("kind", "film"))
    assert asked == [
        "Subject, what it is about: ",
        "Subject, what it is about: ",
        "Kind (one of: film, person): ",
        "Author (may stay empty): ",
    ]


async def test_after_a_refusal_only_what_was_wrong_is_asked() -> None:
    """A form that comes back with an error keeps the other values."""
    subject, kind, author = FORM.fields
    again = Form("facts add", "Add a fact", (
        FormField(subject.option, subject.label, required=True, value="Salt"),
        FormField(kind.option, kind.label, value="flim", error="That is no kind.", choices=kind.choices),
        author,
    ))  # fmt: skip
    asked: list[str] = []
    assert await ask(again, typing(["film"], asked)) == (("subject", "Salt"), ("kind", "film"))
    assert len(asked) == 1
    assert asked[0].startswith("That is no kind.\n")


async def test_leaving_gives_nothing() -> None:
    """At the end of input in mid-form nothing is sent."""
    assert await ask(FORM, typing(["Salt", None], [])) is None


def test_the_words_tell_what_may_stay_empty() -> None:
    """An optional field says so."""
    assert words(FORM.fields[2]) == "Author (may stay empty): "
