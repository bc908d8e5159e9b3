"""An application's commands as Discord gives them back: defaults filled in, order its own, versions when changed."""

from __future__ import annotations

from tests.discord_stand_in.realm import Realm
from tests.discord_stand_in.world import JSON


def kept_command(asked: JSON, before: JSON | None, realm: Realm) -> JSON:
    """The command as it is kept: its id stays, its version is new where anything has changed."""
    mine = asked.get("default_member_permissions")
    out: JSON = {
        "id": before["id"] if before else realm.ids.new(),
        "application_id": realm.bot.id,
        "version": "0",
        "default_member_permissions": None if mine is None else str(mine),
        "type": asked.get("type") or 1,
        "name": asked["name"],
        "name_localizations": asked.get("name_localizations"),
        "description": asked.get("description") or "",
        "description_localizations": asked.get("description_localizations"),
        "dm_permission": True,
        # In an order of its own: who compares must not compare order.
        "contexts": sorted(asked["contexts"]) if asked.get("contexts") else None,
        "integration_types": sorted(asked.get("integration_types") or [0]),
        "nsfw": False,
    }
    if out["contexts"] is not None:
        out["dm_permission"] = 1 in out["contexts"]
    if asked.get("options"):
        out["options"] = [_kept_option(option) for option in asked["options"]]
    same = before is not None and {**before, "version": "0"} == out
    out["version"] = before["version"] if same and before else realm.ids.new()
    return out


def _kept_option(asked: JSON) -> JSON:
    out: JSON = {
        "type": asked["type"],
        "name": asked["name"],
        "name_localizations": asked.get("name_localizations"),
        "description": asked["description"],
        "description_localizations": asked.get("description_localizations"),
    }
    for name in ("required", "autocomplete"):
        if asked.get(name):  # Discord leaves out what is not so
            out[name] = True
    for name in ("min_value", "max_value", "min_length", "max_length", "channel_types"):
        if asked.get(name) is not None:
            out[name] = asked[name]
    if asked.get("choices"):
        out["choices"] = [
            {"name": one["name"], "name_localizations": one.get("name_localizations"), "value": one["value"]}
            for one in asked["choices"]
        ]
    if asked.get("options"):
        out["options"] = [_kept_option(option) for option in asked["options"]]
    return out
