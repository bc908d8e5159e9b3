"""What a card looks like as HTML, and what is told from what was posted. Nothing here needs a server."""

from __future__ import annotations

import dataclasses
import re

import pytest
from markupsafe import escape

from adapters.web import translate
from bot.cards import BoardLine, Button, Card, Choice, Field, Form, FormField, Tone
from bot.messages import Member, Place, Said
from bot.playground import Part, Post, part_of
from bot.wording.receipts import answer_form

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


def test_the_answer_form_asks_once() -> None:
    """It stands below the question itself: its words come once, and the form is named by the number."""
    seen = words(drawn(answer_form("r", 3, "Where was the film shot?"), to="m1"))
    assert seen.count("Where was the film shot?") == 1
    assert "Question 3" in seen


def test_a_private_post_is_marked() -> None:
    """Whoever reads it knows that nobody else does."""
    assert "Only you see this" in drawn(Card("x"), to="m1")
    assert "Only you see this" not in drawn(Card("x"))


BOARD = (BoardLine(1, "Ann", "3"),)
AGAIN, LEADERS = Button("again r", "Play again"), Button("/leaderboard", "Leaderboard")


@pytest.mark.parametrize(
    ("card", "part"),
    [
        (Card("?", Tone.QUESTION), Part.QUESTION),
        (Card("?", Tone.REVEAL, board=BOARD), Part.BOARD),
        (Card("?", Tone.REVEAL), Part.ON),
        (Card("Final board", Tone.BOARD, board=BOARD, buttons=(AGAIN, LEADERS)), Part.BOARD),
        (Card("Final board", Tone.BOARD, buttons=(AGAIN, LEADERS)), Part.OVER),
        (Card("A round on films", buttons=(Button("begin r", "Begin now"),)), Part.ON),
        (Card("The round is paused.", buttons=(Button("resume r", "Go on"),)), Part.ON),
        (Card("Leaderboard", Tone.BOARD, board=BOARD), None),
        (Card("Leaderboard", Tone.BOARD, board=BOARD, buttons=(LEADERS,)), None),
        (Card("Pulgasari"), None),
    ],
)
def test_a_rounds_cards_are_told_from_others(card: Card, part: Part | None) -> None:
    """A leaderboard is no board of a round, and a reveal without a board is still of one that goes on."""
    assert part_of(card) is part


def test_the_panel_says_why_there_is_no_board() -> None:
    """Before the first round, while the first one runs, and once there is a board."""
    assert words(translate.standing(None)) == (
        "Standing Nobody has played a round here yet. Start one with /trivia start."
    )
    running = Post(1, 1, 0, card=Card("?", Tone.QUESTION))
    assert words(translate.standing(running)) == (
        "Standing A round is on. Its first board comes with the first reveal."
    )
    assert "Ann 3" in words(translate.standing(Post(1, 1, 0, card=Card("?", Tone.REVEAL, board=BOARD))))


@pytest.mark.parametrize(
    ("typed", "private"),
    [
        ("/answer x", True),
        ("a", True),
        ("A.", True),
        ("Moscow", True),
        (" MÓSCOW! ", True),
        ("moscow is cold", False),
        ("hello", False),
    ],
)
def test_what_would_give_an_answer_away_is_private(typed: str, private: bool) -> None:
    """A command, a letter or an option under an open question; anything else is talk."""
    question = Card("?", Tone.QUESTION, choices=(Choice("A", "Moscow"),), closes_at=100)
    assert translate.gives_away(typed, question, 50) is private


def test_after_the_close_a_letter_is_talk() -> None:
    """Nothing is left to copy."""
    question = Card("?", Tone.QUESTION, choices=(Choice("A", "Moscow"),), closes_at=100)
    assert not translate.gives_away("a", question, 101)
    assert not translate.gives_away("a", None, 0)


@pytest.mark.parametrize(("buttons", "private"), [((Button("type r 1", "Answer"),), True), ((), False)])
def test_any_line_is_private_under_a_question_that_is_typed_in_private(
    buttons: tuple[Button, ...], private: bool
) -> None:
    """Where answers go through the Answer button a line may hold one; where they are typed in the open it may stand."""
    question = Card("?", Tone.QUESTION, buttons=(*buttons, Button("hint r 1", "Hint")), closes_at=100)
    assert translate.gives_away("the Moscow festival", question, 50) is private
    assert not translate.gives_away("the Moscow festival", question, 101)


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
