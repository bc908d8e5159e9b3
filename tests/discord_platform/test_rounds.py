"""Rounds on Discord: by buttons, by forms, in the open, in threads and in direct messages."""

from __future__ import annotations

import re

import pytest

from tests.discord_platform.playing import Playing, answer_of
from tests.discord_stand_in.calls import Fault
from tests.discord_stand_in.happenings import allow, forbid
from tests.discord_stand_in.menu import NotOffered
from tests.discord_stand_in.people import Somebody, join
from tests.discord_stand_in.world import Flag, Kind, Permission


async def test_a_film_is_looked_up_in_the_open(playing: Playing) -> None:
    """/film is completed as one types, typos forgiven, and answers where all see it, pinging nobody."""
    ann, bo = playing.join("Ann"), playing.join("Bo")
    assert "The Lantern" in await ann.complete("film", "name", "lantren")
    await ann.slash("film", name="The Lantern")
    await playing.settle()
    assert "### The Lantern" in bo.newest().texts[0]
    assert [button.label for button in bo.newest().buttons] == ["Show spoilers", "Quiz me on this", "Sources"]
    await bo.click("Sources")
    await playing.settle()
    assert bo.reads("Sources: The Lantern")
    assert not ann.reads("Sources: The Lantern")


async def test_a_choice_round_by_clicks(playing: Playing) -> None:
    """A question is one message, edited into its reveal; a receipt is one private message, edited twice."""
    ann, bo = playing.join("Ann"), playing.join("Bo")
    await ann.slash("trivia start", topic="Harbour films", questions=1)
    await playing.pass_time(10_000)
    question = bo.newest("Question 1 of 1")
    assert re.search(r"closes <t:\d+:R>", question.texts[0])
    right, wrong = answer_of(await playing.question())
    await bo.click(wrong)
    await bo.click(right)
    await playing.settle()
    assert len([sight for sight in bo.sights() if sight.only_for and sight.what == "new"]) == 1
    assert bo.reads(f"You chose {right}")
    assert not bo.reads(f"You chose {wrong}")
    assert not ann.reads("You chose")
    await playing.pass_time(21_500)
    assert bo.newest("Question 1 of 1").message is question.message
    assert "closed" in bo.newest("Question 1 of 1").texts[0]
    assert bo.reads("Right.")
    assert ann.reads("Final board")
    assert question.message.nonce
    assert [sight.what for sight in bo.sights() if sight.message is question.message] == ["new", "edit"]


async def test_a_typed_round_by_form_and_by_command(playing: Playing) -> None:
    """Where answers are typed in secret, the Answer button opens a form, and /answer does the same."""
    ann, bo = playing.join("Ann"), playing.join("Bo")
    await ann.slash("trivia start", topic="Harbour films", questions=1, mode="typed", scoring="accuracy")
    await playing.pass_time(10_000)
    answer = (await playing.question()).answer
    opened = await ann.click("Answer")
    assert opened.modal is not None
    await ann.submit({"Your answer": answer})
    await bo.slash("answer", text=answer)
    await playing.settle()
    assert ann.reads("Right. It is kept.")
    assert bo.reads("Right. It is kept.")
    await playing.pass_time(21_500)
    assert ann.reads("Right: Ann, Bo")


async def test_answer_without_words_opens_its_form(playing: Playing) -> None:
    """/answer alone opens the form of the open question."""
    ann = playing.join("Ann")
    await ann.slash("trivia start", topic="Harbour films", questions=1, mode="typed", scoring="accuracy")
    await playing.pass_time(10_000)
    assert (await ann.slash("answer")).modal is not None
    await ann.submit({ann.form[0].label: "no such thing"})
    await playing.settle()
    assert ann.reads("Not that.")


async def test_without_message_content_a_typed_round_is_played(url: str) -> None:
    """Where the bot may not read messages, it joins all the same, says so, and is answered by form and command."""
    playing = Playing(url, start=1_772_452_800_000, content=False)
    await playing.open()
    ann = playing.join("Ann")
    assert "message content" in playing.platform.greeting
    await ann.slash("trivia start", topic="Harbour films", questions=1, mode="typed")
    await playing.pass_time(10_000)
    answer = (await playing.question()).answer
    await ann.say(answer)
    await playing.settle()
    assert not ann.reads("closed")
    await ann.slash("answer", text=answer)
    await playing.pass_time(2_000)
    assert ann.reads("Right: Ann")
    await playing.close()


@pytest.mark.parametrize("kind", [Kind.THREAD, Kind.VOICE])
async def test_threads_and_voice_channels_are_channels(playing: Playing, kind: Kind) -> None:
    """A round is played in a thread, in a forum's post and in the text of a voice channel as anywhere."""
    parent = playing.new_channel("forum", Kind.FORUM) if kind is Kind.THREAD else None
    place = playing.new_channel("talk", kind, parent)
    ann = playing.join("Ann", channel=place)
    await ann.slash("trivia start", topic="Harbour films", questions=1)
    await playing.pass_time(10_000)
    right, _ = answer_of(await playing.question())
    await ann.click(right)
    await playing.pass_time(21_500)
    assert ann.reads("Ann wins.")
    assert playing.join("Bo").screen() == []


