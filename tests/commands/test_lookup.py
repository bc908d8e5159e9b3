"""Looking things up, over a real database."""

from __future__ import annotations

from bot.cards import Card, Tone
from bot.messages import Clicked, Said
from bot.wording.plain import plain
from tests.commands.conftest import Visitor


def ids(card: Card) -> list[str]:
    return [button.id for button in card.buttons]


async def test_a_film_by_any_name(ann: Visitor) -> None:
    """A name in any script, case or with a slip finds the film, with its year and its other names."""
    for line in (
        "/film The Lantern",
        "/film lantern",
        "/film 등불",
        "/film lantren",
        "/film deungbul",
        "/film #lantern",
    ):
        card = await ann.says(line)
        assert card.title == "The Lantern (1961)", line
        assert card.aside == "등불 · also Deungbul"
        assert card.sources == ("The Ledger, Ada Bly, 2020",)


async def test_a_film_says_who_claims_what(ann: Visitor) -> None:
    """A claim keeps its speakers, a disputed fact says so."""
    text = plain(await ann.says("/film lantern"))
    assert "admired in three countries, according to critics he met, as told by Oda Minn" in text
    assert "a budget that nobody believes (disputed)" in text


async def test_mature_facts_are_counted_not_shown(ann: Visitor) -> None:
    """An audience of everyone is told how much is kept back, and a mature one is shown it."""
    kept = plain(await ann.says("/film lantern"))
    assert "a drowning" not in kept
    assert "1 fact is kept back here: it is for a mature audience." in kept
    await ann.moderator().says("/settings audience:mature")
    assert "a drowning, in the film" in plain(await ann.says("/film lantern"))
    assert "a drowning" not in plain(await ann.elsewhere().says("/film lantern"))


async def test_spoilers_open_by_a_button(ann: Visitor) -> None:
    """A spoiler waits behind a button, and what the button shows only its presser sees."""
    card = await ann.says("/film lantern")
    assert "lamp" not in plain(card)
    button = next(button for button in card.buttons if button.label == "Show spoilers")
    replies = await ann.replies(Clicked(button.id))
    assert "the lamp going out for good" in plain(replies[0].card)
    assert replies[0].private


async def test_a_lookup_is_for_the_channel(ann: Visitor) -> None:
    """What somebody typed is shown to the channel; what somebody pressed, to them."""
    assert not (await ann.replies(Said("/film lantern")))[0].private
    assert (await ann.replies(Clicked("/film name:#lantern")))[0].private


async def test_buttons_lead_on(ann: Visitor) -> None:
    """The director comes first, then a round on it and its sources; each button is a line that answers."""
    card = await ann.says("/film lantern")
    assert ids(card)[1] == "/person name:#oda-minn"
    assert ids(card)[-2:] == ["/trivia start topic:subject:lantern", "/sources name:#lantern"]
    assert (await ann.presses("/person name:#oda-minn")).title == "Oda Minn"
    assert all(len(button.id) <= 100 and len(button.label) <= 75 for button in card.buttons)


async def test_a_person_shows_their_films(ann: Visitor) -> None:
    """What other subjects' facts say of a person stands on the card, with the year."""
    text = plain(await ann.says("/film Oda Minn"))
    assert "Directed     The Lantern (1961)" in text
    assert "3 films, together with Bea Cole" in text
    assert "Acted in" in plain(await ann.says("/person bea cole"))


async def test_several_of_a_name(ann: Visitor) -> None:
    """A name that two subjects share is asked about, and each button leads to its own."""
    card = await ann.says("/about Harbour")
    assert card.tone is Tone.REFUSAL
    assert "Which one?" in card.lines[0]
    titles = {(await ann.presses(button)).title for button in ids(card)}
    assert titles == {"Harbour", "Lantern Street"}


async def test_an_unknown_name(ann: Visitor) -> None:
    """A name that nothing has is answered with the nearest."""
    card = await ann.says("/film lanterns of gold")
    assert card.tone is Tone.REFUSAL
    assert "lanterns of gold" in card.lines[0]
    nothing = await ann.says("/about @everyone \u202e**qq**")
    assert "@everyone **qq**" in nothing.lines[0]


async def test_a_random_fact(ann: Visitor) -> None:
    """A fact comes with its source and a way to another; neither spoilers nor mature ones come up."""
    for _ in range(25):
        card = await ann.says("/fact topic:lantern")
        assert card.sources
        assert "lamp" not in plain(card)
        assert "drowning" not in plain(card)
        assert "/fact topic:subject:lantern" in ids(card)
    refused = await ann.says("/fact quantum cooking")
    assert "no topic" in refused.lines[0]


async def test_search(ann: Visitor) -> None:
    """Words are found in names and facts, each hit with a button; what is kept back is counted."""
    card = await ann.says("/search lighthouse")
    assert "The Lantern" in plain(card)
    assert ids(card) == ["/film name:#lantern"]
    kept = await ann.says("/search drowning")
    assert (kept.lines, kept.note) == ((), "1 fact is kept back here: it is for a mature audience.")
    assert (await ann.says("/search zebra crossing")).tone is Tone.REFUSAL


async def test_sources(ann: Visitor) -> None:
    """Each fact stands with its source, the source once in full, and what is not plain about it."""
    text = plain(await ann.says("/sources lantern"))
    assert "“The big ledger of small films”, Ada Bly, The Ledger, 2020" in text
    assert "The Ledger, Ada Bly, 2020 · normal rank · disputed · revision 1, 2026-05-28" in text
    assert "a drowning" not in text


async def test_a_private_fact_stays_at_home(ann: Visitor) -> None:
    """What one community adds is not found by another."""
    await ann.moderator().says(
        '/facts add subject:Moth kind:film property:genre value:farce source:"Our wiki"'
    )
    assert (await ann.says("/film moth")).title == "Moth"
    assert (await ann.elsewhere().says("/film moth")).tone is Tone.REFUSAL
