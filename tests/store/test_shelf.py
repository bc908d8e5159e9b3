"""Look-ups, on both databases."""

from __future__ import annotations

import pytest

from facts.knowledge import Pack, Subject, Topic, TopicKind
from facts.store.database import Database
from facts.store.desk import Desk
from facts.store.shelf import Ambiguous, Found, NoTopic, Several, Shelf, Unknown

AT = 1_700_000_000_000


@pytest.fixture
async def shelf(database: Database, small_pack: Pack) -> Shelf:
    await Desk(database).install(small_pack, AT)
    return Shelf(database)


def ids(subjects: tuple[Subject, ...]) -> list[str]:
    return [subject.id for subject in subjects]


async def test_every_spelling_finds_the_subject(shelf: Shelf) -> None:
    """Case, accents, hyphens, script, spaces and one typo a word do not keep a name from its subject."""
    for text, id in {
        "Pulgasari": "pulgasari",
        "  PULGASÁRI!": "pulgasari",
        "bulgasari": "pulgasari",
        "불가사리": "pulgasari",
        "pulgasary": "pulgasari",
        "plugasari": "pulgasari",
        "pulgasarii": "pulgasari",
        "ulgasari": "pulgasari",
        "신상옥": "shin-sang-ok",
        "신 상옥": "shin-sang-ok",
        "shin sang ok": "shin-sang-ok",
        "Shin Sangok": "shin-sang-ok",
        "days and nigths of confrontation": "confrontation",
        "days and nights of confrontatoin": "confrontation",
        "days and nighs of confrontatino": "confrontation",
        "ryongchon": "ryongchon",
        "RYONGCHON  disaster": "ryongchon-disaster",
        "ryongchn": "ryongchon",
        "#salt": "salt",
        "salt-2010": "salt-2010",
    }.items():
        found = await shelf.find("here", text)
        assert isinstance(found, Found), (text, found)
        assert found.subject.id == id, text


async def test_a_short_word_or_a_number_is_never_mended(shelf: Shelf) -> None:
    """A changed letter in a short word is another word: it is unknown, not forgiven."""
    assert isinstance(await shelf.find("here", "kim jong al"), Unknown)
    assert isinstance(await shelf.find("here", "sale"), Unknown)


async def test_an_ambiguous_name_asks_which(shelf: Shelf) -> None:
    """Two films of one name are both offered."""
    found = await shelf.find("here", "salt")
    assert isinstance(found, Several)
    assert ids(found.subjects) == ["salt", "salt-2010"]


async def test_another_kind_is_found_when_there_is_none_of_the_one_asked_for(shelf: Shelf) -> None:
    """A person asked for as a film is found."""
    found = await shelf.find("here", "Kim Jong Il", kind="film")
    assert isinstance(found, Found)
    assert found.subject.id == "kim-jong-il"


async def test_an_unknown_name_offers_the_nearest_three(shelf: Shelf) -> None:
    """What is near is offered, and at most three; nonsense, punctuation and length do no harm."""
    found = await shelf.find("here", "nights of confrontation")
    assert isinstance(found, Unknown)
    assert found.nearest[0].id == "confrontation"
    for text in ("", "   ", "?!", "x" * 10_000, "\x00\x07", "%", "_", "zzzzqqqq", "'; DROP TABLE facts; --"):
        assert isinstance(await shelf.find("here", text), Unknown), text
        assert len((await shelf.find("here", text)).nearest) <= 3  # type: ignore[union-attr]


async def test_a_name_with_an_equal_word_is_nearest(shelf: Shelf) -> None:
    """A word of several names alone offers those, the shorter first; a name that shares words comes before one that is like."""
    alone = await shelf.find("here", "sheen")
    assert isinstance(alone, Unknown)
    assert ids(alone.nearest) == ["shin-sang-ok"]
    word = await shelf.find("here", "kim")
    assert isinstance(word, Unknown)
    assert ids(word.nearest) == ["kim-jong-il"]
    short = await shelf.find("here", "sheen sang okk", kind="person")
    assert isinstance(short, Unknown), "a typo in a short word is not forgiven"
    assert short.nearest[0].id == "shin-sang-ok"
    disaster = await shelf.find("here", "disaster")
    assert isinstance(disaster, Unknown)
    assert ids(disaster.nearest) == ["ryongchon-disaster"]


async def test_a_subject_of_mature_facts_alone_is_for_a_mature_audience(shelf: Shelf) -> None:
    """It is neither found nor completed nor searched elsewhere."""
    assert isinstance(await shelf.find("here", "Midnight Reel"), Unknown)
    assert isinstance(await shelf.find("here", "Midnight Reel", mature=True), Found)
    assert await shelf.complete("here", "midn") == ()
    assert await shelf.search("here", "horror") == ()
    assert len(await shelf.search("here", "horror", mature=True)) == 1


