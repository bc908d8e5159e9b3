"""The way of a typed answer to its verdict: what is quick and certain first, what is slow and seldom last.

One law: the steps stand in one order for every kind. An exact form is right whatever else it looks like; then known other
answers are wrong; only then may words around it be taken off, and last of all a slip be forgiven.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from rapidfuzz.distance import OSA

from bot.quiz.judging import several, verdict
from bot.quiz.judging.figures import by_figures, in_figures
from bot.quiz.judging.fixed import by_choice, by_truth
from bot.quiz.judging.key import FIGURES, Key, compiled, figures_in, lean_of
from bot.quiz.judging.phrases import ARTICLES_ELSEWHERE as FOREIGN
from bot.quiz.judging.phrases import DENIALS, around, bare
from bot.quiz.judging.qualified import may_be_both, one_of_ours, unqualified
from bot.quiz.judging.slips import NEAR, as_near, has_digit, one_slip_a_word, scripts, spread
from bot.quiz.judging.verdict import Outcome, Verdict
from facts.question import AnswerKind, Question
from facts.reading import ARTICLES, quick, read, without_article

LONGEST = 200  # letters: more is no answer, and is not worth reading
_KEPT = 2048  # keys in memory
_keys: dict[int, tuple[Question, Key]] = {}


def judge(question: Question, text: str) -> Verdict:
    """The verdict on a typed text; a letter or an option's text is not judged here."""
    if len(text) > LONGEST:
        return verdict.TOO_LONG
    kept = _keys.get(id(question))
    key = kept[1] if kept is not None and kept[0] is question else _keep(question)
    found = key.known.get(text.lower())
    if found is not None:
        return found
    return _BY_KIND.get(key.kind, _by_words)(key, text)


def _keep(question: Question) -> Key:
    # By identity, for hashing a question costs more than judging it; the question is kept too, so its id stays its own.
    if len(_keys) >= _KEPT:
        _keys.clear()
    key = compiled(question)
    _keys[id(question)] = (question, key)
    return key


def _by_words(key: Key, text: str) -> Verdict:
    if text.isascii():
        if text.isalpha():
            return _by_slip(key, text.lower(), [text.lower()])
        if text.replace(" ", "").isalnum():
            said = " ".join(text.lower().split())
        elif (found := key.known.get(quick(text))) is not None:
            return found
        else:
            said = read(text)
    else:
        said = read(text)
    if not said:
        return verdict.NOTHING
    if (found := _looked_up(key, said)) is not None:
        return found
    return _with_more(key, text, said)


def _looked_up(key: Key, said: str) -> Verdict | None:
    """What is decided by looking the text up: as it is, without its article, without its spaces."""
    found = key.known.get(said)
    if found is not None:
        return found
    if " " in said:
        if (short := without_article(said)) != said and (found := key.known.get(short)) is not None:
            return found
        if (found := key.known.get(said.replace(" ", ""))) is not None and figures_in(said) < 2:
            return found
        if key.leaner and lean_of(said) in key.leaner:
            return verdict.EXACT
    return None


def _with_more(key: Key, text: str, said: str) -> Verdict:
    """A text that is no form by itself: what stands around it is taken off, and then slips are forgiven."""
    words = said.split()
    if not _may_hold(key, words):
        return _near(key, said)
    readings = [said]
    if len(words) > 1 or not said.isascii():
        readings += _barer(words, said)
    for each in readings[1:]:
        if (found := _looked_up(key, each)) is not None:
            return found
    for each in readings:
        if any(_right(key, rest) for rest in unqualified(key, each)):
            return verdict.QUALIFIED
    if len(words) > 1 and may_be_both(text) and one_of_ours(lambda part: _right(key, part), text):
        return verdict.QUALIFIED
    if not DENIALS.isdisjoint(words) and not any(DENIALS & set(form.split()) for form in key.known):
        return verdict.DENIAL
    best = verdict.NOT_IT
    for each in (other for reading in readings for other in (reading, *unqualified(key, reading))):
        found = _by_slip(key, each, each.split())
        if found.outcome is Outcome.RIGHT:
            return found
        if best is verdict.NOT_IT:
            best = found
    return best


def _may_hold(key: Key, words: list[str]) -> bool:
    """Whether some word is such as a right form may begin with; if none is, nothing need be taken off."""
    heads = key.heads
    for word in words:
        sizes = heads.get(word[0] if word[0].isascii() else spread(word[0])[0])
        if sizes is not None and len(word) in sizes:
            return True
    return False


