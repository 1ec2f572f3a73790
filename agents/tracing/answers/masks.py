"""What of an answer states nothing: code, links, numbering, labels, and names that have digits in them."""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote

from agents.tracing.language.blanks import LONG, blanked, without

TABLE = re.compile(r"(?:^[ \t]*\|.*\n?)+", re.MULTILINE)
_LABELS = (
    "[Ff]ig(?:ure|\\.)?|[Tt]able|[Cc]hart|[Ss]tep|[Cc]ell|[Ss]ection|Part|Appendix|"
    "[Ff]ootnote|see note|図|表|图|手順|步骤|ステップ|セル"
)
_NO_STATEMENTS = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"^(?:```|~~~)\s*(?:python|py|sql|r|bash|sh|json)\b[\s\S]*?^(?:```|~~~)",
        r"(?<!`)`[^`\n]{0,99}(?:[(\[=<>\"']|[A-Za-z_]\.[A-Za-z_])[^`\n]{0,400}`",  # code, not a value
        r"(?<=\])\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)",  # the target of a link
        r"^ {0,3}\[[^\[\]\n]+\]:[ \t]*\S[^\n]*",  # a target that is defined apart
        r"<?(?:https?://|(?:sandbox|attachment|file):/*|/mnt/data/)[^\s>)]+",
        r"^[ \t>]*(?:[-*+][ \t]+)?\d+[.)][ \t]",  # list numbering
        r"^#{1,6}[ \t]+\d+(?:\.\d+)*[.):](?=\s)",  # the number of a heading
        r"^#{1,6}[ \t]+\d{1,2}(?:\.\d{1,2})+(?=[ \t]+[^\W\d_a-z])",
        rf"(?:{_LABELS})[ \t-]?\d+(?:\.\d+)*",
        r"(?:α|\balpha) ?= ?0?\.\d+",
        r"&#?\w+;",
        r"(?<!\w)#\d{1,3}\b",  # a place in a ranking
        r"\b(?:[Rr]ank|[Rr]ang|[Pp]latz|[Nn]o\.|[Nn]r\.) ?\d{1,3}\b|第\d{1,3}[名位]|\d{1,3}위",
        r"\d+(?:\.\d+)?[ -]?%?[ -]?(?=(?i:confidence|prediction interval|CI\b|信頼|置信))",
        r"(?i)\b\d+(?:st|nd|rd|th)?[ -](?=(?:percentile|quantile|quartile|decile)|パーセンタイル)",
        r"(?i)\b(?:\d+|two|three|four|five|six)[ -](?=(?:decimal|significant|sided|tailed|way|dimension))",
        r"小数(?:点以下|第)\d+[桁位]",
        r"(?i)\b(?:middle|central|mittleren?|centra(?:l|ux)|中央の?|中间)\s?50 ?%",
        r"\b[23]D\b",
        r"\b(?:[Vv]ersions?|[Vv]er\.|v|[Pp]ython|[Pp]andas|[Nn]um[Pp]y|[Ss]ci[Pp]y|R) ?\d+(?:\.\d+)+",
    )
)
_LINK = re.compile(r"\[([^\[\]\n]+)\]\(([^()\n]*(?:\([^()\n]*\)[^()\n]*)*)\)")
_HEADING = re.compile(r"^#{1,6}[ \t]+(\d{1,9})(?=\s)", re.MULTILINE)
_FIRST_NUMBER = re.compile(r"^[ \t]*\|[ \t]*(\d{1,9})[.)]?[ \t]*\|", re.MULTILINE)

Span = tuple[int, int]


def masked(text: str, references: Iterable[Span], names: Iterable[str]) -> str:
    """The text with blanks for what states nothing; as long as before."""
    named = [name for name in names if re.search(r"[0-9]", name)]
    flat = without(LONG, blanked(text, references))
    flat = blanked(flat, _labels_of_files(flat, named))
    folded = flat.casefold()
    for name in named:
        if name.casefold() in folded and re.search(r"[^\W\d_]", name):
            pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
            flat = without(pattern, flat)
    for pattern in _NO_STATEMENTS:
        flat = without(pattern, flat)
    flat = blanked(flat, _counting(list(_HEADING.finditer(flat))))
    return blanked(flat, (span for table in TABLE.finditer(flat) for span in _numbering(table)))


def _labels_of_files(text: str, names: Iterable[str]) -> Iterator[Span]:
    """The labels of links to files of which they only repeat the name: `[sales 2031](sales%202031.csv)`."""
    files = {PurePosixPath(name).name for name in names}
    for link in _LINK.finditer(text):
        file = PurePosixPath(unquote(link[2].strip(" <>"))).name
        if file in files and set(re.findall(r"\d+", link[1])) <= set(re.findall(r"\d+", file)):
            yield link.span(1)


def _counting(numbers: list[re.Match[str]]) -> Iterator[Span]:
    """Numbers that are 1, 2, 3, … as they come: `## 354 penguins` is none of them."""
    counts = [int(number[1]) for number in numbers] == list(range(1, len(numbers) + 1))
    yield from (number.span(1) for number in numbers if counts and len(numbers) > 1)


def _numbering(table: re.Match[str]) -> list[Span]:
    """The first column of a table, where it counts its rows: 1, 2, 3."""
    numbers = list(_FIRST_NUMBER.finditer(table[0]))
    counts = [int(number[1]) for number in numbers] == list(range(1, len(table[0].splitlines()) - 1))
    return [(table.start() + n.start(1), table.start() + n.end(1)) for n in numbers] if counts else []
