"""What is said when something is looked for: several of a name, none of it, the hits of a search, one fact at random."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.cards import Button, Card, Field, Tone
from bot.wording.clean import short
from bot.wording.known import Visible, kept_back, titled
from bot.wording.lookup import footers
from bot.wording.pages import button, look_up_button
from bot.wording.values import capital, counted, label, listed, property_label, statement_words
from facts.knowledge import Fact, Source, Subject, Topic
from facts.vocabulary import KIND

LINE = 160  # letters of a hit
LABEL = 40  # letters of a button, which is read at a glance


def told_apart(subject: Subject) -> str:
    """A name with what tells it from its namesakes: "Salt · film of 1985"."""
    return f"{subject.label} · {subject.summary or subject.kind}"


def which_card(given: str, subjects: Sequence[Subject], command: str = "") -> Card:
    """Several subjects have the name: which is meant? The buttons go on with `command`, or look the subject up."""
    said = tuple(told_apart(subject) for subject in subjects)
    lines = (f"{counted(len(subjects), 'subject')} here go by “{short(given, 60)}”. Which one?", *said)
    return Card(tone=Tone.REFUSAL, lines=lines, buttons=_choices(subjects[:10], command))


def which_topic_card(given: str, topics: Sequence[Topic], command: str, others: str) -> Card:
    """Several topics have the name: the buttons run the command again, with its other options, on the one meant."""
    asked = f"{counted(len(topics), 'topic')} here go by “{short(given, 60)}”. Which one?"
    lines = (asked, *(topic.label for topic in topics))
    made = [
        button(f"{command} topic:{topic.kind}:{topic.id} {others}".rstrip(), topic.label)
        for topic in topics[:10]
    ]
    return Card(tone=Tone.REFUSAL, lines=lines, buttons=tuple(each for each in made if each is not None))


def unknown_card(given: str, nearest: Sequence[Subject], kind: str = "", command: str = "") -> Card:
    """Nothing has the name: the nearest are offered."""
    thing = f"no {KIND[kind].one}" if kind in KIND else "nothing"
    said = f"There is {thing} called “{short(given, 60)}” here."
    if nearest:
        labels = [subject.label for subject in nearest]
        apart = [
            told_apart(subject) if labels.count(subject.label) > 1 else subject.label for subject in nearest
        ]
        said += f" The nearest here: {listed(apart, 'or')}."
    else:
        said += " /search looks through names and facts."
    return Card(tone=Tone.REFUSAL, lines=(said,), buttons=_choices(nearest, command))


def _choices(subjects: Sequence[Subject], command: str) -> tuple[Button, ...]:
    made = [
        button(f"/{command} name:#{subject.id}", words) if command else look_up_button(subject, words)
        for subject, words in zip(subjects, _labels(subjects), strict=True)
    ]
    return tuple(each for each in made if each is not None)


def _labels(subjects: Sequence[Subject]) -> list[str]:
    """What tells each apart, in few words: name and kind where the summary is long and the kind says which."""
    brief = Counter(_brief(subject) for subject in subjects)
    return [
        _brief(subject)
        if len(told_apart(subject)) > LABEL and brief[_brief(subject)] == 1
        else told_apart(subject)
        for subject in subjects
    ]


def _brief(subject: Subject) -> str:
    return f"{subject.label} · {KIND[subject.kind].one if subject.kind in KIND else subject.kind}"


def fact_card(
    fact: Fact,
    subjects: Mapping[str, Subject],
    sources: Mapping[str, Source],
    *,
    again: str = "",
    year: str = "",
) -> Card:
    """One fact, as it reads on its subject's card; `again` is the command line that brings another."""
    statement = fact.statement
    names = [label(each, subjects) for each in statement.subjects]
    words = statement_words(statement, subjects) if len(names) == 1 else _of_all(fact, subjects)
    heading = property_label(statement.property)
    first = subjects.get(statement.subjects[0])
    buttons = [
        look_up_button(first, f"More on {first.label}") if first else None,
        button(again, "Another fact") if again else None,
        button(f"/sources name:#{first.id}", "Sources") if first else None,
    ]
    return Card(
        title=titled(listed(names), year),
        lines=() if heading else (capital(words),),
        fields=(Field(heading, (words,)),) if heading else (),
        buttons=tuple(each for each in buttons if each),
        sources=footers((fact,), sources),
    )


def _of_all(fact: Fact, subjects: Mapping[str, Subject]) -> str:
    """A joint fact under the names of all its subjects, so that nobody is "together with" a name in the title."""
    said = statement_words(fact.statement, subjects)
    others = listed([label(each, subjects) for each in fact.statement.subjects[1:]])
    return said.replace(f", together with {others}", ", together", 1)


def search_card(
    words: str,
    hits: Sequence[tuple[Subject, Fact | None]],
    subjects: Mapping[str, Subject],
    mature: int = 0,
) -> Card:
    """The hits as lines, best first; the first five subjects as buttons; `mature` hits are counted, not shown."""
    lines = []
    for subject, fact in hits:
        if fact is None:
            lines.append(told_apart(subject))
            continue
        said = statement_words(fact.statement, subjects, subject.id)
        heading = property_label(fact.statement.property)
        lines.append(short(f"{subject.label} · {heading + ': ' if heading else ''}{said}", LINE))
    distinct = list({subject.id: subject for subject, _ in hits}.values())[:5]
    made = [look_up_button(subject) for subject in distinct]
    return Card(
        title=f"Search: {short(words, 60)}",
        lines=tuple(dict.fromkeys(lines)),
        buttons=tuple(each for each in made if each),
        note=kept_back(Visible((), mature, 0)),
    )
