"""What is typed is heard, and what a card says is drawn, as it is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.console import Console

from adapters.terminal.people import member, place, players
from adapters.terminal.translate import heard, left, shown, tells_more
from bot.cards import BoardLine, Button, Card, Choice, Field, Tone
from bot.messages import Clicked, Heard, Role, Said

HERE = place("terminal", alone=False)
CARD = Card(
    title="Pulgasari (1985)",
    tone=Tone.REVEAL,
    heading="Question 3 of 10",
    aside="불가사리",
    lines=("A line [bold]as it is[/bold]",),
    fields=(Field("Made by", ("Shin Sang-ok", "Choi Eun-hee")),),
    choices=(Choice("A", "Moscow", "right"), Choice("B", "Venice", "wrong"), Choice("C", "Berlin", "gone")),
    board=(BoardLine(1, "Ann", "870", "3 of 7", yours=True),),
    buttons=(Button("/sources name:pulgasari", "Sources"), Button("answer r 1 A", "A")),
    sources=("CNN, Will Ripley, 2026",),
    note="7 facts",
)


def drawn(card: Card, to: str = "", *, colour: bool = False) -> str:
    console = Console(width=100, color_system="standard" if colour else None, force_terminal=colour)
    with console.capture() as captured:
        console.print(shown(card, to))
    return captured.get()


def test_everything_that_matters_is_drawn_as_text() -> None:
    """Without colours a reader still has every word, and a mark beside what is right and wrong."""
    text = drawn(CARD)
    for words in (
        "Pulgasari (1985)", "불가사리", "Question 3 of 10", "A line [bold]as it is[/bold]", "Made by", "Choi Eun-hee",
        "A  Moscow  ✓ right", "B  Venice  ✗ wrong", "C  Berlin  – gone", "Ann (you)", "870", "3 of 7",
        "[ Sources ]", "CNN, Will Ripley, 2026", "7 facts",
    ):  # fmt: skip
        assert words in text, words


def test_choices_are_not_drawn_twice() -> None:
    """A button that is a letter is not listed beside the choice of that letter."""
    assert "answer r 1" not in drawn(CARD)


def test_a_cards_text_is_never_obeyed() -> None:
    """Control characters and turned text in a card do not reach the terminal."""
    text = drawn(Card(title="a\x1b[31mb\u202ec\x07", lines=("\x9bA",), note="\x1b]0;x\x07"), colour=True)
    for character in ("\x1b[31m", "\u202e", "\x07", "\x9b", "\x1b]0"):
        assert character not in text


def test_a_private_card_says_whose_it_is() -> None:
    """Where several play at one terminal, a private card names its member."""
    assert "to Bo alone" in drawn(CARD, "Bo")
    assert "alone" not in drawn(CARD)


@pytest.mark.parametrize(
    ("typed", "name", "text"),
    [
        ("Bo: B", "Bo", "B"),
        ("bo:  /film Salt ", "Bo", "/film Salt"),
        ("B", "Ann", "B"),
        ("/trivia start topic:salt", "Ann", "/trivia start topic:salt"),
        ("Cem: B", "Ann", "Cem: B"),
    ],
)
def test_a_name_before_a_colon_is_who_speaks(typed: str, name: str, text: str) -> None:
    """With several players a line is its named player's, else the first one's."""
    members = players(["Ann", "Bo"])
    found = heard(typed, HERE, members, {}, "1", 5)
    speaker = next(one for one in members if one.name == name)
    assert found == Heard("1", HERE, speaker, Said(text), 5)


def test_nothing_typed_is_nothing_heard() -> None:
    """Empty lines, and a name alone, say nothing."""
    assert heard("  ", HERE, players(["Ann", "Bo"]), {}, "1", 5) is None
    assert heard("Bo:", HERE, players(["Ann", "Bo"]), {}, "1", 5) is None


@pytest.mark.parametrize("typed", ["[Play again]", "[play again", "[ Play again ]", "Bo: [play again]"])
def test_a_buttons_name_presses_it(typed: str) -> None:
    """A terminal has no mouse, so a button is pressed by its name."""
    found = heard(typed, HERE, players(["Ann", "Bo"]), {"play again": "again r1"}, "1", 5)
    assert found is not None
    assert found.content == Clicked("again r1")
    bare = heard("Play again", HERE, players(["Ann", "Bo"]), {"play again": "again r1"}, "1", 5)
    assert bare is not None
    assert bare.content == Said("Play again")


def test_alone_a_colon_means_nothing() -> None:
    """With one player no name is looked for."""
    found = heard("You: B", HERE, players(["You"]), {}, "1", 5)
    assert found is not None
    assert found.content == Said("You: B")


def test_the_first_player_moderates() -> None:
    """The terminal is the first player's; the others are members."""
    ann, bo = players(["Ann", "Bo"])
    assert ann.roles == {Role.MODERATOR}
    assert bo == member("Bo")


@pytest.mark.parametrize(
    ("closes_at", "words"),
    [(None, ""), (5_000, ""), (5_001, "closes in 1 second"), (6_001, "closes in 2 seconds"), (25_000, "closes in 20 seconds")],
)  # fmt: skip
def test_the_countdown_rounds_up(closes_at: int | None, words: str) -> None:
    """The countdown shows the seconds that are left, rounded up, and nothing once it is over."""
    assert left(closes_at, 5_000) == words


def test_an_edit_that_says_less_is_not_drawn_again() -> None:
    """An edit that only takes something away has nothing new to read."""
    assert tells_more(CARD, None)
    assert not tells_more(replace(CARD, lines=()), CARD)
    assert tells_more(replace(CARD, note="8 facts"), CARD)
