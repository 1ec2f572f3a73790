"""Plans and mending on the command line, with a scripted model.

`docs/planning.md` shows what is recorded here; `--update-snapshots` writes it anew.
"""

import json
import re
import subprocess
from dataclasses import dataclass

import pytest
from scripted_model import structured
from scripted_plans import plan, summary
from scripted_replies import Structured
from test_documents import steadied

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]

SHOWN = re.compile(r"(<!-- scene: (.+?) -->\n)(.*?)(<!-- end -->)", re.DOTALL)


def steps(*titled):
    """A plan, from titles and their code."""
    made = [{"title": title, "code": code} for title, code in titled]
    return structured(json.loads(plan().value) | {"steps": made})


def mended(title, code):
    return structured({"title": title, "code": code})


@dataclass(frozen=True)
class Scene:
    """What is typed, what the model replies, and which of its requests the page shows."""

    question: str
    replies: tuple[Structured, ...]
    told: int | None = None
    lines: tuple[str, ...] = ()


WHOLE = (
    'decades = (people["Age"] / 10).where(people["Age"] > 20).{}\nprint(decades.value_counts().sort_index())'
)
EMPTY = 'print("mean age:", people[people["Country"] == "{}"]["Age"].mean())'
PER_COUNTRY = 'print(people.groupby("Country")["Age"].{}.idxmax())'
SCENES = {
    "steps": Scene(
        "Which country is oldest on average, and who is oldest there?",
        (
            steps(
                ("Mean age by country", 'means = people.groupby("Country")["Age"].mean()\nprint(means)'),
                (
                    "The oldest person there",
                    'there = people[people["Country"] == means.idxmax()]\n'
                    'print(there.nlargest(1, "Age").to_string())',
                ),
            ),
            summary(
                "France is oldest, with 51.7 years on average [2]; Otto Tanaka is oldest there, at 71 [3]."
            ),
        ),
    ),
    "mended": Scene(
        "How many are older than the mean?",
        (
            steps(
                ("Older than the mean", 'limit = people["age"].mean()\nprint((people["age"] > limit).sum())')
            ),
            mended(
                "Older than the mean",
                'limit = people["Age"].mean()\nprint("older than the mean:", (people["Age"] > limit).sum())',
            ),
            summary("27 are older than the mean [3]."),
        ),
        told=1,
    ),
    "twice": Scene(
        "How many people are there per decade of age, from 21 on?",
        (
            steps(("People per decade", WHOLE.format("astype(int)"))),
            mended("People per decade", WHOLE.format('astype("int64")')),
            mended("People per decade", WHOLE.format('dropna().astype("int64")')),
            summary("Most, 15, are in their thirties [4]."),
        ),
        told=2,
    ),
    "empty": Scene(
        "What is the mean age in Czech Republic?",
        (
            steps(("Mean age", EMPTY.format("Czech Republic"))),
            mended("Mean age", EMPTY.format("Czechia")),
            summary("The mean age in Czechia is 37.25 years [3]."),
        ),
        told=1,
    ),
    "given up": Scene(
        "Which country is tallest?",
        (
            steps(("Tallest country", PER_COUNTRY.replace("Age", "Height").format("mean()"))),
            mended("Tallest country", PER_COUNTRY.replace("Age", "height").format("mean()")),
            mended("Tallest country", PER_COUNTRY.replace("Age", "Height (cm)").format("mean()")),
            mended("Tallest country", PER_COUNTRY.replace("Age", "Size").format("mean()")),
        ),
    ),
    "question": Scene(
        "Who is in the middle?",
        (
            plan(ask="The middle of what?", options=("the ages", "the alphabet")),
            steps(("The middle age", 'print("median age:", people["Age"].median())')),
            summary("The middle age is 38 [2]."),
        ),
        lines=("1", "exit"),
    ),
}


@pytest.fixture
def played(root, tmp_path, environment, command, scripted, scripted_model):
    """Plays a scene and gives what a person would see, and what the model was asked."""

    def play(scene):
        (tmp_path / "data").symlink_to(root / "data")
        scripted_model.enqueue(*scene.replies)
        asked = ["chat", "data/people.csv"] if scene.lines else ["ask", scene.question, "data/people.csv"]
        typed = (scene.question, *scene.lines) if scene.lines else ()
        done = subprocess.run(
            [*command, *asked],
            input="".join(f"{line}\n" for line in typed),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=100,
            cwd=tmp_path,
            env=environment | scripted | {"PYTHONUNBUFFERED": "1"},
        )
        line = " ".join(f'"{word}"' if " " in word else word for word in asked)
        prompts = [request.body["messages"][-1]["content"] for request in scripted_model.requests]
        return f"```console\n$ uv run analyst {line}\n{steadied(done.stdout)}\n```\n", prompts

    return play


@pytest.mark.parametrize("name", SCENES)
def test_the_document_shows_what_happens(name, played, root, scripted_model, update_snapshots):
    scene, document = SCENES[name], root / "docs" / "planning.md"
    shown, prompts = played(scene)
    assert scripted_model.left == 0
    if scene.told is not None:
        told = prompts[scene.told].partition("What came out:\n")[2].strip()
        shown += f"\nThe model is told:\n\n```text\n{steadied(told)}\n```\n"
    text = document.read_text()
    if update_snapshots:
        text = SHOWN.sub(lambda found: found[1] + shown + found[4] if found[2] == name else found[0], text)
        document.write_text(text)
    assert [found[2] for found in SHOWN.findall(text) if found[1] == name] == [shown]
