"""`analyst ask` as a person uses it: real processes, the embedded pool, no key."""

import json
from pathlib import Path

import pytest
from scripted_plans import plan, summary

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]


def test_a_question_is_answered_with_code_that_ran_and_no_key(analyst, penguins, tmp_path):
    done = analyst("ask", "What is the mean body mass by species?", penguins)
    assert done.returncode == 0, done.stderr
    assert "| Adelie Penguin (Pygoscelis adeliae) | 3,700.7 |" in done.stdout
    assert "Answered by: rule-based · no model call" in done.stdout
    reports = list((tmp_path / "analysis").glob("*/report.md"))
    assert len(reports) == 1
    assert "```python" in reports[0].read_text()


def test_json_is_one_object_and_nothing_else(analyst, penguins):
    done = analyst("ask", "Plot the distribution of body mass", penguins, "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert set(answer) == {
        "status", "answer", "analyst", "thread", "plan", "claims", "figures", "files", "usage"
    }  # fmt: skip
    assert (answer["status"], answer["analyst"]) == ("answered", "rule-based")
    assert Path(answer["figures"][0]).suffix == ".png" or answer["figures"]
    assert answer["usage"]["model_calls"] == 0


def test_a_question_that_cannot_be_read_gets_a_profile_and_exit_code_1(analyst, penguins):
    done = analyst("ask", "Why do fools fall in love?", penguins, "--json")
    assert done.returncode == 1
    answer = json.loads(done.stdout)
    assert answer["status"] == "unanswered"
    assert "344" in answer["answer"]


def test_a_model_from_the_settings_is_used(analyst, penguins, scripted_model):
    scripted_model.enqueue(plan("print(len(penguins))"), summary("There are 344 penguins [2].", ("344", 2)))
    done = analyst(
        "ask", "How many?", penguins,
        OPENAI_API_KEY="k", OPENAI_BASE_URL=scripted_model.base_url, ANALYST_MODEL="openai:gpt-5-mini",
        ANALYST_PRICE_PROMPT="1000", ANALYST_PRICE_COMPLETION="2000",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "There are 344 penguins [2]." in done.stdout
    assert "Answered by: openai:gpt-5-mini · 2 model calls, 36 tokens · $0.0500" in done.stdout


def test_a_configured_pool_is_used(analyst, penguins, pool):
    done = analyst(
        "ask", "How many rows?", penguins, POOL_ENDPOINT=pool.endpoint, ANALYST_POOL_TOKEN=pool.token
    )
    assert done.returncode == 0, done.stderr
    assert "344" in done.stdout


def test_a_limit_ends_the_run_and_says_so(analyst, penguins, scripted_model, scripted):
    scripted_model.enqueue(plan("print(len(penguins))"))
    done = analyst("ask", "How many?", penguins, "--max-calls", "1", "--json", **scripted)
    assert done.returncode == 1
    answer = json.loads(done.stdout)
    assert (answer["status"], answer["usage"]["model_calls"]) == ("limit", 1)
    assert "344" in answer["answer"]


def test_a_limit_that_the_last_call_passed_is_told(analyst, penguins, scripted_model, scripted):
    scripted_model.enqueue(plan("print(len(penguins))"), summary("There are 344 rows."))
    done = analyst("ask", "How many?", penguins, "--max-tokens", "19", **scripted)
    assert "the last call of the model went beyond the limit of 19 tokens" in done.stderr
    assert "(the last call of the model went beyond the limit of 19 tokens)" in done.stdout.splitlines()[-1]


def test_two_related_files_are_joined_on_the_right_key(analyst, tmp_path):
    (tmp_path / "orders.csv").write_text("order_id,customer_id,amount\n1,10,5.5\n2,11,7\n3,10,2.5\n4,12,1\n")
    (tmp_path / "customers.csv").write_text(
        "customer_id,name,region\n10,Ann,North\n11,Bo,South\n12,Cy,North\n"
    )
    done = analyst("ask", "What is the total amount by region?", "orders.csv", "customers.csv")
    assert done.returncode == 0, done.stderr
    assert "| North | 9" in done.stdout
    assert "| South | 7" in done.stdout