def _barer(words: list[str], said: str) -> Iterator[str]:
    if words[0] in ARTICLES:
        yield without_article(said)
    if words[0] in FOREIGN and len(words) > 1:
        yield " ".join(words[1:])
    if around(words) or not said.isascii():
        for each in bare(said):
            yield each
            if (short := without_article(each)) != each:
                yield short
            first, _, rest = short.partition(" ")
            if first in FOREIGN and rest:
                yield rest


def _right(key: Key, said: str) -> bool:
    return _looked_up(key, said) is verdict.EXACT


def _by_slip(key: Key, said: str, words: list[str]) -> Verdict:
    """Right but for one slip a word, near, or wrong."""
    ascii_ = said.isascii()
    first = said[0] if ascii_ else spread(said)[0]
    own = False
    for form in key.starts.get((len(words), first), ()):
        if -2 * len(words) < len(said) - len(form.text) < 2 * len(words):
            slipped = one_slip_a_word(words, form.words, key.lookalikes)
            if slipped and not as_near(said, form.text, key.foes):
                return verdict.SLIP
            own = own or slipped is None or slipped is True
    if own:
        return verdict.OTHER_WORD
    return _near(key, said)


def _near(key: Key, said: str) -> Verdict:
    size = len(said)
    for end in (0, -1):
        for form in key.nearby.get((size, end, said[end]), ()):
            if OSA.distance(said, form, score_cutoff=NEAR) <= NEAR and _tells_close(key, said, form):
                return verdict.CLOSE
    return verdict.NOT_IT


def _tells_close(key: Key, said: str, form: str) -> bool:
    """Whether to call it close helps: not where it is a word of its own, a number, another script, or as near a foe."""
    same = said.isascii() if form.isascii() else scripts(said) == scripts(form)
    return same and not has_digit(said) and said not in key.lookalikes and not as_near(said, form, key.foes)


def _by_number(key: Key, text: str) -> Verdict:
    if text.isdecimal() and text.isascii():
        return in_figures(key, text)
    if text.replace(" ", "").isalpha() and (known := key.known.get(quick(text))) is not None:
        return known
    found = by_figures(key, text)
    if found is None:
        return _by_words(key, text)
    both = (
        found.outcome is Outcome.WRONG
        and may_be_both(text)
        and one_of_ours(lambda part: _number_right(key, part), text)
    )
    return verdict.QUALIFIED if both else found


def _number_right(key: Key, part: str) -> bool:
    return key.known.get(part) is verdict.EXACT or by_figures(key, part) is verdict.SAME_NUMBER


def _by_truth(key: Key, text: str) -> Verdict:
    return by_truth(key, text) or _by_words(key, text)


def _by_choice(key: Key, text: str) -> Verdict:
    return by_choice(key, text) or _by_words(key, text)


def _by_parts(key: Key, text: str) -> Verdict:
    whole = read(text)
    if not whole:
        return verdict.NOTHING
    best = verdict.NOT_IT
    in_order = key.kind is AnswerKind.IN_ORDER
    for parts in key.parts:
        judges = tuple(_part(part) for part in parts)
        for said in _lists(text, whole, len(parts)):
            found = several.judged(judges, said, in_order=in_order)
            if found.outcome is Outcome.RIGHT:
                return found
            if best is verdict.NOT_IT:
                best = found
    return best if key.parts else _by_words(key, text)


def _part(key: Key) -> Callable[[str], Verdict]:
    return lambda text: key.known.get(text.lower()) or _BY_KIND.get(key.kind, _by_words)(key, text)


def _lists(text: str, whole: str, count: int) -> Iterator[tuple[str, ...]]:
    """The ways to take the text apart: by its marks, by them once lead-ins are gone, and by its words."""
    yield several.split(text)
    for each in bare(whole):
        if len(parts := several.split(each)) > 1:
            yield parts
        yield from _words(each, count)
    yield from _words(whole, count)


def _words(text: str, count: int) -> Iterator[tuple[str, ...]]:
    words = tuple(word for word in text.split() if word not in several.ANDS)
    if len(words) == count:
        yield words


_BY_KIND: Mapping[AnswerKind, Callable[[Key, str], Verdict]] = {
    **dict.fromkeys(FIGURES, _by_number),
    AnswerKind.BOOLEAN: _by_truth,
    AnswerKind.CHOICE: _by_choice,
    AnswerKind.SEVERAL: _by_parts,
    AnswerKind.IN_ORDER: _by_parts,
}
