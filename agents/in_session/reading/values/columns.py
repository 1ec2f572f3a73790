"""What each column of texts holds and what pandas must be told to read it so."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from agents.in_session.reading.calendar.dateformat import Dates
from agents.in_session.reading.calendar.dates import find_dates
from agents.in_session.reading.calendar.digits import compact_dates
from agents.in_session.reading.calendar.periods import number_note, text_note
from agents.in_session.reading.values.cells import PADDING, TIME, is_number, kind
from agents.in_session.reading.values.missing import sentinel_notes, with_sentinels
from agents.in_session.reading.values.numbers import (
    PLAIN,
    NumberFormat,
    are_degrees,
    are_flagged,
    doubt,
    find_cleaning,
    find_format,
    flags_of,
    is_flag,
    is_measured,
    may_be_thousands,
    signs_of,
)
from agents.in_session.reading.values.plan import Plan
from agents.in_session.reading.values.units import unit_of
from agents.in_session.reading.values.variants import variants_note
from agents.in_session.reading.values.words import (
    COUNTRIES,
    NUMBER_MISSING,
    PANDAS_MISSING,
    SUPPRESSED,
    TEXT_MISSING,
    TRUTH,
)

_KEYS = 10
"""Codes that are all different by more than chance."""
_LETTER_CODE = re.compile(r"\d+E\d+")
_POINTED = re.compile(r"\d\d?\. ?\d\d?\. ?\d\d")
"""A date as countries with a decimal comma write it."""
_MARKS = PANDAS_MISSING | NUMBER_MISSING | SUPPRESSED


def plan_columns(
    raw: pd.DataFrame, sep: str, known: set[float], *, bare_na: bool = False
) -> tuple[list[Plan], NumberFormat]:
    """Plan every column of a table read as text; `known` are numbers declared to be missing.

    `bare_na` says that NA stands without quotes where other texts have them, as R writes what is missing.
    """
    counts = {name: Counter(raw[name].tolist()) for name in raw.columns}
    once = sum("NA" in texts for texts in counts.values()) == 1
    plans = [_by_words(name, counts[name], once=once, bare_na=bare_na) for name in raw.columns]
    numeric = [plan.counts for plan in plans if plan.type == "number"]
    points = any(plan.type == "date" and all(map(_POINTED.match, plan.counts)) for plan in plans)
    form = find_format(numeric, sep, points=points)
    guess = doubt(form, sep, numeric)
    plans = [_as_number(plan, form, sep, guess) if plan.type == "number" else plan for plan in plans]
    # Where a comma marks decimals, the day comes before the month.
    plans = _as_dates(plans, "%d" if form.decimal == "," else "%m")
    plans = [_finished(plan) for plan in with_sentinels(plans, form, known)]
    return [_with_variants(plan, raw) for plan, raw in zip(plans, counts.values(), strict=True)], form


def _with_variants(plan: Plan, raw: Mapping[str, int]) -> Plan:
    """Note the values of a text that differ only in case or in the spaces around them."""
    if plan.type != "text":
        return plan
    note = variants_note(plan.name, [text for text in raw if text.strip() in plan.counts])
    return replace(plan, notes=(*plan.notes, note)) if note else plan


def _by_words(name: str, counts: Counter[str], *, once: bool, bare_na: bool) -> Plan:
    """Sort a column's texts into values and marks of missing ones, and find its type from the values."""
    values: Counter[str] = Counter()
    marks: Counter[str] = Counter()
    for raw, count in counts.items():
        text = raw.strip(PADDING)
        (marks if text in _MARKS or is_flag(text) else values)[raw] += count
    if not values:
        values = Counter({mark: count for mark, count in marks.items() if mark.strip() in SUPPRESSED})
        marks -= values
    stripped: Counter[str] = Counter()
    for raw, count in values.items():
        stripped[raw.strip()] += count
    found = _type_of(stripped)
    if found == "text" and isinstance(compact_dates(name, stripped), Dates):
        found = "number"
    plan = Plan(str(name), found, stripped, frozenset(marks))
    return _typed(plan, marks, na=not bare_na and _is_na_a_code(stripped, marks, once=once))


def _type_of(values: Mapping[str, int]) -> str:
    if not values:
        return "empty"
    kinds = {kind(text) for text in values}
    if _truth(values):
        return "boolean"
    if kinds == {"number"}:
        return "text" if _is_identifier(values) else "number"
    if (kinds == {"text"} and is_measured(values)) or (kinds == {"number", "text"} and are_flagged(values)):
        return "number"
    if kinds <= {"date"}:
        return "date"
    return "time" if all(TIME.fullmatch(text) for text in values) else "text"


def _truth(values: Mapping[str, int]) -> tuple[str, str] | None:
    words = {text.upper() for text in values}
    return next(((yes, no) for yes, no in TRUTH.items() if words <= {yes.upper(), no.upper()}), None)


