"""A member before a modal: what is suggested, what they fill in, what becomes of it when they send it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tests.slack_stand_in import limits, payloads
from tests.slack_stand_in.deliveries import Delivery
from tests.slack_stand_in.reading import AskedInput, block_name, inputs_of
from tests.slack_stand_in.server import Slack
from tests.slack_stand_in.workspace import Account, Team, View

NEEDED = "Please complete this required field."
"""What Slack itself says beside a field that was left empty."""


class NotThere(Exception):
    """The member sees no such button, field or option."""


class Form:
    """The modals of one member."""

    def __init__(self, slack: Slack, team: Team, account: Account) -> None:
        self._slack = slack
        self._team = team
        self._account = account
        self._views = slack.methods.views

    @property
    def modal(self) -> View:
        """The modal in front of them. Raises NotThere."""
        view = self._slack.house.top_view(self._account.id)
        if view is None:
            raise NotThere(f"{self._account.name} has no modal in front of them")
        return view

    def field(self, label: str) -> AskedInput:
        asked = inputs_of(self.modal.given["blocks"])
        found = next((one for one in asked if one.label == label), None)
        if found is None:
            raise NotThere(f"the modal has no field {label}; it has {', '.join(one.label for one in asked)}")
        return found

    async def options(self, label: str, typed: str) -> list[dict[str, Any]]:
        """What is suggested in a select whose options the app gives."""
        asked = self.field(label)
        if asked.element["type"] != "external_select":
            raise NotThere(f"{label} suggests nothing")
        if len(typed) < asked.element.get("min_query_length", 3):
            return []
        action = asked.element.get("action_id", "")
        sent = payloads.suggestion(self._account, self._team, self.modal, asked.block, action, typed)
        answer = dict((await self._slack.deliver("interactive", sent)).answer)
        self._slack.complaints += limits.options_faults(answer)
        grouped = [one for group in answer.get("option_groups", ()) for one in group["options"]]
        return [*answer.get("options", ()), *grouped]

    async def fill(self, values: Mapping[str, str]) -> None:
        """Put values into the modal's fields, by label."""
        for label, value in values.items():
            asked = self.field(label)
            key = (asked.block, str(asked.element.get("action_id", "")))
            self.modal.filled[key] = await self._filled(asked, label, value)

    async def _filled(self, asked: AskedInput, label: str, value: str) -> dict[str, Any]:
        kind = asked.element["type"]
        if kind == "external_select":
            return {"type": kind, "selected_option": _chosen(await self.options(label, value), label, value)}
        if kind in {"static_select", "radio_buttons"}:
            return {"type": kind, "selected_option": _chosen(asked.element["options"], label, value)}
        if kind == "users_select":
            return {"type": kind, "selected_user": value}
        return {"type": kind, "value": value or None}

    async def submit(self, values: Mapping[str, str] | None = None) -> Delivery | None:
        """Fill the modal in and send it. Slack itself keeps back what lacks a required field."""
        await self.fill(values or {})
        view = self.modal
        state = {
            one.block: {str(one.element.get("action_id", "")): _standing(view, one)} for one in _asked(view)
        }
        empty = [one.block for one in _asked(view) if not one.optional and _is_empty(state[one.block])]
        if empty:
            self._mistaken(view, dict.fromkeys(empty, NEEDED))
            return None
        trigger = self._views.trigger(self._account.id)
        sent = payloads.submission(self._account, self._team, view, state, trigger)
        delivery = await self._slack.deliver("interactive", sent)
        if delivery.acknowledged:
            self._follow(view, delivery.answer)
        return delivery

    def _follow(self, view: View, answer: Mapping[str, Any]) -> None:
        """What the app's acknowledgement does with the modal."""
        house = self._slack.house
        match answer.get("response_action"):
            case "errors":
                blocks = {block_name(one, number) for number, one in enumerate(view.given["blocks"])}
                unknown = answer["errors"].keys() - blocks
                self._slack.complaints += [f"errors: the modal has no block {name}" for name in unknown]
                self._mistaken(view, answer["errors"])
            case "update":
                self._views.check(answer.get("view"))
                self._views.change(house.views[view.id], answer["view"])
            case "push":
                self._views.check(answer.get("view"))
                self._views.put(self._team, self._account.id, answer["view"], view)
            case "clear":
                for one in house.views.values():
                    if one.root == view.root:
                        one.open = False
            case _:
                house.views[view.id].open = False

    def _mistaken(self, view: View, errors: Mapping[str, str]) -> None:
        self._slack.house.show(replace(view, errors=errors), changes=True)

    def close(self) -> None:
        self.modal.open = False


def _asked(view: View) -> list[AskedInput]:
    return inputs_of(view.given["blocks"])


def _standing(view: View, asked: AskedInput) -> dict[str, Any]:
    """What stands in a field: what was filled in, or what it began with."""
    element = asked.element
    filled = view.filled.get((asked.block, str(element.get("action_id", ""))))
    if filled is not None:
        return dict(filled)
    if "selec" in element["type"] or element["type"] == "radio_buttons":
        return {"type": element["type"], "selected_option": element.get("initial_option")}
    return {"type": element["type"], "value": element.get("initial_value")}


def _is_empty(state: Mapping[str, Mapping[str, Any]]) -> bool:
    return not any(value for one in state.values() for name, value in one.items() if name != "type")


def _chosen(options: list[dict[str, Any]], label: str, value: str) -> dict[str, Any] | None:
    """The option that reads so; none for nothing. Raises NotThere."""
    if not value:
        return None
    for option in options:
        if value in (option["text"]["text"], option["value"]):
            return option
    offered = ", ".join(option["text"]["text"] for option in options)
    raise NotThere(f"{label} offers no {value}, only {offered or 'nothing'}")
