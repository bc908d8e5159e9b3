"""What is said when a name fits several subjects or none: the buttons are short, and still tell them apart."""

from __future__ import annotations

from bot.wording.finding import LABEL, unknown_card, which_card
from facts.knowledge import Name, Subject

LONG = "thriller, in cinemas the year before the festival"
SALT = Subject("salt", "film", (Name("Salt"),), "p", LONG)


def labels(*subjects: Subject) -> list[str]:
    return [button.label for button in which_card("salt", subjects).buttons]


def test_a_long_summary_gives_way_to_the_kind() -> None:
    """No label is cut: name and kind say it, and the whole summary stands in the lines."""
    mineral = Subject("salt-mineral", "term", (Name("Salt"),), "p", "a mineral")
    assert labels(SALT, mineral) == ["Salt · film", "Salt · a mineral"]
    card = which_card("salt", (SALT, mineral))
    assert f"Salt · {LONG}" in card.lines
    nearest = unknown_card("sallt", (SALT,)).buttons[0].label
    assert nearest == "Salt · film"
    assert len(nearest) <= LABEL


def test_two_of_a_kind_keep_what_tells_them_apart() -> None:
    """Where name and kind would read alike the summary stays, however long."""
    other = Subject(
        "salt-2", "film", (Name("Salt"),), "p", "a drama of 1985 about a mother in a time of occupation"
    )
    assert len(set(labels(SALT, other))) == 2
    assert labels(SALT, other)[0] == f"Salt · {LONG}"
