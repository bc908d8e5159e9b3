"""The parts of a person's name: which word is the family's, and in which orders the name is written.

Two laws. A family name alone is a wording only where few bear it. And the words of a name that could be either (Henry
James, James Henry) are not turned round.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from facts.reading import read

_EASTERN = frozenset(
    # Korean
    str.split(
        "kim lee yi rhee ri park pak choi choe jung jeong chung chong kang cho jo yoon yun jang chang lim im rim han oh seo suh shin"
        " sin sheen kwon hwang ahn an song ryu yoo yu hong jeon chun ko go moon mun son sohn yang bae paik baek heo hur nam shim noh roh"
        " ha joo chu ku koo gu bong hyun"
        # Chinese
        " wang li zhang liu chen zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo liang zheng xie tang deng feng cao peng zeng"
        " xiao tian dong pan yuan cai jiang yu du ye cheng wei lu ding shen mao xi zhuge sima lao kong qin ang wong chow tsai"
        # Vietnamese
        " nguyen tran pham phan vu vo dang bui ngo duong ho le"
    )
)
_JAPANESE = frozenset(
    str.split(
        "sato suzuki takahashi tanaka watanabe ito yamamoto nakamura kobayashi kato yoshida yamada sasaki yamaguchi matsumoto inoue"
        " kimura hayashi shimizu saito mori abe ikeda hashimoto ishikawa ogawa goto okada hasegawa murakami kondo ishii fujita kurosawa"
        " miyazaki ozu mizoguchi kitano kawabata mishima oe tezuka toriyama miyamoto oda tokugawa toyotomi hirohito basho hokusai"
        " koreeda kore imamura naruse otomo shinkai takahata hosoda tanizaki soseki akutagawa ishiguro ando"
    )
)
_SYLLABLE = r"(?:[bpmfdtnlgkhjqxrzcswy]|zh|ch|sh|kk|tt|pp|jj|ss|ts|hs|hw|gw|kw|th|ph|kh|ng|gi|ny|my|by|py|ky|gy|hy|ry|ly)?[aeiouy]{1,3}(?:ng|nh|ck|[nkmlptrhs])?"
_SPELT = re.compile(rf"^(?:{_SYLLABLE}){{1,2}}$")
_KANA = re.compile(r"^(?:(?:sh|ch|ts|[knmhrgbp]y|[bdgjkmnprstwyzh])?+[aeiou]{1,2}+n?+)++$")
_PARTICLES = frozenset(
    str.split(
        "van von der den de da di del della du la le los las dos das do ter ten zu zur af av bin ibn al el ben st"
    )
)
_HONORIFICS = frozenset(
    str.split(
        "mr mrs ms miss dr doctor prof professor sir dame lord lady president king queen prince princess emperor empress pope saint"
        " captain general marshal colonel admiral chairman chancellor senator governor minister premier secretary director filmmaker"
        " actor actress author writer singer painter composer poet philosopher scientist inventor explorer the herr frau monsieur madame"
        " général генерал señor señora senor senora don"
    )
)
_GENDERED = frozenset(str.split("mrs ms miss dame lady madame frau señora senora mr monsieur herr"))
_AFTER = frozenset(str.split("jr sr junior senior phd md esq"))
_NUMERAL = re.compile(r"^(?:[ivx]{1,5}|\d+(?:st|nd|rd|th)?)$")
# Family names of several whom a quiz may mean: alone they tell nobody from another.
SHARED = frozenset(
    str.split(
        "kim lee yi park pak choi choe jung jeong kang cho yoon jang lim han oh seo kwon hwang song hong wang li zhang liu chen"
        " yang zhao huang zhou wu xu sun ma nguyen tran smith jones johnson williams brown taylor davies evans wilson thomas roberts"
        " robinson wright walker white hall green clark clarke lewis harris martin jackson moore anderson scott adams bush clinton"
        " roosevelt harrison obama kennedy trump bronte brontë dumas strauss bach huxley curie coppola baldwin douglas"
        " fiennes affleck phoenix gyllenhaal hemsworth jenner kardashian bonaparte medici borgia tudor stuart windsor baker"
        " cook young hill allen king miller davis garcia rodriguez martinez lopez gonzalez hernandez sato suzuki tanaka watanabe ito"
        " murphy campbell stewart kelly ross murray grant graham reynolds james turner parker cooper morgan bell mann"
        " ivanov kuznetsov müller muller schmidt schneider fischer weber meyer schulz dubois dupont durand moreau lefebvre"
        " bernoulli herschel grimm wachowski coen marx"
    )
)
_GIVEN = frozenset(
    str.split(
        "james john robert michael david william richard joseph thomas charles henry george edward paul mark daniel peter simon martin"
        " lewis louis oliver harry arthur frank albert walter jack anthony andrew stephen philip alan ralph oscar victor hugo grace mary"
        " anne elizabeth ruth rose lily alice emily jane kate dean ryan scott graham stewart neil norman howard lloyd carter tyler"
        " jackson mason taylor jordan cameron allen leslie francis clark"
    )
)


def without_titles(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words without "President" before them and "Jr." after them, where enough is left to be a name."""
    while len(words) > 1 and words[0] in _HONORIFICS and sum(map(len, words[1:])) > 2:
        words = words[1:]
    while len(words) > 2 and words[-1] in _AFTER:
        words = words[:-1]
    return words


