"""Names: two visitors never bear one at the same time, whatever it is written with."""

from __future__ import annotations

import pytest

from adapters.web import identity
from adapters.web.identity import AWAY, NameRefusal, Names, Visitor, nickname

UNSEEN = ("\u200d", "\u034f", "\u3164", "\u2800", "\ufe0f", "\u180e", "\u2063")


@pytest.mark.parametrize("unseen", UNSEEN)
def test_what_shows_nothing_makes_no_other_name(unseen: str) -> None:
    """A letter that nobody sees neither makes a second Ann nor a second Trivium, nor a name by itself."""
    names = Names()
    assert names.claim(Visitor("1", "Ann"), 0)
    assert not names.claim(Visitor("2", f"An{unseen}n"), 0)
    assert nickname(f"Tri{unseen}vium") is NameRefusal.OURS
    assert nickname(unseen) is NameRefusal.EMPTY


def test_marks_that_make_another_word_are_left_alone() -> None:
    """Joiners stand in names of many scripts: the name is shown as it was written."""
    assert nickname("नरेन्द्र\u200dा") == "नरेन्द्र\u200dा"


def test_names_long_free_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """A playground that stands open for a year does not remember every name it ever saw."""
    monkeypatch.setattr(identity, "_MANY", 5)
    names = Names()
    for number in range(100):
        assert names.claim(Visitor(f"{number}", f"Ann {number}"), number * AWAY)
    assert len(names._held) <= 6
    assert not names.claim(Visitor("another", "Ann 99"), 99 * AWAY)
