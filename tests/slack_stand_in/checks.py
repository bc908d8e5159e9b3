"""Checks that Slack's reference is written in: what a value has to be, and a sentence for each way it is not. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

Check: TypeAlias = Callable[[Any, str], list[str]]
"""What is wrong with a value; the text says where it stands."""


def text(most: int, *kinds: str) -> Check:
    """A text object of one of these kinds, neither empty nor too long."""

    def check(value: Any, where: str) -> list[str]:
        if not isinstance(value, dict) or value.get("type") not in kinds:
            return [f"{where}: no text object of type {' or '.join(kinds)}"]
        own = {"plain_text": {"emoji": flag}, "mrkdwn": {"verbatim": flag}}[value["type"]]
        return keys(value, {"type": anything, "text": words(most), **own}, {"text"}, where)

    return check


def words(most: int, least: int = 1) -> Check:
    def check(value: Any, where: str) -> list[str]:
        if not isinstance(value, str):
            return [f"{where}: not text"]
        if len(value) < least:
            return [f"{where}: empty"]
        return [f"{where}: {len(value)} letters, {most} are allowed"] if len(value) > most else []

    return check


def anything(value: Any, where: str) -> list[str]:
    return []


def flag(value: Any, where: str) -> list[str]:
    return [] if isinstance(value, bool) else [f"{where}: neither true nor false"]


def whole(value: Any, where: str) -> list[str]:
    return [] if isinstance(value, int) and not isinstance(value, bool) else [f"{where}: no whole number"]


def between(least: int, most: int) -> Check:
    def check(value: Any, where: str) -> list[str]:
        return whole(value, where) or (
            [] if least <= value <= most else [f"{where}: {value} is not {least} to {most}"]
        )

    return check


def one_of_words(*values: str) -> Check:
    def check(value: Any, where: str) -> list[str]:
        return [] if value in values else [f"{where}: {value!r} is none of {', '.join(values)}"]

    return check


def many(of: Check, most: int, least: int = 1) -> Check:
    def check(value: Any, where: str) -> list[str]:
        if not isinstance(value, list):
            return [f"{where}: not a list"]
        faults = [f"{where}: {len(value)} of them, {least} to {most} are allowed"]
        faults = faults if not least <= len(value) <= most else []
        for number, one in enumerate(value):
            faults += of(one, f"{where}[{number}]")
        names = [one["action_id"] for one in value if isinstance(one, dict) and "action_id" in one]
        return faults + [
            f"{where}: action_id {name} comes twice" for name in set(names) if names.count(name) > 1
        ]

    return check


def structure(fields: Mapping[str, Check], required: set[str]) -> Check:
    return lambda value, where: keys(value, fields, required, where)


def keys(value: Any, fields: Mapping[str, Check], required: set[str], where: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{where}: not an object"]
    faults = [f"{where}.{name}: missing" for name in sorted(required - value.keys())]
    faults += [f"{where}.{name}: Slack knows no such key" for name in sorted(value.keys() - fields.keys())]
    for name, check in fields.items():
        if name in value:
            faults += check(value[name], f"{where}.{name}")
    return faults


def kind_of(kinds: Mapping[str, tuple[Mapping[str, Check], set[str]]]) -> Check:
    """One of several types, told by its key `type`."""

    def check(value: Any, where: str) -> list[str]:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in kinds:
            return [f"{where}: type {kind!r} does not belong here"]
        fields, required = kinds[kind]
        faults = keys(value, {"type": anything, **fields}, required, f"{where}({kind})")
        return faults + _beside(value, kind, where)

    return check


def _beside(value: Mapping[str, Any], kind: str, where: str) -> list[str]:
    """What two keys say together."""
    faults = []
    if kind == "section" and not ({"text", "fields"} & value.keys()):
        faults.append(f"{where}: a section has text or fields")
    if kind in {"static_select", "multi_static_select"} and not ({"options", "option_groups"} & value.keys()):
        faults.append(f"{where}: a select has options")
    first = value.get("initial_option")
    offered = value.get("options")
    if first is not None and offered is not None and first not in offered:
        faults.append(f"{where}.initial_option: it is none of the options")
    if kind == "image" and not ({"image_url", "slack_file"} & value.keys()):
        faults.append(f"{where}: an image has an address")
    if kind == "plain_text_input":
        given, most = value.get("initial_value") or "", value.get("max_length", 3000)
        if isinstance(given, str) and isinstance(most, int) and len(given) > most:
            faults.append(f"{where}.initial_value: {len(given)} letters, {most} are allowed")
    values = [one.get("value") for one in offered or () if isinstance(one, dict)]
    faults += [f"{where}.options: {one!r} comes twice" for one in set(values) if values.count(one) > 1]
    return faults


def metadata(value: Any, where: str) -> list[str]:
    def payload(value: Any, where: str) -> list[str]:
        return [] if isinstance(value, dict) else [f"{where}: not an object"]

    def kind(value: Any, where: str) -> list[str]:
        taken = isinstance(value, str) and re.fullmatch(r"[a-z0-9_-]{1,255}", value)
        return [] if taken else [f"{where}: {value!r} is not small letters, digits and underscores"]

    return keys(value, {"event_type": kind, "event_payload": payload}, {"event_type", "event_payload"}, where)
