"""What the profile of the files says, and the words by which an answer can be known to speak of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agents.tracing.language.numbers import numbers_in
from agents.values import Column, Profile, Table

_ROWS = (
    r"row|record|observation|entr|line|sample|zeile|eintr|datens|ligne|enregistr|\bfilas?\b|"
    r"registro|行|件|レコード|条"
)
_COLUMNS = r"column|variable|field|feature|spalte|colonne|columna|列|カラム|項目|字段|变量"
_TABLES = r"table|file|dataset|sheet|datei|fichier|archivo|表|テーブル|ファイル|文件"
MISSING = r"fehl|leer|manqu|\bvide|falta|vac[ií]|missing|empty|null|nan|blank|absent|欠損|欠測|空|缺失"
_DIFFERENT = (
    r"different|distinct|unique|categor|kinds?\b|types?\b|values|verschieden|différent|"
    r"distint|diferent|種類|類|类|种"
)
_RANGE = r"range|\bfrom\b|between|\bto$|\bvon\b|zwischen|\bde\b|entre|desde|から|まで|至"
_LOW = (
    rf"{_RANGE}|\bmin|\blow|\bleast|small|short|light|young|cheap|earliest|first|niedrigst|"
    rf"kleinst|frühest|plus (?:bas|petit)|menor|最小|最低|最初|最早|最少"
)
_HIGH = (
    rf"{_RANGE}|\bmax|\bhigh|\bmost\b|larg|big|long|heavi|old|latest|last|höchst|größt|spätest|"
    rf"plus (?:haut|grand|élev)|mayor|最大|最高|最後|最新|最多"
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A number of the profile, for sentences with one of the words: `0` missing proves no other 0."""

    value: float
    words: str
    how: str

    def fits(self, context: str) -> bool:
        """Whether the sentence speaks of it."""
        return re.search(self.words, context, re.IGNORECASE) is not None


def facts_of(profile: Profile) -> list[Fact]:
    """The numbers of a profile."""
    tables = Fact(len(profile.tables), _TABLES, "number of tables in the profile")
    return [tables, *(fact for table in profile.tables for fact in _table(table))]


def _table(table: Table) -> Iterator[Fact]:
    # a large count is not hit by chance, and a sentence names the rows as what they are: 344 penguins
    words = _ROWS if table.rows < 20 else ""
    yield Fact(table.rows, words, f"rows of {table.file}")
    yield Fact(len(table.columns), _COLUMNS, f"columns of {table.file}")
    for note in table.notes:
        for number in numbers_in(note, words=False):
            yield Fact(number.value, _ROWS, f"profile of {table.file}")
    for column in table.columns:
        yield from _column(table, column)


def _column(table: Table, column: Column) -> Iterator[Fact]:
    named = "|".join(re.escape(word) for word in re.findall(r"[^\W\d_]{3,}", column.name))
    place = f"column {column.name} of {table.file}"
    without = rf"\b(?:no|without|ohne|keine?n?|sans)\s+(?:an?\s+)?{re.escape(column.name)}"
    yield Fact(column.missing, f"{MISSING}|{without}", f"missing values in {place}")
    yield Fact(column.unique, "|".join(filter(None, (_DIFFERENT, named))), f"different values in {place}")
    ends = ((column.low, _LOW), (column.high, _HIGH))
    for end, words in ends if "date" not in column.type else ():  # no day of one counts
        for number in numbers_in(end or "", words=False, spaces=False):
            yield Fact(number.value, words, f"range of {place}")
