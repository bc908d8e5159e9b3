"""The one normal form, and how far spellings may be apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts.names import deletion_keys, distance, joined, normal, within_one_typo_a_word, word_keys


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Shin Sang-ok", "shin sang ok"),
        ("  SHIN   SANG–OK ", "shin sang ok"),
        ("The Red Chapel", "red chapel"),
        ("The", "the"),
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("Ærø", "aero"),
        ("Amélie", "amelie"),
        ("Don't", "dont"),
        ("Don’t", "dont"),
        ("Salt & Pepper", "salt and pepper"),
        ("U.S.A.", "usa"),
        ("J. Smith", "j smith"),
        ("15,000", "15000"),
        ("3.5", "3 5"),
        ("불가사리", "불가사리"),
        ("\u1107\u116e\u11af\u1100\u1161\u1109\u1161\u1105\u1175", "불가사리"),
        ("Мой", "мой"),
        ("がく", "がく"),
        ("Ｓａｌｔ", "salt"),
        ("“Salt”", "salt"),
        ("sa\u200blt", "salt"),
        ("?!", "?!"),
        ("", ""),
        ("\x00", ""),
    ],
)
def test_each_way_to_write_a_name_has_one_form(text: str, form: str) -> None:
    """Case, accents, punctuation, articles and width go; scripts and Hangul stay."""
    assert normal(text) == form


@given(st.text(max_size=40))
def test_a_normal_form_stays(text: str) -> None:
    """Normalising twice is normalising once, and no text breaks it."""
    assert normal(normal(text)) == normal(text)


@pytest.mark.parametrize(
    ("a", "b", "apart"),
    [
        ("salt", "salt", 0),
        ("salt", "slat", 1),
        ("salt", "salts", 1),
        ("salt", "sell", 2),
        ("salt", "pepper", 3),
    ],
)
def test_distance_counts_a_swap_as_one_and_stops_at_its_limit(a: str, b: str, apart: int) -> None:
    """Beyond the limit it is limit + 1."""
    assert distance(a, b) == apart


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("pulgasari", "pulgasary", True),
        ("days and nights", "days and nigths", True),
        ("pulgasari", "pulgosary", False),
        ("salt", "sale", False),
        ("year 1985", "year 1986", False),
        ("salty salt", "salty", False),
        ("18000 films", "15000 films", False),
    ],
)
def test_one_typo_is_forgiven_in_each_long_word(a: str, b: str, same: bool) -> None:
    """Short words, numbers and the number of words must be right."""
    assert within_one_typo_a_word(a, b) is same
    assert within_one_typo_a_word(b, a) is same


letters = st.text(alphabet="abcdeé가나", min_size=1, max_size=12)


@given(st.lists(letters, min_size=1, max_size=4), st.data())
def test_names_one_typo_apart_share_a_key_for_every_word(words: list[str], data: st.DataObject) -> None:
    """Whatever is within one typo a word is found by its deletion keys."""
    changed = [_with_one_typo(word, data) for word in words]
    ours, theirs = " ".join(words), " ".join(changed)
    if within_one_typo_a_word(ours, theirs):
        assert all(a & b for a, b in zip(word_keys(ours), word_keys(theirs), strict=True))


def _with_one_typo(word: str, data: st.DataObject) -> str:
    place = data.draw(st.integers(0, len(word) - 1))
    match data.draw(st.sampled_from(["add", "drop", "change", "swap", "none"])):
        case "add":
            return word[:place] + "x" + word[place:]
        case "drop":
            return word[:place] + word[place + 1 :] or word
        case "change":
            return word[:place] + "x" + word[place + 1 :]
        case "swap":
            return word[:place] + word[place : place + 2][::-1] + word[place + 2 :]
    return word


def test_keys_are_the_same_in_every_run() -> None:
    """They are stored: their hash is ours and fits a signed column."""
    assert min(deletion_keys("salt")) == 252148677625764570
    assert all(0 <= key < 2**63 for key in deletion_keys("days and nights of confrontation"))


def test_joined_names_have_no_spaces() -> None:
    """Eun-hee and Eunhee are one."""
    assert joined(normal("Choi Eun-hee")) == joined(normal("Choi Eunhee")) == "choieunhee"
