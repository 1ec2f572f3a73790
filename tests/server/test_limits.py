"""Answers that a limit of tokens ends: incomplete in every dialect, and the limit is of the whole answer."""

from dataclasses import replace
from pathlib import Path

import pytest
from fixtures_server import AUTO, HI, NESTED, polled
from scripted_model import text, tool_call, truncated
from scripted_plans import code_call, plan, step

from agents.model_calls.tool_calls import NAME

pytestmark = [pytest.mark.slow, pytest.mark.sandbox]

CALL = code_call("print(40 + 2)")


def asked(scripted_model):
    """How much the model was allowed to write, call by call."""
    return [request.body.get("max_completion_tokens") for request in scripted_model.requests]


async def test_a_response_that_was_cut_short_is_incomplete(client, scripted_model):
    scripted_model.enqueue(truncated("Once upon a"))
    answer = await client.responses.create(model="gpt-5-mini", input="a story", max_output_tokens=16)
    assert (answer.status, answer.incomplete_details.reason) == ("incomplete", "max_output_tokens")
    assert (answer.output_text, answer.output[0].status) == ("Once upon a", "incomplete")
    assert answer.completed_at is None
    assert (await client.responses.retrieve(answer.id)).status == "incomplete"


async def test_the_stream_of_an_incomplete_response_ends_with_its_event(client, scripted_model):
    scripted_model.enqueue(truncated("Once"), text("Then."))
    stream = await client.responses.create(model="gpt-5-mini", input="?", max_output_tokens=16, stream=True)
    events = [event async for event in stream]
    assert [event.type for event in events][-2:] == ["response.output_item.done", "response.incomplete"]
    assert events[-2].item.status == events[-1].response.status == "incomplete"
    more = await client.responses.create(
        model="gpt-5-mini", input="go on", previous_response_id=events[-1].response.id
    )
    assert more.status == "completed"
    assert scripted_model.requests[1].body["messages"][1]["content"] == "Once"


async def test_the_limit_is_of_the_whole_response_not_of_each_call(client, scripted_model):
    scripted_model.enqueue(CALL, CALL, CALL)
    answer = await client.responses.create(model="gpt-5-mini", tools=[AUTO], input="?", max_output_tokens=20)
    assert asked(scripted_model) == [20, 13, 6]
    assert answer.status == "incomplete"
    assert [item.type for item in answer.output] == ["code_interpreter_call"] * 3
    assert answer.usage.output_tokens == 21


async def test_calls_that_were_cut_short_are_not_run(client, scripted_model):
    cut = text("Let me see.") + tool_call(NAME, '{"code": "open(')
    scripted_model.enqueue(replace(cut, finish="length"))
    answer = await client.responses.create(model="code-interpreter", input="?", max_output_tokens=100)
    assert (answer.status, [item.type for item in answer.output]) == ("incomplete", ["message"])


async def test_a_response_in_the_background_is_incomplete_as_well(client, scripted_model):
    scripted_model.enqueue(truncated("Once"))
    answer = await client.responses.create(
        model="gpt-5-mini", input="?", max_output_tokens=16, background=True
    )
    stream = await client.responses.retrieve(answer.id, stream=True)
    assert [event.type async for event in stream][-1] == "response.incomplete"
    found = await client.responses.retrieve(answer.id)
    assert (found.status, found.output_text) == ("incomplete", "Once")


async def test_the_analyst_ends_with_what_has_come_out(client, scripted_model, penguins):
    file = await client.files.create(file=Path(penguins), purpose="user_data")
    parts = [{"type": "input_text", "text": "how many?"}, {"type": "input_file", "file_id": file.id}]
    scripted_model.enqueue(plan("1 / 0"), step("1 / 0"), step("print(len(penguins))"))
    answer = await client.responses.create(
        model="data-analyst", input=[{"role": "user", "content": parts}], max_output_tokens=16
    )
    assert (answer.status, answer.output[-1].status) == ("incomplete", "incomplete")
    assert "the limit of 16 completion tokens was reached" in answer.output_text
    assert "344" in answer.output_text


