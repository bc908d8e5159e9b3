"""Answers out of a fixed few: true or false, and a choice by its letter or its text.

One law: a denial turns a truth round ("not true" is false) and makes any other answer wrong.
"""

from __future__ import annotations

import re
import unicodedata

from bot.quiz.judging import verdict
from bot.quiz.judging.key import Key
from bot.quiz.judging.phrases import bare
from bot.quiz.judging.verdict import Verdict
from facts.reading import read

_TRUE = frozenset(
    str.split(
        "true t yes y yeah yep yea yup ja aye correct right sure certainly absolutely indeed vrai oui exact wahr richtig stimmt"
        " verdadero si cierto verdad correcto 참 예 네 응 맞아 맞아요 맞다 맞습니다 그렇다 да верно правда правильно истина"
        " ναι αληθες σωστο αληθεια はい 正しい 本当 ✓"
    )
)
_FALSE = frozenset(
    str.split(
        "false f no n nope nah nay untrue incorrect wrong never faux non falsch nein unwahr falso incorrecto 거짓 아니요 아니오 아니"
        " 아니다 아닙니다 틀렸다 틀려요 틀렸어요 нет неверно ложь неправда неправильно οχι ψευδες λαθος いいえ 間違い"
    )
)
_NOT = re.compile(
    r"^(?:(?:it|that|this) ?(?:is|s|was) ?not|it ?isnt|that ?isnt|it ?wasnt|isnt|not|definitely not|ce ?nest pas|cest pas|pas|nicht"
    r"|das ist nicht|es ist nicht|no es|не|это не|δεν ειναι) "
)
_SLIPS = {
    "flase": False,
    "fales": False,
    "fasle": False,
    "falze": False,
    "treu": True,
    "ture": True,
    "corect": True,
}
_LETTER = re.compile(
    r"^\W*(?:(?:the )?(?:option|letter|answer|choice|number|réponse|antwort|opción|opcion|вариант)\s*)?\W*([a-z])\W*$",
    re.IGNORECASE,
)
_LETTERED = re.compile(r"^\W*([a-z])\s*[).:\-–]\s*(\S.*)$", re.IGNORECASE | re.DOTALL)


def truth(text: str) -> bool | None:
    """What a text says of a statement: true, false, or neither."""
    said = read(text) or text.strip()
    for each in (said, *bare(said)):
        if (plain := _plain(each)) is not None:
            return plain
        if (short := _NOT.sub("", each)) != each and (plain := _plain(short)) is not None:
            return not plain
    return None


def _plain(said: str) -> bool | None:
    if said in _TRUE or said in _FALSE:
        return said in _TRUE
    words = said.split()
    if len(words) > 1 and (all(word in _TRUE for word in words) or all(word in _FALSE for word in words)):
        return words[0] in _TRUE
    if len(words) == 3 and words[1:] in (["is", "true"], ["is", "right"]):
        return _plain(words[0])
    return _SLIPS.get(said)


def by_truth(key: Key, text: str) -> Verdict | None:
    """The verdict on true or false; None where the question's answer is neither."""
    right = {truth(form) for form, found in key.known.items() if found is verdict.EXACT} - {None}
    if len(right) != 1:
        return None
    said = truth(text)
    if said is None:
        return verdict.NOT_IT if read(text) else verdict.NOTHING
    return verdict.EXACT if said in right else verdict.OTHER


def by_choice(key: Key, text: str) -> Verdict | None:
    """The verdict on a letter, or on a letter with its text; None where neither is named."""
    text = unicodedata.normalize("NFKC", text)
    if found := _LETTER.match(text):
        return key.known.get(found[1].lower(), verdict.OTHER)
    said = read(text)
    letters = [form for form in key.known if len(form) == 1]
    if found := _LETTERED.match(text):
        letter, rest = key.known.get(found[1].lower()), key.known.get(read(found[2]))
        if rest is verdict.EXACT and (letter is verdict.EXACT or not letters):
            return verdict.EXACT
        return verdict.OTHER if letters else None
    for each in bare(said):
        if len(each) == 1 and each in key.known:
            return key.known[each]
    if letters and any(len(word) == 1 and word != "i" for word in said.split()):
        return verdict.OTHER
    return None
