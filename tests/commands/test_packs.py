"""Packs: listed, shown, turned on and off."""

from __future__ import annotations

from bot.cards import Tone
from bot.wording.plain import plain
from tests.commands.conftest import Visitor


async def test_list_and_info(ann: Visitor) -> None:
    """The list names each pack and whether it is on; one pack is found by its name or its title."""
    mo = ann.moderator()
    assert "small · on · 5 subjects, 13 facts" in plain(await mo.says("/packs list"))
    for name in ("small", "SMALL THINGS"):
        assert "CC0-1.0" in plain(await mo.says(f"/packs info {name}"))


async def test_off_and_on(ann: Visitor) -> None:
    """A pack that is off is not looked up here, but elsewhere it is; turning it on brings it back."""
    mo = ann.moderator()
    assert "is off" in plain(await mo.says("/packs off small"))
    assert (await ann.says("/film lantern")).tone is Tone.REFUSAL
    assert (await ann.elsewhere().says("/film lantern")).title == "The Lantern (1961)"
    assert (await mo.says("/packs off small")).lines == ("“Small things” is off already.",)
    await mo.says("/packs on small")
    assert (await ann.says("/film lantern")).title == "The Lantern (1961)"


async def test_no_such_pack(ann: Visitor) -> None:
    """A name that no pack has is refused with the nearest."""
    card = await ann.moderator().says("/packs on smal")
    assert card.lines == ("There is no pack “smal”. /packs list shows them. Nearest: small.",)