def _is_identifier(values: Mapping[str, int]) -> bool:
    """Tell whether digits are a code: leading zeros, a plus before, an E between, or too many."""
    zeros = any(len(text) > 1 and text[0] in "0０" and text.isdigit() for text in values)
    phones = any(len(text) > 8 and text[0] == "+" and text[1:].isdigit() for text in values)
    long = all(len(text) > 15 and text.isdigit() for text in values)
    letters = _has_letter_codes(values)
    return zeros or phones or long or letters or any(len(text) > 18 and text.isdigit() for text in values)


def _has_letter_codes(values: Mapping[str, int]) -> bool:
    """Tell whether an E stands between all digits, or between some of equal length: `12E5` among `7890`."""
    others = [text for text in values if not _LETTER_CODE.fullmatch(text)]
    alike = all(text.isdigit() and len(text) > 3 for text in others) and len(set(map(len, values))) == 1
    return len(others) < len(values) and (alike or not others)


def _typed(plan: Plan, marks: Counter[str], *, na: bool) -> Plan:
    """Choose the marks that count as missing in a column of this type; `na` where NA is a code."""
    if plan.type != "text":
        return plan
    kept = {mark for mark in marks if mark.strip() not in PANDAS_MISSING | TEXT_MISSING or mark == "None"}
    kept |= {"NA"} if na else set()
    values = Counter(plan.counts) + Counter({mark: marks[mark] for mark in kept})
    letters = _has_letter_codes(plan.counts)
    zeros = letters or (
        _is_identifier(plan.counts) and all(text.lstrip("+").isdigit() for text in plan.counts)
    )
    notes = (f"{plan.name} stays text: {_why_text(plan.counts)}.",) if zeros else _strays(plan)
    plan = replace(plan, counts=values, marks=plan.marks - kept, kept=frozenset(kept & PANDAS_MISSING))
    return replace(plan, as_text=zeros, notes=notes)


def _is_na_a_code(values: Mapping[str, int], marks: Counter[str], *, once: bool) -> bool:
    """Tell whether NA is one of the codes of two capitals in a column: Namibia, North America, Naples.

    It is beside countries, beside empty cells, and in a list of keys if no other column has it (`once`).
    """
    codes = len(values) > 2 and all(len(text) == 2 and text.isupper() for text in values)
    if not codes or "NA" not in marks:
        return False
    keys = once and set(marks) == {"NA"} and len(values) >= _KEYS and {*values.values(), marks["NA"]} == {1}
    return keys or "" in marks or set(values) <= COUNTRIES


def _why_text(values: Mapping[str, int]) -> str:
    zero = next((text for text in values if text[0] == "0" and len(text) > 1), "")
    letter = next(filter(_LETTER_CODE.fullmatch, values), "")
    if letter and not zero:
        return f"{letter} and its like are taken for codes, not for powers of ten"
    return f"some values begin with 0, such as {zero}" if zero else "its digits are codes, not quantities"


def _strays(plan: Plan) -> tuple[str, ...]:
    """Name the few words that keep a column of numbers from being one."""
    words = {text: count for text, count in plan.counts.items() if not is_number(text)}
    total = sum(plan.counts.values())
    if 0 < sum(words.values()) <= 0.1 * total and len(words) < 4:
        shown = ", ".join(f'"{word[:30]}" ({count})' for word, count in words.items())
        return (f"{plan.name} stays text: all values are numbers but {shown}.",)
    return ()


def _as_number(plan: Plan, form: NumberFormat, sep: str, guess: str) -> Plan:
    compact = find_dates(plan.name, plan.counts)
    if isinstance(compact, Dates):
        kind = "datetime" if compact.has_time else "date"
        return replace(plan, type=kind, dates=compact, notes=(compact.note,))
    cleaning, degrees = None, are_degrees(plan.name, plan.counts)
    if not all(map(form.fits, plan.counts)) or (form != PLAIN and degrees):
        cleaning = find_cleaning(plan.counts, PLAIN if degrees else form, sep)
        if cleaning is None:
            note = f"{plan.name} stays text: its marks are not those of the other numbers."
            return replace(plan, type="text", as_text=True, notes=(note,))
    decimal = cleaning.decimal if cleaning else form.decimal
    whole = not any(mark in text for text in plan.counts for mark in (decimal, "e", "E", "inf", "Inf"))
    bare = cleaning is not None and not any(set(text) - set("0123456789.,-+eE") for text in plan.counts)
    plan = replace(plan, type="integer" if whole else "number", cleaning=cleaning, as_text=bare)
    mark = form.thousands or form.decimal
    if guess and decimal == form.decimal and any(mark in text for text in plan.counts):
        plan = replace(plan, notes=(guess.format(plan.name),))
    if form == PLAIN and not cleaning and may_be_thousands(plan.counts):
        note = f"Points in {plan.name} are read as decimal marks: a guess, as three digits follow each."
        plan = replace(plan, notes=(note,))
    if bare and decimal != form.decimal and not whole:
        marks = "Points" if decimal == "." else "Commas"
        plan = replace(plan, notes=(f"{marks} in {plan.name} mark decimals, unlike in the other numbers.",))
    return _with_sign(plan) if cleaning else plan


