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
    thread = listed.stdout.splitlines()[1].split()[0]
    resumed = analyst("threads", thread, stdin="How many rows?\n")
    assert "session restored" in resumed.stderr  # the embedded pool ended with the chat
    assert "344" in resumed.stdout


def test_a_step_is_shown_first_and_runs_when_it_is_let_through(analyst, penguins):
    done = analyst("ask", "How many rows?", penguins, "--approve", stdin="what?\nrun\n")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("run, edit, or reject and why: ") == 2
    assert "344" in done.stdout
    left = analyst("ask", "How many rows?", penguins, "--approve")
    assert left.returncode == 1
    assert "The run waits for an answer" in left.stderr


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
