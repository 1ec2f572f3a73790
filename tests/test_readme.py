"""What the README shows is what the command prints."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
BEGIN, END = (
    "<!-- transcript: begin (written and checked by tests/test_readme.py) -->\n",
    "<!-- transcript: end -->",
)
QUESTION = "What is the mean body mass by species?"

CHANGING = [
    (r"\d+ ms", "8 ms"),
    (r"\d+\.\d s of session time", "0.1 s of session time"),
    (r"thread [0-9a-f]{12}", "thread 3f9c2a7b10de"),
]


def steadied(text: str) -> str:
    """The text with what differs from run to run made the same."""
    for pattern, steady in CHANGING:
        text = re.sub(pattern, steady, text)
    return text


@pytest.mark.sandbox
@pytest.mark.slow
def test_the_transcript_is_what_the_command_prints(tmp_path, update_snapshots):
    (tmp_path / "data").symlink_to(ROOT / "data")
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [str(Path(sys.executable).with_name("analyst")), "ask", QUESTION, "data/penguins.csv"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=100,
        cwd=tmp_path,
        env=kept | {"ANALYST_DATA_FOLDER": str(tmp_path / "kept"), "PYTHONUNBUFFERED": "1"},
    )
    typed = f'$ uv run analyst ask "{QUESTION}" data/penguins.csv'
    shown = f"```console\n{typed}\n{steadied(done.stdout).rstrip()}\n```\n"
    before, rest = README.read_text().split(BEGIN)
    transcript, after = rest.split(END)
    if update_snapshots:
        README.write_text(before + BEGIN + shown + END + after)
        transcript = shown
    assert done.returncode == 0
    assert transcript == shown


def test_every_command_of_the_readme_exists():
    from typer.main import get_command

    from analyst.cli import app

    named = set(re.findall(r"uv run analyst (\w+)", README.read_text()))
    assert named
    assert named <= set(get_command(app).commands)


def test_every_file_that_the_documents_link_to_exists():
    for document in (README, *ROOT.glob("docs/*.md"), ROOT / "AGENTS.md"):
        for link in re.findall(r"\]\(([^)#:]+)\)", document.read_text()):
            assert (document.parent / link).exists(), f"{document.name} links to {link}"
