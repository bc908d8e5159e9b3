"""Look-ups in a store too large to be read whole."""

from __future__ import annotations

from facts.knowledge import Name, Pack, Subject
from facts.store.database import Database
from facts.store.desk import Desk
from facts.store.shelf import Found, Shelf, Unknown

COUNT = 5_100  # just more than what is read whole


async def test_a_large_store_is_searched_by_its_indexes(sqlite_database: Database, small_pack: Pack) -> None:
    """Exact names, typos, completion and the nearest names are found among thousands that look alike."""
    many = tuple(
        Subject(f"reel-{number}", "film", (Name(f"Reel {number:05} of Anywhere"),), "many")
        for number in range(COUNT)
    )
    desk, shelf = Desk(sqlite_database), Shelf(sqlite_database)
    await desk.install(Pack("many", "1.0.0", "Many", "CC0-1.0", subjects=many), 1)
    await desk.install(small_pack, 1)
    for text, id in {
        "Reel 00777 of Anywhere": "reel-777",
        "reel 05099 of anywhare": "reel-5099",
        "pulgasary": "pulgasari",
    }.items():
        found = await shelf.find("here", text)
        assert isinstance(found, Found), text
        assert found.subject.id == id
    unknown = await shelf.find("here", "days and nights of a confrontation")
    assert isinstance(unknown, Unknown)
    assert unknown.nearest[0].id == "confrontation"
    assert [one.id for one in await shelf.complete("here", "pulgsa")] == ["pulgasari"]
    assert len(await shelf.complete("here", "anyw", limit=25)) == 25
