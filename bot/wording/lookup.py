"""The card of a subject: its facts in the vocabulary's order, and what is said of it elsewhere.

A card never shows what its audience or its reader has not asked for (mature facts, spoilers), and says how many
facts it keeps back. A claim keeps its speaker, and every fact shown has its source in the footer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.cards import Button, Card, Field
from bot.wording.known import Known, Visible, is_plain, kept_back, titled, visible, year_of
from bot.wording.pages import button, command_for, look_up_button, paged
from bot.wording.related import neighbours, related_fields
from bot.wording.values import capital, counted, listed, property_label, statement_words
from facts.knowledge import Fact, Rank, Source, Subject, SubjectRef
from facts.vocabulary import ORDER

_HANGUL = range(0xAC00, 0xD7A4)


def subject_card(known: Known, *, mature: bool, spoilers: bool = False, page: int = 1) -> Card:
    """The subject's card, or one page of it."""
    seen = visible(known.facts, mature=mature, spoilers=spoilers)
    year = year_of(seen.facts)
    touching = visible(known.touching, mature=mature, spoilers=False).facts
    fields = [*_fields(known, seen.facts, year), *related_fields(known, seen.facts, touching)]
    pages = paged(fields)
    page = min(max(page, 1), len(pages))
    return Card(
        title=titled(known.subject.label, year),
        aside=aside(known.subject),
        lines=_lines(known, seen.facts) if page == 1 else (),
        fields=tuple(pages[page - 1]),
        buttons=(
            *_paging(known.subject, seen, spoilers=spoilers, more=page + 1 if page < len(pages) else None),
            *_onward(known, (*seen.facts, *touching)),
        ),
        sources=footers(seen.facts, known.sources),
        note=_note(known, seen, page, len(pages)),
    )


def aside(subject: Subject) -> str:
    """The subject's other names, Hangul first: "불가사리 · also Bulgasari"."""
    others = [name.text for name in subject.names[1:]]
    hangul = [text for text in others if any(ord(letter) in _HANGUL for letter in text)]
    latin = [text for text in others if text not in hangul]
    said = [*hangul[:1], f"also {', '.join(latin[:3])}" if latin else ""]
    return " · ".join(part for part in said if part)


def footers(facts: Iterable[Fact], sources: Mapping[str, Source]) -> tuple[str, ...]:
    """The sources of the facts as a footer names them, each once."""
    ids = dict.fromkeys(source for fact in facts for source in fact.statement.sources)
    return tuple(dict.fromkeys(sources[each].short for each in ids if each in sources))


def _ordered(facts: Iterable[Fact]) -> list[Fact]:
    """In the vocabulary's order; among equals the preferred first, else as they came."""
    return sorted(
        facts,
        key=lambda fact: (
            ORDER.get(fact.statement.property, len(ORDER)),
            fact.statement.rank is not Rank.PREFERRED,
        ),
    )


def _lines(known: Known, facts: Iterable[Fact]) -> tuple[str, ...]:
    """Descriptions, which need no label; the summary where there are none."""
    said = [
        capital(statement_words(fact.statement, known.subjects, known.subject.id))
        for fact in _ordered(facts)
        if not property_label(fact.statement.property)
    ]
    return tuple(said) or ((capital(known.subject.summary),) if known.subject.summary else ())


def _fields(known: Known, facts: Iterable[Fact], year: str) -> list[Field]:
    """One field a property, its facts as lines; subjects that are only named share one line."""
    groups: dict[str, list[Fact]] = {}
    for fact in _ordered(facts):
        name = fact.statement.property
        in_title = name == "released" and year and is_plain(fact)
        if property_label(name) and not in_title:
            groups.setdefault(name, []).append(fact)
    return [Field(property_label(name), _group(known, group)) for name, group in groups.items()]


def _group(known: Known, facts: Sequence[Fact]) -> tuple[str, ...]:
    named = [fact for fact in facts if is_plain(fact) and isinstance(fact.statement.value, SubjectRef)]
    said = [_words(known, fact) for fact in facts if fact not in named]
    together = listed([_words(known, fact) for fact in named])
    return tuple([together, *said] if together else said)


def _words(known: Known, fact: Fact) -> str:
    return statement_words(fact.statement, known.subjects, known.subject.id)


def _paging(subject: Subject, seen: Visible, *, spoilers: bool, more: int | None) -> list[Button]:
    """The buttons that open the rest of the same card."""
    again = f"/{command_for(subject)} name:#{subject.id}"
    flag = " spoilers:yes" if spoilers else ""
    made = [
        button(f"{again} page:{more}{flag}", "More") if more else None,
        button(f"{again} spoilers:yes", "Show spoilers") if seen.spoilers else None,
    ]
    return [each for each in made if each is not None]


def _onward(known: Known, facts: Iterable[Fact]) -> list[Button]:
    """The buttons that lead on: up to three neighbours, a round, the sources."""
    made = [
        *(look_up_button(each) for each in neighbours(known, facts)),
        button(f"/trivia start topic:subject:{known.subject.id}", "Quiz me on this"),
        button(f"/sources name:#{known.subject.id}", "Sources"),
    ]
    return [each for each in made if each is not None]


def _note(known: Known, seen: Visible, page: int, pages: int) -> str:
    own = sum(1 for fact in seen.facts if fact.pack == "own")
    parts = [counted(len(seen.facts), "fact"), f"page {page} of {pages}" if pages > 1 else ""]
    parts.append(f"{own} added here, not second-checked" if own else "")
    return ". ".join(part for part in (" · ".join(each for each in parts if each), kept_back(seen)) if part)
