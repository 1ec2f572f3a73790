"""Units that measure the same, so that 5 kg and 5,000 g are one amount."""

_FAMILIES: tuple[dict[str, float], ...] = (
    {"mg": 1e-3, "g": 1.0, "gram": 1.0, "kg": 1e3, "kilo": 1e3, "kilogram": 1e3, "t": 1e6, "tonne": 1e6},
    {"mm": 1.0, "cm": 10.0, "m": 1e3, "metre": 1e3, "meter": 1e3, "km": 1e6, "kilometre": 1e6},
    {
        "ms": 1e-3,
        "s": 1.0,
        "sec": 1.0,
        "second": 1.0,
        "min": 60.0,
        "minute": 60.0,
        "h": 3600.0,
        "hour": 3600.0,
    },
    {"wh": 1e-3, "kwh": 1.0, "mwh": 1e3, "gwh": 1e6},
    {"ml": 1e-3, "l": 1.0, "liter": 1.0, "litre": 1.0},
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
