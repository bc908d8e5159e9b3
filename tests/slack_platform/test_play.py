"""What members do on Slack, and what each of them sees."""

from __future__ import annotations

import pytest

from tests.slack_platform.conftest import Table
from tests.slack_stand_in import happenings
from tests.slack_stand_in.forms import NotThere
from tests.slack_stand_in.reading import AskedInput, inputs_of, lines_of
from tests.slack_stand_in.server import Trouble


async def test_a_film_is_for_who_asked_until_they_share_it(table: Table) -> None:
    """A look-up is seen by its member alone; Share shows it to the channel, with who shared it."""
    await table.bo.slash("film Tide", table.channel)
    await table.playing.settle()
    assert "Tide" in table.bo.newest()
    assert table.ann.sees() == []
    await table.bo.slash("film A Gull at Noon", table.channel)
    await table.playing.settle()
    assert table.ann.sees() == []
    await table.click(table.bo, "Share")
    assert "A Gull at Noon" in table.ann.newest()
    assert "Bo" in table.ann.newest()


async def test_a_mention_is_answered_once(table: Table) -> None:
    """One post that arrives as `message` and as `app_mention` gets one answer."""
    await table.bo.mention("search lantern", table.channel)
    await table.playing.settle()
    assert len(table.bo.sees()) == 1
    assert "Search: lantern" in table.bo.sees()[0]


async def test_a_direct_message_needs_no_slash(table: Table) -> None:
    """In a direct message a command is a line of words, and the answer is an ordinary message."""
    await table.cem.say("film The Lantern", table.cem.direct)
    await table.playing.settle()
    read = table.cem.newest()
    assert "The Lantern" in read
    assert (read.channel, read.private) == (table.cem.direct.id, False)


async def test_a_round_lives_in_a_thread(table: Table) -> None:
    """The channel sees the start card and the final board; the questions stand in the thread below the start card."""
    await table.start("questions:2")
    right, wrong = await table.letters()
    await table.click(table.bo, right, on="Question 1")
    await table.click(table.cem, wrong, on="Question 1")
    assert f"You chose {right}" in table.bo.newest()
    assert f"You chose {wrong}" in table.cem.newest()
    assert not any("You chose" in one for one in table.ann.sees())
    await table.playing.pass_time(21_500 + 5_000)
    await table.click(table.bo, (await table.letters())[0], on="Question 2")
    await table.playing.pass_time(30_000)
    public = [one for one in table.ann.sees() if not one.private]
    start = public[0]
    in_channel = [one for one in public if not one.thread or one.broadcast]
    assert [one.lines[0] for one in in_channel] == [start.lines[0], "Final board · Harbour films"]
    assert {one.thread for one in public if one is not start} == {start.ts}
    assert "Right: Bo" in table.ann.newest("Question 1")
    assert "Bo wins" in public[-1]


async def test_a_typed_answer_goes_through_a_modal_or_a_command(table: Table) -> None:
    """Where answers are typed in private, Answer opens a modal and /answer does the same; nobody else sees either."""
    await table.start("questions:1 mode:typed scoring:accuracy")
    answer = await table.answer()
    await table.click(table.bo, "Answer")
    await table.bo.form.submit({"Your answer": answer})
    await table.playing.settle()
    assert "Right. It is kept." in table.bo.newest()
    await table.cem.slash(f"answer {answer}", table.channel)
    await table.playing.settle()
    assert "Right. It is kept." in table.cem.newest()
    assert not any("It is kept" in one for one in table.ann.sees())
    await table.playing.pass_time(21_500)
    assert "2 of 2" in table.ann.newest("Question 1 of 1")


async def test_a_letter_typed_in_the_thread_counts(table: Table) -> None:
    """A letter or an option typed below the question counts as a press."""
    await table.start()
    right, _ = await table.letters()
    thread = table.bo.newest("Question 1").thread
    await table.bo.say(right, table.channel, thread=thread)
    await table.playing.settle()
    assert f"You chose {right}" in table.bo.newest()


async def test_a_result_outlives_a_reload(table: Table) -> None:
    """What was said to a member alone is gone when Slack is reloaded; My result says it again, to them alone."""
    await table.start()
    right, _ = await table.letters()
    await table.click(table.bo, right, on="Question 1")
    await table.playing.pass_time(21_500)
    table.bo.reload()
    before = len(table.ann.sees())
    await table.click(table.bo, "My result")
    assert "Right." in "\n".join(table.bo.sees()[-1].lines)
    assert len(table.ann.sees()) == before


