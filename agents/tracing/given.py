"""To which name an answer gives a number: `Gentoo weigh 5,076 g`, `152 Adelie`, the row of a table.

Only the plainest ways of saying it are read. What compares or leaves out gives a number to nobody.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from agents.tracing.answers.prose import Prose
from agents.tracing.answers.statements import Statement
from agents.tracing.language.blanks import bare
from agents.tracing.language.periods import PERIOD, YEAR
from agents.tracing.language.words import ABOUT
from agents.tracing.lists import Paired, before_list, paired
from agents.tracing.measures import DOMAIN, is_of_parts, is_of_spread
from agents.tracing.names import Named, Names
from agents.tracing.outputs.timetable import Timetable
from agents.tracing.question import is_parameter

FARTHEST = 80
"""Characters between a name and its number."""

_COMPARED = re.compile(
    r"\b(?:than|from|to|versus|vs|against|above|below|over|under|beyond|exceed\w*|out\w+|beat\w*|surpass\w*|"
    r"compar\w*|unlike|without|except\w*|exclud\w*|but|not|no|nor|never|neither|behind|before|after|ahead|"
    r"follow\w*|next|previous|cumul\w*|running|others?|rest|remain\w*|between|differ\w*|gap|by|another|"
    r"respective\w*|half|twice|times|together|combined|they|them|their|its|left|remov\w*|drop\w*|omit\w*|"
    r"ignor\w*|apart|aside|besides?|since|until|till|through|seit|depuis|jusqu\w*|vorjahr\w*|rank\w*|place|position|number(?=\s*$)|"
    r"als|von|bis|gegen\w*|ohne|außer|nicht|kein\w*|vor|nach|hinter|über|unter|zwischen|"
    r"que|contre|sauf|sans|hors|après|avant|entre|ne|pas|autres?)\b|"
    r"より|以外|除|比|差|対し|次|他|前|和|与|と|보다|제외|다음|順位|排名|순위",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"[,;()\[\]|、。；，（）—–\d\n]|[:：](?!\s*$)|\b(?:and|while|whereas|or|und|aber|während|oder|et|mais|tandis|ou)\b",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"^\s*[(（][^()\d,;]{0,20}$|\s*[(（]|,\s+(?:with|at|averaging|having|mit|bei|avec|à|con)\s+",
    re.IGNORECASE,
)
_FRONTED = re.compile(
    r"^\W*(?:in|for|at|on|during|im|in der|am|bei|für|en|à|au|pour|dans)"
    r"(?: (?:the|year|jahr|month|monat|années?|mois|region))*\s*$",
    re.IGNORECASE,
)
_ASIDE = re.compile(r",\s+(?:which|who|where|die|der|das|qui)\b[^,\d]*,", re.IGNORECASE)
_RANK = re.compile(r"\d+\s?(?:位|위|st\b|nd\b|rd\b|th\b)")
_LABELLED = re.compile(r"\s*(?:[:：=|]|[–—-]\s)")
_LIST_MARK = re.compile(r"^[\s>]*(?:[-*+•]|\d+[.)])?\s*$")
_YEAR = re.compile(rf"\b{YEAR}\b")
_SIZE = re.compile(r"^\s*\(\s*n\s*=\s*[\d,.]+\s*\)", re.IGNORECASE)
_GOES_ON = re.compile(r"\s*(?:[±/]|[:=≈]?\s*[-+−]?\d)")
"""What follows a name that has a number of its own, or is one of a list."""
_UNIT = r"(?:(?!(?:or|et|ou|to|vs|un)\b)[^\W\d_]{1,2}\d?|%|°C?)?"
_ARE = r"(?:of (?:them|these|all|those|which)\s+)?(?:are|were|is|was|sind|sont)"
_OF = r"for|of|in|on|at|among|für|bei|auf|pour|chez|des?|du"
_THE = r"(?: the| a| an| den| der| die| das| les| la| le)?"
_COUNTED = r"(?:(?!times\b|points\b|seconds|minutes|hours|days|weeks|months|years)[a-z]{3,}s\s)?"
_FOLLOWS = re.compile(rf"\s*{_UNIT}\s*{_COUNTED}(?:[(（]|の|(?:[)）]?\s*{_ARE}|{_OF}){_THE}\s)?\s*$")
"""What stands between a number and the name that it belongs to, where that comes after it."""


class Given:
    """Reads to which name a statement belongs."""

    def __init__(self, prose: Prose, names: Names, timetable: Timetable) -> None:
        self._prose = prose
        self._names = names
        self._timetable = timetable
        self.find = cache(self._names_and_periods)
        self._given: dict[tuple[int, int], Mapping[int, str]] = {}

    def name(self, statement: Statement) -> Mapping[int, str]:
        """The name of a number by the domain of the name; empty where it is not plain to whom it belongs."""
        place = statement.start, statement.end
        if place not in self._given:
            self._given[place] = self._name(statement)
        return self._given[place]

    def _name(self, statement: Statement) -> Mapping[int, str]:
        begin, end = self._prose.span(statement.start)
        line = self._prose.text[begin:end]
        if statement.number is None:
            return {}
        if line.lstrip().startswith("|"):
            return self._in_table(line, statement, statement.start - begin)
        if is_parameter(statement):
            return {}
        listed = self._prose.masked[begin:end]
        return self._in_sentence(line, listed, statement.start - begin, statement.end - begin)

    def _names_and_periods(self, text: str) -> Sequence[Named]:
        """The names and the periods of a text."""
        periods = self._timetable.known_in(text)
        return self._names.find(text) + [
            Named(one.start, one.end, PERIOD, str(one.period), sure=True) for one in periods
        ]

    def periods(self, text: str) -> list[Named]:
        """The periods of a text, also the ends of ranges."""
        found = self._timetable.known_in(text, ranges=True)
        return [Named(one.start, one.end, PERIOD, str(one.period), sure=True) for one in found]

    def _in_sentence(self, sentence: str, masked: str, start: int, end: int) -> dict[int, str]:
        found = self.find(sentence)
        given = dict[int, str]()
        for domain in {one.domain for one in found}:
            mine = [one for one in found if one.domain == domain]
            if pair := paired(masked, start, mine):
                name = _of_pair(sentence, pair, mine[0])
            else:
                apart = before_list(masked, start, mine) or _YEAR.fullmatch(sentence[start:end])
                name = (None if apart else _after(sentence, end, mine, found)) or _before(
                    sentence, start, mine
                )
            if domain == PERIOD and any(one.start <= start < one.end for one in mine):
                continue
            if name and name.sure and not _is_of_others(name, sentence):
                given[domain] = name.name
        return given

    def _in_table(self, row: str, statement: Statement, at: int) -> dict[int, str]:
        """The name in the row or in the head of the column, if there is one of its domain."""
        if _COMPARED.search(statement.head) or _has_prose(row, at):
            return {}
        cells = [bare(cell).strip() for cell in (*row.split("|"), statement.head)]
        found = [
            (one, one.sure or one.end - one.start == len(cell)) for cell in cells for one in self.find(cell)
        ]
        plain = {one.domain for one, is_plain in found if is_plain}
        names = {domain: {one.name for one, _ in found if one.domain == domain} for domain in plain}
        return {domain: name for domain, (name, *others) in names.items() if not others}


def _is_of_others(name: Named, sentence: str) -> bool:
    """Whether a statistic is one of other values than the number's: of deviations, of quartiles."""
    return name.domain < 0 and (is_of_spread(name.name, sentence) or is_of_parts(name.name, sentence))


