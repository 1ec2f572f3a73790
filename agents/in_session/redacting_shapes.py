"""What is hidden by its shape alone, whether it is a cell or not: dates, times, and encoded characters."""

import re

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_TIME = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s?[ap]\.?m\b\.?)?(?:\s?(?:Z|[+-]\d{2}:?\d{2})\b)?"
_MM, _DD = r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])"
DATE = re.compile(
    rf"\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?:[T ]+{_TIME})?"
    rf"|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}(?:[T ]+{_TIME})?"
    rf"|\d{{2,4}}\s*[年년]\s*\d{{1,2}}\s*[月월](?:\s*\d{{1,2}}\s*[日일])?|\d{{1,2}}\s*[月월]\s*\d{{1,2}}\s*[日일]"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[ .\-/]*{_MONTH}(?:[ ,.\-/]*\d{{2,4}})?(?!\w)"
    rf"|(?<![a-z]){_MONTH}[ ,.\-/]*\d{{1,4}}(?:st|nd|rd|th)?(?:[ ,.\-/]+\d{{2,4}})?(?!\w)"
    rf"|(?<!\d)(?:\d{{4}} {_MM} {_DD}|{_DD} {_MM} \d{{4}}|{_DD}/{_MM}|{_MM}/{_DD})(?!\d)"
    r"|\d{4}[-/]\d{1,3}(?!\d)|\d{4}-?W\d{2}(?:-?\d)?|\b(?:date|datetime|time)\(\d+(?:,\s*\d+)+"
    r"|\btm_year=\d+(?:, tm_\w+=-?\d+)*"
    rf"|{_TIME}",
    re.IGNORECASE,
)
CUT_OFF = re.compile(r"[^\W_]+(?=\.\.\.|…)|(?:(?<=\.\.\.)|(?<=…))[^\W_]+")
"""A word that was cut short."""
CODED = re.compile(
    r"\b0x[0-9a-f]*(?:\.[0-9a-f]+)?(?:p[-+]?\d+)?|\b0[bo][0-9a-f]+"
    r"|(?<![^\W_])[^\W_]*(?:(?:\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|\\U[0-9a-f]{8}|%[0-9a-f]{2}|&#x?[0-9a-f]+;)[^\W_]*)+",
    re.IGNORECASE,
)
"""Numbers to another base, and words with characters written as their codes."""
