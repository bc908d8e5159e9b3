"""The commands and buttons of rounds: who may, then the engine's move; what follows is told by the round itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import TypeAlias, assert_never
from zoneinfo import ZoneInfo

from bot.buttons import Press, Verb
from bot.cards import Card
from bot.commands import seals
from bot.commands.front import Front, Handler, Reply, told
from bot.commands.parsing import Call
from bot.commands.permissions import moderates
from bot.commands.topics import topic_of
from bot.community import CommunitySettings
from bot.instant import Instant
from bot.messages import Heard
from bot.quiz import moves
from bot.quiz.judging import LONGEST
from bot.quiz.options import Mode, RoundOptions, Scoring, Teams
from bot.quiz.round import Phase, Refusal, Round, Vote
from bot.wording import receipts as wording
from bot.wording.clean import clean
from facts.knowledge import Topic, TopicKind
from facts.names import normal
from facts.question import LETTERS

SILENT: tuple[Reply, ...] = ()

_OF_A_QUESTION = frozenset({Verb.HINT, Verb.SKIP, Verb.TYPE, Verb.ANSWER})

_Act: TypeAlias = Callable[[Front, Heard, Round, bool], Awaitable[tuple[Reply, ...]]]


async def start(front: Front, call: Call, heard: Heard) -> tuple[Reply, ...]:
    settings = await front.ledger.settings(heard.place.community)
    topic = await topic_of(front, call, heard)
    if isinstance(topic, Card):
        return told(topic)
    return await _start(front, heard, _options(call, topic, settings), topic, settings)


async def _start(
    front: Front, heard: Heard, options: RoundOptions, topic: Topic | None, settings: CommunitySettings
) -> tuple[Reply, ...]:
    refusal = _may_start(heard, settings, front.clock.now())
    refusal = refusal or await front.rounds.start(heard, options, topic, settings.mature)
    return told(wording.refused(refusal)) if refusal else SILENT


def _options(call: Call, topic: Topic | None, settings: CommunitySettings) -> RoundOptions:
    mode = Mode(call.text("mode") or settings.mode)
    # Typed answers in the open are fair only where the first right one ends the question.
    usual = Scoring.FIRST.value if call.text("mode") == Mode.TYPED.value else settings.scoring
    return RoundOptions(
        topic=topic.label if topic else "everything",
        topic_ref=f"{topic.kind.value}:{topic.id}" if topic else "",
        questions=call.whole("questions", settings.questions),
        seconds=call.whole("seconds", settings.seconds),
        mode=mode,
        scoring=Scoring(call.text("scoring") or usual),
        difficulty=call.text("difficulty") or None,
        teams=Teams(call.text("teams") or Teams.OFF),
    )


def _may_start(heard: Heard, settings: CommunitySettings, at: Instant) -> Refusal | None:
    if settings.moderators_start and not moderates(heard.member, settings):
        return Refusal.MODERATORS_START
    if settings.round_channels and heard.place.channel not in settings.round_channels:
        return Refusal.NOT_HERE
    if settings.quiet is not None and not heard.place.alone:
        local = datetime.fromtimestamp(at / 1000, UTC).astimezone(ZoneInfo(settings.zone))
        minute, quiet = local.hour * 60 + local.minute, settings.quiet
        spans_midnight = quiet.start > quiet.end
        after, before = minute >= quiet.start, minute < quiet.end
        if (after or before) if spans_midnight else (after and before):
            return Refusal.QUIET
    return None


async def stop(front: Front, call: Call, heard: Heard) -> tuple[Reply, ...]:
    return await _with_round(front, heard, _stop)


async def skip(front: Front, call: Call, heard: Heard) -> tuple[Reply, ...]:
    return await _with_round(front, heard, _skip)


async def hint(front: Front, call: Call, heard: Heard) -> tuple[Reply, ...]:
    return await _with_round(front, heard, _hint)


async def pause(front: Front, call: Call, heard: Heard) -> tuple[Reply, ...]:
    return await _with_round(front, heard, _pause)


async def resume(front: Front, call: Call, heard: Heard) -> tuple[Reply, ...]:
    return await _with_round(front, heard, _resume)


async def status(front: Front, call: Call, heard: Heard) -> tuple[Reply, ...]:
    round = await front.rounds.at(heard.place)
    if round is None:
        return told(wording.refused(Refusal.NO_ROUND))
    return told(
        wording.status(round.options.topic, round.number, round.count, round.phase, moves.board(round))
    )


async def answer(front: Front, call: Call, heard: Heard) -> tuple[Reply, ...]:
    round = await front.rounds.at(heard.place)
    if round is None:
        return told(wording.refused(Refusal.NO_ROUND))
    if round.question is None:
        return told(wording.refused(Refusal.NOT_OPEN))
    if not call.text("text"):
        return told(wording.answer_form(round.id, round.number, round.question.stem))
    await give(front, heard, round, round.number, call.text("text"), open=False)
    return SILENT


async def _with_round(front: Front, heard: Heard, act: _Act) -> tuple[Reply, ...]:
    round = await front.rounds.at(heard.place)
    if round is None:
        return told(wording.refused(Refusal.NO_ROUND))
    settings = await front.ledger.settings(heard.place.community)
    return await act(front, heard, round, moderates(heard.member, settings))


async def _stop(front: Front, heard: Heard, round: Round, moderating: bool) -> tuple[Reply, ...]:
    member, at = heard.member, front.ledger.clock.now()
    return _replied(
        await front.rounds.control(
            heard, round, lambda was: moves.stop(was, member.id, member.name, moderating, at)
        )
    )


async def _cancel(front: Front, heard: Heard, round: Round, moderating: bool) -> tuple[Reply, ...]:
    member, at = heard.member, front.ledger.clock.now()
    return _replied(
        await front.rounds.control(
            heard, round, lambda was: moves.cancel(was, member.id, member.name, moderating, at)
        )
    )


async def _skip(front: Front, heard: Heard, round: Round, moderating: bool) -> tuple[Reply, ...]:
    given, at = await front.answers.answered(round), front.ledger.clock.now()
    done = await front.rounds.control(
        heard, round, lambda was: moves.skip(was, heard.member.id, moderating, given, at)
    )
    return _replied(done, heard, "skip")


async def _hint(front: Front, heard: Heard, round: Round, moderating: bool) -> tuple[Reply, ...]:
    given = await front.answers.answered(round)
    done = await front.rounds.control(
        heard, round, lambda was: moves.hint(was, heard.member.id, moderating, given)
    )
    return _replied(done, heard, "hint")


async def _pause(front: Front, heard: Heard, round: Round, moderating: bool) -> tuple[Reply, ...]:
    at = front.ledger.clock.now()
    done = await front.rounds.control(
        heard, round, lambda was: moves.pause(was, heard.member.id, moderating, at)
    )
    if done is None and round.phase is not Phase.REVEALED:
        return told(wording.pausing())
    return _replied(done)


async def _resume(front: Front, heard: Heard, round: Round, moderating: bool) -> tuple[Reply, ...]:
    at = front.ledger.clock.now()
    return _replied(
        await front.rounds.control(
            heard, round, lambda was: moves.resume(was, heard.member.id, moderating, at)
        )
    )


def _replied(done: Card | Vote | None, heard: Heard | None = None, what: str = "") -> tuple[Reply, ...]:
    if isinstance(done, Vote):
        # A vote that nobody hears of cannot be joined, so this one is for the channel.
        return (Reply(wording.voted(done, heard.member.name if heard else "", what), private=False),)
    return told(done) if done else SILENT


async def give(front: Front, heard: Heard, round: Round, number: int, text: str, *, open: bool) -> None:
    """Take a text as an answer: a letter or an option's words as a choice, anything else as typed."""
    text = clean(text[: 4 * LONGEST])
    letter = "" if round.typed else letter_of(round, text)
    if letter:
        card = await front.answers.choose(heard, round.id, number, letter)
    elif round.typed:
        card = await front.answers.type(heard, round.id, number, text, open=open)
    else:
        card = None if open else wording.refused(Refusal.NO_SUCH_OPTION)
    if card is not None:
        await front.answers.receipt(heard, card, round.id, number)