async def test_completion_takes_any_word_and_forgives_a_typo(shelf: Shelf) -> None:
    """A prefix of any word of any name completes, names that begin so first."""
    assert ids(await shelf.complete("here", "ryong")) == ["ryongchon", "ryongchon-disaster"]
    assert ids(await shelf.complete("here", "sang")) == ["shin-sang-ok"]
    assert ids(await shelf.complete("here", "신")) == ["shin-sang-ok"]
    assert ids(await shelf.complete("here", "pulgsa")) == ["pulgasari"]
    assert ids(await shelf.complete("here", "s", kinds=("person",))) == ["shin-sang-ok"]
    assert len(await shelf.complete("here", "", limit=3)) == 3
    assert ids(await shelf.complete("here", "", kinds=("place",))) == ["pyongyang", "ryongchon"]
    assert await shelf.complete("here", "%") == ()


async def test_facts_come_in_the_order_of_a_card(shelf: Shelf) -> None:
    """Facts about a subject follow the vocabulary's order, and those that touch it stand apart."""
    about = [fact.statement.property for fact in await shelf.facts_about("here", "pulgasari")]
    assert about == ["description", "released", "director", "ending", "reception_home"]
    assert [fact.id for fact in await shelf.facts_about("here", "choi-eun-hee")] == [
        "shin-sang-ok.films_made"
    ]
    touching = [fact.id for fact in await shelf.facts_touching("here", "shin-sang-ok")]
    assert touching == ["pulgasari.director", "confrontation.echoes"]
    assert [fact.id for fact in await shelf.facts_touching("here", "pyongyang")] == [
        "shin-sang-ok.films_made"
    ]


async def test_when_a_fact_last_changed_is_told(shelf: Shelf) -> None:
    """By id, for those that are known."""
    assert await shelf.changed("here", ["salt.released", "nothing"]) == {"salt.released": AT}
    assert await shelf.changed("here", []) == {}


async def test_search_finds_names_and_facts_but_no_spoiler(shelf: Shelf) -> None:
    """The best hit is first, words may be spread over a subject, and spoilers stay hidden."""
    hits = await shelf.search("here", "monster")
    assert (hits[0].subject.id, hits[0].fact) == ("pulgasari", None)
    peasant = await shelf.search("here", "the peasant uprising")
    assert peasant[0].fact is not None
    assert peasant[0].fact.id == "pulgasari.reception_home"
    assert await shelf.search("here", "turning stone") == ()
    assert [hit.subject.id for hit in await shelf.search("here", "pulgasary")] == ["pulgasari"]
    assert await shelf.search("here", "bloody") == ()
    assert await shelf.search("here", "") == ()


async def test_topics_are_packs_kinds_and_subjects(shelf: Shelf) -> None:
    """Each is found by its name, an ambiguous one comes as several, and a button's spelling is exact."""
    pack = Topic(TopicKind.PACK, "small", "Small cinema")
    assert await shelf.topic("here", "small cinema") == pack
    assert (
        await shelf.topic("here", "smal cinema") == pack or await shelf.topic("here", "small cinena") == pack
    )
    assert await shelf.topic("here", "pack:small") == pack
    assert await shelf.topic("here", "Films") == Topic(TopicKind.KIND, "film", "films")
    assert await shelf.topic("here", "pulgasari") == Topic(TopicKind.SUBJECT, "pulgasari", "Pulgasari")
    namesakes = await shelf.topic("here", "salt")
    assert isinstance(namesakes, Ambiguous)
    assert len({topic.label for topic in namesakes.topics}) == len(namesakes.topics) > 1
    assert isinstance(await shelf.topic("here", "laws"), NoTopic)
    assert (await shelf.topics("here", ""))[0] == pack
    assert [topic.id for topic in await shelf.topics("here", "cin")] == ["small"]


async def test_a_random_fact_may_be_shown_to_anybody(shelf: Shelf) -> None:
    """No seed gives a spoiler, a disputed or (here) a mature fact; a topic narrows it."""
    seen = {(await shelf.random_fact("here", None, seed, False)).id for seed in range(60)}  # type: ignore[union-attr]
    assert "pulgasari.ending" not in seen
    assert "confrontation.shows" not in seen
    assert not any("cause" in id for id in seen)
    film = Topic(TopicKind.SUBJECT, "pyongyang", "Pyongyang")
    only = await shelf.random_fact("here", film, 12345, False)
    assert only is not None
    assert only.id == "shin-sang-ok.films_made"
    assert await shelf.random_fact("here", Topic(TopicKind.PACK, "other", ""), 1, True) is None


async def test_knowledge_is_all_that_is_on_and_is_kept(
    shelf: Shelf, small_pack: Pack, database: Database
) -> None:
    """Knowledge equals the pack, is the same object until something changes, and changes then."""
    known = await shelf.knowledge("here")
    assert set(known.facts) == set(small_pack.facts)
    assert known.subjects == {subject.id: subject for subject in small_pack.subjects}
    assert known.sources == {source.id: source for source in small_pack.sources}
    assert known.questions == small_pack.questions
    assert await shelf.knowledge("here") is known
    await Desk(database).switch("here", "small", False)
    assert (await shelf.knowledge("here")).facts == ()
    assert (await shelf.knowledge("there")).facts == known.facts


async def test_packs_say_what_they_hold(shelf: Shelf, small_pack: Pack) -> None:
    """A pack is listed with its counts and whether it is on."""
    (info,) = await shelf.packs("here")
    assert (info.name, info.on, info.subjects, info.facts, info.questions) == (
        "small",
        True,
        len(small_pack.subjects),
        len(small_pack.facts),
        1,
    )
