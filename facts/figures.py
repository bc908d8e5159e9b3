"""Numbers written in figures, with their units: "15,000", "15 000 films", "1,5 km", "$15k", "44 BC".

Two laws. A text is read as a figure only where all of it is one: a second number, or a word that is neither unit nor
scale, and it is none. And where a comma may group or divide, both readings are kept; the number that is sought decides.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_FOLD = str.maketrans(
    {"\u2212": "-", "\u2013": "-", "\u2012": "-", "\u2019": "'", "\u2018": "'", "\u00a0": " ", "\u2009": " "}
    | {"\u202f": " ", "\u2044": "/", "٫": ".", "٬": ",", "\u2032": "'"}
)
_FIGURE = re.compile(
    r"^(?P<before>[^\d.,'+-]*?)\s*(?P<sign>[-+]?)(?P<before2>[$€£₩¥]?)\s*"
    r"(?:(?P<top>\d+)/(?P<bottom>\d+)"
    r"|(?P<grouped>[1-9]\d{0,2}(?P<mark>[ ,.'])\d{3}(?:(?P=mark)\d{3})*)(?:(?P<point>[.,])(?P<part>\d+))?"
    r"|(?P<plain>\d*)(?:[.,](?P<rest>\d+))?)"
    r"(?!\d)(?P<after>[^\d]*)$"
)
_SCALES = {
    "k": 1e3,
    "thousand": 1e3,
    "mille": 1e3,
    "tausend": 1e3,
    "mil": 1e3,
    "тысяч": 1e3,
    "тыс": 1e3,
    "천": 1e3,
}
_SCALES |= {
    "hundred": 1e2,
    "만": 1e4,
    "m": 1e6,
    "mn": 1e6,
    "mio": 1e6,
    "million": 1e6,
    "millions": 1e6,
    "millionen": 1e6,
}
_SCALES |= {"millones": 1e6, "млн": 1e6, "миллионов": 1e6, "억": 1e8, "b": 1e9, "bn": 1e9, "billion": 1e9}
_SCALES |= {"milliards": 1e9, "milliarden": 1e9, "миллиардов": 1e9, "trillion": 1e12}
_ORDINAL = frozenset({"st", "nd", "rd", "th", "º", "ª", "er", "e", "ème", "번째", "й"})
_BEFORE = frozenset(
    str.split("in im en в the a exactly year years number nr numero anno année año an jahr l'an ad")
)
_NEGATIVE = frozenset({"minus", "negative", "moins", "menos", "минус", "마이너스"})
_UNITS = """
percent % per cent pct prozent pourcent por ciento процентов процент 퍼센트 프로
m metre metres meter meters mètre mètres metro metros метр метра метров 미터
km kms kilometre kilometres kilometer kilometers kilomètre kilomètres kilómetro kilómetros километр километра километров 킬로미터 킬로
cm centimetre centimetres centimeter centimeters zentimeter centimètre centimètres centímetros сантиметров 센티미터
mm millimetre millimetres millimeter millimeters millimètres
mile miles mi meile meilen milla millas миля мили миль 마일
ft foot feet fuß pied pieds pie pies
in inch inches zoll
yd yard yards
kg kgs kilo kilos kilogram kilograms kilogramme kilogrammes kilogramm kilogramo kilogramos килограмм килограммов 킬로그램
g gram grams gramme grammes gramm gramos грамм граммов 그램
mg milligram milligrams milligramm
t ton tons tonne tonnes tonnen toneladas тонн 톤
lb lbs pound-weight pounds-weight
oz ounce ounces
s sec secs second seconds sekunde sekunden seconde secondes segundo segundos секунд секунды 초
min mins minute minutes minuten minuto minutos минут 분
h hr hrs hour hours stunde stunden heure heures hora horas час часа часов 시간
day days tag tage jour jours día días день дня дней 일
week weeks woche wochen semaine semaines semana semanas неделя недель 주
year years yr yrs jahr jahre jahren an ans année années año años год года лет 년
l litre litres liter liters litro litros литр литров 리터
ml millilitre millilitres milliliter milliliters
gal gallon gallons
kmh km/h kph
mph
celsius °c c degrees-celsius degree-celsius centigrade
fahrenheit °f f degrees-fahrenheit
degree ° degrees grad degrés grados градусов 도
dollar dollars $ usd bucks us-dollars dólares доллар долларов 달러
euro euros € eur 유로 евро
pound pounds £ gbp quid sterling
won ₩ 원
yen ¥
bc bce b.c b.c.e av.-j.-c v-chr
ad ce a.d c.e
people persons person personen personnes personas человек 명
"""
_UNIT = {
    name.replace("-", " "): line.split()[0] for line in _UNITS.strip().splitlines() for name in line.split()
}
_UNIT |= {
    "per cent": "percent",
    "por ciento": "percent",
    "pour cent": "percent",
    "square km": "km²",
    "square kilometres": "km²",
    "km²": "km²",
}
_UNIT |= {"m/s": "m/s", "metres per second": "m/s", "meters per second": "m/s", "km2": "km²", "sq km": "km²"}
_UNIT |= {"kilometres per hour": "kmh", "kilometers per hour": "kmh", "miles per hour": "mph", "mi/h": "mph"}
_UNIT |= {"square miles": "mile²", "square metres": "m²", "square meters": "m²", "square kilometers": "km²"}
for _stray in ("per", "cent", "por", "ciento", "프로"):
    _UNIT.pop(_stray, None)


@dataclass(frozen=True, slots=True)
class Figure:
    """One reading of a text as a number: `grouped` with its marks as grouping, `decimal` with one as the point."""

    grouped: float | None
    decimal: float | None
    unit: str  # as `unit_of` names it; empty where there is none

    @property
    def value(self) -> float:
        """The usual reading: 15,000 is fifteen thousand."""
        return self.grouped if self.grouped is not None else self.decimal or 0.0

    def is_(self, number: float, tolerance: float = 0.0) -> bool:
        """Whether this is the number: a whole one is never sought behind a point, nor a broken one in groups."""
        whole = float(number).is_integer()
        mine = self.grouped if whole and self.grouped is not None else self.decimal
        if mine is None:
            return False
        return mine == number or abs(mine - number) <= tolerance * (1 + 1e-9)


def folded(text: str) -> str:
    """The text as figures are read: one kind of digit, minus, apostrophe and space, without what stands around."""
    # A narrow space must be seen before NFKC, which makes it a common one; both group figures.
    plain = unicodedata.normalize("NFKC", text).translate(_FOLD).casefold().replace("**", "")
    plain = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in plain)
    return " ".join(plain.split()).strip(' !?…;:"“”«»()[]{}*_`|~').rstrip(".,")


@lru_cache(maxsize=4096)
def figures_of(text: str) -> tuple[Figure, ...]:
    """The readings of a text that is one number in figures, and perhaps its unit; none where it is anything else."""
    found = _FIGURE.match(folded(text))
    if not found or not any(found[name] for name in ("top", "grouped", "plain", "rest")):
        return ()
    before = [word for word in found["before"].replace("(", " ").split() if word not in _BEFORE]
    sign = -1.0 if found["sign"] == "-" else 1.0
    if before and before[-1] in _NEGATIVE:
        sign, before = -1.0, before[:-1]
    money = found["before2"] or (
        "".join(before) if "".join(before) in ("$", "€", "£", "₩", "¥", "usd", "eur", "us$") else ""
    )
    if before and not money:
        return ()
    grouped, decimal = _values(found)
    made = []
    for scale, unit in _tails(found["after"].strip(" ,.)(-")):
        unit = unit_of(money.removeprefix("us")) if money and not unit else unit
        made.append(
            Figure(
                None if grouped is None else round(sign * grouped * scale, 9),
                None if decimal is None else round(sign * decimal * scale, 9),
                unit,
            )
        )
    return tuple(made)


def sought(text: str) -> Figure | None:
    """The reading of an accepted number: "1000 m" are metres, "1.5m" is a million and a half."""
    found = figures_of(text)
    metres = len(found) > 1 and re.search(r"\d\s+m$", folded(text))
    return (found[-1] if metres else found[0]) if found else None


def _values(found: re.Match[str]) -> tuple[float | None, float | None]:
    """The number with its marks as grouping, and with one of them as the decimal point."""
    if found["top"]:
        return None, int(found["top"]) / int(found["bottom"]) if int(found["bottom"]) else None
    if found["grouped"]:
        mark, digits = found["mark"], found["grouped"]
        whole = digits.replace(mark, "")
        if found["part"]:
            both = float(f"{whole}.{found['part']}") if found["point"] != mark else None
            return both if both is not None and both.is_integer() else None, both
        once = mark in ".," and digits.count(mark) == 1
        return float(whole), float(digits.replace(mark, ".")) if once else float(whole)
    if found["rest"]:
        value = float(f"{found['plain'] or '0'}.{found['rest']}")
        return (value if value.is_integer() else None), value
    return float(found["plain"]), float(found["plain"])


def _tails(after: str) -> list[tuple[float, str]]:
    """What may follow a number: a scale, a unit, or both; "15m" is fifteen million or fifteen metres."""
    words = after.split()
    if not words:
        return [(1.0, "")]
    made = []
    if words[0] in _SCALES:
        made.append((_SCALES[words[0]], unit_of(" ".join(words[1:]))))
    if words[0] in _ORDINAL:
        made.append((1.0, unit_of(" ".join(words[1:]))))
    made.append((1.0, unit_of(after)))
    return made


def unit_of(words: str) -> str:
    """The one name of a unit: what the table says, else the words themselves with the last in the singular."""
    plain = words.strip(" .").removeprefix("of ")
    if plain in _UNIT:
        return _UNIT[plain]
    return plain[:-1] if plain.endswith("s") and not plain.endswith("ss") and len(plain) > 3 else plain


_NO_NOUN = frozenset(
    str.split(
        "or and oder und ou et o y или и plus minus at most least more less fewer over under about approximately roughly ish"
        " not never before after bc percent dozen pair score hundred thousand million billion to than n't maybe else half"
        " almost nearly circa ca up until since except but nor times squared cubed point tenth"
    )
)


def fits(wanted: str, said: str) -> bool:
    """Whether a unit that was said is the one wanted, or changes nothing: none at all, or any noun after a bare number."""
    if said == wanted or not said:
        return wanted not in ("bc",) or said == wanted
    if wanted:
        return {wanted, said} == {"ad", ""}
    words = said.replace(",", " ").split()
    return 0 < len(words) <= 2 and all(
        word.isalpha() and word not in _NO_NOUN and word not in _SCALES for word in words
    )