async def test_a_direct_message_is_its_members_own(playing: Playing) -> None:
    """In a direct message one plays alone: the question closes on the answer, and everything is one's own."""
    ann = playing.join("Ann")
    own = Somebody(playing.at, ann.user, playing.at.realm.direct(ann.user))
    await own.slash("settings", audience="mature")
    await playing.settle()
    assert own.reads("Settings saved")
    await own.slash("trivia start", topic="Harbour films", questions=1)
    await playing.pass_time(10_000)
    right, _ = answer_of(await playing.question())
    await own.say(right)
    await playing.settle()
    assert own.reads("closed")
    assert ann.screen() == []
    with pytest.raises(NotOffered):
        await ann.slash("settings", audience="mature")


async def test_moderators_are_discords(playing: Playing) -> None:
    """Who may manage the server is offered what moderators do, and nobody else is; members cannot click it either."""
    ann, bo = playing.join("Ann", moderates=True), playing.join("Bo")
    await ann.slash("packs list")
    await playing.settle()
    assert ann.reads("Harbour films")
    with pytest.raises(NotOffered):
        await bo.slash("packs list")
    await bo.say("/packs list")
    await playing.settle()
    direct = Somebody(playing.at, bo.user, playing.at.realm.direct(bo.user))
    assert direct.reads("/packs is for this community's moderators") or direct.reads("moderators")
    assert bo.screen() == []
    assert not direct.reads("Harbour films")


@pytest.mark.parametrize("right", [Permission.SEND_MESSAGES, Permission.VIEW_CHANNEL])
async def test_what_the_bot_lacks_is_said_before_a_round(playing: Playing, right: Permission) -> None:
    """Where the bot may not write, it says which permission is missing and starts nothing."""
    ann = playing.join("Ann")
    await forbid(playing.at, playing.channel, right)
    await ann.slash("trivia start", topic="Harbour films")
    await playing.settle()
    assert ann.reads("I lack the permission")
    assert not await playing.open_rounds()
    await allow(playing.at, playing.channel)
    await ann.slash("trivia start", topic="Harbour films")
    await playing.settle()
    assert ann.reads("The first question comes")


async def test_nobody_is_pinged_and_nothing_formats(playing: Playing) -> None:
    """Names and texts with mentions and marks are shown letter for letter, and ping nobody."""
    ann = playing.join("@everyone **Ann** <@1>")
    await ann.slash("trivia start", topic="Harbour films", questions=1)
    await playing.pass_time(10_000)
    right, _ = answer_of(await playing.question())
    await ann.click(right)
    await playing.pass_time(30_000)
    await ann.slash("film", name="<@&5> @here `x` || [a](https://example.org)")
    await playing.settle()
    assert ann.reads(r"\*\*Ann\*\* \<\@1\>")
    assert playing.at.messages.pinged == []
    assert all(
        done.body["allowed_mentions"] == {"parse": []} for done in playing.at.sent("POST", "/messages")
    )


async def test_private_words_are_ephemeral(playing: Playing) -> None:
    """What concerns one member carries the flag that shows it to them alone."""
    ann = playing.join("Ann")
    one = await ann.slash("help")
    assert one.original is not None
    assert one.original.flags & Flag.EPHEMERAL
    assert one.original.only_for is ann.user


async def test_the_time_is_when_it_was_sent(playing: Playing) -> None:
    """Of two right answers the one that was sent first takes the point, though it arrives second."""
    ann, bo = playing.join("Ann"), playing.join("Bo")
    await ann.slash("trivia start", topic="Harbour films", questions=1, mode="typed")
    await playing.pass_time(15_000)
    answer = (await playing.question()).answer
    await bo.say(answer)
    await playing.settle()
    await ann.say(answer, ago=1_000)
    await playing.pass_time(5_000)
    assert ann.reads("Right: Ann")
    assert not ann.reads("Bo +")


async def test_who_brought_the_bot_along_looks_up_and_plays_no_round(playing: Playing) -> None:
    """Where the bot is no member, who installed it for themselves may look things up; a round is refused in words."""
    realm = playing.at.realm
    guild = realm.new_guild("Elsewhere", realm.new_user("Owner"))
    guild.members.pop(realm.bot.id)
    place = realm.new_channel(guild, "lobby")
    ann = await join(playing.at, guild, "Ann", place)
    await ann.slash("film", name="The Lantern")
    await playing.settle()
    assert ann.reads("The Lantern")
    await ann.slash("trivia start", topic="Harbour films")
    await playing.settle()
    assert ann.reads("I am no member here")
    assert not await playing.open_rounds()


async def test_a_message_that_can_be_edited_no_more_is_posted_anew(playing: Playing) -> None:
    """30046: what stands too long to be edited again is said in a message of its own."""
    ann = playing.join("Ann")
    await ann.slash("trivia start", topic="Harbour films", questions=1)
    await playing.pass_time(10_000)
    body = {"message": "Maximum number of edits to messages older than 1 hour reached.", "code": 30046}
    playing.at.fails(Fault("PATCH", "/channels/", 400, body))
    right, _ = answer_of(await playing.question())
    await ann.click(right)
    await playing.pass_time(21_500)
    assert ann.reads("Right: Ann. 1 of 1.")
