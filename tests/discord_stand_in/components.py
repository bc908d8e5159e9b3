"""Components of messages and modals: brought into the form that Discord gives back, counted, and read. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from tests.discord_stand_in.world import JSON

ROW, BUTTON, SELECT, INPUT = 1, 2, 3, 4
SECTION, TEXT, THUMBNAIL, GALLERY, SEPARATOR, CONTAINER, LABEL = 9, 10, 11, 12, 14, 17, 18
SELECTS = frozenset({3, 5, 6, 7, 8})
V2_ONLY = frozenset({SECTION, TEXT, THUMBNAIL, GALLERY, 13, SEPARATOR, CONTAINER})


def inside(component: JSON) -> Iterator[JSON]:
    """What stands directly within a component."""
    yield from component.get("components") or ()
    for name in ("accessory", "component"):
        if component.get(name):
            yield component[name]


def all_of(components: list[JSON]) -> Iterator[JSON]:
    """Every component at any depth, from top to bottom."""
    for component in components:
        yield component
        yield from all_of(list(inside(component)))


def kept(components: list[JSON]) -> list[JSON]:
    """The components of a request as Discord keeps them: numbered, with their defaults."""
    numbers = itertools.count(1)
    return [_kept(component, numbers) for component in components]


def _kept(component: JSON, numbers: Iterator[int]) -> JSON:
    out = {key: value for key, value in component.items() if value is not None}
    out.setdefault("id", next(numbers))
    match component["type"]:
        case 17:
            out.setdefault("accent_color", None)
            out.setdefault("spoiler", False)
        case 14:
            out = {"divider": True, "spacing": 1} | out
        case 3:
            out = {"min_values": 1, "max_values": 1} | out
        case 11:
            out = {"description": None, "spoiler": False} | out
            out["media"] = _media(out["media"])
        case 12:
            out["items"] = [
                {"description": None, "spoiler": False} | item | {"media": _media(item["media"])}
                for item in out["items"]
            ]
    if "components" in out:
        out["components"] = [_kept(each, numbers) for each in out["components"]]
    for name in ("accessory", "component"):
        if name in out:
            out[name] = _kept(out[name], numbers)
    return out


def _media(media: JSON) -> JSON:
    url = media["url"]
    return {"id": "1", "url": url, "proxy_url": url, "width": 1, "height": 1, "content_type": "image/png"}


@dataclass(frozen=True, slots=True)
class Pressable:
    """A button as a member sees it."""

    label: str
    custom_id: str
    disabled: bool = False
    url: str = ""


def buttons(components: list[JSON]) -> tuple[Pressable, ...]:
    return tuple(
        Pressable(
            one.get("label") or (one.get("emoji") or {}).get("name") or "",
            one.get("custom_id") or "",
            bool(one.get("disabled")),
            one.get("url") or "",
        )
        for one in all_of(components)
        if one["type"] == BUTTON
    )


def selects(components: list[JSON]) -> tuple[JSON, ...]:
    return tuple(one for one in all_of(components) if one["type"] in SELECTS)


def texts(components: list[JSON]) -> tuple[str, ...]:
    """The written text, one string a text display, from top to bottom."""
    return tuple(one["content"] for one in all_of(components) if one["type"] == TEXT)


@dataclass(frozen=True, slots=True)
class Input:
    """A field of a modal as a member sees it."""

    custom_id: str
    label: str
    help: str
    value: str
    required: bool
    type: int
    options: tuple[tuple[str, str], ...] = ()  # of a select: label and value
    longest: int = 4000


def inputs(components: list[JSON]) -> tuple[Input, ...]:
    """The fields of a modal, whether in labels or in rows."""
    found = []
    for outer in components:
        for inner in inside(outer):
            options = tuple((one["label"], one["value"]) for one in inner.get("options") or ())
            chosen = next((one["label"] for one in inner.get("options") or () if one.get("default")), "")
            found.append(
                Input(
                    inner["custom_id"],
                    (outer.get("label") or inner.get("label") or ""),
                    outer.get("description") or inner.get("placeholder") or "",
                    inner.get("value") or chosen,
                    inner.get("required", True) is not False,
                    inner["type"],
                    options,
                    inner.get("max_length") or 4000,
                )
            )
    return tuple(found)
