"""Forms on Discord: a command's options, then a modal for what is missing, and Fix it where something is wrong."""

from __future__ import annotations

from tests.discord_platform.playing import Playing
from tests.discord_stand_in.happenings import delete_message


async def test_a_fact_is_added_by_form(playing: Playing) -> None:
    """What the command was given is kept, the modal asks for the rest, and the fact is there."""
    ann = playing.join("Ann", moderates=True)
    opened = await ann.slash("facts add", subject="The Otter", kind="film", property="Released")
    assert opened.modal is not None
    labels = [field.label for field in ann.form]
    assert {"Value", "Source"} <= set(labels)
    assert "Kind" not in labels
    assert len(ann.form) <= 5
    await ann.submit({"Value": "1982", "Source": "Our film evening"})
    await playing.settle()
    assert ann.reads("Fact added")
    await ann.slash("film", name="otter")
    await playing.settle()
    assert ann.reads("The Otter (1982)") or ann.reads("1982")


async def test_a_refused_form_comes_back_with_its_text(playing: Playing) -> None:
    """What is wrong is said, Fix it opens the form again with all that was typed, and then it is taken."""
    ann = playing.join("Ann", moderates=True)
    await ann.slash(
        "questions add",
        question="Which street does the cinema stand in?",
        answer="Rope Walk",
        wrong="Rope Walk | Mill Lane",
        source="The town plan",
    )
    await playing.settle()
    wrong = next(field for field in ann.form if field.label == "Wrong")
    assert wrong.value == "Rope Walk | Mill Lane"
    assert "is also a right answer" in wrong.help
    await ann.submit({"Wrong": "Rope Walk"})
    await playing.settle()
    assert ann.reads("is also a right answer")
    opened = await ann.click("Fix it")
    assert opened.modal is not None
    assert next(field.value for field in ann.form if field.label == "Wrong") == "Rope Walk"
    await ann.submit({"Wrong": "Tar Yard | Mill Lane"})
    await playing.settle()
    assert ann.reads("Question added")
    assert ann.reads("Which street does the cinema stand in?")


async def test_a_form_can_be_fixed_as_often_as_it_takes(playing: Playing) -> None:
    """Fix it may be pressed again, and after the form was closed unsent."""
    ann = playing.join("Ann", moderates=True)
    await ann.slash(
        "facts add", subject="The Otter", kind="film", property="Released", value="soon", source="x"
    )
    for _ in range(2):
        if ann.form:
            await ann.submit({})
        await playing.settle()
        assert (await ann.click("Fix it")).modal is not None
    await ann.submit({"Value": "1982"})
    await playing.settle()
    assert ann.reads("Fact added")


async def test_a_form_of_before_a_restart_is_not_a_dead_end(playing: Playing) -> None:
    """A form that was open while the process was killed is taken, or says in a sentence how to go on."""
    ann = playing.join("Ann", moderates=True)
    await ann.slash("facts add", subject="The Otter", kind="film", property="Released")
    await playing.restart()
    await ann.submit({"Value": "1982", "Source": "Our film evening"})
    await playing.settle()
    assert ann.screen()
    await ann.submit({}) if ann.form else None


async def test_a_form_outlives_the_message_it_was_opened_from(playing: Playing) -> None:
    """An Answer form that is sent after a moderator deleted the question still counts."""
    ann = playing.join("Ann")
    await ann.slash("trivia start", topic="Harbour films", questions=1, mode="typed", scoring="accuracy")
    await playing.pass_time(10_000)
    answer = (await playing.question()).answer
    await ann.click("Answer")
    await delete_message(playing.at, ann.newest("Question 1 of 1").message)
    await ann.submit({"Your answer": answer})
    await playing.settle()
    assert ann.reads("Right. It is kept.")
