"""docs/fairness.md: its example is a real seal, its texts are what the bot writes, and every line is explained."""

from __future__ import annotations

from pathlib import Path

from bot.cards import BoardLine
from bot.quiz.commitment import digest, spoken
from bot.quiz.replay import Difference, Fault
from bot.wording import seals as wording
from tests.docs.reading import blocks, spans
from tests.fairness.samples import sealed, text_of, whole_text

PAGE = Path(__file__).parents[2] / "docs" / "fairness.md"
ROUND = sealed()
BOARD = (BoardLine(1, "Ann", 2), BoardLine(2, "Bo", 1), BoardLine(3, "Cem", 0))
PROOF = (
    wording.proof(ROUND.id, 2, 6, over=True, shown=True),
    wording.sealed_as(ROUND.commitment),
    wording.board(BOARD),
)
DIFFERS = (
    wording.differs(ROUND.id),
    wording.difference(Difference(Fault.SEAL, was=ROUND.commitment, should=digest("another"))),
    wording.difference(
        Difference(
            Fault.ANSWER, 2, "Bo", "A, right, worth 1, after 5200 ms", "B, wrong, worth 0, after 5200 ms"
        )
    ),
)


def written() -> list[str]:
    """What the page's plain blocks should hold, in order."""
    told = (
        wording.start_line(ROUND.commitment),
        whole_text(),
        text_of(1),
        "\n".join(PROOF),
        "\n".join(DIFFERS),
    )
    return [f"{text.removesuffix(chr(10))}\n" for text in told]


def test_the_example_is_a_real_seal() -> None:
    """What the page shows is what the bot writes for the sample round, letter by letter."""
    shown = [block.text for block in blocks(PAGE) if block.language == "text"]
    assert shown == written()


def test_the_example_can_be_hashed_by_hand() -> None:
    """The blocks as they stand there have the digests that the page names, and each leads to the next."""
    start, whole, question, *_ = (block.text for block in blocks(PAGE) if block.language == "text")
    named = set(spans(PAGE))
    assert {digest(whole), digest(question)} <= named
    assert spoken(digest(whole)) in start
    first = next(line for line in whole.split("\n") if line.startswith("question "))
    assert first == f"question {digest(question)}"


def test_every_line_is_explained() -> None:
    """Each name that begins a line of a text stands in the page's tables, alone or as an end of a span of lines."""
    page = PAGE.read_text("utf-8")
    told = set(spans(PAGE))
    order = [line.split(" ")[0] for line in whole_text().split("\n")[1:-1]]
    for first, last in (("topic", "teams"), ("announce", "patience")):
        assert f"`{first}` to `{last}`" in page
        told |= set(order[order.index(first) : order.index(last) + 1])
    assert set(order) <= told
    assert {line.split(" ")[0] for line in text_of(1).split("\n")[1:-1]} <= told
    assert {"wording", "qualifier", "lookalike"} <= told
