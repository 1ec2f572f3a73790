"""The graphs run as scripts."""

import sys

import pytest

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]


def test_the_script_is_the_same_command(analyst, penguins, root):
    script = [sys.executable, str(root / "graphs" / "data_analyst.py")]
    done = analyst("How many rows?", penguins, command=script)
    assert done.returncode == 0, done.stderr
    assert "344" in done.stdout


def test_the_hands_on_runs_its_three_questions_and_a_conversation(analyst, root):
    script = [sys.executable, str(root / "graphs" / "code_interpreter.py")]
    done = analyst(command=script)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("📝 User: ") == 3
    assert "1048576" in done.stdout
    assert "97" in done.stdout
    assert done.stdout.rstrip().endswith("✅ Done!")
    talk = analyst(
        "-i", "--lang", "ja", stdin="\nフィボナッチ数列の最初の20項を表示してください\nQUIT\n", command=script
    )
    assert "4181" in talk.stdout
    assert talk.stdout.rstrip().endswith("👋 終了します。")


def test_the_hands_on_is_refused_where_no_cell_may_reach_the_model(analyst, root, scripted_model, scripted):
    script = [sys.executable, str(root / "graphs" / "code_interpreter.py")]
    done = analyst(command=script, **scripted, ANALYST_NO_ROWS="true")
    assert done.returncode == 1
    assert "no no-rows mode" in done.stderr
    assert scripted_model.requests == []