def _before(sentence: str, start: int, names: Sequence[Named]) -> Named | None:
    """The name before a number, with nothing between them that could be spoken of instead."""
    before = [one for one in names if one.end <= start]
    if not before or _COMPARED.search(_words_before(sentence, before[-1].start)):
        return None
    between = _without_asides(sentence, before[-1], bare(sentence[before[-1].end : start]))
    if len(between) > FARTHEST or _COMPARED.search(between) or _is_taken(sentence, before):
        return None
    if _LABELLED.match(between) and _is_label(sentence, before[-1]):
        return before[-1]
    return None if _is_broken(_SIZE.sub("", _YEAR.sub("", between))) else before[-1]


def _without_asides(sentence: str, name: Named, between: str) -> str:
    """What stands between a name and its number, where neither begins anything else by a comma or bracket.

    `In North, laptops …`, `the best year, 2022, …`, `the best region (North) …`, `North, which is …, has`.
    """
    before = sentence[: name.start]
    if _FRONTED.search(before) or re.search(r"[(（]\s*$", before):
        between = re.sub(r"^\s*[,、)）]", "", between)
    elif re.search(r",\s*$", before):
        between = re.sub(r"^\s*,", "", between)
    return ABOUT.sub("", _ASIDE.sub(" ", between))


def _is_label(sentence: str, name: Named) -> bool:
    """Whether all that a line tells is told of its first name: not of `Mean: 4,202 ± 802 g`."""
    at_first = _LIST_MARK.match(bare(sentence[: name.start]))
    return name.domain != DOMAIN and at_first is not None


