"""Every refusal has its sentence, and each sentence is fit to read."""

from __future__ import annotations

import pytest

from bot.commands.parsing import Call, Misread, Misreading, parse
from bot.commands.refusal import Fault, Flaw, Refusal
from bot.commands.vocabulary import COMMAND
from bot.wording.refusals import fault_words, misread_card, misread_words, refusal_words

START = COMMAND["trivia start"]


@pytest.mark.parametrize("kind", list(Misreading))
def test_misreadings(kind: Misreading) -> None:
    """Each way to misread a line is told in a sentence, with and without its particulars."""
    bare = misread_words(Misread(kind, top="trivia"))
    full = misread_words(Misread(kind, START, START.option("questions"), "x", "y", "trivia"))
    for words in (bare, full):
        assert words
        assert words[0] != " "
        assert "None" not in words
        assert "!" not in words


@pytest.mark.parametrize("refusal", list(Refusal))
def test_refusals(refusal: Refusal) -> None:
    """Each refusal is told in a sentence."""
    words = refusal_words(refusal, "what was given", ("other",))
    assert words.endswith(".")
    assert "{" not in words


@pytest.mark.parametrize("flaw", list(Flaw))
def test_flaws(flaw: Flaw) -> None:
    """Each flaw of a field is told in a sentence, with the nearest."""
    words = fault_words(Fault(flaw, "given", ("one", "two")))
    assert words.endswith("Nearest: one or two.")
    assert "{" not in words


def test_what_was_typed_is_repeated_in_short_and_clean() -> None:
    """A refusal repeats no more than a line of what was typed, and braces in it do no harm."""
    read = parse("/" + "a{x}" * 400)
    assert isinstance(read, Misread)
    assert len(misread_words(read)) < 160
    assert "\u202e" not in refusal_words(Refusal.NO_TOPIC, "a\u202eb{given}{0}")


@pytest.mark.parametrize("line", ["/flim", "/trivia strat", "/trivia", "/film", "/settings dark", "/"])
def test_its_buttons_are_commands(line: str) -> None:
    """A refusal's buttons lead somewhere."""
    read = parse(line)
    assert isinstance(read, Misread)
    for button in misread_card(read).buttons:
        assert isinstance(parse(button.id), Call)
