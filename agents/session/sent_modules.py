"""The packages of `agents/in_session` on their way into a session, where their modules import each other."""

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


def loader(package: str) -> str:
    """Code that defines `_load_modules()`, which runs the modules of a package and returns them."""
    packed = zlib.compress(json.dumps(sources(package)).encode())  # a third of their size
    return _LOAD.format(packed=base64.b64encode(packed).decode())


def sources(package: str) -> dict[str, str]:
    """The source of each module of a package, those that others import first."""
    found = {
        f"{PACKAGE}.{package}.{item.name.removesuffix('.py')}": item.read_text("utf-8")
        for item in resources.files(f"{PACKAGE}.{package}").iterdir()
        if item.name.endswith(".py") and item.name != "__init__.py"
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
