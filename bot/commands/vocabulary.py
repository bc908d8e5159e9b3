"""Every command as data: what platforms' menus, parsers, completions and the help pages are made from.

A command that is not built is not here. To add one: its line here, its handler in the family's file (found by its
path), its words in `bot.wording`; no platform changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Takes(StrEnum):
    """What an option's value is."""

    TEXT = "text"
    WHOLE = "whole"  # a whole number, between `least` and `most`
    CHOICE = "choice"  # one of `choices`
    FILM = "film"  # a film's name, completed, typos forgiven
    PERSON = "person"
    SUBJECT = "subject"  # any subject's name
    TOPIC = "topic"  # a pack, a kind, or a subject and what touches it
    PROPERTY = "property"
    PACK = "pack"
    MEMBER = "member"
    COMMAND = "command"
    CONTESTED = "contested"  # a text given to a question of the newest round and counted as wrong


class Who(StrEnum):
    EVERYONE = "everyone"
    MODERATORS = "moderators"
    HOSTS = "hosts"  # moderators, and who started the round that it is about: the handler knows which


class Seen(StrEnum):
    """Who sees the reply. SHARED is the channel on Discord, oneself with a Share button on Slack."""

    CHANNEL = "channel"
    SHARED = "shared"
    ONESELF = "oneself"


