"""What the files hold, found by a fixed script that runs in the session. No model takes part."""

import ast
import secrets
from collections.abc import Collection, Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from agents.errors import NOT_PARSED, BadFileError, ReadingHintError
from agents.protocols import Interpreter
from agents.session import sent_modules
from agents.values import Profile, Table

LARGEST = 4_000_000
"""Characters of a profile; what is longer did not come from our script."""

_RUN = """\
{loader}
def _profile_files():
    import json
    found = _load_modules()["{package}.reading.files"].profile_folder({names}, {overrides})
    print("{mark}" + json.dumps(found) + "{mark}")
_profile_files()
del _profile_files, _load_modules
"""


class _Refusal(BaseModel):
    """A file in which the script found no table, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str = Field(max_length=1000)
    error: str = Field(max_length=2000)


class _Finding(BaseModel):
    """All that the script says. It comes from the session, so nothing in it is trusted."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tables: Annotated[tuple[Table, ...], Field(max_length=500)]
    errors: tuple[_Refusal, ...]


async def profile(
    interpreter: Interpreter,
    names: Sequence[str],
    overrides: Mapping[str, str] | None = None,
    seconds: float | None = None,
) -> Profile:
    """Read the named files of /mnt/data; raises BadFileError where one of them holds no table, too."""
    found, refused = await look(interpreter, names, overrides, seconds)
    if refused and found.tables:
        raise BadFileError(f"{' '.join(refused)} The other files can be read: ask again without this one.")
    if refused:
        raise BadFileError(" ".join(refused))
    return found


async def look(
    interpreter: Interpreter,
    names: Sequence[str],
    overrides: Mapping[str, str] | None = None,
    seconds: float | None = None,
) -> tuple[Profile, tuple[str, ...]]:
    """Read the named files of /mnt/data; return their tables, and why and what to do of each file without.

    `overrides` holds arguments by file, such as `sep=";"`. Raises BadFileError where an override is no
    keyword text, or the script fails or takes longer than `seconds`.
    """
    given = {name: parse_override(text) for name, text in (overrides or {}).items()}
    mark = f"<{secrets.token_hex(8)}>"
    execution = await interpreter.run(script(names, given, mark), seconds)
    if execution.status != "ok":
        raise BadFileError(_failure(names, execution.status, execution.stderr))
    finding = _parse(execution.stdout, mark, names)
    refused = tuple(f"{refusal.file} {refusal.error}." for refusal in finding.errors)
    return Profile(tables=finding.tables), refused


def kept_apart(found: Profile, taken: Collection[str]) -> Profile:
    """The same tables, in variables that the thread does not use yet."""
    names, tables = set(taken), []
    for table in found.tables:
        name, number = table.table, 1
        while name in names:
            number += 1
            name = f"{table.table}_{number}"
        names.add(name)
        tables.append(table.model_copy(update={"table": name}))
    return Profile(tables=tuple(tables))


def load_code(profile: Profile) -> str:
    """Return Python that reads each table into its variable."""
    return "\n".join(["import pandas as pd", *(f"{table.table} = {table.read}" for table in profile.tables)])


def parse_override(text: str) -> dict[str, Any]:
    """Return the keyword arguments written in a text such as `sep=";", skiprows=2`; nothing is evaluated."""
    try:
        call = ast.parse(f"read({text})", mode="eval").body
        if not isinstance(call, ast.Call) or call.args or not isinstance(call.func, ast.Name):
            raise ValueError("only keyword arguments are understood")
        return {_keyword(argument): _value(argument.value) for argument in call.keywords}
    except NOT_PARSED as error:
        raise ReadingHintError(
            f'The reading hint {text} is not understood: write it as sep=";", skiprows=2.'
        ) from error


def _keyword(argument: ast.keyword) -> str:
    if argument.arg is None:
        raise ValueError("** is not understood")
    return argument.arg


def _value(node: ast.expr) -> Any:
    """Return a constant, a container of constants, or the name `str` as a type."""
    if isinstance(node, ast.Name) and node.id in {"str", "int", "float"}:
        return node.id
    if isinstance(node, ast.Dict):
        return {
            ast.literal_eval(key): _value(value)
            for key, value in zip(node.keys, node.values, strict=True)
            if key
        }
    return ast.literal_eval(node)


def script(names: Sequence[str], overrides: Mapping[str, Any], mark: str) -> str:
    """Return the code that runs in the session and prints the findings between two marks."""
    return _RUN.format(
        loader=sent_modules.loader("reading"),
        package=sent_modules.PACKAGE,
        names=repr(list(names)),
        overrides=repr(dict(overrides)),
        mark=mark,
    )


def _parse(output: str, mark: str, names: Sequence[str]) -> _Finding:
    parts = output.split(mark)
    files = ", ".join(names)
    if len(parts) != 3 or len(parts[1]) > LARGEST:
        raise BadFileError(f"Reading {files} gave no result that can be used. Bring fewer files or columns.")
    try:
        finding = _Finding.model_validate_json(parts[1])
        for table in finding.tables:
            _check(table, names)
    except (ValidationError, *NOT_PARSED) as error:
        raise BadFileError(
            f"Reading {files} gave no result that can be used. Start a new session."
        ) from error
    return finding


def _check(table: Table, names: Sequence[str]) -> None:
    """Refuse what could not be one line of `load_code`: a name or an expression that is none."""
    if not table.table.isidentifier() or table.file not in names or "\n" in table.read:
        raise ValueError("not a table of ours")
    if not isinstance(ast.parse(table.read, mode="eval").body, ast.Call):
        raise ValueError("not a call")


def _failure(names: Sequence[str], status: str, stderr: str) -> str:
    last = stderr.strip().splitlines()[-1:] or [""]
    reason = {
        "timeout": "took too long. Bring a smaller part of it",
        "lost": "ended the session, perhaps for lack of memory. Bring a smaller part of it",
    }.get(status, f"failed ({last[0][:300]}). Bring it as plain CSV")
    return f"Reading {', '.join(names)} {reason}."