async def run_of(client, words="go", **fields):
    beta = client.beta
    assistant = await beta.assistants.create(model="gpt-5-mini", tools=[{"type": "code_interpreter"}, NESTED])
    thread = await beta.threads.create(messages=[{"role": "user", "content": words}])
    return await polled(beta, thread, assistant, **fields)


async def test_a_run_that_was_cut_short_is_incomplete_and_so_is_its_message(client, scripted_model):
    scripted_model.enqueue(truncated("Once upon a"))
    run = await run_of(client, max_completion_tokens=256)
    assert (run.status, run.incomplete_details.reason) == ("incomplete", "max_completion_tokens")
    assert run.completed_at is None
    message = (await client.beta.threads.messages.list(run.thread_id)).data[0]
    assert (message.status, message.incomplete_details.reason) == ("incomplete", "max_tokens")
    assert message.content[0].text.value == "Once upon a"
    again = {"thread_id": run.thread_id, "assistant_id": run.assistant_id}
    scripted_model.enqueue(truncated("Then"))
    stream = await client.beta.threads.runs.create(**again, stream=True)
    kinds = [event.event async for event in stream]
    assert kinds[-3:] == ["thread.message.incomplete", "thread.run.step.completed", "thread.run.incomplete"]


@pytest.mark.parametrize(
    ("fields", "used"),
    [
        pytest.param({"max_prompt_tokens": 256}, (200, 7), id="max_prompt_tokens"),
        pytest.param({"max_completion_tokens": 256}, (11, 200), id="max_completion_tokens"),
    ],
)
async def test_a_run_ends_where_its_calls_have_used_up_the_tokens(client, scripted_model, fields, used):
    scripted_model.enqueue(replace(CALL, usage=used), replace(CALL, usage=used))
    run = await run_of(client, **fields)
    assert (run.status, run.incomplete_details.reason) == ("incomplete", *fields)
    assert (run.usage.prompt_tokens, run.usage.completion_tokens) == (2 * used[0], 2 * used[1])


async def test_a_run_that_waited_for_its_caller_has_what_is_left(client, scripted_model):
    scripted_model.enqueue(replace(tool_call("weather"), usage=(11, 156)), truncated("It"))
    run = await run_of(client, max_completion_tokens=256)
    call = run.required_action.submit_tool_outputs.tool_calls[0]
    done = await client.beta.threads.runs.submit_tool_outputs_and_poll(
        run_id=run.id,
        thread_id=run.thread_id,
        tool_outputs=[{"tool_call_id": call.id, "output": "rain"}],
        poll_interval_ms=50,
    )
    assert asked(scripted_model) == [256, 100]
    assert (done.status, done.usage.completion_tokens) == ("incomplete", 163)


@pytest.mark.parametrize("name", ["max_tokens", "max_completion_tokens"])
async def test_a_chat_completion_ends_with_length(client, scripted_model, name):
    scripted_model.enqueue(truncated("Once"), truncated("Twice"))
    answer = await client.chat.completions.create(model="gpt-5-mini", messages=HI, **{name: 5})
    choice = answer.choices[0]
    assert (choice.finish_reason, choice.message.content) == ("length", "Once")
    stream = await client.chat.completions.create(model="gpt-5-mini", messages=HI, stream=True)
    assert [chunk async for chunk in stream][-1].choices[0].finish_reason == "length"


async def test_what_a_content_filter_stops_says_so_in_every_dialect(client, scripted_model):
    scripted_model.enqueue(*[replace(text("Once"), finish="content_filter")] * 4)
    answer = await client.responses.create(model="gpt-5-mini", input="?")
    assert (answer.status, answer.incomplete_details.reason) == ("incomplete", "content_filter")
    completion = await client.chat.completions.create(model="gpt-5-mini", messages=HI)
    assert completion.choices[0].finish_reason == "content_filter"
    stream = await client.chat.completions.create(model="gpt-5-mini", messages=HI, stream=True)
    assert [chunk async for chunk in stream][-1].choices[0].finish_reason == "content_filter"
    run = await run_of(client)
    assert (run.status, run.last_error.code) == ("failed", "invalid_prompt")
    message = (await client.beta.threads.messages.list(run.thread_id)).data[0]
    assert (message.status, message.incomplete_details.reason) == ("incomplete", "content_filter")
