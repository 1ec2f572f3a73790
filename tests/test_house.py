"""The rules of the house that no linter knows."""

import ast
import importlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("agents", "analyst", "bench", "graphs", "server", "session_pool")
OUTSIDE = "../" + "shared"
ELSEWHERE = ("agents/in_session", "session_pool/inside", "tests/session_pool/clients")
"""What runs in environments of its own: that of the sessions, and one for each client."""


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("this is no git checkout, so there is no list of the project's files")
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


@pytest.mark.parametrize("name", FOLDERS)
def test_the_folder_that_is_imported_is_ours(name):
    assert importlib.import_module(name).__path__[0] == str(ROOT / name)


def test_openai_agents_is_kept_out_of_the_environment():
    assert '[[package]]\nname = "openai-agents"' not in (ROOT / "uv.lock").read_text()


@pytest.mark.parametrize("name", ["agents", "graphs"])
def test_the_user_s_own_packages_hold_a_docstring_only(name):
    module = compile((ROOT / name / "__init__.py").read_text(), name, "exec")
    assert set(module.co_names) <= {"__doc__"}


@pytest.mark.slow
@pytest.mark.parametrize("graph", ["graphs.data_analyst", "graphs.code_interpreter", "analyst.dev_server"])
def test_importing_a_graph_has_no_side_effect(graph, tmp_path):
    code = (
        f"import sys, os, threading; before = dict(os.environ); import {graph}; "
        "assert dict(os.environ) == before; assert threading.active_count() == 1; "
        "assert 'session_pool' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert list(tmp_path.iterdir()) == []


def test_no_file_is_longer_than_it_should_be():
    long = {
        str(file.relative_to(ROOT)): lines
        for file in tracked("*.py")
        if not file.is_relative_to(ROOT / "tests") and (lines := len(file.read_text().splitlines())) > 300
    }
    assert long == {}


def test_only_tests_know_the_folder_of_shared_data():
    telling = [
        file.relative_to(ROOT)
        for file in tracked()
        if file.suffix in {".py", ".md", ".toml", ".yml", ".json", ""} and "tests" not in file.parts
        if OUTSIDE in file.read_text(errors="ignore")
    ]
    assert telling == []


def test_every_dependency_has_a_floor():
    project = (ROOT / "pyproject.toml").read_text().split("[build-system]")[0]
    listed = re.findall(r'^    "([a-z][^"]*)",?$', project, re.MULTILINE)
    assert listed
    assert [name for name in listed if not re.search(r"[=>]=\d", name)] == []


def imported(file: Path) -> Iterator[str]:
    """The top-level packages that a file imports."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield str(node.module).partition(".")[0]


def declared(for_tests: bool) -> set[str]:
    """The packages that `pyproject.toml` lists."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    extras = project["project"]["optional-dependencies"].values()
    groups = [project["project"]["dependencies"], *extras]
    groups += [project["dependency-groups"]["dev"]] if for_tests else []
    return {normal(re.split(r"[^\w.-]", one)[0]) for group in groups for one in group}


PROVIDERS = packages_distributions()


def providers_of(package: str) -> set[str]:
    """What has to be installed for a package to be imported."""
    return set(map(normal, PROVIDERS.get(package, ())))


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_package_that_is_imported_is_declared():
    ours = {*sys.stdlib_module_names, *FOLDERS, *(path.stem for path in ROOT.glob("tests/**/*.py"))}
    undeclared = set()
    for file in tracked("*.py"):
        place = file.relative_to(ROOT).as_posix()
        if not place.startswith(ELSEWHERE):
            listed = declared(place.startswith(("tests/", "bench/")))
            unknown = (one for one in set(imported(file)) - ours if not listed & providers_of(one))
            undeclared |= {(place, package) for package in unknown}
    assert undeclared == set()