def _with_sign(plan: Plan) -> Plan:
    """Take the sign that all numbers of a column share for its unit, and note where they have several."""
    signs = signs_of(plan.counts)
    if flags := flags_of(plan.counts):
        note = f"Flags behind numbers in {plan.name} are taken away: {', '.join(flags[:5])}."
        return replace(plan, notes=(*plan.notes, note))
    if plan.cleaning and plan.cleaning.dash:
        plan = replace(plan, notes=(*plan.notes, f"A sign of money with a dash in {plan.name} is read as 0."))
    if len(signs) == 1:
        return replace(plan, unit=signs.pop())
    if len(signs - {""}) < 2 and "%" not in signs:
        return plan
    shown = ", ".join(sorted(signs - {""})[:5])
    note = f"Numbers in {plan.name} are not all of one kind ({shown}), and their signs are taken away."
    return replace(plan, notes=(*plan.notes, note))


def _as_dates(plans: list[Plan], usual: str) -> list[Plan]:
    """Find how dates are written, those first that decide the order for the others."""
    found = {
        plan.name: find_dates(plan.name, plan.counts)
        for plan in plans
        if plan.type == "date" and not plan.dates
    }
    decided = {dates.decided for dates in found.values() if isinstance(dates, Dates)} - {""}
    hint = decided.pop() if len(decided) == 1 else ""
    return [_dated(plan, hint, usual) if plan.name in found else plan for plan in plans]


def _dated(plan: Plan, hint: str, usual: str) -> Plan:
    dates = find_dates(plan.name, plan.counts, hint, usual)
    if isinstance(dates, Dates):
        notes = (dates.note,) if dates.note else ()
        return replace(plan, type="datetime" if dates.has_time else "date", dates=dates, notes=notes)
    if all(TIME.fullmatch(text) for text in plan.counts):
        return replace(plan, type="time")
    return replace(plan, type="text", notes=(dates,) if dates else ())


def _finished(plan: Plan) -> Plan:
    """Add the unit, what a text tells of time, and text for times that pandas could take for numbers."""
    if plan.type in {"integer", "number"}:
        plan = replace(plan, unit=unit_of(plan.name) or plan.unit)
    tell = {"text": text_note, "integer": number_note}.get(plan.type)
    note = tell(plan.name, plan.counts) if tell and not plan.notes else ""
    plan = replace(plan, notes=(note,)) if note else plan
    return replace(plan, as_text=True) if plan.type == "time" and _looks_numeric(plan.counts) else plan


def _looks_numeric(values: Mapping[str, int]) -> bool:
    return all(set(text) <= set("0123456789.") for text in values)


def value_arguments(plans: list[Plan], form: NumberFormat) -> dict[str, Any]:
    """Return what `pandas.read_csv` must be told to read the values as planned."""
    dates = {plan.name: plan.dates for plan in plans if plan.dates and not plan.dates.after_call}
    formats = {name: date.format for name, date in dates.items() if date.given}
    types: dict[str, Any] = {plan.name: str for plan in plans if plan.as_text and plan.name not in dates}
    booleans = [plan for plan in plans if plan.type == "boolean"]
    types |= {plan.name: "boolean" for plan in booleans if plan.marks}
    arguments: dict[str, Any] = {"dtype": types} | form.arguments() | _truth_arguments(booleans)
    arguments |= {"parse_dates": list(dates)}
    if len(set(formats.values())) == 1 and len(formats) == len(dates):
        arguments["date_format"] = next(iter(formats.values()))
    elif formats:
        arguments["date_format"] = formats
    return {name: value for name, value in arguments.items() if value}


def _truth_arguments(plans: list[Plan]) -> dict[str, list[str]]:
    words = {text: _truth(plan.counts) for plan in plans for text in plan.counts}
    foreign = {text: pair for text, pair in words.items() if pair and pair[0] != "true"}
    yes = sorted(text for text, pair in foreign.items() if text.upper() == pair[0].upper())
    return {"true_values": yes, "false_values": sorted(set(foreign) - set(yes))}


def value_notes(plans: list[Plan]) -> list[str]:
    """Say what was assumed about the values."""
    notes = [note for plan in plans for note in plan.notes]
    notes += [f'"{mark}" in {plan.name} is kept as a value.' for plan in plans for mark in sorted(plan.kept)]
    return notes + sentinel_notes(plan.sentinel for plan in plans if plan.sentinel)
