"""Cards as Discord's components: what a question shows, what an id becomes, what stands in for what is not heard."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.discord import drawing, words
from adapters.discord.marking import escaped
from bot.buttons import Press, Verb
from bot.cards import Button, Card, Choice, Field, Tone
from tests.discord_stand_in.components import all_of

KEY = "k" * 20


def ids(message: dict[str, Any]) -> list[str]:
    return [one["custom_id"] for one in all_of(message["components"]) if "custom_id" in one]


def text(message: dict[str, Any]) -> str:
    return "\n".join(one["content"] for one in all_of(message["components"]) if "content" in one)


def test_a_usual_card_is_one_message() -> None:
    """A card of a usual size has no More button."""
    card = Card(
        "Salt (1985)", fields=(Field("Made by", ("Shin Sang-ok",)),), buttons=(Button("/help", "Help"),)
    )
    assert ids(drawing.shown(card, KEY)) == ["/help"]


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("1. not a list", "1\\. not a list"),
        ("- not a list", "\\- not a list"),
        ("well-known, 1985.", "well-known, 1985."),
        ("see https://example.org/a_b_c now_", "see https://example.org/a_b_c now\\_"),
    ],
)
def test_lists_and_addresses(said: str, written: str) -> None:
    """What would begin a list does not, and an address keeps its letters."""
    assert escaped(said) == written


def test_a_question_says_when_it_closes_and_has_its_choices_twice() -> None:
    """Choices stand in the text and on buttons, and the countdown is a timestamp that each reader's Discord counts."""
    card = Card(
        "Which?",
        tone=Tone.QUESTION,
        heading="Question 1 of 2",
        choices=(Choice("A", "Salt"), Choice("B", "Tide", "gone")),
        buttons=(Button(Press(Verb.ANSWER, "r1", 1, "A").id, "A"),),
        closes_at=1_700_000_000_400,
    )
    message = drawing.shown(card, KEY)
    assert "-# Question 1 of 2 · closes <t:1700000001:R>" in text(message)
    assert "**A**  Salt" in text(message)
    assert "~~**B**  Tide~~" in text(message)
    assert ids(message) == ["answer r1 1 A"]


def test_an_id_too_long_for_discord_gets_a_short_name() -> None:
    """A button whose id Discord does not take is there all the same, under a name that is the same each time."""
    long = "/about name:" + "x" * 200
    message = drawing.shown(Card("t", buttons=(Button(long, "Open"), Button(long, "Again"))), KEY)
    assert ids(message) == [drawing.long_id(long)]
    assert len(drawing.long_id(long)) <= 100


def test_where_nothing_is_heard_an_open_typed_question_has_an_answer_button() -> None:
    """Without the message content intent a question that waits for talk has a button, and says why."""
    skip = Button(Press(Verb.SKIP, "r1", 3).id, "Skip")
    card = drawing.unheard(Card("Which?", tone=Tone.QUESTION, buttons=(skip,)))
    assert card.buttons[0].id == "type r1 3"
    assert words.UNREAD in card.lines
    choice = Card("Which?", tone=Tone.QUESTION, buttons=(Button("answer r1 3 A", "A"), skip))
    assert drawing.unheard(choice) == choice
