"""Modals and the Home tab: opened with a trigger, changed, published."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from tests.slack_stand_in import limits, payloads
from tests.slack_stand_in.refusals import Answer, Arguments, Refused
from tests.slack_stand_in.workspace import Team, View, Workspaces

TRIGGER_LASTS = 3_000  # milliseconds


class Views:
    """What stands before members besides messages. `complain` is called for each broken limit."""

    def __init__(self, house: Workspaces, complain: Callable[[str], None]) -> None:
        self._house = house
        self._complain = complain
        self._triggers: dict[str, tuple[str, int]] = {}  # whose, and when it was given

    def trigger(self, user: str) -> str:
        """A fresh trigger, with which a modal can be opened for that member once, soon."""
        name = f"{self._house.name('7')}.{user}.trigger"
        self._triggers[name] = (user, self._house.now())
        return name

    def check(self, view: Any) -> None:
        """Refuses a view that breaks a limit, and complains of it."""
        faults = limits.view_faults(view)
        for fault in faults:
            self._complain(fault)
        if faults:
            raise Refused("invalid_arguments", response_metadata={"messages": faults})

    async def open(self, team: Team, given: Arguments) -> Answer:
        owner = self._triggers.get(given.get("trigger_id", ""))
        if owner is None:
            raise Refused("exchanged_trigger_id" if given.get("trigger_id") else "invalid_arguments")
        user, at = owner
        if self._house.now() - at > TRIGGER_LASTS:
            raise Refused("expired_trigger_id")
        self.check(given.get("view"))
        del self._triggers[given["trigger_id"]]
        below = self._house.top_view(user)
        return {"view": self.put(team, user, given["view"], below)}

    def put(self, team: Team, user: str, given: Mapping[str, Any], below: View | None) -> Answer:
        """Opens a modal in front of a member, on top of `below`."""
        id = self._house.name("V")
        view = View(
            id,
            team.id,
            user,
            given,
            self._house.ts(),
            below.root if below else id,
            below.id if below else "",
        )
        self._house.show(view, changes=False)
        return payloads.view(view, {})

    def change(self, view: View, given: Mapping[str, Any]) -> Answer:
        """Puts something else in a modal's place."""
        new = replace(view, given=given, hash=self._house.ts(), errors={})
        self._house.show(new, changes=True)
        return payloads.view(new, {})

    async def update(self, team: Team, given: Arguments) -> Answer:
        external = given.get("external_id")
        named = given.get("view_id") or next(
            (
                one.id
                for one in self._house.views.values()
                if external and one.given.get("external_id") == external
            ),
            "",
        )
        view = self._house.views.get(named)
        if view is None or not view.open:
            raise Refused("not_found")
        if given.get("hash") and given["hash"] != view.hash:
            raise Refused("hash_conflict")
        self.check(given.get("view"))
        return {"view": self.change(view, given["view"])}

    async def publish(self, team: Team, given: Arguments) -> Answer:
        user = given.get("user_id", "")
        if user not in self._house.accounts:
            raise Refused("user_not_found")
        self.check(given.get("view"))
        home = self._house.home(user)
        if home is not None:
            return {"view": self.change(home, given["view"])}
        return {"view": self.put(team, user, given["view"], None)}
