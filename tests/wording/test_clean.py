"""Text from outside, made fit to show."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from bot.wording.clean import LONGEST, clean, short


@given(st.text())
def test_nothing_harmful_is_left(text: str) -> None:
    """One line, no controls, no change of direction, and cleaning twice changes nothing."""
    cleaned = clean(text)
    assert not any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in cleaned)
    assert not set(cleaned) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
    assert clean(cleaned) == cleaned
    cleaned.encode("utf-8")


def test_every_script_stays() -> None:
    """Letters, marks and joined emoji of any script stay as they are."""
    for text in ("불가사리", "Łódź", "नमस्ते", "مرحبا", "👩‍🚀", "@everyone **bold** <b>"):
        assert clean(text) == text


@given(st.text(max_size=2000))
def test_short_is_short(text: str) -> None:
    """A card repeats no more than so many letters."""
    assert len(short(text)) <= LONGEST
