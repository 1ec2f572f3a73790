"""Units that measure the same, so that 5 kg and 5,000 g are one amount."""

_FAMILIES: tuple[dict[str, float], ...] = (
    {
        "mg": 1e-3,
        "g": 1.0,
        "gram": 1.0,
        "kg": 1e3,
        "kilo": 1e3,
        "kilogram": 1e3,
        "lb": 453.59237,
        "pound": 453.59237,
    }
    | dict.fromkeys(("t", "tonne", "tonnen", "tonelada"), 1e6),
    {
        "mm": 1.0,
        "cm": 10.0,
        "m": 1e3,
        "metre": 1e3,
        "meter": 1e3,
        "mile": 1_609_344.0,
        "ft": 304.8,
        "inch": 25.4,
    }
    | dict.fromkeys(("km", "kilometre", "kilometer", "kilómetro", "キロ", "公里"), 1e6),
    {"ms": 1e-3}
    | dict.fromkeys(("s", "sec", "second", "sekunde", "sekunden", "seconde", "segundo", "秒"), 1.0)
    | dict.fromkeys(("min", "minute", "minuten", "minuto", "分", "分钟", "分間"), 60.0)
    | dict.fromkeys(("h", "hr", "hour", "std", "stunde", "stunden", "heure", "hora", "時間", "小时"), 3600.0)
    | dict.fromkeys(("day", "tag", "tage", "tagen", "jour", "día", "日", "天"), 86_400.0)
    | dict.fromkeys(("week", "woche", "wochen", "semaine", "semana", "週間", "周"), 604_800.0),
    {"ml": 1e-3, "cl": 1e-2, "hl": 100.0, "l": 1.0, "liter": 1.0, "litre": 1.0, "litro": 1.0},
    {"wh": 1e-3, "kwh": 1.0, "mwh": 1e3, "gwh": 1e6},
    {"ha": 1.0, "hectare": 1.0, "hektar": 1.0, "hectárea": 1.0, "acre": 0.40468564},
)


def factor(said: str, kept: str) -> float | None:
    """What an amount in `said` is multiplied by to be in `kept`; None where they do not measure the same."""
    one, other = _folded(said), _folded(kept)
    return next((f[one] / f[other] for f in _FAMILIES if one in f and other in f), None)


def _folded(unit: str) -> str:
    unit = unit.casefold()
    return unit.removesuffix("s") if len(unit) > 2 else unit


def is_known(unit: str) -> bool:
    """Whether there are others that measure the same."""
    return any(_folded(unit) in family for family in _FAMILIES)
