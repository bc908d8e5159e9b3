"""What goes wrong on the way: no answer is lost or counted twice, no question is posted twice, and a round has an end."""

from __future__ import annotations

import asyncio
import sqlite3

import pytest

from adapters.joining import NotJoined
from bot.messages import Place
from tests.slack_platform.conftest import Table
from tests.slack_platform.playing import Bot, access
from tests.slack_stand_in import happenings, payloads
from tests.slack_stand_in.server import Trouble

MINUTE = 60_000


def times_posted(table: Table, words: str) -> int:
    """How many of the app's messages with those words stand where all see them."""
    return sum(words in one for one in table.ann.sees() if not one.private)


@pytest.mark.parametrize("after", [0, MINUTE, 5 * MINUTE], ids=["at once", "after a minute", "after five"])
async def test_a_press_that_is_repeated_counts_once(table: Table, after: int) -> None:
    """A press delivered again counts once, and a look-up asked once is answered once, however late it comes again."""
    await table.start("questions:1 seconds:300")
    right, _ = await table.letters()
    press = table.bo.pressing(*table.bo.find(right, on="Question 1"))
    post = table.cem.post(f"<@{table.playing.team.bot}> search lantern", table.channel)
    events = table.cem.events_of(post, table.channel)
    for again in (False, True):
        await table.slack.deliver("interactive", press)
        for number, event in enumerate(events):
            await table.slack.event(table.playing.team, event, id=f"Ev{number}")
        await table.playing.settle()
        if not again:
            await table.playing.pass_time(after)
    assert sum("Search: lantern" in one for one in table.cem.sees()) == 1
    await table.playing.pass_time(6 * MINUTE)
    assert "Right: Bo. 1 of 1." in table.ann.newest("Question 1 of 1")


async def test_what_was_done_before_a_restart_is_not_done_again(table: Table) -> None:
    """An event that Slack repeats to a process that was started since is acknowledged, and starts no second round."""
    post = table.cem.post(f"<@{table.playing.team.bot}> trivia start questions:1", table.channel)
    event = table.cem.events_of(post, table.channel)[1]
    await table.slack.event(table.playing.team, event, id="Ev1")
    await table.playing.settle()
    await table.cem.slash("trivia stop", table.channel)
    await table.playing.restart()
    again = await table.slack.event(table.playing.team, event, id="Ev1")
    await table.playing.settle()
    assert again is not None
    assert again.acknowledged
    assert times_posted(table, "Started by Cem") + times_posted(table, "A round on") <= 1


async def test_the_same_press_twice_at_one_moment_counts_once(table: Table) -> None:
    """Two deliveries of one press that arrive together are one press, and both are acknowledged."""
    await table.start()
    right, _ = await table.letters()
    press = table.bo.pressing(*table.bo.find(right, on="Question 1"))
    both = await asyncio.gather(*(table.slack.deliver("interactive", press) for _ in range(2)))
    await table.playing.settle()
    assert [one.acknowledged for one in both] == [True, True]
    assert sum("You chose" in one for one in table.bo.sees()) == 1


async def test_presses_out_of_order_count_by_when_they_were_made(table: Table) -> None:
    """The press that was made last counts, though the one before it arrives after it."""
    await table.start()
    right, wrong = await table.letters()
    first = table.bo.pressing(*table.bo.find(right, on="Question 1"))
    await table.playing.pass_time(1_000)
    last = table.bo.pressing(*table.bo.find(wrong, on="Question 1"))
    for press in (last, first):
        await table.slack.deliver("interactive", press)
    await table.playing.settle()
    await table.playing.pass_time(21_500)
    assert "Nobody was right. 0 of 1." in table.ann.newest("Question 1 of 1")


async def test_a_press_made_in_time_counts_though_it_comes_late(table: Table) -> None:
    """What was pressed before the deadline counts within the grace; what was pressed after it does not."""
    await table.start()
    right, _ = await table.letters()
    early = table.bo.find(right, on="Question 1")
    await table.playing.pass_time(20_500)
    await table.bo.press(*early, ago=1_000)
    await table.cem.press(*early)
    await table.playing.settle()
    assert "Too late" in table.cem.newest()
    await table.playing.pass_time(1_000)
    assert "Right: Bo. 1 of 1." in table.ann.newest("Question 1 of 1")


async def test_a_question_posted_at_the_second_try_stands_there_once(table: Table) -> None:
    """Slack asks to wait, then fails: the question is posted once it can be, and its time starts then."""
    table.slack.trouble("chat.postMessage", Trouble(status=429, retry_after=1))
    await table.start()
    assert times_posted(table, "Question 1 of 1") == 1
    table.slack.trouble("chat.update", Trouble(status=500))
    await table.playing.pass_time(21_500)
    assert times_posted(table, "Question 1 of 1 · closed") == 1


async def test_a_post_whose_answer_is_lost_is_not_posted_twice(table: Table) -> None:
    """Slack posted the question and its answer got lost: of the two that stand there one is taken back."""
    await table.ann.slash('trivia start "Harbour films" questions:1', table.channel)
    await table.playing.settle()
    table.slack.trouble("chat.postMessage", Trouble(status=500, after=True))
    await table.playing.pass_time(10_000)
    await table.playing.settle()
    assert times_posted(table, "Question 1 of 1") == 1
    right, _ = await table.letters()
    await table.click(table.bo, right, on="Question 1")
    await table.playing.pass_time(21_500)
    assert "Right: Bo. 1 of 1." in table.ann.newest("Question 1 of 1")
    assert times_posted(table, "Question 1 of 1") == 1


