"""Texts for a model without the cells of the data: placeholders stand for what it may not see.

`agents/in_session/redacting/` decides what it may, in a session of its own, which has the thread's files
and runs none of the model's code: so no such code can change what is decided.
"""

import asyncio
import base64
import hashlib
import json
import re
import secrets
import time
from collections.abc import Mapping, Sequence
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from agents.errors import AnalystError, PoolFullError
from agents.ingesting import current
from agents.no_rows.restoring import PLACEHOLDER, in_code
from agents.profiling import load_code
from agents.protocols import Interpreter, Store
from agents.session import sent_modules
from agents.values import Column, Execution, Profile, SourceFile, Table

Hidden = tuple[tuple[str, str], ...]
"""What the placeholders of a thread stand for, from ⟦v1⟧ on: the key of each value and how it is written."""

Kind = Literal["output", "prose", "typed", "code"]
"""What code put out; what a model wrote, with values put back; what the user typed, also as code."""

WITHHELD = "(output withheld)"
MAX_TEXT = 6000
MAX_TEXTS = 200_000
SECONDS = 60.0
LEAST_ROWS = 5
"""Numbers of smaller groups are withheld."""
MOST_ON_A_LINE = 3
NUMERIC = ("integer", "number")

_FOUND = TypeAdapter(list[list[str | tuple[str, str]]])
_BEGIN = "_tables = []"
_READ = """\
def _read():
    scope = {{}}
    exec({load!r}, scope)
    return [scope[name] for name in {names!r}]
_tables += _read()
"""
_SET_UP = """\
{loader}
def _set_up():
    module = _load_modules()["{package}.redacting.outputs"]
    cells = module.Cells(_tables, {least_rows}, {names!r})
    return {version!r}, lambda *given: module.split(cells, *given)
_guard = _set_up()
"""
_PROBE = "'_guard' in globals() and _guard[0] == {version!r}"
_RUN = """\
import base64, json
_given = json.loads(base64.b64decode({given!r}))
print({mark!r} + json.dumps(_guard[1](*_given)) + {mark!r})
"""


