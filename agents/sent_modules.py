"""Modules of `agents/in_session` on their way into a session, where they can import each other."""

import base64
import json
import zlib
from collections.abc import Mapping
from importlib import resources

PACKAGE = "agents.in_session"
_LOAD = """\
def _load_modules():
    import base64, json, sys, types, zlib
    sources = json.loads(zlib.decompress(base64.b64decode("{packed}")))
    modules = {{name: sys.modules.setdefault(name, types.ModuleType(name)) for name in sources}}
    for name, source in sources.items():
        exec(compile(source, name, "exec"), modules[name].__dict__)
    return modules
"""


def loader(prefix: str) -> str:
    """Code that defines `_load_modules()`, which runs the modules whose names begin so and returns them."""
    packed = zlib.compress(json.dumps(sources(prefix)).encode())  # a third of their size
    return _LOAD.format(packed=base64.b64encode(packed).decode())


def sources(prefix: str) -> dict[str, str]:
    """The source of each module whose name begins so, those that others import first."""
    found = {
        f"{PACKAGE}.{item.name.removesuffix('.py')}": item.read_text("utf-8")
        for item in resources.files(PACKAGE).iterdir()
        if item.name.startswith(prefix) and item.name.endswith(".py")
    }
    return {name: found[name] for name in _in_order(found)}


def _in_order(sources: Mapping[str, str]) -> list[str]:
    """Sort modules so that each comes after those it imports."""
    ordered: list[str] = []
    while len(ordered) < len(sources):
        ready = [
            name
            for name, source in sorted(sources.items())
            if name not in ordered
            and all(other in ordered for other in sources if f"from {other} import" in source)
        ]
        if not ready:
            raise ImportError("the modules import each other in a circle")
        ordered += ready
    return ordered
