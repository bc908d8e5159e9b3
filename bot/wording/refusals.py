"""Every refusal as a sentence: what happened, then what to do. Never blame, never more than is needed.

A test holds that each member of each refusal enum has its words here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.cards import Button, Card, Tone
from bot.commands.parsing import LONGEST, Misread, Misreading, subcommands
from bot.commands.refusal import Fault, Flaw, Refusal
from bot.commands.vocabulary import Option, Takes
from bot.wording.clean import short
from bot.wording.values import listed

GIVEN = 60  # letters of what was typed that a refusal repeats


def _given(text: str) -> str:
    return f"“{short(text, GIVEN)}”"


def _meant(misread: Misread, prefix: str = "") -> str:
    return f" Did you mean {prefix}{misread.nearest}?" if misread.nearest else ""


def _path(misread: Misread) -> str:
    return f"/{misread.command.path}" if misread.command else "This command"


def _unknown_command(misread: Misread) -> str:
    return f"There is no command /{short(misread.given, GIVEN)}." + (
        _meant(misread, "/") or " /help lists them all."
    )


def _incomplete(misread: Misread) -> str:
    words = [f"/{misread.top} {word}" for word in subcommands(misread.top)]
    return f"/{misread.top} needs one more word: {listed(words, 'or')}."


def _unknown_subcommand(misread: Misread) -> str:
    missing = f"There is no /{misread.top} {short(misread.given, GIVEN)}."
    return missing + (_meant(misread, f"/{misread.top} ") or f" There is {listed(subcommands(misread.top))}.")


def _unknown_option(misread: Misread) -> str:
    said = f"{_path(misread)} has no option {_given(misread.given)}."
    names = [option.name for option in misread.command.shown] if misread.command else []
    if misread.nearest:
        return said + _meant(misread)
    return said + (f" It has {listed(names)}." if names else " It takes no options.")


def _unexpected(misread: Misread) -> str:
    names = [f"{option.name}:" for option in misread.command.shown] if misread.command else []
    if not names:
        return f"{_path(misread)} takes nothing after it. Type it alone."
    return f"{_path(misread)} cannot place {_given(misread.given)}. Say what it is: {listed(names, 'or')}"


def _missing(misread: Misread) -> str:
    if misread.command is None or misread.option is None:
        return "Something is missing."
    example = f" For example: {misread.command.example}" if misread.command.example else ""
    return f"{_path(misread)} needs {_a(misread.option)}.{example}"


def _a(option: Option) -> str:
    return (
        option.help
        if option.help.startswith(("a ", "the ", "your ", "what ", "one "))
        else f"its {option.name}"
    )


def bounds(option: Option) -> str:
    """What a whole number may be: "from 1 to 50"."""
    if option.least is not None and option.most is not None:
        return f"from {option.least} to {option.most}"
    return f"{option.least} or more" if option.least is not None else f"{option.most} or less"


def _number(misread: Misread) -> str:
    if misread.option is None:
        return "That is not a number this takes."
    return (
        f"{misread.option.name} takes a whole number {bounds(misread.option)}, not {_given(misread.given)}."
    )


def _not_a_choice(misread: Misread) -> str:
    if misread.option is None:
        return "That is not one of the choices."
    choices = listed(misread.option.choices, "or")
    return f"{misread.option.name} takes {choices}, not {_given(misread.given)}.{_meant(misread)}"


_MISREADINGS: Mapping[Misreading, Callable[[Misread], str]] = {
    Misreading.EMPTY: lambda _: "A command is a word right after the slash. /help lists them all.",
    Misreading.TOO_LONG: lambda _: f"A command may be {LONGEST:,} characters long. Make it shorter.",
    Misreading.UNKNOWN_COMMAND: _unknown_command,
    Misreading.INCOMPLETE: _incomplete,
    Misreading.UNKNOWN_SUBCOMMAND: _unknown_subcommand,
    Misreading.UNKNOWN_OPTION: _unknown_option,
    Misreading.UNEXPECTED: _unexpected,
    Misreading.TWICE: lambda misread: f"“{misread.given}” is given twice. Keep one.",
    Misreading.MISSING: _missing,
    Misreading.NOT_WHOLE: _number,
    Misreading.OUT_OF_RANGE: _number,
    Misreading.NOT_A_CHOICE: _not_a_choice,
}

_REFUSALS: Mapping[Refusal, str] = {
    Refusal.MODERATORS_ONLY: "{given} is for this community's moderators.",
    Refusal.NO_TOPIC: "There is no topic {given} here. A topic is a pack, a kind of subject, or a subject.",
    Refusal.NO_FACT: "There is no fact to show for that yet. Try /fact without a topic.",
    Refusal.KNOWN_FACT: "That is known already. /sources {given} shows it.",
    Refusal.NO_HITS: "Nothing here matches {given}. Try fewer or other words.",
    Refusal.NO_PACK: "There is no pack {given}. /packs list shows them.",
    Refusal.NO_COMMAND: "There is no command {given}. /help lists them all.",
    Refusal.PACK_ON: "{given} is on already.",
    Refusal.PACK_OFF: "{given} is off already.",
    Refusal.BAD_QUIET: "Quiet hours read like 22:00-07:00, or off, not {given}.",
    Refusal.BAD_ZONE: "There is no time zone {given}. Zones read like Europe/Paris or UTC.",
    Refusal.BAD_CHANNELS: "Channels read like general, quiz, or all for everywhere: 50 of them at most.",
    Refusal.BAD_MODERATORS: "Name moderators by their ids, with commas, or none: 50 of them at most.",
}

_FLAWS: Mapping[Flaw, str] = {
    Flaw.MISSING: "This is needed.",
    Flaw.TOO_LONG: "At most {given} characters, please.",
    Flaw.NOT_A_DATE: "A date reads like 1985, July 1985, 3 July 1985, mid-2000s, 1960s, or 1960s to 1980s.",
    Flaw.NOT_A_NUMBER: "A number reads like 17, more than 15,000, or between 5 and 10.",
    Flaw.NOT_A_QUANTITY: "A number with its unit reads like 17 films, or more than 15,000 films.",
    Flaw.NO_PROPERTY: "There is no property {given}.",
    Flaw.NOT_OF_THIS_KIND: "{given} is not said of a subject of this kind.",
    Flaw.NEW_SUBJECT: "{given} is new here. Choose its kind, or pick one that is known.",
    Flaw.UNKNOWN_VALUE: "{given} is not known here. Add a fact about it first.",
    Flaw.WHICH_SUBJECT: "Several subjects are called {given}. Say which.",
    Flaw.WRONG_KIND_OF_VALUE: "{given} is of another kind than this property takes.",
    Flaw.WRONG_COUNT: "One to three wrong answers, with | between them.",
    Flaw.WRONG_TWICE: "{given} stands there twice.",
    Flaw.WRONG_IS_RIGHT: "{given} is also a right answer.",
    Flaw.ANSWER_IN_STEM: "The question gives its answer away: {given} stands in it.",
    Flaw.UNKNOWN_SUBJECT: "{given} is not known here. Leave it empty, or name a known subject.",
}


def misread_words(misread: Misread) -> str:
    """What is wrong with a line that could not be read, in one or two sentences."""
    return _MISREADINGS[misread.kind](misread)


def refusal_words(refusal: Refusal, given: str = "", instead: tuple[str, ...] = ()) -> str:
    """Why something is not done."""
    said = short(given, GIVEN) if refusal is Refusal.MODERATORS_ONLY else _given(given)
    return _REFUSALS[refusal].format(given=said) + _instead(instead)


def fault_words(fault: Fault) -> str:
    """What stands beside a field that was refused."""
    plain = fault.flaw is Flaw.TOO_LONG
    given = fault.given if plain else _given(fault.given)
    return _FLAWS[fault.flaw].format(given=given) + _instead(fault.instead)


def _instead(instead: tuple[str, ...]) -> str:
    return f" Nearest: {listed([short(each, GIVEN) for each in instead], 'or')}." if instead else ""


def refused(sentence: str, buttons: tuple[Button, ...] = ()) -> Card:
    """A refusal as a card."""
    return Card(tone=Tone.REFUSAL, lines=(sentence,), buttons=buttons)


def refused_all(sentences: tuple[str, ...]) -> Card:
    """Several refusals at once, one a line."""
    return Card(tone=Tone.REFUSAL, lines=sentences)


def misread_card(misread: Misread) -> Card:
    """A line that could not be read as a card, with a button for what was probably meant."""
    return refused(misread_words(misread), _buttons(misread))


def _buttons(misread: Misread) -> tuple[Button, ...]:
    """A nearest command that runs as it is becomes a button; help is one press away for the rest."""
    from_top = f"{misread.top} {misread.nearest}" if misread.top else misread.nearest
    if misread.kind in {Misreading.UNKNOWN_COMMAND, Misreading.UNKNOWN_SUBCOMMAND} and misread.nearest:
        return (Button(f"/help command:{from_top}", f"Help on /{from_top}"),)
    if misread.command is not None:
        return (Button(f"/help command:{misread.command.path}", f"Help on /{misread.command.path}"),)
    return (Button("/help", "Help"),)


def takes_words(option: Option) -> str:
    """What an option takes, for help: "a whole number from 1 to 50", "one of choice or typed"."""
    if option.takes is Takes.WHOLE:
        return f"a number {bounds(option)}"
    if option.takes is Takes.CHOICE:
        return listed(option.choices, "or")
    return ""
