"""What the session environment holds."""

from functools import cache
from importlib.metadata import distributions
from pathlib import Path

from session_pool.launcher import Environment


@cache
def installed_packages(environment: Path) -> tuple[tuple[str, str], ...]:
    """Return the names and versions of the packages that a session can import, sorted."""
    packages = Environment.at(environment).packages
    found = {(item.name, item.version) for item in distributions(path=[str(packages)])}
    return tuple(sorted(found, key=lambda item: item[0].lower()))


@cache
def python_version(environment: Path) -> str:
    """Return the version of the Python that sessions run, as the virtual environment names it."""
    for line in (environment / "pyvenv.cfg").read_text().splitlines():
        name, _, value = line.partition("=")
        if name.strip() in ("version", "version_info"):
            return value.strip()
    return ""
