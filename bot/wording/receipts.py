"""What one member alone is told of a round: receipts, verdicts, the answer form, and why a move was refused."""

from __future__ import annotations

from bot.buttons import Press, Verb
from bot.cards import BoardLine, Button, Card, Form, FormField, Tone
from bot.instant import SECOND
from bot.quiz.happenings import Board
from bot.quiz.options import RoundOptions, Scoring
from bot.quiz.round import Phase, Refusal, Vote
from bot.quiz.scoring import Answer
from bot.quiz.standings import TEAM_NAMES, Standing
from bot.wording.clean import short
from bot.wording.rounds import NAMES, board_lines, full_stop, team_lines
from bot.wording.values import counted


def _told(sentence: str) -> Card:
    return Card(tone=Tone.RECEIPT, lines=(sentence,))


def own_place(row: Standing, asked_so_far: int) -> Card:
    """Their line of the board, for who is not among those it names."""
    line = BoardLine(
        row.place, short(row.name, 40), row.points, f"{row.right} of {asked_so_far} right", yours=True
    )
    return Card("Your place", tone=Tone.RECEIPT, board=(line,))


def chose(letter: str, text: str, after: str) -> Card:
    return _told(f"You chose {letter}, {full_stop(text)} {after}".rstrip())


CHANGEABLE = "You can change it until the close."
STANDS = "Your first choice stands."


def typed_right() -> Card:
    return _told("Right. It is kept.")


def typed_wrong() -> Card:
    return _told("Not that. You can try again until the close.")


def near() -> Card:
    return _told("Close. Check the spelling.")


def waiting() -> Card:
    """An answer that has arrived and cannot be saved yet: no promise, and no loss."""
    return _told("Your answer has arrived and waits to be saved. You will be told when it is.")


def lost() -> Card:
    return Card(
        tone=Tone.REFUSAL,
        lines=("Your answer could not be saved, so it does not count. Please give it again.",),
    )


def verdict(answer: Answer, options: RoundOptions) -> Card:
    """What came of a member's answer, once the question has closed."""
    if not answer.right:
        return _told("Not right this time.")
    seconds = f"{answer.took / SECOND:.1f} seconds"
    if options.scoring is Scoring.ACCURACY:
        return _told("Right.")
    if not answer.points:
        return _told(f"Right, in {seconds}, after the first.")
    return _told(f"Right, in {seconds}: {counted(answer.points, 'point')}.")


def answer_form(round_id: str, number: int, stem: str, given: str = "", error: str = "") -> Card:
    """The form behind the Answer button; it knows its question, so that a late one is told from a new one."""
    field = FormField("text", "Your answer", required=True, value=given, error=error)
    form = Form(Press(Verb.ANSWER, round_id, number).id, f"Question {number}", (field,), submit="Answer")
    return Card(stem, form=form)


def joined(team: int) -> Card:
    return _told(f"You are in team {TEAM_NAMES[team]}.")


def voted(vote: Vote, name: str, what: str) -> Card:
    """A vote was counted; `what` is "skip" or "hint"."""
    return Card(lines=(f"{short(name, 40)} votes for a {what}: {vote.votes} of {vote.needed}.",))


def pausing() -> Card:
    return _told("The round pauses after this question.")


def beginning() -> Card:
    return _told("Here it comes.")


_STANDS = {
    Phase.ANNOUNCED: "About to begin",
    Phase.POSTING: "A question is coming",
    Phase.ASKING: "A question is open",
    Phase.REVEALED: "Between two questions",
    Phase.PAUSED: "Paused",
    Phase.ENDED: "Over",
}


def status(topic: str, number: int, count: int, phase: Phase, board: Board) -> Card:
    told = f"Question {number} of {count}." if number else "The first question is about to come."
    return Card(
        f"A round on {topic}",
        heading=_STANDS[phase],
        lines=(told, *team_lines(board)),
        board=board_lines(board.rows[:NAMES], board.asked),
        buttons=(Button("/trivia stop", "Stop"),),
    )


_REFUSALS = {
    Refusal.NOT_OPEN: "No question is open here now. The next one comes in a moment.",
    Refusal.OTHER_QUESTION: "That button belongs to a question that has closed. Use the newest one.",
    Refusal.TOO_EARLY: "That was sent before the question was shown. Answer it again.",
    Refusal.TOO_LATE: "Too late: the question has closed.",
    Refusal.LOCKED: "Your first choice stands.",
    Refusal.OPTION_GONE: "A hint took that option away. Choose another.",
    Refusal.NO_SUCH_OPTION: "This question has no such letter. Choose one that it shows.",
    Refusal.NOT_YOURS: "Only who started the round, or a moderator, can do that.",
    Refusal.NOTHING_TO_HINT: "There is no further hint for this question.",
    Refusal.NOT_PAUSED: "The round is not paused.",
    Refusal.ALREADY_PAUSED: "The round is paused already, or will be after this question.",
    Refusal.VOTED: "Your vote is counted already.",
    Refusal.NO_VOTE: "Answer a question first: votes are for who is playing.",
    Refusal.SEATED: "You have answered for your team already and stay in it.",
    Refusal.NO_TEAMS: "This round has no teams to choose from.",
    Refusal.OVER: "That round is over. Start another with /trivia start.",
    Refusal.NO_ROUND: "There is no round in this channel. Start one with /trivia start.",
    Refusal.RUNNING: (
        "There is a round in this channel already. Join it by answering, or stop it with /trivia stop."
    ),
    Refusal.NOBODY_STAYS: (
        "A round needs a bot that stays: play it with trivium chat, or in the playground of trivium run."
    ),
    Refusal.IN_PRIVATE: "Answer with the Answer button or /answer, so that nobody can copy it.",
    Refusal.NO_QUESTIONS: "There are no questions on that topic for such a round. Try another topic, or /trivia start.",
    Refusal.NO_TYPED: "No question on that topic can be typed. Start it with mode:choice.",
    Refusal.NOT_HERE: "Rounds are not played in this channel. A moderator can change that with /settings.",
    Refusal.MODERATORS_START: "Only moderators start rounds here.",
    Refusal.QUIET: "It is quiet time here now. Rounds can start again later; /settings shows the hours.",
    Refusal.EMPTY: "Type an answer first.",
    Refusal.TOO_LONG: "That is too long for an answer. Keep it under 200 characters.",
    Refusal.TOO_MANY: "That is enough tries for one question. The answer comes at the close.",
    Refusal.BEGUN: "The round has begun. Stop it with /trivia stop.",
}


def sentence(refusal: Refusal) -> str:
    """Why a move changes nothing, and what to do."""
    return _REFUSALS[refusal]


def refused(refusal: Refusal) -> Card:
    # From a second start one is led to the round that runs.
    buttons = (Button("/trivia status", "How it stands"),) if refusal is Refusal.RUNNING else ()
    return Card(tone=Tone.REFUSAL, lines=(sentence(refusal),), buttons=buttons)
