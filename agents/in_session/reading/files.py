"""The way in: look at files in a folder and say what each is, as JSON."""

import builtins
import bz2
import gzip
import io
import keyword
import lzma
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from agents.in_session.reading.call import Code, literal
from agents.in_session.reading.finish import read_text
from agents.in_session.reading.formats import (
    Finding,
    read_columnar,
    read_excel,
    read_old_excel,
    without_prose,
)
from agents.in_session.reading.json import read_json
from agents.in_session.reading.large import LARGE, read_large
from agents.in_session.reading.text import Source, UnreadableError

_Packed = gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile
_COMPRESSED: dict[bytes, tuple[str, str, Callable[[BinaryIO], _Packed]]] = {
    b"\x1f\x8b": ("gzip", ".gz", lambda file: gzip.GzipFile(fileobj=file)),
    b"BZh": ("bz2", ".bz2", bz2.BZ2File),
    b"\xfd7zXZ": ("xz", ".xz", lzma.LZMAFile),
}
_UNSUPPORTED = {
    b"\x09\x08": "an Excel file of before 1997 (.xls); save it as .xlsx",
    b"<?xml": "XML, perhaps of a spreadsheet; open it in a spreadsheet program and save it as .xlsx or CSV",
    b"<!doctype html": "a web page; open it in a spreadsheet program and save it as .xlsx or CSV",
    b"<html": "a web page; open it in a spreadsheet program and save it as .xlsx or CSV",
    b"%PDF": "a PDF; bring its table as CSV or Excel",
    b"\x89PNG": "a picture; bring the data as CSV or Excel",
    b"\xff\xd8\xff": "a picture; bring the data as CSV or Excel",
    b"GIF8": "a picture; bring the data as CSV or Excel",
    b"version https://git-lfs": "a pointer of Git LFS instead of the file; fetch it with git lfs pull",
    b"SQLite format 3": "an SQLite database; export its tables as CSV",
    b"\x89HDF": "an HDF5 file; export it as CSV or Parquet",
    b"\x7fELF": "a program; bring data as CSV, Excel, JSON or Parquet",
    b"7z\xbc\xaf": "a 7z archive; bring a zip or the files in it",
    b"Rar!": "a RAR archive; bring a zip or the files in it",
    b"\x28\xb5\x2f\xfd": "a Zstandard file; bring it as gzip or unpacked",
}
_DOCUMENTS = {
    "mimetype": "an OpenDocument file, such as .ods; save it as .xlsx or CSV",
    "xl/workbook.bin": "a binary Excel file (.xlsb); save it as .xlsx",
    "word/document.xml": "a Word document; bring its table as CSV or Excel",
    "ppt/presentation.xml": "a presentation; bring its table as CSV or Excel",
}
"""What a zip file is that holds a part of this name."""
_NO_DATA = r"(?i)(^|/)([._]|(readme|licen[cs]e)(\.(txt|md|rst|html?))?$)"
"""What names of files in an archive match that hold no table: those of programs, and texts about it."""
LARGEST = 2 * 1024**3
"""More bytes than this, unpacked, are refused."""
_PIECE = 1024**2


def profile_folder(
    names: Sequence[str], overrides: Mapping[str, dict[str, Any]], folder: str = "/mnt/data"
) -> dict[str, list[Finding]]:
    """Return the tables in the named files, and an error for each file that has none."""
    tables: list[Finding] = []
    errors: list[Finding] = []
    for name in names:
        try:
            found = read_file(Path(folder) / name, overrides.get(name, {}))
            tables += [{"file": name, **finding} for finding in found]
        except UnreadableError as error:
            errors.append({"file": name, "error": str(error)})
        except MemoryError:
            errors.append({"file": name, "error": "is too large for the memory here; bring a part of it"})
        except Exception as error:
            errors.append(
                {"file": name, "error": f"could not be read ({type(error).__name__}: {str(error)[:300]})"}
            )
    return {"tables": name_tables(tables), "errors": errors}


