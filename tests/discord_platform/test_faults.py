"""Rounds go on, or end with a reason, whatever happens to the connection, to Discord or to the channel.

No answer is lost or counted twice, and no question is posted twice.
"""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.discord_platform.playing import Playing, answer_of
from tests.discord_stand_in.calls import Fault, limited
from tests.discord_stand_in.happenings import delete_channel, delete_message, forbid, remove_bot
from tests.discord_stand_in.people import Somebody, until
from tests.discord_stand_in.world import Permission

MINUTES = 5 * 60_000


async def started(playing: Playing, questions: int = 1, **more: Any) -> tuple[Somebody, Somebody]:
    """A round whose first question stands there."""
    ann, bo = playing.join("Ann"), playing.join("Bo")
    await ann.slash("trivia start", topic="Harbour films", questions=questions, **more)
    await playing.pass_time(10_000)
    assert bo.reads("Question 1")
    return ann, bo


def questions_posted(playing: Playing) -> list[str]:
    """The heading of each question that was posted, in order."""
    return [
        sight.texts[0].split(" · ")[0]
        for sight in playing.at.messages.sights
        if sight.what == "new" and sight.only_for is None and "-# Question" in sight.texts[0]
    ]


async def cut(playing: Playing, how: str) -> None:
    gateway = playing.at.gateway
    match how:
        case "closed":
            await gateway.close(1001)
        case "aborted":
            gateway.abort()
        case "opcode 7":
            await gateway.say_reconnect()


@pytest.mark.parametrize("how", ["closed", "aborted", "opcode 7"])
async def test_what_was_clicked_while_the_line_was_down_counts(playing: Playing, how: str) -> None:
    """The connection drops in mid-question; it is resumed, and the clicks of meanwhile count by when they were made."""
    ann, bo = await started(playing)
    right, _ = answer_of(await playing.question())
    await bo.click(right)
    await playing.settle()
    before = playing.at.gateway.seen["identify"]
    await cut(playing, how)
    playing.clock.reach(playing.clock.now() + 500)
    await ann.click(right)  # sent while the line is down: replayed
    await playing.settle()
    assert playing.at.gateway.seen["resume"] == 1
    assert playing.at.gateway.seen["identify"] == before
    await playing.pass_time(21_500)
    assert ann.reads("Right: Bo, Ann. 2 of 2.")


async def test_a_resume_that_is_refused_starts_a_new_session(playing: Playing) -> None:
    """Where Discord has forgotten the session, the bot identifies anew, and the round goes on."""
    ann, _ = await started(playing)
    right, _ = answer_of(await playing.question())
    playing.at.gateway.refuse_resumes = True
    await playing.at.gateway.close(4000)
    await until(playing.at, lambda: playing.at.gateway.seen["identify"] == 2, "the bot identifies anew")
    await playing.quiet()
    await ann.click(right)
    await playing.pass_time(21_500)
    assert ann.reads("Right: Ann. 1 of 1.")
    assert questions_posted(playing) == ["-# Question 1 of 1"]


async def test_an_invalid_session_is_begun_anew(playing: Playing) -> None:
    """Opcode 9 at work: the bot identifies anew, and hears what comes then."""
    ann, _ = await started(playing)
    right, _ = answer_of(await playing.question())
    await playing.at.gateway.invalidate()
    await until(playing.at, lambda: playing.at.gateway.seen["identify"] == 2, "the bot identifies anew")
    await playing.quiet()
    await ann.click(right)
    await playing.pass_time(21_500)
    assert ann.reads("Right: Ann. 1 of 1.")


@pytest.mark.parametrize("everywhere", [False, True])
async def test_a_rate_limit_is_waited_out(playing: Playing, everywhere: bool) -> None:
    """A 429 of the route or of the whole bot delays the question and nothing else: its time starts when it is there."""
    fault = playing.at.fails(Fault("POST", "/messages$", **limited(0.2, everywhere=everywhere), times=2))
    ann, _ = await started(playing)
    assert fault.met == 2
    right, _ = answer_of(await playing.question())
    await ann.click(right)
    await playing.pass_time(21_500)
    assert ann.reads("Right: Ann. 1 of 1.")
    assert questions_posted(playing) == ["-# Question 1 of 1"]


