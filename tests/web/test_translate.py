"""What a card looks like as HTML, and what is told from what was posted. Nothing here needs a server."""

from __future__ import annotations

import dataclasses
import re

import pytest
from markupsafe import escape

from adapters.web import translate
from bot.cards import BoardLine, Button, Card, Choice, Field, Form, FormField, Tone
from bot.messages import Member, Place, Said
from bot.playground import Post

PLACE = Place("web", "playground", "general")
ANN = Member("m1", "Ann")
FULL = Card(
    title="a-title",
    tone=Tone.BOARD,
    heading="a-heading",
    aside="an-aside",
    lines=("a-line",),
    fields=(Field("a-label", ("a-field-line",)),),
    choices=(Choice("A", "a-choice", "right"), Choice("B", "b-choice", "gone")),
    board=(BoardLine(1, "a-name", "a-points", "a-detail", yours=True),),
    buttons=(Button("/a-button", "a-button-label"),),
    sources=("a-source",),
    note="a-note",
    closes_at=1_700_000_000_000,
    seconds=20,
    form=Form(
        "a b", "a-form", (FormField("o", "a-field", "a-help", True, "a-value", "an-error"),), "a-submit"
    ),
)


def drawn(card: Card, to: str | None = None, member: str = "m1") -> str:
    return translate.fragment(Post(7, 9, 0, to_member=to, card=card), member, "general")


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_nothing_of_a_card_is_forgotten() -> None:
    """Every text on a card stands in its HTML, as text and not only in an attribute."""
    seen = words(drawn(FULL)) + " a-value a-button"
    for told in re.findall(r"'((?:an?|b)-[a-z-]+)'", repr(dataclasses.asdict(FULL))):
        assert told in seen
    for told in ("✓ right", "– taken away", "closes at 22:13:20 UTC", "(you)", "(needed)"):
        assert told in seen


def written(card: Card, words: str) -> Card:
    """The card with these words for every text on it."""

    def rewrite(value: object) -> object:
        if isinstance(value, Tone):
            return value
        if isinstance(value, str):
            return words
        if isinstance(value, tuple):
            return tuple(rewrite(part) for part in value)
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            parts = {each.name: rewrite(getattr(value, each.name)) for each in dataclasses.fields(value)}
            return dataclasses.replace(value, **parts)
        return value

    made = rewrite(card)
    assert isinstance(made, Card)
    return made


@pytest.mark.parametrize(
    "evil", ["<script>x</script>", '"><img src=x onerror=y>', "</article>", "{{ 7 * 7 }}", "' x"]
)
def test_every_text_of_a_card_is_escaped(evil: str) -> None:
    """Whatever stands on a card, the markup around it stays what it is with harmless words."""
    assert drawn(written(FULL, evil)).replace(str(escape(evil)), "zzz") == drawn(written(FULL, "zzz"))


def test_a_choice_stands_beside_its_button() -> None:
    """The option's words are text of the message; the button bears its letter and both in its name."""
    card = Card(
        "Where?",
        Tone.QUESTION,
        choices=(Choice("A", "Moscow"),),
        buttons=(Button("answer r 1 A", "A"), Button("hint r 1", "Hint")),
    )
    html = drawn(card)
    assert (
        '<button name="button" value="answer r 1 A" aria-label="A, Moscow">A</button> <span dir="auto">Moscow</span>'
        in html
    )
    assert html.count("answer r 1 A") == 1
    assert ">Hint</button>" in html


def test_a_private_post_is_marked() -> None:
    """Whoever reads it knows that nobody else does."""
    assert "Only you see this" in drawn(Card("x"), to="m1")
    assert "Only you see this" not in drawn(Card("x"))


def test_the_newest_public_board_is_the_standing() -> None:
    """A board shown to one member is never the channel's, and an edited one counts from its edit."""
    board = (BoardLine(1, "Ann", "3"),)
    posts = [
        Post(1, 5, 0, card=Card("edited last", board=board)),
        Post(2, 2, 0, card=Card("older", board=board)),
        Post(3, 9, 0, to_member="m1", card=Card("private", board=board)),
        Post(4, 10, 0, card=Card("no board")),
    ]
    newest = translate.newest_board(posts)
    assert newest is not None
    assert newest.title == "edited last"
    assert translate.newest_board([]) is None


@pytest.mark.parametrize(
    ("typed", "private"),
    [
        ("/answer x", True),
        ("a", True),
        ("A.", True),
        ("Moscow", True),
        ("moscow is cold", False),
        ("hello", False),
    ],
)
def test_what_would_give_an_answer_away_is_private(typed: str, private: bool) -> None:
    """A command, a letter or an option under an open question; anything else is talk."""
    question = Post(1, 1, 0, card=Card("?", Tone.QUESTION, choices=(Choice("A", "Moscow"),), closes_at=100))
    assert translate.gives_away(typed, [question], 50) is private


def test_after_the_close_a_letter_is_talk() -> None:
    """Nothing is left to copy."""
    question = Post(1, 1, 0, card=Card("?", Tone.QUESTION, choices=(Choice("A", "Moscow"),), closes_at=100))
    assert not translate.gives_away("a", [question], 101)
    assert not translate.gives_away("a", [], 0)


@pytest.mark.parametrize("posted", [{}, {"text": ""}, {"text": "  \n"}, {"other": "x"}])
def test_nothing_posted_is_nothing_heard(posted: dict[str, str]) -> None:
    """An empty line says nothing."""
    assert translate.heard(posted, place=PLACE, member=ANN, spare="s", at=1) is None


@pytest.mark.parametrize("delivery", ["", "x" * 65, "a b", "é", "a:b"])
def test_a_delivery_without_a_proper_name_gets_the_spare_one(delivery: str) -> None:
    """What names a delivery is short and plain, whatever a page sends."""
    heard = translate.heard({"text": "x", "delivery": delivery}, place=PLACE, member=ANN, spare="s", at=1)
    assert heard is not None
    assert (heard.id, heard.content, heard.sent_at) == ("m1:s", Said("x"), 1)