async def test_who_moderates(table: Table) -> None:
    """An admin of the workspace moderates; a member, a guest and somebody of another workspace do not."""
    guest = table.playing.join("Guest", is_restricted=True, is_admin=True)
    stranger = table.playing.join("Stranger", is_stranger=True, is_admin=True)
    table.channel.members |= {guest.id, stranger.id}
    for one in (table.bo, guest, stranger):
        await one.slash("packs list", table.channel)
        await table.playing.settle()
        assert "for this community's moderators" in one.newest()
    await table.ann.slash("packs list", table.channel)
    await table.playing.settle()
    assert "Harbour films" in table.ann.newest()


async def test_a_form_keeps_what_was_typed(table: Table) -> None:
    """A form that is refused says so beside the field, keeps the rest, and is taken once it is mended."""
    await table.ann.slash("facts add", table.channel)
    await table.playing.settle()
    given = {"Subject": "The Otter", "Kind": "film", "Property": "Released", "Source": "Our wiki"}
    await table.ann.form.submit({**given, "Value": "soon"})
    await table.playing.settle()
    assert "A date reads like" in table.ann.form.modal.errors["value"]
    assert table.bo.sees() == table.ann.sees() == []
    await table.ann.form.submit({"Value": "1982"})
    await table.playing.settle()
    assert "Released  1982" in table.ann.newest()
    assert "Fact added" in table.ann.newest()
    with pytest.raises(NotThere):
        _ = table.ann.form.modal


def _fields(table: Table) -> list[AskedInput]:
    view = table.slack.house.top_view(table.ann.id)
    return list(inputs_of(view.given["blocks"])) if view else []


async def test_names_complete_in_a_form(table: Table) -> None:
    """A field that takes a name suggests those there are, and takes a new one too."""
    await table.ann.slash("facts add", table.channel)
    await table.playing.settle()
    offered = [one["value"] for one in await table.ann.form.options("Subject", "the lan")]
    assert "The Lantern" in offered
    offered = [one["value"] for one in await table.ann.form.options("Subject", "The Otter")]
    assert "The Otter" in offered


async def test_home_shows_ones_own_figures(table: Table) -> None:
    """The Home tab shows a member's own statistics, and theirs alone."""
    await table.start()
    right, _ = await table.letters()
    await table.click(table.bo, right, on="Question 1")
    await table.playing.pass_time(21_500)
    await table.bo.open_home()
    await table.playing.settle()
    words = "\n".join(lines_of(table.bo.home.given["blocks"]))
    assert "Bo in figures" in words
    assert "1 of 1 (100%)" in words
    with pytest.raises(NotThere):
        _ = table.ann.home


async def test_nobody_is_called_by_a_name(table: Table) -> None:
    """A name that looks like a mention or like markup is letters on every card, and calls nobody."""
    mallory = table.playing.join("<!channel> *M* <@U1>")
    table.channel.members.add(mallory.id)
    await table.start()
    right, _ = await table.letters()
    await table.click(mallory, right, on="Question 1")
    await table.playing.pass_time(21_500)
    assert "Right: <!channel> *M* <@U1>" in table.ann.newest("Question 1")
    await mallory.mention("search <!here> &amp; <@U1>", table.channel)
    await table.playing.settle()
    assert "<!here> &amp; <@U1>" in mallory.newest("Nothing here matches")


async def test_groups_and_members_of_the_settings_moderate(table: Table) -> None:
    """Whom an admin names in /settings moderates: a member, and everybody of a user group but its guests."""
    guest = table.playing.join("Guest", is_restricted=True)
    table.channel.members.add(guest.id)
    table.slack.house.groups["S0WRITERS"] = (table.cem.id, guest.id)
    await table.ann.slash(f"settings moderators:<@{table.bo.id}>,<!subteam^S0WRITERS>", table.channel)
    await table.playing.settle()
    for one, may in ((table.bo, True), (table.cem, True), (guest, False)):
        await one.slash("packs list", table.channel)
        await table.playing.settle()
        assert ("Harbour films" in one.newest()) is may, one.account.name


async def test_short_commands_do_the_same(table: Table) -> None:
    """A short command of the manifest, with the workspace's own prefix, is the same command."""
    await table.bo.slash("Tide", table.channel, command="/t-sources")
    await table.playing.settle()
    assert "Tide" in table.bo.newest()


