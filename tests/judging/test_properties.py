"""What holds of every text, and of every answer of the store."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.quiz.judging import LONGEST, Outcome, judge
from facts.builder import build
from facts.builder.lexicon import lookalikes
from facts.knowledge import Knowledge
from facts.names import distance
from facts.packs import builtin
from facts.question import AnswerKind, Question
from facts.reading import quick, read
from tests.judging import questions
from tests.judging.questions import ALL, FILM, TERM, WHERE, WHO

RIGHT = Outcome.RIGHT
MARKS = st.sampled_from(["\u0301", "\u0308", "\u0327", "\u0302"])


@lru_cache(maxsize=1)
def typed_of_the_store() -> tuple[Question, ...]:
    """The built-in packs' questions that can be typed."""
    (pack, *others) = builtin()
    assert not others
    known = Knowledge(
        {pack.name: pack.title},
        {each.id: each for each in pack.subjects},
        {each.id: each for each in pack.sources},
        pack.facts,
        pack.questions,
    )
    return tuple(question for question in build(known) if question.typed)


@given(st.sampled_from(ALL), st.text(max_size=LONGEST + 20))
def test_any_text_has_a_verdict(asked: Question, text: str) -> None:
    """No text raises, whatever is asked, and its verdict has a reason."""
    assert judge(asked, text).reason


@settings(max_examples=30)
@given(st.sampled_from(ALL), st.text(min_size=1, max_size=40), st.integers(1, 10_000))
def test_a_long_text_has_a_verdict(asked: Question, text: str, length: int) -> None:
    """Up to 10,000 characters are judged, and beyond the longest answer refused."""
    long = (text * (length // len(text) + 1))[:length]
    found = judge(asked, long)
    assert (found.outcome is Outcome.REFUSED) or length <= LONGEST


@given(st.sampled_from(ALL), st.integers(0, 50), st.data())
def test_case_and_width_change_nothing(asked: Question, place: int, data: st.DataObject) -> None:
    """A right answer in capitals, in small letters, in full width, or one letter of it so, stays right."""
    text = asked.accepted[place % len(asked.accepted)]
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    half = "".join(data.draw(st.sampled_from([c, c.upper(), c.lower()])) for c in text)
    assert all(judge(asked, each).outcome is RIGHT for each in (text.upper(), text.lower(), wide, half))


@given(
    st.sampled_from([FILM, WHO, WHERE, TERM]),
    st.sampled_from(["!", "?", ".", "…", "  ", '"', "*", "_", "~"]),
    st.booleans(),
)
def test_punctuation_changes_nothing(asked: Question, mark: str, before: bool) -> None:
    """Punctuation and markup before and after an answer stay without effect, right or wrong."""
    for text in (asked.accepted[0], "Godzilla", "Salt"):
        around = f"{mark}{text}{mark}" if before else f"{text}{mark}"
        assert judge(asked, around).outcome is judge(asked, text).outcome


@given(st.sampled_from([FILM, WHO, WHERE, TERM]), MARKS, st.integers(0, 30))
def test_accents_change_nothing(asked: Question, mark: str, place: int) -> None:
    """An accent on any Latin letter of an answer leaves it right, composed or not."""
    text = asked.accepted[0]
    place %= len(text)
    assume(text[place].isalpha())
    marked = text[: place + 1] + mark + text[place + 1 :]
    for form in ("NFC", "NFD"):
        assert judge(asked, unicodedata.normalize(form, marked)).outcome is RIGHT


@given(
    st.sampled_from([FILM, TERM, WHERE]),
    st.integers(1, 30),
    st.sampled_from("abcdefghijklmnopqrstuvwxyz"),
    st.integers(0, 3),
)
def test_one_permitted_slip_is_forgiven(asked: Question, place: int, letter: str, sort: int) -> None:
    """A letter changed, added, left out or swapped in a word of five letters, not its first: right, unless a word itself."""
    *head, word = asked.accepted[0].lower().split()
    place = 1 + place % (len(word) - 2)
    slipped = (
        word[:place] + letter + word[place + 1 :],
        word[:place] + letter + word[place:],
        word[:place] + word[place + 1 :],
        word[:place] + word[place + 1] + word[place] + word[place + 2 :],
    )[sort]
    assume(slipped not in lookalikes([word]))
    text = " ".join([*head, slipped])
    nearest = min((distance(text, read(foe), 3) for foe in asked.foes), default=9)
    assume(nearest > 1)
    assert judge(asked, text).outcome is RIGHT


def test_no_answer_of_the_store_is_another() -> None:
    """What is right for one question is right for another only where both have the same answer."""
    asked = typed_of_the_store()
    assert len(asked) > 20
    for one in asked:
        names = {read(each) for each in (*one.accepted, one.answer)}
        for other in asked:
            if names & {read(each) for each in (*other.accepted, other.answer)} or one.kind is not other.kind:
                continue
            assert judge(one, other.answer).outcome is not RIGHT, (one.answer, other.answer)


def test_each_answer_of_the_store_is_right() -> None:
    """Every accepted wording of every question that can be typed is right, in small letters too."""
    for asked in typed_of_the_store():
        for text in asked.accepted:
            assert judge(asked, text).outcome is RIGHT, (asked.key, text)
            assert judge(asked, text.lower()).outcome is RIGHT, (asked.key, text)


@given(
    st.text(
        alphabet=st.characters(codec="ascii", min_codepoint=32, exclude_characters="<:&.#\x7f"), max_size=60
    )
)
def test_the_quick_reading_is_the_reading(text: str) -> None:
    """For ASCII without markup and initials the short way to a text's form leads to the same form."""
    assert quick(text) == read(text) or not read(text)


@given(st.text(max_size=60))
def test_a_form_is_its_own_form(text: str) -> None:
    """Reading what was read changes nothing."""
    assert read(read(text)) == read(text)


@given(st.floats(1, 5))
def test_a_tolerance_is_kept(off: float) -> None:
    """A number within the question's tolerance is right, and one beyond is not."""
    from dataclasses import replace

    asked = replace(questions.MANY, tolerance=3.0)
    text = f"{15_000 + round(off, 3):.3f}".replace(".", ",") if round(off, 3) % 1 else str(15_000 + int(off))
    assert (judge(asked, text).outcome is RIGHT) is (round(off, 3) <= 3.0)


@pytest.mark.parametrize(
    ("text", "right"),
    [("186 miles", True), ("186.4 mi", True), ("300,000 m", True), ("190 miles", False), ("186", False)],
)
def test_units_are_converted_where_the_question_says_so(text: str, right: bool) -> None:
    """A quantity in another unit is right for a question that converts, exactly or rounded, and needs its unit."""
    from dataclasses import replace

    from facts.builder.travelling import packed

    luggage = packed(AnswerKind.QUANTITY, ("300 km",), converts=True)
    asked = replace(questions.FAR, wordings=luggage.wordings)
    assert (judge(asked, text).outcome is RIGHT) is right
    assert judge(questions.FAR, text).outcome is not RIGHT