def gendered(words: tuple[str, ...]) -> bool:
    """Whether the name is said with Mr or Mrs before a family name alone: who knows which of the family?"""
    return len(words) == 2 and words[0] in _GENDERED


def family_first(words: tuple[str, ...]) -> bool:
    """Whether a name in Latin letters is written as in East Asia: Kim Jong Il, Mao Zedong; but not Kim Novak."""
    rest = words[1:]
    if len(words) == 2 and words[0] in _JAPANESE:
        return words[1] not in _JAPANESE and bool(_KANA.match(words[1]))
    if len(words) < 2 or words[0] not in _EASTERN:
        return False
    return (
        len(rest) <= 2
        and all(_SPELT.match(word) for word in rest)
        and (len(rest) > 1 or rest[0] not in _EASTERN)
    )


@lru_cache(maxsize=4096)
def family_names(name: str, first: bool = False) -> tuple[str, ...]:
    """The family name as it may stand alone, with its particles and without; none for Louis XIV or Ivan the Terrible."""
    parts = without_titles(tuple(read(name).split()))
    if (
        len(parts) < 2
        or "the" in parts
        or _NUMERAL.match(parts[-1])
        or not parts[0].isalpha()
        or " of " in read(name)
    ):
        return ()
    hyphened = "-" in name.split()[0] and parts[-1] in _EASTERN
    if (first or family_first(parts)) and not hyphened:
        return (parts[0],)
    start = len(parts) - 1
    while start > 1 and parts[start - 1] in _PARTICLES:
        start -= 1
    found = [" ".join(parts[at:]) for at in range(start, len(parts))][:: len(parts) - start - 1 or 1]
    if start == len(parts) - 1 and len(parts) > 2 and len(parts[-2]) > 2:
        found.append(" ".join(parts[-2:]))  # García Márquez
    return tuple(dict.fromkeys(each for each in found if each not in _PARTICLES and len(each) > 1))


def shared(family: str) -> bool:
    return family in SHARED


def orders(name: str) -> Iterator[str]:
    """The other ways to write a person's whole name: turned round, without titles, particles or middle initials."""
    words = tuple(read(name).split())
    bare = without_titles(words)
    if bare != words:
        yield " ".join(bare)
    if not 2 <= len(bare) <= 4 or "the" in bare or _NUMERAL.match(bare[-1]):
        return
    yield from _turned(bare)
    # Two names given and one of the family, where few bear that: Wolfgang Mozart.
    if (
        len(bare) == 3
        and not family_first(bare)
        and not _PARTICLES & set(bare)
        and not shared(bare[-1])
        and len(bare[1]) > 1
    ):
        yield f"{bare[0]} {bare[-1]}"
    yield from _initialled(bare)
    middle = tuple(word for i, word in enumerate(bare) if not (0 < i < len(bare) - 1 and len(word) == 1))
    if middle != bare:
        yield " ".join(middle)
    plain = (bare[0], *(word for word in bare[1:-1] if word not in _PARTICLES), bare[-1])
    if plain != bare:
        yield " ".join(plain)


def _initialled(words: tuple[str, ...]) -> Iterator[str]:
    """Given names by their initials: J. S. Bach; one initial alone only where few bear the family name."""
    if family_first(words) or not all(word.isalpha() for word in words) or len(words[0]) < 2:
        return
    start = next((i for i, word in enumerate(words) if i and word in _PARTICLES), len(words) - 1)
    letters, family = [word[0] for word in words[:start]], " ".join(words[start:])
    if len(letters) > 1 or not shared(words[-1]):
        yield f"{''.join(letters)} {family}"
        yield f"{' '.join(letters)} {family}"


def _turned(words: tuple[str, ...]) -> Iterator[str]:
    if len(words) == 2 and set(words) <= _GIVEN:
        return
    if family_first(words):
        yield " ".join(words[1:] + words[:1])
    else:
        yield " ".join(words[-1:] + words[:-1])
    if len(words) == 3 and (family_first(words) or words[-1] in _EASTERN):
        # Shin Sangok for Shin Sang-ok, and for Sang-ok Shin
        if family_first(words):
            yield f"{words[0]} {words[1]}{words[2]}"
            yield f"{words[1]}{words[2]} {words[0]}"
        if not family_first(words):
            yield f"{words[0]}{words[1]} {words[2]}"
            yield f"{words[2]} {words[0]}{words[1]}"
