"""Runs that wait for a person: conversations, steps to let through, questions back."""

import json

import pytest

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]


def test_chat_keeps_the_thread_and_threads_lists_and_resumes_it(analyst, penguins):
    talk = "How many rows?\n\nWhat is the mean body mass?\nquit\n"
    done = analyst("chat", penguins, stdin=talk)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("Answered by: rule-based") == 2
    listed = analyst("threads")
    assert "What is the mean body mass?" in listed.stdout
    assert "penguins.csv" in listed.stdout
    assert "…" not in analyst("threads", COLUMNS="80").stdout
    thread = listed.stdout.splitlines()[2].split()[0]
    resumed = analyst("threads", thread, stdin="How many rows?\n")
    assert "session restored" in resumed.stderr  # the embedded pool ended with the chat
    assert "344" in resumed.stdout


def test_what_is_assumed_about_the_data_is_told_once(analyst, tmp_path):
    cities = tmp_path / "cities.csv"
    cities.write_bytes("city;price\nKöln;1,5\nMünchen;2,5\n".encode("cp1252"))
    done = analyst("chat", cities, stdin="How many rows?\nWhat is the mean price?\n")
    assert done.stdout.count("Answered by: rule-based") == 2
    assert done.stdout.count("Assumed: cities.csv: The text is encoded as cp1252") == 1


def test_a_step_is_shown_first_and_runs_when_it_is_let_through(analyst, penguins):
    done = analyst("ask", "How many rows?", penguins, "--approve", stdin="what?\nrun\n")
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("run, edit, or reject and why: ") == 2
    assert "'what?' is no choice. Type run, edit, or reject and a reason." in done.stderr
    assert "344" in done.stdout


def test_a_run_that_waits_is_found_again_and_goes_on(analyst, penguins):
    left = analyst("ask", "How many rows?", penguins, "--approve")
    assert left.returncode == 1
    thread = left.stderr.split()[-1]
    assert left.stderr.endswith(f"Go on with it: analyst threads {thread}\n")
    (line,) = (line for line in analyst("threads").stdout.splitlines() if thread in line)
    assert " ".join(line.split()[2:]) == "0 penguins.csv How many rows? (waits for your answer)"
    unanswered = analyst("export", thread)
    assert unanswered.returncode == 2
    assert f"waits for your answer first: analyst threads {thread}" in unanswered.stderr
    resumed = analyst("threads", thread, stdin="run\n")
    assert "344" in resumed.stdout
    assert "waits" not in analyst("threads").stdout


def test_json_is_all_that_stands_on_stdout_while_a_person_decides(analyst, penguins):
    done = analyst("ask", "How many rows?", penguins, "--approve", "--json", stdin="run\n")
    assert json.loads(done.stdout)["status"] == "answered"
    left = json.loads(analyst("ask", "How many rows?", penguins, "--approve", "--json").stdout)
    assert left["status"] == "needs_input"
    assert left["error"].endswith(f"analyst threads {left['thread']}")


def test_a_missing_editor_is_told_and_the_decision_asked_for_again(analyst, penguins):
    done = analyst("ask", "How many rows?", penguins, "--approve", stdin="edit\nrun\n", EDITOR="/no/editor")
    assert done.returncode == 0, done.stderr
    assert "/no/editor" in done.stderr
    assert "Traceback" not in done.stderr
    assert "344" in done.stdout


def test_a_chat_on_a_terminal_has_a_history_and_ends_in_a_new_line(
    command, environment, penguins, tmp_path, terminal
):
    with terminal([*command, "chat", penguins], tmp_path, environment) as screen:
        screen.wait_for("Starting")
        screen.wait_for("question:")
        screen.type("How many rows?\r")
        screen.wait_for("Answered by")
        screen.wait_for("question:")
        screen.type("\x1b[A")  # up
        screen.wait_for("How many rows?")
        screen.type("\r")
        screen.wait_for("Answered by")
        screen.wait_for("question:")
        screen.type("\x04")  # Ctrl-D
        assert screen.end() == 0
    assert "^[[A" not in screen.shown
    assert "\n" in screen.shown.rpartition("question:")[2]


def test_an_ambiguous_question_is_asked_back_and_the_reply_by_number_decides(analyst, penguins):
    talk = analyst("chat", penguins, stdin="What is the mean length by species?\n2\nquit\n")
    assert talk.returncode == 0, talk.stderr
    assert "Which column is “length”?" in talk.stderr
    assert "2. Flipper Length (mm)" in talk.stderr
    assert "the highest mean Flipper Length (mm): 217.2 mm" in talk.stdout
    asked = analyst("ask", "What is the mean length by species?", penguins, "--json")
    assert asked.returncode == 1
    answer = json.loads(asked.stdout)
    assert (answer["status"], answer["claims"]) == ("needs_input", [])
    assert answer["answer"].splitlines()[1:] == ["- Culmen Length (mm)", "- Flipper Length (mm)"]


def test_quit_ends_the_chat_where_an_answer_is_waited_for_too(analyst, penguins):
    talk = analyst("chat", penguins, stdin="What is the mean length by species?\nquit\nHow many rows?\n")
    assert talk.returncode == 0, talk.stderr
    assert "Go on with it: analyst threads" in talk.stderr
    assert talk.stdout == ""
    reviewed = analyst("chat", penguins, "--approve", stdin="How many rows?\nquit\nHow many rows?\n")
    assert reviewed.stderr.count("run, edit, or reject and why:") == 1
    assert reviewed.stdout == ""
