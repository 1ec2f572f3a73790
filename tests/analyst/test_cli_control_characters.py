"""What a file, a session or a model writes is shown on a terminal, never obeyed by it."""

import io
import re
from pathlib import Path

import pytest
from rich.control import Control
from rich.markdown import Markdown
from scripted_model import structured
from scripted_plans import summary

from analyst.cli import screen

STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def steering(shown):
    """What of it would steer a terminal."""
    return STEERING.findall(shown)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[2Jb", "a␛[2Jb"),
        ("a\x9b2J\x7f", "a�2J␡"),
        ("exe\u202egpj", "exe�gpj"),
        ("\udcff.csv", "�.csv"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("žluťoučký 🐧 \u200f", "žluťoučký 🐧 \u200f"),
    ],
)
def test_control_characters_have_a_visible_form(text, shown):
    assert screen.visible(text) == shown


def test_a_name_stays_on_its_line():
    assert screen.one_line("a\nb\x1b") == "a␊b␛"


@pytest.mark.parametrize("terminal", [True, False])
@pytest.mark.parametrize("made", [str, Markdown])
def test_a_screen_shows_them_whatever_is_printed(made, terminal):
    console = screen.Screen(file=io.StringIO(), force_terminal=terminal, color_system=None)
    console.print(made("x\x1b]0;PWNED\x07\x9b"))
    assert steering(console.file.getvalue()) == []
    assert "␛]0;PWNED" in console.file.getvalue()


def test_the_screens_own_movements_are_kept():
    console = screen.Screen(file=io.StringIO(), force_terminal=True)
    console.print(Control.home())
    assert console.file.getvalue().startswith("\x1b[H")


def test_every_command_prints_to_such_a_screen(root):
    others = [path for path in Path(root, "analyst/cli").glob("*.py") if path.name != "screen.py"]
    assert others
    assert [path.name for path in others if re.search(r"\bConsole\(", path.read_text())] == []


@pytest.fixture
def hostile(tmp_path):
    """A file whose name, header and cells would steer a terminal."""
    path = tmp_path / "a\x1b[31m\nb.csv"
    path.write_text("name\x1b]0;PWNED\x07,n\nA\x1b[2J,1\nB,2\n")
    return path.name


@pytest.mark.sandbox
@pytest.mark.slow
def test_a_hostile_file_steers_nothing(analyst, hostile, scripted_model, scripted):
    title = "Count\x1b[2J\nok"
    planned = {"assumptions": [], "establishes": [], "answer": "", "ask": "", "options": []}
    scripted_model.enqueue(
        structured({**planned, "steps": [{"title": title, "code": "print(2)"}]}),
        summary("There are 2\x1b[2J rows [2].", ("2", 2)),
    )
    profiled = analyst("profile", hostile)
    asked = analyst("ask", "How many rows?", hostile, **scripted)
    listed = analyst("threads")
    for done in (profiled, asked, listed):
        assert done.returncode == 0
        assert steering(done.stdout + done.stderr) == []
    assert "name␛]0;PWNED" in profiled.stdout
    assert "A␛[2J" in profiled.stdout
    assert "Count␛[2J␊ok" in asked.stderr
    assert "There are 2␛[2J rows" in asked.stdout
    assert "␛[31m␊b.csv" in listed.stdout
    assert "\\u001b" in analyst("profile", hostile, "--json").stdout
