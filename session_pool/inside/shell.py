"""IPython in a session: runs a cell and sends its value, figures and error as frames."""

import ast
import base64
import importlib
import re
import subprocess
import sys
import zlib
from collections.abc import Callable
from typing import Any

from IPython.core.async_helpers import get_asyncio_loop
from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from session_pool.inside.frames import Kind, pack_figure

PNG = "image/png"
_CUT = " … cut".encode()
_LONGEST_CHARACTER = 4  # bytes, in UTF-8
SHOWN = ["text/plain", PNG]
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_INTEGER = re.compile(r"[+-]?\d{1,300}")
_FLOAT = re.compile(r"[+-]?(\d+\.\d*|\.\d+|\d+(?=e))(e[+-]?\d+)?")

Send = Callable[[Kind, bytes], None]


class ServiceCompiler(CachingCompiler):
    """Names a cell as the service does, so that a syntax error reads `(3407605186.py, line 6)`."""

    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        """Return a name that depends on the source only."""
        return f"{zlib.crc32(raw_code.encode('utf-8', 'replace'))}.py"


class ValueHook(DisplayHook):
    """Sends the last expression's value."""

    shell: Any

    def __call__(self, result: Any = None) -> None:
        """Send `None` too: the newest dialect tells it from no value, such as that of `print()`."""
        if result is None and not _ends_in_call(self.shell.history_manager.input_hist_parsed[-1]):
            self.shell.send(Kind.VALUE, b"n")
        super().__call__(result)  # type: ignore[no-untyped-call]  # of IPython

    def start_displayhook(self) -> None:
        """Nothing to prepare."""

    def write_output_prompt(self) -> None:
        """A session has no prompt."""

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        """Send the value as an image if it can be shown as one, else as text."""
        if PNG in format_dict:
            send_image(self.shell.send, format_dict[PNG], (md_dict or {}).get(PNG, {}))
        elif "text/plain" in format_dict:
            self.shell.send(Kind.VALUE, as_value(format_dict["text/plain"], self.shell.value_bytes))

    def log_output(self, format_dict: dict[str, Any]) -> None:
        """Keep no second copy."""

    def finish_displayhook(self) -> None:
        """Nothing to clean up."""


class FigurePublisher(DisplayPublisher):
    """Sends what `display` shows: images as figures, everything else as text on stdout."""

    shell: Any

    def publish(self, data: dict[str, Any], metadata: Any = None, *args: Any, **options: Any) -> None:
        """Send an image, or print the text."""
        if PNG in data:
            send_image(self.shell.send, data[PNG], (metadata or {}).get(PNG, {}))
        elif "text/plain" in data:
            sys.stdout.write(data["text/plain"] + "\n")

    def clear_output(self, wait: bool = False) -> None:
        """What was sent stays sent."""


class SessionShell(InteractiveShell):
    """The shell of one session."""

    display_pub_class = FigurePublisher
    displayhook_class = ValueHook
    compiler_class = ServiceCompiler
    send: Send
    value_bytes: int

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        text = str(evalue) + "".join(f"{line}\n" for line in stb)
        self.send(Kind.ERROR, cut(_COLOURS.sub("", text), self.value_bytes))

    def system(self, cmd: str) -> None:
        """Run `!command` with the session's own output streams; no terminal is needed."""
        sys.stdout.flush()
        command = self.var_expand(cmd, depth=1)  # type: ignore[no-untyped-call]  # of IPython
        self.user_ns["_exit_code"] = subprocess.call(["/bin/bash", "-c", command])  # noqa: S603 - what is asked for

    def enable_gui(self, gui: str | None = None) -> None:
        """A session has no windows."""

    def ask_exit(self) -> None:
        """A session ends by its identifier, not by `exit`."""