def read_file(path: Path, overrides: dict[str, Any]) -> list[Finding]:
    """Return the tables in one file; raises UnreadableError where there is none."""
    if not path.is_file():
        raise UnreadableError("is not there; upload it first")
    size = path.stat().st_size
    if not size:
        raise UnreadableError("is empty; bring a file with a header and rows")
    if size > LARGEST:
        raise UnreadableError("is larger than 2 GB; bring a part of it, or Parquet")
    if size > LARGE and _is_plain_text(path):
        return [read_large(path, overrides)]
    return read_content(Source(path.name, str(path), path.read_bytes()), overrides)


def _is_plain_text(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(65536)
    magics = (*_UNSUPPORTED, *_COMPRESSED, *_READERS)
    return not head.startswith(magics) and not is_json(path.name, head)


def read_content(source: Source, overrides: dict[str, Any]) -> list[Finding]:
    """Tell the format by the first bytes, not by the name, and read it."""
    head = source.content[:200]
    for magic, what in _UNSUPPORTED.items():
        if head.startswith(magic) or head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(magic):
            raise UnreadableError(f"is {what}")
    for magic, (method, ending, opened) in _COMPRESSED.items():
        if head.startswith(magic):
            return _unpacked(source, method, ending, opened, overrides)
    for magic, read in _READERS.items():
        if head.startswith(magic):
            return read(source, overrides)
    if is_json(source.name, source.content):
        return read_json(source, overrides)
    return [read_text(source, overrides)]


def is_json(name: str, head: bytes) -> bool:
    """Tell whether a file is JSON, by its name or by how it begins."""
    start = head[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    named = re.search(r"\.(json|jsonl|ndjson|geojson)\b", name.lower())
    return bool(named) or bool(re.match(rb'\{\s*"|\[\s*[{\[]|\{\s*\}', start))


def _unpacked(
    source: Source,
    method: str,
    ending: str,
    opened: Callable[[BinaryIO], _Packed],
    overrides: dict[str, Any],
) -> list[Finding]:
    try:
        with opened(io.BytesIO(source.content)) as file:
            content = b"".join(_bounded(file))
    except (OSError, EOFError, ValueError, lzma.LZMAError, zlib.error) as error:
        raise UnreadableError(f"is a damaged {method} file ({error}); compress it again") from error
    if len(content) > LARGEST:
        raise UnreadableError(f"is a {method} file that is larger than 2 GB unpacked; bring a part of it")
    inferred = source.name.lower().endswith(ending) and not isinstance(source.path, Code)
    options = {} if inferred else {"compression": method}
    return read_content(Source(source.name.removesuffix(ending), source.path, content, options), overrides)


def _bounded(file: _Packed) -> Iterator[bytes]:
    """Yield what a packed file holds, piece by piece, until it is more than is read of one."""
    size = 0
    while size <= LARGEST and (piece := file.read(_PIECE)):
        size += len(piece)
        yield piece


def _zipped(source: Source, overrides: dict[str, Any]) -> list[Finding]:
    """Read a workbook, or each file in an archive."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(source.content))
    except zipfile.BadZipFile as error:
        raise UnreadableError(f"is a damaged zip file ({error}); pack it again") from error
    names = archive.namelist()
    if "xl/workbook.xml" in names:
        return read_excel(source, overrides)
    for part, what in _DOCUMENTS.items():
        if part in names:
            raise UnreadableError(f"is {what}")
    members = [
        item for item in archive.infolist() if not item.is_dir() and not re.search(_NO_DATA, item.filename)
    ]
    _check_members(members)
    if len(members) == 1:
        return _member(source, archive, members[0].filename, alone=len(names) == 1, overrides=overrides)
    return _members(source, archive, [item.filename for item in members], overrides)


def _check_members(members: Sequence[zipfile.ZipInfo]) -> None:
    if not members:
        raise UnreadableError("is a zip file with no data in it; pack the files again or bring them unpacked")
    if sum(item.file_size for item in members) > LARGEST:
        raise UnreadableError("is a zip file that is larger than 2 GB unpacked; bring a part of it")
    if any(item.flag_bits & 1 for item in members):
        raise UnreadableError("is a zip file with a password; bring the files in it")


def _members(
    source: Source, archive: zipfile.ZipFile, names: Sequence[str], overrides: dict[str, Any]
) -> list[Finding]:
    """Read the files of an archive that hold tables, and note those that hold none."""
    found: list[Finding] = []
    errors: list[str] = []
    for name in names:
        try:
            tables = _member(source, archive, name, alone=False, overrides=overrides)
            found += [{"part": name, **finding} for finding in tables]
        except UnreadableError as error:
            errors.append(f"{name} in it {error}")
    if not found:
        raise UnreadableError("is a zip file without a table: " + "; ".join(errors[:3]))
    found = without_prose(found)
    found[0]["notes"] = [*found[0]["notes"], *(f"Left out: {error}." for error in errors)]
    return found


def _member(
    source: Source, archive: zipfile.ZipFile, name: str, *, alone: bool, overrides: dict[str, Any]
) -> list[Finding]:
    content = archive.read(name)
    if not content:
        raise UnreadableError("is empty")
    inside = Code(f'__import__("zipfile").ZipFile({literal(source.path)}).open({literal(name)})')
    packed = content.startswith((b"PK", b"PAR1", b"ARROW1", *_COMPRESSED))
    natural = alone and source.name.lower().endswith(".zip") and not packed
    return read_content(Source(name, source.path if natural else inside, content), overrides)


_READERS: dict[bytes, Callable[[Source, dict[str, Any]], list[Finding]]] = {
    b"PK\x03\x04": _zipped,
    b"PK\x05\x06": _zipped,
    b"\xd0\xcf\x11\xe0": read_old_excel,
    b"PAR1": read_columnar,
    b"ARROW1": read_columnar,
}


def name_tables(tables: list[Finding]) -> list[Finding]:
    """Give each table a variable: its file's name, with the sheet's where a file has several."""
    taken: set[str] = set()
    named = []
    for table in tables:
        several = sum(other["file"] == table["file"] for other in tables) > 1
        part = table.get("part", "") if several else ""
        name = _identifier(f"{_stem(table['file'])} {_stem(part)}" if part else _stem(table["file"]))
        number = 2
        unique = name
        while unique in taken:
            unique, number = f"{name}_{number}", number + 1
        taken.add(unique)
        named.append({"table": unique, **{key: value for key, value in table.items() if key != "part"}})
    return named


def _stem(name: str) -> str:
    return _ENDINGS.sub("", name.rsplit("/", 1)[-1])


def _identifier(text: str) -> str:
    """Turn a name into a readable Python name: `Penguins raw (2)` gives `penguins_raw_2`."""
    plain = unicodedata.normalize("NFKC", text).lower()
    name = re.sub(r"\W+", "_", plain).strip("_")
    name = re.sub(r"_{2,}", "_", name)[:60].rstrip("_") or "table"
    if name[0].isdigit() or keyword.iskeyword(name) or name in _TAKEN or not name.isidentifier():
        name = f"table_{name}" if f"table_{name}".isidentifier() else "table"
    return name


_ENDINGS = re.compile(
    r"(\.(csv|tsv|tab|psv|txt|dat|data|xlsx|xlsm|xls|json|jsonl|ndjson|geojson|parquet|pq|feather|arrow|gz|bz2|xz|zip))+$",
    re.IGNORECASE,
)
_TAKEN = frozenset(dir(builtins)) | {
    "pd",
    "np",
    "plt",
    "df",
    "json",
    "re",
    "math",
    "datetime",
    "exit",
    "quit",
}
