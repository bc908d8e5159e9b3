"""`trivium chat`: a Stage that prints, and a prompt that listens.

Two laws. Nothing is decided here: each line goes to the host as it was typed. And it works without a terminal:
when lines are piped in, it reads them plainly and draws no colours.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from dataclasses import replace

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.patch_stdout import patch_stdout
from rich.console import Console

from adapters.lines import lines_of
from adapters.terminal import translate
from adapters.terminal.forms import Ask, ask
from bot.cards import Card, Form
from bot.host import Host
from bot.instant import Instant
from bot.messages import Filled, Heard, Member, Place, Show, Shown
from bot.ports import Clock, Dice
from bot.wording.welcome import welcome_card

_PRESSABLE = 20  # messages whose buttons can still be pressed by name


class TerminalStage:
    """Prints each card, and remembers what is open: the question that counts down, the form to fill in."""

    def __init__(self, clock: Clock, members: Sequence[Member], console: Console) -> None:
        self._clock = clock
        self._names = {member.id: member.name for member in members} if len(members) > 1 else {}
        self._console = console
        self._last: tuple[str, Card] | None = None
        self._question: str | None = None
        self.closes_at: Instant | None = None
        self.form: Form | None = None
        self._pressable: dict[str, dict[str, str]] = {}  # message -> label -> button

    @property
    def buttons(self) -> dict[str, str]:
        """Every label that presses something, the newest message's first choice."""
        return {label: id for labels in self._pressable.values() for label, id in labels.items()}

    def welcome(self) -> None:
        """First contact: three things to type."""
        # The lines say what its buttons do: there is nothing to press here.
        self._console.print(translate.shown(replace(welcome_card(), buttons=())))

    async def show(self, show: Show) -> Shown:
        message = show.edits or show.id
        if show.card.closes_at is not None:
            self._question, self.closes_at = message, show.card.closes_at
        elif message == self._question:
            self._question = self.closes_at = None
        self.form = show.card.form or self.form
        self._pressable.pop(message, None)
        if labels := translate.labels(show.card):
            self._pressable[message] = labels
            while len(self._pressable) > _PRESSABLE:
                del self._pressable[next(iter(self._pressable))]
        before = self._last[1] if self._last and self._last[0] == message else None
        self._last = message, show.card
        if translate.tells_more(show.card, before):
            self._console.print(translate.shown(show.card, self._names.get(show.to or "", "")))
        return Shown(message, self._clock.now())


class _Completing(Completer):
    """What the host offers for a line that begins with a slash."""

    def __init__(self, host: Host, place: Place) -> None:
        self._host = host
        self._place = place

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> list[Completion]:
        return []

    async def get_completions_async(
        self, document: Document, complete_event: CompleteEvent
    ) -> AsyncGenerator[Completion, None]:
        typed = document.text_before_cursor
        if typed.startswith("/"):
            for line in await self._host.complete(self._place, typed):
                yield Completion(line, start_position=-len(typed))


class _Chosen(Completer):
    """A form's fixed choices."""

    def __init__(self, choices: Sequence[str]) -> None:
        self._choices = choices

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> list[Completion]:
        typed = document.text_before_cursor
        return [Completion(word, -len(typed)) for word in self._choices if word.startswith(typed)]


async def chat(
    host: Host,
    stage: TerminalStage,
    place: Place,
    members: Sequence[Member],
    clock: Clock,
    dice: Dice,
    prompt: Ask | None = None,
) -> None:
    """Talks until the end of input (Ctrl-D); `prompt` asks for each line, standard input where none is given."""
    if prompt is None:
        prompt = (
            _typed(host, stage, place, clock) if sys.stdin.isatty() else _piped(lines_of(sys.stdin.fileno()))
        )
    # A name a run of the program: the numbers start again, what was heard before does not.
    # Dice that are given a seed repeat themselves; two runs must not, or the second's commands would seem done.
    run, numbers = f"{clock.now():x}{dice.token()}", itertools.count(1)

    def next_id() -> str:
        return f"{run}-{next(numbers)}"

    stage.welcome()
    while (line := await prompt(_asks(members), "", ())) is not None:
        said = translate.heard(line, place, members, stage.buttons, next_id(), clock.now())
        if said is None:
            continue
        await host.hear(said)
        await _fill(host, stage, said, prompt, next_id, clock)


async def _fill(
    host: Host, stage: TerminalStage, said: Heard, prompt: Ask, next_id: Callable[[], str], clock: Clock
) -> None:
    """Asks a form's fields; what the host refuses comes back as a form with errors, and is asked again."""
    while (form := stage.form) is not None:
        stage.form = None
        values = await ask(form, prompt)
        if values is None:
            return
        await host.hear(Heard(next_id(), said.place, said.member, Filled(form.command, values), clock.now()))


def _asks(members: Sequence[Member]) -> str:
    return f"{members[0].name}> "


def _typed(host: Host, stage: TerminalStage, place: Place, clock: Clock) -> Ask:
    session: PromptSession[str] = PromptSession()
    completing = _Completing(host, place)

    def countdown() -> StyleAndTextTuples:
        return [
            (
                "",
                f" {translate.left(stage.closes_at, clock.now()) or 'Type a name with its [ ] to press it; /help helps, Ctrl-D leaves'} ",
            )
        ]

    async def prompt(words: str, given: str, choices: tuple[str, ...]) -> str | None:
        is_line = not given and words.endswith("> ")
        try:
            with patch_stdout(raw=True):
                return await session.prompt_async(
                    words,
                    default=given,
                    completer=completing if is_line else _Chosen(choices),
                    complete_while_typing=True,
                    bottom_toolbar=countdown,
                    refresh_interval=0.5,
                )
        except (EOFError, KeyboardInterrupt):
            return None

    return prompt


def _piped(lines: AsyncIterator[bytes]) -> Ask:
    async def prompt(words: str, given: str, choices: tuple[str, ...]) -> str | None:
        line = await anext(lines, None)
        return None if line is None else line.decode("utf-8", "replace").strip() or given

    return prompt
