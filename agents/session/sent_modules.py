"""The packages of `agents/in_session` on their way into a session, where their modules import each other."""

import base64
import json
import re
import zlib
from collections.abc import Mapping
from importlib import resources

PACKAGE = "agents.in_session"
_IMPORTED = re.compile(rf"^from ({re.escape(PACKAGE)}\.[\w.]+) import", re.MULTILINE)
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
    """The source of each module of a package and of those of others that it imports, the imported first."""
    names = (item.name for item in resources.files(f"{PACKAGE}.{package}").iterdir())
    modules = (name.removesuffix(".py") for name in names if name.endswith(".py") and name != "__init__.py")
    found, wanted = dict[str, str](), {f"{PACKAGE}.{package}.{module}" for module in modules}
    while wanted:
        found |= {name: _source(name) for name in wanted}
        wanted = {name for source in found.values() for name in _IMPORTED.findall(source)} - found.keys()
    return {name: found[name] for name in _in_order(found)}


def _source(name: str) -> str:
    folder, _, module = name.rpartition(".")
    return resources.files(folder).joinpath(f"{module}.py").read_text("utf-8")


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
