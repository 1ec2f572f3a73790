"""What the documents show is what the commands print.

A block between `<!-- run: COMMAND -->` and `<!-- end -->` is the transcript of that command, run in a folder
with `data/` and with the files that the document shows below `<!-- file: NAME -->`. The commands of a
document run in order and share what is kept; `<<< "a" "b"` is input.
`uv run pytest tests/test_documents.py --update-snapshots` writes the transcripts anew.
"""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENTS = [ROOT / "README.md", *sorted(ROOT.glob("docs/*.md"))]
BLOCK = re.compile(r"(<!-- run: (.+?) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
FILE = re.compile(r"<!-- file: (.+?) -->\n```\n(.*?)```\n", re.DOTALL)

CHANGING = [
    (r"\d+ ms", "8 ms"),
    (r"\d+\.\d s of session time", "0.1 s of session time"),
    (r"\b[0-9a-f]{12}\b", "3f9c2a7b10de"),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", "2026-11-21T09:30:00"),
]


def steadied(text: str) -> str:
    """The text with what differs from run to run made the same."""
    for pattern, steady in CHANGING:
        text = re.sub(pattern, steady, text)
    return "\n".join(line.rstrip() for line in text.rstrip().splitlines())


@pytest.fixture
def transcript(tmp_path):
    """Runs a command as it is written in a document and gives what a reader would see."""
    (tmp_path / "data").symlink_to(ROOT / "data")
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment = kept | {
        "ANALYST_DATA_FOLDER": str(tmp_path / "kept"),
        "PYTHONUNBUFFERED": "1",
        "COLUMNS": "110",
        "LANG": "C.UTF-8",
    }
    printed = []

    def run(command: str) -> str:
        typed, _, lines = command.partition(" <<< ")
        words = shlex.split(typed)
        if "THREAD" in words:  # stands for the thread that an earlier command of the document named
            known = re.findall(r"thread ([0-9a-f]{12})", "".join(printed))
            words[words.index("THREAD")] = known[-1]
        done = subprocess.run(
            [str(Path(sys.executable).with_name(words[0])), *words[1:]],
            input="".join(f"{line}\n" for line in shlex.split(lines)),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=100,
            cwd=tmp_path,
            env=environment,
        )
        printed.append(done.stdout)
        return f"```console\n$ uv run {typed}\n{steadied(done.stdout)}\n```\n"

    return run


@pytest.mark.sandbox
@pytest.mark.slow
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_the_transcripts_are_what_the_commands_print(document, transcript, tmp_path, update_snapshots):
    text = document.read_text()
    for name, content in FILE.findall(text):
        (tmp_path / name).write_text(content)
    printed = {command: transcript(command) for _, command, _, _ in BLOCK.findall(text)}
    if update_snapshots:
        text = BLOCK.sub(lambda found: found[1] + printed[found[2]] + found[4], text)
        document.write_text(text)
    assert {command: shown for _, command, shown, _ in BLOCK.findall(text)} == printed


def test_every_command_of_the_readme_exists():
    from typer.main import get_command

    from analyst.cli.main import app

    named = set(re.findall(r"uv run analyst (\w+)", (ROOT / "README.md").read_text()))
    assert named
    assert named <= set(get_command(app).commands)


def test_every_file_that_the_documents_link_to_exists():
    for document in (*DOCUMENTS, ROOT / "AGENTS.md"):
        for link in re.findall(r"\]\(([^)#:]+)\)", document.read_text()):
            assert (document.parent / link).exists(), f"{document.name} links to {link}"
