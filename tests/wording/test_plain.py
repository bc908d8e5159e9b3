"""A card as plain text: nothing on it is lost."""

from __future__ import annotations

import dataclasses

from bot.cards import BoardLine, Button, Card, Choice, Field, Form, FormField
from bot.wording.plain import WIDTH, plain, wide
from bot.wording.welcome import FIRST, welcome_card

FULL = Card(
    title="TITLE",
    heading="HEADING",
    aside="등불 ASIDE",
    lines=("LINE",),
    fields=(Field("LABEL", ("one", "two")), Field("L", ("three",))),
    choices=(Choice("A", "apple", "right"), Choice("B", "pear", "gone")),
    board=(BoardLine(1, "Ann", "12", "3 of 4", yours=True), BoardLine(10, "나", "5")),
    buttons=(Button("/help", "BUTTON"),),
    sources=("SOURCE",),
    note="NOTE",
    form=Form(
        "facts add", "FORM", (FormField("a", "FIELD", required=True, value="VALUE", error="ERROR"),), "SUBMIT"
    ),
)

SHAPE = """\
HEADING
TITLE                                                               등불 ASIDE
LINE
LABEL   one
        two
L       three
A  apple ✓ right   B  pear – gone
 1  Ann  12  3 of 4  (you)
10  나    5
FORM
FIELD *: VALUE  ✗ ERROR
[ SUBMIT ]
[ BUTTON ]
SOURCE · NOTE"""


def test_the_shape_of_everything() -> None:
    """Every part of a card has its place, and columns hold in Hangul too."""
    assert plain(FULL) == SHAPE
    assert wide(SHAPE.splitlines()[1]) == WIDTH


def test_no_field_of_a_card_is_forgotten() -> None:
    """A new field of Card fails here until the plain text shows it or this list says why not."""
    drawn = {
        "title",
        "heading",
        "aside",
        "lines",
        "fields",
        "choices",
        "board",
        "buttons",
        "sources",
        "note",
        "form",
    }
    not_text = {"tone", "closes_at", "seconds"}  # a look, and a time that each platform tells in its own way
    assert {each.name for each in dataclasses.fields(Card)} == drawn | not_text


def test_long_choices_stand_one_a_line() -> None:
    """Options that do not fit one line get a line each."""
    text = plain(Card(choices=tuple(Choice(letter, letter * 40) for letter in "ABC")))
    assert len(text.splitlines()) == 3


def test_an_empty_card() -> None:
    """Nothing gives nothing."""
    assert plain(Card()) == ""


def test_first_contact_gives_three_things_to_type() -> None:
    """The welcome shows three lines to type, each of them also a button."""
    text = plain(welcome_card())
    assert len(FIRST) == 3
    assert all(line in text for line, _ in FIRST)
    assert [button.id for button in welcome_card().buttons] == [line for line, _ in FIRST]