@pytest.mark.parametrize(("status", "late"), [(500, False), (502, True)])
async def test_an_error_of_discord_is_tried_again(playing: Playing, status: int, late: bool) -> None:
    """Whether a question was posted before Discord failed or not, it stands there once."""
    ann, _ = playing.join("Ann"), playing.join("Bo")
    await ann.slash("trivia start", topic="Harbour films", questions=1)
    await playing.settle()
    fault = playing.at.fails(Fault("POST", "/messages$", status, late=late))
    await playing.pass_time(10_000)
    assert fault.met == 1
    assert questions_posted(playing) == ["-# Question 1 of 1"]
    assert playing.at.realm.spared == int(late)
    right, _ = answer_of(await playing.question())
    await ann.click(right)
    await playing.pass_time(21_500)
    assert ann.reads("Right: Ann. 1 of 1.")


async def test_a_connection_cut_under_a_post_is_tried_again(playing: Playing) -> None:
    """The question was taken, its answer never came: sent again it is the same message."""
    ann = playing.join("Ann")
    await ann.slash("trivia start", topic="Harbour films", questions=1)
    await playing.settle()
    playing.at.fails(Fault("POST", "/messages$", 0, late=True))
    await playing.pass_time(15_000)
    assert questions_posted(playing) == ["-# Question 1 of 1"]
    assert playing.at.realm.spared == 1


async def test_a_click_whose_interaction_has_expired_counts(playing: Playing) -> None:
    """10062: the answer is kept though its receipt comes too late; it is told some other way, to its member alone."""
    ann, bo = await started(playing)
    right, _ = answer_of(await playing.question())
    late = await ann.click(right, wait=False)
    late.expired = True
    await playing.settle()
    await playing.pass_time(21_500)
    assert bo.reads("Right: Ann. 1 of 1.")
    direct = Somebody(playing.at, ann.user, playing.at.realm.direct(ann.user))
    told = [sight for sight in (*ann.sights(), *direct.sights()) if sight.texts == ("Right.",)]
    assert len(told) == 1
    assert not {("Right.",)} & {sight.texts for sight in bo.sights()}
    assert not bo.reads("You chose")


async def test_a_receipt_whose_token_has_expired_is_told_anew(playing: Playing) -> None:
    """50027: a receipt that can no longer be edited comes some other way, to its member alone."""
    ann, bo = await started(playing)
    right, _ = answer_of(await playing.question())
    (await ann.click(right)).expired = True
    await playing.settle()
    await playing.pass_time(21_500)
    direct = Somebody(playing.at, ann.user, playing.at.realm.direct(ann.user))
    told = [sight for sight in (*ann.sights(), *direct.sights()) if sight.texts == ("Right.",)]
    assert len(told) == 1
    assert bo.reads("Right: Ann. 1 of 1.")
    assert ("Right.",) not in [sight.texts for sight in bo.sights()]


async def test_a_question_deleted_by_a_moderator_is_revealed_anew(playing: Playing) -> None:
    """The message is deleted under the round: answers given count, and the reveal is a message of its own."""
    ann, bo = await started(playing, 2)
    right, _ = answer_of(await playing.question())
    await ann.click(right)
    await delete_message(playing.at, ann.newest("Question 1 of 2").message)
    await playing.pass_time(21_500)
    assert bo.reads("Right: Ann. 1 of 1.")
    await playing.pass_time(5_000)
    assert bo.reads("Question 2 of 2")
    assert questions_posted(playing).count("-# Question 2 of 2") == 1


async def _is_over(playing: Playing) -> None:
    await playing.pass_time(MINUTES)
    assert not await playing.open_rounds()


async def test_a_channel_deleted_in_mid_round_ends_it(playing: Playing) -> None:
    """The round of a channel that has gone ends; one in another channel goes on."""
    other = playing.new_channel("other")
    bo = playing.join("Bo", channel=other)
    await bo.slash("trivia start", topic="Harbour films", questions=1)
    await started(playing, 3)
    await delete_channel(playing.at, playing.channel)
    await playing.pass_time(30_000)
    assert bo.reads("Final board") or bo.reads("closed")
    await _is_over(playing)


async def test_a_right_lost_in_mid_round_ends_it(playing: Playing) -> None:
    """Where the bot may write no more, the round ends after some tries; given back, another can be started."""
    ann, _ = await started(playing, 3)
    await forbid(playing.at, playing.channel, Permission.SEND_MESSAGES)
    await _is_over(playing)
    playing.channel.overwrites.clear()
    await ann.slash("trivia start", topic="Harbour films", questions=1)
    await playing.settle()
    assert ann.reads("The first question comes")