async def test_a_channel_archived_in_mid_round_ends_the_round(table: Table) -> None:
    """Where nothing can be posted any more a round ends, and the bot goes on elsewhere."""
    other = table.playing.channel("film-club", (table.ann, table.bo))
    await table.start("questions:3")
    await happenings.archive(table.slack, table.playing.team, table.channel, table.ann.account)
    await table.playing.pass_time(3 * MINUTE)
    assert table.playing.bot.host.answered(_place(table)) is None
    await table.bo.slash('trivia start "Harbour films" questions:1', other)
    await table.playing.settle()
    await table.playing.pass_time(10_000)
    assert "Question 1 of 1" in table.bo.newest(channel=other)


def _place(table: Table) -> Place:
    return Place("slack", table.playing.team.id, table.channel.id)


async def test_a_round_goes_on_after_a_restart(table: Table) -> None:
    """Stopped without warning in mid-question, the bot goes on with it, and what was pressed is counted."""
    await table.start()
    right, _ = await table.letters()
    await table.click(table.bo, right, on="Question 1")
    await table.playing.restart()
    await table.click(table.cem, right, on="Question 1")
    await table.playing.pass_time(21_500)
    assert "2 of 2" in table.ann.newest("Question 1 of 1")
    assert times_posted(table, "Question 1 of 1") == 1


async def test_events_that_are_held_back_are_taken_note_of(table: Table) -> None:
    """Slack's word that it holds events back is acknowledged, and presses go on."""
    assert await happenings.hold_back(table.slack, table.playing.team)
    await table.start()
    right, _ = await table.letters()
    await table.click(table.bo, right, on="Question 1")
    assert f"You chose {right}" in table.bo.newest()


async def test_a_token_that_is_revoked_ends_it_with_a_reason(table: Table) -> None:
    """Once Slack takes the operator's token no more the bot leaves Slack, and a new start says what to do."""
    await table.start()
    table.slack.revoke(table.playing.team)
    await table.playing.pass_time(3 * MINUTE)
    assert table.playing.bot.left
    another = Bot("sqlite://", access(table.slack, table.playing.team), table.playing.clock, 1)
    with pytest.raises(NotJoined, match="SLACK_BOT_TOKEN"):
        await another.open()
    await another.close()


async def test_what_is_edited_or_a_programs_counts_for_nothing(table: Table) -> None:
    """A post that is changed into the answer is none, and neither is another program's."""
    await table.start()
    right, _ = await table.letters()
    thread = table.bo.newest("Question 1").thread
    post = await table.bo.say("hm", table.channel, thread=thread)
    await table.bo.edit(post, right)
    program = table.cem.post(right, table.channel, thread=thread)
    event = {**table.cem.events_of(program, table.channel)[0], "bot_id": "B0OTHER"}
    await table.slack.event(table.playing.team, event)
    await table.playing.settle()
    await table.playing.pass_time(21_500)
    assert "Right:" not in "\n".join(table.ann.newest("Question 1 of 1").lines)
    assert not any(one.private for one in (*table.bo.sees(), *table.cem.sees()))


async def test_a_receipt_that_slack_refuses_costs_no_answer(table: Table) -> None:
    """Where the private word of an answer cannot be shown the answer counts all the same."""
    await table.start()
    right, _ = await table.letters()
    press = table.bo.pressing(*table.bo.find(right, on="Question 1"))
    press["response_url"] = f"{table.slack.url}/response/gone"
    table.slack.trouble("chat.postEphemeral", Trouble(error="user_not_in_channel", times=5))
    table.slack.trouble("conversations.open", Trouble(status=500, times=5))
    await table.slack.deliver("interactive", press)
    await table.playing.settle()
    await table.playing.pass_time(21_500)
    assert "Right: Bo. 1 of 1." in table.ann.newest("Question 1 of 1")


async def test_a_press_that_cannot_be_kept_at_once_is_acknowledged_in_time(table: Table) -> None:
    """While the database is held up Slack is told within its three seconds; the words follow once the press is kept."""
    await table.start()
    right, _ = await table.letters()
    holding = sqlite3.connect(str(table.playing.bot.database.file), isolation_level=None)
    try:
        holding.execute("BEGIN IMMEDIATE")
        delivery = await table.bo.click(right, on="Question 1")
        assert delivery.took < 3
        assert not any("You chose" in one for one in table.bo.sees())
    finally:
        holding.close()
    await table.playing.settle()
    assert f"You chose {right}" in table.bo.newest()
    await table.playing.pass_time(21_500)
    assert "Right: Bo. 1 of 1." in table.ann.newest("Question 1 of 1")


async def test_a_round_keeps_its_thread_after_a_restart(table: Table) -> None:
    """Slack tells a process that was started since of a question that stands in a round's thread: that is no new thread."""
    await table.start("questions:2")
    question = next(one for one in table.slack.house.messages.values() if "Question 1 of 2" in one.text)
    await table.playing.restart()
    told = payloads.message(question, table.channel, table.playing.team, table.playing.team.bot)
    await table.slack.event(table.playing.team, told)
    await table.playing.settle()
    await table.click(table.bo, "A", on="Question 1 of 2")
    await table.playing.pass_time(30_000)
    second = table.ann.newest("Question 2 of 2")
    assert (second.thread, second.broadcast) == (question.thread, False)
