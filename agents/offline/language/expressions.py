"""Arithmetic over columns as a question writes it: `(High - Low) / Open * 100`, `sum of A and B`."""

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass

from agents.offline.language.columns import Mention
from agents.offline.language.types import DATED

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
SKIPPED = re.compile(
    r"(?:the|its|their|own|an?|columns?|values?|variables?|features?|results?|each|every|all|of|corresponding"
    r"|respective|total|same|row|record|in|that)\b|[\s\"'`“”‘’{}\[\]]+",
    re.IGNORECASE,
)
SIGNS = (
    (r"\*\*|\^|to the power of", "**"),
    (r"multiplied (?:by|with)|times|[*×·]|x(?=\s)", "*"),
    (r"divided by|over|per|[/÷]", "/"),
    (r"modulo|mod|%(?=\s*[\w(\"'])", "%"),
    (r"plus|added to|\+", "+"),
    (r"minus|less|[-−–]", "-"),
    (r"\(", "("),
    (r"\)", ")"),
)
SIGN = re.compile("|".join(f"(?P<s{i}>{pattern})" for i, (pattern, _) in enumerate(SIGNS)), re.IGNORECASE)
SQUARED = re.compile(r"\s*(?:squared|²)", re.IGNORECASE)
CALLS = {
    r"(?:natural )?log(?:arithm)?(?: (?:to )?base e)?(?:\s*(?:of|\())|ln\s*(?:of\b|\()": "np.log",
    r"log10\s*\(|(?:base[- ]10|decimal|common) log(?:arithm)?\s*(?:of\b|\()": "np.log10",
    r"log2\s*\(": "np.log2",
    r"(?:np\.)?log1p\s*\(": "np.log1p",
    r"(?:square root|sqrt)\s*(?:of\b|\()": "np.sqrt",
    r"exp\s*\(|exponential of\b": "np.exp",
    r"absolute (?:value|difference)(?:\s+(?:of|between)\b)?|abs\s*\(": "np.abs",
}
CALL = re.compile("|".join(f"(?P<c{i}>{pattern})" for i, pattern in enumerate(CALLS)), re.IGNORECASE)
AND = re.compile(r"\s*(?:,\s*and\b|,|\band\b|\bto\b|\bby\b|\bfrom\b|&)\s*", re.IGNORECASE)
LISTS = (
    (re.compile(r"(?:sum|total|addition) (?:of|over)\b", re.IGNORECASE), " + "),
    (re.compile(r"(?:absolute )?(?:difference|gap|spread) (?:between|of|in)\b", re.IGNORECASE), " - "),
    (re.compile(r"(?:ratio|quotient) (?:of|between)\b", re.IGNORECASE), " / "),
    (re.compile(r"product of\b", re.IGNORECASE), " * "),
    (re.compile(r"(?:(?:plain|simple|arithmetic) )?(?:average|mean) of\b", re.IGNORECASE), "mean"),
)
DAYS = re.compile(
    r"(?:(?:number of|difference in)\s+)?days\s+(?:from|between|since|elapsed between)\s+(?:the\s+)?[\"'`]?"
    r"|(?:duration|difference|time)\s+(?:\(?in days\)?\s+)?(?:between|from)\s+(?:the\s+)?[\"'`]?",
    re.IGNORECASE,
)
MINUS = re.compile(r"[\"'`]?\s*(?:minus|[-−–])\s*(?:the\s+)?[\"'`]?", re.IGNORECASE)
UNTIL = re.compile(r"[\"'`]?\s*(?:to|until|and|through)\s+(?:the\s+)?[\"'`]?", re.IGNORECASE)
ISO_DATE = re.compile(r"(\d{4}-\d\d-\d\d)\b")
END = re.compile(r"[,;:.](?:\s|$)|\bfor (?:each|every|all)\b|\n")
MOST_PARTS = 60
"""Of an expression; a longer one is no arithmetic that somebody wrote in a sentence."""
ALLOWED = (
    ast.Expression, ast.BinOp, ast.UnaryOp, ast.USub, ast.Constant, ast.Name, ast.Load, ast.Add, ast.Sub,
    ast.Mult, ast.Div, ast.Mod, ast.Pow, ast.Call, ast.Attribute,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Expression:
    """Columns and a text such as `({0} - {1}) / {2} * 100` in which they stand."""

    columns: tuple[str, ...]
    text: str
    end: int = 0


def read_expression(text: str, mentions: Sequence[Mention], start: int = 0) -> Expression | None:
    """The longest arithmetic that begins at `start`; None where it is no more than a column or a number."""
    parts, ends = _parts(text, mentions, start)
    while parts:
        code = " ".join(parts)
        if _is_whole(code):
            return _numbered(code, mentions, ends[-1])
        parts, ends = parts[:-1], ends[:-1]
    return None


def _parts(text: str, mentions: Sequence[Mention], place: int) -> tuple[list[str], list[int]]:
    """The parts in order up to the first word that belongs to no arithmetic, and where each ends."""
    at = {m.start: i for i, m in enumerate(mentions)}
    parts: list[str] = []
    ends: list[int] = []
    while place < len(text) and len(parts) < MOST_PARTS:
        found, place = _part(text, mentions, at, place)
        if found is None or (found == ")" and parts.count("(") == parts.count(")")):
            break
        if found:
            parts.append(found)
            ends.append(place)
    return parts, ends


def _days(text: str, mentions: Sequence[Mention], place: int) -> tuple[str, int] | None:
    """`days from A to B`, `B minus A`: whole days between two dates, of which one may be written out."""
    m = DAYS.match(text, place)
    first = _moment(text, mentions, m.end() if m else place)
    joint = (UNTIL if m else MINUS).match(text, first[1]) if first else None
    last = _moment(text, mentions, joint.end()) if joint else None
    if first is None or last is None:
        return None
    later, earlier = (last, first) if m else (first, last)
    return f"( {later[0]} - {earlier[0]} ).dt.days", last[1]


def _moment(text: str, mentions: Sequence[Mention], place: int) -> tuple[str, int] | None:
    """The code of a date that begins at `place`, and where it ends."""
    if day := ISO_DATE.match(text, place):
        return f'pd.to_datetime("{day[1]}")', day.end()
    found = next((i for i, one in enumerate(mentions) if one.start == place), None)
    is_date = found is not None and mentions[found].column.type in DATED
    return (f"pd.to_datetime(c{found})", mentions[found].end) if found is not None and is_date else None


def _part(text: str, mentions: Sequence[Mention], at: dict[int, int], place: int) -> tuple[str | None, int]:
    """The code of the part at `place`, empty for filling words, None at the end; and the place after it."""
    if place in at and mentions[at[place]].column.type not in DATED:
        end = mentions[at[place]].end
        squared = SQUARED.match(text, end)
        return f"c{at[place]}" + (" ** 2" if squared else ""), squared.end() if squared else end
    for reader in (_listed, _called, _days):
        if found := reader(text, mentions, place):
            return found
    if m := NUMBER.match(text, place):
        return m[0].replace(",", "").rstrip("."), m.end()
    if END.match(text, place):
        return None, place
    if m := SIGN.match(text, place):
        return SIGNS[int((m.lastgroup or "s0")[1:])][1], m.end()
    m = SKIPPED.match(text, place)
    return ("", m.end()) if m and m.end() > place else (None, place)


def _called(text: str, mentions: Sequence[Mention], place: int) -> tuple[str, int] | None:
    """`ln(A / B)`, `square root of A`: a function of the brackets, or of the column that follows."""
    m = CALL.match(text, place)
    if m is None or text.count("(", 0, place) > MOST_PARTS:
        return None
    name = list(CALLS.values())[int((m.lastgroup or "c0")[1:])]
    if m[0].endswith("("):
        inner = _closing(text, m.end())
        parts, _ = _parts(text[:inner], mentions, m.end())
        return (f"{name}({' '.join(parts)})", inner + 1) if parts else None
    if name == "np.abs":
        wide = read_expression(text, mentions, m.end())
        return (f"{name}({_lettered(wide, mentions)})", wide.end) if wide else None
    first = next((i for i, one in enumerate(mentions) if 0 <= one.start - m.end() < 20), None)
    return None if first is None else (f"{name}(c{first})", mentions[first].end)


def _lettered(inner: Expression, mentions: Sequence[Mention]) -> str:
    """The text of an expression with its columns as places among the mentions again."""
    places = {m.column.name: i for i, m in reversed(list(enumerate(mentions)))}
    return re.sub(r"\{(\d+)\}", lambda m: f"c{places[inner.columns[int(m[1])]]}", inner.text)


def _closing(text: str, place: int) -> int:
    """Where the bracket that was opened before `place` is closed."""
    depth = 1
    for i in range(place, len(text)):
        depth += {"(": 1, ")": -1}.get(text[i], 0)
        if depth == 0:
            return i
    return len(text)


def _listed(text: str, mentions: Sequence[Mention], place: int) -> tuple[str, int] | None:
    """`sum of A, B and C`: columns joined by small words after the name of an operation."""
    for pattern, sign in LISTS:
        m = pattern.match(text, place)
        taken = _series(text, mentions, m.end()) if m else []
        if m and len(taken) > 1:
            names = [f"c{i}" for i in taken]
            joined = (" + " if sign == "mean" else sign).join(names)
            code = f"( ( {joined} ) / {len(names)} )" if sign == "mean" else f"( {joined} )"
            code = f"np.abs{code}" if m[0].casefold().startswith("absolute") else code
            return code, mentions[taken[-1]].end
    return None


def _series(text: str, mentions: Sequence[Mention], place: int) -> list[int]:
    """The mentions that follow one another with nothing but small words between them."""
    taken: list[int] = []
    for i, m in enumerate(mentions):
        if m.start < place:
            continue
        between = SKIPPED.sub("", AND.sub(" ", text[place : m.start]))
        if between.strip():
            break
        taken.append(i)
        place = m.end
    return taken


def _is_whole(code: str) -> bool:
    """Whether the parts make a Python expression of arithmetic over at least one column."""
    try:
        tree = ast.parse(code, mode="eval")
    except (SyntaxError, ValueError, MemoryError):
        return False
    nodes = list(ast.walk(tree))
    names = [node.id for node in nodes if isinstance(node, ast.Name) and node.id not in {"np", "pd"}]
    works = any(isinstance(node, ast.BinOp | ast.Call) for node in nodes)
    return works and bool(names) and all(isinstance(node, ALLOWED) for node in nodes)


def _numbered(code: str, mentions: Sequence[Mention], end: int) -> Expression:
    used = list(dict.fromkeys(mentions[int(i)].column.name for i in re.findall(r"\bc(\d+)\b", code)))
    text = re.sub(r"\bc(\d+)\b", lambda m: "{" + str(used.index(mentions[int(m[1])].column.name)) + "}", code)
    return Expression(tuple(used), re.sub(r"\( | \)", lambda m: m[0].strip(), text), end)