async def test_where_the_bot_is_not_a_look_up_works_and_a_round_says_what_to_do(table: Table) -> None:
    """In a private channel without the bot a look-up is answered; a round cannot be posted, and its starter is told."""
    secret = table.slack.channel(table.playing.team, "secret", [table.bo.account], bot=False)
    secret.kind = "group"
    await table.bo.slash("film The Lantern", secret)
    await table.playing.settle()
    assert "The Lantern" in table.bo.newest()
    await table.bo.slash('trivia start "Harbour films" questions:1', secret)
    await table.playing.settle()
    await table.playing.pass_time(120_000)
    assert any("/invite" in one for one in table.bo.sees(secret))
    assert table.ann.sees() == []


async def test_who_brings_the_bot_in_is_welcomed_once(table: Table) -> None:
    """Who invites the bot gets one private welcome, and not another for the next channel."""
    for name in ("one", "two"):
        channel = table.slack.channel(table.playing.team, name, [table.bo.account], bot=False)
        await happenings.invite(table.slack, table.playing.team, channel, table.bo.account)
        await table.playing.settle()
    welcomes = table.bo.sees(table.bo.direct)
    assert len(welcomes) == 1
    assert table.ann.sees() == []


async def test_a_form_that_comes_too_late_can_be_opened_by_a_button(table: Table) -> None:
    """Where Slack opens a modal no more, the form waits behind a button, for the member alone."""
    table.slack.trouble("views.open", Trouble(error="expired_trigger_id"))
    await table.ann.slash("facts add", table.channel)
    await table.playing.settle()
    await table.click(table.ann, "Fill in")
    assert [one.label for one in _fields(table)][:2] == ["Subject", "Kind"]
    assert table.bo.sees() == []


async def test_a_used_up_address_loses_no_word(table: Table) -> None:
    """A member who changes their answer many times is told each time, whatever Slack's addresses still take."""
    await table.start()
    right, wrong = await table.letters()
    for number in range(8):
        await table.click(table.bo, right if number % 2 else wrong, on="Question 1")
        assert f"You chose {right if number % 2 else wrong}" in table.bo.newest()
    await table.playing.pass_time(21_500)
    assert "Right: Bo. 1 of 1." in table.ann.newest("Question 1 of 1")
    assert any("Right." in one.lines for one in table.bo.sees())


async def test_a_round_in_a_direct_message(table: Table) -> None:
    """Alone with the bot a member plays for themselves, and a question closes on their answer."""
    await table.bo.say('trivia start "Harbour films" questions:1', table.bo.direct)
    await table.playing.settle()
    await table.playing.pass_time(10_000)
    right, _ = await table.letters(table.bo.direct)
    await table.bo.click(right, on="Question 1 of 1", channel=table.bo.direct)
    await table.playing.settle()
    await table.playing.pass_time(3_000)
    assert any("Final board" in one for one in table.bo.sees(table.bo.direct))


async def test_a_thread_of_ones_own_is_a_channel(table: Table) -> None:
    """A round that is started in a thread by mention is played there, and the channel is left in peace."""
    first = await table.bo.say("shall we?", table.channel)
    await table.bo.mention('trivia start "Harbour films" questions:1', table.channel, thread=first.ts)
    await table.playing.settle()
    await table.playing.pass_time(10_000)
    assert all(one.thread == first.ts and not one.broadcast for one in table.ann.sees())
    await table.click(table.cem, "A", on="Question 1")
    await table.playing.pass_time(21_500)
    assert any("Final board" in one for one in table.ann.sees())
    assert all(one.thread == first.ts and not one.broadcast for one in table.ann.sees())


async def test_in_direct_messages_of_others_nothing_is_posted(table: Table) -> None:
    """A command typed where two members talk is answered for who typed it, and for nobody else."""
    talk = table.slack.channel(
        table.playing.team, "directmessage", [table.bo.account, table.cem.account], bot=False
    )
    talk.kind = "im"
    await table.bo.slash("film The Lantern", talk)
    await table.playing.settle()
    assert "The Lantern" in table.bo.newest(channel=talk)
    assert table.cem.sees() == []
    await table.bo.slash('trivia start "Harbour films" questions:1', talk)
    await table.playing.settle()
    await table.playing.pass_time(60_000)
    assert not any("Question" in one for one in table.cem.sees())
