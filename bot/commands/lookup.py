"""The commands that look things up: film, person, about, fact, search, sources.

A name is found whatever its script and with one slip a word; buttons carry a subject's id as "#salt".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.cards import Card
from bot.commands.front import Front, Handler, Reply, private, told
from bot.commands.parsing import Call
from bot.commands.refusal import Refusal
from bot.commands.topics import topic_of
from bot.messages import Heard
from bot.wording.finding import fact_card, search_card, unknown_card, which_card
from bot.wording.known import Known, visible, year_of
from bot.wording.lookup import subject_card
from bot.wording.refusals import refusal_words, refused
from bot.wording.sources import sources_card
from bot.wording.values import names_in
from facts.knowledge import Fact, Mark, Subject, SubjectRef
from facts.store.shelf import Found, Several, Shelf, Unknown

YEARS = 12  # other films whose year a card looks up


async def film(desk: Front, call: Call, heard: Heard) -> tuple[Reply, ...]:
    return await _look_up(desk, call, heard, "film")


async def person(desk: Front, call: Call, heard: Heard) -> tuple[Reply, ...]:
    return await _look_up(desk, call, heard, "person")


async def about(desk: Front, call: Call, heard: Heard) -> tuple[Reply, ...]:
    return await _look_up(desk, call, heard, None)


async def fact(desk: Front, call: Call, heard: Heard) -> tuple[Reply, ...]:
    """One random fact, of a topic if one is named."""
    community = heard.place.community
    topic = await topic_of(desk, call, heard)
    if isinstance(topic, Card):
        return told(topic)
    settings = await desk.ledger.settings(community)
    drawn = await desk.shelf.random_fact(community, topic, desk.dice.seed(), settings.mature)
    if drawn is None:
        return told(refused(refusal_words(Refusal.NO_FACT)))
    subjects = await desk.shelf.subjects(community, names_in([drawn]))
    sources = await desk.shelf.sources(community, drawn.statement.sources)
    again = f"/fact topic:{topic.kind}:{topic.id}" if topic else "/fact"
    return (Reply(fact_card(drawn, subjects, sources, again=again), private(call.command, heard)),)


async def search(desk: Front, call: Call, heard: Heard) -> tuple[Reply, ...]:
    """Names and facts with the words, as far as this audience may see them."""
    community = heard.place.community
    words = call.text("words")
    settings = await desk.ledger.settings(community)
    hits = [
        (hit.subject, hit.fact)
        for hit in await desk.shelf.search(community, words, mature=settings.mature)
        if hit.fact is None or visible([hit.fact], mature=settings.mature, spoilers=False).facts
    ]
    kept = 0 if settings.mature else await _kept_back(desk.shelf, community, words)
    if not hits and not kept:
        return told(refused(refusal_words(Refusal.NO_HITS, words)))
    subjects = await desk.shelf.subjects(community, names_in([each for _, each in hits if each]))
    return (Reply(search_card(words, hits, subjects, kept), private(call.command, heard)),)


async def sources(desk: Front, call: Call, heard: Heard) -> tuple[Reply, ...]:
    """Where each fact of a subject comes from."""
    community = heard.place.community
    settings = await desk.ledger.settings(community)
    found = await desk.shelf.find(community, call.text("name"), None, settings.mature)
    if not isinstance(found, Found):
        return _not_found(call, found, None, command="sources")
    known = await _known(desk.shelf, community, found.subject)
    changed = await desk.shelf.changed(community, [each.id for each in known.facts])
    spoilers = call.text("spoilers") == "yes"
    page = call.whole("page", 1)
    card = sources_card(known, changed, mature=settings.mature, spoilers=spoilers, page=page)
    return (Reply(card, private(call.command, heard)),)


async def _kept_back(shelf: Shelf, community: str, words: str) -> int:
    """How many facts with the words are for a mature audience alone."""
    hits = await shelf.search(community, words, mature=True)
    return sum(1 for hit in hits if hit.fact is not None and Mark.MATURE in hit.fact.statement.marks)


HANDLERS: Mapping[str, Handler] = {
    "film": film,
    "person": person,
    "about": about,
    "fact": fact,
    "search": search,
    "sources": sources,
}


async def _look_up(desk: Front, call: Call, heard: Heard, kind: str | None) -> tuple[Reply, ...]:
    community = heard.place.community
    settings = await desk.ledger.settings(community)
    found = await desk.shelf.find(community, call.text("name"), kind, settings.mature)
    if not isinstance(found, Found):
        return _not_found(call, found, kind)
    known = await _known(desk.shelf, community, found.subject)
    spoilers = call.text("spoilers") == "yes"
    card = subject_card(known, mature=settings.mature, spoilers=spoilers, page=call.whole("page", 1))
    return (Reply(card, spoilers or private(call.command, heard)),)


def _not_found(
    call: Call, found: Several | Unknown, kind: str | None, command: str = ""
) -> tuple[Reply, ...]:
    given = call.text("name")
    if isinstance(found, Several):
        return told(which_card(given, found.subjects, command))
    return told(unknown_card(given, found.nearest, kind or "", command))


async def _known(shelf: Shelf, community: str, subject: Subject) -> Known:
    """A subject with all that its cards need."""
    facts = await shelf.facts_about(community, subject.id)
    touching = await shelf.facts_touching(community, subject.id)
    subjects = await shelf.subjects(community, names_in([*facts, *touching]))
    cited = {source for each in facts for source in each.statement.sources}
    return Known(
        subject=subject,
        facts=facts,
        subjects=subjects,
        sources=await shelf.sources(community, cited),
        touching=touching,
        years=await _years(shelf, community, subject, touching, subjects),
    )


async def _years(
    shelf: Shelf, community: str, subject: Subject, touching: Iterable[Fact], subjects: Mapping[str, Subject]
) -> dict[str, str]:
    """The years of the films that name the subject, for "Salt (1985)"."""
    naming = [
        each
        for fact in touching
        if isinstance(fact.statement.value, SubjectRef) and fact.statement.value.subject == subject.id
        for each in fact.statement.subjects
    ]
    films = [each for each in dict.fromkeys(naming) if each in subjects and subjects[each].kind == "film"]
    return {each: year_of(await shelf.facts_about(community, each)) for each in films[:YEARS]}
