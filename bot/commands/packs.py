"""The commands of packs: list, info, on, off. A pack is named by its name or its title."""

from __future__ import annotations

from collections.abc import Mapping

from bot.commands.front import Front, Handler, Reply, told
from bot.commands.parsing import Call
from bot.commands.refusal import Refusal
from bot.commands.tokens import nearest
from bot.messages import Heard
from bot.wording.packs import Listed, pack_card, packs_card, switched_card
from bot.wording.refusals import refusal_words, refused
from facts.store.shelf import PackInfo


async def packs_list(desk: Front, call: Call, heard: Heard) -> tuple[Reply, ...]:
    packs = await desk.shelf.packs(heard.place.community)
    return told(packs_card([_listed(pack) for pack in packs]))


async def packs_info(desk: Front, call: Call, heard: Heard) -> tuple[Reply, ...]:
    found = await _named(desk, call, heard)
    return told(pack_card(_listed(found))) if found else await _no_pack(desk, call, heard)


async def packs_on(desk: Front, call: Call, heard: Heard) -> tuple[Reply, ...]:
    return await _switch(desk, call, heard, on=True)


async def packs_off(desk: Front, call: Call, heard: Heard) -> tuple[Reply, ...]:
    return await _switch(desk, call, heard, on=False)


HANDLERS: Mapping[str, Handler] = {
    "packs list": packs_list,
    "packs info": packs_info,
    "packs on": packs_on,
    "packs off": packs_off,
}


async def _switch(desk: Front, call: Call, heard: Heard, *, on: bool) -> tuple[Reply, ...]:
    found = await _named(desk, call, heard)
    if found is None:
        return await _no_pack(desk, call, heard)
    if found.on is on:
        return told(refused(refusal_words(Refusal.PACK_ON if on else Refusal.PACK_OFF, found.title)))
    if not await desk.desk.switch(heard.place.community, found.name, on):
        return await _no_pack(desk, call, heard)
    return told(switched_card(_listed(found), on=on))


async def _named(desk: Front, call: Call, heard: Heard) -> PackInfo | None:
    folded = call.text("pack").casefold()
    packs = await desk.shelf.packs(heard.place.community)
    return next((pack for pack in packs if folded in {pack.name.casefold(), pack.title.casefold()}), None)


async def _no_pack(desk: Front, call: Call, heard: Heard) -> tuple[Reply, ...]:
    packs = await desk.shelf.packs(heard.place.community)
    near = nearest(call.text("pack"), [pack.name for pack in packs])
    return told(refused(refusal_words(Refusal.NO_PACK, call.text("pack"), (near,) if near else ())))


def _listed(pack: PackInfo) -> Listed:
    return Listed(
        name=pack.name,
        version=pack.version,
        title=pack.title,
        licence=pack.licence,
        summary=pack.summary,
        on=pack.on,
        subjects=pack.subjects,
        facts=pack.facts,
        questions=pack.questions,
    )
