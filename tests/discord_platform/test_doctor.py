"""`trivium doctor discord`: the invite link asks for what the bot needs and no more, and the commands are checked."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from adapters import doctor
from adapters.settings import read_settings
from tests.discord_platform.playing import Playing, answer_of
from tests.discord_stand_in.world import Kind


async def told(playing: Playing) -> dict[str, str]:
    """What the doctor finds, by what it is about."""
    settings = read_settings(DISCORD_TOKEN=playing.at.token, DISCORD_API_URL=playing.at.api_url)
    return {finding.about: str(finding) for finding in await doctor.discord(settings)}


async def test_the_invite_link_asks_for_exactly_what_is_needed(playing: Playing) -> None:
    """With the rights of the link and no others, a round is played in a channel and in a thread."""
    found = await told(playing)
    link = next(word for word in found["Discord invite link"].split() if word.startswith("https://"))
    asked = {name: value[0] for name, value in parse_qs(urlsplit(link).query).items()}
    assert asked["client_id"] == playing.at.realm.bot.id
    assert set(asked["scope"].split()) == {"bot", "applications.commands"}
    rights = int(asked["permissions"])
    guild = playing.guild
    guild.roles[guild.id].permissions = 0
    (own,) = guild.members[playing.at.realm.bot.id].roles
    own.permissions = rights
    thread = playing.new_channel("talk", Kind.THREAD, playing.channel)
    for place in (playing.channel, thread):
        ann = playing.join("Ann", channel=place)
        await ann.slash("trivia start", topic="Harbour films", questions=1)
        await playing.pass_time(10_000)
        right, _ = answer_of(await playing.question())
        await ann.click(right)
        await playing.pass_time(30_000)
        assert ann.reads("Ann wins.")


async def test_commands_that_are_not_listed_are_told(playing: Playing) -> None:
    """Commands that Discord lists otherwise than they are here are told apart from those that are the same."""
    good = (await told(playing))["Discord commands"]
    playing.at.rest.commands[0]["description"] = "Something else."
    other = (await told(playing))["Discord commands"]
    assert "as they are here" in good
    assert "others than are here" in other