def _is_broken(between: str) -> bool:
    """Whether something else may begin between a name and its number; brackets around the number may open."""
    opened = list(_OPENS.finditer(between))
    if opened and opened[-1].end() >= len(between.rstrip()):
        between = between[: opened[-1].start()]
    return _BREAK.search(between) is not None


def _of_pair(sentence: str, pair: Paired, first: Named) -> Named | None:
    """The name of a number in a list, with nothing between the lists that could be spoken of instead."""
    if _COMPARED.search(_words_before(sentence, first.start)):
        return None
    if not pair.names_first:
        return pair.name if _FOLLOWS.fullmatch(pair.between) else None
    far = len(pair.between) > FARTHEST or _COMPARED.search(pair.between)
    return None if far or _is_broken(pair.between) else pair.name


def _after(sentence: str, end: int, names: Sequence[Named], all_names: Iterable[Named]) -> Named | None:
    """The name that follows a number at once, or after a word such as `of`."""
    following = next((one for one in names if one.start >= end), None)
    if not following or _GOES_ON.match(sentence, following.end):
        return None
    between = sentence[end : following.start]
    for other in all_names:  # `56 Adelie on Torgersen`: a name of something else may stand between
        is_between = end <= other.start < other.end <= following.start
        if is_between and not _BREAK.search(sentence[end : other.start]):
            between = sentence[other.end : following.start]
    if re.search(r"[(（]\s*$", between) and _COMPARED.search(_rest_of_bracket(sentence, following.end)):
        return None
    return following if _FOLLOWS.fullmatch(bare(between)) else None


def _rest_of_bracket(sentence: str, at: int) -> str:
    """What goes on to the end of a bracket: ` not shown` of `4,202 g (median not shown)`."""
    return re.split(r"[)）]", sentence[at : at + FARTHEST], maxsplit=1)[0]


def _is_taken(sentence: str, before: Sequence[Named]) -> bool:
    """Whether the name stands in a list of names, or belongs to the number before it."""
    name = before[-1]
    between = sentence[before[-2].end if len(before) > 1 else 0 : name.start]
    plain = _RANK.sub("", bare(_YEAR.sub("", between)))
    rest = re.split(r"\d(?:[\d.,]*\d)?%?", plain)
    return len(rest) == 1 < len(before) or (len(rest) > 1 and _FOLLOWS.fullmatch(rest[-1]) is not None)


def _words_before(sentence: str, at: int) -> str:
    """The two words before a place."""
    return " ".join(re.findall(r"\w+", sentence[max(at - 40, 0) : at])[-2:])


def _has_prose(row: str, at: int) -> bool:
    """Whether the cell of a table is a sentence of its own."""
    cell = row[row.rfind("|", 0, at) + 1 :].partition("|")[0]
    return len(cell.split()) > 4
