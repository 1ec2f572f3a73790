"""The code of cells as it runs on the reader's machine, beside the files instead of in a session."""

import ast
import re

from agents.errors import NOT_PARSED

SESSION_FOLDER = "/mnt/data"
_FOLDER = re.compile(rf"(?<![\w.]){SESSION_FOLDER}(?![\w-])")
_TIMED = re.compile(r"^%time(?:it)? +(?=\S)", re.MULTILINE)
_COMMAND = re.compile(r"^([ \t]*)((?:%|!).*)$", re.MULTILINE)
_IMPORT_OF_DISPLAY = re.compile(
    r"^([ \t]*)(from IPython\.(?:core\.)?display import display[ \t]*)$", re.MULTILINE
)
_GIVE_NOTHING = {"print", "display", "show", "savefig", "close", "tight_layout"}
_FUTURE = re.compile(r"^from __future__ import .*\n?", re.MULTILINE)


def beside_the_files(code: str) -> str:
    """The code with `/mnt/data` as the current folder."""
    return _FOLDER.sub(".", code)


def is_python(code: str) -> bool:
    """Whether the code is plain Python, without what only IPython understands (`%time`, `!ls`, `await`)."""
    try:
        compile(code, "cell", "exec", dont_inherit=True)
    except NOT_PARSED:
        return False
    return True


def as_python(code: str) -> str:
    """The code with its lines of IPython as comments, and what `%time` measures without it.

    Where that is no plain Python, as with `await`, all of it is a comment.
    """
    code = code.replace("\r\n", "\n").replace("\r", "\n")
    if is_python(code):
        return code
    plain = _COMMAND.sub(r"\1pass  # \2", _TIMED.sub("", code))
    return plain if is_python(plain) else "\n".join(f"# {line}" for line in code.split("\n"))


def without_futures(code: str) -> tuple[str, list[str]]:
    """The code without its `from __future__` lines, and these: in a script they come first."""
    return _FUTURE.sub("", code), [line.strip() for line in _FUTURE.findall(code)]


def without_import_of_display(code: str) -> str:
    """The code without IPython's `display`, which shows no picture there; a script has its own."""
    return _IMPORT_OF_DISPLAY.sub(r"\1pass  # \2", code)


def handing_its_value_to(function: str, code: str) -> str:
    """The code with its last expression handed to a function, as a session shows it by itself."""
    body = ast.parse(code).body
    if not body or not isinstance(body[-1], ast.Expr) or _gives_nothing(body[-1].value):
        return code
    last = body[-1]
    lines = code.encode().split(b"\n")  # the parser counts bytes
    end_line, end = (last.end_lineno or last.lineno) - 1, last.end_col_offset or 0
    opens, closes = ("((", b"))") if isinstance(last.value, ast.Tuple) else ("(", b")")
    lines[end_line] = lines[end_line][:end] + closes + lines[end_line][end:]
    begin = lines[last.lineno - 1]
    lines[last.lineno - 1] = (
        begin[: last.col_offset] + f"{function}{opens}".encode() + begin[last.col_offset :]
    )
    return b"\n".join(lines).decode()


def _gives_nothing(expression: ast.expr) -> bool:
    """Whether it is a call that is made for what it does, such as `print(…)` or `plt.show()`."""
    called = expression.func if isinstance(expression, ast.Call) else None
    name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
    return name in _GIVE_NOTHING
