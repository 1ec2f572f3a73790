"""Marks in the text of an answer: what is not verified, and the right cells in brackets."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from agents.tracing.answers.prose import Prose, Reference
from agents.tracing.recomputing import Traced
from agents.tracing.whose import Whose


@dataclass(frozen=True, slots=True)
class Words:
    """A mark in the text, and what is said at its end."""

    mark: str
    opening: str
    missed: str
    """That no output shows a value, or several."""
    instead: Mapping[str, str]
    """What is said of a value by the kind of what outputs show in its place."""


_WORDS = {
    "en": Words(
        " ⚠ not verified",
        "⚠ Not verified: ",
        "{}. No output of the code shows {}.",
        {
            "value": "{value} is the value of {owner} in cell {cell}, not of {told_of}.",
            "statistic": "{value} is the {owner} in cell {cell}, not the {told_of}.",
            "rank": "{value} is not {told_of} in cell {cell}, but {owner}.",
            "claim": "{value} does not fit cell {cell}, which shows {owner}.",
            "beside": "{value} does not fit {owner}, which stands beside it.",
        },
    ),
    "ja": Words(
        " ⚠ 未確認",
        "⚠ 未確認: ",
        "{}。コードの出力に見つかりません。",
        {
            "value": "{value}はセル{cell}では{owner}の値で、{told_of}の値ではありません。",
            "statistic": "{value}はセル{cell}では{owner}で、{told_of}ではありません。",
            "rank": "セル{cell}では{value}ではなく{owner}です（{told_of}）。",
            "claim": "{value}はセル{cell}の値（{owner}）と合いません。",
            "beside": "{value}は同じ文の{owner}と合いません。",
        },
    ),
    "zh": Words(
        " ⚠ 未核实",
        "⚠ 未核实：",
        "{}。代码的输出中没有找到。",
        {
            "value": "{value} 是单元格 {cell} 中 {owner} 的值，不是 {told_of} 的值。",
            "statistic": "{value} 在单元格 {cell} 中是 {owner}，不是 {told_of}。",
            "rank": "单元格 {cell} 中不是 {value}，而是 {owner}（{told_of}）。",
            "claim": "{value} 与单元格 {cell} 的值（{owner}）不符。",
            "beside": "{value} 与同一句中的 {owner} 不符。",
        },
    ),
}
_CLOSING = re.compile(r"(?:\*\*|__|\*|`|\\\)|(?<=[\d%])[A-Za-z%°]+|\$(?=\W|$))+")


def unmarked(text: str) -> str:
    """The text without marks, should it have been marked before."""
    for words in _WORDS.values():
        text = re.sub(rf"\n\n{re.escape(words.opening)}.*\Z", "", text.replace(words.mark, ""))
    return text


def marked(prose: Prose, traced: Sequence[Traced], units: Iterable[str]) -> str:
    """The text with its references put right, and what was not found marked and named at the end."""
    words = _WORDS[_language(prose.text)]
    missed = [one for one in traced if not one.found and not one.given]
    edits = [
        *_references(prose, traced),
        *((at, at, words.mark) for at in {_place(prose, one, units) for one in missed}),
    ]
    text = prose.text
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    if not missed:
        return text
    return f"{text.rstrip()}\n\n{words.opening}{' '.join(_closing(words, missed))}"


def because(value: str, whose: Whose) -> str:
    """Why a value is not verified, in English."""
    return _WORDS["en"].instead[whose.kind].format(value=value, **asdict(whose)).removesuffix(".")


def _closing(words: Words, missed: Sequence[Traced]) -> Iterable[str]:
    """A sentence on all that no output shows, and one on each number that is another's."""
    named = list(dict.fromkeys(one.statement.text for one in missed if not one.whose))
    if named:
        yield words.missed.format(", ".join(named), "it" if len(named) == 1 else "them")
    others = dict.fromkeys((one.statement.text, one.whose) for one in missed if one.whose)
    for value, whose in others:
        yield words.instead[whose.kind].format(value=value, **asdict(whose))


def _language(text: str) -> str:
    if re.search(r"[\u3040-\u30ff]", text):
        return "ja"
    return "zh" if re.search(r"[\u4e00-\u9fff]", text) else "en"


def _place(prose: Prose, one: Traced, units: Iterable[str]) -> int:
    """Behind the number, its unit, and the markup that closes after it."""
    text, at = prose.text, _outside(prose.text, one.statement.end)
    for unit in units:
        if unit and (beside := re.compile(rf"\s?{re.escape(unit)}(?!\w)").match(text, at)):
            at = beside.end()
            break
    closing = _CLOSING.match(text, at)
    return closing.end() if closing else at


def _outside(text: str, at: int) -> int:
    r"""Behind the code span or the formula `\(…\)` that a place is in."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    if line.count("`") % 2 and (end := text.find("`", at)) >= 0:
        return end + 1
    if line.rfind("\\(") > line.rfind("\\)") and (end := text.find("\\)", at)) >= 0:
        return end + 2
    return at


def _references(prose: Prose, traced: Sequence[Traced]) -> Iterable[tuple[int, int, str]]:
    """Where the number before a reference was found in other cells than it names, name those."""
    begin = 0
    for reference in prose.references:
        covered = [one for one in traced if begin <= one.statement.start < reference.start]
        begin = reference.end
        right = _right_cells(reference, [one for one in covered if one.statement.cited == reference.cells])
        if right != set(reference.cells):
            yield reference.start, reference.end, "".join(f"[{cell}]" for cell in sorted(right))


def _right_cells(reference: Reference, covered: Sequence[Traced]) -> set[int]:
    found = [one.found.cell for one in covered if one.found and one.found.cell]
    if not found or found[-1] in reference.cells:
        return set(reference.cells)
    return {found[-1], *(cell for cell in found if cell in reference.cells)}
