"""Cards and forms drawn for Discord: within every limit whatever they hold, and read back letter for letter."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from adapters.discord import drawing, forms, marking
from bot.cards import BoardLine, Button, Card, Choice, Field, Form, FormField, Tone
from tests.discord_stand_in import components, limits
from tests.discord_stand_in.contract import description
from tests.discord_stand_in.reading import lines

POST = ("POST", "/channels/{channel_id}/messages")
CALLBACK = ("POST", "/interactions/{interaction_id}/{interaction_token}/callback")

line = some.text(some.characters(codec="utf-8", exclude_characters="\n\r"), max_size=300)
long_line = some.one_of(line, some.integers(1, 9_000).map(lambda size: ("word " * size)[:size]))
ids = some.text(some.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=140)
buttons = some.builds(Button, ids, some.text(max_size=75))
cards = some.builds(
    Card,
    title=line,
    tone=some.sampled_from(Tone),
    heading=line,
    aside=line,
    lines=some.lists(long_line, max_size=12).map(tuple),
    fields=some.lists(some.builds(Field, line, some.lists(line, max_size=5).map(tuple)), max_size=6).map(
        tuple
    ),
    choices=some.lists(some.builds(Choice, some.sampled_from("ABCD"), line), max_size=4).map(tuple),
    board=some.lists(
        some.builds(BoardLine, some.integers(1, 99), line, some.integers(0, 9_999)), max_size=30
    ).map(tuple),
    buttons=some.lists(buttons, max_size=60).map(tuple),
    sources=some.lists(line, max_size=12).map(tuple),
    note=line,
)


def wrong(payload: dict[str, Any]) -> list[str]:
    """What Discord would not take of a message."""
    contract = description()
    told = "" if contract is None else contract.request(*POST, payload)
    return [*limits.of_message(payload), *([told] if told else [])]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(card=cards)
def test_no_card_is_more_than_discord_takes(card: Card) -> None:
    """Every page of every card is a message that Discord takes."""
    for page in range(drawing.pages(card)):
        assert wrong(drawing.shown(card, "key", page)) == []


def test_what_does_not_fit_is_behind_more() -> None:
    """A card of ten thousand letters and sixty buttons is read whole, page by page."""
    words = tuple(f"line {number} " + "x" * 90 for number in range(100))
    labels = tuple(f"Button {number}" for number in range(60))
    card = Card(title="Long", lines=words, buttons=tuple(Button(f"/help {label}", label) for label in labels))
    seen: list[str] = []
    pressed: list[str] = []
    for page in range(drawing.pages(card)):
        payload = drawing.shown(card, "key", page)
        seen += lines(components.texts(payload["components"]))
        found = [button.label for button in components.buttons(payload["components"])]
        assert ("More" in found) == (page + 1 < drawing.pages(card))
        pressed += [label for label in found if label != "More"]
    assert [each for each in seen if each.startswith("line ")] == list(words)
    assert pressed == list(labels)


@given(text=some.text(some.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=80))
def test_any_words_are_read_letter_for_letter(text: str) -> None:
    """Whatever a member writes is shown as it was written: nothing formats."""
    assert list(lines([marking.escaped(text)])) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "**bold** __under__ ~~gone~~ ||spoiler|| `code` *lean* _lean_",
        "- a list",
        "1. a list",
        "> a quote",
        "# a title",
        "-# a small line",
        "[words](https://example.org)",
        "<@123> <@&456> <#789> @everyone @here <t:1:R> </film:1>",
        "a\\b \\* c",
    ],
)
def test_marks_are_only_letters(text: str) -> None:
    """Each of Discord's marks is shown as it was typed."""
    assert list(lines([marking.escaped(text)])) == [text]


def test_an_address_stays_whole() -> None:
    """An address with signs that format elsewhere can be clicked."""
    assert marking.escaped("see https://example.org/a_b*c~d for *more*").startswith(
        "see https://example.org/a_b*c~d "
    )


def test_a_form_is_a_modal_that_discord_takes() -> None:
    """A form of ten fields, long labels, long texts and many choices is a modal within the limits."""
    fields = tuple(
        FormField(f"option{number}", f"Label {number} " + "x" * 60, "help " * 40, value="v\nw" * 3_000)
        for number in range(8)
    )
    choices = FormField(
        "kind", "Kind", choices=tuple(f"choice {number}" for number in range(25)), required=True
    )
    draft = forms.draft_of(
        Card(title="t" * 3_000, form=Form("facts add", "A title " * 20, (choices, *fields)))
    )
    assert draft is not None
    modal = forms.modal(draft, "key")
    assert list(limits.of_modal(modal)) == []
    contract = description()
    if contract is not None:
        assert contract.request(*CALLBACK, {"type": 9, "data": modal}) == ""


def test_fields_that_are_missing_come_first() -> None:
    """A modal of five asks for what is required and empty, then for what is wrong, and carries the rest along."""
    given_ones = tuple(FormField(f"given{number}", f"Given {number}", value="x") for number in range(5))
    mistaken = FormField("wrong", "Wrong", value="x", error="That is wrong.")
    missing = FormField("missing", "Missing", required=True)
    draft = forms.draft_of(Card(form=Form("facts add", "Add", (*given_ones, mistaken, missing))))
    assert draft is not None
    asked = [field.custom_id for field in components.inputs(forms.modal(draft, "key")["components"])]
    assert {"missing", "wrong"} <= set(asked)
    assert dict(forms.carried(draft)) == {field.option: "x" for field in (*given_ones, mistaken)}