def start_shell(preload: list[str], value_bytes: int) -> Any:
    """Return a shell that has imported `preload` and taken the paths that a first call takes."""
    for name in preload:
        importlib.import_module(name)
    quiet = Config(HistoryManager={"enabled": False}, InteractiveShell={"colors": "nocolor", "autocall": 0})
    shell: Any = SessionShell.instance(config=quiet)
    shell.send = lambda kind, body: None
    shell.value_bytes = value_bytes
    shell.display_formatter.active_types = SHOWN
    if "matplotlib.pyplot" in sys.modules:
        _show_figures_inline(shell)
    warm_up(shell)
    return shell


def warm_up(shell: Any) -> None:
    """Run one cell of each kind, then forget them."""
    streams = sys.stdout, sys.stderr
    for cell in ("6*7", "1/0", "!true", "await __import__('asyncio').sleep(0)", "'text'"):
        shell.run_cell(cell)
    if "pandas" in sys.modules:
        shell.run_cell("import pandas as pd\npd.DataFrame({'a': [1.5], 'b': ['x']}).groupby('b').mean()")
    if "matplotlib.pyplot" in sys.modules:
        shell.run_cell("import matplotlib.pyplot as plt\nplt.plot([1, 2]); plt.title('t'); plt.show()")
    sys.stdout, sys.stderr = streams
    # Its descriptors would not survive the fork; IPython makes a new one when it is needed.
    get_asyncio_loop().close()
    shell.reset(new_session=True)
    shell.execution_count = 1


def send_image(send: Send, image: str | bytes, description: dict[str, Any]) -> None:
    """Send PNG bytes, or their base64 text, with the description that was made of the figure."""
    raw = base64.b64decode(image) if isinstance(image, str) else image
    title, axes = (str(description.get(key, "")) for key in ("title", "axes"))
    send(Kind.FIGURE, pack_figure(title, axes, raw))


def as_value(text: str, limit: int) -> bytes:
    """Return a type letter and the text of a value's repr, as the service reads it, in at most `limit` bytes.

    Only scalars are recognised: `b`ool, `i`nteger, `f`loat and `s`tring; anything else is `t`ext.
    """
    if len(text) >= limit // _LONGEST_CHARACTER:
        return b"t" + cut(text, limit - 1)
    if text in ("True", "False"):
        return b"b" + text.encode()
    for letter, pattern in ((b"i", _INTEGER), (b"f", _FLOAT)):
        if pattern.fullmatch(text):
            return letter + text.encode()
    if text[:1] in ("'", '"') and (string := _string_literal(text)) is not None:
        return b"s" + string.encode("utf-8", "replace")
    return b"t" + text.encode("utf-8", "replace")


def cut(text: str, limit: int) -> bytes:
    """Return UTF-8 of at most `limit` bytes that says so where it was cut."""
    whole = text[: limit + 1].encode("utf-8", "replace")
    return whole if len(whole) <= limit else whole[: limit - len(_CUT)] + _CUT


def _ends_in_call(code: str) -> bool:
    last = ast.parse(code).body[-1]
    return isinstance(last, ast.Expr) and isinstance(last.value, ast.Call | ast.Await)


def _string_literal(text: str) -> str | None:
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    return value if isinstance(value, str) else None


def _show_figures_inline(shell: Any) -> None:
    figure_class = importlib.import_module("matplotlib.figure").Figure
    print_figure = importlib.import_module("IPython.core.pylabtools").print_figure
    shell.enable_matplotlib("inline")

    def render(figure: Any) -> tuple[str, dict[str, str]] | None:
        image = print_figure(figure, "png", base64=True)
        return image and (image, describe(figure))

    shell.display_formatter.formatters[PNG].for_type(figure_class, render)


def describe(figure: Any) -> dict[str, str]:
    """Return a figure's title and axes as short text."""
    axes = figure.get_axes()
    whole = figure.get_suptitle()
    titles = [whole] if whole else [title for ax in axes if (title := ax.get_title())]
    labels = [" × ".join(filter(None, (ax.get_xlabel(), ax.get_ylabel()))) for ax in axes]
    return {"title": "; ".join(titles)[:500], "axes": "; ".join(filter(None, labels))[:500]}
