"""`--no-rows` and `--ranges` on the command line: what the model is sent, and what the person reads.

`docs/no_rows.md` shows what is recorded here; `--update-snapshots` writes it anew.
"""

import json
import re

import pytest
from scripted_plans import plan, summary

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]

QUESTION = "Who is oldest, and how old?"
CODE = (
    'oldest = people.loc[people["Age"].idxmax()]\nprint("top:", oldest["Name"])\nprint("age:", oldest["Age"])'
)
REPLY = "⟦v1⟧ is oldest, with ⟦v2⟧ years [2]."
PLANTED = ("Otto Tanaka", "Otto", "Tanaka", "71")
SHOWN = re.compile(r"(<!-- recorded -->\n)(.*?)(<!-- end -->)", re.DOTALL)


@pytest.fixture
def ask(analyst, root, scripted_model, scripted):
    """Asks who is oldest in data/people.csv, with a model that prints and names that row."""

    def asked(*options):
        scripted_model.enqueue(plan(CODE), summary(REPLY, ("⟦v1⟧", 2), ("⟦v2⟧", 2)))
        done = analyst("ask", QUESTION, str(root / "data" / "people.csv"), *options, "--json", **scripted)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return asked


def prompts(scripted_model):
    return [request.body["messages"][-1]["content"] for request in scripted_model.requests]


def leaks(scripted_model):
    """Which of the planted values stand in anything that was sent, also as `\\u…` in its JSON."""
    sent = "".join(
        json.dumps(one.body, ensure_ascii=False) + json.dumps(one.body) for one in scripted_model.requests
    )
    return [value for value in PLANTED if re.search(rf"\b{value}\b", sent)]


def test_no_cell_is_sent_and_the_person_reads_the_values(ask, scripted_model):
    answer = ask("--no-rows")
    assert answer["answer"] == "Otto Tanaka is oldest, with 71 years [2]."
    assert [claim["verified"] for claim in answer["claims"]] == [True]
    assert leaks(scripted_model) == []
    assert "- 'Age': integer; 40 different" in prompts(scripted_model)[0]


def test_ranges_are_sent_where_they_are_asked_for(ask, scripted_model):
    ask("--no-rows", "--ranges")
    assert "- 'Age': integer; 18 to 71; 40 different" in prompts(scripted_model)[0]
    assert leaks(scripted_model) == ["71"]


def test_without_the_flag_they_are_sent(ask, scripted_model):
    ask()
    assert leaks(scripted_model) == [*PLANTED]


def test_the_document_shows_what_was_sent(ask, scripted_model, root, update_snapshots):
    answer, document = ask("--no-rows"), root / "docs" / "no_rows.md"
    first, last = prompts(scripted_model)
    recorded = (
        f'```console\n$ uv run analyst ask "{QUESTION}" data/people.csv --no-rows\n```\n\n'
        f"The model is asked:\n\n```text\n{first.strip()}\n```\n\n"
        f"It writes the code:\n\n```python\n{CODE}\n```\n\n"
        f"It is shown what came out:\n\n```text\n{last.strip()}\n```\n\n"
        f"It writes “{REPLY}”, and you read “{answer['answer']}”\n"
    )
    text = document.read_text()
    if update_snapshots:
        text = SHOWN.sub(lambda found: found[1] + recorded + found[3], text)
        document.write_text(text)
    assert [found[1] for found in SHOWN.findall(text)] == [recorded]
