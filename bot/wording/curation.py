"""What is said once a moderator has added something: the thing as others will read it, and who stands for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.cards import Button, Card, Field, Tone
from bot.wording.clean import short
from bot.wording.pages import look_up_button
from bot.wording.values import capital, label, listed, property_label, statement_words, value_words
from facts.knowledge import Fact, Source, Subject, WrittenQuestion


def fact_added_card(
    fact: Fact, subjects: Mapping[str, Subject], source: Source, by: str, beside: Sequence[Fact] = ()
) -> Card:
    """A new fact as it stands on its subject's card; `beside` are facts that say otherwise."""
    statement = fact.statement
    heading = property_label(statement.property)
    words = statement_words(statement, subjects)
    lines = [] if heading else [capital(words)]
    if beside:
        others = listed([value_words(each.statement.value, subjects) for each in beside[:3]])
        lines.append(
            f"{heading or 'This'} is given as {others} too. Until that is settled, no round asks it."
        )
    about = subjects.get(statement.subjects[0])
    see = look_up_button(about) if about else None
    return Card(
        tone=Tone.RECEIPT,
        heading="Fact added",
        title=listed([label(each, subjects) for each in statement.subjects]),
        lines=tuple(lines),
        fields=(Field(heading, (words,)),) if heading else (),
        buttons=(see,) if see else (),
        sources=(source.short,),
        note=not_checked(by),
    )


def question_added_card(question: WrittenQuestion, source: Source, by: str) -> Card:
    """A new question with its secret: only who wrote it sees this."""
    fields = [
        Field("Right", (listed((question.answer, *question.accepted), "or"),)),
        Field("Wrong", question.wrong),
    ]
    return Card(
        tone=Tone.RECEIPT,
        heading="Question added",
        title=question.stem,
        lines=(question.why,) if question.why else (),
        fields=tuple(fields),
        buttons=(Button("/questions add", "Add another"),),
        sources=(source.short,),
        note=not_checked(by),
    )


def not_checked(by: str) -> str:
    """Who stands for it, and that nobody else does yet."""
    return f"Added by {short(by, 60)}, not second-checked"
