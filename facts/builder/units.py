"""Months in the six languages, and what one unit is in others."""

from __future__ import annotations

from collections.abc import Iterator

_MONTHS = """
january jan janvier januar enero января январь 1월
february feb février fevrier februar febrero февраля февраль 2월
march mar mars märz marzo марта март 3월
april apr avril abril апреля апрель 4월
may mai mayo мая май 5월
june jun juin juni junio июня июнь 6월
july jul juillet juli julio июля июль 7월
august aug août aout agosto августа август 8월
september sep sept septembre septiembre сентября сентябрь 9월
october oct octobre oktober octubre октября октябрь 10월
november nov novembre noviembre ноября ноябрь 11월
december dec décembre decembre dezember diciembre декабря декабрь 12월
"""
MONTHS = tuple(tuple(line.split()) for line in _MONTHS.strip().splitlines())

# Each dimension's units, as multiples of its first.
_SIZES = (
    {
        "m": 1.0,
        "km": 1000.0,
        "cm": 0.01,
        "mm": 0.001,
        "mile": 1609.344,
        "ft": 0.3048,
        "in": 0.0254,
        "yd": 0.9144,
    },
    {"kg": 1.0, "g": 0.001, "mg": 1e-6, "t": 1000.0, "lb": 0.45359237, "oz": 0.028349523125},
    {"s": 1.0, "min": 60.0, "h": 3600.0, "day": 86400.0, "week": 604800.0},
    {"l": 1.0, "ml": 0.001, "gal": 3.785411784},
    {"kmh": 1.0, "mph": 1.609344},
)


def conversions(number: float, unit: str) -> Iterator[tuple[str, str]]:
    """The number in every other unit of the kind, exactly and rounded as people round: to whole and to a tenth."""
    if unit in ("celsius", "fahrenheit"):
        other = number * 9 / 5 + 32 if unit == "celsius" else (number - 32) * 5 / 9
        yield from ((each, "fahrenheit" if unit == "celsius" else "celsius") for each in _rounded(other))
    for sizes in _SIZES:
        if unit in sizes:
            for name, size in sizes.items():
                if name != unit:
                    yield from ((each, name) for each in _rounded(number * sizes[unit] / size))


def _rounded(number: float) -> tuple[str, ...]:
    written = [f"{number:.6f}".rstrip("0").rstrip("."), f"{number:.1f}", f"{number:.0f}"]
    return tuple(
        dict.fromkeys(each for each in written if float(each) and abs(float(each) / number - 1) < 0.01)
    )
