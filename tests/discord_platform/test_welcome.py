"""First contact: one private welcome to who added the bot, and to nobody else."""

from __future__ import annotations

from tests.discord_platform.playing import Playing
from tests.discord_stand_in.happenings import add_bot, outage, remove_bot
from tests.discord_stand_in.people import Somebody
from tests.discord_stand_in.world import Guild, User


def _server(playing: Playing, owner: User, added_by: User) -> Guild:
    realm = playing.at.realm
    guild = realm.new_guild("Book club", owner, added_by=added_by)
    realm.join(guild, added_by)
    realm.new_channel(guild, "lobby")
    return guild


def _direct(playing: Playing, user: User) -> Somebody:
    return Somebody(playing.at, user, playing.at.realm.direct(user))


async def test_who_added_the_bot_is_welcomed_once(playing: Playing) -> None:
    """The welcome is a direct message to who added the bot; no channel hears of it."""
    realm = playing.at.realm
    owner, adder = realm.new_user("Owner"), realm.new_user("Ann")
    guild = _server(playing, owner, adder)
    ann = _direct(playing, adder)
    await playing.ready()
    await add_bot(playing.at, guild)
    await ann.until("Trivium is in Book club")
    assert ann.reads("/trivia start")
    await outage(playing.at, guild)
    await outage(playing.at, guild, over=True)
    await playing.gateway_hiccup()
    await playing.quiet()
    assert len(ann.sights()) == 1
    assert _direct(playing, owner).sights() == []
    assert {sight.channel for sight in playing.at.messages.sights} == {realm.direct(adder)}


async def test_without_the_audit_log_the_owner_is_welcomed(playing: Playing) -> None:
    """Where the bot may not read who added it, the server's owner is told."""
    realm = playing.at.realm
    owner, adder = realm.new_user("Owner"), realm.new_user("Ann")
    playing.at.rest.audit_hidden = True
    await playing.ready()
    await add_bot(playing.at, _server(playing, owner, adder))
    await _direct(playing, owner).until("Trivium is in Book club")
    assert _direct(playing, adder).sights() == []


async def test_who_takes_no_direct_messages_is_left_alone(playing: Playing) -> None:
    """Where no direct message is taken, nothing is posted anywhere, and the bot works."""
    realm = playing.at.realm
    owner = realm.new_user("Owner")
    owner.takes_direct = False
    await playing.ready()
    await add_bot(playing.at, _server(playing, owner, owner))
    ann = playing.join("Ann")
    await ann.slash("help")
    await playing.settle()
    assert [sight.only_for for sight in playing.at.messages.sights] == [ann.user]


async def test_a_start_welcomes_nobody(playing: Playing) -> None:
    """Servers that the bot was in before are not welcomed at a start, nor after a removal."""
    assert playing.at.messages.sights == []
    await playing.restart()
    await playing.ready()
    await remove_bot(playing.at, playing.guild)
    await playing.quiet()
    assert playing.at.messages.sights == []
