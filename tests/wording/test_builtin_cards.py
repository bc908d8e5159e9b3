"""The cards of the built-in packs: whatever they hold fits a card, and nothing is kept from the reader unsaid."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.wording.known import Known
from bot.wording.lookup import subject_card
from bot.wording.plain import plain
from bot.wording.sources import sources_card
from facts.interchange.pack import read_pack
from facts.knowledge import Mark, Pack, Qualifier, SubjectRef

PACKS = Path(__file__).parents[2] / "facts" / "packs"


@pytest.fixture(scope="module")
def cinema() -> Pack:
    read = read_pack((PACKS / "dprk-cinema.yaml").read_text(encoding="utf-8"))
    assert isinstance(read, Pack), read
    return read


def known(pack: Pack, subject_id: str) -> Known:
    subjects = {each.id: each for each in pack.subjects}
    about = tuple(each for each in pack.facts if subject_id in each.statement.subjects)
    touching = tuple(
        each
        for each in pack.facts
        if subject_id not in each.statement.subjects
        and SubjectRef(subject_id)
        in {value.value for value in (Qualifier("", each.statement.value), *each.statement.qualifiers)}
    )
    return Known(subjects[subject_id], about, subjects, {each.id: each for each in pack.sources}, touching)


def test_every_card_fits(cinema: Pack) -> None:
    """Every page of every subject keeps to the sizes of the narrowest platform."""
    for subject in cinema.subjects:
        for page in range(1, 6):
            about = known(cinema, subject.id)
            for card in (
                subject_card(about, mature=True, spoilers=True, page=page),
                sources_card(about, {}, mature=True),
            ):
                assert len(card.title) <= 256
                assert len(card.buttons) <= 7
                assert all(len(each.id) <= 100 and 0 < len(each.label) <= 75 for each in card.buttons)
                assert all(0 < len("\n".join(each.lines)) <= 1024 for each in card.fields), subject.id
                assert len(plain(card)) < 6000


def test_every_fact_is_on_its_card(cinema: Pack) -> None:
    """The pages of a card together say every fact, and a card for everyone leaves out just what it counts."""
    for subject in cinema.subjects:
        about = known(cinema, subject.id)
        card = subject_card(about, mature=False)
        hidden = [each for each in about.facts if each.statement.marks & {Mark.MATURE, Mark.SPOILER}]
        shown = len(about.facts) - len(hidden)
        assert card.note.startswith(f"{shown} fact")
        assert ("kept back" in card.note) is bool(hidden)


def test_a_monster_film(cinema: Pack) -> None:
    """The film of the house example reads as it should: year, Hangul, makers, source."""
    card = subject_card(known(cinema, "pulgasari"), mature=False)
    assert (card.title, card.aside) == ("Pulgasari (1985)", "불가사리 · also Bulgasari")
    assert "Made by       Shin Sang-ok and Choi Eun-hee" in plain(card)
    assert card.sources == ("CNN, Will Ripley, 2026",)
