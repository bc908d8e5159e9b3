"""The card of a subject, from facts made by hand."""

from __future__ import annotations

from bot.wording.known import Known, visible
from bot.wording.lookup import subject_card
from bot.wording.pages import LETTERS
from facts.knowledge import (
    Fact,
    Mark,
    Name,
    Precision,
    Rank,
    Source,
    Statement,
    Status,
    Subject,
    SubjectRef,
    Text,
    Value,
    When,
)

FILM = Subject(
    "moth", "film", (Name("Moth"), Name("Night Moth"), Name("나방", "Hangul")), "p", "film of 1961"
)
ANN = Subject("ann", "person", (Name("Ann Bly"),), "p")
BO = Subject("bo", "person", (Name("Bo Dow"),), "p")
SOURCES = {"s": Source("s", "A long title", "The Ledger", "Ada Bly", "2020-01-02")}
YEAR = When(1961, 1961, Precision.YEAR, "1961")


def fact(prop: str, value: Value, *marks: Mark, about: str = "moth", **rest: object) -> Fact:
    statement = Statement((about,), prop, value, marks=frozenset(marks), sources=("s",), **rest)  # type: ignore[arg-type] # by name
    return Fact(f"{about}.{prop}.{value}", 1, "p", statement)


def known(*facts: Fact, touching: tuple[Fact, ...] = ()) -> Known:
    return Known(FILM, facts, {each.id: each for each in (FILM, ANN, BO)}, SOURCES, touching)


def test_the_shape() -> None:
    """Title with year, names with Hangul first, description, fields in the vocabulary's order, source, count."""
    card = subject_card(
        known(
            fact("genre", Text("farce")),
            fact("producer", SubjectRef("ann")),
            fact("producer", SubjectRef("bo")),
            fact("released", YEAR),
            fact("description", Text("a farce about light")),
        ),
        mature=False,
    )
    assert card.title == "Moth (1961)"
    assert card.aside == "나방 · also Night Moth"
    assert card.lines == ("A farce about light",)
    assert [(each.label, each.lines) for each in card.fields] == [
        ("Made by", ("Ann Bly and Bo Dow",)),
        ("Genre", ("farce",)),
    ]
    assert card.sources == ("The Ledger, Ada Bly, 2020",)
    assert card.note == "5 facts"


def test_a_doubtful_year_stays_out_of_the_title() -> None:
    """A year that is hedged, claimed or a span is a field like any other."""
    assert subject_card(known(fact("released", YEAR, Mark.HEDGED)), mature=False).title == "Moth"
    span = When(1960, 1969, Precision.DECADE, "the 1960s")
    card = subject_card(known(fact("released", span)), mature=False)
    assert (card.title, card.fields[0].lines) == ("Moth", ("the 1960s",))


def test_what_is_never_shown() -> None:
    """Proposed, retracted and outranked facts are on no card, and are not counted as kept back."""
    facts = (
        fact("genre", Text("a"), status=Status.PROPOSED),
        fact("genre", Text("b"), status=Status.RETRACTED),
        fact("genre", Text("c"), rank=Rank.DEPRECATED),
    )
    card = subject_card(known(*facts), mature=True, spoilers=True)
    assert card.fields == ()
    assert card.note == "0 facts"
    assert len(visible(facts, mature=True, spoilers=True, outranked=True).facts) == 1


def test_what_is_kept_back() -> None:
    """Mature facts and spoilers are counted; the first open with the audience, the second with a button."""
    facts = (
        fact("shows", Text("x"), Mark.MATURE),
        fact("shows", Text("y"), Mark.MATURE),
        fact("ending", Text("z"), Mark.SPOILER),
    )
    card = subject_card(known(*facts), mature=False)
    assert "2 facts are kept back here: they are for a mature audience." in card.note
    assert "1 fact is kept back here: it gives the story away." in card.note
    assert card.buttons[0].id == "/film name:#moth spoilers:yes"
    opened = subject_card(known(*facts), mature=True, spoilers=True)
    assert opened.note == "3 facts"
    assert "Show spoilers" not in [button.label for button in opened.buttons]


def test_a_long_card_has_pages() -> None:
    """Nothing is lost between the pages, each fits, and More leads to the next."""
    facts = tuple(fact("features", Text(f"thing {number} {'x' * 90}")) for number in range(5)) + tuple(
        fact(prop, Text("word " * 60))
        for prop in (
            "genre",
            "premise",
            "villain",
            "shows",
            "style",
            "reception_home",
            "reception_abroad",
            "note",
        )
    )
    first = subject_card(known(*facts), mature=False)
    more = next(button for button in first.buttons if button.label == "More")
    assert more.id == "/film name:#moth page:2"
    pages = [subject_card(known(*facts), mature=False, page=page) for page in range(1, 6)]
    shown = {line for page in pages for each in page.fields for line in each.lines}
    assert len(shown) == 6
    for page in pages:
        longest = max(len(each.label) + sum(map(len, each.lines)) for each in page.fields)
        assert sum(len(each.label) + sum(map(len, each.lines)) for each in page.fields) <= max(
            LETTERS, longest
        )


def test_others_say_of_it_only_what_is_sure() -> None:
    """Another subject's plain fact gives a line; a hedged or claimed one does not."""
    other = Subject("wick", "film", (Name("Wick"),), "p")
    for marks, label in (((), "Model for"), ((Mark.HEDGED,), None)):
        touching = (fact("modelled_on", SubjectRef("moth"), *marks, about="wick"),)
        card = subject_card(
            Known(FILM, (), {"wick": other}, SOURCES, touching, {"wick": "1970"}), mature=False
        )
        assert [each.label for each in card.fields] == ([label] if label else [])
        if label:
            assert card.fields[0].lines == ("Wick (1970)",)


def test_three_neighbours_the_director_first() -> None:
    """The director leads the buttons, whatever the order of the facts."""
    card = subject_card(
        known(fact("starring", SubjectRef("bo")), fact("director", SubjectRef("ann"))), mature=False
    )
    assert [button.label for button in card.buttons] == ["Ann Bly", "Bo Dow", "Quiz me on this", "Sources"]
