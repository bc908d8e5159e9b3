"""What moderators add: facts and questions with their sources, over a real database."""

from __future__ import annotations

import pytest

from bot.cards import Card, Tone
from bot.wording.plain import plain
from tests.commands.conftest import Visitor

FACT = {"subject": "The Lantern", "property": "style", "value": "long silences", "source": "Our wiki"}
QUESTION = {
    "question": "Who made The Lantern?",
    "answer": "Oda Minn",
    "wrong": "Bea Cole | Cy Dow",
    "source": "Our wiki",
}


@pytest.fixture
def mo(ann: Visitor) -> Visitor:
    return ann.moderator()


def error(card: Card, option: str) -> str:
    assert card.form is not None, plain(card)
    return next(field.error for field in card.form.fields if field.option == option)


async def test_members_may_not(ann: Visitor) -> None:
    """Adding is for moderators; a member gets one sentence."""
    card = await ann.fills("facts add", **FACT)
    assert card.tone is Tone.REFUSAL
    assert "moderators" in card.lines[0]


async def test_a_bare_command_opens_the_form(mo: Visitor) -> None:
    """The command alone opens an empty form, with part of it a form that has kept that part."""
    empty = await mo.says("/facts add")
    assert empty.form is not None
    assert not any(field.error for field in empty.form.fields)
    part = await mo.says("/facts add subject:Salt")
    assert part.form is not None
    assert part.form.fields[0].value == "Salt"


async def test_a_fact_is_shown_as_it_reads(mo: Visitor) -> None:
    """A new fact is read back with its source, who added it, and that nobody else has checked it."""
    card = await mo.fills("facts add", **FACT)
    assert card.title == "The Lantern"
    assert "long silences" in plain(card)
    assert card.note == "Added by Mo, not second-checked"
    found = plain(await mo.says("/film lantern"))
    assert "long silences" in found
    assert "1 added here, not second-checked" in found


async def test_a_new_subject_needs_its_kind(mo: Visitor) -> None:
    """A name that is not known is refused until its kind is said; then it makes a subject."""
    values = {**FACT, "subject": "Moth"}
    refused = await mo.fills("facts add", **values)
    assert "Moth” is new here. Choose its kind" in error(refused, "kind")
    assert refused.form is not None
    assert refused.form.fields[0].value == "Moth"
    await mo.fills("facts add", **values, kind="film")
    assert (await mo.says("/film moth")).title == "Moth"


async def test_a_slip_makes_no_new_subject_unasked(mo: Visitor) -> None:
    """A name that is nearly known is offered, not taken for it."""
    assert "The Lantern" in error(await mo.fills("facts add", **{**FACT, "subject": "The Lanterm"}), "kind")


@pytest.mark.parametrize(
    ("option", "values"),
    [
        ("property", {"property": "directr"}),
        ("property", {"property": "occupation"}),
        ("value", {"property": "released", "value": "long ago"}),
        ("value", {"property": "director", "value": "Nobody Known"}),
        ("value", {"property": "director", "value": "The Lantern"}),
        ("value", {"value": "a" * 400}),
        ("source", {"source": "a" * 400}),
        ("subject", {"subject": ""}),
        ("kind", {"kind": "boat"}),
    ],
)
async def test_a_wrong_field_has_its_error_beside_it(
    mo: Visitor, option: str, values: dict[str, str]
) -> None:
    """What cannot be taken says so beside its field, everything typed is kept, and nothing is added."""
    given = {**FACT, **values}
    card = await mo.fills("facts add", **given)
    assert error(card, option)
    assert card.form is not None
    kept = {field.option: field.value for field in card.form.fields}
    assert all(kept[name] == value for name, value in given.items())
    assert not any(pack.name == "own" for pack in await mo.front.shelf.packs("here"))


async def test_typed_values(mo: Visitor) -> None:
    """A value is kept as its property takes it, and a second value of a single property is said to stand beside."""
    when = await mo.fills("facts add", **{**FACT, "property": "set_in", "value": "mid-2000s"})
    assert "the mid-2000s" in plain(when)
    other = await mo.fills("facts add", **{**FACT, "property": "Released", "value": "1962"})
    assert "1961" in plain(other)
    who = await mo.fills(
        "facts add", **{**FACT, "property": "director", "value": "bea cole", "according_to": "oda minn"}
    )
    assert "Bea Cole, according to Oda Minn" in plain(who)


async def test_a_question_is_kept(mo: Visitor) -> None:
    """A written question lands in the community's own pack, and is told to who wrote it alone."""
    card = await mo.fills("questions add", **QUESTION, subject="lantern")
    assert card.heading == "Question added"
    known = await mo.front.shelf.knowledge("here")
    [question] = [each for each in known.questions if each.pack == "own"]
    assert (question.answer, question.wrong, question.answer_kind) == (
        "Oda Minn",
        ("Bea Cole", "Cy Dow"),
        "person",
    )
    assert question.subjects == ("lantern",)
    assert not [
        each for each in (await mo.front.shelf.knowledge("elsewhere")).questions if each.pack == "own"
    ]


@pytest.mark.parametrize(
    ("option", "values"),
    [
        ("wrong", {"wrong": "a | b | c | d"}),
        ("wrong", {"wrong": " | "}),
        ("wrong", {"wrong": "Bo | bo"}),
        ("wrong", {"wrong": "oda minn"}),
        ("wrong", {"wrong": "O. Minn", "also": "O Minn"}),
        ("answer", {"question": "Who is Oda Minn?"}),
        ("subject", {"subject": "Nobody Known"}),
        ("difficulty", {"difficulty": "brutal"}),
        ("question", {"question": "a " * 400}),
    ],
)
async def test_an_unfair_question_is_refused(mo: Visitor, option: str, values: dict[str, str]) -> None:
    """A question that is unfair or unreadable comes back as a form with the error beside its field."""
    assert error(await mo.fills("questions add", **{**QUESTION, **values}), option)


async def test_a_fact_that_is_known_is_not_added_again(mo: Visitor) -> None:
    """The same said of the same subject is told to be known; another value is added."""
    await mo.fills("facts add", **FACT)
    again = await mo.fills("facts add", **FACT)
    assert again.lines == ("That is known already. /sources “The Lantern” shows it.",)
    other = await mo.fills("facts add", **{**FACT, "value": "long takes"})
    assert "long takes" in plain(other)