@dataclass(frozen=True, slots=True)
class Option:
    """One option: `help` is a phrase shown beside it. `rest` takes all the words that are left when typed bare.

    A `hidden` option is for buttons (the next page, a spoiler): no menu, form or help page lists it.
    """

    name: str
    takes: Takes
    help: str
    required: bool = False
    default: str | int | None = None
    least: int | None = None
    most: int | None = None
    choices: tuple[str, ...] = ()
    rest: bool = False
    multiline: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its path ("trivia start" is two words), what it does in a few words, who may, who sees.

    `form` says that it opens as a form when something required is missing, `changes` that doing it twice is not as
    doing it once: one that a platform delivers again is then not done again.
    """

    path: str
    help: str
    options: tuple[Option, ...] = ()
    who: Who = Who.EVERYONE
    seen: Seen = Seen.ONESELF
    form: bool = False
    example: str = ""
    changes: bool = False

    @property
    def top(self) -> str:
        """The first word: the name of the command that platforms list."""
        return self.path.split(" ")[0]

    @property
    def required(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if option.required)

    @property
    def shown(self) -> tuple[Option, ...]:
        """The options that menus, forms and help pages list."""
        return tuple(option for option in self.options if not option.hidden)

    def option(self, name: str) -> Option | None:
        return next((option for option in self.options if option.name == name), None)


def _name(takes: Takes, help: str) -> Option:
    return Option("name", takes, help, required=True, rest=True)


_TOPIC = Option("topic", Takes.TOPIC, "a pack, a kind of subject, or a subject", rest=True)
_PAGE = Option("page", Takes.WHOLE, "which page", least=1, most=99, hidden=True)
_SPOILERS = Option("spoilers", Takes.CHOICE, "whether to show spoilers", choices=("yes",), hidden=True)

COMMANDS = (
    Command(
        "film",
        "Look up a film.",
        (_name(Takes.FILM, "the film's name"), _PAGE, _SPOILERS),
        seen=Seen.SHARED,
        example="/film Pulgasari",
    ),
    Command(
        "person",
        "Look up a person.",
        (_name(Takes.PERSON, "the person's name"), _PAGE, _SPOILERS),
        seen=Seen.SHARED,
        example="/person Shin Sang-ok",
    ),
    Command(
        "about",
        "Look up anything.",
        (_name(Takes.SUBJECT, "a name"), _PAGE, _SPOILERS),
        seen=Seen.SHARED,
        example="/about Ryongchon",
    ),
    Command("fact", "Show one fact at random.", (_TOPIC,), seen=Seen.CHANNEL, example="/fact"),
    Command(
        "search",
        "Search names and facts.",
        (Option("words", Takes.TEXT, "what to look for", required=True, rest=True),),
        example="/search monster",
    ),
    Command(
        "sources",
        "Show where each fact comes from.",
        (_name(Takes.SUBJECT, "a name"), _PAGE, _SPOILERS),
        example="/sources Pulgasari",
    ),
    Command(
        "trivia start",
        "Start a round.",
        (
            _TOPIC,
            Option("questions", Takes.WHOLE, "how many", default=10, least=1, most=50),
            Option("seconds", Takes.WHOLE, "for each question", default=20, least=5, most=300),
            Option(
                "mode",
                Takes.CHOICE,
                "letters to choose from, or typed answers",
                default="choice",
                choices=("choice", "typed"),
            ),
            Option(
                "scoring",
                Takes.CHOICE,
                "a point each, points for speed, or first takes it",
                default="accuracy",
                choices=("accuracy", "speed", "first"),
            ),
            Option(
                "difficulty", Takes.CHOICE, "which questions", choices=("easy", "medium", "hard", "rising")
            ),
            Option(
                "teams",
                Takes.CHOICE,
                "no teams, chosen ones, or dealt ones",
                default="off",
                choices=("off", "join", "balanced"),
            ),
        ),
        seen=Seen.CHANNEL,
        example='/trivia start "North Korean cinema" questions:5',
        changes=True,
    ),
    Command("trivia stop", "Stop the round.", seen=Seen.CHANNEL, changes=True),
    Command("trivia skip", "Skip this question.", seen=Seen.CHANNEL, changes=True),
    Command("trivia hint", "Ask for a hint.", seen=Seen.CHANNEL, changes=True),
    Command("trivia pause", "Pause the round after this question.", seen=Seen.CHANNEL, changes=True),
    Command("trivia resume", "Go on with a paused round.", seen=Seen.CHANNEL, changes=True),
    Command("trivia status", "Show how the round stands.", seen=Seen.ONESELF),
    Command(
        "answer",
        "Answer the open question.",
        (Option("text", Takes.TEXT, "your answer, or its letter", required=True, rest=True),),
        form=True,
        example="/answer Moscow",
    ),
    Command(
        "appeal",
        "Ask for a ruling on your own answer.",
        (
            Option(
                "question",
                Takes.WHOLE,
                "its number in the newest round; else the last that you answered wrongly",
                least=1,
                most=50,
            ),
        ),
        example="/appeal 3",
        changes=True,
    ),
    Command(
        "leaderboard",
        "Show who leads.",
        (
            Option(
                "period",
                Takes.CHOICE,
                "how far back",
                default="month",
                choices=("day", "week", "month", "all"),
            ),
            _TOPIC,
        ),
        seen=Seen.CHANNEL,
        example="/leaderboard week",
    ),
    Command(
        "stats",
        "Show your answers in figures.",
        (Option("member", Takes.MEMBER, "another member", rest=True),),
        example="/stats",
    ),
    Command(
        "facts add",
        "Add a fact with its source.",
        (
            Option(
                "subject", Takes.SUBJECT, "what it is about; a new name makes a new subject", required=True
            ),
            Option(
                "kind",
                Takes.CHOICE,
                "what a new subject is",
                choices=(
                    "film",
                    "person",
                    "organisation",
                    "festival",
                    "award",
                    "event",
                    "place",
                    "law",
                    "period",
                    "topic",
                ),
            ),
            Option("property", Takes.PROPERTY, "what is said of it", required=True),
            Option("value", Takes.TEXT, "the value", required=True),
            Option("source", Takes.TEXT, "title of the source", required=True),
            Option("author", Takes.TEXT, "who wrote the source"),
            Option("publisher", Takes.TEXT, "who published it"),
            Option("date", Takes.TEXT, "when it was published"),
            Option("link", Takes.TEXT, "its address, or the page"),
            Option("according_to", Takes.TEXT, "who claims it, if it is a claim"),
        ),
        who=Who.MODERATORS,
        form=True,
        example='/facts add subject:Salt property:genre value:drama source:"A history of film"',
        changes=True,
    ),
    Command(
        "questions add",
        "Add a question with its source.",
        (
            Option("question", Takes.TEXT, "what is asked", required=True, multiline=True),
            Option("answer", Takes.TEXT, "the right answer", required=True),
            Option("wrong", Takes.TEXT, "one to three wrong answers, with | between", required=True),
            Option("why", Takes.TEXT, "a sentence for the reveal", multiline=True),
            Option("source", Takes.TEXT, "title of the source", required=True),
            Option("also", Takes.TEXT, "other right wordings, with | between"),
            Option("subject", Takes.SUBJECT, "what it is about"),
            Option(
                "difficulty", Takes.CHOICE, "how hard", default="medium", choices=("easy", "medium", "hard")
            ),
        ),
        who=Who.MODERATORS,
        form=True,
        example='/questions add question:"Who made it?" answer:Ann wrong:"Bo | Cem" source:"Our wiki"',
        changes=True,
    ),
    Command(
        "rule",
        "Rule on an answer that members gave.",
        (
            Option(
                "question", Takes.WHOLE, "its number in the newest round", required=True, least=1, most=50
            ),
            Option("answer", Takes.CONTESTED, "what was given, or its letter", required=True),
            Option(
                "verdict",
                Takes.CHOICE,
                "right, wrong, or take a ruling back",
                required=True,
                choices=("right", "wrong", "revoke"),
            ),
            Option("reason", Takes.TEXT, "told to those whom it concerns"),
        ),
        who=Who.HOSTS,
        form=True,
        example='/rule question:3 answer:"Moskva" verdict:right reason:"The Russian name"',
        changes=True,
    ),
    Command("packs list", "List the packs.", who=Who.MODERATORS),
    Command(
        "packs info",
        "Show what a pack holds.",
        (Option("pack", Takes.PACK, "the pack's name", required=True, rest=True),),
        who=Who.MODERATORS,
    ),
    Command(
        "packs on",
        "Turn a pack on.",
        (Option("pack", Takes.PACK, "the pack's name", required=True, rest=True),),
        who=Who.MODERATORS,
        changes=True,
    ),
    Command(
        "packs off",
        "Turn a pack off.",
        (Option("pack", Takes.PACK, "the pack's name", required=True, rest=True),),
        who=Who.MODERATORS,
        changes=True,
    ),
    Command(
        "settings",
        "Show or change how Trivium behaves here.",
        (
            Option("language", Takes.CHOICE, "the bot's language", choices=("en",)),
            Option("audience", Takes.CHOICE, "who reads here", choices=("everyone", "mature")),
            Option("round_channels", Takes.TEXT, "where rounds may run, with commas; all for everywhere"),
            Option("start", Takes.CHOICE, "who may start rounds", choices=("everyone", "moderators")),
            Option("quiet", Takes.TEXT, "no rounds then: 22:00-07:00, or off"),
            Option("zone", Takes.TEXT, "time zone, such as Europe/Paris"),
            Option("moderators", Takes.TEXT, "ids of members who moderate too, with commas; or none"),
            Option("questions", Takes.WHOLE, "a round's usual length", least=1, most=50),
            Option("seconds", Takes.WHOLE, "a question's usual time", least=5, most=300),
            Option("mode", Takes.CHOICE, "a round's usual mode", choices=("choice", "typed")),
            Option(
                "scoring", Takes.CHOICE, "a round's usual scoring", choices=("accuracy", "speed", "first")
            ),
        ),
        who=Who.MODERATORS,
        example="/settings audience:mature",
        changes=True,
    ),
    Command(
        "help",
        "Show what Trivium can do.",
        (Option("command", Takes.COMMAND, "one command", rest=True),),
        example="/help trivia start",
    ),
)

COMMAND = {command.path: command for command in COMMANDS}
TOPS = tuple(dict.fromkeys(command.top for command in COMMANDS))
