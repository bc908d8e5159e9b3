"""What people say around an answer: "I think it's …", "… please", "c'est …", "정답은 …입니다".

One law: only whole phrases from these lists are taken off. Whatever else stands beside an answer counts against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_LEADS = """
u+m+ | u+h+ | e+r+m* | h+m+ | o+h+ | a+h+ | well | ok(?:ay)? | so | lol | omg | bruh | bro | dude | easy | idk | ez | yeah | guys
(?:and )?(?:i|we)(?: would| d| ll| will| m| am| re| are)? (?:think|guess|believe|say|said|reckon|bet|choose|pick|suppose|go with|going with|gonna say|going to say|gonna go with|know|sure|guessing|pretty sure|say that|vote|vote for)(?: that| about| for)?
im (?:sure|guessing|going with|gonna say|pretty sure|thinking)(?: that)? | ill (?:say|go with|guess) | id say | lets (?:say|go with|try)
maybe | perhaps | probably | possibly | definitely | surely | obviously | clearly | of course | is | are | was | is it | was it | is that | is this | would it be
(?:my|the|our|your) (?:final |best |correct |right )?(?:answer|guess|solution)(?: is| was| would be| s)? | final answer(?: is)? | answers? | correct answer(?: is)? | guess | answer is
(?:it|that|this|they|he|she|there)(?: is| s| was| were| are| would be| will be| must be| could be| might be| may be| has to be| should be| ll be| d be)
its|thats|theyre|hes|shes|theres|itll be|itd be|thatd be|must be|could be|might be|has to be|gotta be|should be
(?:what|who|where|when|which|how many|how much)(?: is| was| are| were| s| re| if it s| if its) | whats | whos | wheres | whens | how about | what about | called | named | it s called | its called | known as
c ?est(?: le| la| les| l)? | ce sont | je (?:crois|pense|dirais)(?: que)?(?: c ?est)? | peut etre | qu ?est ce que(?: c ?est)?(?: que)? | la reponse est | reponse | il s ?agit de
das (?:ist|war|waren|sind) | es (?:ist|war|waren|sind) | ich (?:glaube|denke|meine|sage|tippe auf)(?: dass| es ist| das ist)? | vielleicht | (?:die|meine) antwort (?:ist|lautet) | antwort | was ist | wer ist | wer war | ich wurde sagen
es(?: el| la| los| las)? | son | era | fue | creo que(?: es| fue| era| son)? | pienso que(?: es)? | la respuesta es | respuesta | quizas | tal vez | que es | quien es | yo digo
это|я думаю(?: что| это| что это)? | думаю(?: что| это| что это)? | наверное|может быть|ответ|мой ответ|по моему|кажется(?: это)?|что такое|кто такой|кто такая
정답은 | 정답 | 답은 | 답 | 제 답은 | 제 생각에는 | 제 생각엔 | 내 생각에는 | 내 생각엔 | 아마 | 아마도 | 그건 | 그것은 | 이건 | 음+ | 혹시
είναι|ειναι|νομιζω οτι(?: ειναι)?|νομιζω|η απαντηση ειναι|μαλλον|ισως
答えは|たぶん|正解は
"""
_TAILS = """
(?:i|we) (?:think|guess|believe|reckon|suppose|bet|know|say|hope)(?: so| it is| right)? | please|pls|plz|right|maybe|probably|perhaps|definitely|for sure|of course|obviously|final answer|lol|lmao|(?:ha){2,}h?|xd|im sure|i m sure|duh|bro|dude|innit|is it|was it|is the answer|is my (?:final )?answer|is correct|is my guess|would be my guess|idk|or something|thanks|thank you|tbh|for the win|easy|ez|yay|yes|isn ?t it|no doubt|if im not mistaken|if i m not mistaken|as far as i know|no cap
je (?:crois|pense) | peut etre | n ?est ce pas | s ?il vous plait | glaube ich | denke ich | oder | bitte | creo | por favor | verdad | я думаю | наверное | кажется | пожалуйста | νομιζω | 같아요 | 같은데요 | です | だと思います
"""


def _pattern(lines: str) -> str:
    parts = (each.strip() for line in lines.strip().splitlines() for each in re.split(r"\|(?![^(]*\))", line))
    return "|".join(sorted(filter(None, parts), key=len, reverse=True))


_LEAD = re.compile(rf"^(?:{_pattern(_LEADS)})[ ,:]+(?=\S)")
_TAIL = re.compile(rf"[ ,]+(?:{_pattern(_TAILS)})$")
# A Korean sentence ends in its verb, written on the noun.
_COPULA = re.compile(
    r"(?<=[가-힣])(?:이었습니다|였습니다|입니다|이에요|예요|에요|이예요|이죠|이지요|이요|이다|이야|인가요|일까요|인 것 같아요|인것 같아요|인듯|임|요|다|죠|야)$"
)
_JAPANESE = re.compile(r"(?<=[\u3040-\u9fff])(?:だと思います|ですか|でした|です|だった|だよ|だ)$")
_JOINED = re.compile(r"(?<=[^\W\d_])['’](?=[^\W\d_])")
_MOST = 6  # phrases before an answer: "um, well, I think maybe it's …"
# Before a guess even "die" is one: what follows must be the answer anyway.
ARTICLES_ELSEWHERE = frozenset(
    str.split(
        "le la les un une el los las una il lo der die das den dem ein eine einen o os on am in im en du des del al au"
    )
)
_FIRST = frozenset(re.findall(r"[^\W\d_]+", f"{_LEADS} {_LEADS.replace(' ?', '')}"))
_LAST = frozenset(re.findall(r"[^\W\d_]+", f"{_TAILS} {_TAILS.replace(' ?', '')}"))
_DRAWN_OUT = re.compile(r"^(?:u+m+|u+h+|h+m+|e+r+m*|o+h+|a+h+|음+|(?:ha){2,}h?)$")
DENIALS = frozenset(
    str.split(
        "not isnt wasnt arent never except neither nor no dont doesnt didnt cant cannot nothing but without pas jamais nicht kein keine"
        " niemals nunca tampoco не нет ни 아니 아닙니다 아니에요 아니다 아니야 말고 δεν οχι"
    )
)


def around(words: Sequence[str]) -> bool:
    """Whether a phrase may stand around these words at all: a cheap look before the lists are searched."""
    first, last = words[0], words[-1]
    return first in _FIRST or last in _LAST or bool(_DRAWN_OUT.match(first) or _DRAWN_OUT.match(last))


def bare(said: str) -> Iterator[str]:
    """The text with more and more of what stands around it taken off, at the front and then at the end."""
    seen = {said}
    waiting = [said]
    for _ in range(_MOST):
        if not waiting:
            return
        found = [short for text in waiting for short in _shorter(text)]
        waiting = [each for each in dict.fromkeys(found) if each not in seen]
        seen.update(waiting)
        yield from waiting


def _shorter(text: str) -> Iterator[str]:
    for pattern in (_LEAD, _TAIL, _COPULA, _JAPANESE):
        short = pattern.sub("", text)
        if short != text and short:
            yield short


def bare_figures(folded: str) -> tuple[str, ...]:
    """As `bare`, for a text whose commas and points still count."""
    text = _JOINED.sub("", folded)
    return (folded, *bare(text)) if text[:1].isalpha() or text[-1:].isalpha() else (folded,)
