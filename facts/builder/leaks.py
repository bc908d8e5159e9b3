"""Whether a question gives itself away: by a word of the answer in its stem, or by how its options look.

One law: what all the options share tells nothing, so only a word that the right one has and another lacks is a leak.
"""

from __future__ import annotations

from facts.builder.words import plain, stem_tokens

_ROOT = 6  # letters: "director" and "directed" share a root of this length


def fair(stem: str, answer: str, options: tuple[str, ...]) -> bool:
    """Whether neither the stem nor the look of the options tells which one is right."""
    return not telling(stem, answer, options) and not sticks_out(answer, options)


def telling(stem: str, answer: str, options: tuple[str, ...]) -> frozenset[str]:
    """The words of the answer that the stem says already and some wrong option does not have."""
    others = [stem_tokens(each) for each in options if each != answer]
    asked = stem_tokens(stem)
    said = {word for word in stem_tokens(answer) if any(kin(word, each) for each in asked)}
    told = {word for word in said if not all(any(kin(word, each) for each in other) for other in others)}
    if not told and len(plain(answer)) > 1 and f" {plain(answer)} " in f" {plain(stem)} ":
        return frozenset({answer})
    return frozenset(told)


def names(title: str, answer: str) -> bool:
    """Whether a round's title, which every question of it bears, says all that the answer says."""
    here = stem_tokens(title)
    return bool(stem_tokens(answer)) and all(
        any(kin(word, each) for each in here) for word in stem_tokens(answer)
    )


def kin(one: str, other: str) -> bool:
    """Whether two words are one word, or of one root: Korea and Korean, director and directed."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if any(letter.isdigit() for letter in short):
        return False
    return (len(short) >= 4 and long.startswith(short)) or (
        len(short) > _ROOT and short[:_ROOT] == long[:_ROOT]
    )


def sticks_out(answer: str, options: tuple[str, ...]) -> bool:
    """Whether the right option is the longest by far."""
    others = [len(each) for each in options if each != answer]
    return bool(others) and len(answer) > 1.6 * max(others) + 6