class Redactor:
    """Takes what a model may not see out of texts and puts it back; `hidden` grows as it is used.

    `code` is what the model has written in the thread: its own words may be shown to it.
    From `ends` on, in seconds since the epoch, all that is redacted is withheld.
    """

    def __init__(
        self,
        interpreter: Interpreter,
        store: Store,
        sources: Sequence[SourceFile],
        profile: Profile,
        hidden: Hidden = (),
        least_rows: int = LEAST_ROWS,
        code: str = "",
        ends: float | None = None,
    ) -> None:
        self.least_rows = least_rows
        self._ends = ends
        self._code = code
        self._interpreter = interpreter
        self._store = store
        self._sources = sources
        self._profile = profile
        self._numbers = {key: number for number, (key, _) in enumerate(hidden, 1)}
        self._written = [written for _, written in hidden]

    @property
    def hidden(self) -> Hidden:
        """What the placeholders stand for, to be kept with the thread."""
        return tuple(zip(self._numbers, self._written, strict=True))

    async def redact(self, texts: Sequence[str], kind: Kind) -> list[str]:
        """The texts with placeholders; WITHHELD in place of what cannot be looked at.

        Raises PoolFullError where there is no session to look at them in.
        """
        fitting = _within_budget([whole_lines(text, MAX_TEXT) for text in texts])
        try:
            async with asyncio.timeout(None if self._ends is None else self._ends - time.time()):
                await self._ensure()
                found = await self._found([text or "" for text in fitting], kind)
        except PoolFullError:
            raise
        except (AnalystError, TimeoutError, KeyError, ValueError):
            return [WITHHELD if text else "" for text in texts]
        return [
            WITHHELD if text is None else self._joined(parts)
            for text, parts in zip(fitting, found, strict=True)
        ]

    def restored(self, text: str) -> str:
        """The text with the values in place of their placeholders."""
        return PLACEHOLDER.sub(self._value, text)

    def restored_code(self, code: str) -> str | None:
        """The code with the values in its texts; None where a placeholder stands elsewhere in it."""
        return in_code(code, {str(number): written for number, written in enumerate(self._written, 1)})

    async def _ensure(self) -> None:
        """Have a session that holds the cells of these very files; raises where there is none."""
        loader = sent_modules.loader("redacting")
        known = [
            loader,
            str(self.least_rows),
            self._profile.model_dump_json(),
            *(f"{one.name} {one.digest}" for one in self._sources),
        ]
        version = hashlib.sha256(json.dumps(known).encode()).hexdigest()
        if (await self._run(_PROBE.format(version=version))).value.strip().lower() == "true":
            return
        await self._run(_BEGIN)
        for table in self._profile.tables:
            if table.replaced:
                await self._interpreter.upload(table.file, await self._store.get(table.replaced))
                await self._read(Profile(tables=(table,)))
        for one in current(self._sources):
            await self._interpreter.upload(one.name, await self._store.get(one.digest))
        await self._read(self._profile.current)
        names = [name for table in self._profile.tables for name in (table.file, table.table)]
        made = {"package": sent_modules.PACKAGE, "version": version, "least_rows": self.least_rows}
        await self._run(_SET_UP.format(loader=loader, names=names, **made))

    async def _read(self, profile: Profile) -> None:
        """Read the tables of files that are there now."""
        names = [table.table for table in profile.tables]
        await self._run(_READ.format(load=load_code(profile), names=names))

    async def _found(self, texts: list[str], kind: Kind) -> list[list[str | tuple[str, str]]]:
        mark = f"<{secrets.token_hex(8)}>"
        given = [self._code, texts, kind, self._put_back(texts) if kind in ("prose", "typed") else {}]
        packed = base64.b64encode(json.dumps(given).encode()).decode()
        said = (await self._run(_RUN.format(mark=mark, given=packed))).stdout.split(mark)
        if len(said) != 3:
            raise ValueError("the script printed something else")
        try:
            found = _FOUND.validate_json(said[1])
        except ValidationError as error:
            raise ValueError("the script printed something else") from error
        if len(found) != len(texts):
            raise ValueError("the script left texts out")
        return found

    async def _run(self, code: str) -> Execution:
        execution = await self._interpreter.run(code, SECONDS)
        if execution.status != "ok":
            raise ValueError("the script failed")
        return execution

    def _put_back(self, texts: Sequence[str]) -> Mapping[str, str]:
        """The values of placeholders that stand in texts, each with its key."""
        whole = "\n".join(texts)
        return {written: key for key, written in self.hidden if written in whole}

    def _joined(self, parts: Sequence[str | tuple[str, str]]) -> str:
        return "".join(part if isinstance(part, str) else self._placeholder(*part) for part in parts)

    def _placeholder(self, key: str, written: str) -> str:
        if key not in self._numbers:
            self._numbers[key] = len(self._written) + 1
            self._written.append(written)
        return f"⟦v{self._numbers[key]}⟧"

    def _value(self, found: re.Match[str]) -> str:
        number = int(found[1])
        return self._written[number - 1] if 0 < number <= len(self._written) else found[0]


def without_rows(text: str) -> str:
    """The text with a line in place of those that hold several cells each, as the rows of a table do."""
    shown: list[str] = []
    left_out = 0
    for line in [*text.splitlines(), None]:
        if line is not None and len(PLACEHOLDER.findall(line)) > MOST_ON_A_LINE:
            left_out += 1
            continue
        if left_out:
            shown.append(f"({left_out} lines left out that hold several cells each)")
            left_out = 0
        shown += [] if line is None else [line]
    return "\n".join(shown)


def without_cells(profile: Profile, ranges: bool) -> Profile:
    """What a model may know of the tables: no examples, notes or read call; ranges of numbers if allowed."""
    return Profile(tables=tuple(_bare_table(table, ranges) for table in profile.tables))


def _bare_table(table: Table, ranges: bool) -> Table:
    columns = tuple(_bare_column(column, ranges) for column in table.columns)
    return Table(file=table.file, table=table.table, rows=table.rows, columns=columns, read="")


def _bare_column(column: Column, ranges: bool) -> Column:
    hidden: dict[str, object] = {"examples": ()}
    if not ranges or column.type not in NUMERIC:
        hidden |= {"low": None, "high": None}
    return column.model_copy(update=hidden)


def whole_lines(text: str, limit: int) -> str | None:
    """The beginning and the end of a long text, cut between lines; None where no line is short enough."""
    if len(text) <= limit:
        return text
    half = limit // 2
    head, _, _ = text[:half].rpartition("\n")
    _, _, tail = text[-half:].partition("\n")
    return f"{head}\n(lines left out)\n{tail}" if head or tail else None


def _within_budget(texts: Sequence[str | None]) -> list[str | None]:
    kept: list[str | None] = []
    room = MAX_TEXTS
    for text in texts:
        room -= len(text or "")
        kept.append(text if room >= 0 else None)
    return kept
