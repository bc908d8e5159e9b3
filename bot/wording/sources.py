"""The card of sources: each fact with where it comes from, in full, where it stands, and when it last changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from bot.cards import Button, Card, Field
from bot.instant import SECOND, Instant
from bot.wording.known import Known, kept_back, visible
from bot.wording.pages import button, paged
from bot.wording.values import counted, property_label, statement_words
from facts.knowledge import Fact, Source, Status


def sources_card(
    known: Known, changed: Mapping[str, Instant], *, mature: bool, spoilers: bool = False, page: int = 1
) -> Card:
    """Each fact of a subject with its sources; `changed` is when a fact last changed, by its id."""
    seen = visible(known.facts, mature=mature, spoilers=spoilers, outranked=True)
    pages = paged([_field(known, fact, changed.get(fact.id)) for fact in seen.facts])
    page = min(max(page, 1), len(pages))
    again = f"/sources name:#{known.subject.id}"
    flag = " spoilers:yes" if spoilers else ""
    made = [
        button(f"{again} page:{page + 1}{flag}", "More") if page < len(pages) else None,
        button(f"{again} spoilers:yes", "Show spoilers") if seen.spoilers else None,
    ]
    place = f" · page {page} of {len(pages)}" if len(pages) > 1 else ""
    note = f"{counted(len(seen.facts), 'fact')}{place}"
    return Card(
        title=f"Sources: {known.subject.label}",
        lines=_in_full(known, seen.facts) if page == 1 else (),
        fields=tuple(pages[page - 1]),
        buttons=tuple(each for each in made if isinstance(each, Button)),
        note=". ".join(part for part in (note, kept_back(seen)) if part),
    )


def in_full(source: Source) -> str:
    """A source with all that is known of it: title, author, publisher, date, locator, licence."""
    parts = (
        f"“{source.title}”",
        source.author,
        source.publisher,
        source.date,
        source.locator,
        source.licence,
    )
    return ", ".join(part for part in parts if part)


def day(at: Instant) -> str:
    """The day of an instant, in UTC: "2026-11-22"."""
    return datetime.fromtimestamp(at // SECOND, tz=UTC).date().isoformat()


def _in_full(known: Known, facts: tuple[Fact, ...]) -> tuple[str, ...]:
    """Every source once, in full; the facts below name it in short."""
    ids = dict.fromkeys(source for fact in facts for source in fact.statement.sources)
    return tuple(in_full(known.sources[each]) for each in ids if each in known.sources)


def _field(known: Known, fact: Fact, changed: Instant | None) -> Field:
    statement = fact.statement
    shorts = [known.sources[each].short for each in statement.sources if each in known.sources]
    stands = [
        f"{statement.rank.value} rank",
        statement.status.value if statement.status is not Status.ACCEPTED else "",
        "added here, not second-checked" if fact.pack == "own" else "",
        f"revision {fact.revision}{', ' + day(changed) if changed is not None else ''}",
    ]
    said = statement_words(statement, known.subjects, known.subject.id)
    detail = " · ".join(part for part in ("; ".join(shorts), *stands) if part)
    return Field(property_label(statement.property) or "Is", (said, detail))