async def test_a_right_lost_for_a_moment_is_no_loss(playing: Playing) -> None:
    """Where the right comes back within the tries, the round goes on with the question that was due."""
    ann, bo = await started(playing, 2)
    right, _ = answer_of(await playing.question())
    await ann.click(right)
    await playing.pass_time(21_500)
    await forbid(playing.at, playing.channel, Permission.SEND_MESSAGES)
    await playing.pass_time(8_000)
    assert not bo.reads("Question 2 of 2")
    playing.channel.overwrites.clear()
    await playing.pass_time(20_000)
    assert questions_posted(playing) == ["-# Question 1 of 2", "-# Question 2 of 2"]


async def test_the_bot_is_removed_from_the_server(playing: Playing) -> None:
    """Rounds of a server that the bot was thrown out of end, and it goes on elsewhere."""
    ann, _ = await started(playing, 3)
    direct = Somebody(playing.at, ann.user, playing.at.realm.direct(ann.user))
    await remove_bot(playing.at, playing.guild)
    await _is_over(playing)
    await direct.slash("help")


async def test_an_event_that_comes_twice_is_heard_once(playing: Playing) -> None:
    """A click, a command and a line of talk that are delivered twice count and are answered once."""
    ann, bo = await started(playing)
    right, wrong = answer_of(await playing.question())
    clicked = await ann.click(right)
    await playing.at.gateway.again()
    await playing.settle()
    assert len(clicked.callbacks) == 1
    told = await bo.slash("help")
    await playing.at.gateway.again()
    await playing.settle()
    assert len(told.callbacks) == 1
    assert len([sight for sight in bo.sights() if sight.only_for is bo.user]) == 1
    await bo.say(wrong)
    await playing.at.gateway.again()
    await playing.pass_time(21_500)
    assert ann.reads("Right: Ann. 1 of 2.")


async def test_an_event_replayed_to_the_next_process_is_heard_once(playing: Playing) -> None:
    """A click that was kept and is delivered again after a restart counts once."""
    ann, bo = await started(playing)
    right, _ = answer_of(await playing.question())
    await ann.click(right)
    await playing.settle()
    events = next(iter(playing.at.gateway.sessions.values())).events
    last = next(event for event in reversed(events) if event["t"] == "INTERACTION_CREATE")
    await playing.restart()
    await playing.at.gateway.dispatch(last["t"], last["d"], playing.guild.id)
    await playing.settle()
    await bo.click(right)
    await playing.pass_time(21_500)
    assert ann.reads("Right: Ann, Bo. 2 of 2.")


async def test_a_click_that_is_slow_to_commit_is_deferred(playing: Playing) -> None:
    """A click that is not committed within a second and a half is acknowledged all the same, and its words follow."""
    ann, _ = await started(playing)
    right, _ = answer_of(await playing.question())
    lock = await playing.locked_database()
    clicked = await ann.click(right)
    assert clicked.answer in (5, 6)
    assert clicked.took is not None
    assert 1 < clicked.took < 3
    assert not ann.reads("You chose")
    await lock.aclose()
    await ann.until(f"You chose {right}")
    await playing.settle()


async def test_a_process_killed_with_private_replies_to_send(playing: Playing) -> None:
    """Killed while receipts are on their way: after the restart everybody is told, once, and nobody else hears of it."""
    ann, bo = await started(playing)
    right, wrong = answer_of(await playing.question())
    await ann.click(right)
    await bo.click(wrong)
    await playing.settle()
    held = asyncio.Event()
    playing.at.fails(Fault("*", "/webhooks/|/channels/", hold=held, times=100))
    passing = asyncio.create_task(playing.pass_time(21_500))
    await until(playing.at, lambda: playing.at.under_way > 0, "something is on its way")
    passing.cancel()
    await asyncio.wait({passing})
    await playing.close_bot()
    held.set()
    await playing.open_bot()
    await playing.settle()
    await playing.pass_time(30_000)
    for one, word in ((ann, "Right."), (bo, "Not right")):
        direct = Somebody(playing.at, one.user, playing.at.realm.direct(one.user))
        told = [
            sight for sight in (*one.screen(), *direct.screen()) if sight.only_for or sight.channel.recipient
        ]
        assert [word in " ".join(sight.texts) for sight in told].count(True) == 1
    assert ann.reads("Right: Ann. 1 of 2.")
    assert questions_posted(playing) == ["-# Question 1 of 1"]