def letter_of(round: Round, text: str) -> str:
    """The letter that a text stands for: itself, or that of the option it spells out. "" where it is neither."""
    typed = text.strip()
    letter = typed.strip(" .()").upper()  # "b)" and "B." are how lists are lettered
    if len(letter) == 1 and letter in LETTERS:
        return letter
    options = round.question.options if round.question else ()
    wanted = normal(typed)
    return next((LETTERS[i] for i, option in enumerate(options) if normal(option) == wanted), "")


async def pressed(front: Front, press: Press, heard: Heard) -> tuple[Reply, ...]:
    """What a round's button does; one that belongs to another channel or to the past is refused."""
    if press.verb is Verb.AGAIN:
        return await _again(front, press, heard)
    if press.verb is Verb.SEAL:
        return await seals.pressed(front, press, heard)
    round = await front.rounds.by_id(
        heard.place.community, press.round, press.number if press.verb in _OF_A_QUESTION else 0
    )
    if round is None or round.place != heard.place:
        return told(wording.refused(Refusal.OVER))
    if press.verb in _OF_A_QUESTION and press.number != round.number:
        return told(wording.refused(Refusal.OTHER_QUESTION))
    if press.verb is Verb.ANSWER:  # the hottest of all: it asks nothing more
        card = await front.answers.choose(heard, press.round, press.number, press.letter)
        if card is not None:
            await front.answers.receipt(heard, card, press.round, press.number)
        return SILENT
    settings = await front.ledger.settings(heard.place.community)
    moderating = moderates(heard.member, settings)
    match press.verb:
        case Verb.TYPE:
            if round.question is None or round.phase not in (Phase.POSTING, Phase.ASKING):
                return told(wording.refused(Refusal.TOO_LATE))
            return told(wording.answer_form(round.id, round.number, round.question.stem))
        case Verb.HINT:
            return await _hint(front, heard, round, moderating)
        case Verb.SKIP:
            return await _skip(front, heard, round, moderating)
        case Verb.CANCEL:
            return await _cancel(front, heard, round, moderating)
        case Verb.BEGIN | Verb.RESUME:
            if press.verb is Verb.BEGIN and round.phase is not Phase.ANNOUNCED:
                return told(wording.refused(Refusal.BEGUN))
            return await _resume(front, heard, round, moderating)
        case Verb.STOP:
            return await _stop(front, heard, round, moderating)
        case Verb.APPEAL | Verb.RIGHT | Verb.WRONG | Verb.REVOKE:
            raise AssertionError("the host has rulings.pressed do these")
        case Verb.JOIN:
            return await _join(front, heard, round, press.number - 1)
        case _:
            assert_never(press.verb)


async def _join(front: Front, heard: Heard, round: Round, team: int) -> tuple[Reply, ...]:
    done = await front.rounds.control(heard, round, lambda was: moves.join(was, heard.member.id, team))
    return _replied(done) if done else told(wording.joined(team))


async def _again(front: Front, press: Press, heard: Heard) -> tuple[Reply, ...]:
    round = await front.rounds.recall(heard.place.community, press.round)
    if round is None or round.place != heard.place:
        return told(wording.refused(Refusal.OVER))
    settings = await front.ledger.settings(heard.place.community)
    kind, _, id = round.options.topic_ref.partition(":")
    topic = Topic(TopicKind(kind), id, round.options.topic) if id else None
    return await _start(front, heard, round.options, topic, settings)


HANDLERS: Mapping[str, Handler] = {
    "trivia start": start,
    "trivia stop": stop,
    "trivia skip": skip,
    "trivia hint": hint,
    "trivia pause": pause,
    "trivia resume": resume,
    "trivia status": status,
    "answer": answer,
}
