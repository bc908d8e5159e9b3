"""Forms made from a command's options, empty or sent back.

A refused form comes back whole: what was typed stays in its field, and the error stands beside the field at fault.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.cards import Card, Form, FormField
from bot.commands.parsing import Call, Misread, Misreading
from bot.commands.refusal import Fault, Flaw
from bot.commands.vocabulary import Command, Option, Takes
from bot.wording.refusals import fault_words, misread_words

_SUGGESTED = frozenset(
    {Takes.FILM, Takes.PERSON, Takes.SUBJECT, Takes.TOPIC, Takes.PROPERTY, Takes.PACK, Takes.CONTESTED}
)


def form(
    command: Command, values: Mapping[str, str | int] | None = None, errors: Mapping[str, str] | None = None
) -> Form:
    """The command's options as fields, with what is filled in already and what is wrong with it."""
    fields = tuple(_field(option, values or {}, errors or {}) for option in command.shown)
    return Form(command.path, command.help, fields, submit="Send" if command.top == "answer" else "Save")


def form_card(
    command: Command, values: Mapping[str, str | int] | None = None, errors: Mapping[str, str] | None = None
) -> Card:
    """The form as a message, for whichever platform has to show it in one."""
    return Card(form=form(command, values, errors))


def unfinished_card(call: Call) -> Card:
    """The form of a command that lacks something, or whose form was sent with something wrong."""
    return form_card(call.command, call.values, {name: _beside(fault) for name, fault in call.faults.items()})


def _beside(fault: Misread) -> str:
    return fault_words(Fault(Flaw.MISSING)) if fault.kind is Misreading.MISSING else misread_words(fault)


def refused_form(call: Call, faults: Mapping[str, Fault]) -> Card:
    """The form again, with what was typed and a sentence beside each field at fault."""
    return form_card(call.command, call.values, {name: fault_words(fault) for name, fault in faults.items()})


def label(option: Option) -> str:
    """An option's name as a field's label: "according_to" is "According to"."""
    return option.name.replace("_", " ").capitalize()


def _field(option: Option, values: Mapping[str, str | int], errors: Mapping[str, str]) -> FormField:
    given = values.get(option.name, option.default)
    return FormField(
        option=option.name,
        label=label(option),
        help=option.help,
        required=option.required,
        value="" if given is None else str(given),
        error=errors.get(option.name, ""),
        choices=option.choices,
        suggests=option.takes in _SUGGESTED,
        multiline=option.multiline,
    )
