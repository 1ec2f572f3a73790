"""The bench over a folder of questions: each is asked once, and what went wrong is asked again."""

import json
import sys

import pytest
from scripted_model import error
from scripted_plans import plan, summary

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]
BENCH = [sys.executable, "-m", "bench.dabench"]
ASKED = (
    {"id": 1, "question": "What is the mean age?", "constraints": "", "format": "@mean_age[number]"},
    {"id": 2, "question": "How many rows are there?"},
)
SCORER = "import sys\nprint(sum(1 for line in open(sys.argv[1])), 'lines scored')\n"


@pytest.fixture
def folder(tmp_path):
    """Two questions about one table."""
    made = tmp_path / "folder"
    (made / "tables").mkdir(parents=True)
    (made / "tables" / "ages.csv").write_text("name,age\nA,30\nB,50\n")
    (made / "score.py").write_text(SCORER)
    lines = [json.dumps({**asked, "file_name": "ages.csv"}) for asked in ASKED]
    (made / "questions.jsonl").write_text("\n".join([lines[0], "", lines[1]]))
    return made


@pytest.fixture
def bench(analyst, folder, tmp_path):
    """Runs the bench over the folder; gives how it ended and its lines by the ids of the questions."""

    def run(*arguments, **environment):
        done = analyst(
            "--folder", str(folder), "--out", "out.jsonl", *arguments, command=BENCH, **environment
        )
        out = tmp_path / "out.jsonl"
        text = out.read_text() if out.exists() else ""
        lines = [json.loads(line) for line in text.split("\n") if line]
        assert len({line["id"] for line in lines}) == len(lines)
        return done, {line["id"]: line for line in lines}

    return run


def test_every_question_has_its_line(bench):
    done, lines = bench()
    assert (done.returncode, done.stdout) == (0, "2 lines scored\n")
    assert "@mean_age[40" in lines[1]["response"]
    assert "2" in lines[2]["response"]
    assert {"status", "response", "seconds", "calls", "tokens"} <= lines[1].keys()


def test_a_run_goes_on_behind_a_line_that_was_cut(bench, tmp_path):
    (tmp_path / "out.jsonl").write_text('{"id": 1, "response": "a\u2028b"}\n{"id": 2, "resp')
    done, lines = bench()
    assert done.returncode == 0
    assert lines[1] == {"id": 1, "response": "a\u2028b"}
    assert lines[2]["status"] == "answered"


def test_what_ended_in_an_error_is_asked_again(bench, scripted, scripted_model):
    answer = plan("print(len(ages))"), summary("There are 2 rows.")
    scripted_model.enqueue(*answer, error(400))
    done, lines = bench("--analyst", "openai:m", "--jobs", "1", **scripted)
    assert done.returncode == 1
    assert "1 ended in an error. The same command asks them again." in done.stderr
    assert [(line["status"], line["calls"]) for line in lines.values()] == [("answered", 2), ("error", 0)]
    scripted_model.enqueue(*answer)
    done, lines = bench("--analyst", "openai:m", **scripted)
    assert done.returncode == 0
    assert [line["status"] for line in lines.values()] == ["answered", "answered"]


@pytest.mark.parametrize(
    ("missing", "said"),
    [("questions.jsonl", "holds no questions.jsonl"), ("score.py", "holds no score.py")],
)
def test_a_folder_of_another_kind_is_refused(bench, folder, missing, said):
    (folder / missing).unlink()
    done, lines = bench()
    assert (done.returncode, lines) == (2, {})
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_line_that_is_no_question_is_refused(bench, folder):
    (folder / "questions.jsonl").write_text('{"id": 1, "question": "Of which file?"}\n')
    done, lines = bench()
    assert (done.returncode, lines) == (2, {})
    assert "Question 1 of questions.jsonl is none: it needs id, question, file_name." in done.stderr


def test_a_file_that_holds_something_else_is_left_alone(analyst, folder, tmp_path):
    notes = tmp_path / "out.jsonl"
    notes.write_text('"notes"\n"of mine"\n')
    done = analyst("--folder", str(folder), "--out", "out.jsonl", command=BENCH)
    assert done.returncode == 2
    assert "out.jsonl holds other lines than answers." in done.stderr
    assert notes.read_text() == '"notes"\n"of mine"\n'


def test_an_analyst_that_is_none_and_a_file_that_cannot_be_written_are_told(bench):
    assert bench("--analyst", "nobody:x")[0].returncode == 2
    done, _ = bench("--out", "/proc/none/out.jsonl")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
