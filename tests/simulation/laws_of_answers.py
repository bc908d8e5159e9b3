"""What must hold of answers after every run: kept as they were sent, counted as the rules say, refused for a reason."""

from __future__ import annotations

from collections.abc import Iterator

from bot.buttons import Verb
from bot.instant import SECOND
from bot.messages import Show
from tests.simulation.evidence import Evidence, Spot
from tests.simulation.members import right_answer
from tests.simulation.model import GRACE, Worth, totals, worth

ACKNOWLEDGED = ("You chose", "Right. It is kept.", "Not that.", "Close.")
UNFOUNDED = (
    "Too late",
    "That round is over",
    "There is no round",
    "That button belongs",
    "No question is open",
)


def kept_as_sent(e: Evidence) -> Iterator[str]:
    """What stands in the ledger was sent so, and one delivery is one attempt."""
    seen: set[str] = set()
    for spot, rows in e.attempts.items():
        for member, id, sent, choice, text, right in rows:
            delivery = e.world.platform.deliveries[id]
            heard, said = delivery.heard, e.text(delivery, spot)
            if id in seen:
                yield f"{id} is kept twice"
            seen.add(id)
            if (member, sent) != (heard.member.id, heard.sent_at):
                yield f"{id} was sent by {heard.member.id} at {heard.sent_at}, and is kept as {member}'s, {sent}"
            kept = text if choice is None else e.asked[spot]["options"][choice]
            if kept != said or bool(right) != (said == right_answer(e.asked[spot]["stem"])):
                yield f"{id} said {said!r} and is kept as {kept!r}, right: {right}"
            press = delivery.press
            if press is not None and (press.round, press.number) != spot:
                yield f"{id} pressed a button of {press.round}, {press.number} and is kept for {spot}"


def acknowledged_is_kept(e: Evidence) -> Iterator[str]:
    """Who was told that their answer is taken has it in the ledger."""
    kept = {row[1] for rows in e.attempts.values() for row in rows}
    for id, delivery in e.world.platform.deliveries.items():
        if id not in kept and any(_first(show).startswith(ACKNOWLEDGED) for show in delivery.replies):
            yield f"{id} was acknowledged and is not kept"


def counted_by_the_rules(e: Evidence) -> Iterator[str]:
    """The answers of each question are those that the model makes of what was sent: in time, once a member, by the rules."""
    for spot in e.asked:
        rules, how = e.rules(spot), e.how(spot)
        counted = [(who, bool(right), took, points) for who, right, took, points in e.answers[spot]]
        expected = worth(rules, e.given(spot)) if rules and how == "closed" else []
        model = sorted((one.member, one.right, one.took, one.points) for one in expected)
        if sorted(counted) != model:
            yield f"{spot} ({how}): counted {counted}, the model says {model}"
        if counted and how != "closed":
            yield f"{spot} was {how or 'never revealed'}, and scores {counted}"


def standings_are_right(e: Evidence) -> Iterator[str]:
    """A round's scores and its last card are the sums of its questions."""
    for id, state in e.rounds.items():
        closed = [spot for spot in e.asked if spot.round == id and e.how(spot) == "closed"]
        answers: list[list[Worth]] = []
        for spot in closed:
            rules = e.rules(spot)
            answers.append(worth(rules, e.given(spot)) if rules else [])
        model = totals(answers)
        scores = {one["member"]: (one["points"], one["right"], one["answered"]) for one in state["scores"]}
        if scores != model or state["counted_questions"] != len(closed):
            yield f"round {id} stands at {scores}, the model says {model}"
        for board in (
            card["board"] for _, round, slot, _, card, _ in e.outbox if (round, slot) == (id, "end")
        ):
            shown = {line["name"].lower(): line["points"] for line in board}
            if shown != {who: points for who, (points, _, _) in model.items()}:
                yield f"round {id} shows {shown}, the model says {model}"


def refused_for_a_reason(e: Evidence) -> Iterator[str]:
    """Who answered in time, and was told no before the question had closed, was told so wrongly."""
    skew = e.world.profile.platform_skew
    closing = 3000 if e.world.troubled else 200  # a close that is under way takes nothing more
    for id, delivery in e.world.platform.deliveries.items():
        press = delivery.press
        if press is None or press.verb is not Verb.ANSWER or Spot(press.round, press.number) not in e.asked:
            continue
        spot = Spot(press.round, press.number)
        rules = e.rules(spot)
        if rules is None:
            continue
        deadline = rules.deadline - e.moved.get(spot, 0)  # when it was refused nobody knew of a later one
        if not rules.opened <= delivery.heard.sent_at <= deadline:
            continue
        for show in delivery.replies:
            if not _first(show).startswith(UNFOUNDED):
                continue
            told = next(at for at, _, one in e.world.platform.tried if one is show)
            closed = e.closed.get(spot, told)
            if spot in e.cuts and e.world.profile.away[1]:
                continue  # where nobody served for a while, its early close was put off after all
            until = min(e.cuts.get(spot, closed), closed - closing, deadline - skew + GRACE)
            if told < until and not any(told <= death <= closed for death in e.world.deaths):
                yield f"{id} was told {_first(show)!r} {(e.closed[spot] - told) / SECOND} s before the close"


def closed_is_closed(e: Evidence) -> Iterator[str]:
    """What is first heard after an early close, or after the close itself, does not count."""
    for spot, rows in e.attempts.items():
        ends = [at for at in (e.cuts.get(spot), e.closed.get(spot)) if at is not None]
        for _, id, *_ in rows:
            heard = min(e.world.platform.deliveries[id].begun)
            if ends and heard > min(ends):
                yield f"{id} was heard {(heard - min(ends)) / SECOND} s after the end of {spot}, and is kept"


def never_silent(e: Evidence) -> Iterator[str]:
    """An answer given by a button is kept or refused, once a process has heard it to the end."""
    kept = {row[1] for rows in e.attempts.values() for row in rows}
    for id, delivery in e.world.platform.deliveries.items():
        press = delivery.press
        if press is None or press.verb is not Verb.ANSWER or delivery.replies or id in kept:
            continue
        soon = any(0 <= death - done < 2000 for death in e.world.deaths for done in delivery.done)
        if (
            len(delivery.done) == len(delivery.begun) > 0 and not soon
        ):  # no process died over it, nor just after
            yield f"{id} ({delivery.heard.content}) met with silence"


def _first(show: Show) -> str:
    return show.card.lines[0] if show.card.lines else ""
